import { TriangleAlert } from 'lucide-react';
import { Section } from '../ui/section';

interface VerdictSectionProps {
  readonly title: string;
  /** The most important sentence first. */
  readonly verdict: readonly string[];
  readonly warnings: readonly string[];
}

/** What the study says, in words, before any number; and what to know before trusting it. */
export function VerdictSection({ title, verdict, warnings }: VerdictSectionProps) {
  const [first, ...rest] = verdict;
  return (
    <Section title={title}>
      <p className="max-w-[62ch] text-xl">{first}</p>
      {rest.map((sentence) => (
        <p key={sentence} className="mt-2 max-w-[80ch] text-ink-soft">
          {sentence}
        </p>
      ))}
      {warnings.length > 0 && (
        <ul className="mt-4 flex flex-col gap-1.5 rounded-md bg-warning-soft px-3.5 py-2.5">
          {warnings.map((warning) => (
            <li key={warning} className="flex gap-2.5">
              <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden />
              <span className="min-w-0 break-words">{warning}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
