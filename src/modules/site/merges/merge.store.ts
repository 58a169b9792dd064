import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

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

/** The id of a proposed merge that involves any of these organisations; null when there is none. */
export async function openMergeOf(db: Db | Tx, ids: readonly string[]): Promise<string | null> {
  const row = await db('organisation_merges')
    .where({ status: 'proposed' })
    .where(either => void either.whereIn('from_id', [...ids]).orWhereIn('into_id', [...ids]))
    .first('id')
  return row?.id ?? null
}

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
  /** whether it has evidence, inbox items or partners, which only its members can read */
  hasEvidence: boolean
  hasDrafts: boolean
  underWay: number
  members: number
  leads: number
}

export async function standingOf(db: Db | Tx, id: string): Promise<Standing> {
  const row = await db('organisations')
    .where({ id })
    .first('id', 'name', 'place', 'merged_into', 'closed_at', 'emails_started_at', 'sign_off_wanted')
  if (!row) throw new NotFound()
  const open = () =>
    db('applications')
      .where({ organisation_id: id })
      .whereNot('status', 'withdrawn')
      .where(still => void still.whereNot('status', 'decided').orWhereNull('decision_letter_released_at'))
  const active = () =>
    db('memberships')
      .join('people', 'people.id', 'memberships.person_id')
      .where('memberships.organisation_id', id)
      .whereNull('memberships.ended_at')
      .where('people.status', 'active')
  return {
    id,
    name: row.name,
    place: row.place,
    isMerged: row.merged_into != null,
    isClosed: row.closed_at != null,
    areEmailsOn: row.emails_started_at !== null,
    signOffWanted: row.sign_off_wanted === 1,
    hasEvidence: await hasAny(db, ['evidence', 'inbox_items', 'partners'], id),
    hasDrafts: (await open().first('id')) !== undefined,
    underWay: (await open().pluck('id')).length,
    members: (await active().pluck('memberships.id')).length,
    leads: (await active().where('memberships.role', 'lead').pluck('memberships.id')).length,
  }
}

async function hasAny(
  db: Db | Tx,
  tables: readonly ('evidence' | 'inbox_items' | 'partners')[],
  organisation_id: string,
): Promise<boolean> {
  for (const table of tables)
    if (
      await db(table as 'evidence')
        .where({ organisation_id })
        .first('id')
    )
      return true
  return false
}

/**
 * Whether a member of either organisation has a seat, an offer or a declaration of no conflict on an application of the
 * other, before its decision letter is released.
 */
export async function hasMemberWhoJudges(db: Db | Tx, fromId: string, intoId: string): Promise<boolean> {
  const judged = async (applicant: string, other: string): Promise<boolean> => {
    const members = () => db('memberships').where({ organisation_id: other, ended_at: null }).select('person_id')
    const cases = () =>
      db('applications')
        .where({ organisation_id: applicant })
        .whereNot('status', 'withdrawn')
        .where(still => void still.whereNot('status', 'decided').orWhereNull('decision_letter_released_at'))
        .select('id')
    const seat = await db('seats')
      .whereIn('application_id', cases())
      .whereIn('person_id', members())
      .whereIn('status', ['offered', 'accepted'])
      .first('id')
    const declared = await db('declarations')
      .whereIn('application_id', cases())
      .whereIn('person_id', members())
      .where({ says: 'no conflict' })
      .first('id')
    return seat !== undefined || declared !== undefined
  }
  return (await judged(fromId, intoId)) || (await judged(intoId, fromId))
}

/**
 * Ends an organisation and redirects its page to the survivor. A survivor without a shared mailbox or a coordinator
 * gets that of the merged organisation.
 */
export async function endAsMerged(trx: Tx, fromId: string, intoId: string, at: Instant): Promise<void> {
  const from = await trx('organisations').where({ id: fromId }).first('role_mailbox', 'coordinator_id', 'version')
  await trx('organisations')
    .where({ id: fromId })
    .update({ merged_into: intoId, merged_at: at, version: (from?.version ?? 0) + 1 })
  if (from?.role_mailbox)
    await trx('organisations').where({ id: intoId, role_mailbox: null }).update({ role_mailbox: from.role_mailbox })
  if (from?.coordinator_id)
    await trx('organisations')
      .where({ id: intoId, coordinator_id: null })
      .update({ coordinator_id: from.coordinator_id })
}

/** Asks the survivor's members to confirm again who can read the evidence, because there is more evidence now. */
export async function askForReadersAgain(trx: Tx, intoId: string): Promise<void> {
  await trx('memberships').where({ organisation_id: intoId, ended_at: null }).update({ readers_confirmed_at: null })
}
