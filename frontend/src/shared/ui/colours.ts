const KEPT = 'latchkey.colour-mode';

/** What a browser may forbid to a frame is done without. */
function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(mode: string): void {
  try {
    localStorage.setItem(KEPT, mode);
  } catch {
    // Then the next page begins with what the system prefers.
  }
}

/** Light or dark as it was the last time, until the host has said what holds: a page that is dark does not flash. */
export function rememberColours(): void {
  const page = document.documentElement;
  page.dataset.colorMode = kept() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  new MutationObserver(() => keep(page.dataset.colorMode ?? 'light')).observe(page, { attributeFilter: ['data-color-mode'] });
}
