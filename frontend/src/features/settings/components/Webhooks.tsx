import Button from '@atlaskit/button/new';
import { useState } from 'react';
import { useAdminText } from '../../../shared/text/admin';
import { ActForm } from '../../../shared/ui/ActForm';
import { Part } from '../../../shared/ui/AdminPage';
import { Confirm } from '../../../shared/ui/Confirm';
import { Copyable } from '../../../shared/ui/Copyable';
import { SelectField, TextField } from '../../../shared/ui/fields';
import { Message } from '../../../shared/ui/Message';
import { useSession } from '../../../shared/ui/session';
import { Asked, Empty, Trouble } from '../../../shared/ui/states';
import {
  type ToldWebhook,
  useDeleteWebhook,
  useRegisterWebhook,
  useRotateWebhook,
  useTestWebhook,
  useWebhooks,
  type Webhook,
} from '../api/settings';
import { Once } from './Once';

interface Secret {
  readonly name: string;
  readonly secret: string;
}

/** Webhooks that recipes call. */
export function Webhooks() {
  const words = useAdminText().settings.webhooks;
  const webhooks = useWebhooks();
  const [secret, setSecret] = useState<Secret | null>(null);
  const [said, setSaid] = useState('');
  const [leaving, setLeaving] = useState<Webhook | null>(null);
  const told = (answer: ToldWebhook) => {
    setSecret(answer.secret ? { name: answer.webhook.name, secret: answer.secret } : null);
    setSaid(answer.secret ? '' : words.kept);
  };
  return (
    <div className="lk-apart">
      <Part title={words.title}>
        <p className="lk-lead">{words.lead}</p>
        {secret && (
          <Once key={secret.secret} title={words.secret(secret.name)} onHide={() => setSecret(null)}>
            <p>{words.secretBody}</p>
            <Copyable label={words.secret(secret.name)} value={secret.secret} />
          </Once>
        )}
        <Asked query={webhooks} lines={4}>
          {(known) =>
            known.length === 0 ? (
              <Empty {...words.none} />
            ) : (
              <ul className="lk-cards">
                {known.map((one) => (
                  <OneWebhook key={one.name} webhook={one} onTold={told} onDelete={() => setLeaving(one)} />
                ))}
              </ul>
            )
          }
        </Asked>
        <p role="status" className="lk-told">
          {said}
        </p>
        {leaving && <Delete webhook={leaving} onDone={() => setSaid(words.deleted)} onClose={() => setLeaving(null)} />}
      </Part>
      <Part title={words.new}>
        <Register onTold={told} />
      </Part>
    </div>
  );
}

function Register({ onTold }: { onTold: (answer: ToldWebhook) => void }) {
  const words = useAdminText().settings.webhooks;
  const register = useRegisterWebhook();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const done = (answer: ToldWebhook) => {
    setName('');
    setUrl('');
    register.reset();
    onTold(answer);
  };
  return (
    <ActForm act={register} submit={words.register} onSubmit={() => register.mutate({ name: name.trim(), url: url.trim() }, { onSuccess: done })}>
      <TextField label={words.name} help={words.nameHelp} value={name} required maxLength={100} onChange={(event) => setName(event.target.value)} />
      <TextField
        label={words.url}
        help={words.urlHelp}
        value={url}
        required
        maxLength={2_000}
        inputMode="url"
        spellCheck={false}
        onChange={(event) => setUrl(event.target.value)}
      />
    </ActForm>
  );
}

function OneWebhook({ webhook, onTold, onDelete }: { webhook: Webhook; onTold: (answer: ToldWebhook) => void; onDelete: () => void }) {
  const words = useAdminText().settings.webhooks;
  const { format } = useSession();
  const test = useTestWebhook();
  const [asking, setAsking] = useState(false);
  const hidden = <span className="lk-hidden">: {webhook.name}</span>;
  return (
    <li className="lk-card lk-tight">
      <div className="lk-spread">
        <h3 className="lk-h3">{webhook.name}</h3>
        <div className="lk-actions">
          <Button spacing="compact" isDisabled={test.isPending} onClick={() => test.mutate(webhook.name)}>
            {words.test}
            {hidden}
          </Button>
          <Button spacing="compact" onClick={() => setAsking(true)}>
            {words.rotate}
            {hidden}
          </Button>
          <Button spacing="compact" onClick={onDelete}>
            {words.delete}
            {hidden}
          </Button>
        </div>
      </div>
      <p className="lk-subtle">
        {words.columns.host} {webhook.host} · {words.columns.changed} {format.moment(webhook.changedAt)}
        {webhook.previousSignsUntil && ` · ${words.old(format.moment(webhook.previousSignsUntil))}`}
      </p>
      <div role="status" className="lk-told">
        {test.isPending && words.testing}
        {test.data && !test.isPending && (
          <Message tone={test.data.delivered ? 'success' : 'error'} title={test.data.delivered ? words.delivered : words.failed}>
            <p>{test.data.explanation}</p>
          </Message>
        )}
      </div>
      {test.error && <Trouble error={test.error} />}
      {asking && (
        <Rotate
          webhook={webhook}
          onDone={(answer) => {
            setAsking(false);
            onTold(answer);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

function Rotate({ webhook, onDone, onClose }: { webhook: Webhook; onDone: (answer: ToldWebhook) => void; onClose: () => void }) {
  const { settings } = useAdminText();
  const { text } = useSession();
  const rotate = useRotateWebhook();
  const [overlapMinutes, setOverlap] = useState('60');
  return (
    <ActForm
      act={rotate}
      label={settings.webhooks.rotateTitle(webhook.name)}
      submit={settings.webhooks.rotate}
      more={
        <Button appearance="subtle" onClick={onClose}>
          {text.common.cancel}
        </Button>
      }
      onSubmit={() => rotate.mutate({ name: webhook.name, overlapMinutes: Number(overlapMinutes) }, { onSuccess: onDone })}
    >
      <SelectField label={settings.oldSecret} value={overlapMinutes} options={settings.overlap} onChange={(event) => setOverlap(event.target.value)} />
    </ActForm>
  );
}

function Delete({ webhook, onDone, onClose }: { webhook: Webhook; onDone: () => void; onClose: () => void }) {
  const words = useAdminText().settings.webhooks;
  const remove = useDeleteWebhook();
  return (
    <Confirm
      title={words.deleteTitle(webhook.name)}
      body={words.deleteBody}
      confirm={words.delete}
      busy={remove.isPending}
      error={remove.error && <Trouble error={remove.error} />}
      onConfirm={() =>
        remove.mutate(webhook.name, {
          onSuccess: () => {
            onClose();
            onDone();
          },
        })
      }
      onClose={onClose}
    />
  );
}
