import Button from '@atlaskit/button/new';
import { useState } from 'react';
import type { Grant } from '../../../shared/http/shapes';
import { Confirm } from '../../../shared/ui/Confirm';
import { useSession } from '../../../shared/ui/session';
import { Trouble } from '../../../shared/ui/states';
import { type Ticket, useEndGrant } from '../api/ticket';

/** Access that was given for a time, each with its end and a way to end it now, and where to ask for more time. */
export function Access({ issue, ticket }: { issue: string; ticket: Ticket }) {
  const { text, format, bridge } = useSession();
  const words = text.ticket;
  const end = useEndGrant(issue);
  const [asked, setAsked] = useState<Grant | null>(null);
  // One form is for all that runs, so that it is offered once. What is over, or ends, cannot be extended.
  const form = ticket.extendForm;
  const isRunning = ticket.grants.some((grant) => grant.state.toLowerCase() === 'active');
  // Told until it has come about.
  const isEnding = end.isSuccess && ticket.grants.some((grant) => grant.id === end.variables.id && !grant.endedAt);
  const named = (grant: Grant) => grant.groupName ?? grant.groupId;
  const told = (grant: Grant) => {
    if (grant.endedAt) {
      return words.accessEnded(named(grant), format.moment(grant.endedAt));
    }
    return grant.state.toLowerCase() === 'held' ? words.accessHeld(named(grant)) : words.accessUntil(named(grant), format.moment(grant.endsAt));
  };
  return (
    <>
      <ul className="lk-tight">
        {ticket.grants.map((grant) => (
          <li key={grant.id} className="lk-spread">
            <span>{told(grant)}</span>
            {ticket.may.endGrants && !grant.endedAt && grant.state.toLowerCase() !== 'ending' && (
              <Button spacing="compact" onClick={() => setAsked(grant)}>
                {words.endNow}
                <span className="lk-hidden">: {named(grant)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {ticket.moreGrants && <p>{words.moreAccess(ticket.grants.length)}</p>}
      {isRunning && (
        <div className="lk-spread">
          <p className="lk-subtle">{form ? words.longer : words.extend}</p>
          {form && (
            <Button spacing="compact" onClick={() => bridge.openInSite(form)}>
              {words.askForLonger}
            </Button>
          )}
        </div>
      )}
      <p role="status" className="lk-subtle">
        {isEnding && words.ended}
      </p>
      {asked && (
        <Confirm
          title={words.endTitle}
          body={`${told(asked)}. ${words.endBody}`}
          confirm={words.endNow}
          reasonLabel={words.endWhy}
          busy={end.isPending}
          error={end.error && <Trouble error={end.error} />}
          onConfirm={(why) => end.mutate({ id: asked.id, why }, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
