import { Download } from 'lucide-react';

interface FileDownloadsProps {
  /** path that the files lie below */
  readonly folder: string;
  readonly files: readonly string[];
}

/** What stands on the page as files: numbers and pictures. */
export function FileDownloads({ folder, files }: FileDownloadsProps) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1" aria-label="Downloads">
      {files.map((file) => (
        <li key={file}>
          <a
            href={`${folder}/${file}`}
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
