import { router, userProcedure } from '../api/trpc';
import { describeEngine } from './session.service';

export const sessionRouter = router({
  me: userProcedure.query(({ ctx: { user } }) => ({ id: user.id, name: user.name, email: user.email })),
  engine: userProcedure.query(({ ctx }) => describeEngine(ctx.container)),
});
