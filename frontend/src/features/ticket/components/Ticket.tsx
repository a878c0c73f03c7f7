import Button from '@atlaskit/button/new';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Confirm } from '../../../shared/ui/Confirm';
import { Message } from '../../../shared/ui/Message';
import { useSession } from '../../../shared/ui/session';
import { StateLozenge } from '../../../shared/ui/StateLozenge';
import { Asked, Empty, Trouble } from '../../../shared/ui/states';
import { type Ticket as TicketData, useCancel, useRetry, useTicket } from '../api/ticket';
import { Access } from './Access';
import { Differences } from './Differences';
import { Handovers } from './Handovers';
import { History } from './History';
import { Steps } from './Steps';

/** The agent's panel on a ticket. */
export function Ticket() {
  const { place, text } = useSession();
  return place.issue ? <TicketOf issue={place.issue} /> : <Empty {...text.common.gone} />;
}

function TicketOf({ issue }: { issue: string }) {
  const query = useTicket(issue);
  return (
    <main className="lk-panel">
      <Asked query={query}>{(ticket) => <Drawn issue={issue} ticket={ticket} />}</Asked>
    </main>
  );
}

function Drawn({ issue, ticket }: { issue: string; ticket: TicketData }) {
  const { text } = useSession();
  const isNothing =
    ticket.state === 'unknown' &&
    ![ticket.planProblem, ticket.plan, ticket.run].some(Boolean) &&
    [ticket.decisions, ticket.signals, ticket.grants, ticket.handovers].every((list) => list.length === 0);
  if (isNothing) {
    return <Empty {...text.ticket.nothing} />;
  }
  return (
    <div className="lk-stack">
      <div className="lk-spread">
        <h1 className="lk-h2">{ticket.recipe?.title ?? text.ticket.title}</h1>
        <span role="status">
          <StateLozenge state={ticket.state} />
        </span>
      </div>
      {ticket.state === 'unknown' && !ticket.planProblem && <p className="lk-subtle">{text.ticket.nothing.body}</p>}
      <Why ticket={ticket} />
      {ticket.planProblem && (
        <Message tone="warning" title={text.ticket.planProblem}>
          <p>{ticket.planProblem.sentence}</p>
          <p className="lk-subtle">
            {text.ticket.code}: {ticket.planProblem.code}
          </p>
        </Message>
      )}
      <Plan ticket={ticket} />
      <Actions issue={issue} ticket={ticket} />
      {ticket.run && ticket.run.steps.length > 0 && (
        <Section title={text.ticket.steps}>
          <Steps run={ticket.run} />
        </Section>
      )}
      {ticket.handovers.length > 0 && (
        <Section title={text.ticket.handover}>
          <Handovers issue={issue} ticket={ticket} />
        </Section>
      )}
      {ticket.grants.length > 0 && (
        <Section title={text.ticket.access}>
          <Access issue={issue} ticket={ticket} />
        </Section>
      )}
      <History ticket={ticket} />
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="lk-tight">
      <h2 className="lk-h3">{title}</h2>
      {children}
    </section>
  );
}

function Plan({ ticket: { plan } }: { ticket: TicketData }) {
  const { text } = useSession();
  if (!plan) {
    return null;
  }
  return (
    <>
      {plan.warnings.length > 0 && (
        <Message tone="warning" title={text.ticket.warnings}>
          <Lines lines={plan.warnings} />
        </Message>
      )}
      <Section title={text.ticket.willHappen}>
        <Lines lines={plan.lines} />
      </Section>
    </>
  );
}

export function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="lk-list">
      {lines.map((line, place) => (
        <li key={`${place} ${line}`}>{line}</li>
      ))}
    </ul>
  );
}

/** Why it does not go on, with what differs and what can be done. */
function Why({ ticket }: { ticket: TicketData }) {
  const { text } = useSession();
  const words = text.ticket;
  if (ticket.state === 'parked' && ticket.run) {
    return (
      <Message tone="error" title={words.parkedTitle}>
        <p className="lk-sentence">{ticket.run.reason}</p>
        <p className="lk-subtle">
          {words.code}: {ticket.run.reasonCode}
        </p>
      </Message>
    );
  }
  if (ticket.state === 'waiting' && ticket.run?.reason && !ticket.run.waitingUntil) {
    return (
      <Message tone="info" title={words.waitsTitle}>
        <p className="lk-sentence">{ticket.run.reason}</p>
        <p className="lk-subtle">
          {words.code}: {ticket.run.reasonCode}
        </p>
      </Message>
    );
  }
  if (!ticket.hold) {
    return null;
  }
  const look = {
    held: { tone: 'warning', title: ticket.hold.differences.length > 0 ? words.heldTitle : (text.state.held ?? '') },
    stopped: { tone: 'info', title: words.stoppedTitle },
  } as const;
  const { tone, title } = look[ticket.state as keyof typeof look] ?? { tone: 'error', title: words.refusedTitle };
  return (
    <div className="lk-tight">
      <Message tone={tone} title={title}>
        <p className="lk-sentence">{ticket.hold.sentence}</p>
        {ticket.hold.remedy && <p>{ticket.hold.remedy}</p>}
        <p className="lk-subtle">
          {words.code}: {ticket.hold.code}
        </p>
      </Message>
      {ticket.hold.differences.length > 0 && <Differences differences={ticket.hold.differences} />}
    </div>
  );
}

function Actions({ issue, ticket }: { issue: string; ticket: TicketData }) {
  const { text } = useSession();
  const words = text.ticket;
  const retry = useRetry(issue);
  const cancel = useCancel(issue);
  const [asking, setAsking] = useState(false);
  const [actedOn, setActedOn] = useState<string>();
  const { state, run } = ticket;
  // What was asked of one run is not told of the next.
  const isGoing = (state === 'waiting' || state === 'parked') && run?.id === actedOn;
  const resets = useRef(() => {});
  resets.current = () => {
    retry.reset();
    cancel.reset();
  };
  // What was asked for is told until it has come about: once more parked, done or stopped, it is said by the state.
  useEffect(() => (state === 'waiting' ? () => resets.current() : undefined), [state]);
  const isTold = isGoing && (retry.isSuccess || cancel.isSuccess);
  if (!ticket.may.retry && !ticket.may.cancel && !isTold) {
    return null;
  }
  return (
    <div className="lk-tight">
      <div className="lk-actions">
        {ticket.may.retry && (
          <Button appearance="primary" isDisabled={retry.isPending} onClick={() => retry.mutate(undefined, { onSuccess: () => setActedOn(run?.id) })}>
            {words.retry}
          </Button>
        )}
        {ticket.may.cancel && <Button onClick={() => setAsking(true)}>{words.cancelRun}</Button>}
      </div>
      <p role="status" className="lk-subtle">
        {isGoing && retry.isSuccess && words.retried} {isGoing && cancel.isSuccess && words.cancelled}
      </p>
      {retry.error && <Trouble error={retry.error} />}
      {asking && (
        <Confirm
          title={words.cancelTitle}
          body={words.cancelBody}
          confirm={words.cancelConfirm}
          dismiss={words.cancelDismiss}
          reasonLabel={words.cancelWhy}
          busy={cancel.isPending}
          error={cancel.error && <Trouble error={cancel.error} />}
          onConfirm={(why) =>
            cancel.mutate(why, {
              onSuccess: () => {
                setActedOn(run?.id);
                setAsking(false);
              },
            })
          }
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
