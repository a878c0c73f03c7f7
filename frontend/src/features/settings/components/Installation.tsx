import Button from '@atlaskit/button/new';
import Lozenge from '@atlaskit/lozenge';
import { useAdminText } from '../../../shared/text/admin';
import { Part } from '../../../shared/ui/AdminPage';
import { Copyable } from '../../../shared/ui/Copyable';
import { Message } from '../../../shared/ui/Message';
import { Scroll } from '../../../shared/ui/Scroll';
import { useSession } from '../../../shared/ui/session';
import { Asked, Trouble } from '../../../shared/ui/states';
import { durationInWords } from '../api/durations';
import { type Departure, type Door, type Held, useDeparture, useHeld, useInstallation, useMoveCode } from '../api/settings';
import { Once } from './Once';

/** Who installed us, who was not let in, and what would remain. Each part is asked for by itself, so that one may fail alone. */
export function Installation() {
  const words = useAdminText().settings;
  const installation = useInstallation();
  const held = useHeld();
  const departure = useDeparture();
  return (
    <div className="lk-apart">
      <Part title={words.installation.title}>
        <Asked query={installation} lines={4}>
          {(data) => (
            <>
              <dl className="lk-pairs">
                <div>
                  <dt>{words.installation.tenant}</dt>
                  <dd>{data.tenant}</dd>
                </div>
                <div>
                  <dt>{words.installation.account}</dt>
                  <dd>{data.appAccountId}</dd>
                </div>
              </dl>
              <Doors doors={data.doors} />
            </>
          )}
        </Asked>
      </Part>
      <Part title={words.held.title}>
        <p className="lk-lead">{words.held.lead}</p>
        <Asked query={held} lines={2}>
          {(data) => (data.length === 0 ? <p className="lk-subtle">{words.held.none}</p> : <HeldOnes held={data} />)}
        </Asked>
      </Part>
      <MoveCode />
      <Part title={words.departure.title}>
        <Asked query={departure} lines={6}>
          {(data) => <Leaving departure={data} />}
        </Asked>
      </Part>
    </div>
  );
}

/** For whoever goes on through another installation at the same site. */
function MoveCode() {
  const words = useAdminText().move.code;
  const { format } = useSession();
  const make = useMoveCode();
  return (
    <Part title={words.title}>
      <p className="lk-lead">{words.lead}</p>
      {make.data && (
        <Once key={make.data.code} title={words.enter} onHide={() => make.reset()}>
          <Copyable label={words.code} value={make.data.code} />
          <p>{words.until(format.moment(make.data.expiresAt))}</p>
        </Once>
      )}
      {make.error && <Trouble error={make.error} />}
      <div>
        <Button isDisabled={make.isPending} onClick={() => make.mutate()}>
          {words.make}
        </Button>
      </div>
    </Part>
  );
}

function Doors({ doors }: { doors: readonly Door[] }) {
  const words = useAdminText().settings.installation;
  const state = (door: Door) => (!door.installed ? 'removed' : door.enabled ? 'open' : 'off');
  const looks = { open: 'success', off: 'moved', removed: 'default' } as const;
  return (
    <Scroll label={words.doors}>
      <table className="lk-plain">
        <caption className="lk-hidden">{words.doors}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.door}</th>
            <th scope="col">{words.columns.site}</th>
            <th scope="col">{words.columns.state}</th>
          </tr>
        </thead>
        <tbody>
          {doors.map((door) => (
            <tr key={`${door.door} ${door.baseUrl}`}>
              <th scope="row">{words.door[door.door] ?? door.door}</th>
              <td>{door.baseUrl}</td>
              <td>
                <Lozenge appearance={looks[state(door)]}>{words.state[state(door)]}</Lozenge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function HeldOnes({ held }: { held: readonly Held[] }) {
  const { installation, held: words } = useAdminText().settings;
  const { format } = useSession();
  return (
    <Scroll label={words.title}>
      <table className="lk-plain">
        <caption className="lk-hidden">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.door}</th>
            <th scope="col">{words.columns.first}</th>
            <th scope="col">{words.columns.last}</th>
            <th scope="col">{words.columns.times}</th>
            <th scope="col">{words.columns.decision}</th>
          </tr>
        </thead>
        <tbody>
          {held.map((one) => (
            <tr key={one.id}>
              <th scope="row">{installation.door[one.door] ?? one.door}</th>
              <td>{format.moment(one.firstAt)}</td>
              <td>{format.moment(one.lastAt)}</td>
              <td>{format.number(one.times)}</td>
              <td>{one.decision ? (words.decision[one.decision] ?? one.decision) : words.undecided}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Leaving({ departure }: { departure: Departure }) {
  const words = useAdminText().settings.departure;
  const { format } = useSession();
  const remaining = departure.remaining.filter((one) => one.count > 0);
  const running = remaining.find((one) => one.what === 'running-grants')?.count ?? 0;
  return (
    <>
      <p className="lk-lead">{words.lead(durationInWords(departure.secretsKeptFor, words), durationInWords(departure.dataKeptFor, words))}</p>
      {running > 0 && <Message tone="warning" title={words.running(format.number(running))} />}
      {remaining.length === 0 ? (
        <p className="lk-subtle">{words.nothing}</p>
      ) : (
        <Scroll label={words.title}>
          <table className="lk-plain">
            <caption className="lk-hidden">{words.title}</caption>
            <thead>
              <tr>
                <th scope="col">{words.columns.what}</th>
                <th scope="col">{words.columns.count}</th>
                <th scope="col">{words.columns.until}</th>
              </tr>
            </thead>
            <tbody>
              {remaining.map((one) => (
                <tr key={one.what}>
                  <th scope="row">{words.what[one.what] ?? one.what}</th>
                  <td>{format.number(one.count)}</td>
                  <td>{words.until[one.until] ?? one.until}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </>
  );
}
