import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../ui/session';
import type { Api } from './client';

/**
 * Something that is done; what it touches is asked for anew, whether it worked or not. Its answer may hold a secret, so nothing
 * remembers it once it is no longer shown.
 */
export function useAct<V, R>(act: (api: Api, value: V) => Promise<R>, ...touched: QueryKey[]) {
  const { api } = useSession();
  const queries = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: (value: V) => act(api, value),
    onSettled: () => Promise.all(touched.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
