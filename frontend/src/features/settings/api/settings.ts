import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { useAct } from '../../../shared/http/act';
import type { Schema } from '../../../shared/http/client';
import { connectionPath } from '../../../shared/http/connections';
import { OVERVIEW } from '../../../shared/http/overview';
import { instant, maybe } from '../../../shared/http/shapes';
import { useSession } from '../../../shared/ui/session';

export const installation = z.object({
  tenant: z.string(),
  appAccountId: z.string(),
  doors: z.array(z.object({ door: z.string(), baseUrl: z.string(), installed: z.boolean(), enabled: z.boolean() })),
});
export type Door = z.infer<typeof installation>['doors'][number];

export const held = z.object({ id: z.string(), door: z.string(), firstAt: instant, lastAt: instant, times: z.number(), decision: maybe(z.string()) });
export type Held = z.infer<typeof held>;

export const departure = z.object({
  /** ISO 8601 durations. */
  secretsKeptFor: z.string(),
  dataKeptFor: z.string(),
  remaining: z.array(z.object({ what: z.string(), count: z.number(), until: z.string() })),
});
export type Departure = z.infer<typeof departure>;

/** A code with which another installation takes over; told this once. */
export const moveCode = z.object({ code: z.string(), expiresAt: instant });

export const key = z.object({
  kid: z.string(),
  publicJwk: z.string(),
  state: z.string(),
  createdAt: instant,
  signsFrom: maybe(instant),
  lastUsedAt: maybe(instant),
  retiredAt: maybe(instant),
  neededBy: z.array(z.string()),
});
export type Key = z.infer<typeof key>;

export const token = z.object({
  id: z.string(),
  name: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  revokedAt: maybe(instant),
  oldValidUntil: maybe(instant),
  sources: z.array(z.string()),
});
export type Token = z.infer<typeof token>;

/** A new token with what to enter in Jira Automation; its secret is told this once. */
export const issued = z.object({ id: z.string(), url: z.string(), header: z.string(), body: z.string() });
export type Issued = z.infer<typeof issued>;

export const webhook = z.object({ name: z.string(), host: z.string(), createdAt: instant, changedAt: instant, previousSignsUntil: maybe(instant) });
export type Webhook = z.infer<typeof webhook>;

export const toldWebhook = z.object({ webhook, secret: maybe(z.string()) });
export type ToldWebhook = z.infer<typeof toldWebhook>;

export const tested = z.object({ delivered: z.boolean(), code: z.string(), status: maybe(z.number()), explanation: z.string() });

export const approver = z.object({ accountId: z.string(), oktaUserId: z.string(), enteredBy: z.string(), enteredAt: instant });
export type Approver = z.infer<typeof approver>;

function useRead<T>(path: string, shape: Schema<T>, queryKey: readonly string[]) {
  const { api } = useSession();
  return useQuery({ queryKey, queryFn: ({ signal }) => api.get(path, shape, signal) });
}

const KEYS = ['okta-keys'];
const TOKENS = ['automation-tokens'];
const WEBHOOKS = ['webhooks'];
const part = encodeURIComponent;

export const useInstallation = () => useRead('/api/installation', installation, ['installation']);
export const useHeld = () => useRead('/api/installation/held', z.array(held), ['installation', 'held']);
export const useDeparture = () => useRead('/api/installation/departure', departure, ['installation', 'departure']);

export const useMoveCode = () => useAct((api, _: void) => api.send('POST', '/api/installation/move-code', moveCode));

export const useKeys = () => useRead('/api/okta-keys', z.array(key), KEYS);
export const useRotateKey = () => useAct((api, delivery: string) => api.send('POST', '/api/okta-keys', key, { delivery }), KEYS);
export const useActivateKey = () => useAct((api, kid: string) => api.send('POST', `/api/okta-keys/${part(kid)}/activation`, key), KEYS);
export const useEraseKeys = () =>
  useAct((api, _: void) => api.send('DELETE', '/api/okta-keys', z.object({ keys: z.number() })), KEYS, ['okta-connections'], OVERVIEW);

export const useTokens = () => useRead('/api/automation-tokens', z.array(token), TOKENS);
export const useIssueToken = () =>
  useAct((api, wanted: { name: string; sources: string[] }) => api.send('POST', '/api/automation-tokens', issued, wanted), TOKENS);
export const useRotateToken = () =>
  useAct(
    (api, { id, overlapMinutes }: { id: string; overlapMinutes: number }) =>
      api.send('POST', `/api/automation-tokens/${part(id)}/rotation`, issued, { overlapMinutes }),
    TOKENS,
  );
export const useLimitToken = () =>
  useAct(
    (api, { id, sources }: { id: string; sources: string[] }) => api.tell('PUT', `/api/automation-tokens/${part(id)}/sources`, { sources }),
    TOKENS,
  );
export const useRevokeToken = () => useAct((api, id: string) => api.tell('DELETE', `/api/automation-tokens/${part(id)}`), TOKENS);

export const useWebhooks = () => useRead('/api/webhooks', z.array(webhook), WEBHOOKS);
export const useRegisterWebhook = () =>
  useAct((api, { name, url }: { name: string; url: string }) => api.send('PUT', `/api/webhooks/${part(name)}`, toldWebhook, { url }), WEBHOOKS);
export const useRotateWebhook = () =>
  useAct(
    (api, { name, overlapMinutes }: { name: string; overlapMinutes: number }) =>
      api.send('POST', `/api/webhooks/${part(name)}/secret`, toldWebhook, { overlapMinutes }),
    WEBHOOKS,
  );
export const useTestWebhook = () => useAct((api, name: string) => api.send('POST', `/api/webhooks/${part(name)}/test`, tested));
export const useDeleteWebhook = () => useAct((api, name: string) => api.tell('DELETE', `/api/webhooks/${part(name)}`), WEBHOOKS);

const approversPath = (connection: string) => `${connectionPath(connection)}/approver-accounts`;
const approversKey = (connection: string) => ['approver-accounts', connection];

export const useApprovers = (connection: string) => useRead(approversPath(connection), z.array(approver), approversKey(connection));
export const usePutApprover = (connection: string) =>
  useAct(
    (api, { accountId, oktaUserId }: { accountId: string; oktaUserId: string }) =>
      api.tell('PUT', `${approversPath(connection)}/${part(accountId)}`, { oktaUserId }),
    approversKey(connection),
  );
export const useRemoveApprover = (connection: string) =>
  useAct((api, accountId: string) => api.tell('DELETE', `${approversPath(connection)}/${part(accountId)}`), approversKey(connection));

export const useEndAll = () =>
  useAct((api, why: string) => api.send('POST', '/api/grants/end', z.object({ grants: z.number() }), { why }), ['grants'], OVERVIEW);
