import type { Connection } from '../http/connections';
import type { OverviewData } from '../http/overview';

/** A connection that has just been made. */
export function aConnection(different: Partial<Connection> = {}): Connection {
  return {
    name: 'Main',
    orgUrl: 'https://acme.okta.com',
    clientId: null,
    allowedGroups: [],
    allowedApps: [],
    jwksUri: 'https://latchkey.example.com/okta/t1/jwks.json',
    publicJwk: '{"kty":"RSA"}',
    scopes: ['okta.users.manage', 'okta.groups.manage', 'okta.roles.read', 'okta.logs.read'],
    ...different,
  };
}

/** A site where everything is set up and calm. */
export function anOverview(different: Partial<OverviewData> = {}): OverviewData {
  return {
    setup: { connections: 1, usable: 1, recipes: 2 },
    door: { waitingForToken: 0, missingScopes: [], missingSince: null },
    unread: [],
    requests: { waiting: 4, parked: 0, held: 0, refused: 3, stopped: 0, done: 1_280, since: '2026-11-19T12:00:00Z' },
    connections: [aHealth('working', { checkedAt: '2026-11-26T09:12:00Z' })],
    budgets: [],
    guardrails: { tripped: 0, proposals: 0 },
    grants: { running: 12, endingWithinDay: 3, held: 0 },
    ...different,
  };
}

export function aHealth(state: string, different: Partial<OverviewData['connections'][number]> = {}): OverviewData['connections'][number] {
  return { name: 'Main', orgUrl: 'https://acme.okta.com', state, checkedAt: null, problem: null, ...different };
}
