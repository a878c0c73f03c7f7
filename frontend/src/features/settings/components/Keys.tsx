import Button from '@atlaskit/button/new';
import Lozenge from '@atlaskit/lozenge';
import { useState } from 'react';
import { useAdminText } from '../../../shared/text/admin';
import { ActForm } from '../../../shared/ui/ActForm';
import { Part } from '../../../shared/ui/AdminPage';
import { Confirm } from '../../../shared/ui/Confirm';
import { Copyable } from '../../../shared/ui/Copyable';
import { SelectField, TextField } from '../../../shared/ui/fields';
import { useSession } from '../../../shared/ui/session';
import { Asked, Empty, Trouble } from '../../../shared/ui/states';
import { type Key, useActivateKey, useEraseKeys, useKeys, useRotateKey } from '../api/settings';

const LOOKS = { WAITING: 'moved', PUBLISHED: 'inprogress', SIGNING: 'success', RETIRED: 'default' } as const;

/** The keys that sign towards Okta: replaced, let sign, and erased in an emergency. */
export function Keys() {
  const words = useAdminText().settings.keys;
  const keys = useKeys();
  return (
    <div className="lk-apart">
      <Part title={words.title}>
        <p className="lk-lead">{words.lead}</p>
        <Asked query={keys} lines={5}>
          {(known) =>
            known.length === 0 ? (
              <Empty {...words.none} />
            ) : (
              <ul className="lk-cards">
                {known.map((one) => (
                  <OneKey key={one.kid} signing={one} />
                ))}
              </ul>
            )
          }
        </Asked>
      </Part>
      <Rotate />
      <Erase />
    </div>
  );
}

function OneKey({ signing }: { signing: Key }) {
  const words = useAdminText().settings.keys;
  const { format } = useSession();
  const activate = useActivateKey();
  const facts = [
    words.made(format.moment(signing.createdAt)),
    signing.signsFrom && words.signsFrom(format.moment(signing.signsFrom)),
    signing.lastUsedAt ? words.used(format.moment(signing.lastUsedAt)) : words.neverUsed,
    signing.neededBy.length > 0 && words.neededBy(signing.neededBy.join(', ')),
  ].filter(Boolean);
  return (
    <li className="lk-card lk-tight">
      <div className="lk-row">
        <h3 className="lk-h3 lk-code">{signing.kid}</h3>
        <Lozenge appearance={LOOKS[signing.state as keyof typeof LOOKS] ?? 'default'}>{words.state[signing.state] ?? signing.state}</Lozenge>
      </div>
      <p>{words.explained[signing.state]}</p>
      <p className="lk-subtle">{facts.join(' · ')}</p>
      {signing.state === 'WAITING' && (
        <>
          <Copyable label={words.publicJwk} value={signing.publicJwk} />
          <ActForm
            act={activate}
            submit={words.activate}
            told={activate.isPending ? words.activating : activate.isSuccess && words.activated}
            onSubmit={() => activate.mutate(signing.kid)}
          />
        </>
      )}
    </li>
  );
}

function Rotate() {
  const words = useAdminText().settings.keys;
  const rotate = useRotateKey();
  const [delivery, setDelivery] = useState('FETCHED');
  return (
    <Part title={words.rotate}>
      <p className="lk-lead">{words.rotateLead}</p>
      <ActForm act={rotate} submit={words.rotate} appearance="default" told={rotate.isSuccess && words.made2} onSubmit={() => rotate.mutate(delivery)}>
        <SelectField
          label={words.delivery}
          value={delivery}
          options={[
            { value: 'FETCHED', label: words.fetched },
            { value: 'PASTED', label: words.pasted },
          ]}
          onChange={(event) => setDelivery(event.target.value)}
        />
      </ActForm>
    </Part>
  );
}

/** Erasing stops everything, so a word has to be typed for it. */
function Erase() {
  const words = useAdminText().settings.keys;
  const erase = useEraseKeys();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const close = () => {
    setAsking(false);
    setTyped('');
  };
  return (
    <Part title={words.erase}>
      <p className="lk-lead">{words.eraseLead}</p>
      <div>
        <Button appearance="danger" onClick={() => setAsking(true)}>
          {words.erase}
        </Button>
      </div>
      <p role="status" className="lk-told">
        {erase.data && words.erased(erase.data.keys)}
      </p>
      {asking && (
        <Confirm
          title={words.eraseTitle}
          body={
            <>
              <p>{words.eraseBody}</p>
              <TextField label={words.eraseType(words.eraseWord)} value={typed} required onChange={(event) => setTyped(event.target.value)} />
            </>
          }
          confirm={words.erase}
          busy={erase.isPending || typed.trim().toLowerCase() !== words.eraseWord}
          error={erase.error && <Trouble error={erase.error} />}
          onConfirm={() => typed.trim().toLowerCase() === words.eraseWord && erase.mutate(undefined, { onSuccess: close })}
          onClose={close}
        />
      )}
    </Part>
  );
}
