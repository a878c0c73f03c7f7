import Lozenge from '@atlaskit/lozenge';
import { useSession } from './session';

const LOOKS = {
  unknown: 'default',
  pending: 'moved',
  held: 'moved',
  refused: 'removed',
  waiting: 'inprogress',
  parked: 'removed',
  stopped: 'default',
  done: 'success',
} as const;

/** Where a request stands; colour and word say the same. */
export function StateLozenge({ state }: { state: string }) {
  const { text } = useSession();
  return <Lozenge appearance={LOOKS[state as keyof typeof LOOKS] ?? 'default'}>{text.state[state] ?? state}</Lozenge>;
}
