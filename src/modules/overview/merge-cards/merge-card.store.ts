import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { agreementNeeded } from '../../../domain/merge.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import { isLeadReached } from '../../access/access.public.ts'

/**
 * A merge that needs this person: as a lead, to answer for their organisation; as a coordinator, to carry it out, or to
 * ask a lead who has not answered for `lateAfter` days.
 */
export interface MergeWaiting {
  id: string
  from: string
  into: string
  since: Instant
  waitsFor: 'answer' | 'completion' | 'late answer'
}

type Counts<Side extends string> = Record<
  `${Side}Evidence` | `${Side}ApplicationsOrTargets` | `${Side}Members` | `${Side}Leads` | `${Side}LeadsReached`,
  number
>
interface MergeRow extends Counts<'from'>, Counts<'into'> {
  id: string
  from: string
  into: string
  since: Instant
  fromId: string
  intoId: string
  fromAnswer: string | null
  intoAnswer: string | null
}

/** The number of days after which coordinators see a merge that still waits for a lead. */
const lateAfter = 14

const sides = ['from', 'into'] as const
type Side = (typeof sides)[number]
const countFields = sides.flatMap(
  side =>
    [
      `${side}Evidence`,
      `${side}ApplicationsOrTargets`,
      `${side}Members`,
      `${side}Leads`,
      `${side}LeadsReached`,
    ] as const,
)

/**
 * The merges that need this person: a lead to answer, or a coordinator to complete a merge to which everyone has agreed
 * or for which an answer is late. Longest wait first.
 * @param at.seenSince the result of `leadsSeenSince`
 */
export const mergesWaiting = withKeptSql(
  (db: Db, actor: Actor, at: { seenSince: Instant; today: Day }): Lookup<MergeWaiting[]> => {
    const led = actor.memberships.filter(({ role }) => role === 'lead').map(({ organisationId }) => organisationId)
    const waiting = () =>
      db('organisation_merges')
        .join('organisations as f', 'f.id', 'organisation_merges.from_id')
        .join('organisations as i', 'i.id', 'organisation_merges.into_id')
        .where('organisation_merges.status', 'proposed')
        .modify(query => {
          if (actor.charityRoles.includes('coordinator')) return
          query.where(own => void own.whereIn('from_id', led).orWhereIn('into_id', led))
        })
        .orderBy(['organisation_merges.proposed_at', 'organisation_merges.id'])
        .limit(20)
        .select(
          'organisation_merges.id',
          'f.name as from',
          'i.name as into',
          'organisation_merges.proposed_at as since',
          'organisation_merges.from_id as fromId',
          'organisation_merges.into_id as intoId',
          'organisation_merges.from_answer as fromAnswer',
          'organisation_merges.into_answer as intoAnswer',
          ...sides.flatMap(side => countsOf(db, side, at.seenSince)),
        ) as Knex.QueryBuilder
    return lookup<MergeRow, MergeWaiting[]>(
      waiting,
      ['id', 'from', 'into', 'since', 'fromId', 'intoId', 'fromAnswer', 'intoAnswer', ...countFields],
      rows => rows.flatMap(row => waitingFor(actor, row, at.today)),
    )
  },
)

/** The tables whose rows count as evidence for `hasEvidence` in domain/merge.ts. */
const holdings = ['evidence', 'inbox_items', 'partners'] as const

/**
 * Columns for an organisation's evidence, applications or targets, members and leads, with the conditions that the
 * merge uses.
 */
function countsOf(db: Db, side: Side, seenSince: Instant): (Knex.QueryBuilder | Knex.Raw)[] {
  const mine = `organisation_merges.${side}_id`
  const members = () =>
    db('memberships')
      .join('people', 'people.id', 'memberships.person_id')
      .where('memberships.organisation_id', db.ref(mine))
      .whereNull('memberships.ended_at')
      .where('people.status', 'active')
  const leads = () => members().where('memberships.role', 'lead')
  const applications = db('applications').where('applications.organisation_id', db.ref(mine)).select('id')
  const targets = db('targets').where('targets.organisation_id', db.ref(mine)).select('id')
  const held = holdings.map(table =>
    db(table as 'evidence')
      .where(`${table}.organisation_id` as 'organisation_id', db.ref(mine))
      .select('id'),
  )
  return [
    db.raw('case when exists ? or exists ? or exists ? then 1 else 0 end as ??', [...held, `${side}Evidence`]),
    db.raw('case when exists ? or exists ? then 1 else 0 end as ??', [
      applications,
      targets,
      `${side}ApplicationsOrTargets`,
    ]),
    members().count().as(`${side}Members`),
    leads().count().as(`${side}Leads`),
    leads().whereRaw(isLeadReached, [seenSince]).count().as(`${side}LeadsReached`),
  ]
}

function waitingFor(actor: Actor, row: MergeRow, today: Day): MergeWaiting[] {
  const answers = { from: row.fromAnswer, into: row.intoAnswer }
  const ids = { from: row.fromId, into: row.intoId }
  const missing = agreementNeeded({ from: heldBy(row, 'from'), into: heldBy(row, 'into') }).filter(
    side => answers[side] !== 'agreed',
  )
  const { id, from, into, since } = row
  if (missing.some(side => answers[side] === null && membershipsIn(actor, ids[side]).includes('lead')))
    return [{ id, from, into, since, waitsFor: 'answer' }]
  if (!can(actor, 'merge.finish', row)) return []
  if (missing.length === 0) return [{ id, from, into, since, waitsFor: 'completion' }]
  return daysBetween(dayOf(since), today) >= lateAfter ? [{ id, from, into, since, waitsFor: 'late answer' }] : []
}

const heldBy = (row: MergeRow, side: Side) => ({
  hasEvidence: row[`${side}Evidence`] > 0,
  hasApplicationsOrTargets: row[`${side}ApplicationsOrTargets`] > 0,
  members: row[`${side}Members`],
  leads: row[`${side}Leads`],
  leadsReached: row[`${side}LeadsReached`],
})
