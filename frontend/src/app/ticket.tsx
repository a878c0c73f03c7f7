import { Ticket } from '../features/ticket/components/Ticket';
import { show } from '../shared/ui/frame';

void show(<Ticket />);
