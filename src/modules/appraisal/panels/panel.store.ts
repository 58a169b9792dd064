import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import type { MessageName } from '../../../domain/email-kinds.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import type { SeatLine } from '../seats/seat.store.ts'

export async function isMemberOf(db: Db | Tx, personId: string, organisationId: string): Promise<boolean> {
  const membership = await db('memberships')
    .where({ person_id: personId, organisation_id: organisationId, ended_at: null })
    .first('id')
  return membership !== undefined
}

export async function isWithPanel(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<boolean> {
  return (await db('applications').where({ id, status: 'with the panel' }).first('id')) !== undefined
}

/** Whether an application is withdrawn or decided, so that its panel has nothing left to do. */
export async function isPanelOver(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<boolean> {
  const over = await db('applications').where({ id }).whereIn('status', ['withdrawn', 'decided']).first('id')
  return over !== undefined
}

export async function isWithdrawn(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<boolean> {
  return (await db('applications').where({ id, status: 'withdrawn' }).first('id')) !== undefined
}

/** The ids of the people to whom this email about the application was queued in this unit of work. */
export async function emailedNow(
  { trx, at }: { trx: Tx; at: Instant },
  { id }: Pick<Application, 'id'>,
  name: MessageName,
): Promise<(string | null)[]> {
  return trx('outbox').where({ application_id: id, name, queued_at: at }).pluck('person_id')
}

/** The language of the last email that offered this seat; null when there is none. */
export async function offerLanguage(db: Db | Tx, { id }: Pick<SeatLine, 'id'>): Promise<string | null> {
  const email = await db('outbox')
    .where({ entity_id: id, name: 'seat offered' })
    .orderBy([
      { column: 'queued_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first<{ language: string } | undefined>('language')
  return email?.language ?? null
}

/** The day by which a panel's findings are due. */
export interface ReadBy {
  day: Day
  version: number
}

export const readByOf = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<ReadBy | null> =>
  runLookup(db, readByLookup(db, application.id))

export const readByLookup = withKeptSql((db: Db | Tx, id: string): Lookup<ReadBy | null> =>
  lookup<ReadBy, ReadBy | null>(
    () => db('panels').where({ application_id: id }).select('read_by as day', 'version'),
    ['day', 'version'],
    ([row]) => row ?? null,
  ),
)

/**
 * @param readAt the version that was read; 0 when there was no date yet
 * @throws Stale when the date has changed since
 */
export async function saveReadBy(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  { day, readAt }: { day: Day; readAt: number },
): Promise<void> {
  const changed =
    readAt === 0
      ? await trx('panels')
          .insert({ application_id: id, read_by: day, version: 1 })
          .onConflict('application_id')
          .ignore()
          .returning('version')
      : await trx('panels')
          .where({ application_id: id, version: readAt })
          .update({ read_by: day, version: readAt + 1 }, ['version'])
  if (changed.length === 0) throw new Stale()
}
