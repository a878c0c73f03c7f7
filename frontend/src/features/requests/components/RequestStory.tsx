import Button from '@atlaskit/button/new';
import { Link } from 'wouter';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage, Part } from '../../../shared/ui/AdminPage';
import { Message } from '../../../shared/ui/Message';
import { useSession } from '../../../shared/ui/session';
import { StateLozenge } from '../../../shared/ui/StateLozenge';
import { Asked, Empty, Trouble } from '../../../shared/ui/states';
import { type Story, type StoryRun, useRetry, useStory } from '../api/requests';

/** Signals, decisions and steps of one request. */
export function RequestStory({ issue }: { issue: string }) {
  const { requests: words } = useAdminText();
  const query = useStory(issue);
  return (
    <div className="lk-stack">
      <p>
        <Link className="lk-link lk-focus" href="/requests">
          {words.back}
        </Link>
      </p>
      <Asked query={query} lines={8}>
        {(story) => <Told story={story} />}
      </Asked>
    </div>
  );
}

function Told({ story }: { story: Story }) {
  const { requests: words } = useAdminText();
  const { bridge } = useSession();
  const retry = useRetry(story.issueId);
  const key = story.decisions[story.decisions.length - 1]?.issueKey;
  if (story.decisions.length === 0 && story.signals.length === 0) {
    return <Empty {...words.nothing} />;
  }
  const isParked = story.runs.some((run) => run.state === 'parked');
  return (
    <AdminPage
      title={words.title(key ?? story.issueId)}
      actions={
        <>
          {isParked && (
            <Button appearance="primary" isDisabled={retry.isPending} onClick={() => retry.mutate()}>
              {words.retry}
            </Button>
          )}
          {key && <Button onClick={() => bridge.openInSite(`/browse/${key}`)}>{words.openInJira}</Button>}
        </>
      }
    >
      <p role="status" className="lk-subtle">
        {retry.isSuccess && words.retried}
      </p>
      {retry.error && <Trouble error={retry.error} />}
      <Part title={words.decisions}>
        <Timeline events={story.decisions.map((one) => ({ at: one.at, title: words.outcome[one.outcome] ?? one.outcome, body: one.sentence, code: one.code }))} />
      </Part>
      {[...story.runs].reverse().map((run) => (
        <RunPart key={run.id} run={run} />
      ))}
      <Part title={words.signals}>
        <Timeline events={story.signals.map((one) => ({ at: one.at, title: words.signal[one.source] ?? one.source }))} />
      </Part>
    </AdminPage>
  );
}

interface Event {
  at: string;
  title: string;
  body?: string;
  code?: string;
}

function Timeline({ events }: { events: readonly Event[] }) {
  const { requests: words } = useAdminText();
  const { format } = useSession();
  if (events.length === 0) {
    return <p className="lk-quiet">{words.noneYet}</p>;
  }
  return (
    <ol className="lk-timeline">
      {events.map((event, place) => (
        <li key={`${event.at} ${place}`}>
          <time dateTime={event.at} className="lk-subtle">
            {format.moment(event.at)}
          </time>
          <div>
            <div>{event.title}</div>
            {event.body && <div className="lk-quiet">{event.body}</div>}
            {event.code && <code className="lk-code">{event.code}</code>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function RunPart({ run }: { run: StoryRun }) {
  const { requests: words } = useAdminText();
  const { format } = useSession();
  return (
    <section className="lk-card lk-tight">
      <div className="lk-spread">
        <h2 className="lk-h2">{words.run(run.kind)}</h2>
        <StateLozenge state={run.state} />
      </div>
      {run.reason && (
        <Message tone={run.state === 'parked' ? 'error' : 'info'} title={run.reason}>
          {run.reasonCode && <code className="lk-code">{run.reasonCode}</code>}
        </Message>
      )}
      {run.attempts > 0 && <p className="lk-subtle">{words.attempts(run.attempts)}</p>}
      <ol className="lk-steps">
        {run.steps.map((step) => (
          <li key={step.key}>
            <span className="lk-mark" data-state={step.state} aria-hidden="true" />
            <div>
              <div>
                {step.title ?? step.key} <code className="lk-code">{step.kind}</code>
                <span className="lk-hidden">, {words.step[step.state] ?? step.state}</span>
              </div>
              {(step.attempts ?? 0) > 1 && <div className="lk-subtle">{words.tries(step.attempts ?? 0)}</div>}
              {step.remoteRequestIds && step.remoteRequestIds.length > 0 && (
                <div className="lk-subtle">
                  {words.remoteIds}: {step.remoteRequestIds.join(', ')}
                </div>
              )}
              {hasFacts(step.facts) && (
                <details>
                  <summary className="lk-subtle">{words.facts}</summary>
                  <pre className="lk-pre">{JSON.stringify(step.facts, null, 2)}</pre>
                </details>
              )}
            </div>
            <span className="lk-subtle">{step.doneAt ? format.moment(step.doneAt) : ''}</span>
          </li>
        ))}
      </ol>
      {run.planHash && (
        <p className="lk-subtle">
          {words.plan}: <code className="lk-code">{run.planHash}</code>
        </p>
      )}
    </section>
  );
}

function hasFacts(facts: unknown): boolean {
  return typeof facts === 'object' && facts !== null && Object.keys(facts).length > 0;
}
