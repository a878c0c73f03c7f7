import Button from '@atlaskit/button/new';
import { useEffect, useState } from 'react';
import { parse } from 'yaml';
import { useAdminText } from '../../../shared/text/admin';
import { Part } from '../../../shared/ui/AdminPage';
import { SelectField, TextArea, TextField } from '../../../shared/ui/fields';
import { Message } from '../../../shared/ui/Message';
import { changed, type Draft, moved, type Path, yamlOf } from '../api/document';

type Tree = Record<string, unknown>;
type Change = (path: Path, value: unknown) => void;

/** The types of inputs (recipe-1.schema.json). */
const TYPES = ['text', 'email', 'date', 'boolean', 'option', 'people', 'list', 'account'];
const asTree = (value: unknown): Tree => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Tree) : {});
const asText = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

/** The parts of a recipe that are changed most, as fields; what it does not know stays as it is in the text. */
export function RecipeForm({ draft, onChange }: { draft: Draft; onChange: (text: string) => void }) {
  const { recipes } = useAdminText();
  const words = recipes.fields;
  const tree = draft.tree ?? {};
  const set: Change = (path, value) => onChange(changed(draft.text, path, value));
  const match = asTree(tree.match);
  const delivery = asText(asTree(tree.delivery).method);
  const types = Array.isArray(match.requestTypes) ? match.requestTypes.map(asText).join(', ') : '';
  return (
    <div className="lk-stack">
      <p className="lk-subtle">{words.source}</p>
      <Part title={words.basics}>
        <div className="lk-columns">
          <TextField label={words.title} value={asText(tree.title)} onChange={(event) => set(['title'], event.target.value)} />
          <TextField label={words.key} help={words.keyHelp} value={asText(tree.key)} onChange={(event) => set(['key'], event.target.value)} />
          <TextField label={words.connection} value={asText(tree.connection)} onChange={(event) => set(['connection'], event.target.value)} />
          <TextField label={words.zone} value={asText(tree.zone)} onChange={(event) => set(['zone'], event.target.value)} />
        </div>
      </Part>
      <Part title={words.forWhich}>
        <div className="lk-columns">
          <TextField label={words.serviceDesk} value={asText(match.serviceDesk)} onChange={(event) => set(['match', 'serviceDesk'], event.target.value)} />
          <Rested
            label={words.requestTypes}
            help={words.requestTypesHelp}
            value={types}
            onRest={(text) => set(['match', 'requestTypes'], text.split(',').map((id) => id.trim()).filter(Boolean))}
          />
        </div>
      </Part>
      <Inputs inputs={asTree(tree.inputs)} set={set} />
      <Steps
        steps={Array.isArray(tree.steps) ? tree.steps.map(asTree) : []}
        set={set}
        onMove={(from, to) => onChange(moved(draft.text, ['steps'], from, to))}
      />
      <Part title={words.delivery}>
        <SelectField
          label={words.delivery}
          value={delivery}
          options={[...(delivery ? [] : [{ value: '', label: words.choose }]), ...Object.entries(words.methods).map(([value, label]) => ({ value, label }))]}
          onChange={(event) => set(['delivery', 'method'], event.target.value)}
        />
        {delivery === 'comment' && (
          <Message tone="warning" title={words.commentWarning.title}>
            <p>{words.commentWarning.body}</p>
          </Message>
        )}
      </Part>
    </div>
  );
}

/** Where an input comes from, in one line: {@code field customfield_10101}. */
function sourceOf(input: Tree): string {
  const [kind, value] = Object.entries(asTree(input.source))[0] ?? ['', ''];
  return kind ? `${kind} ${typeof value === 'object' ? JSON.stringify(value) : asText(value)}` : '';
}

/** A name with a number that is not taken yet. */
function free(name: string, taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`${name}${number}`)) {
    number++;
  }
  return `${name}${number}`;
}

function Inputs({ inputs, set }: { inputs: Tree; set: Change }) {
  const { recipes } = useAdminText();
  const words = recipes.fields;
  return (
    <Part
      title={words.inputs}
      actions={
        <Button spacing="compact" onClick={() => set(['inputs', free(words.newInput, Object.keys(inputs))], { source: { field: 'customfield_10000' }, type: 'text' })}>
          {words.addInput}
        </Button>
      }
    >
      {Object.entries(inputs).map(([name, value]) => {
        const input = asTree(value);
        return (
          <fieldset key={name} className="lk-card lk-columns">
            <legend className="lk-h3">{name}</legend>
            <Rested
              label={words.inputSource}
              value={sourceOf(input)}
              onRest={(text) => {
                const [kind, ...rest] = text.trim().split(/\s+/);
                set(['inputs', name, 'source'], kind ? { [kind]: parse(rest.join(' ')) ?? true } : undefined);
              }}
            />
            <SelectField
              label={words.inputType}
              value={asText(input.type)}
              options={[...new Set([asText(input.type), ...TYPES])].map((type) => ({ value: type, label: type }))}
              onChange={(event) => set(['inputs', name, 'type'], event.target.value)}
            />
            <label className="lk-row">
              <input type="checkbox" checked={input.required !== false} onChange={(event) => set(['inputs', name, 'required'], event.target.checked ? undefined : false)} />
              {words.inputRequired}
            </label>
            <div>
              <Button spacing="compact" appearance="subtle" onClick={() => set(['inputs', name], undefined)}>
                {words.removeInput(name)}
              </Button>
            </div>
          </fieldset>
        );
      })}
    </Part>
  );
}

function Steps({ steps, set, onMove }: { steps: Tree[]; set: Change; onMove: (from: number, to: number) => void }) {
  const { recipes } = useAdminText();
  const words = recipes.fields;
  return (
    <Part
      title={words.steps}
      actions={
        <Button spacing="compact" onClick={() => set(['steps', steps.length], { id: free(words.newStep, steps.map((step) => asText(step.id))), uses: 'jira.comment', with: { text: '' } })}>
          {words.addStep}
        </Button>
      }
    >
      <ol className="lk-tight">
        {steps.map((step, place) => (
          <li key={asText(step.id) || place}>
            <fieldset className="lk-card">
              <legend className="lk-h3">
                {place + 1}. {asText(step.id)}
              </legend>
              <div className="lk-columns">
                <TextField label={words.stepUses} value={asText(step.uses)} onChange={(event) => set(['steps', place, 'uses'], event.target.value)} />
                <TextField label={words.stepWhen} value={asText(step.when)} onChange={(event) => set(['steps', place, 'when'], event.target.value)} />
              </div>
              <RestedArea label={words.stepWith} value={step.with === undefined ? '' : yamlOf(step.with)} onRest={(text) => set(['steps', place, 'with'], text.trim() ? parse(text) : undefined)} />
              <div className="lk-actions lk-end">
                {place > 0 && (
                  <Button spacing="compact" onClick={() => onMove(place, place - 1)}>
                    {words.moveUp(asText(step.id))}
                  </Button>
                )}
                <Button spacing="compact" appearance="subtle" onClick={() => set(['steps', place], undefined)}>
                  {words.removeStep(asText(step.id))}
                </Button>
              </div>
            </fieldset>
          </li>
        ))}
      </ol>
    </Part>
  );
}

interface RestedProps {
  label: string;
  help?: string;
  value: string;
  onRest: (text: string) => void;
}

/** What is typed counts when the field is left: half of it would be no value yet. What cannot be read is told beside it. */
function useRested({ value, onRest }: RestedProps) {
  const [text, setText] = useState(value);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => setText(value), [value]);
  const rest = () => {
    try {
      setError(null);
      if (text !== value) {
        onRest(text);
      }
    } catch (flaw) {
      setError((flaw as Error).message);
    }
  };
  return { text, setText, rest, error };
}

function Rested(props: RestedProps) {
  const { text, setText, rest, error } = useRested(props);
  return <TextField label={props.label} help={props.help} value={text} error={error} onChange={(event) => setText(event.target.value)} onBlur={rest} />;
}

function RestedArea(props: RestedProps) {
  const { text, setText, rest, error } = useRested(props);
  return <TextArea label={props.label} value={text} error={error} rows={Math.min(12, text.split('\n').length + 1)} className="lk-code" onChange={(event) => setText(event.target.value)} onBlur={rest} />;
}
