import { expect, it } from 'vitest';
import { settings } from '../../../shared/text/admin/settings';
import { durationInWords } from './durations';

it.each([
  ['PT720H', '30 days'],
  ['PT24H', 'one day'],
  ['PT1H', 'one hour'],
  ['PT36H', '36 hours'],
  ['PT0H', '0 hours'],
  ['P90D', '90 days'],
  ['PT5M', 'PT5M'],
])('tells %s as %s', (duration, words) => {
  expect(durationInWords(duration, settings.departure)).toBe(words);
});
