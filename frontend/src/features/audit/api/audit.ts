import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import * as z from 'zod/mini';
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

function query(wanted: { subject: string; kind: string }, after: string, limit: number): string {
  const asked = new URLSearchParams({ limit: String(limit) });
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
    queryFn: ({ pageParam, signal }) => api.get(query(wanted, pageParam, 100), page, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useVerification() {
  const { api } = useSession();
  return useMutation({ mutationFn: () => api.get('/api/audit/verification', verified) });
}

/** What fits the search, page after page, one JSON object a line; tells how far it is. */
export function useExport(wanted: { subject: string; kind: string }, onProgress: (rows: number) => void) {
  const { api } = useSession();
  return useMutation({
    mutationFn: async () => {
      const lines: string[] = [];
      let after: string | null | undefined = '';
      do {
        const next: z.infer<typeof page> = await api.get(query(wanted, after ?? '', 500), page);
        next.rows.forEach((one) => lines.push(JSON.stringify(one)));
        onProgress(lines.length);
        after = next.next;
      } while (after);
      return lines;
    },
  });
}
