import { newId } from '../../../db/ids.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import type { Instant } from '../../../domain/time.ts'

/** A library's agreement that appraisers can practise on one of its applications. */
export interface Agreement {
  id: string
  givenBy: string
  givenAt: Instant
  /**
   * null while the agreement is in force. `by` is a name, or empty when the agreement ended with a withdrawn
   * application
   */
  withdrawn: { by: string; at: Instant } | null
}

/** All agreements on an application, newest first. At most the first is in force. */
export const agreementsOn = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<Agreement[]> =>
  runLookup(db, agreementsLookup(db, application.id))

const agreementsLookup = withKeptSql((db: Db | Tx, id: string): Lookup<Agreement[]> =>
  lookup<AgreementRow, Agreement[]>(
    () =>
      db('calibration_agreements')
        .join('people as g', 'g.id', 'calibration_agreements.given_by')
        .leftJoin('people as w', 'w.id', 'calibration_agreements.withdrawn_by')
        .where('calibration_agreements.application_id', id)
        .orderBy([
          { column: 'calibration_agreements.given_at', order: 'desc' },
          { column: 'calibration_agreements.id', order: 'desc' },
        ])
        .select(
          'calibration_agreements.id',
          'g.name as givenBy',
          'calibration_agreements.given_at as givenAt',
          'w.name as withdrawnBy',
          'calibration_agreements.withdrawn_at as withdrawnAt',
        ),
    ['id', 'givenBy', 'givenAt', 'withdrawnBy', 'withdrawnAt'],
    rows =>
      rows.map(({ withdrawnBy, withdrawnAt, ...row }) => ({
        ...row,
        withdrawn: withdrawnAt === null ? null : { by: withdrawnBy ?? '', at: withdrawnAt },
      })),
  ),
)

interface AgreementRow extends Pick<Agreement, 'id' | 'givenBy' | 'givenAt'> {
  withdrawnBy: string | null
  withdrawnAt: Instant | null
}

/** The agreement that is in force, or null. */
export const agreementOn = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<Agreement | null> =>
  runLookup(db, agreementLookup(db, application))

/** Finds the same agreement as `agreementOn`, as a lookup to run with others in one statement. */
export function agreementLookup(db: Db | Tx, application: Pick<Application, 'id'>): Lookup<Agreement | null> {
  const all = agreementsLookup(db, application.id)
  return { ...all, read: rows => all.read(rows).find(({ withdrawn }) => withdrawn === null) ?? null }
}

/** @returns the id of the new agreement */
export async function insertAgreement(
  trx: Tx,
  { id: applicationId }: Pick<Application, 'id'>,
  given: { by: string; at: Instant },
): Promise<string> {
  const id = newId()
  await trx('calibration_agreements').insert({
    id,
    application_id: applicationId,
    given_by: given.by,
    given_at: given.at,
    withdrawn_by: null,
    withdrawn_at: null,
  })
  return id
}

/** @param by.id the person who withdrew the agreement; null when it ended because the application was withdrawn */
export async function updateWithdrawn(
  trx: Tx,
  { id }: Pick<Agreement, 'id'>,
  by: { id: string | null; at: Instant },
): Promise<void> {
  await trx('calibration_agreements').where({ id }).update({ withdrawn_by: by.id, withdrawn_at: by.at })
}
