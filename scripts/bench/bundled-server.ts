import { build } from 'esbuild'
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
