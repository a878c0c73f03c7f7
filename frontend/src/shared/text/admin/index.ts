import { useSession } from '../../ui/session';
import { shared } from './shared';

/** The words of the administrators' panel, a file for each feature; English until somebody translates them. */
const en = { shared };

export type AdminTexts = typeof en;

export function useAdminText(): AdminTexts {
  useSession();
  return en;
}
