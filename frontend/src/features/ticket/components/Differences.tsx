import { useSession } from '../../../shared/ui/session';

interface Difference {
  what: string;
  before?: string | null | undefined;
  after?: string | null | undefined;
}

/** What was approved and what is there now, side by side. */
export function Differences({ differences }: { differences: readonly Difference[] }) {
  const { text } = useSession();
  const words = text.ticket;
  return (
    <table className="lk-diff">
      <caption className="lk-hidden">{words.difference}</caption>
      <thead>
        <tr>
          <th scope="col">{words.field}</th>
          <th scope="col">{words.approved}</th>
          <th scope="col">{words.now}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((one, place) => (
          <tr key={`${place} ${one.what}`}>
            <th scope="row">{one.what}</th>
            <td>{one.before ? <del>{one.before}</del> : <span className="lk-subtle">{words.empty}</span>}</td>
            <td>{one.after ? <ins>{one.after}</ins> : <span className="lk-subtle">{words.empty}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
