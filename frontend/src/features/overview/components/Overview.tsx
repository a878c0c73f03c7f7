import { LinkButton } from '@atlaskit/button/new';
import { type OverviewData, useOverview } from '../../../shared/http/overview';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage, Part } from '../../../shared/ui/AdminPage';
import { Message } from '../../../shared/ui/Message';
import { Asked, Empty } from '../../../shared/ui/states';
import { Budgets } from './Budgets';
import { Connections } from './Connections';
import { Door } from './Door';
import { Grants, Requests } from './Numbers';

/** What runs, waits and has failed, at one glance. */
export function Overview() {
  const { shared } = useAdminText();
  const query = useOverview();
  return (
    <AdminPage title={shared.pages.overview ?? ''}>
      <Asked query={query} lines={10}>
        {(data) => (data.setup.connections === 0 ? <NotSetUp /> : <Glance data={data} />)}
      </Asked>
    </AdminPage>
  );
}

function NotSetUp() {
  const words = useAdminText().overview.notSetUp;
  return (
    <Empty
      title={words.title}
      body={words.body}
      action={
        <LinkButton href="#/setup" appearance="primary">
          {words.action}
        </LinkButton>
      }
    />
  );
}

function Glance({ data }: { data: OverviewData }) {
  const { overview } = useAdminText();
  return (
    <div className="lk-apart">
      <div className="lk-stack lk-notices">
        <Door data={data} />
        <Guardrails data={data} />
        <Left data={data} />
      </div>
      <Part
        title={overview.requests}
        actions={
          <LinkButton href="#/requests" spacing="compact" appearance="subtle">
            {overview.allRequests}
          </LinkButton>
        }
      >
        <Requests requests={data.requests} />
      </Part>
      <Part title={overview.connections}>
        <Connections connections={data.connections} />
      </Part>
      <Part
        title={overview.grants}
        actions={
          <LinkButton href="#/grants" spacing="compact" appearance="subtle">
            {overview.allGrants}
          </LinkButton>
        }
      >
        <Grants grants={data.grants} />
      </Part>
      <Part title={overview.budgets}>
        <Budgets budgets={data.budgets} />
      </Part>
    </div>
  );
}

/** What is still to be set up before a request can be carried out. */
function Left({ data: { setup } }: { data: OverviewData }) {
  const { overview } = useAdminText();
  const left = [setup.usable === 0 && overview.left.working, setup.recipes === 0 && overview.left.recipe].filter(
    (line): line is string => Boolean(line),
  );
  if (left.length === 0) {
    return null;
  }
  return (
    <Message tone="info" title={overview.nearly}>
      <ul className="lk-list">
        {left.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div>
        <LinkButton href="#/setup" spacing="compact">
          {overview.notSetUp.action}
        </LinkButton>
      </div>
    </Message>
  );
}

function Guardrails({ data: { guardrails } }: { data: OverviewData }) {
  const { tripped, proposals } = useAdminText().overview;
  return (
    <>
      {guardrails.tripped > 0 && (
        <Message tone="error" title={tripped.title(guardrails.tripped)}>
          <p>{tripped.body}</p>
          <div>
            <LinkButton href="#/guardrails" spacing="compact">
              {tripped.action}
            </LinkButton>
          </div>
        </Message>
      )}
      {guardrails.proposals > 0 && (
        <Message tone="warning" title={proposals.title(guardrails.proposals)}>
          <p>{proposals.body}</p>
          <div>
            <LinkButton href="#/guardrails" spacing="compact">
              {proposals.action}
            </LinkButton>
          </div>
        </Message>
      )}
    </>
  );
}
