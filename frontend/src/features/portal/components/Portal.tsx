import { Message } from '../../../shared/ui/Message';
import { useSession } from '../../../shared/ui/session';
import { StateLozenge } from '../../../shared/ui/StateLozenge';
import { Asked, Empty } from '../../../shared/ui/states';
import { type PortalRequest, usePortalRequest } from '../api/request';
import { Reveal } from './Reveal';

/** The customer's panel: where the request stands, what approving does, and the credential for its recipient. */
export function Portal() {
  const { place, text } = useSession();
  return place.issue ? <PortalOf issue={place.issue} /> : <Empty {...text.common.gone} />;
}

function PortalOf({ issue }: { issue: string }) {
  const query = usePortalRequest(issue);
  return (
    <main className="lk-panel">
      <Asked query={query}>{(request) => <Drawn issue={issue} request={request} />}</Asked>
    </main>
  );
}

function Drawn({ issue, request }: { issue: string; request: PortalRequest }) {
  const { text, format } = useSession();
  const words = text.portal;
  const { plan } = request;
  return (
    <div className="lk-stack">
      <div className="lk-spread">
        <h1 className="lk-h2">{words.title}</h1>
        <StateLozenge state={request.state} />
      </div>
      <p role="status">
        {request.sentence ?? words.sentence[request.state] ?? words.nothing}
        {request.waitingUntil && ` ${words.waitingUntil(format.moment(request.waitingUntil))}`}
      </p>
      {request.state === 'waiting' && <Progress {...request.progress} />}
      {plan && plan.warnings.length > 0 && (
        <Message tone="warning" title={words.warnings}>
          <Lines lines={plan.warnings} />
        </Message>
      )}
      {plan && plan.lines.length > 0 && (
        <section className="lk-tight">
          <h2 className="lk-h3">{words.willHappen}</h2>
          <Lines lines={plan.lines} />
        </section>
      )}
      {request.handovers.map((handover) => (
        <Reveal key={handover.id} issue={issue} handover={handover} />
      ))}
    </div>
  );
}

function Progress({ done, of }: { done: number; of: number }) {
  const { text } = useSession();
  const told = text.portal.progress(done, of);
  return (
    <div className="lk-tight">
      <div className="lk-progress" role="progressbar" aria-valuemin={0} aria-valuemax={of} aria-valuenow={done} aria-label={told}>
        <div style={{ width: `${of === 0 ? 0 : (100 * done) / of}%` }} />
      </div>
      <p className="lk-subtle">{told}</p>
    </div>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="lk-list">
      {lines.map((line, place) => (
        <li key={`${place} ${line}`}>{line}</li>
      ))}
    </ul>
  );
}
