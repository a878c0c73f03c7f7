import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { decision, grant, instant, maybe, recipeName, run, signal } from '../../../shared/http/shapes';
import { useSession } from '../../../shared/ui/session';
import { paceOf, useActed } from '../../../shared/ui/useLively';

export const handover = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  expiresAt: instant,
  recipientName: maybe(z.string()),
});

export const ticket = z.object({
  issueId: z.string(),
  issueKey: z.string(),
  state: z.string(),
  may: z.object({ retry: z.boolean(), cancel: z.boolean(), endGrants: z.boolean() }),
  recipe: maybe(recipeName),
  plan: maybe(z.object({ lines: z.array(z.string()), warnings: z.array(z.string()) })),
  planProblem: maybe(z.object({ code: z.string(), sentence: z.string() })),
  hold: maybe(
    z.object({
      code: z.string(),
      sentence: z.string(),
      remedy: maybe(z.string()),
      differences: z.array(z.object({ what: z.string(), before: maybe(z.string()), after: maybe(z.string()) })),
    }),
  ),
  decisions: z.array(decision),
  run: maybe(run),
  signals: z.array(signal),
  grants: z.array(grant),
  handovers: z.array(handover),
});
export type Ticket = z.infer<typeof ticket>;

const path = (issue: string) => `/api/tickets/${encodeURIComponent(issue)}`;

/** What moves is looked at often, what rests seldom. */
function pace(state: string | undefined): number {
  return state === 'waiting' ? 2_000 : state === 'pending' ? 10_000 : 30_000;
}

export function useTicket(issue: string) {
  const { api } = useSession();
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['ticket', issue],
    queryFn: ({ signal: aborted }) => api.get(path(issue), ticket, aborted),
    refetchInterval: (query) => paceOf(queries, ['ticket', issue], pace(query.state.data?.state)),
  });
}

/** Something that is done to the ticket; what is shown is asked anew behind it. */
function useAct<V>(issue: string, act: (api: ReturnType<typeof useSession>['api'], value: V) => Promise<unknown>) {
  const { api } = useSession();
  const acted = useActed(['ticket', issue]);
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSettled: acted,
  });
}

export const useRetry = (issue: string) => useAct<void>(issue, (api) => api.tell('POST', `${path(issue)}/retry`));
export const useCancel = (issue: string) => useAct<string>(issue, (api, why) => api.tell('POST', `${path(issue)}/cancel`, { why }));
export const useEndGrant = (issue: string) =>
  useAct<{ id: string; why: string }>(issue, (api, { id, why }) =>
    api.tell('POST', `${path(issue)}/grants/${encodeURIComponent(id)}/end`, { why }),
  );
