'use client';

import { useState, type ReactNode } from 'react';
import { Check, Copy } from 'lucide-react';
import { Button } from '../ui/button';
import { Input } from '../ui/input';

interface SecretOnceProps {
  readonly label: string;
  readonly secret: string;
  readonly onClose: () => void;
  /** What it is for. */
  readonly children: ReactNode;
}

/** The one time that a secret can be seen. */
export function SecretOnce({ label, secret, onClose, children }: SecretOnceProps) {
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    // Browsers keep the clipboard from pages that came over plain HTTP; the field can be selected there.
    await navigator.clipboard?.writeText(secret).then(
      () => setCopied(true),
      () => undefined,
    );
  }

  return (
    <div className="flex flex-col gap-4 pb-2">
      <p>Copy it now: nobody is shown it again. {children}</p>
      <div className="flex items-end gap-2">
        <Input
          label={label}
          value={secret}
          readOnly
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          className="flex-1 font-mono"
        />
        <Button
          icon={copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          onClick={() => {
            void copy();
          }}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
