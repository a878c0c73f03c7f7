import { Link } from 'wouter';
import type { Health } from '../../../shared/http/overview';
import { useAdminText } from '../../../shared/text/admin';
import { HealthLozenge } from '../../../shared/ui/HealthLozenge';
import { inAddress } from '../../../shared/ui/names';
import { Scroll } from '../../../shared/ui/Scroll';
import { useSession } from '../../../shared/ui/session';

/** Each connection, as its last test has shown it. */
export function Connections({ connections }: { connections: readonly Health[] }) {
  const { overview } = useAdminText();
  const { format } = useSession();
  const words = overview.connectionColumns;
  return (
    <Scroll label={overview.connections}>
      <table className="lk-plain">
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.state}</th>
            <th scope="col">{words.checked}</th>
            <th scope="col">{words.problem}</th>
          </tr>
        </thead>
        <tbody>
          {connections.map((one) => (
            <tr key={one.name}>
              <th scope="row">
                <Link href={`/setup/${inAddress(one.name)}`} className="lk-link">
                  {one.name}
                </Link>
                <div className="lk-subtle">{one.orgUrl}</div>
              </th>
              <td>
                <HealthLozenge state={one.state} />
              </td>
              <td>{one.checkedAt ? <time dateTime={one.checkedAt}>{format.moment(one.checkedAt)}</time> : overview.never}</td>
              <td>{one.problem ?? overview.none}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
