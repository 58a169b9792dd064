import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Form } from '../../../web/form.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'

/** A person counts as editing for this many minutes after their text was last saved automatically. */
const minutesEditing = 5

/**
 * The names of the library's members whose text in the form at `address` was autosaved in the last `minutesEditing`
 * minutes. Leaves out `actor`.
 */
export const editorsLookup = (
  db: Db | Tx,
  organisationId: string,
  { address, actor, at }: { address: string; actor: { id: string }; at: Instant },
): Lookup<string[]> =>
  editorsSince(db, organisationId, { address, personId: actor.id, since: addMinutes(at, -minutesEditing) })

const editorsSince = withKeptSql(
  (
    db: Db | Tx,
    organisationId: string,
    { address, personId, since }: { address: string; personId: string; since: Instant },
  ): Lookup<string[]> =>
    lookup<{ name: string }, string[]>(
      () =>
        db('working_copies')
          .join('people', 'people.id', 'working_copies.person_id')
          .where('working_copies.address', address)
          .where('working_copies.saved_at', '>', since)
          .whereNot('working_copies.person_id', personId)
          .whereExists(
            db('memberships')
              .whereRaw('memberships.person_id = working_copies.person_id')
              .where('memberships.organisation_id', organisationId)
              .whereNull('memberships.ended_at')
              .select(db.raw('1')),
          )
          .orderBy('people.name_key')
          .select('people.name'),
      ['name'],
      rows => rows.map(({ name }) => name),
    ),
)

/**
 * The text that was autosaved while a colleague typed in a form. It can be identical to the text that was saved last.
 */
export interface ColleaguesCopy {
  name: string
  address: string
  values: Form['values']
}

interface CopyRow {
  name: string
  address: string
  fields: string
}

/**
 * The autosaved texts of the library's leads and contributors, other than `personId`.
 * @param pattern an SQL `like` pattern for the addresses of the forms
 */
export const copiesOfColleagues = withKeptSql(
  (
    db: Db | Tx,
    organisationId: string,
    { personId, pattern }: { personId: string; pattern: string },
  ): Lookup<ColleaguesCopy[]> =>
    lookup<CopyRow, ColleaguesCopy[]>(
      () =>
        db('working_copies')
          .join('people', 'people.id', 'working_copies.person_id')
          .whereIn(
            'working_copies.person_id',
            db('memberships')
              .where('organisation_id', organisationId)
              .whereIn('role', ['lead', 'contributor'])
              .whereNull('ended_at')
              .whereNot('person_id', personId)
              .select('person_id'),
          )
          .where('working_copies.address', 'like', pattern)
          .orderBy(['people.name_key', 'people.id', 'working_copies.address'])
          .select('people.name', 'working_copies.address', 'working_copies.fields'),
      ['name', 'address', 'fields'],
      rows =>
        rows.map(({ name, address, fields }) => ({ name, address, values: JSON.parse(fields) as Form['values'] })),
    ),
)
