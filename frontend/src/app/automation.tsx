import { LookAction } from '../features/automation/components/LookAction';
import { show } from '../shared/ui/frame';

void show(<LookAction />);
