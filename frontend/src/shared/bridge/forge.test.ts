import { describe, expect, it, vi } from 'vitest';
import { Unreachable } from './bridge';
import { ForgeBridge } from './forge';

function aModule(context: object = {}, answer: unknown = { status: 200, body: {} }) {
  const forge = {
    view: { getContext: vi.fn(async () => context), theme: { enable: vi.fn(async () => undefined) } },
    router: { open: vi.fn(async () => undefined) },
    invokeRemote: vi.fn(async (_call: unknown) => answer),
  };
  return { forge, bridge: new ForgeBridge(forge as unknown as ConstructorParameters<typeof ForgeBridge>[0]) };
}

describe("Forge's place", () => {
  it.each([
    [{ issue: { id: '10042', key: 'ITH-7' } }, '10042'],
    [{ issue: { key: 'ITH-7' } }, 'ITH-7'],
    [{ request: { issueId: '10043', key: 'ITH-8' } }, '10043'],
    [{ request: { key: 'ITH-8' } }, 'ITH-8'],
    [{}, null],
    [undefined, null],
  ])('is the issue or the request of %j', async (extension, issue) => {
    const { bridge } = aModule({ extension, locale: 'de_DE', timezone: 'Europe/Vienna' });

    expect(await bridge.place()).toEqual({ issue, locale: 'de-DE', timeZone: 'Europe/Vienna' });
  });

  it('is guessed from the browser where the host says nothing', async () => {
    const { bridge } = aModule({});

    expect(await bridge.place()).toEqual({
      issue: null,
      locale: navigator.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
  });

  it("follows the host's colours, and opens pages of the site", async () => {
    const { bridge, forge } = aModule();

    await bridge.followTheme();
    bridge.openInSite('/browse/ITH-7');

    expect(forge.view.theme.enable).toHaveBeenCalledOnce();
    expect(forge.router.open).toHaveBeenCalledWith('/browse/ITH-7');
  });
});

describe("Forge's door", () => {
  it('sends a call through the host, which adds who looks', async () => {
    const { bridge, forge } = aModule({}, { status: 200, body: { items: [1] } });

    expect(await bridge.call({ method: 'GET', path: '/api/requests' })).toEqual({ status: 200, text: '{"items":[1]}', retryAfter: null });

    expect(forge.invokeRemote).toHaveBeenCalledWith({ path: '/api/requests', method: 'GET', headers: { 'Accept-Language': navigator.language } });
  });

  it("asks for words in the panel's language", async () => {
    const { bridge, forge } = aModule({ locale: 'de_DE' });
    await bridge.place();

    await bridge.call({ method: 'GET', path: '/api/requests' });

    expect(forge.invokeRemote).toHaveBeenCalledWith(expect.objectContaining({ headers: { 'Accept-Language': 'de-DE' } }));
  });

  it('says of what type a body is', async () => {
    const { bridge, forge } = aModule();

    await bridge.call({ method: 'POST', path: '/a', body: { why: 'x' } });
    await bridge.call({ method: 'POST', path: '/b', body: 'key: x', contentType: 'application/yaml' });

    expect(forge.invokeRemote.mock.calls.map(([call]) => call)).toEqual([
      { path: '/a', method: 'POST', headers: { 'Accept-Language': navigator.language, 'Content-Type': 'application/json' }, body: { why: 'x' } },
      { path: '/b', method: 'POST', headers: { 'Accept-Language': navigator.language, 'Content-Type': 'application/yaml' }, body: 'key: x' },
    ]);
  });

  it.each([
    ['words', 'words'],
    [{ code: 'x' }, '{"code":"x"}'],
    [[], '[]'],
    [undefined, ''],
  ])('hands the body %j on as text', async (body, text) => {
    const { bridge } = aModule({}, { status: 202, body });

    expect(await bridge.call({ method: 'POST', path: '/x' })).toEqual({ status: 202, text, retryAfter: null });
  });

  it.each([
    [{ 'retry-after': ['5'] }, 5],
    [{ 'Retry-After': '5' }, 5],
    [{ 'retry-after': 'soon' }, null],
    [undefined, null],
  ])('reads how long to wait from %j', async (headers, seconds) => {
    const { bridge } = aModule({}, { status: 429, body: '', headers });

    expect((await bridge.call({ method: 'GET', path: '/x' })).retryAfter).toBe(seconds);
  });

  it('is unreachable when the host says that the call failed', async () => {
    const { bridge, forge } = aModule();
    const cause = new Error('There was an error invoking the function');
    forge.invokeRemote.mockRejectedValueOnce(cause);

    const call = bridge.call({ method: 'GET', path: '/x' });

    await expect(call).rejects.toBeInstanceOf(Unreachable);
    await expect(call).rejects.toMatchObject({ cause });
  });

  it.each([{}, { message: 'timeout' }])('is unreachable when the host gives %j instead of an answer', async (answer) => {
    const { bridge } = aModule({}, answer);

    await expect(bridge.call({ method: 'GET', path: '/x' })).rejects.toBeInstanceOf(Unreachable);
  });
});
