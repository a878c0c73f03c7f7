import { useSession } from '../../../shared/ui/session';
import type { Ticket } from '../api/ticket';

interface Event {
  readonly at: string;
  readonly what: string;
  readonly more?: string;
}

/** Signals, decisions and steps in the order in which they were. */
export function History({ ticket }: { ticket: Ticket }) {
  const { text, format } = useSession();
  const words = text.ticket;
  const events: Event[] = [
    ...ticket.signals.map((one) => ({ at: one.at, what: words.signal[one.source] ?? one.source })),
    ...ticket.decisions.map((one) => ({ at: one.at, what: words.outcome[one.outcome] ?? one.outcome, more: one.sentence })),
    ...(ticket.run?.steps ?? []).flatMap((step) =>
      step.doneAt ? [{ at: step.doneAt, what: step.title ?? step.kind }] : [],
    ),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  if (events.length === 0) {
    return null;
  }
  return (
    <details>
      <summary className="lk-h3">{words.history}</summary>
      <ol className="lk-tight" style={{ marginTop: 8 }}>
        {events.map((event, place) => (
          <li key={`${event.at} ${place}`}>
            <span className="lk-subtle">
              <time dateTime={event.at}>{format.moment(event.at)}</time>
            </span>
            <div>{event.what}</div>
            {event.more && <div className="lk-subtle">{event.more}</div>}
          </li>
        ))}
      </ol>
    </details>
  );
}
