import { LinkButton } from '@atlaskit/button/new';
import { Link } from 'wouter';
import { useAdminText } from '../../../shared/text/admin';
import { AdminPage } from '../../../shared/ui/AdminPage';
import { type Column, DataTable } from '../../../shared/ui/DataTable';
import { useSession } from '../../../shared/ui/session';
import { Asked, Empty } from '../../../shared/ui/states';
import { type Recipe, useRecipes } from '../api/recipes';

export function RecipeList() {
  const { shared, recipes: words } = useAdminText();
  const { format } = useSession();
  const query = useRecipes();
  const columns: Column<Recipe>[] = [
    {
      key: 'title',
      title: words.columns.title,
      width: 'minmax(0, 1fr)',
      cell: (row) => (
        <Link className="lk-link lk-focus" href={`/recipes/${encodeURIComponent(row.key)}`}>
          {row.title}
        </Link>
      ),
    },
    { key: 'key', title: words.columns.key, width: 'minmax(0, 1fr)', cell: (row) => <code className="lk-code">{row.key}</code> },
    { key: 'version', title: words.columns.version, width: '90px', cell: (row) => row.version },
    { key: 'saved', title: words.columns.saved, width: '190px', cell: (row) => format.moment(row.savedAt) },
  ];
  const create = (
    <LinkButton appearance="primary" href="#/recipes/+new">
      {words.create}
    </LinkButton>
  );
  return (
    <AdminPage title={shared.pages.recipes ?? ''} lead={words.lead} actions={create}>
      <Asked query={query} lines={6}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty {...words.none} action={create} />
          ) : (
            <DataTable label={words.table} columns={columns} rows={rows} rowKey={(row) => row.key} total={rows.length} />
          )
        }
      </Asked>
    </AdminPage>
  );
}
