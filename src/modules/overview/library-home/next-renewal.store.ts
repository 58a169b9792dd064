import type { Db } from '../../../db/connection.ts'
import type { Day } from '../../../domain/time.ts'
import { awardsFullNext } from '../../awards/awards.public.ts'
import { canRenew, renewalOf, type LibraryHome } from './library-home.store.ts'

/** Adds `isFullNext` to the awards of the libraries. Makes a query only if a renewal can be started. */
export async function withNextKinds(db: Db, libraries: readonly LibraryHome[], today: Day): Promise<LibraryHome[]> {
  const toStart = libraries.flatMap(({ awards, applications }) =>
    awards.filter(award => canRenew(award, today) && renewalOf(award, applications) === null).map(({ id }) => id),
  )
  const full = await awardsFullNext(db, toStart)
  return libraries.map(library => ({
    ...library,
    awards: library.awards.map(award => ({ ...award, isFullNext: full.has(award.id) })),
  }))
}
