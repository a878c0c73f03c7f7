import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { useAct } from '../../../shared/http/act';
import { useSession } from '../../../shared/ui/session';

const arrival = z.object({ codeNeeded: z.boolean(), codeMinutes: z.number() });

const ARRIVAL = ['arrival'];

export function useArrival() {
  const { api } = useSession();
  return useQuery({ queryKey: ARRIVAL, queryFn: ({ signal }) => api.get('/api/arrival', arrival, signal) });
}

/** What was entered is used up; nothing is asked for anew, since what was waited for has happened. */
export const useMove = () =>
  useAct((api, code: string) => api.send('POST', '/api/arrival', z.object({ moved: z.boolean() }), code === '' ? {} : { code }));
