import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The calls to Jira that the node makes, and the scopes that Atlassian's OpenAPI documents ask for each of them (`security`, OAuth2).
 * A place that is read and written needs both.
 */
const CALLS: ReadonlyArray<readonly [call: RegExp, ...scopes: string[]]> = [
  [/^\/rest\/api\/3\/(issue\/\{\w+\}(\/changelog)?|search\/jql|field|mypermissions|comment\/\{\w+\}\/properties\/\{\w+\})$/, 'read:jira-work'],
  [/^\/rest\/api\/3\/issue\/\{\w+\}\/(comment(\/\{\w+\})?|transitions)$/, 'read:jira-work', 'write:jira-work'],
  [/^\/rest\/api\/3\/(user|myself)$/, 'read:jira-user'],
  [/^\/rest\/api\/3\/(permissions\/check|serverInfo)$/],
  [/^\/rest\/servicedeskapi\/request\/\{\w+\}(\/approval|\/participant)?$/, 'read:servicedesk-request'],
  [/^\/rest\/servicedeskapi\/servicedesk(\/\{\w+\}\/requesttype(\/\{\w+\}(\/field)?)?)?$/, 'read:servicedesk-request'],
  [/^\/rest\/servicedeskapi\/request$/, 'write:servicedesk-request'],
  [/^\/(gateway\/api\/)?jira\/forms\/cloud\/\{\w+\}\/issue\/\{\w+\}\/form$/, 'read:jira-work'],
  // With Forge it is /app/report-accounts/, on another host.
  [/^\/(rest\/atlassian-connect\/latest|app)\/report-accounts\/?$/, 'report:personal-data'],
];

/** Modules for whose data Atlassian asks for scopes of its own (Forge, "Jira workflow post function"). */
const MODULES: Record<string, readonly string[]> = {
  'jira:workflowPostFunction': ['read:jira-work', 'manage:jira-configuration'],
};

/** The paths of Jira's that stand in the sources of the node, without what follows a question mark. */
export function callsIn(directory: string): string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.java'));
  const found = files.flatMap((file) =>
    [...readFileSync(join(directory, file), 'utf8').matchAll(/"(\/(?:rest|gateway|jira\/forms|app)\/[^"?\s]*)/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set(found)].sort();
}

/**
 * The paths below /forge where the node reads the token with which the app calls Jira: what only an installation that is open may
 * call keeps it, and a method that others may call names it.
 */
export function systemTokensReadIn(directory: string): string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.java'));
  const endpoints = files
    .map((file) => readFileSync(join(directory, file), 'utf8'))
    .filter((source) => source.includes('@CalledByForge(') && source.includes('@PostMapping('))
    .flatMap((source) => {
      const below = source.includes('@RequestMapping("/forge")') ? '/forge' : '';
      return source
        .split('@PostMapping(')
        .slice(1)
        .map((method) => ({ path: below + (method.match(/"([^"]+)"/)?.[1] ?? ''), method }));
    });
  return endpoints.filter(({ method }) => !method.includes('unknown = true') || method.includes('systemToken(')).map(({ path }) => path);
}

export interface Endpoint {
  readonly key: string;
  readonly route?: { path: string };
  readonly auth?: Record<string, { enabled?: boolean }>;
}

export interface Manifest {
  readonly permissions: { scopes: string[]; external?: unknown; content?: { styles?: string[]; scripts?: string[] } };
  readonly remotes: Array<{ key: string; baseUrl: string }>;
  readonly resources: Array<{ key: string; path: string }>;
  readonly modules: { endpoint: Endpoint[] } & Record<string, object[]>;
}

/** The scopes that these calls and this app's modules need, or what is said of a call that nobody has judged. */
export function neededScopes(calls: readonly string[], manifest: Manifest): Set<string> {
  const ofCalls = calls.flatMap((call) => {
    const judged = CALLS.find(([pattern]) => pattern.test(call));
    if (!judged) {
      throw new Error(`The node calls ${call}: say in scopes.ts which scopes Atlassian asks for it.`);
    }
    return judged.slice(1) as string[];
  });
  const ofModules = Object.keys(manifest.modules).flatMap((module) => MODULES[module] ?? []);
  const asks = (token: string) => manifest.modules.endpoint.some((endpoint) => endpoint.auth?.[token]?.enabled);
  return new Set([
    ...ofCalls,
    ...ofModules,
    ...(asks('appSystemToken') ? ['read:app-system-token'] : []),
    ...(asks('appUserToken') ? ['read:app-user-token'] : []),
  ]);
}

/** The endpoints, resources and remotes that a part of the manifest names. */
export function named(kind: 'endpoint' | 'resource' | 'remote', part: unknown): Set<string> {
  const found = new Set<string>();
  JSON.stringify(part, (key, value) => {
    if (key === kind && typeof value === 'string') {
      found.add(value);
    }
    return value;
  });
  return found;
}
