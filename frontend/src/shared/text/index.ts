import { de } from './de';
import { en, type Texts } from './en';

export type { Texts } from './en';

/** The words for a locale; English where there is no translation. */
export function textsFor(locale: string): Texts {
  return locale.toLowerCase().startsWith('de') ? de : en;
}
