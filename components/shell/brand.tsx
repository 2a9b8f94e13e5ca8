import Link from 'next/link';

/** A few grains kept, the rest blown away. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 20 20" className="size-5 shrink-0" aria-hidden>
      <g fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round">
        <path d="M2.5 5.5h11a2.25 2.25 0 1 0-2.1-3.1" />
        <path d="M2.5 9h7" />
      </g>
      <g className="text-accent" fill="currentColor">
        <ellipse cx="5" cy="15.5" rx="2.3" ry="1.6" />
        <ellipse cx="10.4" cy="15.5" rx="2.3" ry="1.6" />
        <ellipse cx="15.8" cy="15.5" rx="2.3" ry="1.6" />
      </g>
    </svg>
  );
}

export function Brand() {
  return (
    <Link
      href="/projects"
      className="flex items-center gap-2 rounded-sm px-1 py-1 font-semibold tracking-[-0.01em]"
    >
      <BrandMark />
      <span className="max-sm:sr-only">Winnow</span>
    </Link>
  );
}
