import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import { compare } from '../../../domain/compare.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import type { Activity, PartnerDetails } from '../../../domain/partner.ts'
import { readableEvidenceFields } from '../items/evidence-item.store.ts'
import { partnerColumns } from '../partners/partner.store.ts'

/**
 * A partner with its activities and evidence, as an application shows them. The caller must check who can open the
 * evidence.
 */
export interface Partnership extends PartnerDetails {
  /** newest first */
  activities: Activity[]
  evidence: (EvidenceSubject & { title: string })[]
  /** the ids of the application's items that show the partnership */
  items: string[]
}

type StoredActivity = Activity & { id: string }
type Row = Omit<Partnership, 'items' | 'activities' | 'evidence'> & {
  evidence: (Omit<EvidenceSubject, 'isConsentWithdrawn'> & { title: string; isConsentWithdrawn: number })[]
  activities: StoredActivity[]
  items: { application: string; id: string }[]
}

const detailFields = ['id', 'name', 'language', 'englishName', 'kind', 'place', 'since', 'until', 'agreed'] as const

const detailColumns = Object.entries(partnerColumns).map(([name, column]) => `${column} as ${name}`)

const activityList = (db: Db | Tx) =>
  jsonList(
    db,
    { id: 'id', title: 'title', from: 'from_day', to: 'to_day' },
    'from partner_activities where partner_activities.partner_id = partners.id',
    'activities',
  )

/** The partnerships that an application shows, in order of the partners' names. `itemId` is null for all items. */
export const partnershipsIn = withKeptSql(
  (db: Db | Tx, id: string, itemId: string | null = null): Lookup<Partnership[]> => {
    const shown = () =>
      db('application_partners')
        .where({ application_id: id, ...(itemId === null ? {} : { item_id: itemId }) })
        .select('partner_id')
    const query = () =>
      db('partners')
        .whereIn('partners.id', shown())
        .whereNull('partners.removed_at')
        .orderBy(['partners.name_key', 'partners.id'])
        .select(
          ...detailColumns,
          activityList(db),
          jsonList(
            db,
            readableEvidenceFields,
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
      [...detailFields, 'activities', 'evidence', 'items'],
      rows => rows.map(row => toPartnership(row, id)),
      ['activities', 'evidence', 'items'],
    )
  },
)

const toPartnership = (row: Row, applicationId: string): Partnership => ({
  ...row,
  activities: newestFirst(row.activities),
  evidence: row.evidence
    .map(held => ({ ...held, isConsentWithdrawn: held.isConsentWithdrawn === 1 }))
    .toSorted((a, b) => compare(a.title + a.id, b.title + b.id)),
  items: row.items
    .filter(({ application }) => application === applicationId)
    .map(item => item.id)
    .toSorted(),
})

/** The partnerships that an application shows now. Submitting the application copies them. */
export const partnershipsShown = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<Partnership[]> =>
  runLookup(db, partnershipsIn(db, application.id))

/**
 * SQL for the rows of `application_partners` that count as evidence: those whose partner has evidence that the panel
 * can see on the given day. Binds the day.
 */
export const showingByPartners = `from application_partners
  join partners on partners.id = application_partners.partner_id
  join partner_evidence on partner_evidence.partner_id = partners.id
  join evidence on evidence.id = partner_evidence.evidence_id where partners.removed_at is null
  and evidence.removed_at is null and evidence.panel_until >= ?`

/** The items of applications that show a partner, newest application first. At most 50 items. */
export const applicationsShowing = withKeptSql((db: Db, partnerId: string): Lookup<ShownIn[]> =>
  lookup<ShownIn, ShownIn[]>(
    () =>
      db('application_partners')
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
        ),
    ['applicationId', 'number', 'frameworkVersionId', 'itemId'],
    rows => rows,
  ),
)

interface ShownIn {
  applicationId: string
  number: string
  frameworkVersionId: string
  itemId: string
}

/** A partner as shown to the library that recorded it, with the partner's activities and the ids of the evidence. */
export interface PartnershipKept extends PartnerDetails {
  contact: string
  activities: Activity[]
  evidence: string[]
}

/** All partnerships of a library, in order of the partners' names. */
export async function partnershipsKeptBy(db: Db, organisation: { id: string }): Promise<PartnershipKept[]> {
  const query = () =>
    db('partners')
      .where({ organisation_id: organisation.id })
      .whereNull('partners.removed_at')
      .orderBy(['partners.name_key', 'partners.id'])
      .select(
        ...detailColumns,
        'partners.contact',
        activityList(db),
        jsonList(
          db,
          { id: 'evidence_id' },
          'from partner_evidence where partner_evidence.partner_id = partners.id',
          'evidence',
        ),
      )
  type Kept = Omit<PartnershipKept, 'activities' | 'evidence'> & {
    activities: StoredActivity[]
    evidence: { id: string }[]
  }
  const toKept = (row: Kept): PartnershipKept => ({
    ...row,
    activities: newestFirst(row.activities),
    evidence: row.evidence.map(({ id }) => id),
  })
  const fields = [...detailFields, 'contact', 'activities', 'evidence'] as const
  return runLookup(
    db,
    lookup<Kept, PartnershipKept[]>(query, fields, rows => rows.map(toKept), ['activities', 'evidence']),
  )
}

const newestFirst = (activities: readonly StoredActivity[]): Activity[] =>
  activities
    .toSorted((a, b) => compare(b.from + b.id, a.from + a.id))
    .map(({ title, from, to }) => ({ title, from, to }))
