import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { expect, it } from 'vitest';
import type { Answer, Call } from '../../../shared/bridge';
import type { Connection } from '../../../shared/http/connections';
import { expectAccessible } from '../../../shared/testing/accessible';
import { aConnection, aHealth, anOverview } from '../../../shared/testing/admin';
import { draw, FakeBridge } from '../../../shared/testing/render';
import Setup from './Setup';

/** A server that remembers, as far as the guide asks it; Okta knows the app once its scopes are granted. */
class Site extends FakeBridge {
  connection: Connection | null = null;
  scopesGranted = false;
  worked: boolean | null = null;
  recipes = 0;

  override async call(call: Call): Promise<Answer> {
    this.calls.push(call);
    const answer = (body: unknown, status = 200) => ({ status, text: JSON.stringify(body), retryAfter: null });
    const told = call.body as { name?: string; orgUrl?: string; clientId?: string; groups?: string[] } | undefined;
    switch (`${call.method} ${call.path}`) {
      case 'GET /api/okta-connections':
        return answer(this.connection ? [this.connection] : []);
      case 'GET /api/overview':
        return answer(this.overview());
      case 'POST /api/okta-connections':
        this.connection = aConnection({ name: told?.name ?? '', orgUrl: told?.orgUrl ?? '' });
        return answer(this.connection, 201);
      case 'PUT /api/okta-connections/Main/client-id':
        return answer(this.changed({ clientId: told?.clientId ?? null }));
      case 'PUT /api/okta-connections/Main/allowed-groups':
        return answer(this.changed({ allowedGroups: told?.groups ?? [] }));
      case 'POST /api/okta-connections/Main/test':
        this.worked = this.scopesGranted;
        return answer(
          this.worked
            ? { proven: ['The app sees groups.'], findings: [] }
            : { proven: [], findings: [{ code: 'okta.scope-missing', sentence: 'A scope is missing.', remedy: 'Grant it.' }] },
        );
      case 'GET /api/service-desks':
        return answer([{ id: '1', projectKey: 'ITH', projectName: 'IT Help' }]);
      case 'POST /api/service-desks/1/check':
        return answer({ works: true, proven: ['Browse Projects'], unproven: [], findings: [] });
      default:
        return answer({ code: 'unknown' }, 404);
    }
  }

  private changed(different: Partial<Connection>): Connection {
    this.connection = aConnection({ ...this.connection, ...different });
    return this.connection;
  }

  private overview() {
    const { connection, worked, recipes } = this;
    const state = !connection?.clientId ? 'incomplete' : worked === null ? 'untested' : worked ? 'working' : 'failing';
    return anOverview({
      setup: { connections: connection ? 1 : 0, usable: worked ? 1 : 0, recipes },
      connections: connection
        ? [aHealth(state, worked === null ? {} : { checkedAt: '2026-11-26T09:12:00Z', problem: worked ? null : 'A scope is missing. Grant it.' })]
        : [],
    });
  }
}

function opened(site: Site, path: string) {
  const place = memoryLocation({ path, record: true });
  return {
    place,
    ...draw(
      <Router hook={place.hook}>
        <Setup />
      </Router>,
      site,
    ),
  };
}

const current = () => screen.getAllByRole('listitem').filter((item) => item.getAttribute('aria-current') === 'step');
const isCurrent = (name: RegExp) => waitFor(() => expect(within(current()[0] as HTMLElement).getByRole('heading', { level: 2, name })).toBeVisible());

it('leads from nothing to a connection in use, is left in the middle and come back to', async () => {
  const site = new Site();
  const first = opened(site, '/setup');

  await userEvent.type(await screen.findByLabelText('Name'), 'Main');
  await userEvent.type(screen.getByLabelText('Address of the organisation'), 'https://acme.okta.com');
  await expectAccessible();
  await userEvent.click(screen.getByRole('button', { name: 'Create the connection' }));
  await waitFor(() => expect(first.place.history.at(-1)).toBe('/setup/Main'));
  await isCurrent(/Register Latchkey/);
  await expectAccessible();
  await userEvent.type(screen.getByLabelText('Client id'), '0oa1');
  await userEvent.click(screen.getByRole('button', { name: 'Save the client id' }));
  await isCurrent(/Grant scopes/);
  await userEvent.click(screen.getByRole('button', { name: 'Test the connection' }));
  expect(await screen.findByText('A scope is missing.')).toBeVisible();
  await expectAccessible();

  first.unmount();
  opened(site, '/setup/Main');
  await isCurrent(/Grant scopes/);
  expect(screen.getByText(/It failed 26 Nov 2026/)).toBeVisible();
  site.scopesGranted = true;
  await userEvent.click(screen.getByRole('button', { name: 'Test again' }));
  expect(await screen.findByText('The connection works')).toBeVisible();
  await isCurrent(/List the groups/);
  await userEvent.type(screen.getByLabelText('Groups'), 'Sales');
  await userEvent.click(screen.getByRole('button', { name: 'Save the list' }));
  await isCurrent(/Check the service desk/);
  await userEvent.click(await screen.findByRole('button', { name: 'Check the service desk' }));
  expect(await screen.findByText('Nothing is missing')).toBeVisible();
  await expectAccessible();
  expect(screen.queryByText('Everything is in place')).toBeNull();
}, 20_000);

it('rests once a recipe is there, and begins again with the test when the connection fails', async () => {
  const site = new Site();
  site.connection = aConnection({ clientId: '0oa1', allowedGroups: ['Sales'] });
  site.worked = true;
  site.recipes = 1;
  const resting = opened(site, '/setup/Main');
  expect(await screen.findByText('Everything is in place')).toBeVisible();
  expect(current()).toEqual([]);
  resting.unmount();

  site.worked = false;
  opened(site, '/setup/Main');

  await isCurrent(/Grant scopes/);
  expect(screen.getByText('A scope is missing. Grant it.')).toBeVisible();
});
