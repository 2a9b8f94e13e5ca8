/** The picture formats that browsers show and sharp reads; others are refused with their name. */
export const IMAGE_TYPES = {
  jpeg: { title: 'JPEG', contentType: 'image/jpeg', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  png: { title: 'PNG', contentType: 'image/png', extensions: ['png'] },
  webp: { title: 'WebP', contentType: 'image/webp', extensions: ['webp'] },
  gif: { title: 'GIF', contentType: 'image/gif', extensions: ['gif'] },
  avif: { title: 'AVIF', contentType: 'image/avif', extensions: ['avif'] },
} as const;
export type ImageType = keyof typeof IMAGE_TYPES;

const FOREIGN_SIGNATURES: readonly (readonly [title: string, bytes: string])[] = [
  ['TIFF', 'II*\0'],
  ['TIFF', 'MM\0*'],
  ['BMP', 'BM'],
  ['JPEG XL', '\xff\x0a'],
  ['PDF', '%PDF'],
  ['Photoshop', '8BPS'],
];

/** What the first bytes say a file is: a type that can be used, or the title of one that cannot, or nothing known. */
export function sniffImage(bytes: Uint8Array): { type: ImageType } | { foreign: string } | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(32, bytes.byteLength)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return { type: 'jpeg' };
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return { type: 'png' };
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return { type: 'webp' };
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return { type: 'gif' };
  if (head.slice(4, 8) === 'ftyp')
    return head.slice(8).includes('avif') ? { type: 'avif' } : { foreign: 'HEIF' };
  const foreign = FOREIGN_SIGNATURES.find(([, signature]) => head.startsWith(signature));
  return foreign ? { foreign: foreign[0] } : null;
}

/** The HTTP content type of an image that was ingested. */
export function contentTypeOf(bytes: Uint8Array): string {
  const found = sniffImage(bytes);
  return found && 'type' in found ? IMAGE_TYPES[found.type].contentType : 'application/octet-stream';
}
