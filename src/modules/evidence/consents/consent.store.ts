import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Actor } from '../../../domain/actor.ts'
import {
  consentUses,
  consentUntil,
  isConsentWithdrawn,
  panelConsentUntil,
  personKey,
  type Consent,
  type ConsentUse,
} from '../../../domain/consent.ts'
import type { EvidenceKind } from '../../../domain/evidence.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { actedAs } from '../../../history/events-about.ts'
import type { Maker } from '../../../history/history-words.ts'
import { evidenceReadableBy } from '../list/list.store.ts'

/** A consent, with the details of its form, and who recorded and withdrew it. */
export interface ConsentLine extends Consent {
  id: string
  guardian: string | null
  language: string
  wording: string
  heldBy: string
  heldWhere: string
  recordedBy: string
  recordedAt: Instant
  /** the name of the person who withdrew the consent, or `charity` for a coordinator; null while it is not withdrawn */
  withdrawnBy: Maker | null
}
const consentColumns = [
  'id',
  'person',
  'guardian',
  'for_panel',
  'for_charity',
  'for_council',
  'for_public',
  'language',
  'wording',
  'held_by',
  'held_where',
  'given_on',
  'expires_on',
  'recorded_at',
  'withdrawn_at',
] as const satisfies readonly (keyof Row<'consents'>)[]
type ConsentRow = Pick<Row<'consents'>, (typeof consentColumns)[number]> & {
  recorder: string
  withdrawer: string | null
  as: 'team' | 'charity'
}

/**
 * The columns for `actedAs`: who withdrew a consent, when, and the organisation that the evidence belonged to at that
 * time, which can be one that has since been merged.
 */
const withdrawer = (db: Db | Tx) => ({
  person: 'consents.withdrawn_by',
  organisation: db.raw(
    `coalesce((select events.organisation_id from events
    where events.entity = 'evidence' and events.entity_id = consents.evidence_id
    and events.name = 'evidence.consent_withdrawn' and events.person_id = consents.withdrawn_by
    and events.at = consents.withdrawn_at limit 1), evidence.organisation_id)`,
  ),
  at: 'consents.withdrawn_at',
})

/** The consents recorded for an item of evidence, oldest first. */
export const consentsOf = (db: Db | Tx, evidenceId: string): Promise<ConsentLine[]> =>
  runLookup(db, consentsLookup(db, evidenceId))

const consentsLookup = withKeptSql((db: Db | Tx, evidenceId: string): Lookup<ConsentLine[]> =>
  lookup<ConsentRow, ConsentLine[]>(
    () =>
      db('consents')
        .join('people', 'people.id', 'consents.recorded_by')
        .join('evidence', 'evidence.id', 'consents.evidence_id')
        .leftJoin('people as withdrawers', 'withdrawers.id', 'consents.withdrawn_by')
        .where('consents.evidence_id', evidenceId)
        .orderBy(['consents.recorded_at', 'consents.id'])
        .select(
          ...consentColumns.map(column => `consents.${column}`),
          'people.name as recorder',
          'withdrawers.name as withdrawer',
          actedAs(db, withdrawer(db)),
        ),
    [...consentColumns, 'recorder', 'withdrawer', 'as'],
    rows => rows.map(toLine),
  ),
)

/** A column for a query on `evidence`: `pictures` is 1 for evidence with a picture or recording, otherwise 0. */
export const hasPictures = (db: Db | Tx): Knex.Raw =>
  db.raw(`case when exists (select 1 from evidence_files where evidence_files.evidence_id = evidence.id
    and (evidence_files.type like 'image/%' or evidence_files.type like 'video/%' or evidence_files.type like 'audio/%')
    and evidence_files.removed_at is null and evidence_files.replaced_at is null
    and evidence_files.state in ('ready', 'scanning')) then 1 else 0 end as pictures`)

/** @throws NotFound when the evidence has no consent with that id */
export async function findConsent(db: Db | Tx, evidenceId: string, id: string): Promise<ConsentLine> {
  const found = looksLikeId(id) ? (await consentsOf(db, evidenceId)).find(each => each.id === id) : undefined
  if (!found) throw new NotFound()
  return found
}

export async function insertConsent(
  trx: Tx,
  row: Omit<Row<'consents'>, 'withdrawn_at' | 'withdrawn_by'>,
): Promise<void> {
  await trx('consents').insert({ ...row, withdrawn_at: null, withdrawn_by: null })
}

/**
 * Withdraws every consent of one person for an item of evidence.
 * @returns the ids of the consents that this call withdrew
 */
export async function markWithdrawn(
  { trx, actor, at }: UnitOfWork,
  evidenceId: string,
  person: string,
): Promise<string[]> {
  const open = await trx('consents').where({ evidence_id: evidenceId, withdrawn_at: null }).select('id', 'person')
  const ids = open.filter(each => personKey(each.person) === personKey(person)).map(({ id }) => id)
  if (ids.length > 0) await trx('consents').whereIn('id', ids).update({ withdrawn_at: at, withdrawn_by: actor.id })
  return ids
}

export async function deleteConsent(trx: Tx, { id }: { id: string }): Promise<void> {
  await trx('consents').where({ id }).delete()
}

/**
 * Recalculates `panel_until`, `council_until` and `consent_withdrawn`. Call this whenever the evidence's consents, its
 * kind or its answer about people change.
 */
export async function updateConsentCover(trx: Tx, evidenceId: string): Promise<void> {
  const evidence = await trx('evidence')
    .where({ id: evidenceId })
    .first('kind', 'shows_people', 'panel_until', 'council_until', 'consent_withdrawn')
  if (!evidence) return
  const consents = await consentsOf(trx, evidenceId)
  const isShowingPeople = evidence.shows_people === null ? null : evidence.shows_people === 1
  const panel = panelConsentUntil(evidence.kind as EvidenceKind, isShowingPeople, consents)
  const council = consentUntil(consents, 'council')
  const isWithdrawn = isConsentWithdrawn(consents) ? 1 : 0
  if (
    panel !== evidence.panel_until ||
    council !== evidence.council_until ||
    isWithdrawn !== evidence.consent_withdrawn
  )
    await trx('evidence')
      .where({ id: evidenceId })
      .update({ panel_until: panel, council_until: council, consent_withdrawn: isWithdrawn })
}

/**
 * An item of evidence that has no consent for the panel, or whose consent for the panel or for council papers has ended
 * or ends soon.
 */
export interface ConsentToCheck {
  id: string
  title: string
  consentUntil: Day | null
  /** the last day on which council papers can quote it; null when they cannot */
  councilUntil: Day | null
  /** whether someone withdrew a consent and has no other consent that lets the panel see the evidence */
  isConsentWithdrawn: boolean
}

/**
 * A library's evidence that the actor can read and whose consent for the panel is missing or ends by `until`, or whose
 * consent for council papers ends between `from` and `until`. Evidence without consent comes first.
 */
export const consentsToCheck = withKeptSql(
  (
    db: Db,
    actor: Actor,
    { organisationId, from, until, limit }: { organisationId: string; from: Day; until: Day; limit: number },
  ): Lookup<ConsentToCheck[]> =>
    lookup<Omit<ConsentToCheck, 'isConsentWithdrawn'> & { withdrawn: number }, ConsentToCheck[]>(
      () =>
        evidenceReadableBy(db, actor)
          .where('evidence.organisation_id', organisationId)
          .where(toCheck =>
            toCheck
              .whereNull('evidence.panel_until')
              .orWhere('evidence.panel_until', '<=', until)
              .orWhereBetween('evidence.council_until', [from, until]),
          )
          .orderByRaw(`${sortDay}, evidence.id`, [from, until])
          .limit(limit)
          .select(
            'evidence.id',
            'evidence.title',
            'evidence.panel_until as consentUntil',
            'evidence.council_until as councilUntil',
            'evidence.consent_withdrawn as withdrawn',
          ),
      ['id', 'title', 'consentUntil', 'councilUntil', 'withdrawn'],
      rows => rows.map(({ withdrawn, ...row }) => ({ ...row, isConsentWithdrawn: withdrawn === 1 })),
    ),
)

/** SQL for the day by which `consentsToCheck` sorts. Binds its `from` and `until`. */
const sortDay = `case when evidence.council_until between ? and ? and evidence.council_until < evidence.panel_until
  then evidence.council_until else coalesce(evidence.panel_until, '') end`

/**
 * For each of the actor's libraries, the number of readable items of evidence without consent for the panel today.
 * Leaves out libraries with none, and evidence whose consent was withdrawn, because no one should ask that person
 * again.
 */
export const consentsMissing = withKeptSql(
  (db: Db, actor: Actor, today: Day): Lookup<{ organisationId: string; count: number }[]> =>
    lookup<{ organisationId: string; count: number | string }, { organisationId: string; count: number }[]>(
      () =>
        evidenceReadableBy(db, actor)
          .whereIn(
            'evidence.organisation_id', // without this condition, SQLite reads the evidence of every library
            actor.memberships.map(({ organisationId }) => organisationId),
          )
          .where('evidence.consent_withdrawn', 0)
          .where(missing => missing.whereNull('evidence.panel_until').orWhere('evidence.panel_until', '<', today))
          .groupBy('evidence.organisation_id')
          .select('evidence.organisation_id as organisationId', db.raw('count(*) as count')),
      ['organisationId', 'count'],
      rows => rows.map(row => ({ ...row, count: Number(row.count) })),
    ),
)

/** The columns for the uses that a consent form allows. */
export type Uses = Pick<Row<'consents'>, 'for_panel' | 'for_council' | 'for_charity' | 'for_public'>

export function usesIn(row: Uses): ConsentUse[] {
  const given: Record<ConsentUse, boolean> = {
    panel: row.for_panel === 1,
    council: row.for_council === 1,
    charity: row.for_charity === 1,
    public: row.for_public === 1,
  }
  return consentUses.filter(use => given[use])
}

function toLine(row: ConsentRow): ConsentLine {
  return {
    id: row.id,
    person: row.person,
    guardian: row.guardian,
    uses: usesIn(row),
    language: row.language,
    wording: row.wording,
    heldBy: row.held_by,
    heldWhere: row.held_where,
    givenOn: row.given_on,
    expiresOn: row.expires_on,
    recordedBy: row.recorder,
    recordedAt: row.recorded_at,
    withdrawnAt: row.withdrawn_at,
    withdrawnBy: withdrawerOf(row),
  }
}

function withdrawerOf({ as, withdrawer: name }: ConsentRow): ConsentLine['withdrawnBy'] {
  if (as === 'charity') return 'charity'
  return name === null ? null : { name }
}
