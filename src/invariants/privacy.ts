import { seatKinds } from '../domain/application.ts'
import { coveredUntil, forever, showsPeople, type Consent } from '../domain/consent.ts'
import type { EvidenceKind } from '../domain/evidence.ts'
import type { Day, Instant } from '../domain/time.ts'
import { brokenBy } from './broken.ts'
import type { Check } from './broken.ts'
import { grouped } from './grouped.ts'

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

/** I11: what rights look at says the same as the ledger: nothing that shows people is open to a panel beyond its consents. */
export const ledgersAreSettled: Check = async ({ database: { db } }) => {
  const rows = await db('evidence').leftJoin('consents', 'consents.evidence_id', 'evidence.id').whereNull('evidence.removed_at').orderBy('evidence.id')
    .select<{ id: string; kind: EvidenceKind; shows: number | null; until: Day | null; person: string | null; panel: number; expiresOn: Day | null; withdrawnAt: Instant | null; givenOn: Day }[]>(
      'evidence.id', 'evidence.kind', 'evidence.shows_people as shows', 'evidence.panel_until as until', 'consents.person', 'consents.for_panel as panel', 'consents.expires_on as expiresOn',
      'consents.withdrawn_at as withdrawnAt', 'consents.given_on as givenOn')
  const found = [...grouped(rows, ({ id }) => id)].filter(([, forms]) => {
    const { kind, shows, until } = forms[0]!
    const consents = forms.filter(({ person }) => person !== null).map(({ person, panel, ...rest }): Consent => ({ ...rest, person: person!, uses: panel === 1 ? ['panel'] : [] }))
    return until !== (showsPeople(kind, shows === null ? null : shows === 1) ? coveredUntil(consents, 'panel') : forever)
  })
  return brokenBy('I11', found.map(([id]) => ({ thing: `evidence ${id}`, what: 'is open to the panel until another day than its consents say' })))
}
