import { AdminPage } from '../../../shared/ui/AdminPage';
import { useAdminText } from '../../../shared/text/admin';

export default function Requests() {
  const { shared } = useAdminText();
  return <AdminPage title={shared.pages.requests ?? ''}>{null}</AdminPage>;
}
