import type { ReactNode } from 'react';

const NARROW = '(max-width: 720px)';

/** What is wider than a narrow frame scrolls by itself, and is reached with the keyboard there. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  const scrolls = window.matchMedia(NARROW).matches;
  return (
    <div className="lk-scroll lk-focus" {...(scrolls ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}>
      {children}
    </div>
  );
}
