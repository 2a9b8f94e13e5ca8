import './globals.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { ApiProvider } from '@/components/api/client';
import { requestTheme } from '@/components/shell/request-theme';

export const metadata: Metadata = {
  title: { default: 'Winnow', template: '%s · Winnow' },
  description: 'Which part of an unlabeled pool is worth labeling.',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = await requestTheme();
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
      <body>
        <ApiProvider>{children}</ApiProvider>
      </body>
    </html>
  );
}
