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

/** Finds the door at run time. Forge's module throws where its host is missing, so it is loaded only beside it. */
export async function openBridge(): Promise<Bridge> {
  if (window.__bridge) {
    const [{ ForgeBridge }, forge] = await Promise.all([import('./forge'), import('@forge/bridge')]);
    return new ForgeBridge(forge);
  }
  if (window.AP) {
    return new ConnectBridge(window.AP);
  }
  throw new Error('This page works inside Jira only.');
}
