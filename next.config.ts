import type { NextConfig } from 'next';

const development = process.env.NODE_ENV === 'development';

/** Next writes small inline scripts and styles of its own; everything else comes from Winnow's own address. */
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${development ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  `connect-src 'self'${development ? ' ws:' : ''}`,
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = [
  { key: 'Content-Security-Policy', value: contentSecurityPolicy },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Not `no-referrer`: that makes browsers send `Origin: null` with the sign-in form, which is then refused.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
];

export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` sees to the types; checking them at the first start would make a newcomer wait.
  typescript: { ignoreBuildErrors: true },
  // Native code, wasm and worker threads are loaded from node_modules, not bundled.
  serverExternalPackages: [
    '@aws-sdk/client-s3',
    '@aws-sdk/lib-storage',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@resvg/resvg-js',
    '@tensorflow/tfjs-backend-wasm',
    '@tensorflow/tfjs-converter',
    '@tensorflow/tfjs-core',
    '@tensorflow/tfjs-layers',
    '@tensorflow/tfjs-node',
    '@tensorflow/tfjs-node-gpu',
    'better-auth',
    'linkedom',
    'onnxruntime-node',
    'pg',
    'pg-boss',
    'pino',
    'piscina',
    'prom-client',
    'sharp',
  ],
  headers: () => Promise.resolve([{ source: '/:path*', headers: securityHeaders }]),
} satisfies NextConfig;
