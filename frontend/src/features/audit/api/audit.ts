import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { Unexpected } from '../../../shared/http/client';
import { instant, maybe } from '../../../shared/http/shapes';
import { useSession } from '../../../shared/ui/session';

const row = z.object({
  id: z.string(),
  at: instant,
  kind: z.string(),
  subject: z.string(),
  facts: z.unknown(),
  personal: z.record(z.string(), z.nullable(z.string())),
  position: maybe(z.number()),
});
export type AuditRow = z.infer<typeof row>;

const page = z.object({ rows: z.array(row), next: maybe(z.string()) });

const verified = z.object({
  sealed: z.number(),
  notSealedYet: z.number(),
  firstBroken: maybe(z.object({ position: z.number(), event: maybe(z.string()), breach: z.string() })),
  intact: z.optional(z.boolean()),
});
export type Verified = z.infer<typeof verified>;

function query(wanted: { subject: string; kind: string }, after: string): string {
  const asked = new URLSearchParams({ limit: '100' });
  for (const [name, value] of [['subject', wanted.subject], ['kind', wanted.kind], ['after', after]] as const) {
    if (value) {
      asked.set(name, value);
    }
  }
  return `/api/audit?${asked}`;
}

export function useAudit(wanted: { subject: string; kind: string }) {
  const { api } = useSession();
  return useInfiniteQuery({
    queryKey: ['audit', wanted],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => api.get(query(wanted, pageParam), page, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useVerification() {
  const { api } = useSession();
  return useMutation({ mutationFn: () => api.get('/api/audit/verification', verified) });
}

const end = z.object({ end: z.literal(true), rows: z.number() });

/**
 * Every sealed event of a time with its proofs, as the server writes them: one JSON object a line, whose last says that it is
 * whole. Without that line a part is missing, and nothing is handed out.
 */
export function useExport() {
  const { api } = useSession();
  return useMutation({
    gcTime: 0,
    mutationFn: async ({ from, to }: { from: string; to: string }) => {
      const path = `/api/audit/export?${new URLSearchParams({ from, to })}`;
      const text = await api.text(path);
      const last = text.trimEnd().split('\n').pop() ?? '';
      try {
        return { text, rows: end.parse(JSON.parse(last)).rows };
      } catch (cause) {
        throw new Unexpected(path, cause);
      }
    },
  });
}
