import type { OutsideView } from './outside-view';
import type { Violations } from './violations';

/** What people ask for, and the name by which the audit knows what came of it. */
const MADE = {
  Ingest: { id: 'ingestId', actions: ['datasets.start', 'platforms.pull'] },
  FeatureSet: { id: 'featureSetId', actions: ['features.start'] },
  Selection: { id: 'selectionId', actions: ['selections.create'] },
  Study: { id: 'studyId', actions: ['studies.start'] },
} as const;

/** Nothing was done without its line: each stage is named by one, or has one whose outcome nobody came to write. */
export async function checkAudit(view: OutsideView, violations: Violations): Promise<void> {
  for (const [table, { id, actions }] of Object.entries(MADE)) {
    const unsaid = await view.query(
      `SELECT m."projectId", array_agg(m."id") AS "ids" FROM "${table}" m
       WHERE NOT EXISTS (SELECT 1 FROM "AuditEvent" e
                         WHERE e."projectId" = m."projectId" AND e."details"->>'${id}' = m."id")
       GROUP BY 1
       HAVING count(*) > (SELECT count(*) FROM "AuditEvent" e WHERE e."projectId" = m."projectId"
                          AND e."action" = ANY($1) AND e."outcome" = 'unknown')`,
      [actions],
    );
    violations.add(`no line in the audit for a ${table}`, unsaid);
  }
  violations.add(
    'projects without a line in the audit',
    await view.query(
      `SELECT p."id" FROM "Project" p WHERE NOT EXISTS (
         SELECT 1 FROM "AuditEvent" e WHERE e."projectId" = p."id" AND e."action" = 'projects.create')`,
    ),
  );
}
