import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import type { Api } from '../../../shared/http/client';
import { instant, maybe } from '../../../shared/http/shapes';
import { useSession } from '../../../shared/ui/session';
import { paceOf, useActed } from '../../../shared/ui/useLively';
import { newEnvelope } from './sealed';

export const handover = z.object({
  id: z.string(),
  kind: maybe(z.string()),
  state: z.string(),
  expiresAt: maybe(instant),
  mayAskAgain: z.boolean(),
});
export type Handover = z.infer<typeof handover>;

export const request = z.object({
  issueId: z.string(),
  issueKey: z.string(),
  state: z.string(),
  you: z.object({ reporter: z.boolean(), approver: z.boolean(), recipient: z.boolean() }),
  plan: maybe(z.object({ lines: z.array(z.string()), warnings: z.array(z.string()) })),
  progress: z.object({ done: z.number(), of: z.number() }),
  sentence: maybe(z.string()),
  waitingUntil: maybe(instant),
  handovers: z.array(handover),
});
export type PortalRequest = z.infer<typeof request>;

const credential = z.object({ kind: z.string(), login: maybe(z.string()), secret: z.string() });
export type Credential = z.infer<typeof credential>;

const path = (issue: string) => `/api/portal/requests/${encodeURIComponent(issue)}`;

const MINUTE = 60_000;

/** What rests is looked at seldom: a look may cost calls of Jira. Who comes back to the page sees it anew at once. */
function pace(told: PortalRequest | undefined): number {
  if (told?.handovers.some((one) => one.state === 'renewing')) {
    return 2_000;
  }
  switch (told?.state) {
    case 'waiting':
      return told.waitingUntil ? MINUTE : 2_000;
    case 'pending':
    case 'unread':
    case 'parked':
      return MINUTE;
    default:
      return 5 * MINUTE;
  }
}

export function usePortalRequest(issue: string) {
  const { api } = useSession();
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['portal', issue],
    queryFn: ({ signal }) => api.get(path(issue), request, signal),
    refetchInterval: (query) => paceOf(queries, ['portal', issue], pace(query.state.data)),
  });
}

/** Takes the credential, which exists nowhere else behind that. It is never kept in the cache of queries. */
export async function reveal(api: Api, issue: string, id: string): Promise<Credential> {
  const envelope = await newEnvelope();
  const { sealed } = await api.send('POST', `${path(issue)}/handovers/${encodeURIComponent(id)}/reveal`, z.object({ sealed: z.string() }), {
    publicKey: envelope.publicKey,
  });
  return credential.parse(JSON.parse(await envelope.open(sealed, `latchkey/handover/1/${id}`)));
}

export function useReissue(issue: string) {
  const { api } = useSession();
  const acted = useActed(['portal', issue]);
  return useMutation({
    mutationFn: (id: string) => api.tell('POST', `${path(issue)}/handovers/${encodeURIComponent(id)}/reissue`),
    onSettled: acted,
  });
}
