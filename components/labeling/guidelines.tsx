'use client';

import Markdown from 'markdown-to-jsx/react';
import { Fragment, type ComponentProps } from 'react';

/** The guidelines of a project: Markdown without any HTML; links open beside the page. */
export function Guidelines({ text }: { readonly text: string }) {
  return (
    <div className="flex flex-col gap-2.5 text-base leading-6 [&_a]:underline [&_blockquote]:border-l-2 [&_blockquote]:border-line-strong [&_blockquote]:pl-3 [&_code]:font-mono [&_code]:text-sm [&_h3]:text-lg [&_h3]:font-semibold [&_h4]:font-semibold [&_h5]:font-semibold [&_hr]:border-line [&_img]:max-w-full [&_li]:my-0.5 [&_ol]:list-decimal [&_ol]:pl-5 [&_pre]:overflow-x-auto [&_table]:w-full [&_td]:border [&_td]:border-line [&_td]:px-2 [&_td]:py-1 [&_th]:border [&_th]:border-line [&_th]:px-2 [&_th]:py-1 [&_th]:text-left [&_ul]:list-disc [&_ul]:pl-5">
      <Markdown options={OPTIONS}>{text}</Markdown>
    </div>
  );
}

function OutsideLink({ children, ...rest }: ComponentProps<'a'>) {
  return (
    <a {...rest} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

/** They begin below those of the page. */
const HEADINGS = {
  h1: { component: 'h3' as const, props: {} },
  h2: { component: 'h4' as const, props: {} },
  h3: { component: 'h5' as const, props: {} },
  h4: { component: 'h6' as const, props: {} },
  h5: { component: 'h6' as const, props: {} },
};

const OPTIONS = {
  disableParsingRawHTML: true,
  wrapper: Fragment,
  forceWrapper: true,
  overrides: { a: OutsideLink, ...HEADINGS },
};
