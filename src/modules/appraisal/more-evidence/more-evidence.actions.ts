import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membersOf } from '../../../domain/findings.ts'
import { recordEvent } from '../../../history/record.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import { entity, moveApplication } from '../../applications/applications.public.ts'
import { reopenFindings } from '../findings/finding.store.ts'
import { deleteAgreedFindings } from '../meetings/meeting.store.ts'
import { withdrawSeatsWithoutRole } from '../seats/ended-role.actions.ts'
import type { MoreEvidenceGiven } from './more-evidence.forms.ts'

/**
 * The chair asks the library for more evidence on some criteria.
 * @throws MoveRefused when the application is not with the panel
 */
export async function askMoreEvidence(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  given: MoreEvidenceGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'more_evidence.ask', id)
  await moveApplication(work, application, 'askMore', {
    given: {
      criteria: given.criteria,
      reasons: given.reasons,
      until: given.until,
    },
  })
}

/**
 * Returns the application to the same panel. The members' findings on the criteria asked about are reopened, and the
 * agreed findings on them are deleted.
 * @throws MoveRefused before the library submits again or its date has passed
 */
export async function returnToPanel(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  reason: string,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'application.take_up', id)
  const { criteriaAsked } = application
  await moveApplication(work, application, 'takeUp', {
    given: reason ? { reason } : {},
    emails: { isAnswered: application.status === 'resubmitted' },
  })
  await reopenFindings(
    work.trx,
    membersOf(application).map(seat => seat.id),
    criteriaAsked,
  )
  await deleteAgreedFindings(work.trx, application, criteriaAsked)
  await withdrawSeatsWithoutRole(work, application)
  await recordEvent(work, 'panel.criteria_reopened', entity(application), { criteria: criteriaAsked })
}
