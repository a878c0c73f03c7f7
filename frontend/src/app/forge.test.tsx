import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { seal } from '../features/portal/testing/seal';
import { anOverview } from '../shared/testing/admin';
import { ForgeHost } from '../shared/testing/forge';

// The pages as they are opened in Jira: the real entry, the real bridge, and a host that speaks with it.
const host = new ForgeHost().install();
const drawn: Array<{ unmount(): void }> = [];

vi.mock('react-dom/client', async (original) => {
  const real = await original<typeof import('react-dom/client')>();
  return {
    ...real,
    createRoot: (...told: Parameters<typeof real.createRoot>) => {
      const root = real.createRoot(...told);
      drawn.push(root);
      return root;
    },
  };
});

const PAGES = { admin: () => import('./admin'), ticket: () => import('./ticket'), portal: () => import('./portal'), automation: () => import('./automation') };

async function open(page: keyof typeof PAGES) {
  const html = readFileSync(`${page}.html`, 'utf8');
  document.body.innerHTML = /<body>([^]*?)<script/.exec(html)?.[1] ?? '';
  await act(async () => {
    await PAGES[page]();
  });
}

beforeAll(async () => {
  await import('@forge/bridge');
}, 60_000);

beforeEach(() => {
  vi.resetModules();
  host.reset();
});

afterEach(() => {
  act(() => drawn.splice(0).forEach((root) => root.unmount()));
  document.body.innerHTML = '';
  window.location.hash = '';
});

const TICKET = {
  issueId: '10042',
  issueKey: 'ITH-7',
  state: 'parked',
  may: { retry: true, cancel: true, endGrants: false },
  recipe: { key: 'onboard', title: 'Onboard an employee', version: 3 },
  plan: null,
  hold: null,
  decisions: [],
  run: {
    id: 'r1',
    state: 'parked',
    reasonCode: 'okta.login-taken',
    reason: 'Somebody else has this login.',
    waitingUntil: null,
    createdAt: '2026-11-26T10:00:00Z',
    endedAt: null,
    attempts: 1,
    steps: [],
  },
  signals: [],
  grants: [],
  handovers: [],
};

describe('a ticket through Forge', () => {
  beforeEach(() => {
    host.context = { locale: 'en_US', timezone: 'UTC', theme: { colorMode: 'dark' }, extension: { issue: { id: '10042', key: 'ITH-7' } } };
  });

  it('is drawn, retried, cancelled and drawn anew', async () => {
    host.json('GET /api/tickets/10042', TICKET).json('POST /api/tickets/10042/retry', { run: 'r1' }, 202);
    host.json('POST /api/tickets/10042/cancel', {}, 202);
    await open('ticket');
    expect(await screen.findByText('Somebody else has this login.')).toBeVisible();
    expect(document.documentElement.dataset.colorMode).toBe('dark');

    await userEvent.click(screen.getByRole('button', { name: 'Retry from here' }));
    expect(await screen.findByText(/It is being tried again/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await userEvent.type(screen.getByLabelText('Reason'), 'She does not come.');
    await userEvent.click(screen.getByRole('button', { name: 'Cancel the request' }));

    expect(await screen.findByText(/It stops before its next step/)).toBeVisible();
    expect(host.received.filter((call) => call.method === 'POST')).toEqual([
      { method: 'POST', path: '/api/tickets/10042/retry', headers: { 'Accept-Language': 'en-US' }, body: undefined },
      {
        method: 'POST',
        path: '/api/tickets/10042/cancel',
        headers: { 'Accept-Language': 'en-US', 'Content-Type': 'application/json' },
        body: '{"why":"She does not come."}',
      },
    ]);
    expect(host.received.filter((call) => call.method === 'GET').length).toBeGreaterThan(1);
  });

  it('says that there is nothing when the server says so', async () => {
    host.json('GET /api/tickets/10042', { code: 'request.unknown', status: 404 }, 404);

    await open('ticket');

    expect(await screen.findByRole('alert')).toHaveTextContent('There is nothing here');
  });

  it('says that nobody answers when Forge gets no answer', async () => {
    host.on('GET /api/tickets/10042', { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' });

    await open('ticket');

    expect(await screen.findByText('Latchkey does not answer', {}, { timeout: 10_000 })).toBeVisible();
  });
});

describe('the portal through Forge', () => {
  const REQUEST = {
    issueId: '10042',
    issueKey: 'ITH-7',
    state: 'done',
    you: { reporter: true, approver: false, recipient: true },
    plan: null,
    progress: { done: 4, of: 4 },
    sentence: null,
    handovers: [{ id: 'h1', kind: 'password', state: 'ready', expiresAt: '2099-11-26T10:00:00Z', mayAskAgain: true }],
  };

  it('names the request by its key, and hands the credential over', async () => {
    host.context = { locale: 'de_DE', timezone: 'UTC', extension: { portal: { id: 1 }, request: { key: 'ITH-7', typeId: 3 } } };
    host.json('GET /api/portal/requests/ITH-7', REQUEST);
    host.on('POST /api/portal/requests/ITH-7/handovers/h1/reveal', ({ body }) => {
      const credential = { kind: 'password', login: 'anna', secret: 'sesam-4711' };
      const { publicKey } = JSON.parse(body ?? '{}');
      return { status: 200, body: JSON.stringify({ sealed: seal(publicKey, 'latchkey/handover/1/h1', JSON.stringify(credential)) }) };
    });
    await open('portal');
    await userEvent.click(await screen.findByRole('button', { name: 'Einmal anzeigen' }));

    expect(await screen.findByText('sesam-4711')).toBeVisible();
    expect(host.received[0]?.headers).toEqual({ 'Accept-Language': 'de-DE' });
    expect(JSON.stringify(host.received)).not.toContain('sesam-4711');
  });
});

describe('the administrators’ page through Forge', () => {
  it('is drawn for administrators, page after page', async () => {
    host.json('GET /api/overview', anOverview()).json('GET /api/recipes', []).json('GET /api/ready-recipes', []);
    await open('admin');

    await userEvent.click(within(await screen.findByRole('navigation')).getByRole('link', { name: 'Recipes' }));

    await waitFor(() => expect(host.received.some((call) => call.path === '/api/recipes')).toBe(true));
    expect(location.hash).toBe('#/recipes');
  });

  it('tells others so, and asks for nothing more', async () => {
    const no = { code: 'caller.not-administrator', detail: 'Only an administrator of Jira may do this.', status: 403 };
    host.json('GET /api/overview', no, 403);

    await open('admin');

    expect(await screen.findByText('Only Jira administrators may set up Latchkey')).toBeVisible();
    expect(screen.queryByRole('navigation')).toBeNull();
    expect(new Set(host.received.map((call) => call.path))).toEqual(new Set(['/api/overview']));
  });

  it('lets an installation in that waits, and then shows it', async () => {
    const waits = { status: 403, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: 'tenant.installation-held', status: 403 }) };
    const there = { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(anOverview()) };
    host.on('GET /api/overview', waits, there).json('GET /api/arrival', { codeNeeded: false, codeMinutes: 10 }).json('POST /api/arrival', { moved: true });
    await open('admin');

    await userEvent.click(await screen.findByRole('button', { name: 'Go on with it' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Open Latchkey' }));

    expect(await screen.findByRole('navigation')).toBeVisible();
  });

  it.each([
    ['forge.unlicensed', 'Latchkey has no active licence at this site'],
    ['forge.unknown-installation', 'Latchkey is being set up at this site'],
  ])('says of %s what it is, and shows no pages that answer nothing', async (code, title) => {
    host.json('GET /api/overview', { code, detail: 'Technical.', status: 403 }, 403);

    await open('admin');

    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.queryByRole('navigation')).toBeNull();
    expect(new Set(host.received.map((call) => call.path))).toEqual(new Set(['/api/overview']));
  });

  it('opens by itself once the installation is known', async () => {
    const early = { status: 403, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: 'forge.unknown-installation', status: 403 }) };
    const there = { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(anOverview()) };
    host.on('GET /api/overview', early, there);

    await open('admin');

    expect(await screen.findByText('Latchkey is being set up at this site')).toBeVisible();
    expect(await screen.findByRole('navigation', {}, { timeout: 10_000 })).toBeVisible();
  }, 15_000);

  it('does not take silence for a no', async () => {
    host.json('GET /api/overview', { code: 'jira.unavailable', status: 503 }, 503);

    await open('admin');

    expect(await screen.findByRole('alert', {}, { timeout: 10_000 })).toHaveTextContent('Jira does not say whether you may see this');
    expect(screen.getByRole('navigation')).toBeVisible();
  });
});

describe('the action of a rule of Jira Automation', () => {
  const field = () => screen.findByRole('textbox', { name: 'Work item key' });

  it('looks at the work item of the rule if nobody says otherwise', async () => {
    await open('automation');

    expect(await field()).toHaveValue('{{issue.key}}');
    await waitFor(() => expect(host.submitted.at(-1)).toEqual({ issueKey: '{{issue.key}}' }));
    expect(host.received).toEqual([]);
  });

  it('keeps what is written, also when the editor asks for it', async () => {
    host.context = { extension: { data: { inputs: { issueKey: 'ITH-1' } } } };
    await open('automation');
    expect(await field()).toHaveValue('ITH-1');
    expect(host.submitted).toEqual([]);

    await userEvent.type(await field(), '2');
    act(() => host.tell('AUTOMATION_ACTION_SUBMIT'));

    await waitFor(() => expect(host.submitted).toEqual([{ issueKey: 'ITH-12' }, { issueKey: 'ITH-12' }]));
  });

  it('says what the editor found wrong until it is changed', async () => {
    host.context = {
      extension: { data: { inputs: { issueKey: 'x' } }, errors: { invalidInputs: { issueKey: { message: 'issueKey is required' } } } },
    };
    await open('automation');
    expect(await screen.findByRole('alert')).toHaveTextContent('issueKey is required');

    await userEvent.clear(await field());

    expect(screen.getByRole('alert')).toHaveTextContent('Name a work item.');
    await userEvent.type(await field(), 'ITH-1');
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
