/** The bytes within a `data:` address of an image; null for any other address. */
export function decodeDataUri(address: string): Buffer | null {
  const [start] = /^data:image\/[a-z+.-]+;base64,/i.exec(address) ?? [];
  return start === undefined ? null : Buffer.from(address.slice(start.length), 'base64');
}
