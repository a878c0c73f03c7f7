import { LinkButton } from '@atlaskit/button/new';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Connection } from '../../../shared/http/connections';
import { type OverviewData, useOverview } from '../../../shared/http/overview';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage } from '../../../shared/ui/AdminPage';
import { Message } from '../../../shared/ui/Message';
import { useSession } from '../../../shared/ui/session';
import { Loading } from '../../../shared/ui/states';
import { marksOf, STAGES, type Stage as StageName } from '../api/stages';
import { DeskCheck } from './DeskCheck';
import { Groups } from './Groups';
import { Permit } from './Permit';
import { Register } from './Register';
import { Stage } from './Stage';
import { Test } from './Test';

/** Leads one connection from its name to the first recipe. */
export function Guide({ connection }: { connection: Connection }) {
  const { setup } = useAdminText();
  const overview = useOverview();
  return (
    <AdminPage
      title={setup.guideTitle(connection.name)}
      actions={
        <Link href="/setup" className="lk-link">
          {setup.back}
        </Link>
      }
    >
      {overview.error && <Message tone="warning" title={setup.healthUnknown} />}
      {overview.isPending ? <Loading lines={7} /> : <Stages key={connection.name} connection={connection} overview={overview.data} />}
    </AdminPage>
  );
}

function Stages({ connection, overview }: { connection: Connection; overview: OverviewData | undefined }) {
  const { setup } = useAdminText();
  const { format } = useSession();
  const health = overview?.connections.find((one) => one.name === connection.name);
  const recipes = overview?.setup.recipes ?? 0;
  const marks = marksOf({ connection, health: health?.state ?? null, recipes });
  const current = STAGES.find((stage) => marks[stage] === 'now');
  const begunWith = useRef(current);
  useEffect(() => {
    begunWith.current = current;
  }, [current]);
  const led = begunWith.current !== current ? current : undefined;
  const summaries: Partial<Record<StageName, string | undefined>> = {
    name: setup.name.done(connection.name, connection.orgUrl),
    register: connection.clientId ? setup.register.done(connection.clientId) : undefined,
    test: health?.state === 'working' && health.checkedAt ? setup.test.worked(format.moment(health.checkedAt)) : undefined,
    groups: connection.allowedGroups.length > 0 ? setup.groups.done(connection.allowedGroups.length) : undefined,
    recipe: recipes > 0 ? setup.recipe.done(recipes) : undefined,
  };
  const contents = {
    name: <p>{setup.name.done(connection.name, connection.orgUrl)}</p>,
    register: <Register connection={connection} />,
    permit: <Permit connection={connection} />,
    test: <Test name={connection.name} health={health} />,
    groups: <Groups connection={connection} waiting={(overview?.guardrails.proposals ?? 0) > 0} />,
    desk: <DeskCheck />,
    recipe: (
      <div className="lk-stack">
        <p>{setup.recipe.body}</p>
        <div>
          <LinkButton href="#/recipes" appearance="primary">
            {setup.recipe.open}
          </LinkButton>
        </div>
      </div>
    ),
  };
  return (
    <>
      {current === undefined && (
        <Message tone="success" title={setup.inUse.title}>
          <p>{setup.inUse.body}</p>
        </Message>
      )}
      <ol className="lk-stages">
        {STAGES.map((stage, index) => (
          <Stage
            key={stage}
            stage={stage}
            place={index + 1}
            mark={marks[stage]}
            focused={led === stage}
            summary={summaries[stage]}
            staysOpen={stage === 'test' || stage === 'desk'}
          >
            {contents[stage]}
          </Stage>
        ))}
      </ol>
    </>
  );
}
