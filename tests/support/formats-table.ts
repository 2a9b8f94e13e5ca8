import { FILE_FORMAT_INFO, FILE_FORMATS } from '@/lib/contracts/file-format';

/** The table of formats in docs/guides/files.md, line by line, as the registry has it. */
export function formatsTable(): string[] {
  const rows = FILE_FORMATS.map((name) => {
    const { title, description, ingest, export: given } = FILE_FORMAT_INFO[name];
    const written = Object.entries(given?.content ?? {}).map(
      ([modality, content]) => modality + (content === 'named' ? ' (named)' : ''),
    );
    return [title, `\`${name}\``, description, ingest.modalities.join(', '), written.join(', ') || '–'];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['format', 'name', 'holds', 'read', 'written']),
    line(['---', '---', '---', '---', '---']),
    ...rows.map(line),
  ];
}
