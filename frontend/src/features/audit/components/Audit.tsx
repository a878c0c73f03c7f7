import Button from '@atlaskit/button/new';
import { useMemo, useState } from 'react';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage } from '../../../shared/ui/AdminPage';
import { type Column, DataTable } from '../../../shared/ui/DataTable';
import { TextField } from '../../../shared/ui/fields';
import { Message } from '../../../shared/ui/Message';
import { useSession } from '../../../shared/ui/session';
import { Empty, Loading, Trouble } from '../../../shared/ui/states';
import { Whole } from '../../../shared/ui/Whole';
import { useLater } from '../../../shared/ui/useLater';
import { type AuditRow, useAudit, useExport, useVerification, type Verified } from '../api/audit';

export default function Audit() {
  const { shared, audit: words } = useAdminText();
  const { format } = useSession();
  const [subject, setSubject] = useState('');
  const [kind, setKind] = useState('');
  const [days, setDays] = useState(lastDays);
  const wanted = { subject: useLater(subject.trim()), kind: useLater(kind.trim()) };
  const query = useAudit(wanted);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const verification = useVerification();
  const exporting = useExport();
  const columns: Column<AuditRow>[] = [
    { key: 'number', title: words.columns.number, width: '80px', cell: (row) => row.position ?? '…' },
    { key: 'at', title: words.columns.at, width: '190px', cell: (row) => format.moment(row.at) },
    { key: 'kind', title: words.columns.kind, width: '220px', cell: (row) => <code className="lk-code">{row.kind}</code> },
    { key: 'subject', title: words.columns.subject, width: '130px', cell: (row) => row.subject },
    {
      key: 'facts',
      title: words.columns.facts,
      width: 'minmax(0, 1fr)',
      cell: (row) => (
        <Whole title={row.kind} whole={JSON.stringify(row.facts, null, 2)}>
          <code className="lk-code">{JSON.stringify(row.facts)}</code>
        </Whole>
      ),
    },
  ];
  const download = () => {
    exporting.mutate(bounds(days), { onSuccess: ({ text }) => save(text, `latchkey-audit-${days.first}-${days.last}.ndjson`) });
  };
  return (
    <AdminPage
      title={shared.pages.audit ?? ''}
      lead={words.lead}
      actions={
        <>
          <Button appearance="primary" isDisabled={verification.isPending} onClick={() => verification.mutate()}>
            {verification.isPending ? words.verifying : words.verify}
          </Button>
        </>
      }
    >
      <div role="status">
        {exporting.isPending && <p className="lk-subtle">{words.exporting}</p>}
        {exporting.isSuccess && <p className="lk-subtle">{words.exported(exporting.data.rows)}</p>}
        {verification.data && <Result verified={verification.data} />}
      </div>
      {verification.error && <Trouble error={verification.error} retry={() => verification.mutate()} />}
      {exporting.error && <Trouble error={exporting.error} retry={download} />}
      <div className="lk-filters" role="search">
        <TextField label={words.subject} help={words.subjectHelp} value={subject} maxLength={200} onChange={(event) => setSubject(event.target.value)} />
        <TextField label={words.kind} value={kind} maxLength={100} onChange={(event) => setKind(event.target.value)} />
      </div>
      <div className="lk-filters" role="group" aria-label={words.exportTitle}>
        <TextField label={words.first} type="date" value={days.first} max={days.last} onChange={(event) => setDays({ ...days, first: event.target.value })} />
        <TextField
          label={words.last}
          help={words.exportHelp}
          type="date"
          value={days.last}
          min={days.first}
          onChange={(event) => setDays({ ...days, last: event.target.value })}
        />
        <Button isDisabled={exporting.isPending || !days.first || !days.last || days.first > days.last} onClick={download}>
          {words.export}
        </Button>
      </div>
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
    </AdminPage>
  );
}

function Result({ verified }: { verified: Verified }) {
  const { audit: words } = useAdminText();
  const { format } = useSession();
  if (!verified.firstBroken && verified.intact === false) {
    return <Message tone="error" title={words.broken} />;
  }
  return verified.firstBroken ? (
    <Message tone="error" title={words.broken}>
      <p>{words.brokenAt(format.number(verified.firstBroken.position), verified.firstBroken.breach)}</p>
    </Message>
  ) : (
    <Message tone="success" title={words.intact}>
      <p>{words.proven(format.number(verified.sealed), format.number(verified.notSealedYet))}</p>
    </Message>
  );
}

interface Days {
  readonly first: string;
  readonly last: string;
}

const DAY = 86_400_000;

/** The last thirty days and today, in UTC, which an export can hold. */
function lastDays(): Days {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  return { first: day(Date.now() - 29 * DAY), last: day(Date.now()) };
}

/** From the beginning of the first day to the end of the last. */
function bounds({ first, last }: Days) {
  return { from: `${first}T00:00:00Z`, to: new Date(Date.parse(`${last}T00:00:00Z`) + DAY).toISOString() };
}

/** Hands a file to the browser, byte by byte as the server wrote it: seals are computed over it. */
function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
