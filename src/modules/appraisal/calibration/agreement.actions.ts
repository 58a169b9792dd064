import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import { recordEvent } from '../../../history/record.ts'
import { applicationById, lockAndFindApplication } from '../../access/access.public.ts'
import { agreementOn, insertAgreement, updateWithdrawn } from './agreement.store.ts'
import { deleteCaseOf } from './case.store.ts'

// History events about calibration name no application or organisation.
// People who read an application's history must not learn that appraisers practise on it.

/**
 * Records a lead's agreement that appraisers may practise on the application. Does nothing when a lead has already
 * agreed.
 */
export async function agree(work: UnitOfWork, { id }: Pick<Application, 'id'>): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'calibration_agreement.give', id)
  if (await agreementOn(work.trx, application)) return
  const agreement = await insertAgreement(work.trx, application, { by: work.actor.id, at: work.at })
  await recordEvent(work, 'calibration.agreed', { kind: 'calibration', id: agreement })
}

/** Withdraws a lead's agreement, and deletes the case with the appraisers' judgements. */
export async function withdrawAgreement(work: UnitOfWork, { id }: Pick<Application, 'id'>): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'calibration_agreement.withdraw', id)
  const agreement = await agreementOn(work.trx, application)
  await deleteCaseOf(work.trx, application)
  if (!agreement) return
  await updateWithdrawn(work.trx, agreement, { id: work.actor.id, at: work.at })
  await recordEvent(work, 'calibration.agreement_withdrawn', { kind: 'calibration', id: agreement.id })
}

/**
 * Deletes the case of an application that is no longer decided, because the panel's judgements can now change. If the
 * application was withdrawn, ends the agreement too.
 */
export async function endCase(
  work: UnitOfWork,
  { application: { id } }: { application: Pick<Application, 'id'> },
): Promise<void> {
  const application = await applicationById(work.trx, id)
  if (!application || application.status === 'decided') return
  await deleteCaseOf(work.trx, application)
  if (application.status !== 'withdrawn') return
  const agreement = await agreementOn(work.trx, application)
  if (agreement) await updateWithdrawn(work.trx, agreement, { id: null, at: work.at })
}
