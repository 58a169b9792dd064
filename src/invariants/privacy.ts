import { seatKinds } from '../domain/application.ts'
import { brokenBy } from './broken.ts'
import type { Check } from './broken.ts'

/** A trustee is also a role, which history may name; the other kinds say nothing but who somebody is. */
const telling: readonly unknown[] = seatKinds.filter(kind => kind !== 'trustee')

/** I11: no seat's kind in the history, which is kept for ever. */
export const noSeatKindInHistory: Check = async ({ database: { db } }) => {
  const rows = await db('events').orderBy('sequence').select('id', 'facts')
  const found = rows.filter(({ facts }) => Object.values(JSON.parse(facts) as Record<string, unknown>).flat().some(fact => telling.includes(fact)))
  return brokenBy('I11', found.map(({ id }) => ({ thing: `event ${id}`, what: 'names the kind of a seat' })))
}

/** I11: nobody from outside the library opened what has a redacted version without a reason on record. */
export const unredactedHasReason: Check = async ({ database: { db } }) => {
  const rows = await db('access_log as looks').join('evidence_files as twins', 'twins.redacts_id', 'looks.thing_id').where('looks.what', 'file').whereRaw('looks.at >= twins.uploaded_at')
    .whereNotExists(db('memberships').whereRaw('memberships.person_id = looks.person_id').whereRaw('memberships.organisation_id = looks.organisation_id').select(db.raw('1')))
    .whereNotExists(db('unredacted_openings').whereRaw('unredacted_openings.file_id = looks.thing_id').whereRaw('unredacted_openings.person_id = looks.person_id').whereRaw('unredacted_openings.opened_at <= looks.at').select(db.raw('1')))
    .distinct<{ file: string }[]>('looks.thing_id as file')
  return brokenBy('I11', rows.map(({ file }) => ({ thing: `file ${file}`, what: 'was opened unredacted without a reason' })))
}
