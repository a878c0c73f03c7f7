import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { draw, FakeBridge } from '../../../shared/testing/render';
import type { RequestItem, Story, StoryRun } from '../api/requests';
import Requests from './Requests';

function item(number: number, different: Partial<RequestItem> = {}): RequestItem {
  return {
    issueId: String(10_000 + number),
    issueKey: `ITH-${number}`,
    state: 'done',
    code: 'run.done',
    sentence: null,
    recipe: { key: 'onboard', title: 'Onboard an employee', version: 3 },
    changedAt: '2026-11-26T10:00:00Z',
    ...different,
  };
}

const page = (items: RequestItem[], more: object = {}) => ({ body: { items, next: null, total: items.length, totalIsExact: true, ...more } });

/** What was asked of the list, as the server reads it. */
function askedFor(bridge: FakeBridge): Array<Record<string, string>> {
  return bridge.calls.filter((call) => call.path.startsWith('/api/requests?')).map((call) => Object.fromEntries(new URLSearchParams(call.path.split('?')[1])));
}

function open(bridge: FakeBridge, path = '/requests') {
  const { hook, history } = memoryLocation({ path, record: true });
  draw(
    <Router hook={hook}>
      <Requests />
    </Router>,
    bridge,
  );
  return { bridge, history };
}

const rows = () => screen.getAllByRole('row').slice(1);

afterEach(() => {
  location.hash = '';
});

describe('the list of requests', () => {
  it('tells of each where it stands, why and since when', async () => {
    open(
      new FakeBridge().on(
        'GET /api/requests',
        page([item(7, { state: 'held', code: 'approval.content-changed', sentence: 'It was changed after its approval.' }), item(8, { recipe: null })]),
      ),
    );

    await screen.findByRole('table', { name: 'Requests' });
    const [first, second] = rows();
    expect(within(first as HTMLElement).getAllByRole('cell').map((cell) => cell.textContent)).toEqual([
      'ITH-7',
      'Onboard an employee',
      'Held',
      'approval.content-changed',
      '26 Nov 2026, 11:00',
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'approval.content-changed' }));
    expect(screen.getByRole('dialog')).toHaveTextContent('It was changed after its approval.');
    expect(within(second as HTMLElement).getAllByRole('cell')[1]).toHaveTextContent('–');
    expect(screen.getByText('2 of 2 shown')).toBeVisible();
  });

  it('asks for the newest first, and in another order when told', async () => {
    const { bridge } = open(new FakeBridge().on('GET /api/requests', page([item(1)])));
    await screen.findByRole('table');
    expect(askedFor(bridge)).toEqual([{ sort: 'newest', limit: '100' }]);

    await userEvent.selectOptions(screen.getByLabelText('Order'), 'By key');

    await waitFor(() => expect(askedFor(bridge)[1]).toEqual({ sort: 'key', limit: '100' }));
  });

  it('searches once typing rests, and for one state', async () => {
    const { bridge } = open(new FakeBridge().on('GET /api/requests', page([item(1)])));
    await screen.findByRole('table');

    await userEvent.type(screen.getByRole('searchbox', { name: 'Key or reason code' }), ' okta. ');
    await waitFor(() => expect(askedFor(bridge)).toContainEqual({ sort: 'newest', limit: '100', search: 'okta.' }));
    await userEvent.selectOptions(screen.getByLabelText('State'), 'Needs attention');

    await waitFor(() => expect(askedFor(bridge)).toContainEqual({ sort: 'newest', limit: '100', search: 'okta.', state: 'parked' }));
    expect(askedFor(bridge).map((asked) => asked.search)).not.toContain('o');
  });

  it('begins with the state that a link names', async () => {
    location.hash = '#/requests?state=held';
    const { bridge } = open(new FakeBridge().on('GET /api/requests', page([item(1)])));

    await screen.findByRole('table');
    expect(screen.getByLabelText('State')).toHaveValue('held');
    expect(askedFor(bridge)).toEqual([{ sort: 'newest', limit: '100', state: 'held' }]);
  });

  it('begins with the time that a link names, and counts back from now when told', async () => {
    location.hash = '#/requests?state=done&since=2026-11-19T12%3A00%3A00.123456Z';
    const { bridge } = open(new FakeBridge().on('GET /api/requests', page([item(1)])));
    await screen.findByRole('table');
    const changed = screen.getByLabelText('Changed');
    expect(within(changed).getAllByRole('option')[0]).toHaveTextContent('At any time');
    expect(changed).toHaveDisplayValue('Since 19 Nov 2026, 13:00');
    expect(askedFor(bridge)).toEqual([{ sort: 'newest', limit: '100', state: 'done', since: '2026-11-19T12:00:00.123456Z' }]);

    await userEvent.selectOptions(changed, 'In the last 24 hours');

    await waitFor(() => expect(askedFor(bridge)).toHaveLength(2));
    const since = Date.parse(askedFor(bridge)[1]?.since ?? '');
    expect(Math.abs(Date.now() - 86_400_000 - since)).toBeLessThan(60_000);
    await userEvent.selectOptions(changed, 'At any time');
    await waitFor(() => expect(askedFor(bridge)[2]).toEqual({ sort: 'newest', limit: '100', state: 'done' }));
  });

  it('takes a time that is none for no filter', async () => {
    location.hash = '#/requests?since=yesterday';
    const { bridge } = open(new FakeBridge().on('GET /api/requests', page([])));

    expect(await screen.findByText('No requests yet')).toBeVisible();
    expect(screen.getByLabelText('Changed')).toHaveValue('');
    expect(askedFor(bridge)).toEqual([{ sort: 'newest', limit: '100' }]);
  });

  it('says so where there are none, and where none fits', async () => {
    open(new FakeBridge().on('GET /api/requests', page([])));
    expect(await screen.findByText('No requests yet')).toBeVisible();

    await userEvent.selectOptions(screen.getByLabelText('State'), 'Held');

    expect(await screen.findByText('Nothing fits')).toBeVisible();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('fetches the next page when the end comes near', async () => {
    const first = Array.from({ length: 100 }, (_, place) => item(place));
    const { bridge } = open(
      new FakeBridge().on('GET /api/requests', page(first, { next: 'n1', total: 130 }), page([item(101), item(102)], { total: 102 })),
    );
    await screen.findByText('100 of 130 shown');
    expect(askedFor(bridge)).toHaveLength(1);
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '131');

    scrollToRow(90);

    expect(await screen.findByText('102 of 102 shown')).toBeVisible();
    expect(askedFor(bridge)[1]).toEqual({ sort: 'newest', limit: '100', after: 'n1' });
    scrollToRow(102);
    expect(await screen.findByText('ITH-102')).toBeVisible();
    expect(askedFor(bridge)).toHaveLength(2);
  });

  it('claims no number that is a guess', async () => {
    open(new FakeBridge().on('GET /api/requests', page([item(1)], { total: 10_000, totalIsExact: false })));

    expect(await screen.findByText('1 shown')).toBeVisible();
  });

  it('asks for a page that was refused again by a click only', async () => {
    const { bridge } = open(new FakeBridge().on('GET /api/requests', page([item(1)], { next: 'n1' }), { status: 403 }));

    expect(await screen.findByText('This is not for you to see')).toBeVisible();
    expect(screen.getByText('ITH-1')).toBeVisible();
    vi.useFakeTimers();
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    vi.useRealTimers();
    expect(bridge.calls).toHaveLength(2);
  });

  it('draws a server that does not answer, and comes back', async () => {
    open(new FakeBridge().on('GET /api/requests', { status: 500 }, { status: 500 }, { status: 500 }, page([item(1)])));
    expect(screen.getByRole('status', { name: 'Loading' })).toBeVisible();

    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }, { timeout: 4_000 }));

    expect(await screen.findByText('ITH-1')).toBeVisible();
  });

  it('leads to the story of one', async () => {
    const { history } = open(new FakeBridge().on('GET /api/requests', page([item(7)])).on('GET /api/requests/10007', { body: aStory() }));

    await userEvent.click(await screen.findByRole('link', { name: 'ITH-7' }));

    expect(await screen.findByRole('heading', { name: 'Request ITH-7' })).toBeVisible();
    expect(history).toEqual(['/requests', '/requests/10007']);
  });
});

function scrollToRow(number: number) {
  const scroller = screen.getAllByRole('rowgroup')[1] as HTMLElement;
  scroller.scrollTop = number * 44;
  fireEvent.scroll(scroller);
}

function aRun(different: Partial<StoryRun> = {}): StoryRun {
  return {
    id: 'r1',
    kind: 'request',
    state: 'done',
    reasonCode: null,
    reason: null,
    waitingUntil: null,
    createdAt: '2026-11-26T10:00:00Z',
    endedAt: null,
    attempts: 0,
    planHash: 'ab12',
    steps: [
      { key: 'account', kind: 'okta.create-user', title: 'Create the account', state: 'done', doneAt: '2026-11-26T10:01:00Z', facts: { id: '00u1' }, attempts: 3, remoteRequestIds: ['okta:Xa', 'atlassian:Xb'] },
      { key: 'close', kind: 'jira.transition', state: 'planned', facts: {} },
    ],
    ...different,
  };
}

function aStory(different: Partial<Story> = {}): Story {
  return {
    issueId: '10007',
    signals: [{ source: 'webhook', at: '2026-11-26T09:59:00Z' }],
    decisions: [{ issueKey: 'ITH-7', outcome: 'admitted', code: 'approval.ok', sentence: 'It was approved.', at: '2026-11-26T10:00:00Z', workId: 'r1' }],
    runs: [aRun()],
    ...different,
  };
}

const STORY = 'GET /api/requests/10007';

describe('the story of a request', () => {
  const tell = (...stories: Story[]) => open(new FakeBridge().on(STORY, ...stories.map((body) => ({ body }))), '/requests/10007');

  it('tells what was signalled, decided and done', async () => {
    tell(aStory());

    expect(await screen.findByText('Approved and begun')).toBeVisible();
    expect(screen.getByText('It was approved.')).toBeVisible();
    expect(screen.getByText('approval.ok')).toBeVisible();
    expect(screen.getByText('Jira told of a change')).toBeVisible();
    expect(screen.getByText('26 Nov 2026, 10:59')).toHaveAttribute('datetime', '2026-11-26T09:59:00Z');
    const run = screen.getByRole('heading', { name: 'What was approved' }).closest('section') as HTMLElement;
    const [account, close] = within(run).getAllByRole('listitem');
    expect(account).toHaveTextContent('Create the account okta.create-user, Done');
    expect(account).toHaveTextContent('Ids of remote requests: okta:Xa, atlassian:Xb');
    expect(account).toHaveTextContent('Attempts: 3');
    expect(account).toHaveTextContent('26 Nov 2026, 11:01');
    expect(within(account as HTMLElement).getByText(/"id": "00u1"/)).toBeInTheDocument();
    expect(close).toHaveTextContent('close jira.transition, To do');
    expect(within(close as HTMLElement).queryByText('What was read back')).toBeNull();
    expect(within(run).getByText('ab12')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Retry from here' })).toBeNull();
  });

  it('says why a run stands still, the newest run first', async () => {
    tell(
      aStory({
        runs: [
          aRun({ id: 'r1', kind: 'note' }),
          aRun({ id: 'r2', state: 'parked', reasonCode: 'okta.login-taken', reason: 'Somebody else has this login.', attempts: 2 }),
        ],
      }),
    );

    expect(await screen.findByText('Somebody else has this login.')).toBeVisible();
    expect(screen.getByText('okta.login-taken')).toBeVisible();
    expect(screen.getByText('2 failed attempts since the last progress')).toBeVisible();
    const headings = screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent);
    expect(headings).toEqual(['Decisions', 'What was approved', 'Note on the ticket', 'Signals']);
  });

  it('retries what is parked, and shows how it goes on', async () => {
    const { bridge } = tell(aStory({ runs: [aRun({ state: 'parked' })] }), aStory({ runs: [aRun({ state: 'done' })] }));
    bridge.on('POST /api/requests/10007/retry', { status: 202 });

    await userEvent.click(await screen.findByRole('button', { name: 'Retry from here' }));

    expect(await screen.findByText('It is being tried again.')).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Retry from here' })).toBeNull());
    expect(bridge.sent('POST', '/api/requests/10007/retry')).toHaveLength(1);
  });

  it('says why a retry was refused', async () => {
    const { bridge } = tell(aStory({ runs: [aRun({ state: 'parked' })] }));
    bridge.on('POST /api/requests/10007/retry', { status: 409, body: { code: 'run.not-parked', detail: 'Nothing waits for it.' } });

    await userEvent.click(await screen.findByRole('button', { name: 'Retry from here' }));

    expect(await screen.findByRole('alert')).toHaveTextContent('Nothing waits for it.');
    expect(screen.queryByText('It is being tried again.')).toBeNull();
  });

  it('follows a run that is under way', async () => {
    tell(aStory({ runs: [aRun({ state: 'waiting' })] }), aStory({ runs: [aRun({ state: 'done' })] }));
    expect(await screen.findByText('In progress')).toBeVisible();

    expect(await screen.findByText('Done', {}, { timeout: 4_000 })).toBeVisible();
  });

  it('opens the request in Jira', async () => {
    const { bridge } = tell(aStory());

    await userEvent.click(await screen.findByRole('button', { name: 'Open in Jira' }));

    expect(bridge.opened).toEqual(['/browse/ITH-7']);
  });

  it('says that nothing was decided yet', async () => {
    tell(aStory({ decisions: [], runs: [] }));

    expect(await screen.findByRole('heading', { name: 'Request 10007' })).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Decisions' }).closest('section')).toHaveTextContent('None yet');
    expect(screen.getByText('Jira told of a change')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Open in Jira' })).toBeNull();
  });

  it('says that nothing is known', async () => {
    tell(aStory({ decisions: [], runs: [], signals: [] }));

    expect(await screen.findByText('Nothing is known of this request')).toBeVisible();
    expect(screen.queryByRole('heading', { name: 'Signals' })).toBeNull();
  });

  it('draws words of the server that it does not know', async () => {
    tell(aStory({ signals: [{ source: 'carrier-pigeon', at: '2026-11-26T09:59:00Z' }], runs: [aRun({ kind: 'expiry', state: 'resting' })] }));

    expect(await screen.findByText('carrier-pigeon')).toBeVisible();
    expect(screen.getByRole('heading', { name: 'expiry' })).toBeVisible();
    expect(screen.getByText('resting')).toBeVisible();
  });

  it.each([
    [403, 'This is not for you to see'],
    [404, 'There is nothing here'],
  ])('draws the refusal %s, with the way back', async (status, title) => {
    const { history } = open(new FakeBridge().on(STORY, { status }).on('GET /api/requests', page([])), '/requests/10007');
    expect(await screen.findByText(title)).toBeVisible();

    await userEvent.click(screen.getByRole('link', { name: 'All requests' }));

    expect(await screen.findByText('No requests yet')).toBeVisible();
    expect(history?.at(-1)).toBe('/requests');
  });
});
