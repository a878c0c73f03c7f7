import { useState } from 'react';
import { useAdminText } from '../../../shared/text/admin';
import { SelectField } from '../../../shared/ui/fields';
import { Asked } from '../../../shared/ui/states';
import { useDiff } from '../api/recipes';

const shown = (value: unknown) => (value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value));

/** What is different between two versions of a recipe. */
export function RecipeHistory({ recipeKey, version }: { recipeKey: string; version: number }) {
  const { recipes: words } = useAdminText();
  const [from, setFrom] = useState(Math.max(1, version - 1));
  const [to, setTo] = useState(version);
  const query = useDiff(recipeKey, from, to);
  const versions = Array.from({ length: version }, (_, index) => ({ value: String(index + 1), label: String(index + 1) }));
  return (
    <div className="lk-stack">
      <div className="lk-filters">
        <SelectField label={words.from} value={String(from)} options={versions} onChange={(event) => setFrom(Number(event.target.value))} />
        <SelectField label={words.to} value={String(to)} options={versions} onChange={(event) => setTo(Number(event.target.value))} />
      </div>
      <Asked query={query}>
        {(changes) =>
          changes.length === 0 ? (
            <p>{words.noChanges}</p>
          ) : (
            <table className="lk-diff">
              <caption className="lk-hidden">{words.diffTable}</caption>
              <thead>
                <tr>
                  <th scope="col">{words.place}</th>
                  <th scope="col">{words.before}</th>
                  <th scope="col">{words.after}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => (
                  <tr key={change.pointer}>
                    <th scope="row">
                      <code className="lk-code">{change.pointer}</code>
                    </th>
                    <td>{shown(change.from) === null ? <span className="lk-subtle">{words.nothing}</span> : <del>{shown(change.from)}</del>}</td>
                    <td>{shown(change.to) === null ? <span className="lk-subtle">{words.nothing}</span> : <ins>{shown(change.to)}</ins>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Asked>
    </div>
  );
}
