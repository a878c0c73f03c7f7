import { useSession } from '../../ui/session';
import { audit } from './audit';
import { grants } from './grants';
import { guardrails } from './guardrails';
import { health } from './health';
import { move } from './move';
import { overview } from './overview';
import { recipes } from './recipes';
import { requests } from './requests';
import { settings } from './settings';
import { setup } from './setup';
import { shared } from './shared';

/** The words of the administrators' panel, a file for each feature; English until somebody translates them. */
const en = { audit, grants, guardrails, health, move, overview, recipes, requests, settings, setup, shared };

export type AdminTexts = typeof en;

export function useAdminText(): AdminTexts {
  useSession();
  return en;
}
