/** Imports point one way: app → components → lib, app → server/api → services → repositories → db. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid(
      'no-cycles',
      'A cycle means that two files are one concept. Types may name each other.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid(
      'lib-is-pure',
      'lib runs anywhere: it knows only itself and zod.',
      { path: '^lib/' },
      { pathNot: ['^lib/', '^node_modules/zod/'] },
    ),
    forbid(
      'scores-and-selections-apart',
      'A scheme takes numbers; it does not know where they came from.',
      { path: '^lib/(scores|selections)/' },
      { path: '^lib/(scores|selections)/', pathNot: '^lib/$1/' },
    ),
    forbid(
      'components-know-no-server',
      'Components see the server as a type only.',
      { path: '^components/' },
      { path: '^server/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'components-know-no-app',
      'Routes compose components.',
      { path: '^components/' },
      { path: '^app/' },
    ),
    forbid(
      'app-is-routes',
      'Routes compose components and hand requests to server/api.',
      { path: '^app/' },
      { path: '^(server/(?!api/)|prisma/)' },
    ),
    forbid(
      'server-knows-no-app',
      'The server does not know its routes.',
      { path: '^server/' },
      { path: '^app/' },
    ),
    forbid(
      'server-draws-with-charts-only',
      'Reports render the same charts as the page; nothing else of the UI.',
      { path: '^server/' },
      { path: '^components/', pathNot: '^components/charts/.*\\.plot\\.ts$' },
    ),
    forbid(
      'router-calls-service',
      'A router wires: input, access, one service call.',
      { path: '\\.router\\.ts$' },
      { path: ['\\.repository\\.ts$', '^server/(db|storage|tensor)/'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'repository-is-bottom',
      'A repository speaks to the database only.',
      { path: '\\.repository\\.ts$' },
      { path: '\\.(service|router|handler)\\.ts$' },
    ),
    forbid(
      'tensor-libraries-one-importer',
      'Numbers are crunched behind one port.',
      { pathNot: '^(server/tensor|tests)/' },
      { path: '^node_modules/(@tensorflow|onnxruntime-node)/' },
    ),
    forbid(
      'aws-one-importer',
      'What lies on S3 is read through the port of blobs.',
      { pathNot: '^(server/storage/s3|tests)/' },
      { path: '^node_modules/@aws-sdk/' },
    ),
    forbid(
      'sharp-one-importer',
      'Pictures are read in one place.',
      { pathNot: '^(server/images|tests)/' },
      { path: '^node_modules/sharp/' },
    ),
    forbid(
      'no-tests-in-code',
      'Code does not know its tests.',
      { path: '^(app|components|lib|server|prisma)/' },
      { path: '^tests/' },
    ),
    forbid(
      'no-unresolvable',
      'Every import exists.',
      {},
      { couldNotResolve: true, pathNot: '^@tensorflow/tfjs-node' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|server/db/generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
