import { Refused } from '../../../shared/http/client';
import { useAdminText } from '../../../shared/text/admin';
import { Message } from '../../../shared/ui/Message';
import { Trouble } from '../../../shared/ui/states';

/** Why a recipe was not taken: everything that is wrong with it, each with its place in it. */
export function RecipeTrouble({ error }: { error: Error }) {
  const { recipes: words } = useAdminText();
  const problems = error instanceof Refused ? error.problems : [];
  if (problems.length === 0) {
    return <Trouble error={error} />;
  }
  return (
    <div role="alert">
      <Message tone="error" title={words.problems(problems.length)}>
        <ul className="lk-list">
          {problems.map((one) => (
            <li key={`${one.pointer} ${one.code} ${one.sentence}`}>
              <code className="lk-code">{one.pointer || '/'}</code> {one.sentence}
            </li>
          ))}
        </ul>
      </Message>
    </div>
  );
}
