import '@testing-library/jest-dom/vitest';
import { setBooleanFeatureFlagResolver } from '@atlaskit/platform-feature-flags';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// What jsdom does not have, as small as the components need it.
window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} }) as unknown as MediaQueryList;

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
} as unknown as typeof ResizeObserver;

Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;

// Nothing is laid out there; a table that draws what is in sight needs to have some.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 560 },
  clientWidth: { configurable: true, get: () => 800 },
});

HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false;
  this.dispatchEvent(new Event('close'));
};

setBooleanFeatureFlagResolver(() => false);

// A machine that does much else at the same time is slow, not wrong.
configure({ asyncUtilTimeout: 5_000 });

afterEach(cleanup);
