import type { Db } from '../db/connection.ts'
import type { MemberRole } from '../domain/actor.ts'
import { seatKinds } from '../domain/application.ts'
import { consentUntil, isConsentWithdrawn, panelConsentUntil, type Consent } from '../domain/consent.ts'
import type { EvidenceKind } from '../domain/evidence.ts'
import { firstVersion } from '../domain/file-versions.ts'
import type { Day, Instant } from '../domain/time.ts'
import { brokenBy, type Check } from './broken.ts'
import { grouped } from './grouped.ts'

/** Kinds of seat that describe a person. The history can name `trustee`, because it is also a role. */
const personalKinds: readonly unknown[] = seatKinds.filter(kind => kind !== 'trustee')

/** I11: no event names the kind of a seat that describes a person, because events can never be changed. */
export const noSeatKindInHistory: Check = async ({ database: { db } }) => {
  const rows = await db('events').orderBy('sequence').select('id', 'facts')
  const found = rows.filter(({ facts }) =>
    Object.values(JSON.parse(facts) as Record<string, unknown>)
      .flat()
      .some(fact => personalKinds.includes(fact)),
  )
  return brokenBy(
    'I11',
    found.map(({ id }) => ({ entity: `event ${id}`, what: 'names the kind of a seat' })),
  )
}

/** A query that finds a row if the viewer was a lead or contributor of the file's library at the time of the view. */
const wroteEvidence = (db: Db) =>
  db('memberships')
    .whereRaw('memberships.person_id = looks.person_id')
    .whereRaw('memberships.organisation_id = looks.organisation_id')
    .whereRaw('memberships.started_at <= looks.at')
    .whereIn('memberships.role', ['lead', 'contributor'] satisfies MemberRole[])
    .where(then => then.whereNull('memberships.ended_at').orWhereRaw('memberships.ended_at >= looks.at'))
    .select(db.raw('1'))

/**
 * I11: everyone who opened a file with a redacted copy has recorded a reason, except the library's leads and
 * contributors.
 */
export const unredactedHasReason: Check = async ({ database: { db } }) => {
  const looks = await looksWithoutReason(db)
  const rows = await db('evidence_files')
    .whereIn('evidence_id', [...new Set(looks.map(({ evidence }) => evidence))])
    .select('id', 'evidence_id', 'redacts_file_id', 'replaces_id', 'uploaded_at')
  const versions = grouped(
    rows.map(row => ({
      id: row.id,
      evidence: row.evidence_id,
      redactsId: row.redacts_file_id ?? null,
      replacesId: row.replaces_id,
      uploadedAt: row.uploaded_at,
    })),
    ({ evidence }) => evidence,
  )
  const wrong = looks.filter(({ file, evidence, at }) => wasOriginal(versions.get(evidence)!, file, at))
  return brokenBy(
    'I11',
    [...new Set(wrong.map(({ file }) => file))].map(file => ({
      entity: `file ${file}`,
      what: 'was opened unredacted without a reason',
    })),
  )
}

const looksWithoutReason = (db: Db): Promise<{ file: string; evidence: string; at: Instant }[]> =>
  db('access_log as looks')
    .join('evidence_files as files', 'files.id', 'looks.entity_id')
    .where('looks.what', 'file')
    .whereNull('files.redacts_file_id')
    .whereIn('files.evidence_id', db('evidence_files').whereNotNull('redacts_file_id').select('evidence_id'))
    .whereNotExists(wroteEvidence(db))
    .whereNotExists(
      db('unredacted_views')
        .whereRaw('unredacted_views.file_id = looks.entity_id')
        .whereRaw('unredacted_views.person_id = looks.person_id')
        .whereRaw('unredacted_views.opened_at <= looks.at')
        .select(db.raw('1')),
    )
    .select('looks.entity_id as file', 'files.evidence_id as evidence', 'looks.at')

interface Version {
  id: string
  redactsId: string | null
  replacesId: string | null
  uploadedAt: Instant
}

/** Whether a file, or another version of it, had a redacted copy at that moment. */
function wasOriginal(files: readonly Version[], id: string, at: Instant): boolean {
  const first = firstVersion(
    files,
    files.find(file => file.id === id)!,
  )
  return files.some(file => file.redactsId !== null && file.uploadedAt <= at && firstVersion(files, file) === first)
}

/** I11: once a file is marked as needing a redacted copy, only leads and contributors of its library open it. */
export const fileToRedactIsHidden: Check = async ({ database: { db } }) => {
  const looks = await db('access_log as looks')
    .join('evidence_files as files', 'files.id', 'looks.entity_id')
    .where('looks.what', 'file')
    .whereRaw('looks.at >= files.to_redact_at')
    .whereNotExists(wroteEvidence(db))
    .distinct<{ file: string }[]>('files.id as file')
  return brokenBy(
    'I11',
    looks.map(({ file }) => ({ entity: `file ${file}`, what: 'was opened although it needs a redacted copy' })),
  )
}

/**
 * I11: the last days on which evidence can be shown, and whether its consent counts as withdrawn, match its consents.
 */
export const consentCoverIsCurrent: Check = async ({ database: { db } }) => {
  const rows = await evidenceWithConsents(db)
  const found = [...grouped(rows, ({ id }) => id)].filter(([, forms]) => !isCoverCurrent(forms))
  return brokenBy(
    'I11',
    found.map(([id]) => ({
      entity: `evidence ${id}`,
      what: 'is open to the panel or council papers until another day than its consents give',
    })),
  )
}

interface EvidenceWithConsent {
  id: string
  kind: EvidenceKind
  shows: number | null
  until: Day | null
  councilUntil: Day | null
  isWithdrawn: number
  person: string | null
  panel: number
  council: number
  expiresOn: Day | null
  withdrawnAt: Instant | null
  givenOn: Day
}

const evidenceWithConsents = (db: Db): Promise<EvidenceWithConsent[]> =>
  db('evidence')
    .leftJoin('consents', 'consents.evidence_id', 'evidence.id')
    .whereNull('evidence.removed_at')
    .orderBy('evidence.id')
    .select(
      'evidence.id',
      'evidence.kind',
      'evidence.shows_people as shows',
      'evidence.panel_until as until',
      'evidence.council_until as councilUntil',
      'evidence.consent_withdrawn as isWithdrawn',
      'consents.person',
      'consents.for_panel as panel',
      'consents.for_council as council',
      'consents.expires_on as expiresOn',
      'consents.withdrawn_at as withdrawnAt',
      'consents.given_on as givenOn',
    )

function isCoverCurrent(forms: readonly EvidenceWithConsent[]): boolean {
  const { kind, shows, until, councilUntil, isWithdrawn } = forms[0]!
  const consents = forms
    .filter(({ person }) => person !== null)
    .map(({ person, panel, council, ...rest }): Consent => ({
      ...rest,
      person: person!,
      uses: [...(panel === 1 ? (['panel'] as const) : []), ...(council === 1 ? (['council'] as const) : [])],
    }))
  const said = shows === null ? null : shows === 1
  return (
    until === panelConsentUntil(kind, said, consents) &&
    councilUntil === consentUntil(consents, 'council') &&
    (isWithdrawn === 1) === isConsentWithdrawn(consents)
  )
}
