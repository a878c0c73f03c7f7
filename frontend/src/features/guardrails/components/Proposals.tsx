import Button from '@atlaskit/button/new';
import { useState } from 'react';
import type { Proposal } from '../../../shared/http/proposals';
import { useAdminText } from '../../../shared/text/admin';
import { Part } from '../../../shared/ui/AdminPage';
import { Confirm } from '../../../shared/ui/Confirm';
import { useSession } from '../../../shared/ui/session';
import { Trouble } from '../../../shared/ui/states';
import { useDecide } from '../api/guardrails';
import { linesOfPart } from '../api/values';

type Decision = 'confirm' | 'reject';

/** Changes that let more happen, each with what holds now and what is proposed, for a second administrator. */
export function Proposals({ proposals }: { proposals: readonly Proposal[] }) {
  const { guardrails } = useAdminText();
  const words = guardrails.proposals;
  const decide = useDecide();
  const [asked, setAsked] = useState<{ proposal: Proposal; decision: Decision } | null>(null);
  if (proposals.length === 0 && !decide.isSuccess) {
    return null;
  }
  const told = decide.isSuccess && (decide.variables?.decision === 'confirm' ? words.confirmed : words.rejected);
  const ask = (proposal: Proposal, decision: Decision) => {
    decide.reset();
    setAsked({ proposal, decision });
  };
  return (
    <Part title={words.title}>
      <ul className="lk-cards">
        {proposals.map((one) => (
          <Waiting key={one.id} proposal={one} onAsk={(decision) => ask(one, decision)} />
        ))}
      </ul>
      <p role="status" className="lk-told">
        {told}
      </p>
      {asked && (
        <Confirm
          title={asked.decision === 'confirm' ? words.confirmTitle : words.rejectTitle}
          body={
            <>
              <p>{words.of(guardrails.parts[asked.proposal.part] ?? asked.proposal.part, asked.proposal.connection ?? null)}.</p>
              <p>{asked.decision === 'confirm' ? words.confirmBody : words.rejectBody}</p>
            </>
          }
          confirm={asked.decision === 'confirm' ? words.confirm : words.reject}
          busy={decide.isPending}
          error={decide.error && <Trouble error={decide.error} />}
          onConfirm={() => decide.mutate({ id: asked.proposal.id, decision: asked.decision }, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </Part>
  );
}

function Waiting({ proposal, onAsk }: { proposal: Proposal; onAsk: (decision: Decision) => void }) {
  const { guardrails } = useAdminText();
  const words = guardrails.proposals;
  const { format } = useSession();
  const title = words.of(guardrails.parts[proposal.part] ?? proposal.part, proposal.connection ?? null);
  const before = linesOfPart(proposal.part, proposal.before, guardrails.value);
  const after = linesOfPart(proposal.part, proposal.after, guardrails.value);
  return (
    <li className="lk-card lk-tight">
      <h3 className="lk-h3">{title}</h3>
      <p className="lk-subtle">
        {words.by(proposal.proposedBy, format.moment(proposal.proposedAt))} {words.until(format.moment(proposal.expiresAt))}
      </p>
      <table className="lk-diff">
        <caption className="lk-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.before}</th>
            <th scope="col">{words.after}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>
              {before.map((line) => (
                <div key={line}>{after.includes(line) ? line : <del>{line}</del>}</div>
              ))}
            </td>
            <td>
              {after.map((line) => (
                <div key={line}>{before.includes(line) ? line : <ins>{line}</ins>}</div>
              ))}
            </td>
          </tr>
        </tbody>
      </table>
      <div className="lk-actions">
        <Button spacing="compact" onClick={() => onAsk('confirm')}>
          {words.confirm}
          <span className="lk-hidden">: {title}</span>
        </Button>
        <Button spacing="compact" appearance="subtle" onClick={() => onAsk('reject')}>
          {words.reject}
          <span className="lk-hidden">: {title}</span>
        </Button>
      </div>
    </li>
  );
}
