import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Seals as the server does, written from the contract alone and with nothing of the panel's code: ECIES on P-256, the point
 * uncompressed, HKDF-SHA256 (no salt) over ephemeral point and x-coordinate, AES-256-GCM; point || iv || ciphertext || tag.
 */
export function seal(publicKey: string, info: string, plain: string): string {
  const ephemeral = createECDH('prime256v1');
  const point = ephemeral.generateKeys();
  const x = ephemeral.computeSecret(Buffer.from(publicKey, 'base64url'));
  const key = Buffer.from(hkdfSync('sha256', Buffer.concat([point, x]), Buffer.alloc(0), info, 32));
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([point, iv, ciphertext, cipher.getAuthTag()]).toString('base64url');
}
