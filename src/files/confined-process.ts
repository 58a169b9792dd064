import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectFolder } from '../config.ts'
import { limitedProcess, type Ask } from './limited-process.ts'

const permission = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission'

/**
 * Node's options that confine a child process: it can write in one folder, read only that folder, its own code and its
 * libraries, and start no processes.
 * @param libraries the packages that the child loads, and their dependencies
 */
export const confinementOptions = (folder: string, libraries: readonly string[]): string[] => [
  permission,
  '--allow-worker',
  `--allow-fs-write=${folder}/*`,
  ...[
    `${folder}/*`,
    `${join(projectFolder, 'src/files')}/*`,
    ...libraries.flatMap(name => placesOf(join(projectFolder, 'node_modules', name))).map(place => `${place}/*`),
    join(projectFolder, 'package.json'),
  ].map(path => `--allow-fs-read=${path}`),
]

/**
 * A folder and its real path, from which Node loads packages. They differ if the folder or a parent is a symbolic link.
 */
function placesOf(folder: string): string[] {
  try {
    return [...new Set([folder, realpathSync(folder)])]
  } catch {
    return [folder] // the library is missing, so the process that needs it will not start
  }
}

/**
 * Keeps separate processes for each folder of files. A process can access only its folder, its own code and its
 * libraries.
 * @param options more options for Node
 * @returns a function that takes the path of a staged file, and returns the function that sends jobs to a process for
 * its folder
 */
export function confinedProcess(
  script: string,
  libraries: readonly string[],
  options: readonly string[] = [],
): (path: string) => Ask {
  const asks = new Map<string, Ask>()
  return path => {
    const folder = dirname(path)
    const ask = asks.get(folder) ?? limitedProcess(script, [...confinementOptions(folder, libraries), ...options])
    asks.set(folder, ask)
    return ask
  }
}
