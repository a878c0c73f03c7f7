import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../../../shared/testing/accessible';
import { draw, FakeBridge } from '../../../shared/testing/render';
import type { GuardrailsData, OfConnection } from '../api/guardrails';
import Guardrails from './Guardrails';

const PATH = 'GET /api/guardrails';
const UNLIMITED = { accountsPerHour: null, membershipsPerHour: null };
const SALES = { id: '00g1', name: 'Sales' };
const AUDIT = { id: '00g2', name: 'Audit' };

function ofConnection(different: Partial<OfConnection> = {}): OfConnection {
  return {
    connection: 'Main',
    breaker: UNLIMITED,
    emailDomains: null,
    allowedGroups: [SALES],
    allowedApps: [],
    protectedGroups: [],
    protectedPeople: [],
    separateDuties: [],
    ...different,
  };
}

function holding(different: Partial<GuardrailsData> = {}): GuardrailsData {
  return {
    rules: [{ name: 'look-alikes', reason: 'people approve what they see' }, { name: 'newer', reason: 'later' }],
    secondAdministrator: false,
    breaker: UNLIMITED,
    connections: [ofConnection()],
    tripped: [],
    proposals: [],
    ...different,
  };
}

const PROPOSAL = {
  id: 'p1',
  part: 'allowed-groups',
  connection: 'Main',
  before: { groups: [SALES] },
  after: { groups: [SALES, AUDIT] },
  proposedBy: '557058:bea',
  proposedAt: '2026-11-26T09:12:00Z',
  expiresAt: '2026-11-29T09:12:00Z',
};

function shown(data: GuardrailsData, path = '/guardrails', ...later: GuardrailsData[]) {
  const bridge = new FakeBridge().on(PATH, ...[data, ...later].map((body) => ({ body })));
  draw(
    <Router hook={memoryLocation({ path }).hook}>
      <Guardrails />
    </Router>,
    bridge,
  );
  return bridge;
}

const setting = async (title: string) => (await screen.findByRole('heading', { level: 3, name: title })).closest('section') as HTMLElement;

async function opened(title: string) {
  const part = await setting(title);
  await userEvent.click(within(part).getByRole('button', { name: /Change/ }));
  return part;
}

const save = (part: HTMLElement) => userEvent.click(within(part).getByRole('button', { name: 'Save' }));

async function written(field: HTMLElement, text: string) {
  await userEvent.clear(field);
  if (text) {
    await userEvent.type(field, text);
  }
}

describe('the guardrails', () => {
  it('tells what holds and what is always so', async () => {
    shown(holding({ connections: [ofConnection({ emailDomains: [], protectedPeople: [{ id: '00u7' }] })] }));

    expect(within(await setting('Groups that requests may give')).getByText('Sales (00g1)')).toBeVisible();
    expect(within(await setting('Domains of new accounts')).getByText('No domain')).toBeVisible();
    expect(within(await setting('Protected people')).getByText('00u7')).toBeVisible();
    expect(screen.getByText('Nothing looks like somebody or something else')).toBeVisible();
    expect(screen.getByText('newer')).toBeVisible();
    await expectAccessible();
    expect(screen.queryByText('Waiting for a second administrator')).toBeNull();
  });

  it.each<[string, string, string, string, unknown]>([
    ['Groups that requests may give', 'Groups', 'Sales{Enter}Audit', '/api/okta-connections/Main/allowed-groups', { groups: ['Sales', 'Audit'] }],
    ['Applications that requests may give', 'Applications', 'GitHub', '/api/okta-connections/Main/allowed-apps', { apps: ['GitHub'] }],
    ['Protected groups', "Okta's ids of the groups", '00g9', '/api/guardrails/connections/Main/protected-groups', { ids: ['00g9'] }],
    ['Protected people', "Okta's ids of the people", '00u9{Enter}', '/api/guardrails/connections/Main/protected-people', { ids: ['00u9'] }],
    ['Groups that nobody has both of', 'Pairs', '00g1 00g2', '/api/guardrails/connections/Main/separate-duties', { pairs: [['00g1', '00g2']] }],
    ['Groups that requests may give', 'Groups', '', '/api/okta-connections/Main/allowed-groups', { groups: [] }],
  ])('changes "%s"', async (title, label, text, path, body) => {
    const bridge = shown(holding()).on(`PUT ${path}`, { body: {} });

    const part = await opened(title);
    await written(within(part).getByLabelText(label), text);
    await save(part);

    expect(await within(part).findByText('Saved. It holds from now on.')).toBeVisible();
    expect(bridge.sent('PUT', path)[0]?.body).toEqual(body);
    expect(within(part).queryByRole('button', { name: 'Save' })).toBeNull();
    expect(within(part).getByRole('button', { name: /Change/ })).toHaveFocus();
  });

  it('says that a change waits for a second administrator', async () => {
    const bridge = shown(holding({ secondAdministrator: true })).on('PUT /api/okta-connections/Main/allowed-groups', { status: 202, body: PROPOSAL });

    const part = await opened('Groups that requests may give');
    await written(within(part).getByLabelText('Groups'), 'Sales{Enter}Audit');
    await save(part);

    expect(await within(part).findByText('It takes effect when a second administrator confirms it.')).toBeVisible();
    expect(bridge.sent('GET', '/api/guardrails').length).toBeGreaterThan(1);
  });

  it('keeps the form and what was written when Okta does not know an id', async () => {
    shown(holding()).on('PUT /api/guardrails/connections/Main/protected-groups', {
      status: 422,
      body: { code: 'okta.group-unknown', detail: 'Okta has no group with one of these ids.' },
    });

    const part = await opened('Protected groups');
    await written(within(part).getByLabelText("Okta's ids of the groups"), '00gX');
    await save(part);

    expect(await within(part).findByText('Okta has no group with one of these ids.')).toBeVisible();
    expect(within(part).getByLabelText("Okta's ids of the groups")).toHaveValue('00gX');
    await userEvent.click(within(part).getByRole('button', { name: 'Cancel' }));
    expect(within(part).queryByLabelText("Okta's ids of the groups")).toBeNull();
  });

  it('does not send a pair that is none', async () => {
    const bridge = shown(holding({ connections: [ofConnection({ separateDuties: [{ groups: [SALES, AUDIT] }] })] }));

    const part = await opened('Groups that nobody has both of');
    expect(within(part).getByLabelText('Pairs')).toHaveValue('00g1 00g2');
    await written(within(part).getByLabelText('Pairs'), '00g1');
    await save(part);

    expect(within(part).getByText('"00g1" is no pair: write two different ids with a space between.')).toBeVisible();
    expect(bridge.calls.every((call) => call.method === 'GET')).toBe(true);
  });

  it('keeps any domain and no domain apart', async () => {
    const path = '/api/guardrails/connections/Main/email-domains';
    const bridge = shown(holding()).on(`PUT ${path}`, { body: {} });

    const part = await opened('Domains of new accounts');
    await userEvent.selectOptions(within(part).getByLabelText('New accounts may be made'), 'At these domains only');
    await save(part);
    expect(within(part).getByText(/Write at least one domain/)).toBeVisible();
    await expectAccessible();
    await written(within(part).getByLabelText('Domains'), 'example.com');
    await save(part);
    expect(bridge.sent('PUT', path)[0]?.body).toEqual({ domains: ['example.com'] });

    await opened('Domains of new accounts');
    await userEvent.selectOptions(within(part).getByLabelText('New accounts may be made'), 'At no domain');
    await save(part);
    await opened('Domains of new accounts');
    await userEvent.selectOptions(within(part).getByLabelText('New accounts may be made'), 'At any domain');
    await save(part);
    expect(bridge.sent('PUT', path).map((call) => call.body)).toEqual([{ domains: ['example.com'] }, { domains: [] }, { domains: null }]);
  });

  it('limits the site, and a connection, of which an empty field is no limit', async () => {
    const bridge = shown(holding({ connections: [ofConnection({ breaker: { accountsPerHour: 50, membershipsPerHour: 0 } })] }))
      .on('PUT /api/guardrails/breaker', { body: {} })
      .on('PUT /api/guardrails/connections/Main/breaker', { body: {} });
    const [site, connection] = (await screen.findAllByRole('heading', { level: 3, name: 'Breaker' })).map((heading) => heading.closest('section') as HTMLElement);

    expect(within(site as HTMLElement).getByText(/No limit is set/)).toBeVisible();
    expect(within(connection as HTMLElement).queryByText(/No limit is set/)).toBeNull();
    for (const [part, limit] of [[site, '20'], [connection, '']] as const) {
      await userEvent.click(within(part as HTMLElement).getByRole('button', { name: /Change/ }));
      await written(within(part as HTMLElement).getByLabelText('New accounts an hour'), limit);
      await save(part as HTMLElement);
    }

    expect(bridge.sent('PUT', '/api/guardrails/breaker')[0]?.body).toEqual({ accountsPerHour: 20, membershipsPerHour: null });
    expect(bridge.sent('PUT', '/api/guardrails/connections/Main/breaker')[0]?.body).toEqual({ accountsPerHour: null, membershipsPerHour: 0 });
  });

  it.each([
    [false, 'Require a second administrator', 200, {}, 'Saved. It holds from now on.'],
    [true, 'Stop requiring one', 202, { ...PROPOSAL, part: 'second-administrator' }, 'It takes effect when a second administrator confirms it.'],
  ])('requires two administrators (%s)', async (secondAdministrator, button, status, body, told) => {
    const bridge = shown(holding({ secondAdministrator })).on('PUT /api/guardrails/second-administrator', { status, body });

    await userEvent.click(await screen.findByRole('button', { name: button }));

    expect(await screen.findByText(told)).toBeVisible();
    expect(bridge.sent('PUT', '/api/guardrails/second-administrator')[0]?.body).toEqual({ required: !secondAdministrator });
  });
});

describe('changes that wait', () => {
  it('show what is added, and are confirmed after a question', async () => {
    const bridge = shown(holding({ proposals: [PROPOSAL] }), '/guardrails', holding())
      .on('POST /api/guardrails/proposals/p1/confirm', { status: 204 });

    expect((await screen.findByText('Audit (00g2)')).tagName).toBe('INS');
    expect(screen.getByText(/Proposed by account 557058:bea, 26 Nov 2026, 10:12/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: /Confirm/ }));
    expect(bridge.sent('POST', '/api/guardrails/proposals/p1/confirm')).toHaveLength(0);
    await expectAccessible();
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Confirm' }));

    expect(await screen.findByText('Confirmed. It holds from now on.')).toBeVisible();
    expect(screen.queryByText('Audit (00g2)')).toBeNull();
  });

  it('cannot be confirmed by whoever proposed them, but rejected', async () => {
    shown(holding({ proposals: [PROPOSAL] }))
      .on('POST /api/guardrails/proposals/p1/confirm', {
        status: 409,
        body: { code: 'guardrail.second-administrator', detail: 'You proposed this change yourself; another administrator has to confirm it.' },
      })
      .on('POST /api/guardrails/proposals/p1/reject', { status: 204 });

    await userEvent.click(await screen.findByRole('button', { name: /Confirm/ }));
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Confirm' }));
    expect(await within(screen.getByRole('dialog')).findByText(/You proposed this change yourself/)).toBeVisible();
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }));

    await userEvent.click(screen.getByRole('button', { name: /Reject/ }));
    expect(within(screen.getByRole('dialog')).queryByText(/You proposed/)).toBeNull();
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Reject' }));
    expect(await screen.findByText('Rejected. Nothing has changed.')).toBeVisible();
  });
});

describe('a breaker that has tripped', () => {
  const TRIP = { id: 't1', connection: null, counted: 'accounts', allowed: 50, found: 51, at: '2026-11-26T09:12:00Z' };

  it('tells what it counted and is reset after a question', async () => {
    const bridge = shown(holding({ tripped: [TRIP] }), '/guardrails', holding({ tripped: [TRIP] }), holding())
      .on('POST /api/guardrails/tripped/t1/reset', { status: 404, body: { detail: 'It is reset already.' } }, { status: 204 });

    expect(await screen.findByText('Breaker tripped: new accounts, whole site')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Look at the held requests' })).toHaveAttribute('href', '/requests?state=held');
    await userEvent.click(screen.getByRole('button', { name: /Reset the breaker/ }));
    const dialog = screen.getByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reset the breaker' }));
    expect(await within(dialog).findByText('There is nothing here')).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reset the breaker' }));

    expect(await screen.findByText('The breaker is reset.')).toBeVisible();
    expect(bridge.sent('POST', '/api/guardrails/tripped/t1/reset')).toHaveLength(2);
  });
});

describe('several connections', () => {
  const TWO = holding({ connections: [ofConnection(), ofConnection({ connection: 'Sub & Co', allowedGroups: [AUDIT] })] });

  it('are chosen by the address', async () => {
    shown(TWO, '/guardrails/Sub%20%26%20Co');

    expect(await screen.findByRole('link', { name: 'Sub & Co' })).toHaveAttribute('aria-current', 'page');
    expect(screen.getByRole('link', { name: 'Main' })).toHaveAttribute('href', '/guardrails/Main');
    expect(screen.getByText('Audit (00g2)')).toBeVisible();
    expect(screen.queryByText('Sales (00g1)')).toBeNull();
  });

  it('say so where one is unknown, and where there is none', async () => {
    shown(TWO, '/guardrails/other');
    expect(await screen.findByText('There is no connection of this name')).toBeVisible();

    shown(holding({ connections: [] }));
    expect(await screen.findByText('There is no connection yet')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Set up Latchkey' })).toHaveAttribute('href', '#/setup');
  });

  it('are not shown to those who may not see them', async () => {
    draw(<Guardrails />, new FakeBridge().on(PATH, { status: 403, body: {} }));

    expect(await screen.findByText('This is not for you to see')).toBeVisible();
  });
});
