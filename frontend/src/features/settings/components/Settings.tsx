import type { ReactNode } from 'react';
import { Link, Redirect, useRoute } from 'wouter';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage } from '../../../shared/ui/AdminPage';
import { Approvers } from './Approvers';
import { Emergency } from './Emergency';
import { Installation } from './Installation';
import { Keys } from './Keys';
import { Tokens } from './Tokens';
import { Webhooks } from './Webhooks';

const PARTS: Record<string, () => ReactNode> = {
  installation: Installation,
  keys: Keys,
  tokens: Tokens,
  webhooks: Webhooks,
  approvers: Approvers,
  emergency: Emergency,
};

/** What is set seldom, each under an address of its own. */
export default function Settings() {
  const { shared, settings } = useAdminText();
  const [, named] = useRoute('/settings/:part');
  const chosen = named?.part ?? 'installation';
  const Chosen = PARTS[chosen];
  if (!Chosen) {
    return <Redirect to="/settings" replace />;
  }
  return (
    <AdminPage title={shared.pages.settings ?? ''}>
      <nav className="lk-tabs-nav" aria-label={settings.navigation}>
        <ul className="lk-tabs">
          {Object.keys(PARTS).map((part) => (
            <li key={part}>
              <Link href={`/settings/${part}`} className="lk-tab lk-focus" aria-current={part === chosen ? 'page' : undefined}>
                {settings.parts[part]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Chosen />
    </AdminPage>
  );
}
