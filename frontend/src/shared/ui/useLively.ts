import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';

const LIVELY = 60_000;
const SOON = 2_000;

const actedAt = (key: QueryKey): QueryKey => ['acted', ...key];

/** How soon to ask again: soon for a while after somebody has acted, since what they want to see is about to come. */
export function paceOf(queries: QueryClient, key: QueryKey, otherwise: number): number {
  const acted = queries.getQueryData<number>(actedAt(key)) ?? 0;
  return Date.now() - acted < LIVELY ? Math.min(SOON, otherwise) : otherwise;
}

/** To be called when somebody has acted on what is shown under a key. */
export function useActed(key: QueryKey): () => Promise<void> {
  const queries = useQueryClient();
  return () => {
    queries.setQueryData(actedAt(key), Date.now());
    return queries.invalidateQueries({ queryKey: key });
  };
}
