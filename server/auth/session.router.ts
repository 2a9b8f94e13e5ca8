import { router, userProcedure } from '../api/trpc';
import { describeEngine } from './session.service';

export const sessionRouter = router({
  me: userProcedure.query(({ ctx }) => ctx.user),
  engine: userProcedure.query(({ ctx }) => describeEngine(ctx.container)),
});
