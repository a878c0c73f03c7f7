import Button from '@atlaskit/button/new';
import { type FormEvent, useState } from 'react';
import { useAdminText } from '../../../shared/text/admin';
import { TextField } from '../../../shared/ui/fields';
import { usePreview } from '../api/recipes';
import { RecipeTrouble } from './RecipeTrouble';

/** What approving a real request would do with the recipe as it is edited. */
export function RecipePreview({ yaml }: { yaml: string }) {
  const { recipes: words } = useAdminText();
  const [issue, setIssue] = useState('');
  const preview = usePreview();
  const run = (event: FormEvent) => {
    event.preventDefault();
    preview.mutate({ issue: issue.trim(), yaml });
  };
  return (
    <form className="lk-stack" onSubmit={run}>
      <div className="lk-filters">
        <TextField label={words.previewIssue} help={words.previewNothing} required pattern="[A-Za-z][A-Za-z0-9_]*-[0-9]{1,18}|[1-9][0-9]{0,17}" value={issue} onChange={(event) => setIssue(event.target.value)} />
        <Button type="submit" isDisabled={preview.isPending}>
          {words.previewRun}
        </Button>
      </div>
      {preview.error && <RecipeTrouble error={preview.error} />}
      {preview.data && (
        <div className="lk-stack" role="status">
          <p className="lk-card lk-prewrap">{preview.data.text}</p>
          {preview.data.steps.length > 0 && (
            <section className="lk-tight">
              <h2 className="lk-h3">{words.previewSteps}</h2>
              <ol className="lk-tight">
                {preview.data.steps.map((step) => (
                  <li key={step.id}>
                    {step.id} <code className="lk-code">{step.uses}</code>
                    <pre className="lk-pre">{JSON.stringify(step.with, null, 2)}</pre>
                  </li>
                ))}
              </ol>
            </section>
          )}
        </div>
      )}
    </form>
  );
}
