import { router, userProcedure } from '../api/trpc';
import { viewFleet } from './fleet.service';

/** Winnow's pages only: a program has a key of a project, and this is about all of them. */
export const fleetRouter = router({
  view: userProcedure.query(({ ctx }) => viewFleet(ctx.container, ctx.user)),
});
