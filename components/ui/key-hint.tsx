/** A key on the keyboard. Decoration: the control that it belongs to carries `aria-keyshortcuts`. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <kbd
      aria-hidden
      className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong/60 bg-surface px-1 font-mono text-xs text-ink-soft"
    >
      {keys}
    </kbd>
  );
}
