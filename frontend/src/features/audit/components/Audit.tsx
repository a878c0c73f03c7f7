import { AdminPage } from '../../../shared/ui/AdminPage';
import { useAdminText } from '../../../shared/text/admin';

export default function Audit() {
  const { shared } = useAdminText();
  return <AdminPage title={shared.pages.audit ?? ''}>{null}</AdminPage>;
}
