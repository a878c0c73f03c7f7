import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage } from '../../../shared/ui/AdminPage';
import { type Column, DataTable } from '../../../shared/ui/DataTable';
import { SelectField, TextField } from '../../../shared/ui/fields';
import { useSession } from '../../../shared/ui/session';
import { StateLozenge } from '../../../shared/ui/StateLozenge';
import { Empty, Loading, Trouble } from '../../../shared/ui/states';
import { Whole } from '../../../shared/ui/Whole';
import { useLater } from '../../../shared/ui/useLater';
import { type RequestItem, useRequests } from '../api/requests';

const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** What a link to this page names, as in {@code #/requests?state=held}. */
function linked(name: string): string {
  return new URLSearchParams(location.hash.split('?')[1] ?? '').get(name) ?? '';
}

/** The moment that a link names; what is none is no filter. */
function linkedSince(): string {
  const since = linked('since');
  return Number.isNaN(Date.parse(since)) ? '' : since;
}

const DAY = 86_400_000;

/** From when on: so many days ago, or the moment itself. */
function beginOf(since: string): string {
  return /^\d+d$/.test(since) ? new Date(Date.now() - Number.parseInt(since, 10) * DAY).toISOString() : since;
}

export function RequestList() {
  const { shared, requests: words } = useAdminText();
  const { format } = useSession();
  const [search, setSearch] = useState('');
  const [state, setState] = useState(() => linked('state'));
  const [then] = useState(linkedSince);
  const [since, setSince] = useState(then);
  const begin = useMemo(() => beginOf(since), [since]);
  const [sort, setSort] = useState('newest');
  const query = useRequests({ search: useLater(search.trim()), state, since: begin, sort });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const last = query.data?.pages[query.data.pages.length - 1];
  const columns: Column<RequestItem>[] = [
    {
      key: 'key',
      title: words.columns.key,
      width: '120px',
      cell: (row) => (
        <Link className="lk-link lk-focus" href={`/requests/${encodeURIComponent(row.issueId)}`}>
          {row.issueKey}
        </Link>
      ),
    },
    { key: 'recipe', title: words.columns.recipe, width: 'minmax(0, 1fr)', cell: (row) => row.recipe?.title ?? '–' },
    { key: 'state', title: words.columns.state, width: '150px', cell: (row) => <StateLozenge state={row.state} /> },
    { key: 'why', title: words.columns.why, width: 'minmax(0, 1.4fr)', cell: (row) => (row.sentence ? <Whole title={row.code} whole={row.sentence}>{row.code}</Whole> : row.code) },
    { key: 'changed', title: words.columns.changed, width: '190px', cell: (row) => format.moment(row.changedAt) },
  ];
  const periods = [...options(words.sinces), ...(then ? [{ value: then, label: words.sinceThen(format.moment(then)) }] : [])];
  const isFiltered = search.trim() !== '' || state !== '' || since !== '';
  return (
    <AdminPage title={shared.pages.requests ?? ''} lead={words.lead}>
      <div className="lk-filters" role="search">
        <TextField label={words.search} type="search" value={search} maxLength={100} onChange={(event) => setSearch(event.target.value)} />
        <SelectField label={words.state} value={state} options={options(words.states)} onChange={(event) => setState(event.target.value)} />
        <SelectField label={words.since} value={since} options={periods} onChange={(event) => setSince(event.target.value)} />
        <SelectField label={words.sort} value={sort} options={options(words.sorts)} onChange={(event) => setSort(event.target.value)} />
      </div>
      {query.error && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && !query.error && <Loading lines={8} />}
      {query.data && rows.length === 0 && <Empty {...(isFiltered ? words.noneFound : words.none)} />}
      {rows.length > 0 && (
        <DataTable
          label={words.table}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.issueId}
          total={last?.totalIsExact === false ? undefined : (last?.total ?? undefined)}
          // What failed is asked for again by a click alone.
          hasMore={query.hasNextPage && !query.isError}
          isLoadingMore={query.isFetchingNextPage}
          onEnd={() => void query.fetchNextPage()}
        />
      )}
    </AdminPage>
  );
}
