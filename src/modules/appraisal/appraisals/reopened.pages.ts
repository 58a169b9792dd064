import type { Item } from '../../../domain/framework.ts'
import { isRequested, type MoveReason } from '../../../domain/move-reasons.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Notice } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Finding } from '../findings/finding.store.ts'

/** The criteria that the panel asked about, and on which this person has not given a finding since. */
export const criteriaToCheck = (
  criteria: readonly Item[],
  findings: readonly Finding[],
  request: MoveReason | null,
): Item[] =>
  criteria.filter(
    ({ id }) => isRequested(request, id) && !findings.some(({ itemId, givenAt }) => itemId === id && givenAt !== null),
  )

/** The panel's request, whether the library answered it, and links to the criteria to check. */
export function requestNotice(
  t: T,
  application: ApplicationRecord,
  { request, toCheck }: { request: MoveReason; toCheck: readonly Item[] },
): Notice {
  const { id, submittedAt } = application
  const isAnswered = submittedAt !== null && submittedAt >= request.madeAt
  return {
    tone: 'welcome',
    icon: 'page-plus',
    heading: t('appraisals.reopened', { count: toCheck.length }),
    text: [
      t(isAnswered ? 'appraisals.reopened.answered' : 'appraisals.reopened.unanswered'),
      t('appraisals.reopened.asked', { day: longDay(t, dayOf(request.madeAt)) }),
      ...paragraphs(request.body),
      t('appraisals.reopened.text', { count: toCheck.length }),
    ],
    links: toCheck.map(({ code, title }) => ({
      text: t('applications.history.item', { code, title }),
      href: `/applications/${id}/appraisal/${code}`,
    })),
  }
}

/** The panel's request on the page of a criterion that it is about; null on other pages. */
export const requestOnCriterion = (t: T, { id }: Item, request: MoveReason | null): Notice | null =>
  request !== null && isRequested(request, id)
    ? {
        tone: 'plain',
        icon: 'page-plus',
        heading: t('appraisals.reopened.asked', { day: longDay(t, dayOf(request.madeAt)) }),
        text: paragraphs(request.body),
      }
    : null

/** The reminder beside the button that gives all findings; null when no criterion has to be checked. */
export const checkFirst = (t: T, toCheck: readonly Item[]): string | null =>
  toCheck.length > 0
    ? t('appraisals.give.reopened', {
        codes: list(
          t,
          toCheck.map(({ code }) => code),
        ),
      })
    : null
