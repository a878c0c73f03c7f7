import { useEffect, useState } from 'react';
import { TextField } from '../../../shared/ui/fields';
import { useSession } from '../../../shared/ui/session';
import { Asked } from '../../../shared/ui/states';
import { type RuleAction, useRuleAction } from '../api/action';

/** The smart value of Jira Automation for the work item that a rule is about. */
const OF_THE_RULE = '{{issue.key}}';

/** What our action in a rule of Jira Automation needs to know: which request to look at. */
export function LookAction() {
  const query = useRuleAction();
  return (
    <main className="lk-panel">
      <Asked query={query} lines={1}>
        {(action) => <Form action={action} />}
      </Asked>
    </main>
  );
}

function Form({ action }: { action: RuleAction }) {
  const words = useSession().text.automation;
  const [issueKey, setIssueKey] = useState(action.issueKey ?? OF_THE_RULE);
  const [wrong, setWrong] = useState(action.wrong);
  useEffect(() => {
    // The rule editor lets nobody go on before it has heard something.
    if (action.issueKey === null) {
      action.keep(OF_THE_RULE);
    }
  }, [action]);
  useEffect(() => action.onSubmit(() => action.keep(issueKey)), [action, issueKey]);
  const change = (value: string) => {
    setIssueKey(value);
    setWrong(null);
    action.keep(value);
  };
  return (
    <TextField
      label={words.issue}
      help={words.help(OF_THE_RULE)}
      error={wrong ?? (issueKey.trim() === '' ? words.missing : null)}
      required
      maxLength={255}
      value={issueKey}
      onChange={(event) => change(event.target.value)}
    />
  );
}
