import type { Connection } from '../../../shared/http/connections';

export const STAGES = ['name', 'register', 'permit', 'test', 'groups', 'desk', 'recipe'] as const;
export type Stage = (typeof STAGES)[number];
export type Mark = 'done' | 'now' | 'later';

/** What the server says of how far somebody has come; what it does not say counts as not done. */
export interface Known {
  readonly connection: Pick<Connection, 'clientId' | 'allowedGroups'> | null;
  /** Of the connection: incomplete, untested, working or failing. */
  readonly health: string | null;
  readonly recipes: number;
}

/**
 * How far the guide is, from what the server says alone, so that it can be left and come back to. Scopes and role are proven by
 * the test only, so both are open until it has worked.
 */
export function marksOf({ connection, health, recipes }: Known): Record<Stage, Mark> {
  const registered = Boolean(connection?.clientId);
  const tested = registered && health === 'working';
  const listed = (connection?.allowedGroups.length ?? 0) > 0;
  const used = tested && recipes > 0;
  const mark = (done: boolean, ready: boolean): Mark => (done ? 'done' : ready ? 'now' : 'later');
  return {
    name: mark(connection !== null, true),
    register: mark(registered, connection !== null),
    permit: mark(tested, registered),
    test: mark(tested, registered),
    groups: mark(listed || used, tested),
    desk: mark(used, tested && listed),
    recipe: mark(used, tested && listed),
  };
}
