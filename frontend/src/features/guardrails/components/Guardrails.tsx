import { AdminPage } from '../../../shared/ui/AdminPage';
import { useAdminText } from '../../../shared/text/admin';

export default function Guardrails() {
  const { shared } = useAdminText();
  return <AdminPage title={shared.pages.guardrails ?? ''}>{null}</AdminPage>;
}
