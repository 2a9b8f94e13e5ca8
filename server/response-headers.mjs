// What every answer of the web process says to browsers. Next keeps a header that is there already, so that none of its
// routes can loosen these.

/** Data below /api is no document: opened as one, it can load, run and send nothing, whatever bytes it is made of. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Built scripts and styles. A worker is held to the policy that its own script came with. */
const ASSET_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";

/**
 * Scripts run that carry the nonce of this one answer, and what those load; none that stands in a text or at another
 * address. Styles may be inline: charts and menus carry their own, and a style runs nothing.
 */
function pagePolicy({ nonce, development }) {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** @param {{ path: string, nonce: string, development: boolean }} request */
export function contentSecurityPolicy({ path, nonce, development }) {
  if (path.startsWith('/api/') && path !== '/api/docs') return DATA_POLICY;
  if (path.startsWith('/_next/static/')) return ASSET_POLICY;
  return pagePolicy({ nonce, development });
}

/**
 * The same for every answer.
 *
 * @param {{ secure: boolean }} site whether browsers reach Winnow by https
 */
export function siteHeaders({ secure }) {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Not `no-referrer`: that makes browsers send `Origin: null` with the sign-in form, which is then refused.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
    ...(secure && { 'strict-transport-security': 'max-age=31536000' }),
  };
}
