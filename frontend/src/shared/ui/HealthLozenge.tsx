import Lozenge from '@atlaskit/lozenge';
import { useAdminText } from '../text/admin';

const LOOKS = { incomplete: 'moved', untested: 'moved', working: 'success', failing: 'removed' } as const;

/** How a connection was found when it was tested last. */
export function HealthLozenge({ state }: { state: string }) {
  const { health } = useAdminText();
  return <Lozenge appearance={LOOKS[state as keyof typeof LOOKS] ?? 'default'}>{health.state[state] ?? state}</Lozenge>;
}
