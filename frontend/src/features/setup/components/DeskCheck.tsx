import { useState } from 'react';
import { useAdminText } from '../../../shared/text/admin';
import { ActForm } from '../../../shared/ui/ActForm';
import { Findings } from '../../../shared/ui/Findings';
import { SelectField, TextField } from '../../../shared/ui/fields';
import { Message } from '../../../shared/ui/Message';
import { Asked, Empty } from '../../../shared/ui/states';
import { type Desk, useCheck, useDesks } from '../api/setup';

/** Whether the app may do in a service desk what recipes need. */
export function DeskCheck() {
  const words = useAdminText().setup.desk;
  const desks = useDesks();
  return (
    <div className="lk-stack">
      <p>{words.body}</p>
      <Asked query={desks} lines={2}>
        {(known) => {
          const [first] = known;
          return first ? <Check desks={known} first={first} /> : <Empty {...words.none} />;
        }}
      </Asked>
    </div>
  );
}

function Check({ desks, first }: { desks: readonly Desk[]; first: Desk }) {
  const words = useAdminText().setup.desk;
  const check = useCheck();
  const [id, setId] = useState(first.id);
  const [noteOn, setNoteOn] = useState('');
  return (
    <>
      <ActForm
        act={check}
        submit={words.start}
        told={check.isPending && words.running}
        onSubmit={() => check.mutate({ id, noteOn: noteOn.trim() })}
      >
        <SelectField
          label={words.desk}
          value={id}
          options={desks.map((one) => ({ value: one.id, label: `${one.projectName} (${one.projectKey})` }))}
          onChange={(event) => {
            setId(event.target.value);
            check.reset();
          }}
        />
        <TextField
          label={words.note}
          help={words.noteHelp}
          value={noteOn}
          pattern="[A-Za-z][A-Za-z0-9_]*-[0-9]{1,18}|[0-9]{1,18}"
          onChange={(event) => setNoteOn(event.target.value)}
        />
      </ActForm>
      {check.data && !check.isPending && (
        <>
          <div role="status">
            <Message
              tone={check.data.works ? 'success' : 'warning'}
              title={check.data.works ? words.works : words.fails(check.data.findings.length)}
            />
          </div>
          <Findings {...check.data} />
        </>
      )}
    </>
  );
}
