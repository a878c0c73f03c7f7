import { type BaseLocationHook } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';

/**
 * Where a panel is, in the hash alone: {@code #/requests?state=held} is the page /requests. Wouter's own would move what follows
 * the question mark into the frame's address, where the host keeps its own.
 */
function useAddressOfHash(): [string, (to: string, options?: { replace?: boolean }) => void] {
  const [path] = useHashLocation();
  return [path.split('?')[0] ?? path, go];
}

function go(to: string, { replace = false }: { replace?: boolean } = {}): void {
  const url = new URL(location.href);
  const oldURL = url.href;
  url.hash = to;
  history[replace ? 'replaceState' : 'pushState'](null, '', url.href);
  dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: url.href }));
}

export const useAddress: BaseLocationHook & { hrefs: (href: string) => string } = Object.assign(useAddressOfHash, {
  hrefs: (href: string) => `#${href}`,
});
