import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { useAct } from '../../../shared/http/act';
import { CONNECTIONS } from '../../../shared/http/connections';
import { OVERVIEW } from '../../../shared/http/overview';
import { changed, proposal } from '../../../shared/http/proposals';
import { instant, maybe } from '../../../shared/http/shapes';
import { useSession } from '../../../shared/ui/session';

export const limits = z.object({ accountsPerHour: maybe(z.number()), membershipsPerHour: maybe(z.number()) });
export type Limits = z.infer<typeof limits>;

export const group = z.object({ id: z.string(), name: z.string() });
export const app = z.object({ id: z.string(), label: z.string() });
export const person = z.object({ id: z.string() });
export const pair = z.object({ groups: z.array(group) });

export const ofConnection = z.object({
  connection: z.string(),
  breaker: limits,
  emailDomains: maybe(z.array(z.string())),
  allowedGroups: z.array(group),
  allowedApps: z.array(app),
  protectedGroups: z.array(group),
  protectedPeople: z.array(person),
  separateDuties: z.array(pair),
});
export type OfConnection = z.infer<typeof ofConnection>;

export const trip = z.object({
  id: z.string(),
  connection: maybe(z.string()),
  counted: z.string(),
  allowed: z.number(),
  found: z.number(),
  at: instant,
});
export type Trip = z.infer<typeof trip>;

export const guardrails = z.object({
  rules: z.array(z.object({ name: z.string(), reason: z.string() })),
  secondAdministrator: z.boolean(),
  breaker: limits,
  connections: z.array(ofConnection),
  tripped: z.array(trip),
  proposals: z.array(proposal),
});
export type GuardrailsData = z.infer<typeof guardrails>;

const GUARDRAILS = ['guardrails'];

export function useGuardrails() {
  const { api } = useSession();
  return useQuery({
    queryKey: GUARDRAILS,
    queryFn: ({ signal }) => api.get('/api/guardrails', guardrails, signal),
    refetchInterval: 30_000,
  });
}

/** A part of the guardrails and what it shall be, as the API takes it. */
export interface Wanted {
  readonly path: string;
  readonly body: unknown;
}

export const useChange = () =>
  useAct((api, { path, body }: Wanted) => api.send('PUT', path, changed, body), GUARDRAILS, CONNECTIONS, OVERVIEW);

export const useDecide = () =>
  useAct(
    (api, { id, decision }: { id: string; decision: 'confirm' | 'reject' }) =>
      api.tell('POST', `/api/guardrails/proposals/${encodeURIComponent(id)}/${decision}`),
    GUARDRAILS,
    CONNECTIONS,
    OVERVIEW,
  );

export const useReset = () =>
  useAct((api, id: string) => api.tell('POST', `/api/guardrails/tripped/${encodeURIComponent(id)}/reset`), GUARDRAILS, OVERVIEW);

/** Where a part of a connection is changed. */
export const partPath = (connection: string, part: string) => `/api/guardrails/connections/${encodeURIComponent(connection)}/${part}`;
