import { type Answer, type Bridge, type Call, type Place, Unreachable } from './bridge';

type ForgeModule = typeof import('@forge/bridge');

type RemoteCall = Parameters<ForgeModule['invokeRemote']>[0];

interface RemoteAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string[] | string>;
}

/**
 * Forge's bridge to our remote: the host adds the token itself. It hands on JSON objects only, and of the browser's own headers none
 * (Forge, "invokeRemote"), so a document of another kind travels in one, and the language is named.
 */
export class ForgeBridge implements Bridge {
  readonly door = 'forge';
  private language = navigator.language;

  constructor(private readonly forge: ForgeModule) {}

  async place(): Promise<Place> {
    const context = await this.forge.view.getContext();
    const extension = (context.extension ?? {}) as {
      issue?: { id?: string; key?: string };
      request?: { issueId?: string; key?: string };
    };
    this.language = (context.locale ?? navigator.language).replaceAll('_', '-');
    return {
      issue: extension.issue?.id ?? extension.issue?.key ?? extension.request?.issueId ?? extension.request?.key ?? null,
      locale: this.language,
      timeZone: context.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  }

  /** The host adds its token to each call. */
  prepare(): void {}

  async followTheme(): Promise<void> {
    try {
      await this.forge.view.theme.enable();
    } catch (cause) {
      // Some places have no themes; ours are light then.
      console.warn('The host has no theme for this page.', cause);
    }
  }

  openInSite(path: string): void {
    this.forge.router.open(path).catch((cause: unknown) => console.warn('The host did not open the page.', cause));
  }

  async call(call: Call): Promise<Answer> {
    try {
      const answer = (await this.forge.invokeRemote(this.remote(call))) as RemoteAnswer;
      // What the host itself could not do comes back as an object too, with no status of ours.
      if (typeof answer.status !== 'number') {
        throw new Error('the host gives no answer', { cause: answer });
      }
      const retryAfter = Number(answer.headers?.['retry-after'] ?? answer.headers?.['Retry-After']);
      return {
        status: answer.status,
        text: typeof answer.body === 'string' ? answer.body : (JSON.stringify(answer.body) ?? ''),
        retryAfter: retryAfter > 0 ? retryAfter : null,
      };
    } catch (cause) {
      throw new Unreachable(cause);
    }
  }

  private remote({ method, path, body, contentType }: Call): RemoteCall {
    const headers = { 'Accept-Language': this.language };
    if (body === undefined) {
      return { method, path, headers };
    }
    const json = { ...headers, 'Content-Type': 'application/json' };
    return typeof body === 'string'
      ? { method, path, headers: { ...json, 'X-Latchkey-Content-Type': contentType ?? 'application/json' }, body: { text: body } }
      : { method, path, headers: json, body };
  }
}
