import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { useSession } from '../ui/session';
import { maybe } from './shapes';

/** A connection to an Okta organisation, with what its administrator enters there. */
export const connection = z.object({
  name: z.string(),
  orgUrl: z.string(),
  clientId: maybe(z.string()),
  allowedGroups: z.array(z.string()),
  allowedApps: z.array(z.string()),
  jwksUri: z.string(),
  publicJwk: maybe(z.string()),
  scopes: z.array(z.string()),
});
export type Connection = z.infer<typeof connection>;

export const CONNECTIONS = ['okta-connections'];

export const connectionPath = (name: string) => `/api/okta-connections/${encodeURIComponent(name)}`;

export function useConnections() {
  const { api } = useSession();
  return useQuery({
    queryKey: CONNECTIONS,
    queryFn: ({ signal }) => api.get('/api/okta-connections', z.array(connection), signal),
  });
}
