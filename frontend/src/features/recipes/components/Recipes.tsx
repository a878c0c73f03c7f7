import { AdminPage } from '../../../shared/ui/AdminPage';
import { useAdminText } from '../../../shared/text/admin';

export default function Recipes() {
  const { shared } = useAdminText();
  return <AdminPage title={shared.pages.recipes ?? ''}>{null}</AdminPage>;
}
