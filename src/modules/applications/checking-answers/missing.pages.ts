import { itemsAskedBy, type Item } from '../../../domain/framework.ts'
import { missing, type AnswerFacts, type Missing } from '../../../domain/completeness.ts'
import type { Link } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import { list } from '../../../words/format.ts'
import { lacksInWords } from '../progress/progress.pages.ts'
import type { ToCheck } from './checking-answers.store.ts'
import { isWrittenOnOnePage, placeOnPage } from './places.pages.ts'

/** Something to do before the application can be submitted. */
type Lacking = Missing | { what: 'sign-off' } | { what: 'asked'; item: Item } | { what: 'consent'; item: Item }

/**
 * Everything to do before submission. For a light renewal written on one page, this includes confirming the contacts.
 */
export function missingParts(it: ToCheck): Lacking[] {
  const { application, framework, untouched, withoutConsent } = it
  const contactsConfirmed = !isWrittenOnOnePage(application) || application.contactsConfirmedAt !== null
  const items = itemsAskedBy(framework, application.kind)
  return [
    ...items.filter(({ id }) => untouched.includes(id)).map(item => ({ what: 'asked' as const, item })),
    ...items.filter(({ id }) => withoutConsent.includes(id)).map(item => ({ what: 'consent' as const, item })),
    ...missing(framework, application, { answers: factsToCheck(it), summary: application.summary, contactsConfirmed }),
    ...(it.needsSignOff ? [{ what: 'sign-off' as const }] : []),
  ]
}

/** Links to everything to do before submission, in the order of `missingParts`. */
export const missingLinks = (t: T, it: ToCheck): Link[] => missingParts(it).map(lack => missingLink(t, it, lack))

function missingLink(t: T, it: ToCheck, lack: Lacking): Link {
  const { application } = it
  const below = `/applications/${application.id}`
  switch (lack.what) {
    case 'asked':
      return {
        text: t(`submissions.missing.${application.status === 'returned' ? 'returned' : 'asked'}`, lack.item),
        href: placeOnPage(application, lack.item),
      }
    case 'consent':
      return {
        text: t('consents.check.needed', { code: lack.item.code, title: lack.item.title }),
        href: `${below}/criteria/${lack.item.code}#evidence`,
      }
    case 'sign-off':
      return { text: t('sign_off.missing'), href: `${below}/sign-off` }
    case 'scope':
      return { text: t('submissions.missing.scope'), href: `${below}/scope` }
    case 'recommendations':
      return {
        text: t('renewal.check.recommendations', { count: lack.count }),
        href: placeOfRecommendations(it),
      }
    case 'confirmation':
      return {
        text: t(application.hasEarlierAnswers ? 'renewal.check.rest.open' : 'renewal.check.rest.open.recorded'),
        href: `${below}#unchanged`,
      }
    case 'contacts':
      return { text: t('renewal.check.contacts'), href: `${below}?show=contacts#contacts-shown` }
    case 'summary':
      return {
        text: t('submissions.missing.summary'),
        href: `${below}${isWrittenOnOnePage(application) ? '#' : '/'}summary`,
      }
    case 'short answers':
      return shortAnswers(t, it, lack.items)
    case 'changes and contacts':
      return { text: t('submissions.missing.changes', lack.item), href: placeOnPage(application, lack.item) }
    case 'item':
      return { text: missingItem(t, it, lack.item), href: placeOnPage(application, lack.item) }
  }
}

/**
 * A link to the one short answer from last year that must be confirmed or, if there are several, to the box that
 * confirms all of them.
 */
function shortAnswers(t: T, { application }: ToCheck, items: readonly Item[]): Link {
  const names = items.map(({ code, title }) => t('evidence.item.one', { code, title }))
  return {
    text: t('submissions.missing.last_year', { count: items.length, names: list(t, names) }),
    href: items.length === 1 ? placeOnPage(application, items[0]!) : `/applications/${application.id}#same`,
  }
}

function missingItem(t: T, it: ToCheck, item: Item): string {
  const facts = factsToCheck(it).find(({ itemId }) => itemId === item.id)
  const lacks = lacksInWords(t, item, facts, it.application)
  return t('submissions.missing.item', { code: item.code, title: item.title, lacks })
}

/** The facts about each answer. Evidence of a partnership counts only when the answer has no attached evidence. */
export const factsToCheck = ({ facts, used }: Pick<ToCheck, 'facts' | 'used'>): AnswerFacts[] =>
  facts.map(fact => ({ ...fact, evidence: used.get(fact.itemId)?.length ?? fact.evidence }))

function placeOfRecommendations({ application: { id, kind, organisationId }, recommendations }: ToCheck): string {
  const open = recommendations.find(({ status }) => status === 'open')
  return kind === 'renewal' && open
    ? `/applications/${id}#recommendation-${open.id}`
    : `/organisations/${organisationId}/recommendations`
}
