import { type ReactNode, useState } from 'react';
import { isProposal } from '../../../shared/http/proposals';
import { useAdminText } from '../../../shared/text/admin';
import { ActForm } from '../../../shared/ui/ActForm';
import { Setting } from '../../../shared/ui/Setting';
import { useChange } from '../api/guardrails';

/** What a form of the guardrails wants sent; a text instead tells what is wrong with it. */
export type Draft = { readonly body: unknown } | { readonly wrong: string };

/**
 * A part of the guardrails: what holds now, and a form that replaces it. After a change it says whether that holds at once or waits
 * for a second administrator.
 */
export function Changeable<V>(props: {
  part: string;
  path: string;
  help?: string | undefined;
  lines: readonly string[];
  /** What the form begins with. */
  begin: () => V;
  draft: (value: V) => Draft;
  fields: (value: V, set: (value: V) => void, wrong: string | null) => ReactNode;
}) {
  const { guardrails } = useAdminText();
  const change = useChange();
  const told = change.data && <ToldOf waits={isProposal(change.data)} />;
  return (
    <Setting
      title={guardrails.parts[props.part] ?? props.part}
      help={props.help ?? guardrails.help[props.part]}
      change={guardrails.change}
      told={told}
      form={(close, cancel) => <Form {...props} change={change} close={close} cancel={cancel} />}
    >
      <ul className="lk-values">
        {props.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Setting>
  );
}

function ToldOf({ waits }: { waits: boolean }) {
  const { shared, guardrails } = useAdminText();
  return <>{waits ? shared.proposed : guardrails.saved}</>;
}

function Form<V>(props: {
  path: string;
  begin: () => V;
  draft: (value: V) => Draft;
  fields: (value: V, set: (value: V) => void, wrong: string | null) => ReactNode;
  change: ReturnType<typeof useChange>;
  close: () => void;
  cancel: ReactNode;
}) {
  const { shared } = useAdminText();
  const [value, setValue] = useState(props.begin);
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = () => {
    const draft = props.draft(value);
    if ('wrong' in draft) {
      setWrong(draft.wrong);
      return;
    }
    setWrong(null);
    props.change.mutate({ path: props.path, body: draft.body }, { onSuccess: props.close });
  };
  return (
    <ActForm act={props.change} submit={shared.save} more={props.cancel} onSubmit={submit}>
      {props.fields(value, setValue, wrong)}
    </ActForm>
  );
}
