import type { ReactNode } from 'react';

type Tone = 'info' | 'warning' | 'error' | 'success';

const GLYPHS: Record<Tone, string> = {
  info: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM7.25 7h1.5v4.5h-1.5V7Zm0-2.5h1.5V6h-1.5V4.5Z',
  warning: 'M8 1.6 15 14H1L8 1.6ZM7.25 6v4h1.5V6h-1.5Zm0 5v1.5h1.5V11h-1.5Z',
  error: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM7.25 4.5h1.5V9h-1.5V4.5Zm0 5.5h1.5v1.5h-1.5V10Z',
  success: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm-1 9.1L4.2 7.8l1-1L7 8.5l3.8-3.8 1 1L7 10.6Z',
};

/** A message in its place. The design system's own weighs a fifth of what a panel on a ticket may weigh. */
export function Message({ tone = 'info', title, children }: { tone?: Tone; title: string; children?: ReactNode }) {
  return (
    <div className="lk-message" data-tone={tone}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path fillRule="evenodd" d={GLYPHS[tone]} fill="currentColor" />
      </svg>
      <div className="lk-tight">
        <strong className="lk-h3">{title}</strong>
        {children}
      </div>
    </div>
  );
}
