import { Download } from 'lucide-react';

const FILES = ['report.json', 'curves.csv', 'curves.svg', 'curves.png', 'report.html'] as const;

interface ReportDownloadsProps {
  readonly projectId: string;
  readonly studyId: string;
}

/** The study as files: numbers, pictures and a page of its own. */
export function ReportDownloads({ projectId, studyId }: ReportDownloadsProps) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1" aria-label="Downloads">
      {FILES.map((file) => (
        <li key={file}>
          <a
            href={`/api/projects/${projectId}/studies/${studyId}/${file}`}
            download
            className="inline-flex min-h-8 items-center gap-1.5 text-sm text-accent hover:underline"
          >
            <Download className="size-4" aria-hidden />
            {file}
          </a>
        </li>
      ))}
    </ul>
  );
}
