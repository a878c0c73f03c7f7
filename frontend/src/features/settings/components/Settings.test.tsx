import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../../../shared/testing/accessible';
import { aConnection, anOverview } from '../../../shared/testing/admin';
import { draw, FakeBridge } from '../../../shared/testing/render';
import type { Key, Token, Webhook } from '../api/settings';
import Settings from './Settings';

function shown(bridge: FakeBridge, part: string) {
  const place = memoryLocation({ path: `/settings${part && `/${part}`}`, record: true });
  draw(
    <Router hook={place.hook}>
      <Settings />
    </Router>,
    bridge,
  );
  return place;
}

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const click = async (name: string | RegExp) => userEvent.click(await button(name));
const inDialog = () => within(screen.getByRole('dialog'));

describe('the settings', () => {
  it('have an address for each part, and lead back from one that is none', async () => {
    const bridge = new FakeBridge().on('GET /api/webhooks', { body: [] });
    shown(bridge, 'webhooks');
    expect(screen.getByRole('link', { name: 'Webhooks' })).toHaveAttribute('aria-current', 'page');
    expect(screen.getByRole('link', { name: 'Okta keys' })).toHaveAttribute('href', '/settings/keys');

    const place = shown(
      new FakeBridge().on('GET /api/installation', 'unreachable').on('GET /api/installation/held', { body: [] }).on('GET /api/installation/departure', { body: {} }),
      'other',
    );
    await waitFor(() => expect(place.history.at(-1)).toBe('/settings'));
  });
});

describe('the installation', () => {
  const bridge = () =>
    new FakeBridge()
      .on('GET /api/installation', {
        body: {
          tenant: 't1',
          appAccountId: '557058:app',
          doors: [
            { door: 'CONNECT', baseUrl: 'https://acme.atlassian.net', installed: true, enabled: true },
            { door: 'FORGE', baseUrl: 'https://api.atlassian.com', installed: true, enabled: false },
            { door: 'OTHER', baseUrl: 'https://old.atlassian.net', installed: false, enabled: false },
          ],
        },
      })
      .on('GET /api/installation/held', { body: [] })
      .on('GET /api/installation/departure', { body: { secretsKeptFor: 'PT720H', dataKeptFor: 'PT2160H', remaining: [] } });

  it('tells its ways in, who was not let in, and what would remain', async () => {
    shown(
      bridge()
        .on('GET /api/installation/held', {
          body: [
            { id: 'h1', door: 'CONNECT', firstAt: '2026-11-26T09:12:00Z', lastAt: '2026-11-26T10:12:00Z', times: 3, decision: null },
            { id: 'h2', door: 'FORGE', firstAt: '2026-11-25T09:12:00Z', lastAt: '2026-11-25T10:12:00Z', times: 1, decision: 'refused' },
          ],
        })
        .on('GET /api/installation/departure', {
          body: {
            secretsKeptFor: 'PT720H',
            dataKeptFor: 'PT2160H',
            remaining: [
              { what: 'running-grants', count: 12, until: 'with-keys' },
              { what: 'trail-events', count: 12_345, until: 'for-good' },
              { what: 'recipes', count: 0, until: 'with-data' },
              { what: 'something-new', count: 1, until: 'later' },
            ],
          },
        }),
      '',
    );

    expect(await screen.findByText('557058:app')).toBeVisible();
    expect(screen.getByText('Open')).toBeVisible();
    expect(screen.getByText('Switched off in Jira')).toBeVisible();
    expect(screen.getByText('Removed')).toBeVisible();
    expect(await screen.findByText('Not decided')).toBeVisible();
    expect(screen.getByText('Stays out')).toBeVisible();
    expect(await screen.findByText(/would be kept for 30 days.*other data for 90 days/)).toBeVisible();
    expect(screen.getByText(/12 grants are still running/)).toBeVisible();
    expect(screen.getByText('12,345')).toBeVisible();
    expect(screen.getByText('something-new')).toBeVisible();
    expect(screen.queryByText('Recipes')).toBeNull();
    await expectAccessible();
  });

  it('tells a code for the way to another installation, this once', async () => {
    shown(bridge().on('POST /api/installation/move-code', { body: { code: 'ABCDE-FGH12-ABCDE-FGH12-ABCDE', expiresAt: '2026-11-26T10:12:00Z' } }), '');

    await click('Make a code');

    expect(await screen.findByText('ABCDE-FGH12-ABCDE-FGH12-ABCDE')).toBeVisible();
    expect(screen.getByText(/works once, until 26 Nov 2026, 11:12/)).toBeVisible();
    await click('I have copied it');
    expect(screen.queryByText('ABCDE-FGH12-ABCDE-FGH12-ABCDE')).toBeNull();
  });

  it('draws the parts that are known when one is not', async () => {
    shown(bridge().on('GET /api/installation', { status: 409, body: { code: 'x', detail: 'Jira does not tell the account.' } }), 'installation');

    expect(await screen.findByText('Jira does not tell the account.')).toBeVisible();
    expect(await screen.findByText('None.')).toBeVisible();
    expect(await screen.findByText('Nothing would remain.')).toBeVisible();
  });
});

describe('the keys to Okta', () => {
  const KEY: Key = {
    kid: 'k1',
    publicJwk: '{"kty":"RSA"}',
    state: 'SIGNING',
    createdAt: '2026-11-01T09:12:00Z',
    signsFrom: '2026-11-01T10:12:00Z',
    lastUsedAt: null,
    retiredAt: null,
    neededBy: ['Main', 'Sub'],
  };
  const LIST = 'GET /api/okta-keys';

  it('are listed with what each is needed for', async () => {
    shown(new FakeBridge().on(LIST, { body: [KEY, { ...KEY, kid: 'k0', state: 'RETIRED', lastUsedAt: '2026-11-02T09:12:00Z', neededBy: [] }] }), 'keys');

    expect(await screen.findByText(/Needed by Main, Sub/)).toBeVisible();
    expect(screen.getByText(/Never used/)).toBeVisible();
    expect(screen.getByText(/Last used 2 Nov 2026/)).toBeVisible();
    expect(screen.getByText('Signs')).toBeVisible();
    expect(screen.queryByText('{"kty":"RSA"}')).toBeNull();
    await expectAccessible();
  });

  it.each([
    ['FETCHED', null],
    ['PASTED', 'Somebody pastes it into each app'],
  ])('are replaced (%s)', async (delivery, choice) => {
    const bridge = new FakeBridge().on(LIST, { body: [KEY] }).on('POST /api/okta-keys', { status: 201, body: { ...KEY, state: 'WAITING' } });
    shown(bridge, 'keys');

    if (choice) {
      await userEvent.selectOptions(screen.getByLabelText('How Okta gets the new key'), choice);
    }
    await click('Replace the key');

    expect(await screen.findByText('The new key is published.')).toBeVisible();
    expect(bridge.sent('POST', '/api/okta-keys')[0]?.body).toEqual({ delivery });
  });

  it('sign once Okta accepts them, and say who does not', async () => {
    const bridge = new FakeBridge()
      .on(LIST, { body: [{ ...KEY, state: 'WAITING', signsFrom: null }] })
      .on('POST /api/okta-keys/k1/activation', { status: 409, body: { code: 'okta.key-not-accepted', detail: 'The organisation of the connection "Sub" did not take it.' } }, { body: KEY });
    shown(bridge, 'keys');

    expect(await screen.findByText('{"kty":"RSA"}')).toBeVisible();
    await click('Let it sign');
    expect(await screen.findByText('The organisation of the connection "Sub" did not take it.')).toBeVisible();
    await click('Let it sign');
    expect(await screen.findByText('It signs from now on.')).toBeVisible();
  });

  it('are erased only when a word was typed', async () => {
    const bridge = new FakeBridge().on(LIST, { body: [KEY] }, { body: [] }).on('DELETE /api/okta-keys', { status: 503, body: { code: 'db' } }, { body: { keys: 2 } });
    shown(bridge, 'keys');

    await click('Erase all keys');
    expect(inDialog().getByRole('button', { name: 'Erase all keys' })).toBeDisabled();
    await expectAccessible();
    await userEvent.type(inDialog().getByLabelText('Type "erase" to go on'), 'eras{Enter}');
    expect(bridge.sent('DELETE', '/api/okta-keys')).toHaveLength(0);
    await userEvent.type(inDialog().getByLabelText('Type "erase" to go on'), 'e');
    await userEvent.click(inDialog().getByRole('button', { name: 'Erase all keys' }));
    expect(await inDialog().findByText('Latchkey does not answer')).toBeVisible();
    await userEvent.click(inDialog().getByRole('button', { name: 'Erase all keys' }));

    expect(await screen.findByText('2 keys were erased.')).toBeVisible();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('may be none, and may not be seen', async () => {
    shown(new FakeBridge().on(LIST, { body: [] }), 'keys');
    expect(await screen.findByText('There is no key')).toBeVisible();

    shown(new FakeBridge().on(LIST, { status: 403, body: {} }), 'keys');
    expect(await screen.findByText('This is not for you to see')).toBeVisible();
  });
});

describe('tokens for Jira Automation', () => {
  const TOKEN: Token = { id: 'a1', name: 'Approvals', createdBy: 'x', createdAt: '2026-11-01T09:12:00Z', revokedAt: null, oldValidUntil: null, sources: [] };
  const LIST = 'GET /api/automation-tokens';
  const ISSUED = { id: 'a1', token: 'a1.secret', url: 'https://latchkey.example.com/automation/signals', header: 'Authorization: Bearer a1.secret', body: '{"issueId":"{{issue.id}}"}' };

  it('are made, and their secret is shown once', async () => {
    const bridge = new FakeBridge().on(LIST, { body: [] }, { body: [TOKEN] }).on('POST /api/automation-tokens', { status: 201, body: ISSUED });
    shown(bridge, 'tokens');

    expect(await screen.findByText('There are no tokens')).toBeVisible();
    await userEvent.type(screen.getByLabelText('Name'), ' Approvals ');
    await userEvent.type(screen.getByLabelText(/May be used from/), '104.192.136.0/21{Enter}{Enter}2401:1d80::/32');
    await click('Make the token');

    expect(await screen.findByText('Authorization: Bearer a1.secret')).toBeVisible();
    expect(screen.getByRole('group', { name: /Enter this in the action/ })).toHaveFocus();
    expect(screen.getByText('{"issueId":"{{issue.id}}"}')).toBeVisible();
    await expectAccessible();
    expect(bridge.sent('POST', '/api/automation-tokens')[0]?.body).toEqual({ name: 'Approvals', sources: ['104.192.136.0/21', '2401:1d80::/32'] });
    expect(screen.getByLabelText('Name')).toHaveValue('');
    await click('I have copied it');
    expect(screen.queryByText(/a1\.secret/)).toBeNull();
  });

  it('get a new secret, beside which the old one stays valid as long as is said', async () => {
    const bridge = new FakeBridge()
      .on(LIST, { body: [{ ...TOKEN, sources: ['10.0.0.0/8'], oldValidUntil: '2026-11-27T09:12:00Z' }] })
      .on('POST /api/automation-tokens/a1/rotation', { status: 201, body: ISSUED });
    shown(bridge, 'tokens');

    expect(await screen.findByText(/May be used from: 10\.0\.0\.0\/8 · The old secret is valid until 27 Nov 2026/)).toBeVisible();
    await click(/New secret.*Approvals/);
    const form = within(screen.getByRole('form', { name: 'A new secret for "Approvals"' }));
    await userEvent.selectOptions(form.getByLabelText('The old secret'), 'Ends at once');
    await userEvent.click(form.getByRole('button', { name: 'New secret' }));

    expect(await screen.findByText('Authorization: Bearer a1.secret')).toBeVisible();
    expect(bridge.sent('POST', '/api/automation-tokens/a1/rotation')[0]?.body).toEqual({ overlapMinutes: 0 });
  });

  it('are limited to addresses, and say which are none', async () => {
    const bridge = new FakeBridge()
      .on(LIST, { body: [TOKEN] })
      .on('PUT /api/automation-tokens/a1/sources', { status: 422, body: { code: 'automation.source-invalid', detail: 'A source is a range of addresses.' } }, { status: 204 });
    shown(bridge, 'tokens');

    await click(/Limit.*Approvals/);
    const form = within(screen.getByRole('form', { name: 'From where "Approvals" may be used' }));
    await userEvent.type(form.getByRole('textbox'), 'here');
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    expect(await form.findByText('A source is a range of addresses.')).toBeVisible();
    await userEvent.clear(form.getByRole('textbox'));
    await userEvent.click(form.getByRole('button', { name: 'Save' }));

    expect(await screen.findByText('Saved.')).toBeVisible();
    expect(bridge.sent('PUT', '/api/automation-tokens/a1/sources')[1]?.body).toEqual({ sources: [] });
  });

  it('are revoked after a question, and nothing can be done with them then', async () => {
    const bridge = new FakeBridge()
      .on(LIST, { body: [TOKEN] }, { body: [{ ...TOKEN, revokedAt: '2026-11-26T09:12:00Z' }] })
      .on('DELETE /api/automation-tokens/a1', { status: 204 });
    shown(bridge, 'tokens');

    await click(/Revoke.*Approvals/);
    await userEvent.click(inDialog().getByRole('button', { name: 'Revoke' }));

    expect(await screen.findByText('It is revoked.')).toBeVisible();
    expect(await screen.findByText(/Revoked 26 Nov 2026/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Limit/ })).toBeNull();
  });
});

describe('webhooks', () => {
  const HOOK: Webhook = { name: 'deploy', host: 'hooks.example.com', createdAt: '2026-11-01T09:12:00Z', changedAt: '2026-11-02T09:12:00Z', previousSignsUntil: null };
  const LIST = 'GET /api/webhooks';

  it('are registered, and their secret is shown once', async () => {
    const bridge = new FakeBridge()
      .on(LIST, { body: [] }, { body: [HOOK] })
      .on('PUT /api/webhooks/deploy', { status: 201, body: { webhook: HOOK, secret: 'whsec_1' } }, { body: { webhook: HOOK, secret: null } });
    shown(bridge, 'webhooks');

    expect(await screen.findByText('There are no webhooks')).toBeVisible();
    for (const url of ['https://hooks.example.com/x', 'https://hooks.example.com/y']) {
      await userEvent.type(screen.getByLabelText('Name'), 'deploy');
      await userEvent.type(screen.getByLabelText('Address'), url);
      await click('Register');
      await waitFor(() => expect(screen.getByLabelText('Address')).toHaveValue(''));
      if (url.endsWith('x')) {
        expect(screen.getByText('whsec_1')).toBeVisible();
      }
    }

    expect(screen.getByText('The address was changed. The secret stays.')).toBeVisible();
    expect(screen.queryByText('whsec_1')).toBeNull();
    expect(bridge.sent('PUT', '/api/webhooks/deploy')[0]?.body).toEqual({ url: 'https://hooks.example.com/x' });
  });

  it('are refused where an operator does not allow the host', async () => {
    shown(new FakeBridge().on(LIST, { body: [] }).on('PUT /api/webhooks/a%20b', { status: 422, body: { code: 'rollout.host-not-allowed', detail: 'The host is not allowed.' } }), 'webhooks');

    await userEvent.type(screen.getByLabelText('Name'), 'a b');
    await userEvent.type(screen.getByLabelText('Address'), 'https://elsewhere.example');
    await click('Register');

    expect(await screen.findByText('The host is not allowed.')).toBeVisible();
    expect(screen.getByLabelText('Address')).toHaveValue('https://elsewhere.example');
  });

  it('are tested, and tell what came back', async () => {
    const bridge = new FakeBridge()
      .on(LIST, { body: [{ ...HOOK, previousSignsUntil: '2026-11-27T09:12:00Z' }] })
      .on(
        'POST /api/webhooks/deploy/test',
        { body: { delivered: false, code: 'rollout.refused', status: 401, explanation: 'The webhook deploy answered 401.' } },
        { body: { delivered: true, code: 'rollout.delivered', status: 204, explanation: 'The webhook deploy answered 204.' } },
        { status: 404, body: {} },
      );
    shown(bridge, 'webhooks');

    expect(await screen.findByText(/The old secret signs too, until 27 Nov 2026/)).toBeVisible();
    await click(/Test.*deploy/);
    expect(await screen.findByText('The test did not arrive')).toBeVisible();
    expect(screen.getByText('The webhook deploy answered 401.')).toBeVisible();
    await expectAccessible();
    await click(/Test.*deploy/);
    expect(await screen.findByText('The test arrived')).toBeVisible();
    await click(/Test.*deploy/);
    expect(await screen.findByText('There is nothing here')).toBeVisible();
  });

  it('get a new secret', async () => {
    const bridge = new FakeBridge().on(LIST, { body: [HOOK] }).on('POST /api/webhooks/deploy/secret', { status: 201, body: { webhook: HOOK, secret: 'whsec_2' } });
    shown(bridge, 'webhooks');

    await click(/New secret.*deploy/);
    await userEvent.click(within(screen.getByRole('form', { name: /A new secret/ })).getByRole('button', { name: 'New secret' }));

    expect(await screen.findByText('whsec_2')).toBeVisible();
    expect(bridge.sent('POST', '/api/webhooks/deploy/secret')[0]?.body).toEqual({ overlapMinutes: 60 });
  });

  it('are deleted after a question, unless a recipe calls them', async () => {
    const bridge = new FakeBridge()
      .on(LIST, { body: [HOOK] }, { body: [HOOK] }, { body: [] })
      .on('DELETE /api/webhooks/deploy', { status: 409, body: { code: 'rollout.webhook-in-use', detail: 'The recipe "onboard" calls this webhook.' } }, { status: 204 });
    shown(bridge, 'webhooks');

    await click(/Delete.*deploy/);
    await userEvent.click(inDialog().getByRole('button', { name: 'Delete' }));
    expect(await inDialog().findByText('The recipe "onboard" calls this webhook.')).toBeVisible();
    await userEvent.click(inDialog().getByRole('button', { name: 'Delete' }));

    expect(await screen.findByText('It is deleted.')).toBeVisible();
    expect(screen.getByText('There are no webhooks')).toBeVisible();
  });
});

describe('approver accounts', () => {
  const PATH = '/api/okta-connections/Main/approver-accounts';
  const PAUL = { accountId: '557058:paul', oktaUserId: '00u1', enteredBy: '557058:ada', enteredAt: '2026-11-26T09:12:00Z' };
  const CONNECTED = new FakeBridge().on('GET /api/okta-connections', { body: [aConnection()] });

  it('are added by id', async () => {
    const bridge = CONNECTED.on(`GET ${PATH}`, { body: [] }, { body: [PAUL] }).on(
      `PUT ${PATH}/557058%3Apaul`,
      { status: 422, body: { code: 'okta.user-unknown', detail: 'Okta has no account with this id; enter the id, not the login.' } },
      { status: 204 },
    );
    shown(bridge, 'approvers');

    expect(await screen.findByText('Nobody is listed')).toBeVisible();
    await userEvent.type(screen.getByLabelText('Jira account id'), '557058:paul');
    await userEvent.type(screen.getByLabelText('Okta user id'), '00u1');
    await click('Add');
    expect(await screen.findByText(/enter the id, not the login/)).toBeVisible();
    await click('Add');

    expect(await screen.findByText('Saved.')).toBeVisible();
    expect(screen.getByText('26 Nov 2026, 10:12 by 557058:ada')).toBeVisible();
    await expectAccessible();
    expect(bridge.sent('PUT', `${PATH}/557058%3Apaul`)[0]?.body).toEqual({ oktaUserId: '00u1' });
  });

  it('are removed after a question', async () => {
    shown(CONNECTED.on(`GET ${PATH}`, { body: [PAUL] }, { body: [] }).on(`DELETE ${PATH}/557058%3Apaul`, { status: 204 }), 'approvers');

    await click(/Remove.*557058:paul/);
    await userEvent.click(inDialog().getByRole('button', { name: 'Remove' }));

    expect(await screen.findByText('Removed.')).toBeVisible();
    expect(screen.getByText('Nobody is listed')).toBeVisible();
  });

  it('belong to a connection, which is chosen, or has to be made first', async () => {
    const two = new FakeBridge()
      .on('GET /api/okta-connections', { body: [aConnection(), aConnection({ name: 'Sub' })] })
      .on(`GET ${PATH}`, { body: [] })
      .on('GET /api/okta-connections/Sub/approver-accounts', { body: [PAUL] });
    shown(two, 'approvers');
    await userEvent.selectOptions(await screen.findByLabelText('Connection'), 'Sub');
    expect(await screen.findByText('557058:paul')).toBeVisible();

    shown(new FakeBridge().on('GET /api/okta-connections', { body: [] }), 'approvers');
    expect(await screen.findByText('There is no connection yet')).toBeVisible();
  });
});

describe('ending all access', () => {
  it('needs a reason, and tells how much ends', async () => {
    const bridge = new FakeBridge()
      .on('GET /api/overview', { body: anOverview() })
      .on('POST /api/grants/end', { status: 202, body: { grants: 1_200 } });
    shown(bridge, 'emergency');

    expect(await screen.findByText(/12 running now/)).toBeVisible();
    await click('End all access now');
    await userEvent.click(inDialog().getByRole('button', { name: 'End all access now' }));
    expect(bridge.sent('POST', '/api/grants/end')).toHaveLength(0);
    await userEvent.type(inDialog().getByLabelText('Reason'), 'breach');
    await userEvent.click(inDialog().getByRole('button', { name: 'End all access now' }));

    expect(await screen.findByText('1,200 end now.')).toBeVisible();
    expect(bridge.sent('POST', '/api/grants/end')[0]?.body).toEqual({ why: 'breach' });
  });

  it('can be done while nothing is known of how much there is, and keeps the question open when it is refused', async () => {
    shown(new FakeBridge().on('GET /api/overview', { status: 400, body: {} }).on('POST /api/grants/end', { status: 403, body: {} }), 'emergency');

    await click('End all access now');
    await userEvent.type(inDialog().getByLabelText('Reason'), 'breach');
    await userEvent.click(inDialog().getByRole('button', { name: 'End all access now' }));

    expect(await inDialog().findByText('This is not for you to see')).toBeVisible();
    expect(screen.queryByText(/running now/)).toBeNull();
  });
});
