import { show } from '../shared/ui/frame';

void show(<main className="lk-panel">admin</main>);
