import Button, { LinkButton } from '@atlaskit/button/new';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Refused } from '../../../shared/http/client';
import { Message } from '../../../shared/ui/Message';
import { useSession } from '../../../shared/ui/session';
import { Trouble } from '../../../shared/ui/states';
import { type Credential, type Handover, type PortalRequest, reveal, useReissue } from '../api/request';

type Shown = { step: 'closed' } | { step: 'opening' } | { step: 'open'; credential: Credential } | { step: 'failed'; error: Error };

/** How a credential stands that the server no longer has; null where it says something else. */
function stateAfter(error: unknown): string | null {
  return error instanceof Refused && error.status === 410 ? error.code.replace('handover.', '') : null;
}

function withState(told: PortalRequest, id: string, state: string): PortalRequest {
  return { ...told, handovers: told.handovers.map((one) => (one.id === id ? { ...one, state } : one)) };
}

/** A credential for its recipient: shown once, after a click, and only while this page is open. */
export function Reveal({ issue, handover }: { issue: string; handover: Handover }) {
  const { api, text } = useSession();
  const queries = useQueryClient();
  const [shown, setShown] = useState<Shown>({ step: 'closed' });
  const words = text.portal.reveal;
  const asked = () => queries.invalidateQueries({ queryKey: ['portal', issue] });
  const open = async () => {
    setShown({ step: 'opening' });
    try {
      setShown({ step: 'open', credential: await reveal(api, issue, handover.id) });
    } catch (error) {
      const over = stateAfter(error);
      if (over) {
        queries.setQueryData<PortalRequest>(['portal', issue], (told) => told && withState(told, handover.id, over));
        setShown({ step: 'closed' });
      } else {
        // Whether it was taken is known to the server alone.
        await asked();
        setShown({ step: 'failed', error: error as Error });
        return;
      }
    }
    await asked();
  };
  if (shown.step === 'open') {
    return <Open credential={shown.credential} onHide={() => setShown({ step: 'closed' })} />;
  }
  if (shown.step === 'failed' && shown.error instanceof Refused) {
    return <Trouble error={shown.error} retry={() => setShown({ step: 'closed' })} />;
  }
  if (handover.state === 'ready' || shown.step === 'opening') {
    return (
      <>
        {shown.step === 'failed' && (
          <Message tone="warning" title={words.unanswered.title}>
            <p>{words.unanswered.body}</p>
          </Message>
        )}
        <Ready handover={handover} isOpening={shown.step === 'opening'} onOpen={() => void open()} />
      </>
    );
  }
  if (shown.step === 'failed') {
    return <Over issue={issue} handover={handover} {...words.lost} onAsked={() => setShown({ step: 'closed' })} />;
  }
  if (handover.state === 'renewing') {
    return (
      <section className="lk-card lk-tight">
        <h2 className="lk-h3">{words.renewing.title}</h2>
        <p role="status">{words.renewing.body}</p>
      </section>
    );
  }
  const over = words[handover.state as 'revealed' | 'expired' | 'withdrawn' | 'renewalFailed'] ?? words.expired;
  return <Over issue={issue} handover={handover} {...over} />;
}

function kindOf(words: Record<string, string>, kind: string): string {
  return words[kind] ?? Object.values(words)[0] ?? '';
}

function Ready({ handover, isOpening, onOpen }: { handover: Handover; isOpening: boolean; onOpen: () => void }) {
  const { text, format } = useSession();
  const words = text.portal.reveal;
  return (
    <section className="lk-card lk-tight">
      <h2 className="lk-h3">{kindOf(words.title, handover.kind ?? '')}</h2>
      <p>{words.body}</p>
      {handover.expiresAt && <p className="lk-subtle">{words.until(format.moment(handover.expiresAt))}</p>}
      <div>
        <Button appearance="primary" isDisabled={isOpening} onClick={onOpen}>
          {isOpening ? words.working : words.button}
        </Button>
      </div>
    </section>
  );
}

function Open({ credential, onHide }: { credential: Credential; onHide: () => void }) {
  const { text } = useSession();
  const words = text.portal.reveal;
  const heading = useRef<HTMLHeadingElement>(null);
  const secret = useRef<HTMLParagraphElement>(null);
  const [copied, setCopied] = useState<'not' | 'yes' | 'by hand'>('not');
  useEffect(() => heading.current?.focus(), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(credential.secret);
      setCopied('yes');
    } catch {
      // A frame may not be allowed to copy; selected, the keyboard can.
      setCopied('by hand');
      if (secret.current) {
        getSelection()?.selectAllChildren(secret.current);
      }
    }
  };
  const isLink = credential.kind === 'activationLink';
  return (
    <section className="lk-card lk-tight">
      <h2 className="lk-h3" tabIndex={-1} ref={heading}>
        {kindOf(words.secret, credential.kind)}
      </h2>
      {credential.login && (
        <p>
          {words.login}: <strong>{credential.login}</strong>
        </p>
      )}
      <p className="lk-secret" ref={secret}>
        {credential.secret}
      </p>
      <div className="lk-actions">
        {isLink && (
          <LinkButton appearance="primary" href={credential.secret} target="_blank" rel="noopener noreferrer">
            {words.open}
          </LinkButton>
        )}
        <Button onClick={() => void copy()}>{copied === 'yes' ? words.copied : words.copy}</Button>
        <Button appearance="subtle" onClick={onHide}>
          {words.hide}
        </Button>
      </div>
      <p role="status">{copied === 'by hand' && text.common.copyByHand}</p>
      <p className="lk-subtle">{words.once}</p>
    </section>
  );
}

/** Refusals that no asking again changes. */
const FINAL = ['handover.used', 'handover.too-often', 'handover.too-late', 'handover.withdrawn'];

interface OverProps {
  issue: string;
  handover: Handover;
  title: string;
  body: string;
  onAsked?: () => void;
}

function Over({ issue, handover, title, body, onAsked }: OverProps) {
  const { text } = useSession();
  const words = text.portal.reveal;
  const reissue = useReissue(issue);
  const wordsFor = (code: string) =>
    ({
      'handover.used': words.used,
      'handover.too-often': words.tooOften,
      'handover.too-late': words.tooLate,
      'handover.asked-just-now': words.justNow,
      'handover.ready': words.stillReady,
      'handover.withdrawn': words.withdrawn,
      'handover.okta-unknown': words.oktaSilent,
    })[code];
  const isFinal = reissue.error instanceof Refused && FINAL.includes(reissue.error.code);
  return (
    <section className="lk-card lk-tight">
      <h2 className="lk-h3">{title}</h2>
      {!isFinal && <p>{body}</p>}
      {handover.mayAskAgain && !reissue.isSuccess && !isFinal && (
        <div>
          <Button isDisabled={reissue.isPending} onClick={() => reissue.mutate(handover.id, { onSuccess: () => onAsked?.() })}>
            {words.again}
          </Button>
        </div>
      )}
      <p role="status" className="lk-subtle">
        {reissue.isSuccess && words.asked}
      </p>
      {reissue.error && <Trouble error={reissue.error} wordsFor={wordsFor} />}
    </section>
  );
}
