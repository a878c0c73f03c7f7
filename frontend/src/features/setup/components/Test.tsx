import type { Health } from '../../../shared/http/overview';
import { useAdminText } from '../../../shared/text/admin';
import { ActForm } from '../../../shared/ui/ActForm';
import { Findings } from '../../../shared/ui/Findings';
import { Message } from '../../../shared/ui/Message';
import { useSession } from '../../../shared/ui/session';
import { type Probe, useTest } from '../api/setup';

/** Tries the connection; each thing in the way is told with its remedy, and what a test cannot prove is said too. */
export function Test({ name, health }: { name: string; health: Health | undefined }) {
  const words = useAdminText().setup.test;
  const test = useTest(name);
  const tested = test.data !== undefined || Boolean(health?.checkedAt);
  return (
    <div className="lk-stack">
      <p>{words.body}</p>
      <ActForm
        act={test}
        submit={tested ? words.again : words.start}
        appearance={health?.state === 'working' ? 'default' : 'primary'}
        told={test.isPending && words.running}
        onSubmit={() => test.mutate()}
      />
      {!test.isPending && (test.data ? <Report probe={test.data} /> : <Last health={health} />)}
      <div className="lk-tight">
        <h3 className="lk-h3">{words.notProven}</h3>
        <ul className="lk-list">
          {words.notProvenList.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Report({ probe }: { probe: Probe }) {
  const words = useAdminText().setup.test;
  const nothing = probe.findings.length === 0 && probe.proven.length === 0;
  const works = probe.findings.length === 0 && !nothing;
  return (
    <div className="lk-stack">
      <div role="status">
        <Message
          tone={works ? 'success' : 'warning'}
          title={nothing ? words.nothingProven : works ? words.works : words.fails(probe.findings.length)}
        >
          {!works && !nothing && <p>{words.failsBody}</p>}
        </Message>
      </div>
      <Findings findings={probe.findings} proven={probe.proven} />
    </div>
  );
}

/** What is known of a test before this visit. */
function Last({ health }: { health: Health | undefined }) {
  const words = useAdminText().setup.test;
  const { format } = useSession();
  if (!health?.checkedAt) {
    return health ? <p className="lk-subtle">{words.untested}</p> : null;
  }
  const when = format.moment(health.checkedAt);
  return health.state === 'failing' ? (
    <Message tone="error" title={words.failed(when)}>
      <p>{health.problem}</p>
    </Message>
  ) : (
    <Message tone="success" title={words.worked(when)} />
  );
}
