/**
 * Opens what the server sealed to a key that lives in this page only: ECIES as Tink writes it (P-256, the point uncompressed,
 * HKDF-SHA256 over point and shared secret, AES-256-GCM). The private key cannot be exported and is forgotten with the page.
 */
export interface Envelope {
  /** The public point, base64url. */
  readonly publicKey: string;
  open(sealed: string, info: string): Promise<string>;
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const POINT = 65;
const NONCE = 12;

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
}

export async function newEnvelope(): Promise<Envelope> {
  const own = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const publicKey = toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey)));
  return { publicKey, open: async (sealed, info) => opened(own.privateKey, fromBase64Url(sealed), info) };
}

async function opened(own: CryptoKey, sealed: Uint8Array<ArrayBuffer>, info: string): Promise<string> {
  const point = sealed.slice(0, POINT);
  const theirs = await crypto.subtle.importKey('raw', point, CURVE, false, []);
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256));
  const material = new Uint8Array(POINT + shared.length);
  material.set(point);
  material.set(shared, POINT);
  const derived = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveKey']);
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: new TextEncoder().encode(info) },
    derived,
    { name: 'AES-GCM', length: 256 },
    false,
    ['decrypt'],
  );
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: sealed.slice(POINT, POINT + NONCE) },
    key,
    sealed.slice(POINT + NONCE),
  );
  return new TextDecoder().decode(plain);
}
