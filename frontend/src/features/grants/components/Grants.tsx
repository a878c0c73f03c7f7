import Button from '@atlaskit/button/new';
import Lozenge from '@atlaskit/lozenge';
import { useMemo, useState } from 'react';
import type { Grant } from '../../../shared/http/shapes';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage } from '../../../shared/ui/AdminPage';
import { Confirm } from '../../../shared/ui/Confirm';
import { type Column, DataTable } from '../../../shared/ui/DataTable';
import { TextField } from '../../../shared/ui/fields';
import { useSession } from '../../../shared/ui/session';
import { Empty, Loading, Trouble } from '../../../shared/ui/states';
import { useLater } from '../../../shared/ui/useLater';
import { useEnd, useGrants, useSettle } from '../api/grants';

const LOOKS = { GIVING: 'inprogress', ACTIVE: 'success', ENDING: 'inprogress', HELD: 'removed' } as const;

export default function Grants() {
  const { shared, grants: words } = useAdminText();
  const { format } = useSession();
  const [running, setRunning] = useState(true);
  const [user, setUser] = useState('');
  const [issue, setIssue] = useState('');
  const [asked, setAsked] = useState<{ grant: Grant; settles: boolean } | null>(null);
  const query = useGrants({ running, user: useLater(user.trim()), issue: useLater(issue.trim()) });
  const rows = useMemo(() => query.data?.pages.flat() ?? [], [query.data]);
  const end = useEnd();
  const settle = useSettle();
  const ask = (question: { grant: Grant; settles: boolean }) => {
    end.reset();
    settle.reset();
    setAsked(question);
  };
  const columns: Column<Grant>[] = [
    { key: 'group', title: words.columns.group, width: 'minmax(0, 1fr)', cell: (row) => <span title={row.groupId}>{row.groupName ?? row.groupId}</span> },
    { key: 'user', title: words.columns.user, width: 'minmax(0, 1fr)', cell: (row) => row.oktaUserId },
    {
      key: 'state',
      title: words.columns.state,
      width: '180px',
      cell: (row) => <Lozenge appearance={LOOKS[row.state as keyof typeof LOOKS] ?? 'default'}>{words.states[row.state] ?? row.state}</Lozenge>,
    },
    { key: 'ends', title: words.columns.ends, width: '190px', cell: (row) => format.moment(row.endedAt ?? row.endsAt) },
    {
      key: 'action',
      title: words.columns.action,
      width: '210px',
      cell: (row) =>
        row.endedAt ? null : (
          <span className="lk-actions">
            {row.state === 'HELD' && (
              <Button spacing="compact" onClick={() => ask({ grant: row, settles: true })}>
                {words.settle}
              </Button>
            )}
            <Button spacing="compact" onClick={() => ask({ grant: row, settles: false })}>
              {words.end}
            </Button>
          </span>
        ),
    },
  ];
  const close = () => setAsked(null);
  return (
    <AdminPage title={shared.pages.grants ?? ''} lead={words.lead}>
      <div className="lk-filters" role="search">
        <TextField label={words.user} value={user} maxLength={100} onChange={(event) => setUser(event.target.value)} />
        <TextField label={words.issue} value={issue} inputMode="numeric" maxLength={18} onChange={(event) => setIssue(event.target.value)} />
        <label className="lk-row">
          <input type="checkbox" checked={running} onChange={(event) => setRunning(event.target.checked)} />
          {words.running}
        </label>
      </div>
      <p role="status" className="lk-subtle">
        {end.isSuccess && words.ended} {settle.isSuccess && words.settled}
      </p>
      {query.error && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && !query.error && <Loading lines={8} />}
      {query.data && rows.length === 0 && <Empty {...words.none} />}
      {rows.length > 0 && (
        <DataTable
          label={words.table}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          // What failed is asked for again by a click alone.
          hasMore={query.hasNextPage && !query.isError}
          isLoadingMore={query.isFetchingNextPage}
          onEnd={() => void query.fetchNextPage()}
        />
      )}
      {asked && !asked.settles && (
        <Confirm
          title={words.endTitle}
          body={words.endBody}
          confirm={words.end}
          reasonLabel={words.reason}
          busy={end.isPending}
          error={end.error && <Trouble error={end.error} />}
          onConfirm={(why) => end.mutate({ id: asked.grant.id, why }, { onSuccess: close })}
          onClose={close}
        />
      )}
      {asked?.settles && (
        <Confirm
          title={words.settleTitle}
          body={words.settleBody}
          confirm={words.settle}
          busy={settle.isPending}
          error={settle.error && <Trouble error={settle.error} />}
          onConfirm={() => settle.mutate(asked.grant.id, { onSuccess: close })}
          onClose={close}
        />
      )}
    </AdminPage>
  );
}
