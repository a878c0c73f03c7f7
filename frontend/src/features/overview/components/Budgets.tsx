import Lozenge from '@atlaskit/lozenge';
import type { OverviewData } from '../../../shared/http/overview';
import { useAdminText } from '../../../shared/text/admin';
import { Scroll } from '../../../shared/ui/Scroll';
import { useSession } from '../../../shared/ui/session';

/** How much may be asked of Okta and Jira, and what pauses for it. */
export function Budgets({ budgets }: { budgets: OverviewData['budgets'] }) {
  const { overview } = useAdminText();
  const { format } = useSession();
  const words = overview.budgetColumns;
  const paused = (until: string | null | undefined) => (until && Date.parse(until) > Date.now() ? until : null);
  if (budgets.length === 0) {
    return <p className="lk-subtle">{overview.noBudgets}</p>;
  }
  return (
    <>
      <p className="lk-lead">{overview.budgetsLead}</p>
      <Scroll label={overview.budgets}>
        <table className="lk-plain">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.limit}</th>
              <th scope="col">{words.state}</th>
            </tr>
          </thead>
          <tbody>
            {budgets.map((one) => {
              const until = paused(one.pausedUntil);
              return (
                <tr key={one.name}>
                  <th scope="row">{one.name}</th>
                  <td>{overview.limit(format.number(one.limit), one.perSeconds)}</td>
                  <td>
                    {until ? <Lozenge appearance="moved">{overview.paused(format.moment(until))}</Lozenge> : <Lozenge appearance="success">{overview.free}</Lozenge>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
