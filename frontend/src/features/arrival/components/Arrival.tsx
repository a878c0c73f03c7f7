import Button from '@atlaskit/button/new';
import { useState } from 'react';
import { useAdminText } from '../../../shared/text/admin';
import { ActForm } from '../../../shared/ui/ActForm';
import { AdminPage } from '../../../shared/ui/AdminPage';
import { TextField } from '../../../shared/ui/fields';
import { Message } from '../../../shared/ui/Message';
import { Loading, Trouble } from '../../../shared/ui/states';
import { useArrival, useMove } from '../api/arrival';

/** The page of an installation that waits to be let in, since its site is known through another one. */
export default function Arrival({ onOpen }: { onOpen: () => void }) {
  const words = useAdminText().move.arrival;
  const arrival = useArrival();
  const move = useMove();
  const wordsFor = (code: string) => words.trouble[code];
  return (
    <main className="lk-panel">
      <AdminPage title={words.title}>
        {move.isSuccess ? (
          <Message tone="success" title={words.moved}>
            <Button appearance="primary" onClick={onOpen}>
              {words.open}
            </Button>
          </Message>
        ) : arrival.data ? (
          <Move {...arrival.data} move={move} wordsFor={wordsFor} />
        ) : arrival.error ? (
          <Trouble error={arrival.error} wordsFor={wordsFor} retry={() => void arrival.refetch()} />
        ) : (
          <Loading lines={4} />
        )}
      </AdminPage>
    </main>
  );
}

type Asked = {
  codeNeeded: boolean;
  codeMinutes: number;
  move: ReturnType<typeof useMove>;
  wordsFor: (code: string) => { title: string; body: string } | undefined;
};

function Move({ codeNeeded, codeMinutes, move, wordsFor }: Asked) {
  const words = useAdminText().move.arrival;
  const [code, setCode] = useState('');
  return (
    <>
      <p className="lk-lead">{codeNeeded ? words.other(codeMinutes) : words.again}</p>
      <ActForm act={move} submit={codeNeeded ? words.move : words.goOn} wordsFor={wordsFor} onSubmit={() => move.mutate(code.trim())}>
        {codeNeeded && (
          <TextField
            label={words.code}
            help={words.codeHelp}
            value={code}
            required
            maxLength={100}
            spellCheck={false}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </ActForm>
    </>
  );
}
