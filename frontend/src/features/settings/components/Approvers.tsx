import Button, { LinkButton } from '@atlaskit/button/new';
import { useState } from 'react';
import { useConnections } from '../../../shared/http/connections';
import { useAdminText } from '../../../shared/text/admin';
import { ActForm } from '../../../shared/ui/ActForm';
import { Part } from '../../../shared/ui/AdminPage';
import { Confirm } from '../../../shared/ui/Confirm';
import { SelectField, TextField } from '../../../shared/ui/fields';
import { Scroll } from '../../../shared/ui/Scroll';
import { useSession } from '../../../shared/ui/session';
import { Asked, Empty, Trouble } from '../../../shared/ui/states';
import { type Approver, useApprovers, usePutApprover, useRemoveApprover } from '../api/settings';

/** Which Okta account somebody in Jira has, for each connection. */
export function Approvers() {
  const words = useAdminText().settings.approvers;
  const connections = useConnections();
  return (
    <Asked query={connections} lines={5}>
      {(known) => {
        if (known.length > 0) {
          return <OfConnections names={known.map((one) => one.name)} />;
        }
        const { action, ...none } = words.noConnections;
        return (
          <Empty
            {...none}
            action={
              <LinkButton href="#/setup" appearance="primary">
                {action}
              </LinkButton>
            }
          />
        );
      }}
    </Asked>
  );
}

function OfConnections({ names }: { names: readonly string[] }) {
  const words = useAdminText().settings.approvers;
  const [chosen, setChosen] = useState(names[0] ?? '');
  return (
    <div className="lk-apart">
      <Part title={words.title}>
        <p className="lk-lead">{words.lead}</p>
        {names.length > 1 && (
          <div className="lk-filters">
            <SelectField
              label={words.connection}
              value={chosen}
              options={names.map((name) => ({ value: name, label: name }))}
              onChange={(event) => setChosen(event.target.value)}
            />
          </div>
        )}
        <List key={chosen} connection={chosen} />
      </Part>
      <Part title={words.new}>
        <Add key={chosen} connection={chosen} />
      </Part>
    </div>
  );
}

function List({ connection }: { connection: string }) {
  const words = useAdminText().settings.approvers;
  const approvers = useApprovers(connection);
  const remove = useRemoveApprover(connection);
  const [asked, setAsked] = useState<Approver | null>(null);
  return (
    <>
      <Asked query={approvers} lines={4}>
        {(known) => (known.length === 0 ? <Empty {...words.none} /> : <Table known={known} onRemove={setAsked} />)}
      </Asked>
      <p role="status" className="lk-told">
        {remove.isSuccess && words.removed}
      </p>
      {asked && (
        <Confirm
          title={words.removeTitle}
          body={words.removeBody(asked.accountId)}
          confirm={words.remove}
          busy={remove.isPending}
          error={remove.error && <Trouble error={remove.error} />}
          onConfirm={() => remove.mutate(asked.accountId, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

function Table({ known, onRemove }: { known: readonly Approver[]; onRemove: (one: Approver) => void }) {
  const words = useAdminText().settings.approvers;
  const { format } = useSession();
  return (
    <Scroll label={words.title}>
      <table className="lk-plain">
        <caption className="lk-hidden">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.account}</th>
            <th scope="col">{words.columns.okta}</th>
            <th scope="col">{words.columns.entered}</th>
            <th scope="col">
              <span className="lk-hidden">{words.columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {known.map((one) => (
            <tr key={one.accountId}>
              <th scope="row">{one.accountId}</th>
              <td>{one.oktaUserId}</td>
              <td>{words.entered(format.moment(one.enteredAt), one.enteredBy)}</td>
              <td className="lk-right">
                <Button spacing="compact" onClick={() => onRemove(one)}>
                  {words.remove}
                  <span className="lk-hidden">: {one.accountId}</span>
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Add({ connection }: { connection: string }) {
  const { settings } = useAdminText();
  const words = settings.approvers;
  const put = usePutApprover(connection);
  const [accountId, setAccountId] = useState('');
  const [oktaUserId, setOktaUserId] = useState('');
  const done = () => {
    setAccountId('');
    setOktaUserId('');
  };
  return (
    <ActForm
      act={put}
      submit={settings.add}
      told={put.isSuccess && words.saved}
      onSubmit={() => put.mutate({ accountId: accountId.trim(), oktaUserId: oktaUserId.trim() }, { onSuccess: done })}
    >
      <TextField
        label={words.account}
        help={words.accountHelp}
        value={accountId}
        required
        maxLength={255}
        spellCheck={false}
        onChange={(event) => setAccountId(event.target.value)}
      />
      <TextField
        label={words.okta}
        help={words.oktaHelp}
        value={oktaUserId}
        required
        maxLength={100}
        pattern="[A-Za-z0-9_\-]+"
        spellCheck={false}
        onChange={(event) => setOktaUserId(event.target.value)}
      />
    </ActForm>
  );
}
