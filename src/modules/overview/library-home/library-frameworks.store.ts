import type { Db } from '../../../db/connection.ts'
import type { Framework } from '../../../domain/framework.ts'
import type { WithdrawnUse } from '../../evidence/evidence.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import type { LibraryHome } from './library-home.store.ts'

/** The frameworks of applications that a library is writing, or for which it needs other evidence, by version id. */
export async function frameworksOf(
  db: Db,
  libraries: readonly LibraryHome[],
  withdrawn: readonly WithdrawnUse[],
): Promise<Map<string, Framework>> {
  const frameworks = new Map<string, Framework>()
  const written = libraries
    .flatMap(({ applications }) => applications)
    .filter(({ status }) => status === 'draft' || status === 'returned' || status === 'more evidence asked')
  for (const { frameworkVersionId } of [...written, ...withdrawn])
    frameworks.set(frameworkVersionId, await frameworkVersion(db, frameworkVersionId))
  return frameworks
}
