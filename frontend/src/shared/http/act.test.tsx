import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { aConnection, aHealth, anOverview } from '../testing/admin';
import { draw, FakeBridge } from '../testing/render';
import { useSession } from '../ui/session';
import { useAct } from './act';
import { connection, connectionPath } from './connections';
import { overview } from './overview';
import { changed, isProposal } from './proposals';

const SECRET = z.object({ secret: z.string() });

function Button({ onAnswer }: { onAnswer?: (memory: string) => void }) {
  const queries = useQueryClient();
  const act = useAct((api, _: void) => api.send('POST', '/api/things', SECRET), ['things']);
  return (
    <>
      <button type="button" onClick={() => act.mutate()}>
        Do
      </button>
      <button type="button" onClick={() => onAnswer?.(JSON.stringify(queries.getMutationCache().getAll().map((one) => one.state.data ?? null)))}>
        Look
      </button>
      <p>{act.data?.secret ?? act.error?.name}</p>
    </>
  );
}

function Things({ name }: { name: string }) {
  const { api } = useSession();
  const query = useQuery({ queryKey: [name], queryFn: () => api.get(`/api/${name}`, z.array(z.string())) });
  return <p>{query.data?.join()}</p>;
}

describe('something that is done', () => {
  it.each([
    ['worked', { body: { secret: 's' } }],
    ['was refused', { status: 409, body: {} }],
  ])('asks anew for what it touches, and for nothing else, when it %s', async (_, answer) => {
    const bridge = new FakeBridge().on('POST /api/things', answer).on('GET /api/things', { body: ['old'] }, { body: ['new'] }).on('GET /api/others', { body: ['other'] });
    draw(
      <>
        <Button />
        <Things name="things" />
        <Things name="others" />
      </>,
      bridge,
    );

    expect(await screen.findByText('old')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Do' }));

    expect(await screen.findByText('new')).toBeVisible();
    expect(bridge.sent('GET', '/api/others')).toHaveLength(1);
  });

  it('is never done twice by itself', async () => {
    const bridge = new FakeBridge().on('POST /api/things', 'unreachable', { body: { secret: 's' } });
    draw(<Button />, bridge);

    await userEvent.click(screen.getByRole('button', { name: 'Do' }));

    expect(await screen.findByText('Unreachable')).toBeVisible();
    expect(bridge.sent('POST', '/api/things')).toHaveLength(1);
  });

  it('leaves no secret in memory once another answer has come', async () => {
    let memory = '';
    const bridge = new FakeBridge().on('POST /api/things', { body: { secret: 'first' } }, { body: { secret: 'second' } });
    draw(<Button onAnswer={(found) => (memory = found)} />, bridge);

    for (const secret of ['first', 'second']) {
      await userEvent.click(screen.getByRole('button', { name: 'Do' }));
      expect(await screen.findByText(secret)).toBeVisible();
    }

    await waitFor(async () => {
      await userEvent.click(screen.getByRole('button', { name: 'Look' }));
      expect(memory).toBe('[{"secret":"second"}]');
    });
  });
});

describe('the shapes of what several pages ask for', () => {
  it('take a field that is missing for one that is null', () => {
    const { clientId, publicJwk, ...without } = aConnection();

    expect(connection.safeParse(without).success).toBe(true);
    expect(connection.safeParse(aConnection({ clientId: null, publicJwk: null })).success).toBe(true);
    expect(connection.safeParse({ ...without, scopes: undefined }).success).toBe(false);
  });

  it('take an overview as the server tells it', () => {
    expect(overview.safeParse(anOverview()).success).toBe(true);
    expect(overview.safeParse(anOverview({ connections: [{ name: 'Main', orgUrl: 'https://acme.okta.com', state: 'untested' }] })).success).toBe(true);
    expect(overview.safeParse({ ...anOverview(), grants: {} }).success).toBe(false);
    expect(overview.safeParse(anOverview({ connections: [aHealth('working')] })).success).toBe(true);
  });

  it('tell what waits from what holds', () => {
    const proposal = { id: 'p', part: 'breaker', connection: null, before: {}, after: {}, proposedBy: 'a', proposedAt: '2026-11-26T09:12:00Z', expiresAt: '2026-11-29T09:12:00Z' };

    expect(isProposal(changed.parse(proposal))).toBe(true);
    expect(isProposal(changed.parse({ domains: null }))).toBe(false);
    expect(isProposal(changed.parse(aConnection()))).toBe(false);
  });

  it('write a name into a path', () => {
    expect(connectionPath('Zwei & Drei?')).toBe('/api/okta-connections/Zwei%20%26%20Drei%3F');
  });
});
