import tseslint from 'typescript-eslint'
import { rawSql } from './raw-sql-rule.mjs'

// Checks that the compiler cannot make: a promise that nothing awaits, SQL built from input, and lines that Prettier
// leaves long.
const lineLength = { code: 120, ignoreUrls: true, ignoreRegExpLiterals: true, ignorePattern: String.raw`String\.raw` }

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'demo/', '.check-views/', 'views/'] },
  {
    files: ['src/**/*.ts', 'migrations/**/*.ts', 'scripts/**/*.ts', 'tests/**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: `${import.meta.dirname}/..` },
    },
    plugins: { ts: tseslint.plugin, ours: { rules: { 'raw-sql': rawSql } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'ts/no-floating-promises': 'error',
      'ts/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      'ts/await-thenable': 'error',
      'ts/no-for-in-array': 'error',
      'ts/consistent-type-imports': 'error',
      'ts/no-explicit-any': 'error',
      'ts/switch-exhaustiveness-check': 'error',
      'ts/only-throw-error': 'error',
      'array-callback-return': 'error',
      'max-len': ['error', lineLength],
      'max-params': ['error', 4],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-constant-binary-expression': 'error',
      'no-empty': 'error',
      'no-eval': 'error',
      'no-fallthrough': 'error',
      'no-nested-ternary': 'error',
      'no-param-reassign': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unmodified-loop-condition': 'error',
      'no-unreachable-loop': 'error',
      'no-unsafe-finally': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  { files: ['src/**/*.ts', 'migrations/**/*.ts'], rules: { 'ours/raw-sql': 'error' } },
  { files: ['src/words/en/**/*.ts'], rules: { 'max-len': ['error', { ...lineLength, ignoreStrings: true }] } },
  { files: ['tests/**/*.ts'], rules: { 'ts/only-throw-error': 'off' } },
  { files: ['scripts/**/*.ts'], rules: { 'no-console': 'off', 'no-template-curly-in-string': 'off' } },
)
