import { useSession } from '../../ui/session';
import { audit } from './audit';
import { grants } from './grants';
import { recipes } from './recipes';
import { requests } from './requests';
import { shared } from './shared';

/** The words of the administrators' panel, a file for each feature; English until somebody translates them. */
const en = { audit, grants, recipes, requests, shared };

export type AdminTexts = typeof en;

export function useAdminText(): AdminTexts {
  useSession();
  return en;
}
