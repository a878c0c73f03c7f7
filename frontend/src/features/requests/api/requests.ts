import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { instant, maybe, recipeName, run, signal } from '../../../shared/http/shapes';
import { useSession } from '../../../shared/ui/session';
import { paceOf, useActed } from '../../../shared/ui/useLively';

const item = z.object({
  issueId: z.string(),
  issueKey: z.string(),
  state: z.string(),
  code: z.string(),
  sentence: maybe(z.string()),
  recipe: maybe(recipeName),
  changedAt: instant,
});
export type RequestItem = z.infer<typeof item>;

const page = z.object({ items: z.array(item), next: maybe(z.string()), total: maybe(z.number()), totalIsExact: maybe(z.boolean()) });

export interface Wanted {
  readonly search: string;
  readonly state: string;
  /** An instant, or nothing. */
  readonly since: string;
  readonly sort: string;
}

/** Page after page, as the table comes to its end. */
export function useRequests(wanted: Wanted) {
  const { api } = useSession();
  return useInfiniteQuery({
    queryKey: ['requests', wanted],
    initialPageParam: '',
    queryFn: ({ pageParam, signal: aborted }) => {
      const query = new URLSearchParams({ sort: wanted.sort, limit: '100' });
      for (const [name, value] of [['search', wanted.search], ['state', wanted.state], ['since', wanted.since], ['after', pageParam]] as const) {
        if (value) {
          query.set(name, value);
        }
      }
      return api.get(`/api/requests?${query}`, page, aborted);
    },
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

const storyRun = z.extend(run, {
  kind: z.string(),
  planHash: maybe(z.string()),
  steps: z.array(
    z.object({
      key: z.string(),
      kind: z.string(),
      title: maybe(z.string()),
      state: z.string(),
      intendedAt: maybe(instant),
      doneAt: maybe(instant),
      facts: z.optional(z.unknown()),
      attempts: maybe(z.number()),
      remoteRequestIds: maybe(z.array(z.string())),
    }),
  ),
});
export type StoryRun = z.infer<typeof storyRun>;

const story = z.object({
  issueId: z.string(),
  signals: z.array(signal),
  decisions: z.array(
    z.object({ issueKey: z.string(), outcome: z.string(), code: z.string(), sentence: z.string(), at: instant, workId: maybe(z.string()) }),
  ),
  runs: z.array(storyRun),
});
export type Story = z.infer<typeof story>;

export function useStory(issue: string) {
  const { api } = useSession();
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['story', issue],
    queryFn: ({ signal: aborted }) => api.get(`/api/requests/${encodeURIComponent(issue)}`, story, aborted),
    refetchInterval: (query) =>
      paceOf(queries, ['story'], query.state.data?.runs.some((one) => one.state === 'waiting') ? 2_000 : 30_000),
  });
}

export function useRetry(issueId: string) {
  const { api } = useSession();
  const acted = useActed(['story']);
  return useMutation({
    mutationFn: () => api.tell('POST', `/api/requests/${encodeURIComponent(issueId)}/retry`),
    onSettled: acted,
  });
}
