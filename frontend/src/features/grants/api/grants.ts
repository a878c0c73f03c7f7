import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { grant } from '../../../shared/http/shapes';
import { useSession } from '../../../shared/ui/session';

const PAGE = 100;

export interface Wanted {
  readonly running: boolean;
  readonly issue: string;
  readonly user: string;
}

/** The newest first, page after page. */
export function useGrants(wanted: Wanted) {
  const { api } = useSession();
  return useInfiniteQuery({
    queryKey: ['grants', wanted],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE), running: String(wanted.running) });
      for (const [name, value] of [['issue', wanted.issue], ['user', wanted.user], ['after', pageParam]] as const) {
        if (value) {
          query.set(name, value);
        }
      }
      return api.get(`/api/grants?${query}`, z.array(grant), signal);
    },
    getNextPageParam: (last) => (last.length === PAGE ? last[last.length - 1]?.id : undefined),
  });
}

export function useEnd() {
  const { api } = useSession();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, why }: { id: string; why: string }) => api.tell('POST', `/api/grants/${encodeURIComponent(id)}/end`, { why }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['grants'] }),
  });
}

export function useSettle() {
  const { api } = useSession();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.tell('POST', `/api/grants/${encodeURIComponent(id)}/settlement`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['grants'] }),
  });
}
