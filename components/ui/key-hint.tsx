/** A key on the keyboard. Decoration: the control that it belongs to carries `aria-keyshortcuts`. Not for fingers. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <kbd
      aria-hidden
      className="inline-flex pointer-coarse:hidden h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong/60 bg-surface px-1 font-mono text-xs text-ink-soft"
    >
      {keys}
    </kbd>
  );
}
