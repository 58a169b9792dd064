import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { lookUp, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import type { Activity, PartnerSaid } from '../../../domain/partner.ts'
import type { Instant } from '../../../domain/time.ts'
import { saidColumns } from '../partners/partner.store.ts'

// What hangs on a partner, and where one is shown. Rights on each piece are for whoever asks.

/** A partnership as a whole: who, since when, what was agreed, what both did, and what shows it. */
export interface Partnership extends PartnerSaid {
  /** newest first */
  activities: Activity[]
  evidence: (EvidenceSubject & { title: string })[]
  /** the items of an application that show it */
  items: string[]
}

type Row = Omit<Partnership, 'items' | 'activities'> & {
  activities: (Activity & { id: string })[]
  items: { application: string; id: string }[]
}
const fields = [
  'id',
  'name',
  'language',
  'englishName',
  'kind',
  'place',
  'since',
  'until',
  'agreed',
  'activities',
  'evidence',
  'items',
] as const

/** What an application shows, under one item or under all of them, by name. */
export function partnershipsIn(
  db: Db | Tx,
  { id }: Pick<Application, 'id'>,
  itemId: string | null = null,
): Lookup<Partnership[]> {
  const shown = db('application_partners')
    .where({ application_id: id, ...(itemId === null ? {} : { item_id: itemId }) })
    .select('partner_id')
  const query = db('partners')
    .whereIn('partners.id', shown)
    .whereNull('partners.removed_at')
    .orderBy(['partners.name_key', 'partners.id'])
    .select(
      ...Object.entries(saidColumns).map(([name, column]) => `${column} as ${name}`),
      jsonList(
        db,
        { id: 'id', title: 'title', from: 'from_day', to: 'to_day' },
        'from partner_activities where partner_activities.partner_id = partners.id',
        'activities',
      ),
      jsonList(
        db,
        {
          id: 'evidence.id',
          title: 'evidence.title',
          organisationId: 'evidence.organisation_id',
          sensitivity: 'evidence.sensitivity',
          ownerId: 'evidence.owner_id',
          coveredUntil: 'evidence.panel_until',
        },
        `from partner_evidence join evidence on evidence.id = partner_evidence.evidence_id
          where partner_evidence.partner_id = partners.id and evidence.removed_at is null`,
        'evidence',
      ),
      jsonList(
        db,
        { application: 'application_id', id: 'item_id' },
        'from application_partners where application_partners.partner_id = partners.id',
        'items',
      ),
    )
  return lookup<Row, Partnership[]>(
    query,
    fields,
    rows =>
      rows.map(row => ({
        ...row,
        activities: inTime(row.activities),
        evidence: row.evidence.toSorted((a, b) => (a.title + a.id < b.title + b.id ? -1 : 1)),
        items: row.items
          .filter(({ application }) => application === id)
          .map(item => item.id)
          .toSorted(),
      })),
    ['activities', 'evidence', 'items'],
  )
}

/**
 * As SQL, what of partnerships shows something: those that an application shows under an item, each with a piece that
 * may be used on a day. The one gap is that day.
 */
export const showingByPartners = `from application_partners
  join partners on partners.id = application_partners.partner_id
  join partner_evidence on partner_evidence.partner_id = partners.id
  join evidence on evidence.id = partner_evidence.evidence_id where partners.removed_at is null
  and evidence.removed_at is null and evidence.panel_until >= ?`

/** Partners that a piece is about, by name. */
export async function partnersAbout(
  db: Db | Tx,
  evidenceId: string,
): Promise<Pick<PartnerSaid, 'id' | 'name' | 'englishName'>[]> {
  return db('partners')
    .join('partner_evidence', 'partner_evidence.partner_id', 'partners.id')
    .where('partner_evidence.evidence_id', evidenceId)
    .whereNull('partners.removed_at')
    .orderBy(['partners.name_key', 'partners.id'])
    .select('partners.id', 'partners.name', 'partners.english_name as englishName')
}

/** The pieces that hang on a partner, for joining. */
export const evidenceAbout = (db: Db | Tx, partnerId: string) =>
  db('partner_evidence').where({ partner_id: partnerId }).select('evidence_id')

/** Which of an application's items show it, each with the application; newest application first. */
export async function applicationsShowing(
  db: Db,
  partnerId: string,
): Promise<{ applicationId: string; number: string; frameworkVersionId: string; itemId: string }[]> {
  return db('application_partners')
    .join('applications', 'applications.id', 'application_partners.application_id')
    .where('application_partners.partner_id', partnerId)
    .orderBy([
      { column: 'applications.started_at', order: 'desc' },
      { column: 'applications.id' },
      { column: 'application_partners.item_id' },
    ])
    .limit(50)
    .select(
      'applications.id as applicationId',
      'applications.number',
      'applications.framework_version_id as frameworkVersionId',
      'application_partners.item_id as itemId',
    )
}

/** @returns those that did not hang on it yet */
export async function insertPartnerEvidence(
  trx: Tx,
  pairs: readonly { partnerId: string; evidenceId: string }[],
  at: Instant,
): Promise<{ partnerId: string; evidenceId: string }[]> {
  if (pairs.length === 0) return []
  const made = await trx('partner_evidence')
    .insert(
      pairs.map(({ partnerId, evidenceId }) => ({ partner_id: partnerId, evidence_id: evidenceId, attached_at: at })),
    )
    .onConflict(['partner_id', 'evidence_id'])
    .ignore()
    .returning(['partner_id', 'evidence_id'])
  return made.map(({ partner_id, evidence_id }) => ({ partnerId: partner_id, evidenceId: evidence_id }))
}

export async function deletePartnerEvidence(trx: Tx, partnerId: string, evidenceId: string): Promise<boolean> {
  return (await trx('partner_evidence').where({ partner_id: partnerId, evidence_id: evidenceId }).delete()) > 0
}

/** @returns those that it did not show yet */
export async function insertShown(
  trx: Tx,
  applicationId: string,
  itemId: string,
  partnerIds: readonly string[],
  at: Instant,
): Promise<string[]> {
  if (partnerIds.length === 0) return []
  const made = await trx('application_partners')
    .insert(
      partnerIds.map(partner_id => ({ application_id: applicationId, item_id: itemId, partner_id, attached_at: at })),
    )
    .onConflict(['application_id', 'item_id', 'partner_id'])
    .ignore()
    .returning('partner_id')
  return made.map(({ partner_id }) => partner_id)
}

/** @returns those that it showed */
export async function deleteShown(
  trx: Tx,
  applicationId: string,
  itemId: string,
  partnerIds: readonly string[],
): Promise<string[]> {
  if (partnerIds.length === 0) return []
  const shown = () =>
    trx('application_partners')
      .where({ application_id: applicationId, item_id: itemId })
      .whereIn('partner_id', [...partnerIds])
  const gone = await shown().pluck<string[]>('partner_id')
  if (gone.length > 0) await shown().delete()
  return gone
}

/** Out of every application: what was handed in goes on showing it. */
export async function deleteAllShown(trx: Tx, partnerId: string): Promise<void> {
  await trx('application_partners').where({ partner_id: partnerId }).delete()
}

/** Into the next application of an award, under the items that it asks. */
export async function carryShown(trx: Tx, from: string, to: string, itemIds: readonly string[]): Promise<void> {
  const rows = await trx('application_partners')
    .join('partners', 'partners.id', 'application_partners.partner_id')
    .where({ application_id: from })
    .whereNull('partners.removed_at')
    .whereIn('application_partners.item_id', [...itemIds])
    .select('application_partners.item_id', 'application_partners.partner_id', 'application_partners.attached_at')
  if (rows.length > 0)
    await trx.batchInsert(
      'application_partners',
      rows.map(row => ({ ...row, application_id: to })),
      100,
    )
}

/** A partnership as its own library keeps it, with the ids of what hangs on it. */
export interface PartnershipKept extends PartnerSaid {
  contact: string
  activities: Activity[]
  evidence: string[]
}

/** All partnerships of a library, by name. */
export async function partnershipsKeptBy(db: Db, organisation: { id: string }): Promise<PartnershipKept[]> {
  const query = db('partners')
    .where({ organisation_id: organisation.id })
    .whereNull('partners.removed_at')
    .orderBy(['partners.name_key', 'partners.id'])
    .select(
      ...Object.entries(saidColumns).map(([name, column]) => `${column} as ${name}`),
      'partners.contact',
      jsonList(
        db,
        { id: 'id', title: 'title', from: 'from_day', to: 'to_day' },
        'from partner_activities where partner_activities.partner_id = partners.id',
        'activities',
      ),
      jsonList(
        db,
        { id: 'evidence_id' },
        'from partner_evidence where partner_evidence.partner_id = partners.id',
        'evidence',
      ),
    )
  type Kept = Omit<PartnershipKept, 'activities' | 'evidence'> & {
    activities: (Activity & { id: string })[]
    evidence: { id: string }[]
  }
  return lookUp(
    db,
    lookup<Kept, PartnershipKept[]>(
      query,
      [...fields.filter(name => name !== 'items'), 'contact'],
      rows =>
        rows.map(row => ({
          ...row,
          activities: inTime(row.activities),
          evidence: row.evidence.map(({ id }) => id),
        })),
      ['activities', 'evidence'],
    ),
  )
}

/** Newest first. */
const inTime = (activities: readonly (Activity & { id: string })[]): Activity[] =>
  activities
    .toSorted((a, b) => (a.from + a.id < b.from + b.id ? 1 : -1))
    .map(({ title, from, to }) => ({ title, from, to }))

/** As they stand just now, for handing in. */
export const partnershipsShown = (trx: Tx, application: Pick<Application, 'id'>): Promise<Partnership[]> =>
  lookUp(trx, partnershipsIn(trx, application))
