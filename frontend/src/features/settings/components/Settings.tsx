import { AdminPage } from '../../../shared/ui/AdminPage';
import { useAdminText } from '../../../shared/text/admin';

export default function Settings() {
  const { shared } = useAdminText();
  return <AdminPage title={shared.pages.settings ?? ''}>{null}</AdminPage>;
}
