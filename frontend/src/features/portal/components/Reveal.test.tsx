import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Answer, Call } from '../../../shared/bridge';
import { draw, FakeBridge, PLACE } from '../../../shared/testing/render';
import type { Handover, PortalRequest } from '../api/request';
import { seal } from '../testing/seal';
import { Portal } from './Portal';

const PATH = '/api/portal/requests/10042';
const ID = '5f0c2d1e-0000-4000-8000-000000000001';
const REVEAL = `${PATH}/handovers/${ID}/reveal`;
const REISSUE = `${PATH}/handovers/${ID}/reissue`;

function aRequest(handover: Partial<Handover> = {}): PortalRequest {
  return {
    issueId: '10042',
    issueKey: 'ITH-7',
    state: 'done',
    you: { reporter: false, approver: false, recipient: true },
    plan: null,
    progress: { done: 3, of: 3 },
    sentence: null,
    handovers: [{ id: ID, kind: 'password', state: 'ready', expiresAt: '2026-11-27T10:00:00Z', mayAskAgain: false, ...handover }],
  };
}

/** The server's side of a reveal: it seals to the key that was sent, and the first to ask has it. */
class Server extends FakeBridge {
  state = 'ready';
  lost: 'on the way there' | 'on the way back' | null = null;
  plain = JSON.stringify({ kind: 'password', login: 'anna@example.com', secret: 'Blue-Kettle-42' });
  sealedFor = ID;

  constructor(
    private readonly handover: Partial<Handover> = {},
    where = PLACE,
  ) {
    super(where);
  }

  override async call(call: Call): Promise<Answer> {
    this.on(`GET ${PATH}`, { body: aRequest({ ...this.handover, state: this.state }) });
    if (call.path === REVEAL) {
      this.on(`POST ${REVEAL}`, this.lost ? 'unreachable' : this.taken(call));
      if (this.lost === 'on the way back') {
        this.state = 'revealed';
      }
    }
    return super.call(call);
  }

  private taken(call: Call) {
    if (this.state !== 'ready') {
      return { status: 410, body: { code: `handover.${this.state}`, detail: 'It is gone.' } };
    }
    this.state = 'revealed';
    const { publicKey } = call.body as { publicKey: string };
    return { body: { sealed: seal(publicKey, `latchkey/handover/1/${this.sealedFor}`, this.plain) } };
  }
}

function shown(server: Server, place = PLACE) {
  draw(<Portal />, server, place);
  return server;
}

const click = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

/** Looks at the page again some seconds later: what it shows is asked for anew. */
function comeBackLater() {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5_000 });
  window.dispatchEvent(new Event('visibilitychange'));
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a credential that is ready', () => {
  it('is announced to its recipient, and not taken before they say so', async () => {
    const server = shown(new Server());

    expect(await screen.findByRole('heading', { name: 'Your password is ready' })).toBeVisible();
    expect(screen.getByText('It is shown once, to you alone. Have a safe place ready before you continue.')).toBeVisible();
    expect(screen.getByText('Available until 27 Nov 2026, 11:00')).toBeVisible();
    expect(server.calls.map((call) => call.method)).toEqual(['GET']);
  });

  it('is shown once, with its sign-in name', async () => {
    const server = shown(new Server());

    await click('Show it once');

    expect(await screen.findByText('Blue-Kettle-42')).toBeVisible();
    expect(screen.getByText('anna@example.com')).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Temporary password' })).toHaveFocus();
    expect(screen.getByText('Close this page when you are done: it cannot be shown again.')).toBeVisible();
    expect(screen.queryByRole('link')).toBeNull();
    await waitFor(() => expect(server.sent('GET', PATH)).toHaveLength(2));
    expect(screen.getByText('Blue-Kettle-42')).toBeVisible();
    expect(server.sent('POST', REVEAL)).toHaveLength(1);
    expect(Object.keys(server.sent('POST', REVEAL)[0]?.body as object)).toEqual(['publicKey']);
  });

  it('leaves nothing behind once the page is closed', async () => {
    const server = new Server();
    const { unmount } = draw(<Portal />, server);
    await click('Show it once');
    await screen.findByText('Blue-Kettle-42');
    unmount();

    expect(document.body).not.toHaveTextContent('Blue-Kettle-42');
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])).not.toContain('Kettle');
    shown(server);
    expect(await screen.findByRole('heading', { name: 'It has been shown' })).toBeVisible();
    expect(document.body).not.toHaveTextContent('Blue-Kettle-42');
  });

  it('opens the account where it is a link, in a page that knows nothing of this one', async () => {
    const server = new Server({ kind: 'activationLink' });
    server.plain = JSON.stringify({ kind: 'activationLink', login: null, secret: 'https://acme.okta.com/welcome/abc' });
    shown(server);
    expect(await screen.findByRole('heading', { name: 'Your activation link is ready' })).toBeVisible();

    await click('Show it once');

    const link = await screen.findByRole('link', { name: /Activate my account/ });
    expect(link).toHaveAttribute('href', 'https://acme.okta.com/welcome/abc');
    expect(link).toHaveAttribute('target', '_blank');
    expect(link.getAttribute('rel')).toContain('noreferrer');
    expect(screen.getByRole('heading', { name: 'Activation link' })).toBeVisible();
    expect(screen.queryByText(/Sign-in name/)).toBeNull();
  });

  it('is copied, and says so', async () => {
    const user = userEvent.setup();
    shown(new Server());
    await user.click(await screen.findByRole('button', { name: 'Show it once' }));

    await user.click(await screen.findByRole('button', { name: 'Copy' }));

    expect(await screen.findByRole('button', { name: 'Copied' })).toBeVisible();
    expect(await navigator.clipboard.readText()).toBe('Blue-Kettle-42');
  });

  it('is selected where the frame may not copy', async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    shown(new Server());
    await user.click(await screen.findByRole('button', { name: 'Show it once' }));

    await user.click(await screen.findByRole('button', { name: 'Copy' }));

    expect(screen.getByRole('button', { name: 'Copy' })).toBeVisible();
    expect(getSelection()?.toString().trim()).toBe('Blue-Kettle-42');
    expect(screen.getByText(/press Ctrl\+C/)).toBeVisible();
  });

  it('is announced in German', async () => {
    shown(new Server(), { ...PLACE, locale: 'de-DE' });

    await click('Einmal anzeigen');

    expect(await screen.findByRole('heading', { name: 'Vorläufiges Passwort' })).toBeVisible();
  });
});

describe('a credential that is not there any more', () => {
  it.each([
    ['revealed', 'It has been shown', 'If you did not see it, ask for a new one. The old one stops working.'],
    ['expired', 'It was not opened in time', 'It has been erased. You can ask for a new one.'],
    ['withdrawn', 'It was withdrawn', 'It was taken back, or replaced by a newer one, and has been erased.'],
  ])('says so: %s', async (state, title, body) => {
    const server = new Server();
    server.state = state;
    shown(server);

    expect(await screen.findByRole('heading', { name: title })).toBeVisible();
    expect(screen.getByText(body)).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it.each([
    ['revealed', 'It has been shown'],
    ['expired', 'It was not opened in time'],
    ['withdrawn', 'It was withdrawn'],
  ])('says so when that happened while the page was open: %s', async (state, title) => {
    const server = shown(new Server({ mayAskAgain: true }));
    const button = await screen.findByRole('button', { name: 'Show it once' });
    server.state = state;

    await userEvent.click(button);

    expect(await screen.findByRole('heading', { name: title })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Ask for a new one' })).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.queryByText('It is gone.')).toBeNull();
  });

  it('believes the refusal where the request cannot be asked for again', async () => {
    const server = shown(new Server());
    const button = await screen.findByRole('button', { name: 'Show it once' });
    server.state = 'expired';
    const call = server.call.bind(server);
    vi.spyOn(server, 'call').mockImplementation((told) => (told.method === 'GET' ? new Promise(() => undefined) : call(told)));

    await userEvent.click(button);

    expect(await screen.findByRole('heading', { name: 'It was not opened in time' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show it once' })).toBeNull();
  });

  it.each([
    [403, 'This is not for you to see', false],
    [404, 'There is nothing here', false],
    [429, 'Too many requests', true],
    [503, 'Latchkey does not answer', true],
  ])('draws the refusal %s', async (status, title, again) => {
    const server = shown(new Server());
    const button = await screen.findByRole('button', { name: 'Show it once' });
    const call = server.call.bind(server);
    const refusing = vi.spyOn(server, 'call').mockImplementation(async (told) =>
      told.method === 'POST' ? { status, text: '{"code":"okta.silent"}', retryAfter: null } : call(told),
    );

    await userEvent.click(button);

    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.queryAllByRole('button', { name: 'Try again' })).toHaveLength(again ? 1 : 0);
    if (again) {
      refusing.mockRestore();
      await click('Try again');
      await click('Show it once');
      expect(await screen.findByText('Blue-Kettle-42')).toBeVisible();
    }
  });
});

describe('an answer that is lost', () => {
  it('may have taken the credential: another one is asked for and shown, under the same id', async () => {
    const server = shown(new Server({ mayAskAgain: true }));
    server.on(`POST ${REISSUE}`, { status: 202, body: { id: ID } });
    server.lost = 'on the way back';
    await click('Show it once');

    expect(await screen.findByRole('heading', { name: 'The answer got lost' })).toBeVisible();
    expect(screen.getByText('It did not arrive here. Ask for a new one; the old one stops working.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show it once' })).toBeNull();
    server.lost = null;
    await click('Ask for a new one');
    expect(await screen.findByText('A new one is being made. It appears here in a moment.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Ask for a new one' })).toBeNull();

    server.state = 'ready';
    comeBackLater();
    await click('Show it once');
    expect(await screen.findByText('Blue-Kettle-42')).toBeVisible();
  });

  it('has taken nothing where the question never came: it is asked again', async () => {
    const server = shown(new Server());
    server.lost = 'on the way there';
    await click('Show it once');

    expect(await screen.findByText('No answer came')).toBeVisible();
    expect(screen.getByText('Try it again. It is still shown once only.')).toBeVisible();
    server.lost = null;
    await click('Show it once');

    expect(await screen.findByText('Blue-Kettle-42')).toBeVisible();
    expect(screen.queryByText('No answer came')).toBeNull();
  });

  it.each([
    ['was sealed for another', (server: Server) => (server.sealedFor = 'other')],
    ['says something else', (server: Server) => (server.plain = '{"kind":"password"}')],
    ['is no JSON', (server: Server) => (server.plain = 'Blue-Kettle-42')],
  ])('is as good as none where it %s', async (_, change) => {
    const server = new Server({ mayAskAgain: true });
    change(server);
    shown(server);

    await click('Show it once');

    expect(await screen.findByRole('heading', { name: 'The answer got lost' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Ask for a new one' })).toBeVisible();
    expect(document.body).not.toHaveTextContent('Blue-Kettle-42');
  });

  it('is waited for: the button cannot be pressed twice', async () => {
    const server = shown(new Server());
    const button = await screen.findByRole('button', { name: 'Show it once' });
    const call = server.call.bind(server);
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    vi.spyOn(server, 'call').mockImplementation(async (told) => {
      await (told.method === 'POST' ? held : undefined);
      return call(told);
    });

    await userEvent.click(button);

    expect(await screen.findByRole('button', { name: 'Opening' })).toBeDisabled();
    answer();
    expect(await screen.findByText('Blue-Kettle-42')).toBeVisible();
  });
});

describe('asking for a new one', () => {
  function over() {
    const server = new Server({ mayAskAgain: true });
    server.state = 'revealed';
    return shown(server);
  }

  it('is told to be under way', async () => {
    const server = over().on(`POST ${REISSUE}`, { status: 202, body: { id: ID } });

    await click('Ask for a new one');

    expect(await screen.findByText('A new one is being made. It appears here in a moment.')).toBeVisible();
    expect(server.sent('POST', REISSUE)).toHaveLength(1);
  });

  it.each([
    [409, 'handover.used', 'It has been used, or the account was changed since', 'Somebody has signed in with it, or an administrator or another request has changed the account. Only the service desk can help from here. If it was not you, tell them at once.'],
    [409, 'handover.too-often', 'You have asked often enough', 'The service desk can help you further.'],
    [429, 'handover.too-often', 'You have asked often enough', 'The service desk can help you further.'],
    [403, 'x', 'This is not for you to see', 'Ask a Jira administrator if you need it.'],
    [409, 'handover.too-late', 'It was offered too long ago', 'Ask the service desk, or raise another request.'],
    [409, 'handover.ready', 'It can still be opened', 'It appears here in a moment.'],
    [410, 'handover.withdrawn', 'It was withdrawn', 'It was taken back, or replaced by a newer one, and has been erased.'],
    [429, 'handover.asked-just-now', 'You have asked just now', 'Try again in a minute.'],
  ])('may be refused: %s %s', async (status, code, title, body) => {
    over().on(`POST ${REISSUE}`, { status, body: { code, detail: 'technical' } });

    await click('Ask for a new one');

    expect(await screen.findByRole('alert')).toHaveTextContent(`${title}${body}`);
    expect(screen.queryByText('technical')).toBeNull();
    expect(screen.queryByText(/being made/)).toBeNull();
  });
});

describe('what else becomes of a credential', () => {
  it('is being made anew, and nothing is offered meanwhile', async () => {
    const server = new Server({ mayAskAgain: true });
    server.state = 'renewing';
    shown(server);

    expect(await screen.findByRole('heading', { name: 'A new one is being made' })).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('could not be made anew, and may be asked for again', async () => {
    const server = new Server({ mayAskAgain: true });
    server.state = 'renewalFailed';
    shown(server);

    expect(await screen.findByRole('heading', { name: 'No new one could be made' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Ask for a new one' })).toBeVisible();
    expect(screen.queryByText(/service desk/)).toBeNull();
  });

  it('is refused in German too', async () => {
    const server = new Server({ mayAskAgain: true });
    server.state = 'revealed';
    server.on(`POST ${REISSUE}`, { status: 409, body: { code: 'handover.too-late', detail: 'technical' } });
    shown(server, { ...PLACE, locale: 'de-DE' });

    await click('Neu anfordern');

    expect(await screen.findByText('Es wurde vor zu langer Zeit angeboten')).toBeVisible();
    expect(screen.queryByText('technical')).toBeNull();
  });

  it.each([
    [409, 'handover.used', 'It has been used, or the account was changed since'],
    [503, 'handover.okta-unknown', 'Okta does not say whether it was used'],
  ])('says why no new one is made: %s %s', async (status, code, title) => {
    const server = new Server({ mayAskAgain: true });
    server.state = 'revealed';
    server.on(`POST ${REISSUE}`, { status, body: { code, detail: 'x' } });
    shown(server);

    await click('Ask for a new one');

    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.queryByText('Latchkey does not answer')).toBeNull();
  });

  it.each([
    [409, 'handover.used', false],
    [409, 'handover.too-often', false],
    [409, 'handover.too-late', false],
    [410, 'handover.withdrawn', false],
    [429, 'handover.asked-just-now', true],
    [503, 'handover.okta-unknown', true],
  ])('is offered once more only where asking again may help: %s %s', async (status, code, isOffered) => {
    const server = new Server({ mayAskAgain: true });
    server.state = 'revealed';
    server.on(`POST ${REISSUE}`, { status, body: { code, detail: 'x' } });
    shown(server);

    await click('Ask for a new one');
    await screen.findByRole('alert');

    expect(screen.queryAllByRole('button', { name: 'Ask for a new one' })).toHaveLength(isOffered ? 1 : 0);
    expect(screen.queryAllByText(/ask for a new one/)).toHaveLength(isOffered ? 1 : 0);
  });

  it('is hidden when its reader says so', async () => {
    shown(new Server());
    await click('Show it once');
    await screen.findByText('Blue-Kettle-42');

    await click('Hide');

    expect(screen.queryByText('Blue-Kettle-42')).toBeNull();
    expect(await screen.findByRole('heading', { name: 'It has been shown' })).toBeVisible();
  });
});
