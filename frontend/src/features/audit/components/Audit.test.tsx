import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draw, FakeBridge } from '../../../shared/testing/render';
import type { AuditRow } from '../api/audit';
import Audit from './Audit';

function row(number: number, different: Partial<AuditRow> = {}): AuditRow {
  return {
    id: `e${number}`,
    at: '2026-11-26T10:00:00Z',
    kind: 'decision.admitted',
    subject: '10042',
    facts: { recipe: 'onboard', number },
    personal: {},
    position: number,
    ...different,
  };
}

const page = (rows: AuditRow[], next: string | null = null) => ({ body: { rows, next } });

function shown(...pages: Array<ReturnType<typeof page>>) {
  const bridge = new FakeBridge().on('GET /api/audit', ...pages);
  draw(<Audit />, bridge);
  return bridge;
}

function askedFor(bridge: FakeBridge) {
  return bridge.calls.filter((call) => call.path.startsWith('/api/audit?')).map((call) => Object.fromEntries(new URLSearchParams(call.path.split('?')[1])));
}

describe('the trail', () => {
  it('shows events with their number, and those that are not sealed yet', async () => {
    const bridge = shown(page([row(1_204), row(2, { position: null, kind: 'grant.ended' })]));

    await screen.findByRole('table', { name: 'Audit events' });
    const [, first, second] = screen.getAllByRole('row');
    expect(within(first as HTMLElement).getAllByRole('cell').map((cell) => cell.textContent)).toEqual([
      '1204',
      '26 Nov 2026, 11:00',
      'decision.admitted',
      '10042',
      '{"recipe":"onboard","number":1204}',
    ]);
    expect(within(second as HTMLElement).getAllByRole('cell')[0]).toHaveTextContent('…');
    await userEvent.click(screen.getByRole('button', { name: '{"recipe":"onboard","number":2}' }));
    expect(screen.getByRole('dialog')).toHaveTextContent('"number": 2');
    expect(askedFor(bridge)).toEqual([{ limit: '100' }]);
  });

  it('is searched by subject and kind once typing rests', async () => {
    const bridge = shown(page([row(1)]));
    await screen.findByRole('table');

    await userEvent.type(screen.getByLabelText('Subject'), '10042 ');
    await userEvent.type(screen.getByLabelText('Kind of event'), 'grant.ended');

    await waitFor(() => expect(askedFor(bridge)).toContainEqual({ limit: '100', subject: '10042', kind: 'grant.ended' }));
    expect(askedFor(bridge).map((asked) => asked.subject)).not.toContain('1');
  });

  it('says so where nothing fits', async () => {
    shown(page([]));

    expect(await screen.findByText('No such events')).toBeVisible();
  });

  it('fetches what follows', async () => {
    const bridge = shown(page([row(2)], 'n1'), page([row(1)]));

    expect(await screen.findByText('2 shown')).toBeVisible();
    expect(askedFor(bridge)).toEqual([{ limit: '100' }, { limit: '100', after: 'n1' }]);
  });

  it.each([
    [403, 'This is not for you to see'],
    [404, 'There is nothing here'],
  ])('draws the refusal %s', async (status, title) => {
    draw(<Audit />, new FakeBridge().on('GET /api/audit', { status }));
    expect(screen.getByRole('status', { name: 'Loading' })).toBeVisible();

    expect(await screen.findByText(title)).toBeVisible();
  });
});

describe('verifying the trail', () => {
  const VERIFY = 'GET /api/audit/verification';
  const verify = async () => userEvent.click(screen.getByRole('button', { name: 'Verify the trail' }));

  it('tells how much is proven', async () => {
    const bridge = shown(page([])).on(VERIFY, { body: { sealed: 120_431, notSealedYet: 3 } });
    expect(bridge.sent('GET', '/api/audit/verification')).toHaveLength(0);

    await verify();

    expect(await screen.findByText('The trail is intact')).toBeVisible();
    expect(screen.getByText('120,431 sealed events are as they were; 3 are not sealed yet.')).toBeVisible();
  });

  it('tells where it does not hold', async () => {
    shown(page([])).on(VERIFY, { body: { sealed: 41, notSealedYet: 0, firstBroken: { position: 4_200, event: null, breach: 'another hash' }, intact: false } });

    await verify();

    expect(await screen.findByText('The trail does not verify')).toBeVisible();
    expect(screen.getByText('Seal 4,200 does not hold: another hash. Nothing behind it was looked at.')).toBeVisible();
    expect(screen.queryByText('The trail is intact')).toBeNull();
  });

  it('calls nothing intact that the server does not', async () => {
    shown(page([])).on(VERIFY, { body: { sealed: 41, notSealedYet: 0, firstBroken: null, intact: false } });

    await verify();

    expect(await screen.findByText('The trail does not verify')).toBeVisible();
    expect(screen.queryByText('The trail is intact')).toBeNull();
  });

  it('can be tried again when no answer came, and says nothing until then', async () => {
    shown(page([])).on(VERIFY, 'unreachable', { body: { sealed: 1, notSealedYet: 0 } });

    await verify();
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('The trail is intact')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('exporting the trail', () => {
  const saved: Array<{ name: string; blob: Blob }> = [];
  let held: Blob | null = null;

  beforeEach(() => {
    saved.length = 0;
    URL.createObjectURL = (blob: Blob) => {
      held = blob;
      return 'blob:test';
    };
    URL.revokeObjectURL = () => {
      held = null;
    };
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
      if (held) {
        saved.push({ name: this.download, blob: held });
      }
    });
  });
  afterEach(() => vi.restoreAllMocks());

  const lines = async () => {
    const text = await new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.readAsText(saved[0]?.blob as Blob);
    });
    expect(text.endsWith('\n')).toBe(true);
    return text.trimEnd().split('\n').map((line) => JSON.parse(line));
  };

  const EXPORT = 'GET /api/audit/export';
  const sealed = (position: number) => ({ position, event: `e${position}`, previousHash: 'aa', hash: 'bb', body: '{}', personal: {} });
  const told = (...rows: object[]) => rows.map((one) => `${JSON.stringify(one)}\n`).join('');
  const exporting = async (bridge: FakeBridge, text: string) => {
    const call = bridge.call.bind(bridge);
    vi.spyOn(bridge, 'call').mockImplementation(async (asked) =>
      asked.path.startsWith('/api/audit/export') ? { ...(await call(asked)), text } : call(asked),
    );
    bridge.on(EXPORT, {});
    await screen.findByRole('table');
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
  };

  it('hands the sealed events of some days to the browser, with their proofs and as they came', async () => {
    const bridge = shown(page([row(1)]));
    await screen.findByRole('table');
    fireEvent.change(screen.getByLabelText('First day'), { target: { value: '2026-11-01' } });
    fireEvent.change(screen.getByLabelText(/^Last day/), { target: { value: '2026-11-26' } });

    await exporting(bridge, told(sealed(1), sealed(2), { end: true, rows: 2 }));

    expect(await screen.findByText('2 events exported.')).toBeVisible();
    expect(saved.map((one) => one.name)).toEqual(['latchkey-audit-2026-11-01-2026-11-26.ndjson']);
    expect(await lines()).toEqual([sealed(1), sealed(2), { end: true, rows: 2 }]);
    const asked = new URLSearchParams(bridge.calls.find((one) => one.path.includes('export'))?.path.split('?')[1]);
    expect(Object.fromEntries(asked)).toEqual({ from: '2026-11-01T00:00:00Z', to: '2026-11-27T00:00:00.000Z' });
  });

  it('hands out no half of it', async () => {
    const bridge = shown(page([row(1)]));

    await exporting(bridge, told(sealed(1)));

    expect(await screen.findByRole('alert')).toHaveTextContent('Something is wrong on our side');
    expect(saved).toEqual([]);
  });
});
