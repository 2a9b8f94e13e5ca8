import type { StageView } from '@/lib/contracts/project';

/** A state as a shape: dot, ring, ring that fills, disc with a tick, square with a bar. Colour only repeats it. */
export function StageMark({ state }: { readonly state: StageView['state'] }) {
  return (
    <svg viewBox="0 0 16 16" className="size-4 shrink-0" aria-hidden fill="none" strokeWidth="1.75">
      {state === 'waiting' && <circle cx="8" cy="8" r="2.25" className="fill-line-strong" />}
      {state === 'ready' && <circle cx="8" cy="8" r="5.5" className="fill-surface stroke-accent" />}
      {state === 'running' && (
        <>
          <circle cx="8" cy="8" r="5.5" className="fill-surface stroke-line" />
          <circle
            cx="8"
            cy="8"
            r="5.5"
            pathLength="4"
            strokeDasharray="1.3 2.7"
            strokeLinecap="round"
            className="origin-center animate-[spin_1.6s_linear_infinite] stroke-accent"
          />
        </>
      )}
      {state === 'done' && (
        <>
          <circle cx="8" cy="8" r="6.5" className="fill-accent" />
          <path
            d="m5.2 8.2 1.9 1.9 3.7-4"
            className="stroke-on-accent"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      )}
      {state === 'failed' && (
        <>
          <rect x="2" y="2" width="12" height="12" rx="2" className="fill-danger" />
          <path d="M8 4.8v4M8 11.2v.01" className="stroke-on-danger" strokeLinecap="round" />
        </>
      )}
    </svg>
  );
}
