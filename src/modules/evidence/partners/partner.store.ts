import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { hasWords } from '../../../domain/folding.ts'
import { can, type OrganisationPermission } from '../../../domain/permissions.ts'
import { activitiesSearched, type Activity, type PartnerKind, type PartnerSaid } from '../../../domain/partner.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import { evidenceReadableBy } from '../list/list.store.ts'

export type PartnerPermission = Extract<OrganisationPermission, `partner.${string}`>

export interface Partner extends PartnerSaid {
  organisationId: string
  organisationName: string
  /** the role at the library that looks after it */
  contact: string
  version: number
}
export interface PartnerLine extends PartnerSaid {
  nameKey: string
  activities: number
  evidence: number
}
export interface ActivityLine extends Activity {
  id: string
  version: number
}

/**
 * @throws NotFound when there is none or the person may not know of it; Forbidden when they may read it but not do this
 */
export async function findPartner(
  db: Db | Tx,
  actor: Actor,
  permission: PartnerPermission,
  id: string,
): Promise<Partner> {
  const row = looksLikeId(id)
    ? await db('partners')
        .join('organisations', 'organisations.id', 'partners.organisation_id')
        .where('partners.id', id)
        .whereNull('partners.removed_at')
        .first<(Row<'partners'> & { organisationName: string }) | undefined>(
          'partners.*',
          'organisations.name as organisationName',
        )
    : undefined
  if (!row || !can(actor, 'partner.read', { id: row.organisation_id })) throw new NotFound()
  if (!can(actor, permission, { id: row.organisation_id })) throw new Forbidden(permission)
  return {
    ...toSaid(row),
    organisationId: row.organisation_id,
    organisationName: row.organisationName,
    contact: row.contact,
    version: row.version,
  }
}

/**
 * By name; `after` is the last line of the page before. Pieces are counted as far as this person may open them.
 * @param among the ids of those that were looked for; null is all
 */
export async function partnerLines(
  db: Db,
  actor: Actor,
  organisation: { id: string },
  among: readonly string[] | null,
  after: { nameKey: string; id: string } | null,
  limit: number,
): Promise<PartnerLine[]> {
  const evidenceItems = evidenceReadableBy(db, actor)
    .join('partner_evidence', 'partner_evidence.evidence_id', 'evidence.id')
    .whereRaw('partner_evidence.partner_id = partners.id')
    .count('evidence.id')
  const query = db('partners').where({ organisation_id: organisation.id }).whereNull('removed_at')
  if (among) query.whereIn('partners.id', [...among])
  if (after) query.whereRaw('(partners.name_key, partners.id) > (?, ?)', [after.nameKey, after.id])
  const rows = await query
    .orderBy(['name_key', 'id'])
    .limit(limit)
    .select<(Row<'partners'> & { activities: number | string; evidenceItems: number | string })[]>(
      'partners.*',
      db.raw(
        '(select count(*) from partner_activities where partner_activities.partner_id = partners.id) as activities',
      ),
      db.raw('? as "evidenceItems"', [evidenceItems]),
    )
  return rows.map(row => ({
    ...toSaid(row),
    nameKey: row.name_key,
    activities: Number(row.activities),
    evidence: Number(row.evidenceItems),
  }))
}

/** Everybody to choose from, by name: there are never many. */
export async function partnersOf(db: Db | Tx, organisation: { id: string }): Promise<PartnerSaid[]> {
  const rows = await db('partners')
    .where({ organisation_id: organisation.id })
    .whereNull('removed_at')
    .orderBy(['name_key', 'id'])
  return rows.map(toSaid)
}

/**
 * Partners whose names, place, kind, agreement or things done together have these words. They are folded here, as no
 * database folds as we do, so no more is looked through than a library may write in a year: all its partners, and the
 * last things that it did with them.
 */
export async function partnersFound(
  db: Db,
  organisation: { id: string },
  search: string,
  kindInWords: (kind: PartnerKind) => string,
): Promise<string[]> {
  const partners = await partnersOf(db, organisation)
  const done = await db('partner_activities')
    .join('partners', 'partners.id', 'partner_activities.partner_id')
    .where('partners.organisation_id', organisation.id)
    .whereNull('partners.removed_at')
    .orderBy([{ column: 'partner_activities.from_day', order: 'desc' }, { column: 'partner_activities.id' }])
    .limit(activitiesSearched)
    .select<{ partner: string; title: string }[]>('partners.id as partner', 'partner_activities.title')
  const titlesOf = (id: string): string[] => done.filter(({ partner }) => partner === id).map(({ title }) => title)
  return partners
    .filter(({ id, name, englishName, place, agreed, kind }) =>
      hasWords([name, englishName, place, agreed, kindInWords(kind), ...titlesOf(id)], search),
    )
    .map(({ id }) => id)
}

/** Newest first. */
export const activitiesOf = (db: Db | Tx, partnerId: string): Lookup<ActivityLine[]> =>
  lookup<ActivityLine, ActivityLine[]>(
    db('partner_activities')
      .where({ partner_id: partnerId })
      .orderBy([
        { column: 'from_day', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .select('id', 'title', 'from_day as from', 'to_day as to', 'version'),
    ['id', 'title', 'from', 'to', 'version'],
    rows => rows,
  )

/** @throws NotFound when this partner has none of that id */
export async function findActivity(db: Db | Tx, partnerId: string, id: string): Promise<ActivityLine> {
  const row = looksLikeId(id) ? await db('partner_activities').where({ partner_id: partnerId, id }).first() : undefined
  if (!row) throw new NotFound()
  return { id: row.id, title: row.title, from: row.from_day, to: row.to_day, version: row.version }
}

export async function countPartners(trx: Tx, organisationId: string): Promise<number> {
  const [row] = await trx('partners')
    .where({ organisation_id: organisationId })
    .whereNull('removed_at')
    .count<{ count: number | string }[]>('id as count')
  return Number(row?.count ?? 0)
}

export async function countActivities(trx: Tx, partnerId: string): Promise<number> {
  const [row] = await trx('partner_activities')
    .where({ partner_id: partnerId })
    .count<{ count: number | string }[]>('id as count')
  return Number(row?.count ?? 0)
}

export async function insertPartner(
  trx: Tx,
  row: Omit<Row<'partners'>, 'id' | 'removed_at' | 'version'>,
): Promise<string> {
  const id = newId()
  await trx('partners').insert({ ...row, id, removed_at: null, version: 1 })
  return id
}

/** @throws Stale when someone else changed or removed it since it was read */
export async function updatePartner(
  trx: Tx,
  id: string,
  readAt: number,
  changes: Partial<Omit<Row<'partners'>, 'id' | 'version'>>,
): Promise<void> {
  const changed = await trx('partners')
    .where({ id, version: readAt, removed_at: null })
    .update({ ...changes, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

/**
 * Keeps it from being removed until this transaction ends. @throws NotFound when that library has none of that id, or
 * no longer
 */
export async function lockPartner(
  trx: Tx,
  { id, organisationId }: Pick<Partner, 'id' | 'organisationId'>,
): Promise<void> {
  const held = await trx('partners')
    .where({ id, organisation_id: organisationId })
    .whereNull('removed_at')
    .update({ version: trx.ref('version') as never })
  if (held === 0) throw new NotFound()
}

export async function insertActivity(trx: Tx, row: Omit<Row<'partner_activities'>, 'id' | 'version'>): Promise<string> {
  const id = newId()
  await trx('partner_activities').insert({ ...row, id, version: 1 })
  return id
}

/** @throws Stale when someone else changed or removed it since it was read */
export async function updateActivity(
  trx: Tx,
  id: string,
  readAt: number,
  changes: Partial<Omit<Row<'partner_activities'>, 'id' | 'version'>>,
): Promise<void> {
  const changed = await trx('partner_activities')
    .where({ id, version: readAt })
    .update({ ...changes, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

/** @returns false when it was gone already */
export async function deleteActivity(trx: Tx, partnerId: string, id: string): Promise<boolean> {
  return (await trx('partner_activities').where({ partner_id: partnerId, id }).delete()) > 0
}

export const saidColumns = {
  id: 'partners.id',
  name: 'partners.name',
  language: 'partners.language',
  englishName: 'partners.english_name',
  kind: 'partners.kind',
  place: 'partners.place',
  since: 'partners.since',
  until: 'partners.until',
  agreed: 'partners.agreed',
} as const

const toSaid = (row: Row<'partners'>): PartnerSaid => ({
  id: row.id,
  name: row.name,
  language: row.language,
  englishName: row.english_name,
  kind: row.kind as PartnerKind,
  place: row.place,
  since: row.since,
  until: row.until,
  agreed: row.agreed,
})
