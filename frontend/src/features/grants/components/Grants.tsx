import { AdminPage } from '../../../shared/ui/AdminPage';
import { useAdminText } from '../../../shared/text/admin';

export default function Grants() {
  const { shared } = useAdminText();
  return <AdminPage title={shared.pages.grants ?? ''}>{null}</AdminPage>;
}
