import { useState } from 'react';
import { Link } from 'wouter';
import type { Connection } from '../../../shared/http/connections';
import { isProposal } from '../../../shared/http/proposals';
import { useAdminText } from '../../../shared/text/admin';
import { ActForm } from '../../../shared/ui/ActForm';
import { TextArea } from '../../../shared/ui/fields';
import { linesOf } from '../../../shared/ui/lines';
import { useAllowGroups } from '../api/setup';

/** The only groups that requests may give. */
export function Groups({ connection, waiting }: { connection: Connection; waiting: boolean }) {
  const { setup, shared } = useAdminText();
  const words = setup.groups;
  const allow = useAllowGroups(connection.name);
  const [groups, setGroups] = useState(connection.allowedGroups.join('\n'));
  return (
    <div className="lk-stack">
      <p>{words.body}</p>
      <ActForm
        act={allow}
        submit={words.save}
        told={allow.data && (isProposal(allow.data) ? shared.proposed : words.saved)}
        onSubmit={() => allow.mutate(linesOf(groups))}
      >
        <TextArea label={words.groups} help={words.groupsHelp} value={groups} rows={6} required onChange={(event) => setGroups(event.target.value)} />
      </ActForm>
      <p className="lk-subtle">
        {waiting && `${words.waits} `}
        {words.apps}{' '}
        <Link href="/guardrails" className="lk-link">
          {words.toGuardrails}
        </Link>
      </p>
    </div>
  );
}
