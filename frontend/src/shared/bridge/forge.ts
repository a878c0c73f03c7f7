import { type Answer, type Bridge, type Call, type Place, Unreachable } from './bridge';

type ForgeModule = typeof import('@forge/bridge');

interface RemoteAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string[] | string>;
}

/** Forge's bridge to our remote: the host adds the token itself (Forge, "invokeRemote"). */
export class ForgeBridge implements Bridge {
  readonly door = 'forge';
  private locale = navigator.language;

  constructor(private readonly forge: ForgeModule) {}

  async place(): Promise<Place> {
    const context = await this.forge.view.getContext();
    const extension = (context.extension ?? {}) as {
      issue?: { id?: string; key?: string };
      request?: { issueId?: string; key?: string };
    };
    this.locale = (context.locale ?? navigator.language).replaceAll('_', '-');
    return {
      issue: extension.issue?.id ?? extension.issue?.key ?? extension.request?.issueId ?? extension.request?.key ?? null,
      locale: this.locale,
      timeZone: context.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  }

  async followTheme(): Promise<void> {
    await this.forge.view.theme.enable();
  }

  openInSite(path: string): void {
    void this.forge.router.open(path);
  }

  async call(call: Call): Promise<Answer> {
    try {
      const answer = (await this.forge.invokeRemote({
        path: call.path,
        method: call.method,
        headers: {
          // The person's language at the site, in which the panel speaks.
          'Accept-Language': this.locale,
          ...(call.body === undefined ? {} : { 'Content-Type': call.contentType ?? 'application/json' }),
        },
        ...(call.body === undefined ? {} : { body: call.body }),
      } as Parameters<ForgeModule['invokeRemote']>[0])) as unknown as RemoteAnswer;
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
}
