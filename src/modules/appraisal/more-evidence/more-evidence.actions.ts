import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Actor } from '../../../domain/actor.ts'
import { membersOf } from '../../../domain/findings.ts'
import { recordEvent } from '../../../history/record.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import { entity, moveApplication } from '../../applications/applications.public.ts'
import { reopenFindings, seatsThatGave } from '../findings/finding.store.ts'
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
 * Returns the application to the same panel. Reopens the members' findings on the criteria asked about, and deletes the
 * agreed ones. Members who have not given findings get the email `panel may begin`, which does not say whether the
 * library answered: they may not have declared their interests yet.
 * @throws MoveRefused until the library has submitted again or its deadline has passed
 */
export async function returnToPanel(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  reason: string,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'application.take_up', id)
  const { criteriaAsked } = application
  const members = membersOf(application)
  const seatIds = members.map(({ id }) => id)
  const gave = await seatsThatGave(work.trx, seatIds)
  const hasGiven = (person: Pick<Actor, 'id'>): boolean =>
    members.some(({ id: seatId, personId }) => personId === person.id && gave.has(seatId))
  await moveApplication(work, application, 'takeUp', {
    given: reason ? { reason } : {},
    emails: { isAnswered: application.status === 'resubmitted' },
    audience: { 'panel may continue': hasGiven, 'panel may begin': person => !hasGiven(person) },
  })
  await reopenFindings(work.trx, { seatIds, items: criteriaAsked }, work.at)
  await deleteAgreedFindings(work.trx, application, criteriaAsked)
  await withdrawSeatsWithoutRole(work, application)
  await recordEvent(work, 'panel.criteria_reopened', entity(application), { criteria: criteriaAsked })
}
