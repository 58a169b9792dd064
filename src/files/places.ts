import { createHash } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { looksLikeId } from '../db/ids.ts'

// A staged file is in uploads/staging/<id>.<process>, and its marker in uploads/staging/<id>.<process>.keeping.
// A kept file is in uploads/files/<first two characters of the id>/<id>.
// No path contains a name that a person entered.

export interface Places {
  staging: string
  files: string
  staged(id: string): string
  /** the path of an empty file in staging, which exists from just before a file is kept until its row is committed */
  marker(id: string): string
  folder(id: string): string
  object(id: string): string
}

export function placesUnder(uploads: string): Places {
  const staging = join(uploads, 'staging')
  const files = join(uploads, 'files')
  const folder = (id: string) => join(files, checked(id).slice(0, 2))
  return {
    staging,
    files,
    staged: id => join(staging, `${checked(id)}.${ownTag}`),
    marker: id => join(staging, `${checked(id)}.${ownTag}.keeping`),
    folder,
    object: id => join(folder(id), id),
  }
}

function checked(id: string): string {
  if (!looksLikeId(id)) throw new Error('not the id of a file')
  return id
}

/** The PID namespace. Containers with the same host name can have the same process ids, but not the same namespace. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return '' // only Linux has PID namespaces
  }
}

const host = createHash('sha256').update(hostname()).update(pidNamespace()).digest('hex').slice(0, 8)
const ownTag = `${process.pid}-${host}`

export interface StagingName {
  id: string
  isMarker: boolean
  owner: 'this process' | 'another process' | 'another machine' | 'gone'
}

/**
 * Parses the name of a file in staging, or of a file that a child process writes beside it.
 * @returns null for a name in another format
 */
export function readStagingName(name: string): StagingName | null {
  const [, id, pid, where, more] = /^([a-z2-7]{20})\.(\d+)-([0-9a-f]{8})(\.[a-z]+)?$/.exec(name) ?? []
  if (!id) return null
  return { id, isMarker: more === '.keeping', owner: where === host ? ownerOf(Number(pid)) : 'another machine' }
}

/**
 * The owner of a file in staging that was written on this machine: `gone` when its process has ended. `another process`
 * can also be a later process with the same id.
 */
function ownerOf(pid: number): StagingName['owner'] {
  if (pid === process.pid) return 'this process'
  try {
    process.kill(pid, 0)
    return 'another process'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? 'gone' : 'another process'
  }
}
