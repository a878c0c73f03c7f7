import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Grant } from '../../../shared/http/shapes';
import { draw, FakeBridge } from '../../../shared/testing/render';
import Grants from './Grants';

function aGrant(different: Partial<Grant> = {}): Grant {
  return {
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
    ...different,
  };
}

function shown(...pages: Grant[][]) {
  const bridge = new FakeBridge().on('GET /api/grants', ...pages.map((body) => ({ body })));
  draw(<Grants />, bridge);
  return bridge;
}

function askedFor(bridge: FakeBridge) {
  return bridge.calls.filter((call) => call.method === 'GET').map((call) => Object.fromEntries(new URLSearchParams(call.path.split('?')[1])));
}

const cellsOf = (row: number) => within(screen.getAllByRole('row')[row] as HTMLElement).getAllByRole('cell').map((cell) => cell.textContent);

describe('access for a time', () => {
  it('is shown with its group, account, state and end', async () => {
    const bridge = shown([
      aGrant(),
      aGrant({ id: 'g2', groupName: null, state: 'ENDED', endedAt: '2026-11-27T09:00:00Z' }),
      aGrant({ id: 'g3', state: 'SOMETHING_NEW' }),
    ]);

    await screen.findByRole('table', { name: 'Access that ends' });
    expect(cellsOf(1)).toEqual(['GitHub users', '00u1', 'Given', '1 Dec 2026, 11:00', 'End now']);
    expect(screen.getAllByText('GitHub users')[0]).toHaveAttribute('title', '00g1');
    expect(cellsOf(2)).toEqual(['00g1', '00u1', 'Over', '27 Nov 2026, 10:00', '']);
    expect(cellsOf(3)[2]).toBe('SOMETHING_NEW');
    expect(askedFor(bridge)).toEqual([{ limit: '100', running: 'true' }]);
  });

  it.each([
    ['GIVING', 'Being given', ['End now']],
    ['ENDING', 'Ending', ['End now']],
    ['HELD', 'A person has to decide', ['Settled in Okta', 'End now']],
  ])('offers what can be done while it is %s', async (state, word, buttons) => {
    shown([aGrant({ state })]);

    expect(await screen.findByText(word)).toBeVisible();
    expect(screen.getAllByRole('button').map((button) => button.textContent)).toEqual(buttons);
  });

  it('is searched by account and request, and with what is over', async () => {
    const bridge = shown([aGrant()]);
    await screen.findByRole('table');

    await userEvent.type(screen.getByLabelText('Okta account id'), ' 00u9 ');
    await userEvent.type(screen.getByLabelText('Jira issue id'), '10042');
    await userEvent.click(screen.getByLabelText('Only what is not over'));

    await waitFor(() => expect(askedFor(bridge)).toContainEqual({ limit: '100', running: 'false', issue: '10042', user: '00u9' }));
  });

  it('says so where there is none', async () => {
    shown([]);

    expect(await screen.findByText('No access for a time')).toBeVisible();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('is fetched page after page by the id of the last', async () => {
    const first = Array.from({ length: 100 }, (_, place) => aGrant({ id: `g${place}` }));
    const bridge = shown(first, [aGrant({ id: 'last' })]);
    await screen.findByText('100 shown');
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '-1');
    const scroller = screen.getAllByRole('rowgroup')[1] as HTMLElement;

    scroller.scrollTop = 44 * 90;
    scroller.dispatchEvent(new Event('scroll'));

    expect(await screen.findByText('101 shown')).toBeVisible();
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '102');
    expect(askedFor(bridge)[1]).toEqual({ limit: '100', running: 'true', after: 'g99' });
  });

  it.each([
    [403, 'This is not for you to see'],
    [404, 'There is nothing here'],
  ])('draws the refusal %s', async (status, title) => {
    draw(<Grants />, new FakeBridge().on('GET /api/grants', { status }));
    expect(screen.getByRole('status', { name: 'Loading' })).toBeVisible();

    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.queryByRole('status', { name: 'Loading' })).toBeNull();
  });

  it('comes back after the server did not answer', async () => {
    draw(<Grants />, new FakeBridge().on('GET /api/grants', 'unreachable', 'unreachable', 'unreachable', { body: [aGrant()] }));

    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }, { timeout: 4_000 }));

    expect(await screen.findByText('GitHub users')).toBeVisible();
  });
});

describe('ending access', () => {
  const END = 'POST /api/grants/g1/end';

  async function ask() {
    await userEvent.click(await screen.findByRole('button', { name: 'End now' }));
    return screen.getByRole('dialog', { name: 'End this access now?' });
  }

  it('takes a reason, says so, and shows what is left', async () => {
    const bridge = shown([aGrant()], [aGrant({ state: 'ENDING' })]).on(END, { status: 202 });
    const dialog = await ask();
    expect(dialog).toHaveTextContent('unless another grant still gives it');

    await userEvent.click(within(dialog).getByRole('button', { name: 'End now' }));
    expect(bridge.sent('POST', '/api/grants/g1/end')).toHaveLength(0);
    await userEvent.type(within(dialog).getByLabelText('Reason, for the audit'), 'left the project');
    await userEvent.click(within(dialog).getByRole('button', { name: 'End now' }));

    expect(await screen.findByText('It ends now.')).toBeVisible();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(await screen.findByText('Ending')).toBeVisible();
    expect(bridge.sent('POST', '/api/grants/g1/end')[0]?.body).toEqual({ why: 'left the project' });
  });

  it('does nothing when it is not confirmed', async () => {
    const bridge = shown([aGrant()]);

    await userEvent.click(within(await ask()).getByRole('button', { name: 'Cancel' }));

    expect(screen.queryByRole('dialog')).toBeNull();
    expect(bridge.calls.map((call) => call.method)).toEqual(['GET']);
  });

  it('shows a refusal in its question, and not in the next one', async () => {
    shown([aGrant()]).on(END, { status: 409, body: { code: 'grants.over', detail: 'This grant is over already.' } });
    const dialog = await ask();
    await userEvent.type(within(dialog).getByRole('textbox'), 'x');
    await userEvent.click(within(dialog).getByRole('button', { name: 'End now' }));
    expect(await within(dialog).findByText('This grant is over already.')).toBeVisible();
    expect(screen.queryByText('It ends now.')).toBeNull();

    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));

    expect(within(await ask()).queryByRole('alert')).toBeNull();
  });
});

describe('what a person has to decide', () => {
  it('is settled with a word, without a reason', async () => {
    const bridge = shown([aGrant({ state: 'HELD' })], [aGrant({ state: 'ENDED', endedAt: '2026-11-27T09:00:00Z' })]);
    bridge.on('POST /api/grants/g1/settlement', { status: 204 });

    await userEvent.click(await screen.findByRole('button', { name: 'Settled in Okta' }));
    const dialog = screen.getByRole('dialog', { name: 'Have you settled this in Okta?' });
    expect(within(dialog).queryByRole('textbox')).toBeNull();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Settled in Okta' }));

    expect(await screen.findByText('It is settled.')).toBeVisible();
    expect(await screen.findByText('Over')).toBeVisible();
    expect(bridge.sent('POST', '/api/grants/g1/settlement')).toHaveLength(1);
  });

  it('stays open when that is refused', async () => {
    shown([aGrant({ state: 'HELD' })]).on('POST /api/grants/g1/settlement', 'unreachable');

    await userEvent.click(await screen.findByRole('button', { name: 'Settled in Okta' }));
    const dialog = screen.getByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Settled in Okta' }));

    expect(await within(dialog).findByText('Latchkey does not answer')).toBeVisible();
    expect(screen.queryByText('It is settled.')).toBeNull();
  });
});
