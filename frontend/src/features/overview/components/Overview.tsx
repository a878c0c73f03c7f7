import { useAdminText } from '../../../shared/text/admin';
import { AdminPage } from '../../../shared/ui/AdminPage';

export function Overview() {
  const { shared } = useAdminText();
  return <AdminPage title={shared.pages.overview ?? ''}>{null}</AdminPage>;
}
