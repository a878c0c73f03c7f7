import { describe, expect, it } from 'vitest';
import { de } from './de';
import { en } from './en';
import { textsFor } from './index';

type Leaf = { path: string; value: unknown };

function leaves(tree: object, above = ''): Leaf[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? leaves(value, `${above}${key}.`) : [{ path: `${above}${key}`, value }],
  );
}

const english = new Map(leaves(en).map(({ path, value }) => [path, value]));
const german = new Map(leaves(de).map(({ path, value }) => [path, value]));

/** A sentence with its blanks filled by numbers that can be found again. */
const filled = (value: unknown) => (typeof value === 'function' ? (value as (...parts: number[]) => string)(4711, 4712) : String(value));

describe('the words', () => {
  it('are the same ones in German', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it.each([...english.keys()])('say %s in both languages, with the same blanks', (path) => {
    const said = [filled(english.get(path)), filled(german.get(path))];

    for (const one of said) {
      expect(one.trim()).not.toBe('');
      expect(one).not.toMatch(/undefined|\[object/);
    }
    const blanks = said.map((one) => (one.match(/471[12]/g) ?? []).sort());
    expect(blanks[1]).toEqual(blanks[0]);
    expect(blanks[0]).toHaveLength(typeof english.get(path) === 'function' ? (english.get(path) as { length: number }).length : 0);
  });

  it('are translated, but for names', () => {
    const same = [...english].filter(([path, value]) => typeof value === 'string' && german.get(path) === value).map(([path]) => path);

    expect(same).toEqual(['ticket.title', 'ticket.code']);
  });

  it.each(['de', 'de-DE', 'de_DE', 'DE-at', 'de-CH'])('are German for %s', (locale) => {
    expect(textsFor(locale).common.tryAgain).toBe('Erneut versuchen');
    expect(textsFor(locale).locale).toBe('de');
  });

  it.each(['en', 'en_US', 'fr-FR', ''])('are English for %j', (locale) => {
    expect(textsFor(locale).common.tryAgain).toBe('Try again');
    expect(textsFor(locale).locale).toBe('en');
  });
});
