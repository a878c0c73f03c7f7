import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import type { Bridge, Place } from '../bridge';
import { Api, Refused, Unexpected } from '../http/client';
import { type Texts, textsFor } from '../text';
import { keepFocus } from './focus';

/** What every part of a panel needs: the door, the API, the place, the words and the ways to write times. */
export interface Session {
  readonly bridge: Bridge;
  readonly api: Api;
  readonly place: Place;
  readonly text: Texts;
  readonly format: Format;
}

export interface Format {
  /** A moment: date and time to the minute. */
  moment(instant: string): string;
  /** The day alone. */
  day(instant: string): string;
  /** A moment as it is told near now: "in 3 hours". */
  relative(instant: string, now?: number): string;
  number(value: number): string;
}

const UNITS: ReadonlyArray<[Intl.RelativeTimeFormatUnit, number]> = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export function formatFor(locale: string, timeZone: string): Format {
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const number = new Intl.NumberFormat(locale);
  return {
    moment: (instant) => moment.format(new Date(instant)),
    day: (instant) => day.format(new Date(instant)),
    relative: (instant, now = Date.now()) => {
      const seconds = Math.round((Date.parse(instant) - now) / 1_000);
      const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
      return relative.format(Math.trunc(seconds / size), unit);
    },
    number: (value) => number.format(value),
  };
}

/** Hosts name locales and zones that a browser may not know; then times are written as in English, or in UTC. */
function knownFormat({ locale, timeZone }: Place): Format {
  for (const [language, zone] of [[locale, timeZone], ['en', timeZone]] as const) {
    try {
      return formatFor(language, zone);
    } catch {
      // The next is tried.
    }
  }
  return formatFor('en', 'UTC');
}

const Current = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(Current);
  if (!session) {
    throw new Error('a panel is drawn outside of its session');
  }
  return session;
}

/** What passes by itself is asked again a few times; a no stays a no. */
function isWorthAnother(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof Unexpected) && !(error instanceof Refused && error.status < 500 && error.status !== 429);
}

export function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: isWorthAnother, retryDelay: (failures) => 400 * 2 ** failures, refetchOnWindowFocus: true, staleTime: 2_000 },
      mutations: { retry: false },
    },
  });
}

export function SessionProvider({ bridge, place, children }: { bridge: Bridge; place: Place; children: ReactNode }) {
  const session = useMemo<Session>(
    () => ({
      bridge,
      place,
      api: new Api(bridge),
      text: textsFor(place.locale),
      format: knownFormat(place),
    }),
    [bridge, place],
  );
  const queries = useMemo(newQueries, []);
  useEffect(() => keepFocus(document), []);
  return (
    <QueryClientProvider client={queries}>
      <Current.Provider value={session}>{children}</Current.Provider>
    </QueryClientProvider>
  );
}
