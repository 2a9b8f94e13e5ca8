import { z } from 'zod';
import { planRequestSchema, scenarioRequestSchema } from '@/lib/contracts/plan';
import { AppError } from '@/lib/errors';
import { planFile } from '../../plans/plan-files.service';
import { handle, requireMember } from './session';

/** As the procedures’, but numbers come as text. */
const number = z.coerce.number();
const querySchema = z.object({
  source: z.string().optional(),
  curve: z.string().optional(),
  targetError: number.optional(),
  budget: number.optional(),
  budgetUnit: z.string().optional(),
  budgets: z.array(number).optional(),
});

/** `GET /api/projects/:projectId/plan/:file`: `plan.pdf`, one page to sign, or `scenarios.csv` of a study */
export const downloadPlanFile = handle<{ projectId: string; file: string }>(
  async (request, { projectId, file }) => {
    const { container } = await requireMember(request, projectId, 'viewer');
    const { searchParams } = new URL(request.url);
    const budgets = searchParams.getAll('budgets');
    const query = check(querySchema, {
      ...Object.fromEntries(searchParams),
      budgets: budgets.length > 0 ? budgets : undefined,
    });
    const { contentType, body } = await planFile(
      container,
      file === 'scenarios.csv'
        ? { file, request: check(scenarioRequestSchema, { ...query, projectId, studyId: query.source }) }
        : { file, request: check(planRequestSchema, { ...query, projectId }) },
      new Date(),
    );
    return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
      headers: {
        'content-type': contentType,
        'content-disposition': `attachment; filename="${file}"`,
        'cache-control': 'private, no-store',
      },
    });
  },
);

function check<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AppError('bad-input', `${issue?.path.join('.') ?? 'query'}: ${issue?.message}.`);
}
