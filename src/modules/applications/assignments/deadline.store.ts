import type { Db, Tx } from '../../../db/connection.ts'
import type { Answers } from '../../../db/lookups.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { roundNowLookup } from '../../frameworks/frameworks.public.ts'
import { renewalDatesWith, type RenewalDates } from '../renewals/renewal.store.ts'

/** The lookups whose results `deadlineFrom` needs. */
export const deadlineLookups = (
  db: Db | Tx,
  { id, organisationId, kind, awardId }: ApplicationRecord,
  at: Instant,
) => ({
  round: kind === 'first' ? roundNowLookup(db, { applicationId: id, organisationId }, at) : null,
  dates: kind === 'first' || awardId === null ? null : renewalDatesWith(db, awardId),
})

/**
 * The last day on which the library can submit the application, for the task list; null when there is no such day or it
 * has passed.
 */
export function deadlineFrom(
  application: ApplicationRecord,
  { round, dates }: Answers<ReturnType<typeof deadlineLookups>>,
  at: Instant,
): Day | null {
  const today = dayOf(at)
  const closes = round && application.status === 'draft' ? dayOf(round.closesAt) : null
  const last = application.until ?? closes ?? (dates && lastDayToRenew(dates, today))
  return last !== null && last >= today ? last : null
}

const lastDayToRenew = ({ validTo, lapsesAfter }: RenewalDates, today: Day): Day | null =>
  validTo !== null && validTo >= today ? validTo : lapsesAfter
