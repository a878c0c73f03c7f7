import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as z from 'zod/mini';
import { instant, maybe } from '../../../shared/http/shapes';
import { useSession } from '../../../shared/ui/session';

const recipe = z.object({
  key: z.string(),
  title: z.string(),
  version: z.number(),
  savedAt: instant,
  document: z.record(z.string(), z.unknown()),
});
export type Recipe = z.infer<typeof recipe>;

const ready = z.array(z.object({ key: z.string(), title: z.string(), yaml: z.string() }));
export type ReadyRecipe = z.infer<typeof ready>[number];

const YAML = 'application/yaml';
const of = (key: string) => `/api/recipes/${encodeURIComponent(key)}`;

export function useRecipes() {
  const { api } = useSession();
  return useQuery({ queryKey: ['recipes'], queryFn: ({ signal }) => api.get('/api/recipes', z.array(recipe), signal) });
}

let openings = 0;

export function useRecipe(key: string | null) {
  const { api } = useSession();
  // Each opening asks for itself: a copy of an earlier one would lack what somebody else has saved since.
  const [opening] = useState(() => ++openings);
  return useQuery({
    queryKey: ['recipe', key, opening],
    enabled: key !== null,
    queryFn: ({ signal }) => api.get(of(key ?? ''), recipe, signal),
    // What is being edited is not changed under the hands of whoever edits it.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useReadyRecipes() {
  const { api } = useSession();
  return useQuery({ queryKey: ['ready-recipes'], queryFn: ({ signal }) => api.get('/api/ready-recipes', ready, signal), staleTime: Number.POSITIVE_INFINITY });
}

export function useSchema() {
  const { api } = useSession();
  return useQuery({
    queryKey: ['recipe-schema'],
    queryFn: ({ signal }) => api.get('/schemas/recipe-1.schema.json', z.record(z.string(), z.unknown()), signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Everything that saving would find wrong, without saving. */
export function useCheck() {
  const { api } = useSession();
  return useMutation({ mutationFn: (yaml: string) => api.send('POST', '/api/recipes/check', z.unknown(), yaml, YAML) });
}

export function useSave() {
  const { api } = useSession();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ yaml, why }: { yaml: string; why: string }) =>
      api.send('POST', `/api/recipes?${new URLSearchParams({ why })}`, recipe, yaml, YAML),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['recipes'] }),
  });
}

const tried = z.object({ text: z.string(), code: z.string(), steps: z.array(z.object({ id: z.string(), uses: z.string(), with: z.unknown() })) });
export type Tried = z.infer<typeof tried>;

export function usePreview() {
  const { api } = useSession();
  return useMutation({
    mutationFn: ({ issue, yaml }: { issue: string; yaml: string }) =>
      api.send('POST', `/api/requests/${encodeURIComponent(issue)}/dry-run`, tried, yaml, YAML),
  });
}

const change = z.object({ pointer: z.string(), from: maybe(z.unknown()), to: maybe(z.unknown()) });

export function useDiff(key: string, from: number, to: number) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['recipe-diff', key, from, to],
    queryFn: ({ signal }) => api.get(`${of(key)}/diff?from=${from}&to=${to}`, z.array(change), signal),
  });
}
