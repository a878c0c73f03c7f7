import { useState } from 'react';
import type { Connection } from '../../../shared/http/connections';
import { useAdminText } from '../../../shared/text/admin';
import { ActForm } from '../../../shared/ui/ActForm';
import { Copyable } from '../../../shared/ui/Copyable';
import { TextField } from '../../../shared/ui/fields';
import { Message } from '../../../shared/ui/Message';
import { useClientId } from '../api/setup';

/** What to do in Okta so that it knows the app, and the client id that comes of it. */
export function Register({ connection }: { connection: Connection }) {
  const { setup, shared } = useAdminText();
  const words = setup.register;
  const enter = useClientId(connection.name);
  const [clientId, setClientId] = useState(connection.clientId ?? '');
  return (
    <div className="lk-stack">
      <ol className="lk-numbered">
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Copyable label={words.jwksUri} value={connection.jwksUri} />
      <details>
        <summary>{words.cannotReach}</summary>
        <div className="lk-stage-body">
          <p>{words.paste}</p>
          {connection.publicJwk ? <Copyable label={words.publicJwk} value={connection.publicJwk} /> : <Message tone="warning" title={words.noKey} />}
        </div>
      </details>
      <ActForm
        act={enter}
        submit={connection.clientId ? words.change : words.enter}
        appearance={connection.clientId ? 'default' : 'primary'}
        told={enter.isSuccess && shared.saved}
        onSubmit={() => enter.mutate(clientId.trim())}
      >
        <TextField
          label={words.clientId}
          help={words.clientIdHelp}
          value={clientId}
          required
          maxLength={100}
          spellCheck={false}
          onChange={(event) => setClientId(event.target.value)}
        />
      </ActForm>
    </div>
  );
}
