import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import type { NamedAward } from '../awards/award.store.ts'
import { makeDueMoves } from '../lifecycle/lifecycle.actions.ts'
import type { FollowUpGiven } from './follow-up.forms.ts'
import { insertFollowUp } from './follow-up.store.ts'

/** Whether the charity follows up an award in this state. */
export const isFollowedUp = ({ status }: Pick<NamedAward, 'status'>): boolean =>
  status === 'lapsed' || status === 'suspended'

/**
 * Records the action taken on a lapsed or suspended award. The history contains only the id of this record.
 * @throws FormRefused when the award is now in another state
 */
export async function recordFollowUp(
  work: UnitOfWork,
  { id }: Pick<NamedAward, 'id'>,
  { done, doneBy }: FollowUpGiven,
): Promise<void> {
  const award = await makeDueMoves(work, id)
  if (!isFollowedUp(award)) throw new FormRefused('done', 'awards.follow_up.over')
  const followUp = await insertFollowUp(work.trx, award, {
    done,
    doneBy,
    recordedBy: work.actor.id,
    recordedAt: work.at,
  })
  const subject = { kind: 'award', id, organisationId: award.organisationId } as const
  await recordEvent(work, 'award.followed_up', subject, { followUp })
}
