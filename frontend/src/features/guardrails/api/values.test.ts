import { describe, expect, it } from 'vitest';
import { guardrails } from '../../../shared/text/admin/guardrails';
import { linesOfPart, pairsOf } from './values';

const GROUP = { id: '00g1', name: 'Sales' };
const OTHER = { id: '00g2', name: 'Audit' };

describe('what a part of the guardrails holds', () => {
  it.each<[string, unknown, string[]]>([
    ['second-administrator', { required: true }, ['Required']],
    ['second-administrator', { required: false }, ['Not required']],
    ['breaker', { accountsPerHour: 0, membershipsPerHour: null }, ['New accounts an hour: 0', 'Memberships an hour: no limit']],
    ['email-domains', { domains: null }, ['Any domain']],
    ['email-domains', { domains: [] }, ['No domain']],
    ['email-domains', { domains: ['example.com'] }, ['example.com']],
    ['allowed-groups', { groups: [] }, ['None']],
    ['allowed-groups', { groups: [GROUP] }, ['Sales (00g1)']],
    ['protected-groups', { groups: [GROUP, OTHER] }, ['Sales (00g1)', 'Audit (00g2)']],
    ['allowed-apps', { apps: [{ id: '0oa1', label: 'GitHub' }] }, ['GitHub (0oa1)']],
    ['protected-people', { people: [{ id: '00u1' }] }, ['00u1']],
    ['separate-duties', { pairs: [{ groups: [GROUP, OTHER] }] }, ['Sales and Audit']],
    ['separate-duties', { pairs: [] }, ['None']],
  ])('is told in words: %s %j', (part, value, lines) => {
    expect(linesOfPart(part, value, guardrails.value)).toEqual(lines);
  });

  it('is shown as it is where its shape is not known', () => {
    expect(linesOfPart('email-domains', { domains: 7 }, guardrails.value)).toEqual(['{"domains":7}']);
    expect(linesOfPart('new-part', { x: 1 }, guardrails.value)).toEqual(['{"x":1}']);
  });
});

describe('pairs', () => {
  it('are two different ids a line', () => {
    expect(pairsOf(['00g1 00g2', '00g3,  00g4'])).toEqual({ pairs: [['00g1', '00g2'], ['00g3', '00g4']] });
    expect(pairsOf([])).toEqual({ pairs: [] });
  });

  it.each(['00g1', '00g1 00g1', '00g1 00g2 00g3'])('are not "%s"', (line) => {
    expect(pairsOf(['00g8 00g9', line])).toEqual({ wrong: line });
  });
});
