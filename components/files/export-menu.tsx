'use client';

import { Download } from 'lucide-react';
import { exportPath, type ExportScope } from '@/lib/contracts/export';
import { exportFormats, FILE_FORMAT_INFO } from '@/lib/contracts/file-format';
import type { Modality } from '@/lib/contracts/project';
import { Button } from '../ui/button';
import { Menu, MenuLink, MenuText } from '../ui/menu';

interface ExportMenuProps {
  readonly projectId: string;
  readonly modality: Modality;
  readonly scope: ExportScope;
  /** what is given out, for screen readers: “Export batch 3” */
  readonly label: string;
  /** in a table: quiet, and as small as its rows */
  readonly compact?: boolean;
  /** one more file of the same */
  readonly also?: { readonly href: string; readonly title: string };
}

/** The formats in which these examples can be given out. */
export function ExportMenu({ projectId, modality, scope, label, compact = false, also }: ExportMenuProps) {
  return (
    <Menu
      trigger={
        <Button
          variant={compact ? 'quiet' : 'secondary'}
          size={compact ? 'small' : 'medium'}
          icon={<Download aria-hidden />}
          aria-label={label}
        >
          Export
        </Button>
      }
    >
      <MenuText>With labels, answers, probabilities and weights</MenuText>
      {exportFormats(modality).map((format) => (
        <MenuLink key={format} href={exportPath(projectId, format, scope)} download>
          <span className="flex flex-col">
            {FILE_FORMAT_INFO[format].title}
            {FILE_FORMAT_INFO[format].export?.content[modality] === 'named' && (
              <span className="text-sm text-ink-soft">names the images</span>
            )}
          </span>
        </MenuLink>
      ))}
      {also && (
        <MenuLink href={also.href} download>
          {also.title}
        </MenuLink>
      )}
    </Menu>
  );
}
