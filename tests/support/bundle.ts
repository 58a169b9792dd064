import { build } from 'esbuild'
import { renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { projectFolder } from '../../src/config.ts'

const bundles = new Map<string, Promise<string>>()

/**
 * Bundles the modules of a process into one JavaScript file, so that it starts faster. Runs once in each worker.
 * @param file one of our TypeScript files, relative to the project
 * @returns the path of the bundle
 */
export function bundleOf(file: string): Promise<string> {
  const made = bundles.get(file) ?? makeBundle(file)
  bundles.set(file, made)
  return made
}

async function makeBundle(file: string): Promise<string> {
  // in node_modules, where Node finds the packages that it imports
  const bundle = join(projectFolder, 'node_modules/.cache/bundles', `${basename(file, '.ts')}.mjs`)
  const outfile = `${bundle}.${process.pid}`
  await build({
    absWorkingDir: projectFolder,
    entryPoints: [file],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    define: { 'import.meta.dirname': JSON.stringify(join(projectFolder, 'src')) }, // config.ts reads it
    logLevel: 'warning',
  })
  renameSync(outfile, bundle) // renamed only when complete, because other workers may use it
  return bundle
}
