import type { Bridge } from './bridge';
import { type AP, ConnectBridge } from './connect';

declare global {
  interface Window {
    AP?: AP;
    __bridge?: unknown;
  }
}

export type { Answer, Bridge, Call, Place } from './bridge';
export { Unreachable } from './bridge';

/** Atlassian's script may stand behind ours in the page; then it has run when the page was read to its end. */
function documentRead(): Promise<void> {
  return document.readyState === 'complete'
    ? Promise.resolve()
    : new Promise((resolve) => document.addEventListener('DOMContentLoaded', () => resolve(), { once: true }));
}

/** Finds the door at run time. Forge's module throws where its host is missing, so it is loaded only beside it. */
export async function openBridge(): Promise<Bridge> {
  if (window.__bridge) {
    const [{ ForgeBridge }, forge] = await Promise.all([import('./forge'), import('@forge/bridge')]);
    return new ForgeBridge(forge);
  }
  if (!window.AP) {
    await documentRead();
  }
  if (window.AP) {
    return new ConnectBridge(window.AP);
  }
  throw new Error('This page works inside Jira only.');
}
