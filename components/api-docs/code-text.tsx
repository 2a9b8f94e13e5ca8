import { Fragment } from 'react';

/** Text in which what stands between backticks is code. */
export function CodeText({ text }: { readonly text: string }) {
  return text
    .split('`')
    .map((part, index) => (
      <Fragment key={index}>
        {index % 2 === 1 ? <code className="rounded-sm bg-hover px-1 font-mono text-sm">{part}</code> : part}
      </Fragment>
    ));
}
