import { TriangleAlert } from 'lucide-react';

interface WarningNoteProps {
  readonly title: string;
  readonly texts: readonly string[];
}

/** What keeps a number from being trusted far. */
export function WarningNote({ title, texts }: WarningNoteProps) {
  return (
    <div className="mb-5 flex gap-3 rounded-md border border-warning/40 bg-warning-soft px-3.5 py-2.5">
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden />
      <div className="min-w-0">
        <p className="font-medium text-warning">{title}</p>
        <ul className="max-w-[78ch]">
          {texts.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
