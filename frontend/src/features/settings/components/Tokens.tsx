import Button from '@atlaskit/button/new';
import Lozenge from '@atlaskit/lozenge';
import { useState } from 'react';
import { useAdminText } from '../../../shared/text/admin';
import { ActForm } from '../../../shared/ui/ActForm';
import { Part } from '../../../shared/ui/AdminPage';
import { Confirm } from '../../../shared/ui/Confirm';
import { Copyable } from '../../../shared/ui/Copyable';
import { SelectField, TextArea, TextField } from '../../../shared/ui/fields';
import { linesOf } from '../../../shared/ui/lines';
import { useSession } from '../../../shared/ui/session';
import { Asked, Empty, Trouble } from '../../../shared/ui/states';
import { type Issued, type Token, useIssueToken, useLimitToken, useRevokeToken, useRotateToken, useTokens } from '../api/settings';
import { Once } from './Once';

/** Tokens with which Jira Automation tells of approvals. */
export function Tokens() {
  const words = useAdminText().settings.tokens;
  const tokens = useTokens();
  const [told, setTold] = useState<Issued | null>(null);
  return (
    <div className="lk-apart">
      <Part title={words.title}>
        <p className="lk-lead">{words.lead}</p>
        {told && (
          <Once key={told.header} title={words.enter} onHide={() => setTold(null)}>
            <Copyable label={words.url} value={told.url} />
            <Copyable label={words.header} value={told.header} />
            <Copyable label={words.body} value={told.body} />
          </Once>
        )}
        <Asked query={tokens} lines={4}>
          {(known) => (known.length === 0 ? <Empty {...words.none} /> : <Table tokens={known} onTold={setTold} />)}
        </Asked>
      </Part>
      <Part title={words.new}>
        <NewToken onTold={setTold} />
      </Part>
    </div>
  );
}

function NewToken({ onTold }: { onTold: (issued: Issued) => void }) {
  const words = useAdminText().settings.tokens;
  const issue = useIssueToken();
  const [name, setName] = useState('');
  const [sources, setSources] = useState('');
  const done = (issued: Issued) => {
    setName('');
    setSources('');
    issue.reset();
    onTold(issued);
  };
  return (
    <ActForm act={issue} submit={words.create} onSubmit={() => issue.mutate({ name: name.trim(), sources: linesOf(sources) }, { onSuccess: done })}>
      <TextField label={words.name} value={name} required maxLength={100} onChange={(event) => setName(event.target.value)} />
      <TextArea label={words.sources} help={words.sourcesHelp} rows={3} value={sources} onChange={(event) => setSources(event.target.value)} />
    </ActForm>
  );
}

type Asking = { readonly token: Token; readonly what: 'rotate' | 'limit' | 'revoke' };

function Table({ tokens, onTold }: { tokens: readonly Token[]; onTold: (issued: Issued) => void }) {
  const words = useAdminText().settings.tokens;
  const { format } = useSession();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [said, setSaid] = useState('');
  const close = (word = '') => {
    setAsking(null);
    setSaid(word);
  };
  return (
    <>
      <ul className="lk-cards">
        {tokens.map((token) => (
          <li key={token.id} className="lk-card lk-tight">
            <div className="lk-spread">
              <div className="lk-row">
                <h3 className="lk-h3">{token.name}</h3>
                {token.revokedAt ? (
                  <Lozenge>{words.revoked(format.moment(token.revokedAt))}</Lozenge>
                ) : (
                  <Lozenge appearance="success">{words.valid}</Lozenge>
                )}
              </div>
              {!token.revokedAt && (
                <div className="lk-actions">
                  {(['rotate', 'limit', 'revoke'] as const).map((what) => (
                    <Button key={what} spacing="compact" onClick={() => setAsking({ token, what })}>
                      {words[what]}
                      <span className="lk-hidden">: {token.name}</span>
                    </Button>
                  ))}
                </div>
              )}
            </div>
            <p className="lk-subtle">
              {words.columns.made} {format.moment(token.createdAt)} · {words.columns.from}: {token.sources.join(', ') || words.anywhere}
              {token.oldValidUntil && ` · ${words.oldUntil(format.moment(token.oldValidUntil))}`}
            </p>
            {asking?.token.id === token.id && asking.what === 'rotate' && (
              <Rotate
                token={token}
                onDone={(issued) => {
                  close();
                  onTold(issued);
                }}
                onClose={() => close()}
              />
            )}
            {asking?.token.id === token.id && asking.what === 'limit' && <Limit token={token} onDone={() => close(words.limited)} onClose={() => close()} />}
          </li>
        ))}
      </ul>
      <p role="status" className="lk-told">
        {said}
      </p>
      {asking?.what === 'revoke' && <Revoke token={asking.token} onDone={() => close(words.revokedTold)} onClose={() => close()} />}
    </>
  );
}

function Rotate({ token, onDone, onClose }: { token: Token; onDone: (issued: Issued) => void; onClose: () => void }) {
  const { settings } = useAdminText();
  const { text } = useSession();
  const rotate = useRotateToken();
  const [overlapMinutes, setOverlap] = useState('1440');
  return (
    <ActForm
      act={rotate}
      label={settings.tokens.rotateTitle(token.name)}
      submit={settings.tokens.rotate}
      more={
        <Button appearance="subtle" onClick={onClose}>
          {text.common.cancel}
        </Button>
      }
      onSubmit={() => rotate.mutate({ id: token.id, overlapMinutes: Number(overlapMinutes) }, { onSuccess: onDone })}
    >
      <SelectField label={settings.oldSecret} value={overlapMinutes} options={settings.overlap} onChange={(event) => setOverlap(event.target.value)} />
    </ActForm>
  );
}

function Limit({ token, onDone, onClose }: { token: Token; onDone: () => void; onClose: () => void }) {
  const { settings, shared } = useAdminText();
  const { text } = useSession();
  const limit = useLimitToken();
  const [sources, setSources] = useState(token.sources.join('\n'));
  return (
    <ActForm
      act={limit}
      label={settings.tokens.limitTitle(token.name)}
      submit={shared.save}
      more={
        <Button appearance="subtle" onClick={onClose}>
          {text.common.cancel}
        </Button>
      }
      onSubmit={() => limit.mutate({ id: token.id, sources: linesOf(sources) }, { onSuccess: onDone })}
    >
      <TextArea
        label={settings.tokens.limitTitle(token.name)}
        help={settings.tokens.sourcesHelp}
        rows={4}
        value={sources}
        onChange={(event) => setSources(event.target.value)}
      />
    </ActForm>
  );
}

function Revoke({ token, onDone, onClose }: { token: Token; onDone: () => void; onClose: () => void }) {
  const words = useAdminText().settings.tokens;
  const revoke = useRevokeToken();
  return (
    <Confirm
      title={words.revokeTitle(token.name)}
      body={words.revokeBody}
      confirm={words.revoke}
      busy={revoke.isPending}
      error={revoke.error && <Trouble error={revoke.error} />}
      onConfirm={() => revoke.mutate(token.id, { onSuccess: onDone })}
      onClose={onClose}
    />
  );
}
