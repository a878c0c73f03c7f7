import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../testing/accessible';
import { draw, FakeBridge } from '../testing/render';
import { Findings } from './Findings';
import { HealthLozenge } from './HealthLozenge';
import { linesOf } from './lines';
import { fromAddress, inAddress } from './names';
import { formatFor } from './session';

describe('what a check has shown', () => {
  it('is each thing in the way with its remedy, then what was seen, then what was not', async () => {
    draw(
      <Findings
        findings={[{ code: 'okta.role-missing', sentence: 'It sees no groups.', remedy: 'Assign a role.' }]}
        proven={['It gets tokens.']}
        unproven={['It may write notes.']}
      />,
      new FakeBridge(),
    );

    expect(screen.getByText('It sees no groups.')).toBeVisible();
    expect(screen.getByText('Assign a role.')).toBeVisible();
    expect(screen.getByText('Code okta.role-missing')).toBeVisible();
    const [seen, open] = screen.getAllByRole('list');
    expect(within(seen as HTMLElement).getByText('It gets tokens.')).toBeVisible();
    expect(within(open as HTMLElement).getByText('It may write notes.')).toBeVisible();
    await expectAccessible();
  });

  it('has no headings for what there is none of', () => {
    draw(<Findings findings={[]} proven={['It gets tokens.']} />, new FakeBridge());

    expect(screen.getByRole('heading', { name: 'Proven' })).toBeVisible();
    expect(screen.queryByRole('heading', { name: 'Not proven' })).toBeNull();
  });
});

describe('how a connection is', () => {
  it.each([
    ['incomplete', 'Not finished'],
    ['untested', 'Not tested'],
    ['working', 'Working'],
    ['failing', 'Failing'],
    ['something-new', 'something-new'],
  ])('is said in a word: %s', (state, word) => {
    draw(<HealthLozenge state={state} />, new FakeBridge());

    expect(screen.getByText(word)).toBeVisible();
  });
});

describe('lines', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['  \n\n', []],
    ['Sales\r\n GitHub users \nSales', ['Sales', 'GitHub users']],
    ['Sales\nsales', ['Sales', 'sales']],
  ])('of %j', (text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });
});

describe('a name in an address', () => {
  it.each(['Main', 'Zwei & Drei', '100%', 'a?b#c', 'Łódź', '50%25'])('comes back: %s', (name) => {
    expect(decodeURIComponent(inAddress(name))).toBe(name);
  });

  it('comes back when the router has undone a part of it', () => {
    expect(fromAddress(decodeURI(inAddress('a?b#c')))).toBe('a?b#c');
    expect(fromAddress(decodeURI(inAddress('100%')))).toBe('100%');
    expect(fromAddress(decodeURI(inAddress('Zwei & Drei')))).toBe('Zwei & Drei');
  });
});

describe('a day', () => {
  it('is the one of the reader', () => {
    expect(formatFor('en-GB', 'Europe/Berlin').day('2026-11-19T23:30:00Z')).toBe('20 Nov 2026');
    expect(formatFor('de-DE', 'America/New_York').day('2026-11-19T23:30:00Z')).toBe('19.11.2026');
  });
});
