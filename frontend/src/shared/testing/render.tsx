import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { type Answer, type Bridge, type Call, type Place, Unreachable } from '../bridge';
import { SessionProvider } from '../ui/session';

export const PLACE: Place = { issue: '10042', locale: 'en-GB', timeZone: 'Europe/Berlin' };

type Told = { status?: number; body?: unknown; retryAfter?: number } | 'unreachable';

/** A door behind which each call is answered as a test says: by method and path, the last one again and again. */
export class FakeBridge implements Bridge {
  readonly door = 'connect';
  readonly calls: Call[] = [];
  readonly opened: string[] = [];
  private readonly answers = new Map<string, Told[]>();

  constructor(private readonly where: Place = PLACE) {}

  /** What comes back; several are told one after the other. */
  on(call: string, ...told: Told[]): this {
    this.answers.set(call, told);
    return this;
  }

  sent(method: string, path: string): Call[] {
    return this.calls.filter((call) => call.method === method && call.path === path);
  }

  async place(): Promise<Place> {
    return this.where;
  }

  prepare(): void {}

  async followTheme(): Promise<void> {}

  openInSite(path: string): void {
    this.opened.push(path);
  }

  async call(call: Call): Promise<Answer> {
    this.calls.push(call);
    const named = `${call.method} ${call.path}`;
    const left = this.answers.get(named) ?? this.answers.get(named.split('?')[0] ?? '');
    const told = left && left.length > 1 ? left.shift() : left?.[0];
    if (told === undefined) {
      throw new Error(`the test says nothing of ${named}`);
    }
    if (told === 'unreachable') {
      throw new Unreachable('a test');
    }
    return {
      status: told.status ?? 200,
      text: told.body === undefined ? '' : JSON.stringify(told.body),
      retryAfter: told.retryAfter ?? null,
    };
  }
}

/** Draws a part of a panel behind a door. */
export function draw(part: ReactNode, bridge: FakeBridge, place: Place = PLACE) {
  return render(
    <SessionProvider bridge={bridge} place={place}>
      {part}
    </SessionProvider>,
  );
}
