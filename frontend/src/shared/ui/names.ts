/** A name as part of an address of this panel, and back; the router has undone a part of the escaping already. */
export const inAddress = (name: string): string => encodeURIComponent(name);

export function fromAddress(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
