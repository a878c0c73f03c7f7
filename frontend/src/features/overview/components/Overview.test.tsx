import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../../../shared/testing/accessible';
import { aHealth, anOverview } from '../../../shared/testing/admin';
import { draw, FakeBridge } from '../../../shared/testing/render';
import { Overview } from './Overview';

const PATH = 'GET /api/overview';

const shown = (different: Parameters<typeof anOverview>[0] = {}) => draw(<Overview />, new FakeBridge().on(PATH, { body: anOverview(different) }));

describe('the overview', () => {
  it('leads to the guide where nothing is set up', async () => {
    shown({ setup: { connections: 0, usable: 0, recipes: 0 }, connections: [] });

    expect(await screen.findByText('Latchkey is not set up yet')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Set up Latchkey' })).toHaveAttribute('href', '#/setup');
    expect(screen.queryByText('Requests')).toBeNull();
  });

  it('tells what is left to set up', async () => {
    shown({ setup: { connections: 1, usable: 0, recipes: 0 }, connections: [aHealth('untested')] });

    expect(await screen.findByText('Finish and test a connection to Okta')).toBeVisible();
    expect(screen.getByText('Make the first recipe')).toBeVisible();
    expect(screen.getByText('Not tested')).toBeVisible();
    expect(screen.getByText('Never')).toBeVisible();
  });

  it('counts requests, each number leading to them', async () => {
    shown({ requests: { waiting: 4, parked: 1, held: 2, refused: 3, stopped: 0, done: 1_280, since: '2026-11-19T12:00:00Z' } });

    const done = await screen.findByRole('link', { name: /1,280\s*Done/ });
    expect(done).toHaveAttribute('href', '/requests?state=done&since=2026-11-19T12%3A00%3A00Z');
    expect(within(done).getByText('since 19 Nov 2026')).toBeVisible();
    expect(screen.getByRole('link', { name: /1\s*Need attention/ })).toHaveAttribute('data-tone', 'attention');
    expect(screen.getByRole('link', { name: /4\s*In progress/ })).not.toHaveAttribute('data-tone');
    expect(screen.queryByText('Wait for approval')).toBeNull();
  });

  it('shows what waits for approval where the server knows it', async () => {
    shown({ requests: { pending: 9, waiting: 0, parked: 0, held: 0, refused: 0, done: 0, since: '2026-11-19T12:00:00Z' } });

    expect(await screen.findByRole('link', { name: /9\s*Wait for approval/ })).toHaveAttribute('href', '/requests?state=pending');
    expect(screen.queryByText('Stopped')).toBeNull();
  });

  it('says what is wrong with a connection and leads to its guide', async () => {
    shown({ connections: [aHealth('failing', { name: 'Zwei & Co', checkedAt: '2026-11-26T09:12:00Z', problem: 'The key is not accepted.' })] });

    const row = (await screen.findByRole('link', { name: 'Zwei & Co' })).closest('tr') as HTMLElement;
    expect(within(row).getByText('Failing')).toBeVisible();
    expect(within(row).getByText('The key is not accepted.')).toBeVisible();
    expect(within(row).getByText('26 Nov 2026, 10:12')).toBeVisible();
    expect(within(row).getByRole('link')).toHaveAttribute('href', '/setup/Zwei%20%26%20Co');
  });

  it('tells of breakers that have tripped and of changes that wait', async () => {
    shown({ guardrails: { tripped: 1, proposals: 2 } });

    expect(await screen.findByText('A breaker has tripped')).toBeVisible();
    expect(screen.getByText('2 changes of the guardrails wait')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Look at the breaker' })).toHaveAttribute('href', '#/guardrails');
    await expectAccessible();
  });

  it('tells which permissions are missing, and where to grant them', async () => {
    shown({ door: { waitingForToken: 0, missingScopes: ['read:servicedesk-request', 'write:jira-work'], missingSince: '2026-11-26T09:12:00Z' } });

    const told = (await screen.findByText('Latchkey lacks 2 permissions at this site')).closest('.lk-message') as HTMLElement;
    expect(told).toHaveAttribute('data-tone', 'error');
    expect(within(told).getByText('read:servicedesk-request')).toBeVisible();
    expect(within(told).getByText('write:jira-work')).toBeVisible();
    expect(within(told).getByText(/Approve it under Jira settings, Apps, Manage apps/)).toBeVisible();
    expect(within(told).getByText('Missing since 26 Nov 2026, 10:12')).toBeVisible();
    expect(screen.queryByText(/could not be read|wait for Atlassian/)).toBeNull();
    await expectAccessible();
  });

  it('tells what waits for a token, and that there is nothing to do', async () => {
    shown({ door: { waitingForToken: 3, missingScopes: [], missingSince: null } });

    expect(await screen.findByText('3 pieces of work wait for Atlassian')).toBeVisible();
    expect(screen.getByText(/within the hour, and work goes on by itself: there is nothing to do/)).toBeVisible();
    expect(screen.queryByText(/lacks/)).toBeNull();
  });

  it('tells of requests that could not be read, and why', async () => {
    shown({
      unread: [
        { reasonCode: 'tenant.missing-scope', reason: 'The site has not granted it.', count: 4, since: '2026-11-26T09:12:00Z' },
        { reasonCode: 'jira.not-understood', reason: 'Something was left out.', count: 1, since: '2026-11-25T09:12:00Z' },
      ],
    });

    expect(await screen.findByText('5 requests could not be read')).toBeVisible();
    const line = screen.getByText('tenant.missing-scope').closest('li');
    expect(line).toHaveTextContent('The site has not granted it. (4, since 26 Nov 2026, 10:12) tenant.missing-scope');
    await expectAccessible();
  });

  it('is silent where nothing is missing', async () => {
    shown();

    expect(await screen.findByRole('link', { name: 'Main' })).toBeVisible();
    expect(screen.queryByText(/lacks|could not be read|Atlassian/)).toBeNull();
  });

  it('shows budgets, and which of them pauses', async () => {
    shown({
      budgets: [
        { name: 'Okta people', limit: 300, perSeconds: 60, pausedUntil: null },
        { name: 'Okta groups', limit: 250, perSeconds: 1, pausedUntil: '2999-01-01T00:00:00Z' },
        { name: 'Jira', limit: 65_000, perSeconds: 3_600, pausedUntil: '2020-01-01T00:00:00Z' },
      ],
    });

    expect(await screen.findByText('300 a minute')).toBeVisible();
    expect(screen.getByText('250 a second')).toBeVisible();
    expect(screen.getByText('65,000 an hour')).toBeVisible();
    expect(screen.getByText(/Pauses until 1 Jan 2999/)).toBeVisible();
    expect(screen.getAllByText('Free')).toHaveLength(2);
    await expectAccessible();
  });

  it('counts access that ends, and is calm where no calls were made', async () => {
    shown();

    expect(await screen.findByRole('link', { name: /12\s*Running/ })).toHaveAttribute('href', '/grants');
    expect(screen.getByText('No calls have been made yet.')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Set up Latchkey' })).toBeNull();
  });

  it('draws a refusal, and a server that comes back', async () => {
    draw(<Overview />, new FakeBridge().on(PATH, { status: 403, body: {} }));
    expect(await screen.findByText('This is not for you to see')).toBeVisible();

    draw(<Overview />, new FakeBridge().on(PATH, 'unreachable', 'unreachable', 'unreachable', { body: anOverview() }));
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }, { timeout: 8_000 }));
    expect(await screen.findByRole('link', { name: 'Main' })).toBeVisible();
  }, 10_000);
});
