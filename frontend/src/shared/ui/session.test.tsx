import { render, screen } from '@testing-library/react';
import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { describe, expect, it, vi } from 'vitest';
import { draw, FakeBridge, PLACE } from '../testing/render';
import { formatFor, useSession } from './session';

const NOON = '2026-11-26T12:00:00Z';

describe('times and numbers', () => {
  it('are those of the person, in their zone', () => {
    expect(formatFor('de-DE', 'Europe/Berlin').moment(NOON)).toBe('26.11.2026, 13:00');
    expect(formatFor('en-GB', 'America/New_York').moment(NOON)).toBe('26 Nov 2026, 07:00');
    expect(formatFor('de-DE', 'UTC').number(100_000)).toBe('100.000');
    expect(formatFor('en-US', 'UTC').number(100_000)).toBe('100,000');
  });

  it.each([
    [0, 'now'],
    [45, 'in 45 seconds'],
    [-60, '1 minute ago'],
    [3_599, 'in 59 minutes'],
    [3_600, 'in 1 hour'],
    [-7_300, '2 hours ago'],
    [86_400, 'tomorrow'],
    [-86_400 * 3, '3 days ago'],
  ])('are told near now: %s seconds', (seconds, told) => {
    const now = Date.parse(NOON);

    expect(formatFor('en-GB', 'UTC').relative(new Date(now + seconds * 1_000).toISOString(), now)).toBe(told);
  });
});

function Moment() {
  const { format, text } = useSession();
  return (
    <p>
      {text.locale}: {format.moment(NOON)}
    </p>
  );
}

describe('a session', () => {
  it('has the words and the times of its place', () => {
    draw(<Moment />, new FakeBridge(), { ...PLACE, locale: 'de-DE' });

    expect(screen.getByText('de: 26.11.2026, 13:00')).toBeVisible();
  });

  it.each([
    ['a zone', { locale: 'de-DE', timeZone: 'Mars/Olympus' }, 'de: Nov 26, 2026, 12:00 PM'],
    ['a locale', { locale: 'x_y_z', timeZone: 'Europe/Berlin' }, 'en: Nov 26, 2026, 1:00 PM'],
  ])('draws all the same when the browser does not know %s', (_, different, told) => {
    draw(<Moment />, new FakeBridge(), { ...PLACE, ...different });

    expect(screen.getByText(/^(de|en):/).textContent?.replace(/\s/g, ' ')).toBe(told);
  });

  it('is missed where there is none', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);

    expect(() => render(<Moment />)).toThrow('outside of its session');
    quiet.mockRestore();
  });
});

function Name() {
  const { api } = useSession();
  const { data, error } = useQuery({ queryKey: ['x'], queryFn: () => api.get('/x', z.object({ name: z.string() })) });
  return <p>{error ? error.name : (data?.name ?? '…')}</p>;
}

describe('what is asked for', () => {
  it.each([
    ['a network that fails', 'unreachable' as const],
    ['a server in trouble', { status: 503 }],
    ['too many requests', { status: 429 }],
  ])('is asked again after %s', async (_, trouble) => {
    const bridge = new FakeBridge().on('GET /x', trouble, trouble, { body: { name: 'there' } });
    draw(<Name />, bridge);

    expect(await screen.findByText('there', {}, { timeout: 4_000 })).toBeVisible();
    expect(bridge.calls).toHaveLength(3);
  });

  it('is given up after the third time', async () => {
    const bridge = new FakeBridge().on('GET /x', 'unreachable');
    draw(<Name />, bridge);

    expect(await screen.findByText('Unreachable', {}, { timeout: 4_000 })).toBeVisible();
    expect(bridge.calls).toHaveLength(3);
  });

  it.each([
    ['a no', { status: 403 }, 'Refused'],
    ['another shape', { body: { name: 7 } }, 'Unexpected'],
  ])('is not asked again after %s', async (_, told, name) => {
    const bridge = new FakeBridge().on('GET /x', told);
    draw(<Name />, bridge);

    expect(await screen.findByText(name)).toBeVisible();
    expect(bridge.calls).toHaveLength(1);
  });
});
