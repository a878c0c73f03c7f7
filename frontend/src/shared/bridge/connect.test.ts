import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Unreachable } from './bridge';
import { type AP, ConnectBridge } from './connect';

const NOW = Date.parse('2026-11-26T12:00:00Z');

/** A token as Jira's host gives it: what counts here is its end. */
function tokenEndingIn(seconds: number, name = 't'): string {
  const claims = btoa(JSON.stringify({ exp: NOW / 1_000 + seconds, sub: name })).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
  return `e30.${claims}.${name}`;
}

function aHost(different: { tokens?: string[]; context?: unknown; locale?: string; zone?: string } = {}) {
  const tokens = different.tokens ?? [tokenEndingIn(180)];
  const getToken = vi.fn((callback: (token: string) => void) => {
    const token = tokens.length > 1 ? tokens.shift() : tokens[0];
    if (token !== undefined) {
      callback(token);
    }
  });
  const ap = {
    context: { getToken, getContext: vi.fn((callback: (context: unknown) => void) => callback(different.context ?? {})) },
    user: {
      getLocale: vi.fn((callback: (locale: string) => void) => callback(different.locale ?? 'en_US')),
      getTimeZone: vi.fn((callback: (zone: string) => void) => callback(different.zone ?? 'Europe/Berlin')),
    },
    theming: { initializeTheming: vi.fn() },
    navigator: { go: vi.fn() },
    resize: vi.fn(),
  } satisfies AP;
  return { ap, getToken, bridge: new ConnectBridge(ap) };
}

const fetched = vi.fn<typeof fetch>();

function answers(...statuses: Array<number | Response>) {
  for (const status of statuses) {
    fetched.mockResolvedValueOnce(typeof status === 'number' ? new Response(`{"status":${status}}`, { status }) : status);
  }
}

/** The tokens of the calls that were sent, in their order. */
function sentTokens(): string[] {
  return fetched.mock.calls.map(([, call]) => (call?.headers as Record<string, string>).Authorization ?? '');
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  window.history.replaceState(null, '', '/');
});

describe("Connect's door", () => {
  it("asks for words in the panel's language, not in the browser's", async () => {
    const { bridge } = aHost({ locale: 'de_DE' });
    answers(200);
    const place = bridge.place();
    await vi.advanceTimersByTimeAsync(10);
    expect((await place).locale).toBe('de-DE');

    await bridge.call({ method: 'GET', path: '/api/tickets/1' });

    expect((fetched.mock.calls[0]?.[1]?.headers as Record<string, string>)['Accept-Language']).toBe('de-DE');
  });

  it('sends a call in the name of whoever looks, and nothing else of them', async () => {
    const token = tokenEndingIn(180);
    const { bridge } = aHost({ tokens: [token] });
    answers(200);

    const answer = await bridge.call({ method: 'GET', path: '/api/grants?limit=1' });

    expect(answer).toEqual({ status: 200, text: '{"status":200}', retryAfter: null });
    const [path, call] = fetched.mock.calls[0] ?? [];
    expect(path).toBe('/api/grants?limit=1');
    expect(call).toMatchObject({ method: 'GET', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' });
    expect(call?.headers).toEqual({
      Authorization: `JWT ${token}`,
      Accept: 'application/json, application/problem+json',
      'Accept-Language': navigator.language,
    });
    expect(call).not.toHaveProperty('body');
  });

  it('writes a body as JSON, and a text as the type that it has', async () => {
    const { bridge } = aHost();
    answers(202, 200);

    await bridge.call({ method: 'POST', path: '/a', body: { why: 'Umzug' } });
    await bridge.call({ method: 'PUT', path: '/b', body: 'key: x', contentType: 'application/yaml' });

    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ body: '{"why":"Umzug"}', headers: { 'Content-Type': 'application/json' } });
    expect(fetched.mock.calls[1]?.[1]).toMatchObject({ body: 'key: x', headers: { 'Content-Type': 'application/yaml' } });
  });

  it('uses a token again as long as it holds, also for calls at the same time', async () => {
    const { bridge, getToken } = aHost();
    answers(200, 200, 200);

    await Promise.all([bridge.call({ method: 'GET', path: '/1' }), bridge.call({ method: 'GET', path: '/2' })]);
    vi.setSystemTime(NOW + 169_000);
    await bridge.call({ method: 'GET', path: '/3' });

    expect(getToken).toHaveBeenCalledTimes(1);
    expect(new Set(sentTokens()).size).toBe(1);
  });

  it('renews a token before its end, once for all who wait', async () => {
    const { bridge, getToken } = aHost({ tokens: [tokenEndingIn(180, 'old'), tokenEndingIn(360, 'new')] });
    answers(200, 200, 200);

    await bridge.call({ method: 'GET', path: '/1' });
    vi.setSystemTime(NOW + 171_000);
    await Promise.all([bridge.call({ method: 'GET', path: '/2' }), bridge.call({ method: 'GET', path: '/3' })]);

    expect(getToken).toHaveBeenCalledTimes(2);
    expect(sentTokens().map((token) => token.split('.')[2])).toEqual(['old', 'new', 'new']);
  });

  it('does not trust a token that it cannot read', async () => {
    const { bridge, getToken } = aHost({ tokens: ['no-token', 'e30.bm8', `e30.${btoa('{"exp":"soon"}')}.x`] });
    answers(200, 200, 200);

    for (const path of ['/1', '/2', '/3']) {
      await bridge.call({ method: 'GET', path });
    }

    expect(getToken).toHaveBeenCalledTimes(3);
  });

  it('answers a 401 with a fresh token and one more try', async () => {
    const { bridge } = aHost({ tokens: [tokenEndingIn(180, 'first'), tokenEndingIn(180, 'second')] });
    answers(401, 200);

    expect((await bridge.call({ method: 'POST', path: '/x', body: {} })).status).toBe(200);

    expect(sentTokens().map((token) => token.split('.')[2])).toEqual(['first', 'second']);
  });

  it('hands a second 401 on instead of asking for ever', async () => {
    const { bridge } = aHost();
    answers(401, 401, 200);

    expect((await bridge.call({ method: 'GET', path: '/x' })).status).toBe(401);

    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it.each([403, 404, 409, 503])('tries nothing again after %s', async (status) => {
    const { bridge } = aHost();
    answers(status);

    expect((await bridge.call({ method: 'POST', path: '/x' })).status).toBe(status);

    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['7', 7],
    ['0', null],
    ['Thu, 26 Nov 2026 12:00:00 GMT', null],
  ])('reads Retry-After: %s', async (header, seconds) => {
    const { bridge } = aHost();
    answers(new Response('', { status: 429, headers: { 'Retry-After': header } }));

    expect(await bridge.call({ method: 'GET', path: '/x' })).toEqual({ status: 429, text: '', retryAfter: seconds });
  });

  it('is unreachable when the network is, with the cause', async () => {
    const { bridge } = aHost();
    const cause = new TypeError('Failed to fetch');
    fetched.mockRejectedValueOnce(cause);

    await expect(bridge.call({ method: 'GET', path: '/x' })).rejects.toMatchObject({ name: 'Unreachable', cause });
  });

  it('lets a call that was given up be that', async () => {
    const { bridge } = aHost();
    const given = new DOMException('given up', 'AbortError');
    fetched.mockRejectedValueOnce(given);
    const signal = new AbortController().signal;

    await expect(bridge.call({ method: 'GET', path: '/x', signal })).rejects.toBe(given);

    expect(fetched.mock.calls[0]?.[1]?.signal).toBe(signal);
  });

  it('is unreachable while the host gives no token, and asks it anew for the next call', async () => {
    const { bridge, getToken } = aHost({ tokens: [] });
    const first = bridge.call({ method: 'GET', path: '/x' });
    const failed = expect(first).rejects.toBeInstanceOf(Unreachable);
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
    expect(fetched).not.toHaveBeenCalled();

    getToken.mockImplementation((callback) => callback(tokenEndingIn(180)));
    answers(200);

    expect((await bridge.call({ method: 'GET', path: '/x' })).status).toBe(200);
  });
});

describe("Connect's place", () => {
  it('is what the address names', async () => {
    window.history.replaceState(null, '', '/ticket.html?issue=10042');
    const { bridge, ap } = aHost({ locale: 'de_DE', context: { jira: { issue: { id: '7' } } } });

    expect(await bridge.place()).toEqual({ issue: '10042', locale: 'de-DE', timeZone: 'Europe/Berlin' });

    expect(ap.context.getContext).not.toHaveBeenCalled();
  });

  it.each([
    [{ jira: { issue: { id: '10042', key: 'ITH-7' } } }, '10042'],
    [{ jira: { issue: { id: 10042 } } }, '10042'],
    [{ jira: { issue: { key: 'ITH-7' } } }, 'ITH-7'],
    [{ jira: { issue: { id: {} } } }, null],
    [{ jira: {} }, null],
    [null, null],
  ])('is what the host says: %j', async (context, issue) => {
    const { bridge, ap } = aHost();
    ap.context.getContext.mockImplementation((callback) => callback(context));

    expect((await bridge.place()).issue).toBe(issue);
  });

  it('writes every part of a locale as browsers do', async () => {
    expect((await aHost({ locale: 'zh_Hans_CN' }).bridge.place()).locale).toBe('zh-Hans-CN');
  });

  it('is guessed from the browser when the host says nothing', async () => {
    const { bridge, ap } = aHost();
    ap.context.getContext.mockImplementation(() => undefined);
    ap.user.getLocale.mockImplementation(() => undefined);
    ap.user.getTimeZone.mockImplementation(() => undefined);

    const place = bridge.place();
    await vi.advanceTimersByTimeAsync(2_000);

    expect(await place).toEqual({
      issue: null,
      locale: navigator.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
  });

  it("follows the host's colours, and opens pages of the site", async () => {
    const { bridge, ap } = aHost();

    await bridge.followTheme();
    bridge.openInSite('/browse/ITH-7');

    expect(ap.theming.initializeTheming).toHaveBeenCalledOnce();
    expect(ap.navigator.go).toHaveBeenCalledWith('site', { relativeUrl: '/browse/ITH-7' });
  });
});
