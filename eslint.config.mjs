import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

/** Who may use whom between projects. */
const projectRules = [
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:sdk', onlyDependOnLibsWithTags: ['scope:sdk', 'scope:shared'] },
  { sourceTag: 'scope:server', onlyDependOnLibsWithTags: ['scope:server', 'scope:shared'] },
  { sourceTag: 'scope:dashboard', onlyDependOnLibsWithTags: ['scope:dashboard', 'scope:shared'] },
  { sourceTag: 'scope:demo', onlyDependOnLibsWithTags: ['scope:demo', 'scope:sdk', 'scope:shared'] },
  {
    sourceTag: 'scope:e2e',
    onlyDependOnLibsWithTags: [
      'scope:e2e',
      'scope:sdk',
      'scope:server',
      'scope:dashboard',
      'scope:demo',
      'scope:shared',
    ],
  },
  { sourceTag: 'scope:chaos', onlyDependOnLibsWithTags: ['scope:chaos', 'scope:sdk', 'scope:shared'] },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:decisions', onlyDependOnLibsWithTags: ['type:contracts', 'type:decisions'] },
  { sourceTag: 'type:sdk', onlyDependOnLibsWithTags: ['type:contracts', 'type:decisions'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:contracts', 'type:testing'] },
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:contracts', 'type:decisions', 'type:sdk'] },
  {
    sourceTag: 'type:e2e',
    onlyDependOnLibsWithTags: ['type:app', 'type:contracts', 'type:decisions', 'type:sdk', 'type:testing'],
  },
];
/** Only tests use libs/testing. */
const projectRulesOfTests = projectRules.map((rule) =>
  ['type:app', 'type:sdk', 'type:contracts', 'type:decisions'].includes(rule.sourceTag)
    ? { ...rule, onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, 'type:testing'] }
    : rule,
);
const boundaries = (depConstraints, enforceBuildableLibDependency = true) => [
  'error',
  // These are the SDK's own: each runtime gets another file.
  {
    enforceBuildableLibDependency,
    allow: ['#host', '#scope', '#sending-host'],
    banTransitiveDependencies: false,
    depConstraints,
  },
];

/** Who may import whom between the server's folders; main.ts and *.module.ts at the root see all. */
const stations = {
  config: [],
  metrics: ['storage'],
  push: ['config'],
  queue: ['config'],
  storage: ['config'],
  http: ['config', 'storage'],
  access: ['config', 'http', 'storage'],
  ingest: ['access', 'config', 'http', 'metrics', 'push', 'queue', 'storage'],
  decisions: ['config', 'storage'],
  processor: ['config', 'decisions', 'push', 'queue', 'storage'],
  lifecycle: ['access', 'config', 'http', 'queue', 'storage'],
  declarations: ['access', 'config', 'decisions', 'http', 'push', 'storage'],
  query: ['access', 'config', 'decisions', 'http', 'storage'],
  health: ['config', 'http', 'queue', 'storage'],
};
const stationRules = Object.entries(stations).map(([station, allowed]) => ({
  files: [`apps/server/src/${station}/**/*.ts`],
  ignores: ['**/*.int.spec.ts', '**/*.behaviour.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: Object.keys(stations)
          .filter((other) => other !== station && !allowed.includes(other))
          .map((other) => ({
            regex: `^(\\.\\./)+${other}/`,
            message: `${station}/ must not import ${other}/ (see ARCHITECTURE.md, "Who may import whom").`,
          })),
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['**/dist', '**/coverage', '**/node_modules', '**/test-results', '**/.angular', '**/.nx'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strict],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(projectRules),
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Name each export.' },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'The environment is read in one file: apps/server/src/config/environment.ts.',
        },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.behaviour.ts', '**/*.contract.ts', 'apps/e2e/**/*.ts'],
    rules: {
      // Tests are not built, so they may use libs/testing, which is not built either.
      '@nx/enforce-module-boundaries': boundaries(projectRulesOfTests, false),
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  ...stationRules,
  {
    // Nest's injection reads parameter types at run time, so their imports must stay values.
    files: ['apps/server/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['apps/dashboard/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/prefer-inject': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
    },
  },
  {
    files: ['apps/dashboard/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
);
