import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { textsIn } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { hasWords } from '../../../domain/folding.ts'
import { maxActivitiesSearched, type PartnerDetails, type PartnerKind } from '../../../domain/partner.ts'
import { can, type OrganisationPermission } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import { eventsAmong, type EventAbout } from '../../../history/events-about.ts'
import type { EventName } from '../../../history/record.ts'
import { evidenceReadableBy, whereReadableOrRemoved } from '../list/list.store.ts'

export type PartnerPermission = Extract<OrganisationPermission, `partner.${string}`>

export interface Partner extends PartnerDetails {
  organisationId: string
  organisationName: string
  /** the role at the library that looks after the partnership */
  contact: string
  version: number
}

/**
 * @throws NotFound when the partner does not exist, or the actor must not know of it
 * @throws Forbidden when the actor can read the partner but does not have the permission
 */
export async function findPartner(
  db: Db | Tx,
  actor: Actor,
  permission: PartnerPermission,
  id: string,
): Promise<Partner> {
  const partner = looksLikeId(id) ? await runLookup(db, partnerWithId(db, id)) : null
  if (!partner || !can(actor, 'partner.read', { id: partner.organisationId })) throw new NotFound()
  if (!can(actor, permission, { id: partner.organisationId })) throw new Forbidden(permission)
  return partner
}

const partnerWithId = withKeptSql((db: Db | Tx, id: string): Lookup<Partner | null> =>
  lookup<DetailsRow & Omit<Partner, keyof PartnerDetails>, Partner | null>(
    () =>
      db('partners')
        .join('organisations', 'organisations.id', 'partners.organisation_id')
        .where('partners.id', id)
        .whereNull('partners.removed_at')
        .select(
          ...detailsColumns.map(column => `partners.${column}`),
          'partners.organisation_id as organisationId',
          'organisations.name as organisationName',
          'partners.contact',
          'partners.version',
        ),
    [...detailsColumns, 'organisationId', 'organisationName', 'contact', 'version'],
    ([row]) => {
      if (!row) return null
      const { organisationId, organisationName, contact, version } = row
      return { ...toDetails(row), organisationId, organisationName, contact, version }
    },
  ),
)

/** The library that works with a partner. */
export const organisationOf = ({
  organisationId,
  organisationName,
}: Pick<Partner, 'organisationId' | 'organisationName'>) => ({
  id: organisationId,
  name: organisationName,
})

export interface PartnerLine extends PartnerDetails {
  nameKey: string
  activities: number
  evidence: number
}

export interface PartnerSearch {
  /** the ids to choose from; null for all of the library's partners */
  among: readonly string[] | null
  /** the last line of the previous page; null for the first page */
  after: { nameKey: string; id: string } | null
  limit: number
}

/** A library's partners, by name. Each count of evidence includes only what the actor can read. */
export const partnerLines = withKeptSql(
  (
    db: Db,
    actor: Actor,
    { organisationId, among, after, limit }: PartnerSearch & { organisationId: string },
  ): Lookup<PartnerLine[]> =>
    lookup<DetailsRow & Record<'activities' | 'evidence', number | string> & { nameKey: string }, PartnerLine[]>(
      () => {
        const evidence = evidenceReadableBy(db, actor)
          .join('partner_evidence', 'partner_evidence.evidence_id', 'evidence.id')
          .whereRaw('partner_evidence.partner_id = partners.id')
          .count('evidence.id')
        const query = db('partners').where({ organisation_id: organisationId }).whereNull('removed_at')
        if (among) query.whereIn('partners.id', [...among])
        if (after) query.whereRaw('(partners.name_key, partners.id) > (?, ?)', [after.nameKey, after.id])
        return query
          .orderBy(['name_key', 'id'])
          .limit(limit)
          .select(
            ...detailsColumns,
            'name_key as nameKey',
            db.raw(
              `(select count(*) from partner_activities
                where partner_activities.partner_id = partners.id) as activities`,
            ),
            db.raw('? as evidence', [evidence]),
          )
      },
      [...detailsColumns, 'nameKey', 'activities', 'evidence'],
      rows =>
        rows.map(row => ({
          ...toDetails(row),
          nameKey: row.nameKey,
          activities: Number(row.activities),
          evidence: Number(row.evidence),
        })),
    ),
)

/** All partners of a library in order of their names; there are at most `maxPartners`. */
export const partnersOf = (db: Db | Tx, organisation: { id: string }): Promise<PartnerDetails[]> =>
  runLookup(db, partnersLookup(db, organisation.id))

/** `partnersOf` as a lookup. */
export const partnersLookup = withKeptSql((db: Db | Tx, organisationId: string): Lookup<PartnerDetails[]> =>
  lookup<DetailsRow, PartnerDetails[]>(
    () =>
      db('partners')
        .where({ organisation_id: organisationId })
        .whereNull('removed_at')
        .orderBy(['name_key', 'id'])
        .select(...detailsColumns),
    detailsColumns,
    rows => rows.map(toDetails),
  ),
)

/**
 * The ids of the partners whose names, place, kind, agreement or activities contain the words of a search. Only the
 * latest `maxActivitiesSearched` activities are searched.
 */
export const partnersFound = async (db: Db, organisation: { id: string }, asked: PartnersAsked): Promise<string[]> =>
  (await partnersFoundAt(db, [organisation.id], asked)).map(({ id }) => id)

export interface PartnersAsked {
  search: string
  kindInWords: (kind: PartnerKind) => string
}

/** Like `partnersFound`, for several libraries. Returns the details of the partners, in order of their names. */
export async function partnersFoundAt(
  db: Db,
  organisationIds: readonly string[],
  { search, kindInWords }: PartnersAsked,
): Promise<PartnerOf[]> {
  if (organisationIds.length === 0) return []
  const activities = await runLookup(db, latestActivities(db, organisationIds))
  const titlesOf = (id: string) => activities.filter(({ partner }) => partner === id).map(({ title }) => title)
  const partners = await runLookup(db, partnersAt(db, organisationIds))
  return partners.filter(({ id, name, englishName, place, agreed, kind }) =>
    // compares in JavaScript and not in SQL, because the databases fold accents and scripts differently
    hasWords([name, englishName, place, agreed, kindInWords(kind), ...titlesOf(id)], search),
  )
}

interface ActivityTitle {
  partner: string
  title: string
}

const latestActivities = withKeptSql((db: Db, organisationIds: readonly string[]): Lookup<ActivityTitle[]> =>
  lookup<ActivityTitle, ActivityTitle[]>(
    () =>
      db('partner_activities')
        .join('partners', 'partners.id', 'partner_activities.partner_id')
        .whereIn('partners.organisation_id', [...organisationIds])
        .whereNull('partners.removed_at')
        .orderBy([{ column: 'partner_activities.from_day', order: 'desc' }, { column: 'partner_activities.id' }])
        .limit(maxActivitiesSearched)
        .select('partners.id as partner', 'partner_activities.title'),
    ['partner', 'title'],
    rows => rows,
  ),
)

type PartnerOf = PartnerDetails & { organisationId: string }

const partnersAt = withKeptSql((db: Db, organisationIds: readonly string[]): Lookup<PartnerOf[]> =>
  lookup<DetailsRow & { organisationId: string }, PartnerOf[]>(
    () =>
      db('partners')
        .whereIn('organisation_id', [...organisationIds])
        .whereNull('removed_at')
        .orderBy(['name_key', 'id'])
        .select(...detailsColumns, 'organisation_id as organisationId'),
    [...detailsColumns, 'organisationId'],
    rows => rows.map(row => ({ ...toDetails(row), organisationId: row.organisationId })),
  ),
)

const eventsAboutEvidence: EventName[] = ['partner.evidence_attached', 'partner.evidence_detached']

/**
 * The history of a partner, newest first. Events about evidence are shown only to people who can open some of that
 * evidence, or could open it before it was removed.
 */
export const eventsOfPartner = (db: Db, actor: Actor, { id }: Pick<Partner, 'id'>): Promise<EventAbout[]> =>
  runLookup(db, eventsOfPartnerWith(db, actor, id))

const eventsOfPartnerWith = withKeptSql((db: Db, actor: Actor, id: string) =>
  eventsAmong(db, { kind: 'partner', id }, query => {
    const theirs = whereReadableOrRemoved(db('evidence'), actor)
      .whereIn('evidence.id', db.from(textsIn(db, 'events.facts', 'evidence', 'named')).select('named.value'))
      .select(db.raw('1'))
    void query.whereNotIn('events.name', eventsAboutEvidence).orWhereExists(theirs)
  }),
)

export async function countPartners(trx: Tx, organisationId: string): Promise<number> {
  const [row] = await trx('partners')
    .where({ organisation_id: organisationId })
    .whereNull('removed_at')
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

/** @throws Stale when the partner has been changed or removed since `version` was read */
export async function updatePartner(
  trx: Tx,
  { id, version }: { id: string; version: number },
  changes: Partial<Omit<Row<'partners'>, 'id' | 'version'>>,
): Promise<void> {
  const changed = await trx('partners')
    .where({ id, version, removed_at: null })
    .update({ ...changes, version: version + 1 })
  if (changed === 0) throw new Stale()
}

/**
 * Locks a partner, so that no one can remove it before the transaction ends.
 * @throws NotFound when the partner has been removed or belongs to another library
 */
export async function lockPartner(
  trx: Tx,
  { id, organisationId }: Pick<Partner, 'id' | 'organisationId'>,
): Promise<void> {
  const locked = await trx('partners')
    .where({ id, organisation_id: organisationId })
    .whereNull('removed_at')
    .update({ version: trx.raw('version') })
  if (locked === 0) throw new NotFound()
}

/** The columns of a partner's details, named as in `PartnerDetails`. */
export const partnerColumns = {
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

const detailsColumns = ['id', 'name', 'language', 'english_name', 'kind', 'place', 'since', 'until', 'agreed'] as const
type DetailsRow = Pick<Row<'partners'>, (typeof detailsColumns)[number]>

const toDetails = (row: DetailsRow): PartnerDetails => ({
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
