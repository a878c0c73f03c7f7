import type { Run } from '../../../shared/http/shapes';
import { useSession } from '../../../shared/ui/session';

/** The steps of a run in their order, with how far each has come. */
export function Steps({ run }: { run: Run }) {
  const { text, format } = useSession();
  const words = text.ticket;
  // What was begun is under way only while the run goes on.
  const isGoing = run.state === 'waiting';
  const stateOf = (step: Run['steps'][number]) => (step.state === 'intended' && !isGoing ? 'halted' : step.state);
  return (
    <ol className="lk-steps">
      {run.steps.map((step) => (
        <li key={step.key}>
          <span className="lk-mark" data-state={stateOf(step)} aria-hidden="true" />
          <span>
            {step.title ?? step.kind}
            <span className="lk-hidden">, {words.stepState[stateOf(step)] ?? step.state}</span>
            {step.state === 'intended' && run.waitingUntil && (
              <span className="lk-subtle"> {words.waitingUntil(format.moment(run.waitingUntil))}</span>
            )}
          </span>
          <span className="lk-subtle">{step.doneAt ? format.moment(step.doneAt) : ''}</span>
        </li>
      ))}
    </ol>
  );
}
