'use client';

import { useRef, useState } from 'react';
import { FileUp, X } from 'lucide-react';
import { classNames } from '../ui/class-names';
import { formatBytes } from '../ui/format';

interface FileDropProps {
  readonly accept: string;
  readonly hint: string;
  readonly files: readonly File[];
  readonly onFilesChange: (files: readonly File[]) => void;
  readonly disabled?: boolean;
}

/** Takes files that are dropped or chosen; the whole area is the button. */
export function FileDrop({ accept, hint, files, onFilesChange, disabled }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          if (!disabled) onFilesChange([...event.dataTransfer.files]);
        }}
      >
        <button
          type="button"
          disabled={disabled}
          onClick={() => input.current?.click()}
          className={classNames(
            'flex w-full flex-col items-center gap-1 rounded-md border border-dashed px-4 py-7 text-center',
            over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken hover:bg-hover',
          )}
        >
          <FileUp className="mb-1 size-6 text-ink-faint" aria-hidden />
          <span className="font-medium">Drop files here, or choose them</span>
          <span className="max-w-[44ch] text-sm text-ink-soft">{hint}</span>
        </button>
        <input
          ref={input}
          type="file"
          multiple
          accept={accept}
          aria-label="Files"
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => onFilesChange([...(event.target.files ?? [])])}
        />
      </div>
      {files.length > 0 && (
        <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
          {files.map((file) => (
            <li key={file.name} className="flex items-center gap-3 py-1 pr-1 pl-3">
              <span className="min-w-0 flex-1 truncate">{file.name}</span>
              <span className="text-sm text-ink-soft">{formatBytes(file.size)}</span>
              <button
                type="button"
                disabled={disabled}
                aria-label={`Leave out ${file.name}`}
                onClick={() => onFilesChange(files.filter((other) => other !== file))}
                className="flex size-8 items-center justify-center rounded-sm text-ink-faint hover:text-ink"
              >
                <X className="size-4" aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
