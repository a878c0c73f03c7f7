import { AdminPage } from '../../../shared/ui/AdminPage';
import { useAdminText } from '../../../shared/text/admin';

export default function Setup() {
  const { shared } = useAdminText();
  return <AdminPage title={shared.pages.setup ?? ''}>{null}</AdminPage>;
}
