import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Child } from './child.ts'

/**
 * A command prefix. The wrapped process sees the folder as a separate small disk, with a copy of the folder's content.
 * @param options such as `size=9m`
 */
export const withOwnDisk = (folder: string, options: string): string[] => [
  'unshare',
  '-rm',
  'sh',
  '-c',
  `mkdir "$0.disk" && mount -t tmpfs -o ${options},mode=700 tmpfs "$0.disk" && cp -a "$0/." "$0.disk" && mount ` +
    '--move "$0.disk" "$0" && exec "$@"',
  folder,
]

/** Why these tests are skipped; null if they can run. */
export const ownDiskIsMissing =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' }).status === 0
    ? null
    : 'not run: needs unshare (Debian: util-linux) and permission to mount a tmpfs'

/** The path through which a test can reach a folder in the process’s own mount namespace. */
export const seenBy = ({ process: { pid } }: Child, path: string): string => join(`/proc/${pid}/root`, path)

/**
 * Fills the disk of this folder completely.
 * @returns a function that frees it again
 */
export function fill(folder: string): () => void {
  const path = join(folder, 'filling')
  const file = openSync(path, 'w')
  for (let size = 1024 * 1024; size > 0;) {
    try {
      writeSync(file, Buffer.alloc(size))
    } catch {
      size = size > 4096 ? 4096 : 0
    }
  }
  closeSync(file)
  return () => rmSync(path)
}
