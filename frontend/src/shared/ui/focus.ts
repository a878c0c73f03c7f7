/** Parts that can have the focus without being reached with the tab key. */
function focusOn(part: HTMLElement): void {
  if (!part.hasAttribute('tabindex')) {
    part.tabIndex = -1;
  }
  part.focus({ preventScroll: true });
}

/**
 * Keeps the focus near where it was when what had it goes away, as a button does that has done its work: browsers let it fall to
 * the page's beginning, where whoever works with the keyboard or a screen reader starts anew.
 *
 * @returns ends that
 */
export function keepFocus(page: Document): () => void {
  let had: HTMLElement[] = [];
  const remember = (event: FocusEvent) => {
    had = [];
    for (let at = event.target as HTMLElement | null; at && at !== page.body; at = at.parentElement) {
      had.push(at);
    }
  };
  const forget = () => {
    // Whoever clicks beside it has left it; what was taken out of the page has not been left by anybody.
    queueMicrotask(() => {
      if (had[0]?.isConnected && page.activeElement === page.body) {
        had = [];
      }
    });
  };
  const changes = new MutationObserver(() => {
    if (had.length === 0 || had[0]?.isConnected) {
      return;
    }
    const left = had.find((part) => part.isConnected);
    had = [];
    if (left && page.activeElement === page.body) {
      focusOn(left);
    }
  });
  page.addEventListener('focusin', remember);
  page.addEventListener('focusout', forget);
  changes.observe(page.body, { childList: true, subtree: true });
  return () => {
    page.removeEventListener('focusin', remember);
    page.removeEventListener('focusout', forget);
    changes.disconnect();
  };
}
