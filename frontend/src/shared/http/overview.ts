import { useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { useSession } from '../ui/session';
import { Refused } from './client';
import { instant, maybe } from './shapes';

/** A connection as its last test has shown it: incomplete, untested, working or failing. */
const health = z.object({
  name: z.string(),
  orgUrl: z.string(),
  state: z.string(),
  checkedAt: maybe(instant),
  problem: maybe(z.string()),
});
export type Health = z.infer<typeof health>;

/** What is between Latchkey and Jira. */
const door = z.object({ waitingForToken: z.number(), missingScopes: z.array(z.string()), missingSince: maybe(instant) });

/** Requests that could not be read, by reason. */
const unread = z.object({ reasonCode: z.string(), reason: z.string(), count: z.number(), since: instant });
export type Unread = z.infer<typeof unread>;

/** What runs, waits and has failed, at one glance. */
export const overview = z.object({
  setup: z.object({ connections: z.number(), usable: z.number(), recipes: z.number() }),
  door,
  unread: z.array(unread),
  requests: z.object({
    pending: maybe(z.number()),
    waiting: z.number(),
    parked: z.number(),
    held: z.number(),
    refused: z.number(),
    stopped: maybe(z.number()),
    done: z.number(),
    since: instant,
  }),
  connections: z.array(health),
  budgets: z.array(z.object({ name: z.string(), limit: z.number(), perSeconds: z.number(), pausedUntil: maybe(instant) })),
  guardrails: z.object({ tripped: z.number(), proposals: z.number() }),
  grants: z.object({ running: z.number(), endingWithinDay: z.number(), held: z.number() }),
});
export type OverviewData = z.infer<typeof overview>;

export const OVERVIEW = ['overview'];

export function useOverview() {
  const { api } = useSession();
  return useQuery({
    queryKey: OVERVIEW,
    queryFn: ({ signal }) => api.get('/api/overview', overview, signal),
    refetchInterval: 15_000,
  });
}

const VERDICTS: Record<string, 'not-administrator' | 'held' | 'unlicensed' | 'setting-up'> = {
  'caller.not-administrator': 'not-administrator',
  'tenant.installation-held': 'held',
  'forge.unlicensed': 'unlicensed',
  'forge.unknown-installation': 'setting-up',
};

/** After how long what passes by itself is asked about again, in milliseconds. */
const AGAIN: Record<string, number> = { 'setting-up': 5_000, unlicensed: 60_000 };

/**
 * Whether the API takes whoever looks for an administrator; what it does not say is not taken for a no. Asked once, but for a site
 * that is not open to anybody yet.
 */
export function useVerdict() {
  const { api } = useSession();
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['verdict'],
    queryFn: async () => {
      try {
        queries.setQueryData(OVERVIEW, await api.get('/api/overview', overview));
        return 'administrator';
      } catch (error) {
        return (error instanceof Refused && VERDICTS[error.code]) || 'unknown';
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => AGAIN[state.data ?? ''] ?? false,
  });
}
