import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { maxActivities } from '../../../domain/partner.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { addMonths, dayOf, type Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { partnerEntity, type PartnerId } from '../partners/partner.actions.ts'
import { lockPartner } from '../partners/partner.store.ts'
import type { ActivityGiven } from './partner-activity.forms.ts'
import {
  countActivities,
  deleteActivity,
  insertActivity,
  updateActivity,
  type ActivityLine,
} from './partner-activity.store.ts'

/**
 * @throws FormRefused for a day too far ahead, or when the partner already has the maximum number of activities
 * @throws NotFound when the partner has been removed
 */
export async function addActivity(work: UnitOfWork, partner: PartnerId, given: ActivityGiven): Promise<void> {
  refuseDistantDays(given, work.at)
  await lockPartner(work.trx, partner)
  if ((await countActivities(work.trx, partner.id)) >= maxActivities)
    throw new FormRefused('title', 'partner_activities.max', { max: maxActivities })
  const activity = await insertActivity(work.trx, { partner_id: partner.id, ...columnsOf(given) })
  await recordEvent(work, 'partner.activity_added', partnerEntity(partner), { activity })
}

/**
 * @param activity the activity's id, and its version when the person read it
 * @throws FormRefused for a day too far ahead
 * @throws NotFound when the partner has been removed
 * @throws Stale when the activity has been changed or removed since it was read
 */
export async function changeActivity(
  work: UnitOfWork,
  { partner, activity }: { partner: PartnerId; activity: Pick<ActivityLine, 'id' | 'version'> },
  given: ActivityGiven,
): Promise<void> {
  refuseDistantDays(given, work.at)
  await lockPartner(work.trx, partner)
  await updateActivity(work.trx, activity, columnsOf(given))
  await recordEvent(work, 'partner.activity_changed', partnerEntity(partner), { activity: activity.id })
}

/**
 * @param activity the id of the activity, with the version that the page showed
 * @throws NotFound when the partner has been removed
 * @throws Stale when the activity has been changed or removed since it was read
 */
export async function removeActivity(
  work: UnitOfWork,
  { partner, activity }: { partner: PartnerId; activity: Pick<ActivityLine, 'id' | 'version'> },
): Promise<void> {
  await lockPartner(work.trx, partner)
  await deleteActivity(work.trx, activity)
  await recordEvent(work, 'partner.activity_removed', partnerEntity(partner), { activity: activity.id })
}

/** @throws FormRefused for a day more than two years ahead */
function refuseDistantDays({ from, to }: ActivityGiven, at: Instant): void {
  const latest = addMonths(dayOf(at), 24)
  if (from > latest) throw new FormRefused('from', 'partner_activities.future')
  if (to !== null && to > latest) throw new FormRefused('to', 'partner_activities.future')
}

const columnsOf = ({ title, from, to }: ActivityGiven) => ({ title, from_day: from, to_day: to })
