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
  mayWithdraw: z.optional(z.boolean()),
});

const withdrawn = z.object({ outcome: z.string() });

export const ticket = z.object({
  issueId: z.string(),
  issueKey: z.string(),
  state: z.string(),
  may: z.object({ retry: z.boolean(), cancel: z.boolean(), endGrants: z.boolean(), withdraw: z.optional(z.boolean()) }),
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
  moreGrants: z.optional(z.boolean()),
  extendForm: maybe(z.string()),
  handovers: z.array(handover),
});
export type Ticket = z.infer<typeof ticket>;

const MINUTE = 60_000;

const path = (issue: string) => `/api/tickets/${encodeURIComponent(issue)}`;

/**
 * What moves is looked at often, what rests seldom: a look may cost calls of Jira, of which all sites share so many an hour. Who
 * comes back to the page sees it anew at once.
 */
function pace(ticket: Ticket | undefined): number {
  switch (ticket?.state) {
    case 'waiting':
      return ticket.run?.waitingUntil ? MINUTE : 2_000;
    case 'pending':
    case 'unread':
    case 'parked':
      return MINUTE;
    default:
      return ticket?.handovers.some((one) => one.state === 'renewing') ? 10_000 : 5 * MINUTE;
  }
}

export function useTicket(issue: string) {
  const { api } = useSession();
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['ticket', issue],
    queryFn: ({ signal: aborted }) => api.get(path(issue), ticket, aborted),
    refetchInterval: (query) => paceOf(queries, ['ticket', issue], pace(query.state.data)),
  });
}

/** Something that is done to the ticket; what is shown is asked anew behind it. */
function useAct<V, T = unknown>(issue: string, act: (api: ReturnType<typeof useSession>['api'], value: V) => Promise<T>) {
  const { api } = useSession();
  const acted = useActed(['ticket', issue]);
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSettled: acted,
  });
}

export const useRetry = (issue: string) => useAct<void>(issue, (api) => api.tell('POST', `${path(issue)}/retry`));
export const useCancel = (issue: string) => useAct<string>(issue, (api, why) => api.tell('POST', `${path(issue)}/cancel`, { why }));
export const useWithdraw = (issue: string) =>
  useAct(issue, (api, { id, why }: { id: string; why: string }) =>
    api.send('POST', `${path(issue)}/handovers/${encodeURIComponent(id)}/withdraw`, withdrawn, { why }),
  );
export const useEndGrant = (issue: string) =>
  useAct<{ id: string; why: string }>(issue, (api, { id, why }) =>
    api.tell('POST', `${path(issue)}/grants/${encodeURIComponent(id)}/end`, { why }),
  );
