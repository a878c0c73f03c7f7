import { LinkButton } from '@atlaskit/button/new';
import { Link, useRoute } from 'wouter';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage, Part } from '../../../shared/ui/AdminPage';
import { fromAddress, inAddress } from '../../../shared/ui/names';
import { Asked, Empty } from '../../../shared/ui/states';
import { type GuardrailsData, useGuardrails } from '../api/guardrails';
import { OfConnection } from './OfConnection';
import { OfSite } from './OfSite';
import { Proposals } from './Proposals';
import { Tripped } from './Tripped';

/** What no plan may do, and how administrators change it. */
export default function Guardrails() {
  const { shared, guardrails } = useAdminText();
  const query = useGuardrails();
  return (
    <AdminPage title={shared.pages.guardrails ?? ''} lead={guardrails.lead}>
      <Asked query={query} lines={10}>
        {(data) => (
          <div className="lk-apart">
            <Tripped tripped={data.tripped} />
            <Proposals proposals={data.proposals} />
            <Part title={guardrails.site}>
              <OfSite data={data} />
            </Part>
            <Connections data={data} />
            <Always data={data} />
          </div>
        )}
      </Asked>
    </AdminPage>
  );
}

/** What holds for the connection that the address names, else for the first one. */
function Connections({ data: { connections } }: { data: GuardrailsData }) {
  const { guardrails } = useAdminText();
  const [, named] = useRoute('/guardrails/:name');
  const name = named?.name ? fromAddress(named.name) : connections[0]?.connection;
  if (name === undefined) {
    const { action, ...words } = guardrails.noConnections;
    return (
      <Part title={guardrails.connections}>
        <Empty
          {...words}
          action={
            <LinkButton href="#/setup" appearance="primary">
              {action}
            </LinkButton>
          }
        />
      </Part>
    );
  }
  const shown = connections.find((one) => one.connection === name);
  return (
    <Part title={connections.length > 1 ? guardrails.connections : guardrails.connection(name)}>
      {connections.length > 1 && (
        <nav className="lk-tabs-nav" aria-label={guardrails.connections}>
          <ul className="lk-tabs">
            {connections.map((one) => (
              <li key={one.connection}>
                <Link
                  href={`/guardrails/${inAddress(one.connection)}`}
                  className="lk-tab lk-focus"
                  aria-current={one.connection === name ? 'page' : undefined}
                >
                  {one.connection}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {shown ? <OfConnection key={name} holds={shown} /> : <Empty {...guardrails.unknownConnection} />}
    </Part>
  );
}

function Always({ data }: { data: GuardrailsData }) {
  const { always } = useAdminText().guardrails;
  return (
    <Part title={always.title}>
      <p className="lk-lead">{always.lead}</p>
      <ul className="lk-checks" data-mark="yes">
        {data.rules.map((rule) => (
          <li key={rule.name}>
            {always.rules[rule.name] ?? rule.name}
            <div className="lk-subtle lk-sentence">{rule.reason}</div>
          </li>
        ))}
      </ul>
    </Part>
  );
}
