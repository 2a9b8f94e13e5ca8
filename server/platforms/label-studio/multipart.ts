/** A form with one file, as Label Studio takes uploads. */
export function multipart(fileName: string, bytes: Buffer): { contentType: string; bytes: Buffer } {
  const boundary = `winnow-${bytes.length}-${Date.now().toString(36)}`;
  const safeName = fileName.replace(/[^\w.-]/g, '_');
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${safeName}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
