import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { Award, AwardStatus } from '../../../domain/award.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import { readersById, type Reader } from '../../../email/readers.store.ts'
import { awardById, type NamedAward } from '../awards/award.store.ts'

/** The award as it is now, kept as it is until this transaction ends. @throws NotFound */
export async function lockAward(trx: Tx, id: string): Promise<NamedAward> {
  await trx('awards').where({ id }).forUpdate().first('id')
  const award = await awardById(trx, id)
  if (!award) throw new NotFound()
  return award
}

/** Changes it and gives it as it is then. @throws Stale when somebody else changed it since it was read */
export async function updateAward(
  trx: Tx,
  award: NamedAward,
  changes: Partial<Omit<Row<'awards'>, 'id' | 'version'>>,
): Promise<NamedAward> {
  const { id, version } = award
  const changed = await trx('awards')
    .where({ id, version })
    .update({ ...changes, version: version + 1 })
  if (changed === 0) throw new Stale()
  return lockAward(trx, id)
}

/** When the calendar looks at it again; no change that anybody could meet, so it counts no version. */
export async function setDueOn(trx: Tx, { id }: Pick<Award, 'id'>, due_on: Day): Promise<void> {
  await trx('awards').where({ id }).whereNot({ due_on }).update({ due_on })
}

/** Awards for which something may have fallen due, in the order of their days. */
export async function awardsDue(
  db: Db,
  today: Day,
  after: { dueOn: string; id: string } | null,
  limit = 200,
): Promise<{ id: string; dueOn: Day }[]> {
  return db('awards')
    .where('due_on', '<=', today)
    .modify(query => {
      if (after) query.whereRaw('(due_on, id) > (?, ?)', [after.dueOn, after.id])
    })
    .orderBy(['due_on', 'id'])
    .limit(limit)
    .select<{ id: string; dueOn: Day }[]>('id', 'due_on as dueOn')
}

/** Awards that are over, with applications still under way; there are none unless a night went wrong. */
export async function awardsOverWithWork(db: Db, limit = 200): Promise<Pick<Award, 'id' | 'status'>[]> {
  const rows = await db('awards')
    .join('applications', 'applications.award_id', 'awards.id')
    .whereIn('awards.status', ['ended', 'lapsed'])
    .whereNot('applications.status', 'withdrawn')
    .where(open =>
      open.whereNot('applications.status', 'decided').orWhereNull('applications.decision_letter_released_at'),
    )
    .where(over => over.where('awards.status', 'ended').orWhere('applications.kind', 'renewal'))
    .orderBy('awards.id')
    .limit(limit)
    .distinct<{ id: string; status: string }[]>('awards.id', 'awards.status')
  return rows.map(({ id, status }) => ({ id, status: status as AwardStatus }))
}

/** The leads of its organisation. */
export async function leadsOf(trx: Tx, { organisationId }: Pick<Award, 'organisationId'>): Promise<Reader[]> {
  return readersById(
    trx,
    await trx('memberships')
      .where({ organisation_id: organisationId, role: 'lead', ended_at: null })
      .pluck('person_id'),
  )
}

/** More than one, and the case was opened again. */
export async function decisionsReleasedOn(trx: Tx, { id }: { id: string }): Promise<number> {
  const [counted] = await trx('decisions')
    .where({ application_id: id, reversed_at: null })
    .whereNotNull('released_at')
    .count<{ count: number | string }[]>('id as count')
  return Number(counted?.count ?? 0)
}
