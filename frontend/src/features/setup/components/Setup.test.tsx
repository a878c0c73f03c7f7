import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { describe, expect, it } from 'vitest';
import { aConnection, aHealth, anOverview } from '../../../shared/testing/admin';
import { draw, FakeBridge } from '../../../shared/testing/render';
import Setup from './Setup';

const LIST = 'GET /api/okta-connections';
const OVERVIEW = 'GET /api/overview';
const NEW = { connections: 1, usable: 0, recipes: 0 };

function shown(bridge: FakeBridge, path = '/setup/Main') {
  const place = memoryLocation({ path, record: true });
  draw(
    <Router hook={place.hook}>
      <Setup />
    </Router>,
    bridge,
  );
  return place;
}

/** A bridge behind which the connection "Main" stands as it is told. */
function standing(state: string, connection = aConnection(), setup = NEW) {
  return new FakeBridge()
    .on(LIST, { body: [connection] })
    .on(OVERVIEW, { body: anOverview({ setup, connections: [aHealth(state)] }) });
}

const step = (name: string | RegExp) => screen.getByRole('heading', { level: 2, name }).closest('li') as HTMLElement;

describe('the list of connections', () => {
  it('begins with the first step where there is none, and leads into the guide', async () => {
    const bridge = new FakeBridge()
      .on(LIST, { body: [] }, { body: [aConnection()] })
      .on(OVERVIEW, { body: anOverview({ setup: NEW, connections: [aHealth('incomplete')] }) })
      .on('POST /api/okta-connections', { status: 201, body: aConnection() });
    const place = shown(bridge, '/setup');

    await userEvent.type(await screen.findByLabelText('Name'), 'Main');
    await userEvent.type(screen.getByLabelText('Address of the organisation'), ' https://acme.okta.com ');
    await userEvent.click(screen.getByRole('button', { name: 'Create the connection' }));

    await waitFor(() => expect(place.history.at(-1)).toBe('/setup/Main'));
    expect(bridge.sent('POST', '/api/okta-connections')[0]?.body).toEqual({ name: 'Main', orgUrl: 'https://acme.okta.com' });
    expect(await screen.findByRole('heading', { name: 'Connect Okta: Main' })).toBeVisible();
  });

  it('tells of each connection how it stands, and adds another', async () => {
    const bridge = new FakeBridge()
      .on(LIST, { body: [aConnection(), aConnection({ name: 'Zweite 100%' })] })
      .on(OVERVIEW, { body: anOverview({ connections: [aHealth('working', { checkedAt: '2026-11-26T09:12:00Z' }), aHealth('failing', { name: 'Zweite 100%', problem: 'The key is not accepted.' })] }) })
      .on('POST /api/okta-connections', { status: 422, body: { code: 'okta.name-taken', detail: 'a connection with this name exists already' } });
    shown(bridge, '/setup');

    expect(await screen.findByText('Working')).toBeVisible();
    expect(screen.getByText(/Tested 26 Nov 2026, 10:12/)).toBeVisible();
    expect(screen.getByText('The key is not accepted.')).toBeVisible();
    expect(screen.getByRole('link', { name: /Go on.*Zweite 100%/ })).toHaveAttribute('href', '/setup/Zweite%20100%25');

    await userEvent.click(screen.getByRole('button', { name: 'Connect another organisation' }));
    await userEvent.type(screen.getByLabelText('Name'), 'Main');
    await userEvent.type(screen.getByLabelText('Address of the organisation'), 'https://acme.okta.com');
    await userEvent.click(screen.getByRole('button', { name: 'Create the connection' }));
    expect(await screen.findByText('A connection of this name exists')).toBeVisible();
  });

  it('refuses a name that no address could hold', async () => {
    const bridge = new FakeBridge().on(LIST, { body: [] });
    shown(bridge, '/setup');

    await userEvent.type(await screen.findByLabelText('Name'), 'a/b');
    await userEvent.type(screen.getByLabelText('Address of the organisation'), 'https://acme.okta.com');
    await userEvent.click(screen.getByRole('button', { name: 'Create the connection' }));

    expect(screen.getByText('The name cannot contain a slash.')).toBeVisible();
    expect(bridge.sent('POST', '/api/okta-connections')).toHaveLength(0);
  });

  it('goes on without knowing how the connections stand', async () => {
    shown(new FakeBridge().on(LIST, { body: [aConnection()] }).on(OVERVIEW, { status: 403, body: {} }), '/setup');

    expect(await screen.findByText(/is not known at the moment/)).toBeVisible();
    expect(screen.getByRole('link', { name: /Go on.*Main/ })).toBeVisible();
  });

  it.each([
    [403, 'This is not for you to see'],
    [400, 'Something is wrong on our side'],
  ])('draws the refusal %s', async (status, title) => {
    shown(new FakeBridge().on(LIST, { status, body: {} }), '/setup');

    expect(await screen.findByText(title)).toBeVisible();
  });

  it('says so where a connection is unknown, also under a name that was escaped', async () => {
    shown(standing('incomplete', aConnection({ name: '100%' })), '/setup/other');
    expect(await screen.findByText('There is no connection of this name')).toBeVisible();

    shown(standing('incomplete', aConnection({ name: '100%' })), '/setup/100%25');
    expect(await screen.findByRole('heading', { name: 'Connect Okta: 100%' })).toBeVisible();
  });
});

describe('the guide of a connection', () => {
  it('tells what to do in Okta, and takes the client id', async () => {
    const registered = aConnection({ clientId: '0oa1' });
    const bridge = standing('incomplete')
      .on(LIST, { body: [aConnection()] }, { body: [registered] })
      .on(OVERVIEW, { body: anOverview({ setup: NEW, connections: [aHealth('incomplete')] }) }, { body: anOverview({ setup: NEW, connections: [aHealth('untested')] }) })
      .on('PUT /api/okta-connections/Main/client-id', { body: registered });
    shown(bridge);

    expect(await screen.findByText('https://latchkey.example.com/okta/t1/jwks.json')).toBeVisible();
    expect(screen.getByText('{"kty":"RSA"}')).toBeInTheDocument();
    expect(screen.getByText(/Leave "Require Demonstrating Proof of Possession/)).toBeVisible();
    await userEvent.type(screen.getByLabelText('Client id'), '0oa1');
    await userEvent.click(screen.getByRole('button', { name: 'Save the client id' }));

    await waitFor(() => expect(step(/Grant scopes/)).toHaveAttribute('aria-current', 'step'));
    expect(bridge.sent('PUT', '/api/okta-connections/Main/client-id')[0]?.body).toEqual({ clientId: '0oa1' });
    expect(within(step(/Grant scopes/)).getByText(/Grant scopes/).closest('summary')).toHaveFocus();
    expect(screen.getByText("The app's client id is 0oa1.")).toBeVisible();
  });

  it('warns where there is no key to paste', async () => {
    shown(standing('incomplete', aConnection({ publicJwk: null })));

    expect(await screen.findByText(/There is no key at the moment/)).toBeInTheDocument();
  });

  it('recommends the narrowest role, with the scopes of the answer', async () => {
    shown(standing('untested', aConnection({ clientId: '0oa1' })));

    expect(await screen.findByText('okta.users.manage okta.groups.manage okta.roles.read okta.logs.read')).toBeVisible();
    expect(screen.getByText('okta.iam.read')).toBeVisible();
    expect(screen.getByText(/Assign the role "Report Administrator"/)).toBeVisible();
    expect(screen.getByText(/Never assign "Super Administrator"/)).toBeVisible();
  });

  it('tells each thing that is in the way with its remedy, then that it works', async () => {
    const bridge = standing('untested', aConnection({ clientId: '0oa1' }))
      .on(
        OVERVIEW,
        { body: anOverview({ setup: NEW, connections: [aHealth('untested')] }) },
        { body: anOverview({ setup: NEW, connections: [aHealth('failing')] }) },
        { body: anOverview({ setup: NEW, connections: [aHealth('working', { checkedAt: '2026-11-26T09:12:00Z' })] }) },
      )
      .on(
        'POST /api/okta-connections/Main/test',
        { body: { proven: [], findings: [{ code: 'okta.scope-missing', sentence: 'The scope okta.logs.read has not been granted.', remedy: 'Grant it.' }] } },
        { body: { proven: ['The app sees groups.'], findings: [] } },
      );
    shown(bridge);

    await userEvent.click(await screen.findByRole('button', { name: 'Test the connection' }));
    expect(await screen.findByText('One thing is in the way')).toBeVisible();
    expect(screen.getByText('Grant it.')).toBeVisible();
    expect(screen.getByText('Code okta.scope-missing')).toBeVisible();

    await userEvent.click(screen.getByRole('button', { name: 'Test again' }));
    expect(await screen.findByText('The connection works')).toBeVisible();
    expect(screen.getByText('The app sees groups.')).toBeVisible();
    expect(screen.queryByText('Grant it.')).toBeNull();
    await waitFor(() => expect(step(/List the groups/)).toHaveAttribute('aria-current', 'step'));
  });

  it('says when nothing could be proven, and when the test itself is refused', async () => {
    const bridge = standing('untested', aConnection({ clientId: '0oa1' })).on(
      'POST /api/okta-connections/Main/test',
      { body: { proven: [], findings: [] } },
      'unreachable',
    );
    shown(bridge);

    await userEvent.click(await screen.findByRole('button', { name: 'Test the connection' }));
    expect(await screen.findByText(/Nothing could be proven/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Test again' }));
    expect(await screen.findByText('Latchkey does not answer')).toBeVisible();
  });

  it('remembers through the server how the last test ended', async () => {
    const bridge = standing('failing', aConnection({ clientId: '0oa1' })).on(OVERVIEW, {
      body: anOverview({ setup: NEW, connections: [aHealth('failing', { checkedAt: '2026-11-26T09:12:00Z', problem: 'Okta shows no groups.' })] }),
    });
    shown(bridge);

    expect(await screen.findByText('It failed 26 Nov 2026, 10:12:')).toBeVisible();
    expect(screen.getByText('Okta shows no groups.')).toBeVisible();
  });

  it.each([
    ['holds at once', 200, aConnection(), 'The list holds now.'],
    [
      'waits for a second administrator',
      202,
      { id: 'p1', part: 'allowed-groups', connection: 'Main', before: {}, after: {}, proposedBy: 'a1', proposedAt: '2026-11-26T09:12:00Z', expiresAt: '2026-11-29T09:12:00Z' },
      'It takes effect when a second administrator confirms it.',
    ],
  ])('lists groups, which %s', async (_, status, body, told) => {
    const bridge = standing('working', aConnection({ clientId: '0oa1' })).on('PUT /api/okta-connections/Main/allowed-groups', { status, body });
    shown(bridge);

    await userEvent.type(await screen.findByLabelText('Groups'), 'Sales{Enter}{Enter} GitHub {Enter}Sales');
    await userEvent.click(screen.getByRole('button', { name: 'Save the list' }));

    expect(await screen.findByText(told)).toBeVisible();
    expect(bridge.sent('PUT', '/api/okta-connections/Main/allowed-groups')[0]?.body).toEqual({ groups: ['Sales', 'GitHub'] });
  });

  it('shows which group Okta does not know', async () => {
    const bridge = standing('working', aConnection({ clientId: '0oa1' })).on('PUT /api/okta-connections/Main/allowed-groups', {
      status: 422,
      body: { code: 'okta.group-unknown', detail: 'Okta has no group called "Sale".' },
    });
    shown(bridge);

    await userEvent.type(await screen.findByLabelText('Groups'), 'Sale');
    await userEvent.click(screen.getByRole('button', { name: 'Save the list' }));

    expect(await screen.findByText('Okta has no group called "Sale".')).toBeVisible();
  });

  it('checks a service desk, with a note only where it is asked for', async () => {
    const bridge = standing('working', aConnection({ clientId: '0oa1', allowedGroups: ['Sales'] }))
      .on('GET /api/service-desks', { body: [{ id: '1', projectKey: 'ITH', projectName: 'IT Help' }, { id: '2', projectKey: 'HR', projectName: 'People' }] })
      .on('POST /api/service-desks/2/check', {
        body: { works: false, proven: ['Browse Projects'], unproven: ['Add Comments: only a note would prove it.'], findings: [{ code: 'jira.permission-missing', sentence: 'It lacks a permission.', remedy: 'Give it.' }] },
      })
      .on('POST /api/service-desks/1/check', { body: { works: true, proven: ['Add Comments'], unproven: [], findings: [] } });
    shown(bridge);

    await userEvent.selectOptions(await screen.findByLabelText('Service desk'), 'People (HR)');
    await userEvent.click(screen.getByRole('button', { name: 'Check the service desk' }));
    expect(await screen.findByText('One thing is missing')).toBeVisible();
    expect(screen.getByText('Give it.')).toBeVisible();
    expect(screen.getByText('Add Comments: only a note would prove it.')).toBeVisible();
    expect(bridge.sent('POST', '/api/service-desks/2/check')[0]?.body).toBeUndefined();

    await userEvent.selectOptions(screen.getByLabelText('Service desk'), 'IT Help (ITH)');
    expect(screen.queryByText('Give it.')).toBeNull();
    await userEvent.type(screen.getByLabelText(/internal note/), '10042');
    await userEvent.click(screen.getByRole('button', { name: 'Check the service desk' }));
    expect(await screen.findByText('Nothing is missing')).toBeVisible();
    expect(bridge.sent('POST', '/api/service-desks/1/check')[0]?.body).toEqual({ noteOn: '10042' });
    expect(screen.getByRole('link', { name: 'Choose a recipe' })).toHaveAttribute('href', '#/recipes');
  });

  it('says so where Jira shows no service desk', async () => {
    const bridge = standing('working', aConnection({ clientId: '0oa1', allowedGroups: ['Sales'] })).on('GET /api/service-desks', { body: [] });
    shown(bridge);

    expect(await screen.findByText('Jira shows Latchkey no service desk')).toBeVisible();
  });

  it('rests when all is in place, and asks for nothing that is closed', async () => {
    const bridge = standing('working', aConnection({ clientId: '0oa1', allowedGroups: ['Sales'] }), { connections: 1, usable: 1, recipes: 1 });
    shown(bridge);

    expect(await screen.findByText('Everything is in place')).toBeVisible();
    expect(screen.getByText('One recipe is in use.')).toBeVisible();
    expect(bridge.sent('GET', '/api/service-desks')).toHaveLength(0);

    bridge.on('GET /api/service-desks', { body: [{ id: '1', projectKey: 'ITH', projectName: 'IT Help' }] });
    const desk = step(/Check the service desk/).querySelector('details') as HTMLDetailsElement;
    desk.open = true;
    expect(await screen.findByText('IT Help (ITH)')).toBeInTheDocument();
  });
});
