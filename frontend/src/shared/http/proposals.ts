import * as z from 'zod/mini';
import { instant, maybe } from './shapes';

/** A change of the guardrails that waits for a second administrator. */
export const proposal = z.object({
  id: z.string(),
  part: z.string(),
  connection: maybe(z.string()),
  before: z.unknown(),
  after: z.unknown(),
  proposedBy: z.string(),
  proposedAt: instant,
  expiresAt: instant,
});
export type Proposal = z.infer<typeof proposal>;

/** What a change of the guardrails answers: 200 with what holds now, or 202 with what waits. */
export const changed = z.union([proposal, z.looseObject({})]);
export type Changed = z.infer<typeof changed>;

export function isProposal(answer: Changed): answer is Proposal {
  return proposal.safeParse(answer).success;
}
