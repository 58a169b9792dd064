import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import {
  consentUses,
  coveredUntil,
  forever,
  personKey,
  showsPeople,
  type Consent,
  type ConsentUse,
} from '../../../domain/consent.ts'
import type { EvidenceKind } from '../../../domain/evidence.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { evidenceReadableBy } from '../list/list.store.ts'

/** One form with all that the ledger keeps of it. */
export interface ConsentLine extends Consent {
  id: string
  guardian: string | null
  language: string
  wording: string
  heldBy: string
  heldWhere: string
  recordedBy: string
  recordedAt: Instant
  /** who took it back; null while nobody did */
  withdrawnBy: string | null
}
type ConsentRow = Row<'consents'> & { recorder: string; withdrawer: string | null }

/** Oldest first. */
export async function consentsOf(db: Db | Tx, evidenceId: string): Promise<ConsentLine[]> {
  const rows = await db('consents')
    .join('people', 'people.id', 'consents.recorded_by')
    .leftJoin('people as withdrawers', 'withdrawers.id', 'consents.withdrawn_by')
    .where('consents.evidence_id', evidenceId)
    .orderBy(['consents.recorded_at', 'consents.id'])
    .select<ConsentRow[]>('consents.*', 'people.name as recorder', 'withdrawers.name as withdrawer')
  return rows.map(toLine)
}

/** @throws NotFound when this piece has none of that id */
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

/** Every form of one person in one piece that still holds. @returns their ids */
export async function markWithdrawn(
  trx: Tx,
  actor: Pick<Actor, 'id'>,
  evidenceId: string,
  person: string,
  at: Instant,
): Promise<string[]> {
  const open = await trx('consents').where({ evidence_id: evidenceId, withdrawn_at: null }).select('id', 'person')
  const ids = open.filter(each => personKey(each.person) === personKey(person)).map(({ id }) => id)
  if (ids.length > 0) await trx('consents').whereIn('id', ids).update({ withdrawn_at: at, withdrawn_by: actor.id })
  return ids
}

export async function deleteConsent(trx: Tx, { id }: { id: string }): Promise<void> {
  await trx('consents').where({ id }).delete()
}

/** What rights depend on, worked out anew from the ledger, in the transaction of what changed it. */
export async function updateConsentCover(trx: Tx, evidenceId: string): Promise<void> {
  const evidence = await trx('evidence').where({ id: evidenceId }).first('kind', 'shows_people', 'panel_until')
  if (!evidence) return
  const shows = showsPeople(
    evidence.kind as EvidenceKind,
    evidence.shows_people === null ? null : evidence.shows_people === 1,
  )
  const until = shows ? coveredUntil(await consentsOf(trx, evidenceId), 'panel') : forever
  if (until !== evidence.panel_until) await trx('evidence').where({ id: evidenceId }).update({ panel_until: until })
}

/** Somebody who looked at a piece or took it away, with the case through which they did and when they did last. */
export interface Viewer {
  personId: string
  applicationId: string | null
  at: Instant
}

/** Those outside the library who opened it or a file of it, and everybody who exported it. */
export async function viewersOf(
  trx: Tx,
  evidence: { id: string; organisationId: string; receivedAt: Instant },
): Promise<Viewer[]> {
  const isMember = trx('memberships')
    .whereRaw('memberships.person_id = access_log.person_id')
    .where({ organisation_id: evidence.organisationId, ended_at: null })
    .select(trx.raw('1'))
  const rows = await trx('access_log')
    .where(viewed =>
      viewed
        .where(opened =>
          opened.where('evidence_id', evidence.id).whereIn('what', ['file', 'evidence']).whereNotExists(isMember),
        )
        .orWhere(taken =>
          taken
            .where('what', 'export')
            .where('organisation_id', evidence.organisationId)
            .where('at', '>=', evidence.receivedAt)
            .where(one => one.where('evidence_id', evidence.id).orWhereNull('evidence_id')),
        ),
    )
    .orderBy('sequence')
    .select('person_id', 'application_id', 'at')
  const latest = new Map<string, Viewer>()
  for (const row of rows)
    latest.set(row.person_id, {
      personId: row.person_id,
      applicationId: row.application_id ?? latest.get(row.person_id)?.applicationId ?? null,
      at: row.at,
    })
  return [...latest.values()]
}

/** A piece that waits for a consent, or whose consent ends soon. */
export interface EvidenceWithoutConsent {
  id: string
  title: string
  coveredUntil: Day | null
}

const soon = (by: Day) => (query: Knex.QueryBuilder) =>
  void query.where(some => some.whereNull('evidence.panel_until').orWhere('evidence.panel_until', '<=', by))

/** What one library has to see to, as far as this person may open it: what waits first, then what ends soonest. */
export async function evidenceWithoutConsent(
  db: Db,
  actor: Actor,
  organisation: { id: string },
  by: Day,
  limit: number,
): Promise<EvidenceWithoutConsent[]> {
  return evidenceReadableBy(db, actor)
    .where('evidence.organisation_id', organisation.id)
    .modify(soon(by) as never)
    .orderByRaw("coalesce(evidence.panel_until, ''), evidence.id")
    .limit(limit)
    .select<EvidenceWithoutConsent[]>('evidence.id', 'evidence.title', 'evidence.panel_until as coveredUntil')
}

/** How many pieces of each library that this person may open wait for a consent today. */
export const consentsMissing = (
  db: Db,
  actor: Actor,
  today: Day,
): Lookup<{ organisationId: string; count: number }[]> => {
  const waiting = evidenceReadableBy(db, actor)
    .where(missing => missing.whereNull('evidence.panel_until').orWhere('evidence.panel_until', '<', today))
    .groupBy('evidence.organisation_id')
    .select('evidence.organisation_id as organisationId', db.raw('count(*) as count'))
  return lookup<{ organisationId: string; count: number | string }, { organisationId: string; count: number }[]>(
    waiting as unknown as Knex.QueryBuilder,
    ['organisationId', 'count'],
    rows => rows.map(row => ({ ...row, count: Number(row.count) })),
  )
}

function toLine(row: ConsentRow): ConsentLine {
  const given: Record<ConsentUse, boolean> = {
    panel: row.for_panel === 1,
    charity: row.for_charity === 1,
    public: row.for_public === 1,
  }
  return {
    id: row.id,
    person: row.person,
    guardian: row.guardian,
    uses: consentUses.filter(use => given[use]),
    language: row.language,
    wording: row.wording,
    heldBy: row.held_by,
    heldWhere: row.held_where,
    givenOn: row.given_on,
    expiresOn: row.expires_on,
    recordedBy: row.recorder,
    recordedAt: row.recorded_at,
    withdrawnAt: row.withdrawn_at,
    withdrawnBy: row.withdrawer,
  }
}
