import type { AdminTexts } from '../../../shared/text/admin';

const HOURS = /^PT(\d+)H$/;
const DAYS = /^P(\d+)D$/;

/** An ISO 8601 duration of whole hours or days in words; any other is shown as it is. */
export function durationInWords(duration: string, words: Pick<AdminTexts['settings']['departure'], 'days' | 'hours'>): string {
  const days = DAYS.exec(duration)?.[1];
  if (days) {
    return words.days(Number(days));
  }
  const hours = Number(HOURS.exec(duration)?.[1] ?? Number.NaN);
  if (Number.isNaN(hours)) {
    return duration;
  }
  return hours > 0 && hours % 24 === 0 ? words.days(hours / 24) : words.hours(hours);
}
