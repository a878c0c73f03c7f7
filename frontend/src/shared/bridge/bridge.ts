/** What a panel knows of the place where it is shown. Hints only: the server asks Jira what is true. */
export interface Place {
  /** The issue's or request's id or key, if the panel belongs to one. */
  readonly issue: string | null;
  readonly locale: string;
  readonly timeZone: string;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below our own address, with a leading slash. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: number | null;
}

/** The door through which a panel reaches its server and its host: Connect's AP or Forge's bridge. */
export interface Bridge {
  readonly door: 'connect' | 'forge';
  place(): Promise<Place>;
  /** Fetches ahead what the first call will need. What goes wrong, that call says. */
  prepare(): void;
  /** Lets the host's colours hold here, and follow when they change. */
  followTheme(): Promise<void>;
  /** Sends a call in the name of whoever looks. Fails with {@link Unreachable} only. */
  call(call: Call): Promise<Answer>;
  /** Shows an issue or a page of the site. */
  openInSite(path: string): void;
}

/** No answer came: the network, the server or the host's bridge failed. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('No answer came.', { cause });
    this.name = 'Unreachable';
  }
}
