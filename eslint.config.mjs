import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const oneImporter = (packages, folder) => ({
  group: packages,
  message: `Only ${folder} may import this.`,
});

const restrictedImports = {
  process: oneImporter(['@tensorflow/*', 'onnxruntime-node'], 'server/tensor'),
  images: oneImporter(['sharp'], 'server/images'),
};

export default tseslint.config(
  {
    ignores: [
      '.next/**',
      '.winnow/**',
      'node_modules/**',
      'server/db/generated/**',
      'next-env.d.ts',
      'tests/.results/**',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.{ts,tsx}'] })),
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': ['error', { patterns: Object.values(restrictedImports) }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read in server/env.ts only.' },
      ],
    },
  },
  {
    files: ['components/**/*.tsx', 'app/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness comes from named, seeded streams.' },
        { object: 'Date', property: 'now', message: 'lib is pure: pass the time in.' },
        { object: 'process', property: 'env', message: 'lib is pure.' },
      ],
    },
  },
  {
    files: ['server/tensor/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [restrictedImports.images] }] },
  },
  {
    files: ['server/images/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [restrictedImports.process] }] },
  },
  {
    files: ['tests/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['server/env.ts', 'tests/**', '*.config.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['tests/**'],
    rules: {
      'max-lines': ['error', 500],
      // Playwright reads a fixture's needs off its first parameter: none is an empty pattern.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' },
    },
  },
);
