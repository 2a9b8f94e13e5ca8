import type { ReactNode } from 'react';
import { BrandMark } from '../shell/brand';

/** The frame of the pages before the sign-in. */
export function Entrance({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-5 p-6">
      <div className="flex items-center gap-2.5 text-2xl font-semibold tracking-[-0.011em]">
        <BrandMark />
        <h1>{title ?? 'Winnow'}</h1>
      </div>
      {children}
    </main>
  );
}
