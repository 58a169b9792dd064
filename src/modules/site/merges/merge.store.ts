import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { isLeadReached } from '../../access/access.public.ts'

export type MergeStatus = 'proposed' | 'merged' | 'refused' | 'withdrawn'
export type MergeSide = 'from' | 'into'

export interface Answered {
  answer: 'agreed' | 'refused'
  by: string
  at: Instant
}

/** A merge of two organisations. */
export interface Merge {
  id: string
  fromId: string
  fromName: string
  intoId: string
  intoName: string
  status: MergeStatus
  reason: string
  proposedBy: string
  proposedAt: Instant
  answers: Record<MergeSide, Answered | null>
}

/** @throws NotFound when there is no such merge, or the actor must not know of it; Forbidden without the permission */
export async function findMerge(
  db: Db | Tx,
  actor: Actor,
  permission: 'merge.read' | 'merge.answer' | 'merge.finish',
  id: string,
): Promise<Merge> {
  const merge = looksLikeId(id) ? await mergeById(db, id) : null
  if (merge && can(actor, permission, merge)) return merge
  throw merge && can(actor, 'merge.read', merge) ? new Forbidden(permission) : new NotFound()
}

async function mergeById(db: Db | Tx, id: string): Promise<Merge | null> {
  const row = await db('organisation_merges')
    .join('organisations as f', 'f.id', 'organisation_merges.from_id')
    .join('organisations as i', 'i.id', 'organisation_merges.into_id')
    .join('people as p', 'p.id', 'organisation_merges.proposed_by')
    .leftJoin('people as fp', 'fp.id', 'organisation_merges.from_answered_by')
    .leftJoin('people as ip', 'ip.id', 'organisation_merges.into_answered_by')
    .where('organisation_merges.id', id)
    .first<(Row<'organisation_merges'> & Names) | undefined>(
      'organisation_merges.*',
      'f.name as fromName',
      'i.name as intoName',
      'p.name as proposedByName',
      'fp.name as fromAnsweredByName',
      'ip.name as intoAnsweredByName',
    )
  if (!row) return null
  return {
    id: row.id,
    fromId: row.from_id,
    fromName: row.fromName,
    intoId: row.into_id,
    intoName: row.intoName,
    status: row.status as MergeStatus,
    reason: row.reason,
    proposedBy: row.proposedByName,
    proposedAt: row.proposed_at,
    answers: {
      from: answered(row.from_answer, row.fromAnsweredByName, row.from_answered_at),
      into: answered(row.into_answer, row.intoAnsweredByName, row.into_answered_at),
    },
  }
}

interface Names {
  fromName: string
  intoName: string
  proposedByName: string
  fromAnsweredByName: string | null
  intoAnsweredByName: string | null
}

const answered = (answer: string | null, by: string | null, at: Instant | null): Answered | null =>
  answer === null || at === null ? null : { answer: answer as Answered['answer'], by: by ?? '', at }

export type OpenMerge = Pick<Merge, 'id' | 'fromId' | 'intoId'>

/** The proposed merge that involves any of these organisations; null when there is none. */
export const openMergeOf = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<OpenMerge | null> =>
  lookup<OpenMerge, OpenMerge | null>(
    () =>
      db('organisation_merges')
        .where({ status: 'proposed' })
        .where(either => void either.whereIn('from_id', [...ids]).orWhereIn('into_id', [...ids]))
        .limit(1)
        .select('id', 'from_id as fromId', 'into_id as intoId'),
    ['id', 'fromId', 'intoId'],
    ([row]) => row ?? null,
  ),
)

export async function insertMerge(
  trx: Tx,
  given: { fromId: string; intoId: string; reason: string; status: 'proposed' | 'merged'; by: string; at: Instant },
): Promise<string> {
  const id = newId()
  const isOver = given.status === 'merged'
  await trx('organisation_merges').insert({
    id,
    from_id: given.fromId,
    into_id: given.intoId,
    status: given.status,
    reason: given.reason,
    proposed_by: given.by,
    proposed_at: given.at,
    from_answer: null,
    from_answered_by: null,
    from_answered_at: null,
    into_answer: null,
    into_answered_by: null,
    into_answered_at: null,
    ended_by: isOver ? given.by : null,
    ended_at: isOver ? given.at : null,
  })
  return id
}

/** @throws Stale when the merge is over */
export async function updateMerge(
  trx: Tx,
  { id }: Pick<Merge, 'id'>,
  changes: Partial<Row<'organisation_merges'>>,
): Promise<void> {
  const changed = await trx('organisation_merges').where({ id, status: 'proposed' }).update(changes)
  if (changed === 0) throw new Stale()
}

/** The facts that decide whether an organisation can be merged. */
export interface Standing {
  id: string
  name: string
  place: string
  isMerged: boolean
  isClosed: boolean
  areEmailsOn: boolean
  /** whether an observer must sign off its applications */
  signOffWanted: boolean
  /** whether it has evidence, inbox items or partners */
  hasEvidence: boolean
  hasApplicationsOrTargets: boolean
  underWay: number
  members: number
  leads: number
  leadsReached: number
}

const organisationColumns = [
  'name',
  'place',
  'merged_into',
  'closed_at',
  'emails_started_at',
  'sign_off_wanted',
] as const
type StandingRow = Pick<Row<'organisations'>, (typeof organisationColumns)[number]> &
  Record<
    'hasEvidence' | 'hasApplicationsOrTargets' | 'underWay' | 'members' | 'leads' | 'leadsReached',
    number | string
  >

/**
 * @param seenSince the result of `leadsSeenSince`
 * @throws NotFound when there is no such organisation
 */
export const standingLookup = withKeptSql((db: Db | Tx, id: string, seenSince: Instant): Lookup<Standing> => {
  const active = () =>
    db('memberships')
      .join('people', 'people.id', 'memberships.person_id')
      .where('memberships.organisation_id', id)
      .whereNull('memberships.ended_at')
      .where('people.status', 'active')
  const leads = () => active().where('memberships.role', 'lead')
  return lookup<StandingRow, Standing>(
    () =>
      db('organisations')
        .where({ id })
        .select(
          ...organisationColumns,
          db.raw(`case when ${holdsEvidence} then 1 else 0 end as "hasEvidence"`),
          db.raw(`case when ${holdsApplicationsOrTargets} then 1 else 0 end as "hasApplicationsOrTargets"`),
          openCases(db, id).count('*').as('underWay'),
          active().count('*').as('members'),
          leads().count('*').as('leads'),
          leads().whereRaw(isLeadReached, [seenSince]).count('*').as('leadsReached'),
        ),
    [...organisationColumns, 'hasEvidence', 'hasApplicationsOrTargets', 'underWay', 'members', 'leads', 'leadsReached'],
    ([row]) => {
      if (!row) throw new NotFound()
      return toStanding(id, row)
    },
  )
})

const toStanding = (id: string, row: StandingRow): Standing => ({
  id,
  name: row.name,
  place: row.place,
  isMerged: row.merged_into != null,
  isClosed: row.closed_at != null,
  areEmailsOn: row.emails_started_at !== null,
  signOffWanted: row.sign_off_wanted === 1,
  hasEvidence: row.hasEvidence === 1,
  hasApplicationsOrTargets: row.hasApplicationsOrTargets === 1,
  underWay: Number(row.underWay),
  members: Number(row.members),
  leads: Number(row.leads),
  leadsReached: Number(row.leadsReached),
})

const holdsEvidence = `(exists (select 1 from evidence where evidence.organisation_id = organisations.id)
  or exists (select 1 from inbox_items where inbox_items.organisation_id = organisations.id)
  or exists (select 1 from partners where partners.organisation_id = organisations.id))`

const holdsApplicationsOrTargets = `(exists (select 1 from applications
  where applications.organisation_id = organisations.id)
  or exists (select 1 from targets where targets.organisation_id = organisations.id))`

/** An organisation's applications under way: those that are not withdrawn and have no released decision letter. */
const openCases = (db: Db | Tx, organisationId: string) =>
  db('applications')
    .where({ organisation_id: organisationId })
    .whereNot('status', 'withdrawn')
    .where(still => void still.whereNot('status', 'decided').orWhereNull('decision_letter_released_at'))

/**
 * Whether a member of either organisation has a seat, the offer of one, or a declaration of no conflict on an
 * application of the other organisation whose decision letter is not released.
 */
export const judgesLookup = withKeptSql((db: Db | Tx, fromId: string, intoId: string): Lookup<boolean> => {
  const judges = () => {
    const judging = [...judgingFor(db, fromId, intoId), ...judgingFor(db, intoId, fromId)]
    return db.select(
      db.raw('case when exists ? or exists ? or exists ? or exists ? then 1 else 0 end as judges', judging),
    )
  }
  return lookup<{ judges: number }, boolean>(judges, ['judges'], ([row]) => row?.judges === 1)
})

/** The two queries of `judgesLookup`, for seats and for declarations, about applications of `applicantId`. */
function judgingFor(db: Db | Tx, applicantId: string, otherId: string): [Knex.QueryBuilder, Knex.QueryBuilder] {
  const members = () => db('memberships').where({ organisation_id: otherId, ended_at: null }).select('person_id')
  const cases = () => openCases(db, applicantId).select('id')
  const seats = db('seats').whereIn('application_id', cases()).whereIn('person_id', members())
  const declared = db('declarations').whereIn('application_id', cases()).whereIn('person_id', members())
  return [
    seats.whereIn('status', ['offered', 'accepted']).select('id'),
    declared.where({ says: 'no conflict' }).select('id'),
  ]
}

/**
 * Marks an organisation as merged. A survivor without a shared mailbox or a coordinator takes over the merged
 * organisation's.
 * @returns whether the survivor got the mailbox
 */
export async function endAsMerged(trx: Tx, fromId: string, intoId: string, at: Instant): Promise<boolean> {
  const from = await trx('organisations').where({ id: fromId }).first('role_mailbox', 'coordinator_id', 'version')
  await trx('organisations')
    .where({ id: fromId })
    .update({ merged_into: intoId, merged_at: at, version: (from?.version ?? 0) + 1 })
  if (from?.coordinator_id)
    await trx('organisations')
      .where({ id: intoId, coordinator_id: null })
      .update({ coordinator_id: from.coordinator_id })
  if (!from?.role_mailbox) return false
  const survivor = trx('organisations').where({ id: intoId, role_mailbox: null })
  return (await survivor.update({ role_mailbox: from.role_mailbox })) > 0
}

/** Asks the survivor's members to confirm again who can read the evidence, because there is more evidence now. */
export async function askForReadersAgain(trx: Tx, intoId: string): Promise<void> {
  await trx('memberships').where({ organisation_id: intoId, ended_at: null }).update({ readers_confirmed_at: null })
}
