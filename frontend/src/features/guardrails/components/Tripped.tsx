import Button from '@atlaskit/button/new';
import { useState } from 'react';
import { Link } from 'wouter';
import { useAdminText } from '../../../shared/text/admin';
import { Confirm } from '../../../shared/ui/Confirm';
import { Message } from '../../../shared/ui/Message';
import { useSession } from '../../../shared/ui/session';
import { Trouble } from '../../../shared/ui/states';
import { type Trip, useReset } from '../api/guardrails';

/** Breakers that have tripped; what they held goes on when an administrator has looked. */
export function Tripped({ tripped }: { tripped: readonly Trip[] }) {
  const words = useAdminText().guardrails.tripped;
  const { format } = useSession();
  const reset = useReset();
  const [asked, setAsked] = useState<Trip | null>(null);
  const title = (trip: Trip) => words.title(words.counted[trip.counted] ?? trip.counted, trip.connection ?? null);
  if (tripped.length === 0 && !reset.isSuccess) {
    return null;
  }
  return (
    <div className="lk-stack">
      {tripped.map((trip) => (
        <Message key={trip.id} tone="error" title={title(trip)}>
          <p>{words.body(trip.found, trip.allowed, format.moment(trip.at))}</p>
          <div className="lk-actions">
            <Button spacing="compact" onClick={() => setAsked(trip)}>
              {words.reset}
              <span className="lk-hidden">: {title(trip)}</span>
            </Button>
            <Link href="/requests?state=held" className="lk-link">
              {words.held}
            </Link>
          </div>
        </Message>
      ))}
      <p role="status" className="lk-told">
        {reset.isSuccess && words.done}
      </p>
      {asked && (
        <Confirm
          title={words.confirmTitle}
          body={
            <>
              <p>{title(asked)}.</p>
              <p>{words.confirmBody}</p>
            </>
          }
          confirm={words.reset}
          busy={reset.isPending}
          error={reset.error && <Trouble error={reset.error} />}
          onConfirm={() => reset.mutate(asked.id, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}
