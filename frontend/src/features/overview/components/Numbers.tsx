import { Link } from 'wouter';
import type { OverviewData } from '../../../shared/http/overview';
import { useAdminText } from '../../../shared/text/admin';
import { useSession } from '../../../shared/ui/session';

interface Tile {
  readonly key: string;
  readonly label: string | undefined;
  readonly value: number;
  readonly note?: string;
  readonly href: string;
  readonly attention?: boolean;
}

/**
 * Numbers of requests, each leading to those that it counts, the newest first; what is over is counted for some days only, and
 * says so. What needs a person comes first.
 */
export function Requests({ requests }: { requests: OverviewData['requests'] }) {
  const { overview } = useAdminText();
  const { format } = useSession();
  const since = overview.since(format.day(requests.since));
  const tile = (state: string, value: number | null | undefined, note: string, attention = false, counted = ''): Tile[] =>
    value === null || value === undefined
      ? []
      : [{ key: state, label: overview.state[state], value, note, href: `/requests?${new URLSearchParams({ state })}${counted}`, attention }];
  const over = (state: string, value: number | null | undefined) =>
    tile(state, value, since, false, `&${new URLSearchParams({ since: requests.since })}`);
  return (
    <Tiles
      tiles={[
        ...tile('parked', requests.parked, overview.now, true),
        ...tile('held', requests.held, overview.now, true),
        ...tile('pending', requests.pending, overview.now),
        ...tile('waiting', requests.waiting, overview.now),
        ...over('done', requests.done),
        ...over('refused', requests.refused),
        ...over('stopped', requests.stopped),
      ]}
    />
  );
}

/** Numbers of access that ends. */
export function Grants({ grants }: { grants: OverviewData['grants'] }) {
  const { overview } = useAdminText();
  const counts = [
    ['running', grants.running],
    ['endingWithinDay', grants.endingWithinDay],
    ['held', grants.held],
  ] as const;
  return (
    <Tiles
      tiles={counts.map(([key, value]) => ({
        key,
        label: overview.grantStates[key],
        value,
        href: '/grants',
        attention: key === 'held',
      }))}
    />
  );
}

function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  const { format } = useSession();
  return (
    <ul className="lk-tiles">
      {tiles.map((tile) => (
        <li key={tile.key}>
          <Link href={tile.href} className="lk-card lk-tile" data-tone={tile.attention && tile.value > 0 ? 'attention' : undefined}>
            <span className="lk-number">{format.number(tile.value)}</span>
            <span>{tile.label}</span>
            {tile.note && <span className="lk-subtle">{tile.note}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
