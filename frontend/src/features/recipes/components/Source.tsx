import { autocompletion } from '@codemirror/autocomplete';
import { yaml } from '@codemirror/lang-yaml';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { basicSetup, EditorView } from 'codemirror';
import { stateExtensions } from 'codemirror-json-schema';
import { yamlCompletion } from 'codemirror-json-schema/yaml';
import { yamlLanguage } from '@codemirror/lang-yaml';
import { useEffect, useRef } from 'react';
import { useAdminText } from '../../../shared/text/admin';
import { Asked } from '../../../shared/ui/states';
import { highlight } from './highlight';
import type { PlacedProblem } from '../api/document';
import { useSchema } from '../api/recipes';

interface Props {
  text: string;
  problems: readonly PlacedProblem[];
  onChange: (text: string) => void;
}

/** The recipe as text, with what the schema knows at the cursor, and what is wrong at its place. */
export default function Source(props: Props) {
  return <Asked query={useSchema()}>{(schema) => <Editor {...props} schema={schema} />}</Asked>;
}

function Editor({ text, problems, onChange, schema }: Props & { schema: Record<string, unknown> }) {
  const { recipes: words } = useAdminText();
  const holder = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const initial = useRef(text);
  useEffect(() => {
    if (!holder.current) {
      return;
    }
    const view = new EditorView({
      parent: holder.current,
      state: EditorState.create({
        doc: initial.current,
        extensions: [
          highlight,
          basicSetup,
          yaml(),
          lintGutter(),
          autocompletion(),
          yamlLanguage.data.of({ autocomplete: yamlCompletion() }),
          stateExtensions(schema as Parameters<typeof stateExtensions>[0]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': words.editor }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) {
              changed.current(update.state.doc.toString());
            }
          }),
        ],
      }),
    });
    // What scrolls is reached with the keyboard.
    view.scrollDOM.tabIndex = 0;
    editor.current = view;
    return () => view.destroy();
  }, [schema, words.editor]);
  useEffect(() => {
    const view = editor.current;
    if (view) {
      const end = view.state.doc.length;
      const found: Diagnostic[] = problems.map((one) => ({
        from: Math.min(one.from, end),
        to: Math.min(one.to, end),
        severity: 'error',
        message: one.sentence,
      }));
      view.dispatch(setDiagnostics(view.state, found));
    }
  }, [problems]);
  return <div ref={holder} className="lk-editor" />;
}
