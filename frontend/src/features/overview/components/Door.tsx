import type { OverviewData } from '../../../shared/http/overview';
import { useAdminText } from '../../../shared/text/admin';
import { Message } from '../../../shared/ui/Message';
import { useSession } from '../../../shared/ui/session';

/** What keeps Latchkey from calling Jira, and the requests that could not be read: no list shows either. */
export function Door({ data: { door, unread } }: { data: OverviewData }) {
  const { missing, noToken } = useAdminText().overview;
  const { format } = useSession();
  return (
    <>
      {door.missingScopes.length > 0 && (
        <Message tone="error" title={missing.title(door.missingScopes.length)}>
          <p>{missing.body}</p>
          <ul className="lk-list">
            {door.missingScopes.map((scope) => (
              <li key={scope}>
                <code className="lk-code">{scope}</code>
              </li>
            ))}
          </ul>
          {door.missingSince && <p className="lk-subtle">{missing.since(format.moment(door.missingSince))}</p>}
        </Message>
      )}
      {door.waitingForToken > 0 && (
        <Message tone="warning" title={noToken.title(door.waitingForToken)}>
          <p>{noToken.body}</p>
        </Message>
      )}
      <NotRead unread={unread} />
    </>
  );
}

function NotRead({ unread }: { unread: OverviewData['unread'] }) {
  const words = useAdminText().overview.unread;
  const { format } = useSession();
  const count = unread.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) {
    return null;
  }
  return (
    <Message tone="warning" title={words.title(count)}>
      <p>{words.body}</p>
      <ul className="lk-list">
        {unread.map((one) => (
          <li key={one.reasonCode}>
            {words.line(one.reason, format.number(one.count), format.moment(one.since))} <code className="lk-code">{one.reasonCode}</code>
          </li>
        ))}
      </ul>
    </Message>
  );
}
