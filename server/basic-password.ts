/** The password of a Basic `Authorization` header, whoever the user is; empty where it is none. */
export function basicPassword(authorization: string | null): string {
  const [, encoded = ''] = /^Basic ([\w+/=-]+)$/i.exec(authorization ?? '') ?? [];
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  return given.slice(given.indexOf(':') + 1);
}
