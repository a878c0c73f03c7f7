import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ForgeHost } from '../testing/forge';
import { type Bridge, Unreachable } from './bridge';
import { openBridge } from './index';

// The real module, and a host that speaks with it.
const host = new ForgeHost().install();
let bridge: Bridge;

beforeAll(async () => {
  await import('@forge/bridge');
}, 60_000);

beforeEach(async () => {
  host.reset();
  bridge = await openBridge();
});

afterEach(() => {
  vi.restoreAllMocks();
  delete document.documentElement.dataset.colorMode;
});

describe("Forge's place", () => {
  it.each([
    [{ issue: { id: '10042', key: 'ITH-7' } }, '10042'],
    [{ issue: { key: 'ITH-7' } }, 'ITH-7'],
    [{ portal: { id: 1 }, request: { key: 'ITH-8', typeId: 3 } }, 'ITH-8'],
    [{ request: { issueId: '10043', key: 'ITH-8' } }, '10043'],
    [{}, null],
    [undefined, null],
  ])('is the issue or the request of %j', async (extension, issue) => {
    host.context = { extension, locale: 'de_DE', timezone: 'Europe/Vienna' };

    expect(await bridge.place()).toEqual({ issue, locale: 'de-DE', timeZone: 'Europe/Vienna' });
  });

  it('is guessed from the browser where the host says nothing', async () => {
    host.context = {};

    expect(await bridge.place()).toEqual({
      issue: null,
      locale: navigator.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
  });

  it("keeps a locale that Forge's own list does not have", async () => {
    host.context = { locale: 'gsw_CH' };

    expect((await bridge.place()).locale).toBe('gsw-CH');
  });
});

describe("Forge's host", () => {
  it('gives its colours', async () => {
    host.context = { theme: { colorMode: 'dark' } };

    await bridge.followTheme();

    expect(document.documentElement.dataset.colorMode).toBe('dark');
  });

  it('may have none, and the page is drawn all the same', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    host.refuses.add('enableTheming');

    await expect(bridge.followTheme()).resolves.toBeUndefined();
    expect(warned).toHaveBeenCalledOnce();
  });

  it('opens pages of the site in a tab of their own', async () => {
    bridge.openInSite('/browse/ITH-7');

    await vi.waitFor(() => expect(host.opened).toEqual([{ url: '/browse/ITH-7', type: 'new-tab' }]));
  });

  it('may refuse to open one', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    host.refuses.add('navigate');

    bridge.openInSite('/browse/ITH-7');

    await vi.waitFor(() => expect(warned).toHaveBeenCalledOnce());
  });
});

describe("Forge's door", () => {
  it('sends a call in the language of whoever looks', async () => {
    host.json('GET /api/requests?limit=1', { items: [1] });
    host.context = { locale: 'de_DE' };
    await bridge.place();

    expect(await bridge.call({ method: 'GET', path: '/api/requests?limit=1' })).toEqual({ status: 200, text: '{"items":[1]}', retryAfter: null });

    expect(host.received).toEqual([{ method: 'GET', path: '/api/requests?limit=1', headers: { 'Accept-Language': 'de-DE' }, body: undefined }]);
  });

  it('sends a body as JSON', async () => {
    host.json('POST /a', {}, 202);

    await bridge.call({ method: 'POST', path: '/a', body: { why: 'x' } });

    expect(host.received[0]).toMatchObject({ headers: { 'Content-Type': 'application/json' }, body: '{"why":"x"}' });
    expect(host.received[0]?.headers).not.toHaveProperty('X-Latchkey-Content-Type');
  });

  it('wraps a text, which Forge would turn into a quoted string', async () => {
    host.json('POST /b', {});

    await bridge.call({ method: 'POST', path: '/b', body: 'key: x\n# y', contentType: 'application/yaml' });

    expect(host.received[0]).toMatchObject({
      headers: { 'Content-Type': 'application/json', 'X-Latchkey-Content-Type': 'application/yaml' },
      body: '{"text":"key: x\\n# y"}',
    });
  });

  it.each([
    ['"words"', 'words'],
    ['{"code":"x"}', '{"code":"x"}'],
    ['[]', '[]'],
    ['', ''],
  ])('hands the body %s on as text', async (body, text) => {
    host.on('POST /x', { status: 202, body });

    expect(await bridge.call({ method: 'POST', path: '/x' })).toEqual({ status: 202, text, retryAfter: null });
  });

  it.each([403, 404, 409, 422, 503])('hands on the no of %s with its reason', async (status) => {
    host.json('GET /x', { code: 'why', status }, status);

    expect(await bridge.call({ method: 'GET', path: '/x' })).toEqual({ status, text: `{"code":"why","status":${status}}`, retryAfter: null });
  });

  it.each([
    ['retry-after', '5', 5],
    ['Retry-After', '5', 5],
    ['retry-after', 'soon', null],
    ['x-other', '5', null],
  ])('reads how long to wait from %s: %s', async (name, value, seconds) => {
    host.json('GET /x', {}, 429, { [name]: value });

    expect((await bridge.call({ method: 'GET', path: '/x' })).retryAfter).toBe(seconds);
  });

  describe.each(['rejected', 'resolved'] as const)('where failures are %s', (failures) => {
    it.each([
      ['a token that the remote refuses', { status: 401, headers: { 'content-type': 'application/json' }, body: '{}' }],
      ['a no of another type', { status: 403, headers: { 'content-type': 'application/problem+json' }, body: '{}' }],
      ['a no without a word', { status: 500 }],
      ['words that are no JSON', { status: 200, body: '<html>' }],
    ])('is unreachable behind %s', async (_, reply) => {
      host.failures = failures;
      host.on('GET /x', reply);

      await expect(bridge.call({ method: 'GET', path: '/x' })).rejects.toBeInstanceOf(Unreachable);
    });

    it('is unreachable when the remote is', async () => {
      host.failures = failures;

      await expect(bridge.call({ method: 'GET', path: '/nowhere' })).rejects.toBeInstanceOf(Unreachable);
    });
  });

  it('is unreachable when the host itself fails, with the cause', async () => {
    host.refuses.add('invoke');

    await expect(bridge.call({ method: 'GET', path: '/x' })).rejects.toMatchObject({
      name: 'Unreachable',
      cause: { message: 'invoke is not supported here' },
    });
  });
});
