import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { useAct } from '../../../shared/http/act';
import { CONNECTIONS, connection, connectionPath } from '../../../shared/http/connections';
import { OVERVIEW } from '../../../shared/http/overview';
import { changed } from '../../../shared/http/proposals';
import { useSession } from '../../../shared/ui/session';

const finding = z.object({ code: z.string(), sentence: z.string(), remedy: z.string() });

/** What trying a connection showed; it works when something is proven and nothing is in the way. */
export const probe = z.object({ proven: z.array(z.string()), findings: z.array(finding) });
export type Probe = z.infer<typeof probe>;

export const check = z.object({
  works: z.boolean(),
  proven: z.array(z.string()),
  unproven: z.array(z.string()),
  findings: z.array(finding),
});

export const desk = z.object({ id: z.string(), projectKey: z.string(), projectName: z.string() });
export type Desk = z.infer<typeof desk>;

export const useCreate = () =>
  useAct(
    (api, wanted: { name: string; orgUrl: string }) => api.send('POST', '/api/okta-connections', connection, wanted),
    CONNECTIONS,
    OVERVIEW,
  );

export const useClientId = (name: string) =>
  useAct(
    (api, clientId: string) => api.send('PUT', `${connectionPath(name)}/client-id`, connection, { clientId }),
    CONNECTIONS,
    OVERVIEW,
  );

export const useTest = (name: string) =>
  useAct((api, _: void) => api.send('POST', `${connectionPath(name)}/test`, probe), OVERVIEW);

export const useAllowGroups = (name: string) =>
  useAct(
    (api, groups: string[]) => api.send('PUT', `${connectionPath(name)}/allowed-groups`, changed, { groups }),
    CONNECTIONS,
    OVERVIEW,
    ['guardrails'],
  );

export function useDesks() {
  const { api } = useSession();
  return useQuery({
    queryKey: ['service-desks'],
    queryFn: ({ signal }) => api.get('/api/service-desks', z.array(desk), signal),
  });
}

export const useCheck = () =>
  useAct((api, { id, noteOn }: { id: string; noteOn: string }) =>
    api.send('POST', `/api/service-desks/${encodeURIComponent(id)}/check`, check, noteOn ? { noteOn } : undefined),
  );
