import axe from 'axe-core';
import { expect } from 'vitest';

/** Colours need a real browser; a part of a page is no whole page. */
const RULES = { 'color-contrast': { enabled: false }, region: { enabled: false } };

/** Fails with what axe-core finds against WCAG 2.2 AA in what is drawn. */
export async function expectAccessible(part: Element = document.body): Promise<void> {
  const { violations } = await axe.run(part, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { ...RULES, 'page-has-heading-one': { enabled: false }, 'landmark-one-main': { enabled: false } },
  });
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}
