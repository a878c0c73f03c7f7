import * as z from 'zod/mini';

/** Shapes that several of our answers share. A field that is missing and one that is null mean the same. */
/** A moment that can be written: what is none would break the page that shows it. */
export const instant = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text))));
export const maybe = <T extends z.ZodMiniType>(shape: T) => z.optional(z.nullable(shape));

export const grant = z.object({
  id: z.string(),
  connection: z.string(),
  oktaUserId: z.string(),
  groupId: z.string(),
  groupName: maybe(z.string()),
  issueId: z.string(),
  reason: maybe(z.string()),
  state: z.string(),
  existedBefore: z.boolean(),
  beginsAt: instant,
  endsAt: instant,
  endedAt: maybe(instant),
  why: maybe(z.string()),
});
export type Grant = z.infer<typeof grant>;

export const step = z.object({
  key: z.string(),
  kind: z.string(),
  title: maybe(z.string()),
  state: z.string(),
  intendedAt: maybe(instant),
  doneAt: maybe(instant),
});

export const run = z.object({
  id: z.string(),
  state: z.string(),
  reasonCode: maybe(z.string()),
  reason: maybe(z.string()),
  waitingUntil: maybe(instant),
  createdAt: instant,
  endedAt: maybe(instant),
  attempts: z.number(),
  steps: z.array(step),
});
export type Run = z.infer<typeof run>;

export const decision = z.object({ at: instant, outcome: z.string(), code: z.string(), sentence: z.string() });
export const signal = z.object({ source: z.string(), at: instant });
export const recipeName = z.object({ key: z.string(), title: z.string(), version: z.number() });
