import { type Answer, type Bridge, type Call, type Place, Unreachable } from './bridge';

/** The part of Atlassian's all.js that is used here (Atlassian Connect, "JavaScript API"). */
export interface AP {
  context: {
    getToken(callback: (token: string) => void): void;
    getContext(callback: (context: unknown) => void): void;
  };
  user: { getLocale(callback: (locale: string) => void): void; getTimeZone(callback: (zone: string) => void): void };
  theming: { initializeTheming(): void };
  navigator?: { go(target: string, context: object): void };
  resize(width?: string, height?: string): void;
}

const PATIENCE = 2_000;

/** A token that ends sooner than this is not sent any more. */
const RESERVE = 10_000;

function asked<T>(ask: (callback: (value: T) => void) => void, fallback: T): Promise<T> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(fallback), PATIENCE);
    ask((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

/** The token's end, in milliseconds; what cannot be read counts as over. */
function endOf(token: string): number {
  try {
    const claims = JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')));
    return typeof claims.exp === 'number' ? claims.exp * 1_000 : 0;
  } catch {
    return 0;
  }
}

function issueOf(context: unknown): string | null {
  const issue = (context as { jira?: { issue?: { id?: unknown; key?: unknown } } } | null)?.jira?.issue;
  const named = issue?.id ?? issue?.key;
  return typeof named === 'string' || typeof named === 'number' ? String(named) : null;
}

export class ConnectBridge implements Bridge {
  readonly door = 'connect';
  private token: Promise<string> | null = null;
  private locale = navigator.language;

  constructor(private readonly ap: AP) {}

  async place(): Promise<Place> {
    const named = new URLSearchParams(location.search).get('issue');
    const [context, locale, timeZone] = await Promise.all([
      named ? null : asked<unknown>((done) => this.ap.context.getContext(done), null),
      asked<string>((done) => this.ap.user.getLocale(done), navigator.language),
      asked<string>((done) => this.ap.user.getTimeZone(done), Intl.DateTimeFormat().resolvedOptions().timeZone),
    ]);
    this.locale = locale.replaceAll('_', '-');
    return { issue: named || issueOf(context), locale: this.locale, timeZone };
  }

  prepare(): void {
    this.current().catch(() => undefined);
  }

  async followTheme(): Promise<void> {
    this.ap.theming.initializeTheming();
  }

  openInSite(path: string): void {
    this.ap.navigator?.go('site', { relativeUrl: path });
  }

  async call(call: Call): Promise<Answer> {
    const answer = await this.send(call, await this.current());
    if (answer.status !== 401) {
      return answer;
    }
    this.token = null;
    return this.send(call, await this.current());
  }

  /** The token in hand, or one fetched for all who wait for it. */
  private async current(): Promise<string> {
    const held = this.token;
    if (held && endOf(await held) - Date.now() >= RESERVE) {
      return held;
    }
    if (this.token === held || this.token === null) {
      this.token = this.fetched();
    }
    return this.token;
  }

  private fetched(): Promise<string> {
    const token = new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Unreachable('the host gives no token')), PATIENCE * 5);
      this.ap.context.getToken((given) => {
        clearTimeout(timer);
        resolve(given);
      });
    });
    token.catch(() => {
      // What did not come is not waited for again: the next call asks anew.
      if (this.token === token) {
        this.token = null;
      }
    });
    return token;
  }

  private async send(call: Call, token: string): Promise<Answer> {
    try {
      const answer = await fetch(call.path, {
        method: call.method,
        headers: {
          Authorization: `JWT ${token}`,
          Accept: 'application/json, application/problem+json',
          // The person's language at the site, in which the panel speaks; their browser may have another one.
          'Accept-Language': this.locale,
          ...(call.body === undefined ? {} : { 'Content-Type': call.contentType ?? 'application/json' }),
        },
        ...(call.body === undefined ? {} : { body: typeof call.body === 'string' ? call.body : JSON.stringify(call.body) }),
        ...(call.signal ? { signal: call.signal } : {}),
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      });
      const retryAfter = Number(answer.headers.get('Retry-After'));
      return { status: answer.status, text: await answer.text(), retryAfter: retryAfter > 0 ? retryAfter : null };
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'AbortError') {
        throw cause;
      }
      throw new Unreachable(cause);
    }
  }
}
