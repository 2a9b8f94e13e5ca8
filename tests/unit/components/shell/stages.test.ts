import { describe, expect, it } from 'vitest';
import { mayOpen, SIDE_PAGES, sidePath, stagePath, stagesFor } from '@/components/shell/stages';
import { ROLES, STAGES } from '@/lib/contracts/project';

const opens = (path: string) => ROLES.filter((role) => mayOpen(role, 'p', path));

describe('pages by role', () => {
  it('annotators are shown labeling, everybody else every stage', () => {
    expect(stagesFor('annotator')).toEqual(['labeling']);
    for (const role of ['owner', 'lead', 'viewer'] as const) expect(stagesFor(role)).toEqual(STAGES);
  });

  it('what the rail shows can be opened, with what lies below it, and nothing else', () => {
    for (const stage of STAGES) {
      for (const path of [stagePath('p', stage), `${stagePath('p', stage)}/below`]) {
        expect(opens(path)).toEqual(ROLES.filter((role) => stagesFor(role).includes(stage)));
      }
    }
    for (const { page } of SIDE_PAGES) expect(opens(sidePath('p', page))).not.toContain('annotator');
    expect(opens(sidePath('p', 'people'))).toEqual(['owner', 'lead']);
  });
});
