import Button from '@atlaskit/button/new';
import { lazy, Suspense, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Refused } from '../../../shared/http/client';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage } from '../../../shared/ui/AdminPage';
import { TextField } from '../../../shared/ui/fields';
import { Message } from '../../../shared/ui/Message';
import { Asked, Loading } from '../../../shared/ui/states';
import { draftOf, placed, yamlOf } from '../api/document';
import { useCheck, useRecipe, useSave } from '../api/recipes';
import { RecipeForm } from './RecipeForm';
import { RecipeHistory } from './RecipeHistory';
import { RecipePreview } from './RecipePreview';
import { RecipeTrouble } from './RecipeTrouble';

const Source = lazy(() => import('./Source'));

export function RecipeEditor({ recipeKey }: { recipeKey: string }) {
  const query = useRecipe(recipeKey);
  return (
    <Asked query={query} lines={10}>
      {(recipe) => <Editing title={recipe.title} initial={yamlOf(recipe.document)} recipeKey={recipe.key} version={recipe.version} />}
    </Asked>
  );
}

type View = 'form' | 'source' | 'preview' | 'history';

/** A recipe while it is edited: as a form or as text, tried, and compared with what it was. */
export function Editing({ title, initial, recipeKey, version }: { title: string; initial: string; recipeKey: string | null; version: number }) {
  const { recipes: words } = useAdminText();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState(() => draftOf(initial));
  const [view, setView] = useState<View>('form');
  const [why, setWhy] = useState('');
  const check = useCheck();
  const save = useSave();
  const edit = (text: string) => {
    setDraft(draftOf(text));
    check.reset();
    save.reset();
  };
  const failure = save.error ?? check.error;
  const problems = placed(draft.text, failure instanceof Refused ? failure.problems : []);
  const views: View[] = recipeKey ? ['form', 'source', 'preview', 'history'] : ['form', 'source', 'preview'];
  const verify = () => {
    save.reset();
    check.mutate(draft.text);
  };
  const store = () => {
    check.reset();
    save.mutate(
      { yaml: draft.text, why },
      { onSuccess: (saved) => (saved.key === recipeKey ? undefined : navigate(`/recipes/${encodeURIComponent(saved.key)}`)) },
    );
  };
  return (
    <AdminPage
      title={title}
      actions={
        <>
          <Button isDisabled={draft.flaw !== null || check.isPending} onClick={verify}>
            {check.isPending ? words.checking : words.check}
          </Button>
          <Button appearance="primary" isDisabled={draft.flaw !== null || save.isPending} onClick={store}>
            {words.save}
          </Button>
        </>
      }
    >
      <p>
        <Link className="lk-link lk-focus" href="/recipes">
          {words.back}
        </Link>
      </p>
      <TextField label={words.why} value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
      <div role="status">
        {check.isSuccess && <Message tone="success" title={words.checked} />}
        {save.data && <Message tone="success" title={words.saved(save.data.version)} />}
      </div>
      {draft.flaw && (
        <Message tone="error" title={words.notYaml}>
          <p>{draft.flaw}</p>
        </Message>
      )}
      {failure && <RecipeTrouble error={failure} />}
      <div className="lk-tabs" role="tablist" aria-label={words.view}>
        {views.map((one) => (
          <button key={one} type="button" role="tab" id={`tab-${one}`} aria-controls="recipe-view" aria-selected={view === one} className="lk-tab lk-focus" onClick={() => setView(one)}>
            {words[one]}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="recipe-view" aria-labelledby={`tab-${view}`}>
        {view === 'form' && draft.flaw === null && <RecipeForm draft={draft} onChange={edit} />}
        {view === 'source' && (
          <Suspense fallback={<Loading lines={10} />}>
            <Source text={draft.text} problems={problems} onChange={edit} />
          </Suspense>
        )}
        {view === 'preview' && <RecipePreview yaml={draft.text} />}
        {view === 'history' && recipeKey && <RecipeHistory recipeKey={recipeKey} version={save.data?.version ?? version} />}
      </div>
    </AdminPage>
  );
}
