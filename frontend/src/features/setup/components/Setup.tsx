import Button from '@atlaskit/button/new';
import { useState } from 'react';
import { Link, useRoute } from 'wouter';
import { type Connection, useConnections } from '../../../shared/http/connections';
import { useOverview } from '../../../shared/http/overview';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage, Part } from '../../../shared/ui/AdminPage';
import { HealthLozenge } from '../../../shared/ui/HealthLozenge';
import { Message } from '../../../shared/ui/Message';
import { fromAddress, inAddress } from '../../../shared/ui/names';
import { useSession } from '../../../shared/ui/session';
import { Asked, Empty } from '../../../shared/ui/states';
import { STAGES } from '../api/stages';
import { Guide } from './Guide';
import { NewConnection } from './NewConnection';
import { Stage } from './Stage';

/** The first-run guide: all connections, or the guide of one. */
export default function Setup() {
  const { setup } = useAdminText();
  const [, named] = useRoute('/setup/:name');
  const connections = useConnections();
  if (named?.name) {
    const name = fromAddress(named.name);
    return (
      <Asked query={connections} lines={8}>
        {(known) => {
          const found = known.find((one) => one.name === name);
          return found ? (
            <Guide connection={found} />
          ) : (
            <AdminPage title={setup.title}>
              <Empty
                {...setup.unknown}
                action={
                  <Link href="/setup" className="lk-link">
                    {setup.back}
                  </Link>
                }
              />
            </AdminPage>
          );
        }}
      </Asked>
    );
  }
  return (
    <AdminPage title={setup.title} lead={setup.lead}>
      <Asked query={connections} lines={8}>
        {(known) => (known.length === 0 ? <First /> : <Connections known={known} />)}
      </Asked>
    </AdminPage>
  );
}

/** Nothing is there yet: the whole way, with its first step to be done. */
function First() {
  return (
    <ol className="lk-stages">
      {STAGES.map((stage, index) =>
        stage === 'name' ? (
          <Stage key={stage} stage={stage} place={index + 1} mark="now" focused={false}>
            <NewConnection />
          </Stage>
        ) : (
          <Ahead key={stage} title={stage} place={index + 1} />
        ),
      )}
    </ol>
  );
}

/** A step that cannot be begun yet. */
function Ahead({ title, place }: { title: (typeof STAGES)[number]; place: number }) {
  const { setup } = useAdminText();
  return (
    <li className="lk-stage" data-mark="later">
      <span className="lk-stage-mark" aria-hidden="true">
        {place}
      </span>
      <h2 className="lk-h2 lk-stage-ahead">
        {setup.steps[title]}
        <span className="lk-hidden">, {setup.mark.later}</span>
      </h2>
    </li>
  );
}

function Connections({ known }: { known: readonly Connection[] }) {
  const { setup } = useAdminText();
  const { format } = useSession();
  const overview = useOverview();
  const [adding, setAdding] = useState(false);
  const healthOf = (name: string) => overview.data?.connections.find((one) => one.name === name);
  return (
    <>
      {overview.error && <Message tone="warning" title={setup.healthUnknown} />}
      <Part title={setup.connections} actions={!adding && <Button onClick={() => setAdding(true)}>{setup.another}</Button>}>
        <ul className="lk-cards">
          {known.map((one) => {
            const health = healthOf(one.name);
            return (
              <li key={one.name} className="lk-card lk-spread">
                <div className="lk-tight">
                  <div className="lk-row">
                    <h3 className="lk-h3">{one.name}</h3>
                    {health && <HealthLozenge state={health.state} />}
                  </div>
                  <span className="lk-subtle">
                    {one.orgUrl}
                    {health && ` · ${health.checkedAt ? setup.checked(format.moment(health.checkedAt)) : setup.neverChecked}`}
                  </span>
                  {health?.problem && <span>{health.problem}</span>}
                </div>
                <Link href={`/setup/${inAddress(one.name)}`} className="lk-link">
                  {health?.state === 'working' ? setup.open : setup.goOn}
                  <span className="lk-hidden">: {one.name}</span>
                </Link>
              </li>
            );
          })}
        </ul>
      </Part>
      {adding && (
        <Part title={setup.another}>
          <NewConnection />
        </Part>
      )}
    </>
  );
}
