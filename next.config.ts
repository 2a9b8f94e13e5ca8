import type { NextConfig } from 'next';

/** What answers say to browsers (policy of scripts, frames, …) is set by server/web.mjs: it knows address and nonce. */
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
} satisfies NextConfig;
