import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { draw, FakeBridge, PLACE } from '../../../shared/testing/render';
import type { PortalRequest } from '../api/request';
import { Portal } from './Portal';

const PATH = '/api/portal/requests/10042';

function aRequest(different: Partial<PortalRequest> = {}): PortalRequest {
  return {
    issueId: '10042',
    issueKey: 'ITH-7',
    state: 'pending',
    you: { reporter: true, approver: false, recipient: false },
    plan: null,
    progress: { done: 0, of: 0 },
    sentence: null,
    handovers: [],
    ...different,
  };
}

function shown(request: PortalRequest, place = PLACE) {
  const bridge = new FakeBridge().on(`GET ${PATH}`, { body: request });
  draw(<Portal />, bridge, place);
  return bridge;
}

describe('the panel in the portal', () => {
  it.each([
    ['pending', 'Waits for approval', 'This request waits for approval.'],
    ['waiting', 'In progress', 'Approved. It is being done now.'],
    ['done', 'Done', 'Everything is done.'],
    ['held', 'Held', 'This request is on hold. The service desk has been told.'],
    ['refused', 'Refused', 'This request was not carried out. The service desk has been told.'],
    ['parked', 'Needs attention', 'Something needs the service desk. They have been told.'],
    ['stopped', 'Stopped', 'This request was stopped.'],
    ['unknown', 'Nothing to do', 'There is nothing to do for this request.'],
    ['what-comes-later', 'what-comes-later', 'There is nothing to do for this request.'],
  ])('says where a request stands that is %s', async (state, word, sentence) => {
    shown(aRequest({ state }));

    expect(await screen.findByText(sentence)).toBeVisible();
    expect(screen.getByText(word)).toBeVisible();
    expect(screen.queryAllByRole('progressbar')).toHaveLength(state === 'waiting' ? 1 : 0);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says when it goes on where that was agreed', async () => {
    shown(aRequest({ state: 'waiting', sentence: 'What is left to do happens at the agreed time.', waitingUntil: '2030-01-31T05:00:00Z' }));

    expect(await screen.findByText('What is left to do happens at the agreed time. The next step is due 31 Jan 2030, 06:00.')).toBeVisible();
  });

  it('says the server’s own sentence where it has one', async () => {
    shown(aRequest({ state: 'held', sentence: 'The start date was changed after the approval.' }));

    expect(await screen.findByText('The start date was changed after the approval.')).toHaveAttribute('role', 'status');
    expect(screen.queryByText(/on hold/)).toBeNull();
  });

  it('tells the approver what approving does, and what to look at', async () => {
    shown(aRequest({ plan: { lines: ['An account for Anna is made.', 'She joins GitHub users.'], warnings: ['The group is large.'] } }));

    const plan = (await screen.findByRole('heading', { name: 'If this is approved' })).closest('section') as HTMLElement;
    expect(within(plan).getAllByRole('listitem').map((line) => line.textContent)).toEqual(['An account for Anna is made.', 'She joins GitHub users.']);
    expect(screen.getByText('Please look at this')).toBeVisible();
    expect(screen.getByText('The group is large.')).toBeVisible();
  });

  it('draws no heading over a plan that says nothing', async () => {
    shown(aRequest({ plan: { lines: [], warnings: [] } }));

    await screen.findByText('This request waits for approval.');
    expect(screen.queryByText('If this is approved')).toBeNull();
    expect(screen.queryByText('Please look at this')).toBeNull();
  });

  it.each([
    [1, 4, '25%'],
    [0, 0, '0%'],
    [4, 4, '100%'],
  ])('shows how far it is: %s of %s', async (done, of, width) => {
    shown(aRequest({ state: 'waiting', progress: { done, of } }));

    const bar = await screen.findByRole('progressbar', { name: `${done} of ${of} steps done` });
    expect(bar).toHaveAttribute('aria-valuenow', String(done));
    expect(bar).toHaveAttribute('aria-valuemax', String(of));
    expect(bar.firstElementChild).toHaveStyle({ width });
  });

  it('comes to its end by itself', async () => {
    const bridge = new FakeBridge().on(
      `GET ${PATH}`,
      { body: aRequest({ state: 'waiting', progress: { done: 1, of: 2 } }) },
      { body: aRequest({ state: 'done', progress: { done: 2, of: 2 } }) },
    );
    draw(<Portal />, bridge);
    await screen.findByText('1 of 2 steps done');

    expect(await screen.findByText('Everything is done.', {}, { timeout: 4_000 })).toBeVisible();
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it('is looked at seldom while it waits for an agreed time', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      const bridge = shown(aRequest({ state: 'waiting', waitingUntil: '2999-01-31T05:00:00Z' }));
      await screen.findByText(/is due/);

      await act(() => vi.advanceTimersByTimeAsync(50_000));
      expect(bridge.calls).toHaveLength(1);
      await act(() => vi.advanceTimersByTimeAsync(20_000));
      expect(bridge.calls).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('speaks German', async () => {
    shown(aRequest({ state: 'waiting', progress: { done: 1, of: 3 } }), { ...PLACE, locale: 'de-DE' });

    expect(await screen.findByRole('heading', { name: 'Ihr Zugang' })).toBeVisible();
    expect(screen.getByText('1 von 3 Schritten erledigt')).toBeVisible();
  });

  it.each([
    [{ status: 403 }, 'This is not for you to see'],
    [{ status: 404 }, 'There is nothing here'],
    [{ body: { state: 'done' } }, 'Something is wrong on our side'],
    [{ body: aRequest({ handovers: [{ id: 'h', kind: 'password', state: 'ready', expiresAt: 'soon', mayAskAgain: false }] }) }, 'Something is wrong on our side'],
  ])('draws the answer %#', async (told, title) => {
    draw(<Portal />, new FakeBridge().on(`GET ${PATH}`, told));

    expect(await screen.findByText(title)).toBeVisible();
  });

  it('comes back after the server did not answer', async () => {
    draw(<Portal />, new FakeBridge().on(`GET ${PATH}`, 'unreachable', 'unreachable', 'unreachable', { body: aRequest() }));

    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }, { timeout: 4_000 }));

    expect(await screen.findByText('This request waits for approval.')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says so where there is no request', () => {
    const bridge = new FakeBridge();
    draw(<Portal />, bridge, { ...PLACE, issue: null });

    expect(screen.getByText('There is nothing here')).toBeVisible();
    expect(bridge.calls).toHaveLength(0);
  });

  it('asks for no other address than that of its request', async () => {
    const bridge = new FakeBridge().on('GET /api/portal/requests/..%2F..%2Fgrants', { status: 404 });
    draw(<Portal />, bridge, { ...PLACE, issue: '../../grants' });

    expect(await screen.findByText('There is nothing here')).toBeVisible();
  });
});
