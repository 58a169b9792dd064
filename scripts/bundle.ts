import type { BuildOptions } from 'esbuild'
import { projectFolder } from '../src/config.ts'

/**
 * Puts our modules into a few files. Modules that are imported dynamically stay in files of their own, and packages
 * stay in node_modules.
 */
export const bundle = {
  absWorkingDir: projectFolder,
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
} as const satisfies BuildOptions
