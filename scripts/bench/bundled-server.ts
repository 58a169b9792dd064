import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../src/config.ts'
import { bundle } from '../bundle.ts'

let made: Promise<string> | undefined

/**
 * Bundles the server of this benchmark into a few files, like the service that `npm start` runs.
 * @returns the path of the file to run
 */
export const bundledServer = (): Promise<string> => (made ??= bundleServer())

async function bundleServer(): Promise<string> {
  await build({ ...bundle, entryPoints: ['scripts/bench/server.ts'], outdir: 'dist/bench' })
  return join(projectFolder, 'dist', 'bench', 'server.js')
}

/** The options for Node with which `npm start` runs the service. */
export function optionsOfStart(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  return scripts.start.split(' ').filter(word => word.startsWith('--'))
}
