import { dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import type { Notice } from '../../../web/components.ts'
import { longDay, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { OwnRequest, RequestsWaiting } from '../../access/access.public.ts'
import { waitingSince } from '../casework-cards/casework-card.pages.ts'
import { waitingTask, type RankedCard } from '../due-cards/due-card.pages.ts'

/** The largest number of requests that the home page shows. For more, it shows "more than" this number. */
export const mostApprovals = 100

/** One card for all the access requests that the viewer can answer. */
export function approvalCards(t: T, { count, first }: RequestsWaiting, today: Day): RankedCard[] {
  if (!first) return []
  const { id, name, role, askedAt } = first
  const place = first.organisation ?? t('approvals.charity')
  const isOnly = count === 1
  const shown = count > mostApprovals ? t('renewals.more_than', { max: mostApprovals }) : number(t, count)
  const card = {
    title: isOnly ? t('home.approval', { name, place }) : t('home.approvals', { count, shown }),
    href: isOnly ? `/approvals/${id}` : '/approvals',
    button: t('home.approval.button'),
    text: isOnly ? t('home.approval.role', { role: t(`role.${role}`) }) : waitingSince(t, askedAt, today),
  }
  return [waitingTask(card, daysBetween(dayOf(askedAt), today))]
}

/** A notice that lists the person's roles that need approval. Null when there are none. */
export function waitingNotice(t: T, own: readonly OwnRequest[]): Notice | null {
  if (own.length === 0) return null
  return {
    tone: 'plain',
    icon: 'hourglass',
    heading: t('home.waiting'),
    text: [
      ...own.map(({ role, organisation, hasLead, askedAt }) =>
        t(organisation !== null && hasLead ? 'home.waiting.lead' : 'home.waiting.charity', {
          role: t(`role.${role}`),
          place: organisation ?? t('approvals.charity'),
          day: longDay(t, dayOf(askedAt)),
        }),
      ),
      t('home.waiting.then'),
    ],
  }
}
