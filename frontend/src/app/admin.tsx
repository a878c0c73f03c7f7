import { lazy, Suspense, useRef } from 'react';
import { Link, Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { Overview } from '../features/overview/components/Overview';
import { useVerdict } from '../shared/http/overview';
import { useAdminText } from '../shared/text/admin';
import { useAddress } from '../shared/ui/address';
import { showAtOnce } from '../shared/ui/frame';
import { Message } from '../shared/ui/Message';
import { useSession } from '../shared/ui/session';
import { SkipLink } from '../shared/ui/SkipLink';
import { Loading } from '../shared/ui/states';

const Arrival = lazy(() => import('../features/arrival/components/Arrival'));
const Setup = lazy(() => import('../features/setup/components/Setup'));
const Requests = lazy(() => import('../features/requests/components/Requests'));
const Recipes = lazy(() => import('../features/recipes/components/Recipes'));
const Grants = lazy(() => import('../features/grants/components/Grants'));
const Guardrails = lazy(() => import('../features/guardrails/components/Guardrails'));
const Audit = lazy(() => import('../features/audit/components/Audit'));
const Settings = lazy(() => import('../features/settings/components/Settings'));

const PAGES = ['overview', 'setup', 'requests', 'recipes', 'grants', 'guardrails', 'audit', 'settings'];

function Navigation() {
  const { shared } = useAdminText();
  const [path] = useLocation();
  return (
    <nav aria-label={shared.navigation} className="lk-nav">
      <ul>
        {PAGES.map((page) => (
          <li key={page}>
            <Link href={`/${page}`} className="lk-nav-item lk-focus" aria-current={path.startsWith(`/${page}`) ? 'page' : undefined}>
              {shared.pages[page]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Admin() {
  const main = useRef<HTMLElement>(null);
  return (
    <Router hook={useAddress}>
      <SkipLink to={main} />
      <div className="lk-admin">
        <Navigation />
        <main className="lk-admin-main" tabIndex={-1} ref={main}>
          <Suspense fallback={<Loading lines={6} />}>
            <Switch>
              <Route path="/overview" component={Overview} />
              <Route path="/setup/*?" component={Setup} />
              <Route path="/requests/*?" component={Requests} />
              <Route path="/recipes/*?" component={Recipes} />
              <Route path="/grants" component={Grants} />
              <Route path="/guardrails/*?" component={Guardrails} />
              <Route path="/audit" component={Audit} />
              <Route path="/settings/*?" component={Settings} />
              <Route>
                <Redirect to="/overview" />
              </Route>
            </Switch>
          </Suspense>
        </main>
      </div>
    </Router>
  );
}

/** What the server said by its status is drawn; nothing is asked for. */
function RefusedAdmin({ why }: { why: string }) {
  const { text } = useSession();
  const { shared } = useAdminText();
  const said: Record<string, { title: string; body: string }> = {
    'not-administrator': shared.notAdministrator,
    unlicensed: text.common.unlicensed,
    'setting-up': text.common.settingUp,
  };
  const words = said[why] ?? text.common.jiraSilent;
  return (
    <main className="lk-panel">
      <Message tone="warning" title={words.title}>
        <p>{words.body}</p>
      </Message>
    </main>
  );
}

/** Forge's pages come from Atlassian, so nobody has judged them before: the API's answer to what is asked first does. */
function JudgedAdmin() {
  const { data: verdict, refetch } = useVerdict();
  if (!verdict) {
    return <Loading lines={6} />;
  }
  if (verdict === 'held') {
    return (
      <Suspense fallback={<Loading lines={6} />}>
        <Arrival onOpen={() => void refetch()} />
      </Suspense>
    );
  }
  return verdict === 'administrator' || verdict === 'unknown' ? <Admin /> : <RefusedAdmin why={verdict} />;
}

function AdminPage() {
  return useSession().bridge.door === 'forge' ? <JudgedAdmin /> : <Admin />;
}

void showAtOnce(<AdminPage />, (why) => <RefusedAdmin why={why} />);
