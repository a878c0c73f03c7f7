import Button from '@atlaskit/button/new';
import { useState } from 'react';
import { Confirm } from '../../../shared/ui/Confirm';
import { useSession } from '../../../shared/ui/session';
import { Trouble } from '../../../shared/ui/states';
import { type Ticket, useWithdraw } from '../api/ticket';

type Handover = Ticket['handovers'][number];

/** Credentials for their recipients, never what they are, each with a way to take it back while that changes anything. */
export function Handovers({ issue, ticket }: { issue: string; ticket: Ticket }) {
  const { text, format } = useSession();
  const words = text.ticket;
  const withdraw = useWithdraw(issue);
  const [asked, setAsked] = useState<Handover | null>(null);
  const told = ({ state, expiresAt }: Handover) =>
    state === 'ready'
      ? words.handoverState.ready(format.moment(expiresAt))
      : (words.handoverState[state as 'revealed' | 'expired' | 'withdrawn' | 'renewing' | 'renewalFailed'] ?? state);
  return (
    <>
      <ul className="lk-tight">
        {ticket.handovers.map((one) => (
          <li key={one.id} className="lk-spread">
            <span>
              {told(one)}
              {one.recipientName && <span className="lk-subtle"> {words.recipient(one.recipientName)}</span>}
            </span>
            {one.mayWithdraw && (
              <Button
                spacing="compact"
                onClick={() => {
                  withdraw.reset();
                  setAsked(one);
                }}
              >
                {words.withdraw}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="lk-subtle">
        {withdraw.data && (words.withdrawn[withdraw.data.outcome] ?? words.withdrawn['taken-back'])}
      </p>
      {asked && (
        <Confirm
          title={words.withdrawTitle}
          body={words.withdrawBody}
          confirm={words.withdraw}
          reasonLabel={words.withdrawWhy}
          busy={withdraw.isPending}
          error={withdraw.error && <Trouble error={withdraw.error} />}
          onConfirm={(why) => withdraw.mutate({ id: asked.id, why }, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
