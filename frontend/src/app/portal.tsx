import { Portal } from '../features/portal/components/Portal';
import { show } from '../shared/ui/frame';

void show(<Portal />);
