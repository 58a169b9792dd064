import { criteriaToCheck } from '../../../domain/findings.ts'
import type { Item } from '../../../domain/framework.ts'
import { requestsNaming, type MoveReason } from '../../../domain/move-reasons.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Notice, Quote } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Finding } from '../findings/finding.store.ts'

/** The panel's requests for more evidence on which the holder of one seat still has to act. */
export interface Reopened {
  /** the requests that name a criterion in `named`, newest first */
  requests: readonly MoveReason[]
  /** the criteria that the panel asked about and on which the seat has no given finding */
  named: readonly Item[]
  /** the criteria in `named` whose finding was given before, then reopened, and has not been saved since */
  unchecked: readonly Item[]
  /** whether the seat has given findings before */
  isAgain: boolean
}

/**
 * Finds the requests for more evidence on which the holder of a seat still has to act.
 * @param findings the findings of that seat
 * @param requests the panel's requests for more evidence, newest first
 */
export function reopenedFor(
  criteria: readonly Item[],
  findings: readonly Finding[],
  requests: readonly MoveReason[],
): Reopened {
  const { named, unchecked } = criteriaToCheck(criteria, findings, requests)
  return {
    requests: requests.filter(({ items }) => named.some(({ id }) => items.includes(id))),
    named,
    unchecked,
    isAgain: findings.some(({ givenAt, reopenedAt }) => givenAt !== null || reopenedAt !== null),
  }
}

/** The panel's requests, whether the library answered, and links to the criteria; null when there are none. */
export function requestNotice(
  t: T,
  { id, submittedAt }: ApplicationRecord,
  { requests, named, isAgain }: Reopened,
): Notice | null {
  const [last] = requests
  if (!last) return null
  const isAnswered = submittedAt !== null && submittedAt >= last.madeAt
  const count = named.length
  return {
    tone: 'welcome',
    icon: 'page-plus',
    heading: isAgain ? t('appraisals.reopened', { count }) : t('appraisals.reopened.mark'),
    text: [
      t(isAnswered ? 'appraisals.reopened.answered' : 'appraisals.reopened.unanswered'),
      ...(isAgain ? [t('appraisals.reopened.text', { count })] : []),
    ],
    quotes: requests.map(request => quoteOf(t, request)),
    links: named.map(({ code, title }) => ({
      text: t('applications.history.item', { code, title }),
      href: `/applications/${id}/appraisal/${code}`,
    })),
  }
}

/** A notice that quotes the panel's requests about this criterion; null when no request names it. */
export function requestOnCriterion(t: T, { id }: Item, requests: readonly MoveReason[]): Notice | null {
  const naming = requestsNaming(id, requests)
  if (naming.length === 0) return null
  return { tone: 'plain', icon: 'page-plus', text: [], quotes: naming.map(request => quoteOf(t, request)) }
}

const quoteOf = (t: T, { madeAt, body }: MoveReason): Quote => ({
  heading: t('appraisals.reopened.asked', { day: longDay(t, dayOf(madeAt)) }),
  text: paragraphs(body),
})

/** The reminder beside the button that gives all findings; null when no criterion has to be checked. */
export const checkFirst = (t: T, unchecked: readonly Item[]): string | null =>
  unchecked.length > 0
    ? t('appraisals.give.reopened', {
        codes: list(
          t,
          unchecked.map(({ code }) => code),
        ),
      })
    : null
