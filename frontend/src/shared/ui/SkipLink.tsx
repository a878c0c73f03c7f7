import type { RefObject } from 'react';
import { useAdminText } from '../text/admin';

/** Leads past the navigation, for whoever works with the keyboard; in sight while it has the focus. The address is the page's own. */
export function SkipLink({ to }: { to: RefObject<HTMLElement | null> }) {
  const { shared } = useAdminText();
  return (
    <button type="button" className="lk-skip lk-focus" onClick={() => to.current?.focus()}>
      {shared.skip}
    </button>
  );
}
