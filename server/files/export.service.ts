import type { ExportScope } from '@/lib/contracts/export';
import { exportFormats, FILE_FORMAT_INFO } from '@/lib/contracts/file-format';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { findExportedProject } from './export.repository';
import { exportedRecords, QUERIED_ROWS } from './exported-records';
import { openExportedRows } from './exported-rows';
import { recordFormat } from './registry';
import { openUploadedRows, rowsWorthReading } from './uploaded-rows';

export interface ExportedFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Examples of a project as a file, made while it is read.
 *
 * @throws AppError `bad-input` where the format cannot hold such examples, `not-found` where the scope is not there
 */
export async function exportFile(
  container: Container,
  input: { projectId: string; format: string; scope: ExportScope; namesPeople: boolean },
): Promise<ExportedFile> {
  const { projectId, scope, namesPeople } = input;
  const format = recordFormat(input.format);
  const project = await findExportedProject(container.db, projectId);
  const { modality, classes, exampleCount } = project;
  const { title, export: given } = FILE_FORMAT_INFO[format.name];
  const content = given?.content[modality];
  if (!given || content === undefined) {
    throw new AppError(
      'bad-input',
      `${title} cannot hold the examples of this project.`,
      `Choose one of: ${exportFormats(modality).join(', ')}.`,
    );
  }
  const withContent = content === 'inside';
  const features =
    modality === 'features' ? await openUploadedRows(container, projectId, exampleCount) : null;
  const rowsAtOnce = features ? rowsWorthReading(features.columns) : QUERIED_ROWS;
  const rows = await openExportedRows(container, projectId, scope, { exampleCount, rowsAtOnce });
  const records = exportedRecords(container, {
    projectId,
    project,
    rows,
    features,
    namesPeople,
    withContent,
  });
  return {
    fileName: `${scope.selection ? 'selection' : scope.batch ? 'batch' : (scope.split ?? 'examples')}${given.extension}`,
    contentType: given.contentType,
    bytes: format.write(records, { modality, features: features?.columns ?? 0, classes }),
  };
}
