import type { PlatformView } from '../annotation-platform';

/** Of no use to who labels; without a word, Label Studio shows them all and the picture to the right of them. */
const HIDDEN_IN_LIST = [
  'inner_id',
  'cancelled_annotations',
  'total_predictions',
  'annotations_results',
  'annotations_ids',
  'predictions_model_versions',
  'predictions_results',
  'file_upload',
  'storage_filename',
  'created_at',
  'updated_at',
  'updated_by',
  'avg_lead_time',
  'draft_exists',
].map((column) => `tasks:${column}`);
const HIDDEN_BESIDE_TASK = ['id', 'completed_at', 'annotators', 'predictions_score']
  .map((column) => `tasks:${column}`)
  .concat(HIDDEN_IN_LIST);

/**
 * A saved list of Label Studio's Data Manager: the tasks of one batch, the lowest score first. What people have set in it
 * otherwise, columns for example, stays.
 */
export function viewOfBatch({ title, modelVersion }: PlatformView, former: object = {}): object {
  const ofBatch = {
    filter: 'filter:tasks:predictions_model_versions',
    operator: 'contains',
    type: 'List',
    value: [modelVersion],
  };
  return {
    hiddenColumns: { explore: HIDDEN_IN_LIST, labeling: HIDDEN_BESIDE_TASK },
    ...former,
    title,
    ordering: ['tasks:predictions_score'],
    filters: { conjunction: 'and', items: [ofBatch] },
  };
}
