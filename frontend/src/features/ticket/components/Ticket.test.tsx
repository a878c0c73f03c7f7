import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { draw, FakeBridge, PLACE } from '../../../shared/testing/render';
import type { Ticket as TicketData } from '../api/ticket';
import { Ticket } from './Ticket';

const PATH = '/api/tickets/10042';

function aTicket(different: Partial<TicketData> = {}): TicketData {
  return {
    issueId: '10042',
    issueKey: 'ITH-7',
    state: 'pending',
    may: { retry: false, cancel: false, endGrants: false },
    recipe: { key: 'onboard', title: 'Onboard an employee', version: 3 },
    plan: null,
    hold: null,
    decisions: [],
    run: null,
    signals: [],
    grants: [],
    handovers: [],
    ...different,
  };
}

const RUN = {
  id: 'r1',
  state: 'parked',
  reasonCode: 'okta.login-taken',
  reason: 'Somebody else has this login.',
  waitingUntil: null,
  createdAt: '2026-11-26T10:00:00Z',
  endedAt: null,
  attempts: 1,
  steps: [
    { key: 'account', kind: 'okta.create-user', title: 'Create the account', state: 'done', intendedAt: null, doneAt: '2026-11-26T10:01:00Z' },
    { key: 'close', kind: 'jira.transition', title: 'Close the ticket', state: 'planned', intendedAt: null, doneAt: null },
  ],
};

const GRANT = {
  id: 'g1',
  connection: 'c1',
  oktaUserId: '00u1',
  groupId: '00g1',
  groupName: 'GitHub users',
  issueId: '10042',
  reason: null,
  state: 'ACTIVE',
  existedBefore: false,
  beginsAt: '2026-11-26T10:00:00Z',
  endsAt: '2026-12-01T10:00:00Z',
  endedAt: null,
  why: null,
};

function shown(ticket: TicketData) {
  const bridge = new FakeBridge().on(`GET ${PATH}`, { body: ticket });
  draw(<Ticket />, bridge);
  return bridge;
}

describe('the panel on a ticket', () => {
  it('tells what approving will do, and what to look at before', async () => {
    shown(aTicket({ plan: { lines: ['An account for Anna is made.'], warnings: ['She is in Engineering already.'] } }));

    expect(await screen.findByText('An account for Anna is made.')).toBeVisible();
    expect(screen.getByText('She is in Engineering already.')).toBeVisible();
    expect(screen.getByText('Waits for approval')).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('puts what was approved beside what is there now', async () => {
    shown(
      aTicket({
        state: 'held',
        hold: {
          code: 'approval.content-changed',
          sentence: 'The request was changed after it was approved.',
          differences: [{ what: 'Work e-mail', before: 'anna@example.com', after: 'eve@example.com' }],
        },
      }),
    );

    const row = (await screen.findByText('Work e-mail')).closest('tr') as HTMLElement;
    expect(within(row).getByText('anna@example.com').tagName).toBe('DEL');
    expect(within(row).getByText('eve@example.com').tagName).toBe('INS');
  });

  it('shows lines and fields that are called the same, each', async () => {
    const complaints = vi.spyOn(console, 'error');
    shown(
      aTicket({
        state: 'held',
        plan: { lines: ['Gives the group X.', 'Gives the group X.'], warnings: [] },
        hold: {
          code: 'content.changed-after-approval',
          sentence: 'It was changed.',
          differences: [
            { what: 'Name', before: 'a', after: 'b' },
            { what: 'Name', before: 'c', after: 'd' },
          ],
        },
      }),
    );

    expect(await screen.findAllByText('Gives the group X.')).toHaveLength(2);
    expect(screen.getAllByText('Name')).toHaveLength(2);
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
  });

  it('says what a run waits for that goes on by itself', async () => {
    const reason = 'Forge has sent no token with which Jira could be called now; work goes on with the next one.';
    shown(aTicket({ state: 'waiting', run: { ...RUN, state: 'waiting', reasonCode: 'tenant.no-system-token', reason } }));

    const told = (await screen.findByText('It waits, and goes on by itself')).closest('.lk-message') as HTMLElement;
    expect(told).toHaveAttribute('data-tone', 'info');
    expect(told).toHaveTextContent(reason);
    expect(told).toHaveTextContent('tenant.no-system-token');
  });

  it('says nothing more of a run that nothing hinders', async () => {
    shown(aTicket({ state: 'waiting', run: { ...RUN, state: 'waiting', reasonCode: null, reason: null } }));

    expect((await screen.findAllByText('Create the account'))[0]).toBeVisible();
    expect(screen.queryByText('It waits, and goes on by itself')).toBeNull();
  });

  it('retries a parked run and says so', async () => {
    const bridge = shown(aTicket({ state: 'parked', may: { retry: true, cancel: true, endGrants: false }, run: RUN }));
    bridge.on(`POST ${PATH}/retry`, { status: 202, body: { run: 'r1' } });

    await userEvent.click(await screen.findByRole('button', { name: 'Retry from here' }));

    expect(await screen.findByText(/It is being tried again/)).toBeVisible();
    expect(bridge.sent('POST', `${PATH}/retry`)).toHaveLength(1);
    expect(screen.getByText('Somebody else has this login.')).toBeVisible();
  });

  it('cancels with a reason only', async () => {
    const bridge = shown(aTicket({ state: 'waiting', may: { retry: false, cancel: true, endGrants: false }, run: { ...RUN, state: 'waiting' } }));
    bridge.on(`POST ${PATH}/cancel`, { status: 202 });

    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    await userEvent.click(screen.getByRole('button', { name: 'Cancel the request' }));
    expect(bridge.sent('POST', `${PATH}/cancel`)).toHaveLength(0);
    await userEvent.type(screen.getByLabelText('Reason'), 'She does not come.');
    await userEvent.click(screen.getByRole('button', { name: 'Cancel the request' }));

    expect(await screen.findByText(/It stops before its next step/)).toBeVisible();
    expect(bridge.sent('POST', `${PATH}/cancel`)[0]?.body).toEqual({ why: 'She does not come.' });
  });

  it('leaves a run alone by a word that is not the act itself', async () => {
    const bridge = shown(aTicket({ state: 'waiting', may: { retry: false, cancel: true, endGrants: false }, run: { ...RUN, state: 'waiting' } }));
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));

    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Let it go on' }));

    expect(screen.queryByRole('dialog')).toBeNull();
    expect(bridge.sent('POST', `${PATH}/cancel`)).toHaveLength(0);
  });

  it.each([
    ['waiting', 'Under way'],
    ['parked', 'Stopped here'],
    ['stopped', 'Stopped here'],
    ['done', 'Done'],
  ])('says how far a step has come in a run that is %s', async (state, told) => {
    const step = { key: 'close', kind: 'jira.transition', title: 'Close the ticket', state: state === 'done' ? 'done' : 'intended', intendedAt: null, doneAt: null };
    shown(aTicket({ state, run: { ...RUN, state, steps: [step] } }));

    expect(await screen.findByText(`, ${told}`)).toBeInTheDocument();
  });

  it('calls what was stopped so, and nothing refused', async () => {
    shown(aTicket({ state: 'stopped', hold: { code: 'request.cancelled', sentence: 'The service team has cancelled it.', differences: [] } }));

    const told = (await screen.findByText('The service team has cancelled it.')).closest('.lk-message') as HTMLElement;
    expect(told).toHaveAttribute('data-tone', 'info');
    expect(within(told).getByText('Stopped')).toBeVisible();
    expect(screen.queryByText('Refused')).toBeNull();
  });

  it('says that it is cancelled until it is, and not when it begins anew', async () => {
    const may = { retry: false, cancel: true, endGrants: false };
    const waiting = aTicket({ state: 'waiting', may, run: { ...RUN, state: 'waiting' } });
    const bridge = shown(waiting);
    bridge.on(`POST ${PATH}/cancel`, { status: 202 });
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    await userEvent.type(screen.getByLabelText('Reason'), 'x');
    await userEvent.click(screen.getByRole('button', { name: 'Cancel the request' }));
    expect(await screen.findByText(/It stops before its next step/)).toBeVisible();

    bridge.on(`GET ${PATH}`, { body: aTicket({ state: 'stopped' }) });
    await waitFor(() => expect(screen.getByText('Stopped')).toBeVisible());
    expect(screen.queryByText(/It stops before its next step/)).toBeNull();
    bridge.on(`GET ${PATH}`, { body: waiting });
    await waitFor(() => expect(screen.getByText('In progress')).toBeVisible());
    expect(screen.queryByText(/It stops before its next step/)).toBeNull();
  });

  it('says nothing of the next run that was asked of the one before', async () => {
    const may = { retry: true, cancel: true, endGrants: false };
    const bridge = shown(aTicket({ state: 'parked', may, run: RUN }));
    bridge.on(`POST ${PATH}/cancel`, { status: 202 });
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    await userEvent.type(screen.getByLabelText('Reason'), 'x');
    bridge.on(`GET ${PATH}`, { body: aTicket({ state: 'stopped' }) });
    await userEvent.click(screen.getByRole('button', { name: 'Cancel the request' }));
    await waitFor(() => expect(screen.getByText('Stopped')).toBeVisible());

    bridge.on(`GET ${PATH}`, { body: aTicket({ state: 'waiting', may, run: { ...RUN, id: 'r2', state: 'waiting' } }) });

    await waitFor(() => expect(screen.getByText('In progress')).toBeVisible(), { timeout: 8_000 });
    expect(screen.queryByText(/It stops before its next step/)).toBeNull();
  }, 10_000);

  it('says so when there is more access than it shows', async () => {
    shown(aTicket({ state: 'done', grants: [GRANT], moreGrants: true }));

    expect(await screen.findByText('Only the newest 1 are shown; there may be more.')).toBeVisible();
  });

  it('leads once to the form in which more time is asked for', async () => {
    const bridge = shown(aTicket({ state: 'done', grants: [GRANT, { ...GRANT, id: 'g2' }], extendForm: '/servicedesk/customer/portal/3/group/7/create/29' }));

    await userEvent.click(await screen.findByRole('button', { name: 'Ask for longer' }));

    expect(bridge.opened).toEqual(['/servicedesk/customer/portal/3/group/7/create/29']);
    expect(screen.getByText('More time needs another approval.')).toBeVisible();
    expect(screen.queryByText(/ask a Jira administrator/)).toBeNull();
  });

  it('says whom to ask where no form is known', async () => {
    shown(aTicket({ state: 'done', grants: [GRANT], extendForm: null }));

    expect(await screen.findByText(/If the portal has no form for it, ask a Jira administrator/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Ask for longer' })).toBeNull();
  });

  it.each(['GIVING', 'ENDING', 'HELD', 'SUPERSEDED', 'ENDED'])('offers no more time of access that is %s', async (state) => {
    shown(aTicket({ state: 'done', grants: [{ ...GRANT, state }] }));

    expect(await screen.findByText(/GitHub users/)).toBeVisible();
    expect(screen.queryByText(/More time needs/)).toBeNull();
  });

  it('offers no end of what is being ended', async () => {
    shown(aTicket({ state: 'done', may: { retry: false, cancel: false, endGrants: true }, grants: [GRANT, { ...GRANT, id: 'g2', groupName: 'Other', state: 'ENDING' }] }));

    expect(await screen.findByRole('button', { name: /End now.*GitHub users/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: /End now.*Other/ })).toBeNull();
  });

  it('ends access now, and keeps the question open when that is refused', async () => {
    const bridge = shown(aTicket({ state: 'done', may: { retry: false, cancel: false, endGrants: true }, grants: [GRANT] }));
    bridge.on(
      `POST ${PATH}/grants/g1/end`,
      { status: 409, body: { code: 'grants.over', detail: 'This grant is over already.' } },
      { status: 202 },
    );

    await userEvent.click(await screen.findByRole('button', { name: /End now/ }));
    const dialog = screen.getByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('Reason'), 'left the project');
    await userEvent.click(within(dialog).getByRole('button', { name: 'End now' }));
    expect(await within(dialog).findByText('This grant is over already.')).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'End now' }));

    expect(await screen.findByText('It ends now.')).toBeVisible();
    expect(screen.queryByRole('dialog')).toBeNull();

    bridge.on(`GET ${PATH}`, { body: aTicket({ state: 'done', grants: [{ ...GRANT, state: 'ENDED', endedAt: '2026-11-26T11:00:00Z' }] }) });
    await waitFor(() => expect(screen.getByText(/GitHub users, ended/)).toBeVisible(), { timeout: 5_000 });
    expect(screen.queryByText('It ends now.')).toBeNull();
  });

  it('tells what became of a credential without ever having one', async () => {
    shown(
      aTicket({
        state: 'done',
        handovers: [{ id: 'h1', kind: 'password', state: 'revealed', expiresAt: '2026-12-01T10:00:00Z', recipientName: null }],
      }),
    );

    expect(await screen.findByText('Taken by its recipient')).toBeVisible();
  });

  it('takes back a credential that is ready, with a reason', async () => {
    const handover = { id: 'h1', kind: 'password', state: 'ready', expiresAt: '2026-12-01T10:00:00Z', recipientName: 'Mia Keller', mayWithdraw: true };
    const bridge = shown(
      aTicket({ state: 'done', may: { retry: false, cancel: false, endGrants: false, withdraw: true }, handovers: [handover, { ...handover, id: 'h2', state: 'revealed', mayWithdraw: false }] }),
    );
    bridge.on(`POST ${PATH}/handovers/h1/withdraw`, { status: 202, body: { outcome: 'taken-back' } });
    expect(await screen.findAllByText('For Mia Keller')).toHaveLength(2);

    await userEvent.click(screen.getByRole('button', { name: 'Take it back' }));
    const dialog = screen.getByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('Reason'), 'wrong person');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take it back' }));

    expect(await screen.findByText('It is taken back. Nobody gets another one.')).toBeVisible();
    expect(bridge.sent('POST', `${PATH}/handovers/h1/withdraw`)[0]?.body).toEqual({ why: 'wrong person' });
  });

  it.each(['revealed', 'expired', 'renewing', 'renewalFailed'])('takes back one that is %s, and says what that is good for', async (state) => {
    const handover = { id: 'h1', kind: 'password', state, expiresAt: '2026-12-01T10:00:00Z', recipientName: null, mayWithdraw: true };
    const bridge = shown(aTicket({ state: 'done', handovers: [handover] }));
    bridge.on(`POST ${PATH}/handovers/h1/withdraw`, { status: 202, body: { outcome: 'shown-before' } });

    await userEvent.click(await screen.findByRole('button', { name: 'Take it back' }));
    const dialog = screen.getByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('Reason'), 'wrong person');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take it back' }));

    expect(await screen.findByText(/What was shown before may still work/)).toBeVisible();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it.each([
    ['renewing', 'Another one is being made'],
    ['renewalFailed', 'Another one was asked for and could not be made'],
  ])('tells of a credential that is %s', async (state, words) => {
    shown(aTicket({ state: 'done', handovers: [{ id: 'h1', kind: 'password', state, expiresAt: '2026-12-01T10:00:00Z' }] }));

    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Take it back' })).toBeNull();
  });

  it.each([
    [403, 'This is not for you to see'],
    [404, 'There is nothing here'],
    [429, 'Too many requests'],
  ])('draws the refusal %s', async (status, title) => {
    const bridge = new FakeBridge().on(`GET ${PATH}`, { status, body: { code: 'x', detail: 'y' } });
    draw(<Ticket />, bridge);

    expect(await screen.findByText(title, {}, { timeout: 8_000 })).toBeVisible();
  }, 10_000);

  it('draws a server that does not answer and comes back by a click', async () => {
    const bridge = new FakeBridge().on(`GET ${PATH}`, 'unreachable', 'unreachable', 'unreachable', { body: aTicket() });
    draw(<Ticket />, bridge);

    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }, { timeout: 8_000 }));

    expect(await screen.findByText('Waits for approval')).toBeVisible();
  }, 10_000);

  it('says that an answer of another shape is our fault', async () => {
    draw(<Ticket />, new FakeBridge().on(`GET ${PATH}`, { body: { state: 7 } }));

    expect(await screen.findByText('Something is wrong on our side', {}, { timeout: 8_000 })).toBeVisible();
  }, 10_000);

  it.each([
    ['done', 61_000],
    ['held', 61_000],
    ['pending', 59_000],
  ])('asks seldom how it is with what is %s', async (state, milliseconds) => {
    vi.useFakeTimers();
    try {
      const bridge = shown(aTicket({ state }));
      await act(() => vi.advanceTimersByTimeAsync(milliseconds));
      expect(bridge.sent('GET', PATH)).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('never says that there is nothing where it could not be read', async () => {
    shown(aTicket({ state: 'unread', recipe: null, planProblem: { code: 'okta.unavailable', sentence: 'Latchkey could not ask Okta.' } }));

    expect(await screen.findByText('What approving will do cannot be told now')).toBeVisible();
    expect(screen.getByText('Latchkey could not ask Okta.')).toBeVisible();
    expect(screen.getByText('Cannot be told now')).toBeVisible();
    expect(screen.queryByText('Nothing to do here')).toBeNull();
  });

  it('shows what there was of a request that no recipe is for any more', async () => {
    shown(
      aTicket({
        state: 'unknown',
        recipe: null,
        grants: [GRANT],
        signals: [{ source: 'sweep', at: '2026-11-26T10:00:00Z' }],
        handovers: [{ id: 'h1', kind: 'password', state: 'revealed', expiresAt: '2026-12-01T10:00:00Z', recipientName: null }],
      }),
    );

    expect(await screen.findByText('Taken by its recipient')).toBeVisible();
    expect(screen.getByText(/GitHub users/)).toBeVisible();
    expect(screen.getByText('Found by looking')).toBeInTheDocument();
    expect(screen.getByText('No recipe is set up for this type of request.')).toBeVisible();
  });

  it('says so where no recipe is for the request, and where there is no issue', async () => {
    shown(aTicket({ state: 'unknown', recipe: null }));
    expect(await screen.findByText('Nothing to do here')).toBeVisible();

    draw(<Ticket />, new FakeBridge(), { ...PLACE, issue: null });
    expect(screen.getByText('There is nothing here')).toBeVisible();
  });
});
