import Button from '@atlaskit/button/new';
import { useState } from 'react';
import { Link } from 'wouter';
import { useOverview } from '../../../shared/http/overview';
import { useAdminText } from '../../../shared/text/admin';
import { Part } from '../../../shared/ui/AdminPage';
import { Confirm } from '../../../shared/ui/Confirm';
import { useSession } from '../../../shared/ui/session';
import { Trouble } from '../../../shared/ui/states';
import { useEndAll } from '../api/settings';

/** Ends everything that was given for a time. How much that is, is told where it is known; it can be done all the same. */
export function Emergency() {
  const words = useAdminText().settings.emergency;
  const { format } = useSession();
  const overview = useOverview();
  const end = useEndAll();
  const [asking, setAsking] = useState(false);
  return (
    <Part title={words.title}>
      <p className="lk-lead">{words.lead}</p>
      <p>
        {overview.data && `${words.running(format.number(overview.data.grants.running))} `}
        <Link href="/grants" className="lk-link">
          {words.see}
        </Link>
      </p>
      <div>
        <Button appearance="danger" onClick={() => setAsking(true)}>
          {words.end}
        </Button>
      </div>
      <p role="status" className="lk-told">
        {end.data && words.ended(format.number(end.data.grants))}
      </p>
      {asking && (
        <Confirm
          title={words.endTitle}
          body={words.endBody}
          confirm={words.end}
          reasonLabel={words.why}
          busy={end.isPending}
          error={end.error && <Trouble error={end.error} />}
          onConfirm={(why) => end.mutate(why, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      )}
    </Part>
  );
}
