import { describe, expect, it, vi } from 'vitest';
import { seal } from '../testing/seal';
import { fromBase64Url, newEnvelope, toBase64Url } from './sealed';

const INFO = 'latchkey/handover/1/5f0c';

describe('an envelope', () => {
  it.each(['', 'x', 'Grüße 🔑', 'y'.repeat(5_000)])('opens what was sealed to it: %#', async (plain) => {
    const envelope = await newEnvelope();

    expect(await envelope.open(seal(envelope.publicKey, INFO, plain), INFO)).toBe(plain);
  });

  it('names its key as an uncompressed point in base64url', async () => {
    const { publicKey } = await newEnvelope();

    expect(publicKey).toMatch(/^[\w-]{87}$/);
    const point = Buffer.from(publicKey, 'base64url');
    expect(point).toHaveLength(65);
    expect(point[0]).toBe(4);
  });

  it('has a key of its own each time, which nobody can take away', async () => {
    const generated = vi.spyOn(crypto.subtle, 'generateKey');
    const [first, second] = [await newEnvelope(), await newEnvelope()];

    expect(first.publicKey).not.toBe(second.publicKey);
    const { privateKey } = (await generated.mock.results[0]?.value) as CryptoKeyPair;
    expect(privateKey.extractable).toBe(false);
    await expect(first.open(seal(second.publicKey, INFO, 'x'), INFO)).rejects.toThrow();
    generated.mockRestore();
  });

  it('opens nothing that was sealed for another handover', async () => {
    const envelope = await newEnvelope();

    await expect(envelope.open(seal(envelope.publicKey, INFO, 'x'), 'latchkey/handover/1/other')).rejects.toThrow();
  });

  it.each([0, 1, 40, 65, 76, 77, 85, 93])('opens nothing of which byte %s was changed', async (place) => {
    const envelope = await newEnvelope();
    const bytes = fromBase64Url(seal(envelope.publicKey, INFO, 'secret'));
    bytes[place] = (bytes[place] ?? 0) ^ 1;

    await expect(envelope.open(toBase64Url(bytes), INFO)).rejects.toThrow();
  });

  it.each(['', 'AAAA', '%%%'])('opens no %j', async (sealed) => {
    await expect((await newEnvelope()).open(sealed, INFO)).rejects.toThrow();
  });

  it('writes and reads base64url as others do', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, place) => (place * 71 + length * 13) % 256);
      const text = Buffer.from(bytes).toString('base64url');
      expect(toBase64Url(bytes)).toBe(text);
      expect([...fromBase64Url(text)]).toEqual([...bytes]);
    }
  });
});
