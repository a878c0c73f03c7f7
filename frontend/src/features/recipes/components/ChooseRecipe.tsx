import { useState } from 'react';
import { Link } from 'wouter';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage } from '../../../shared/ui/AdminPage';
import { Asked } from '../../../shared/ui/states';
import { useReadyRecipes } from '../api/recipes';
import { Editing } from './RecipeEditor';

const BLANK = `key: my-recipe
title: My recipe
match: { serviceDesk: "1", requestTypes: [] }
inputs: {}
connection: main
steps: []
delivery: { method: activation }
`;

/** A new recipe begins with one that is known to work. */
export function ChooseRecipe() {
  const { recipes: words } = useAdminText();
  const query = useReadyRecipes();
  const [chosen, setChosen] = useState<string | null>(null);
  if (chosen !== null) {
    return <Editing title={words.newTitle} initial={chosen} recipeKey={null} version={0} />;
  }
  return (
    <AdminPage title={words.newTitle} lead={words.chooseLead}>
      <p>
        <Link className="lk-link lk-focus" href="/recipes">
          {words.back}
        </Link>
      </p>
      <h2 className="lk-h2">{words.chooseTitle}</h2>
      <Asked query={query} lines={8}>
        {(ready) => (
          <ul className="lk-grid">
            {[{ key: '', title: words.blank, yaml: BLANK }, ...ready].map((one) => (
              <li key={one.key}>
                <button type="button" className="lk-choice lk-focus" onClick={() => setChosen(one.yaml)}>
                  <strong>{one.title}</strong>
                  {one.key && <code className="lk-code">{one.key}</code>}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </AdminPage>
  );
}
