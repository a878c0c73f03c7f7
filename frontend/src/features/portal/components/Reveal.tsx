import Button, { LinkButton } from '@atlaskit/button/new';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Refused } from '../../../shared/http/client';
import { Message } from '../../../shared/ui/Message';
import { useSession } from '../../../shared/ui/session';
import { Trouble } from '../../../shared/ui/states';
import { type Credential, type Handover, reveal, useReissue } from '../api/request';

type Shown = { step: 'closed' } | { step: 'opening' } | { step: 'open'; credential: Credential } | { step: 'failed'; error: Error };

/** A credential for its recipient: shown once, after a click, and only while this page is open. */
export function Reveal({ issue, handover }: { issue: string; handover: Handover }) {
  const { api, text } = useSession();
  const queries = useQueryClient();
  const [shown, setShown] = useState<Shown>({ step: 'closed' });
  const words = text.portal.reveal;
  const open = async () => {
    setShown({ step: 'opening' });
    try {
      setShown({ step: 'open', credential: await reveal(api, issue, handover.id) });
    } catch (error) {
      setShown({ step: 'failed', error: error as Error });
    }
    await queries.invalidateQueries({ queryKey: ['portal', issue] });
  };
  if (!handover.yours) {
    return handover.state === 'ready' ? <Message title={text.ticket.handover}>
      <p>{words.others}</p>
    </Message> : null;
  }
  if (shown.step === 'open') {
    return <Open credential={shown.credential} />;
  }
  if (shown.step === 'failed' && !(shown.error instanceof Refused && shown.error.status === 410)) {
    return shown.error instanceof Refused ? (
      <Trouble error={shown.error} retry={() => setShown({ step: 'closed' })} />
    ) : (
      <Over issue={issue} handover={handover} title={words.lost.title} body={words.lost.body} />
    );
  }
  if (handover.state === 'ready') {
    return <Ready handover={handover} isOpening={shown.step === 'opening'} onOpen={() => void open()} />;
  }
  const over = words[handover.state as 'revealed' | 'expired' | 'withdrawn'] ?? words.expired;
  return <Over issue={issue} handover={handover} title={over.title} body={over.body} />;
}

function kindOf(words: Record<string, string>, kind: string): string {
  return words[kind] ?? Object.values(words)[0] ?? '';
}

function Ready({ handover, isOpening, onOpen }: { handover: Handover; isOpening: boolean; onOpen: () => void }) {
  const { text, format } = useSession();
  const words = text.portal.reveal;
  return (
    <section className="lk-card lk-tight">
      <h2 className="lk-h3">{kindOf(words.title, handover.kind)}</h2>
      <p>{words.body}</p>
      <p className="lk-subtle">{words.until(format.moment(handover.expiresAt))}</p>
      <div>
        <Button appearance="primary" isDisabled={isOpening} onClick={onOpen}>
          {isOpening ? words.working : words.button}
        </Button>
      </div>
    </section>
  );
}

function Open({ credential }: { credential: Credential }) {
  const { text } = useSession();
  const words = text.portal.reveal;
  const heading = useRef<HTMLHeadingElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => heading.current?.focus(), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(credential.secret);
      setCopied(true);
    } catch {
      // A frame may not be allowed to copy; the text can be selected.
      setCopied(false);
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
      <p className="lk-secret">{credential.secret}</p>
      <div className="lk-actions">
        {isLink && (
          <LinkButton appearance="primary" href={credential.secret} target="_blank" rel="noopener noreferrer">
            {words.open}
          </LinkButton>
        )}
        <Button onClick={() => void copy()}>{copied ? words.copied : words.copy}</Button>
      </div>
      <p className="lk-subtle" role="status">
        {words.once}
      </p>
    </section>
  );
}

function Over({ issue, handover, title, body }: { issue: string; handover: Handover; title: string; body: string }) {
  const { text } = useSession();
  const words = text.portal.reveal;
  const reissue = useReissue(issue);
  const wordsFor = (code: string) =>
    code === 'handover.used' ? words.used : code === 'handover.too-often' ? words.tooOften : undefined;
  return (
    <section className="lk-card lk-tight">
      <h2 className="lk-h3">{title}</h2>
      <p>{body}</p>
      {handover.mayAskAgain && !reissue.isSuccess && (
        <div>
          <Button isDisabled={reissue.isPending} onClick={() => reissue.mutate(handover.id)}>
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
