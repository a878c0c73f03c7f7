import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AP } from './connect';
import { openBridge } from './index';

const loaded = vi.hoisted(() => ({ forge: 0 }));

vi.mock('@forge/bridge', () => {
  loaded.forge++;
  return { view: { getContext: async () => ({ locale: 'en-US', extension: { issue: { id: '1' } } }) } };
});

afterEach(() => {
  delete window.AP;
  delete window.__bridge;
});

describe('the door', () => {
  it("is Connect's beside all.js, and Forge's module is left alone", async () => {
    window.AP = {} as AP;

    expect((await openBridge()).door).toBe('connect');
    expect(loaded.forge).toBe(0);
  });

  it("is Forge's beside its host, also where both are", async () => {
    window.__bridge = {};
    window.AP = {} as AP;

    const bridge = await openBridge();

    expect(bridge.door).toBe('forge');
    expect((await bridge.place()).issue).toBe('1');
  });

  it('is nowhere outside of Jira', async () => {
    await expect(openBridge()).rejects.toThrow('This page works inside Jira only.');
  });
});
