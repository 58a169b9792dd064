import { membersOf, spreadOf } from '../../../domain/findings.ts'
import type { Item } from '../../../domain/framework.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { GivenFinding } from '../findings/finding.store.ts'

/**
 * The criteria on which the panel members differ, largest difference first, and the number of members with findings
 * still to give.
 */
export function differencesOf(
  t: T,
  application: ApplicationRecord,
  criteria: readonly Item[],
  given: readonly GivenFinding[],
) {
  const members = membersOf(application)
  const seats = new Set(members.map(({ id }) => id))
  const waiting = members.filter(({ hasGivenAll }) => !hasGivenAll).length
  const differing = criteria
    .map(item => {
      const judgements = given
        .filter(({ seatId, itemId }) => itemId === item.id && seats.has(seatId))
        .map(({ judgement }) => judgement)
      return { item, judgements, spread: spreadOf(judgements) }
    })
    .filter(({ spread }) => spread > 0)
    .toSorted((a, b) => b.spread - a.spread)
  return {
    heading:
      differing.length > 0
        ? t('appraisals.differ', { count: differing.length })
        : t(waiting > 0 ? 'appraisals.agree.so_far' : 'appraisals.agree'),
    waiting: waiting > 0 ? t('meetings.waiting', { count: waiting }) : null,
    rows: differing.map(({ item, judgements }) => ({
      code: item.code,
      text: item.title,
      href: `/applications/${application.id}/meeting/${item.code}`,
      found: [...new Set(judgements)].map(judgement => t(`judgement.${judgement}`)).join(' · '),
    })),
    link: { text: t('appraisals.to_meeting'), href: `/applications/${application.id}/meeting` },
  }
}
