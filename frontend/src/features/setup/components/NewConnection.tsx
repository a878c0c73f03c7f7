import { useState } from 'react';
import { useLocation } from 'wouter';
import { useAdminText } from '../../../shared/text/admin';
import { ActForm } from '../../../shared/ui/ActForm';
import { TextField } from '../../../shared/ui/fields';
import { inAddress } from '../../../shared/ui/names';
import { useCreate } from '../api/setup';

/** The first step: a name of one's own and the address of the organisation. */
export function NewConnection() {
  const { setup } = useAdminText();
  const words = setup.name;
  const create = useCreate();
  const [, go] = useLocation();
  const [name, setName] = useState('');
  const [orgUrl, setOrgUrl] = useState('');
  const slash = name.includes('/') ? words.slash : null;
  const submit = () => {
    if (!slash) {
      // Not by the mutation's own callback: the list that is asked for anew may take this form away before.
      create.mutateAsync({ name: name.trim(), orgUrl: orgUrl.trim() }).then(
        (made) => go(`/setup/${inAddress(made.name)}`),
        () => undefined,
      );
    }
  };
  return (
    <ActForm act={create} submit={words.create} onSubmit={submit} wordsFor={(code) => setup.problems[code]}>
      <p>{words.before}</p>
      <TextField
        label={words.name}
        help={words.nameHelp}
        error={slash}
        value={name}
        required
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={words.orgUrl}
        help={words.orgUrlHelp}
        value={orgUrl}
        required
        maxLength={300}
        inputMode="url"
        placeholder="https://acme.okta.com"
        onChange={(event) => setOrgUrl(event.target.value)}
      />
    </ActForm>
  );
}
