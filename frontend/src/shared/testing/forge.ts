/** What the remote is sent: HTTP, as Forge's proxy makes it of a call. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

type Told = Reply | ((call: Received) => Reply);

interface Invocation {
  readonly invokeType?: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

const NO_ANSWER = 'Invalid response from remote';

/**
 * The other side of the real `@forge/bridge`: answers `window.__bridge.callBridge` as Atlassian's host does, and judges what the remote
 * answers by Atlassian's rules (Forge, "invokeRemote", "Returns"). Everything crosses a frame's border, so it is cloned.
 *
 * The module takes the function when it is loaded and never again; so there is one, and what is behind it can be changed.
 */
export class ForgeHost {
  context: Record<string, unknown> = { locale: 'en_GB', timezone: 'Europe/Berlin', extension: {} };
  /** How a failure is told: the documents say that the promise is rejected, the module hands on an object. */
  failures: 'rejected' | 'resolved' = 'resolved';
  readonly received: Received[] = [];
  readonly opened: Array<{ url: string; type: string }> = [];
  readonly submitted: unknown[] = [];
  readonly refuses = new Set<string>();
  private readonly replies = new Map<string, Told[]>();
  private readonly listeners = new Map<string, Set<(payload: unknown) => void>>();

  install(): this {
    window.__bridge = { callBridge: (name: string, payload?: unknown) => this.callBridge(name, payload) };
    return this;
  }

  /** Forgets what a test has said and done. */
  reset(): void {
    this.context = { locale: 'en_GB', timezone: 'Europe/Berlin', extension: {} };
    this.failures = 'resolved';
    this.received.length = 0;
    this.opened.length = 0;
    this.submitted.length = 0;
    this.refuses.clear();
    this.replies.clear();
    this.listeners.clear();
  }

  /** What the remote answers to a call (method and path); several replies one after the other, the last again and again. */
  on(call: string, ...replies: Told[]): this {
    this.replies.set(call, replies);
    return this;
  }

  /** The same with a JSON body, as our server writes one. */
  json(call: string, body: unknown, status = 200, headers: Record<string, string> = {}): this {
    return this.on(call, { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  }

  /** Tells the page that something has happened in the host. */
  tell(event: string, payload?: unknown): void {
    this.listeners.get(event)?.forEach((listener) => listener(payload));
  }

  /** What the module calls. */
  async callBridge(name: string, payload: unknown): Promise<unknown> {
    if (this.refuses.has(name)) {
      throw new Error(`${name} is not supported here`);
    }
    switch (name) {
      case 'getContext':
        return structuredClone(this.context);
      case 'enableTheming':
        document.documentElement.dataset.colorMode = (this.context.theme as { colorMode?: string } | undefined)?.colorMode ?? 'light';
        return undefined;
      case 'navigate':
        this.opened.push(structuredClone(payload) as { url: string; type: string });
        return undefined;
      case 'submit':
        this.submitted.push(structuredClone(payload));
        return true;
      case 'on':
        return this.subscribed(payload as { event: string; callback: (payload: unknown) => void });
      case 'invoke':
        return this.invoked(structuredClone(payload) as Invocation);
      default:
        throw new Error(`the host knows no ${name}`);
    }
  }

  private subscribed({ event, callback }: { event: string; callback: (payload: unknown) => void }) {
    const listeners = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, listeners.add(callback));
    return { unsubscribe: () => listeners.delete(callback) };
  }

  private invoked(call: Invocation): unknown {
    if (call.invokeType !== 'ui-remote-fetch') {
      return this.failed(`no remote is invoked by ${call.invokeType}`);
    }
    if (call.body !== undefined && (typeof call.body !== 'object' || call.body === null)) {
      return this.failed('the body is no JSON object');
    }
    const { method, path, headers = {} } = call;
    const received = { method, path, headers, body: call.body === undefined ? undefined : JSON.stringify(call.body) };
    this.received.push(received);
    const left = this.replies.get(`${method} ${path}`);
    const told = left && left.length > 1 ? left.shift() : left?.[0];
    if (!told) {
      return this.failed(`${NO_ANSWER} - remote network error`);
    }
    return this.judged(typeof told === 'function' ? told(received) : told);
  }

  private judged({ status, headers = {}, body = '' }: Reply): unknown {
    const ok = status >= 200 && status < 300;
    const type = headers['content-type'];
    if (status === 401) {
      return this.failed('Remote could not verify the Forge Invocation Token');
    }
    if (!ok && type !== undefined && type !== 'application/json') {
      return this.failed(`${NO_ANSWER} - content-type header must be set to application/json and is currently: ${type}. Status: ${status}.`);
    }
    let parsed: unknown;
    try {
      parsed = ok && body === '' ? undefined : JSON.parse(body);
    } catch {
      return this.failed(`${NO_ANSWER} - cannot parse body as JSON. Status: ${status}.`);
    }
    const told = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
    return structuredClone({ success: true, payload: { status, headers: told, ...(parsed === undefined ? {} : { body: parsed }) } });
  }

  private failed(message: string): unknown {
    if (this.failures === 'rejected') {
      throw new Error(message);
    }
    return { success: false, error: { message } };
  }
}
