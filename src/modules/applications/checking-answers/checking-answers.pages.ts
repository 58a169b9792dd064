import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { isBackWithLibrary } from '../../../domain/application.ts'
import { itemsAskedBy, type Item } from '../../../domain/framework.ts'
import { englishNameOf } from '../../../domain/partner.ts'
import { can } from '../../../domain/permissions.ts'
import { answeredByRecommendations, criteriaNeverAnswered, isComplete, stateOf } from '../../../domain/completeness.ts'
import { renewalPart, type RenewalPart } from '../../../domain/since-last-year.ts'
import { extrasByItem } from '../../../domain/submission.ts'
import type { Link, Notice } from '../../../web/components.ts'
import { errorSummary, hiddenField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { foundInWords } from '../../evidence/evidence.public.ts'
import { branchesInScope } from '../../organisations/organisations.public.ts'
import type { RecommendationLine } from '../recommendations/recommendation.store.ts'
import { extrasText } from '../submissions/answer-extras.pages.ts'
import { headingOfGroup, groupsOf, type ReadAnswer, type ReadGroup } from '../submissions/submission.pages.ts'
import { comparisonLink } from '../since-last-year/comparison.pages.ts'
import { criteriaNotice } from '../statuses/status.pages.ts'
import { seenToCheck } from './checking-answers.forms.ts'
import { withChanged } from './changed.pages.ts'
import { factsToCheck, missingLinks } from './missing.pages.ts'
import { isWrittenOnOnePage, placeOnPage } from './places.pages.ts'
import { unsavedByOthersNotice, unsavedNotice } from './unsaved.pages.ts'
import type { ToCheck } from './checking-answers.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/checking-answers/check': ReturnType<typeof checkAnswers>
    'applications/checking-answers/summary': ReturnType<typeof summaryOf>
    'applications/checking-answers/contacts': ReturnType<typeof contactsOf>
    'applications/checking-answers/partners': NonNullable<ReturnType<typeof partnersOf>>
  }
}

/**
 * The page where a library checks its application before submitting it. A refused form keeps the hidden value of the
 * page that the lead read.
 * @param changed says what has changed since the lead opened the page; null for nothing
 */
export function checkAnswers(
  t: T,
  actor: Actor,
  it: ToCheck,
  { form = emptyForm, changed = null }: { form?: Form; changed?: Notice | null } = {},
) {
  const { application } = it
  const lacking = missingLinks(t, it)
  const unsaved = unsavedNotice(t, actor, it)
  const isReady = lacking.length === 0 && unsaved === null && it.roundIsOpen
  return {
    title: t('submissions.check.title'),
    back: { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` },
    errors: errorSummary(changed ? withChanged(t, form) : form),
    heading: { text: t('submissions.check.title'), caption: application.organisationName, size: 'l' as const },
    draftNotice: criteriaNotice(t, it.framework, application, null),
    changed,
    missing:
      lacking.length > 0
        ? { heading: t('submissions.missing.heading', { count: lacking.length }), links: lacking }
        : null,
    unsaved,
    unsavedByOthers: unsavedByOthersNotice(t, it),
    noRound: it.roundIsOpen ? null : t('application.guard.the round of a first application is open'),
    ready: readyText(t, it),
    remarks: remarksOn(t, it),
    evidence: evidenceToCheck(t, actor, it),
    comparison: comparisonLink(t, application),
    summary: summaryOf(t, actor, it),
    groups: groupsToCheck(t, actor, it),
    partners: partnersOf(t, it),
    contacts: isReady ? contactsOf(t, it) : null,
    ...submitOf(t, actor, it, { isReady, form }),
  }
}

function readyText(t: T, it: ToCheck): string {
  const count = criteriaNeverAnswered(it.framework, it.application, factsToCheck(it)).length
  return count > 0 ? t('renewal.never_answered.own', { count }) : t('submissions.check.ready')
}

/** Notices about evidence. They do not prevent submitting. */
function evidenceToCheck(t: T, actor: Actor, { toRedact, scanning, withVirus, expired, mayShowPeople }: ToCheck) {
  const people = { count: mayShowPeople.length }
  return [
    {
      heading: t('redacted_copy.check', { count: toRedact.length }),
      text: t('redacted_copy.check.text'),
      links: toRedact.map(linkTo),
    },
    {
      heading: t('submissions.check.scanning', { count: scanning.length }),
      text: t('submissions.check.scanning.text'),
      links: scanning.map(linkTo),
    },
    {
      heading: t('submissions.check.virus', { count: withVirus.length }),
      text: t('submissions.check.virus.text'),
      links: withVirus.map(linkTo),
    },
    {
      heading: t('submissions.check.expired', { count: expired.length }),
      text: t('submissions.check.expired.text'),
      links: expired.map(linkTo),
    },
    {
      heading: t('consents.check', people),
      text: t('consents.check.text', people),
      links: mayShowPeople.map((each): Link => ({
        text: each.title,
        href: can(actor, 'evidence.edit', each) ? `/evidence/${each.id}/edit#showsPeople` : `/evidence/${each.id}`,
      })),
    },
  ].filter(({ links }) => links.length > 0)
}

const linkTo = ({ id, title }: { id: string; title: string }): Link => ({ text: title, href: `/evidence/${id}` })

/** The submit button if the person is a lead and nothing is missing; otherwise the reason why there is none. */
function submitOf(t: T, actor: Actor, it: ToCheck, { isReady, form }: { isReady: boolean; form: Form }) {
  const { application } = it
  const isLead = membershipsIn(actor, application.organisationId).includes('lead')
  if (!isLead) return { submit: null, later: t('submissions.submit.lead_only') }
  if (!isReady) return { submit: null, later: t('submissions.submit.later') }
  const isAgain = application.status === 'more evidence asked'
  return {
    later: null,
    submit: {
      seen: hiddenField(form, 'seen', seenToCheck(it)),
      button: { text: t(`submissions.submit.button.${isBackWithLibrary(application) ? 'again' : application.kind}`) },
      text: [
        ...(isWrittenOnOnePage(application) ? [] : [t('submissions.contacts.confirm')]),
        t(isAgain ? 'submissions.submit.again' : 'submissions.submit.text'),
      ],
    },
  }
}

/** Notices about possible personal details, each with a link to the text. They do not prevent submitting. */
function remarksOn(t: T, { application, framework, found }: ToCheck): (Link & { found: string })[] {
  const places = [
    { where: 'summary', link: { text: t('submissions.summary'), href: `/applications/${application.id}/summary` } },
    ...itemsAskedBy(framework, application.kind).map(item => ({
      where: item.id,
      link: {
        text: t('evidence.item.one', { code: item.code, title: item.title }),
        href: placeOnPage(application, item),
      },
    })),
  ]
  return places.flatMap(({ where, link }) => {
    const said = foundInWords(
      t,
      found.filter(each => each.where === where),
    )
    return said === null ? [] : [{ ...link, found: said }]
  })
}

function summaryOf(t: T, actor: Actor, { application, branches }: ToCheck) {
  const mayChange = can(actor, 'answer.write', application) && application.status !== 'more evidence asked'
  return {
    text: paragraphs(application.summary),
    link: mayChange
      ? {
          text: t('submissions.change'),
          href: `/applications/${application.id}/summary`,
          hidden: t('submissions.change.summary'),
        }
      : null,
    shared: application.mayBeShared ? t('submissions.sharing.yes') : t('submissions.sharing.no'),
    branches: branchesInScope(t, t('submissions.scope'), branches),
  }
}

function groupsToCheck(t: T, actor: Actor, it: ToCheck): (ReadGroup & { summary: string; text: string | null })[] {
  const answerOf = (item: Item) => answerToCheck(t, actor, it, item)
  const groups = isWrittenOnOnePage(it.application)
    ? groupsOfLightRenewal(t, it, answerOf)
    : groupsOf(it.framework, it.application).map(group => ({
        heading: headingOfGroup(t, group),
        answers: group.items.map(answerOf),
      }))
  return groups.map(group => ({
    text: null,
    ...group,
    summary: t('submissions.check.group', { heading: group.heading, count: group.answers.length }),
  }))
}

/**
 * The answers of a light renewal in groups: recommendations, short answers, changed answers, unchanged answers, and
 * items that were answered neither last time nor this time.
 */
function groupsOfLightRenewal(
  t: T,
  it: ToCheck,
  answerOf: (item: Item) => ReadAnswer,
): (ReadGroup & { text?: string })[] {
  const { application, framework, recommendations } = it
  const facts = factsToCheck(it)
  const asked = itemsAskedBy(framework, 'renewal').filter(({ id }) => id !== answeredByRecommendations)
  const factsOf = (item: Item) => facts.find(({ itemId }) => itemId === item.id)
  const short = asked.filter(({ renewal }) => renewal === 'answer')
  const extras = extrasByItem(it.extras)
  const partOf = (item: Item): RenewalPart =>
    renewalPart(item, {
      answer: factsOf(item),
      hasExtras: extras.has(item.id),
      isComplete: isComplete(stateOf(item, factsOf(item), application)),
      since: it.since.get(item.id),
    })
  const rest = asked.filter(({ renewal }) => renewal === 'confirm')
  const answersIn = (part: RenewalPart) => rest.filter(item => partOf(item) === part).map(answerOf)
  const confirmed = application.restIsConfirmed ? 'renewal.check.rest.confirmed' : 'renewal.check.rest.open'
  return [
    {
      heading: t('renewal.light.recommendations'),
      answers: recommendations.map(each => recommendationAnswer(t, each)),
    },
    { heading: t('renewal.read.short'), answers: short.map(answerOf) },
    { heading: t('renewal.read.changed'), answers: answersIn('changed') },
    { heading: t('renewal.check.rest'), answers: answersIn('unchanged'), text: t(confirmed) },
    { heading: t('renewal.read.empty'), answers: answersIn('not answered') },
  ].filter(({ answers }) => answers.length > 0)
}

const recommendationAnswer = (t: T, { kind, body, notes }: RecommendationLine): ReadAnswer => ({
  code: null,
  title: body,
  status: null,
  text: paragraphs(notes.findLast(({ says }) => says === 'answer')?.body ?? null),
  rating: null,
  evidence: [],
  links: [],
  note: t(`recommendation.kind.${kind}`),
  link: null,
})

function answerToCheck(
  t: T,
  actor: Actor,
  { application, answers, titles, used, extras }: ToCheck,
  item: Item,
): ReadAnswer {
  const answer = answers.find(({ itemId }) => itemId === item.id)
  const shown = titles.get(item.id) ?? []
  const withheld = (used.get(item.id)?.length ?? 0) - shown.length
  return {
    code: item.code,
    title: item.title,
    status: null,
    link: can(actor, 'answer.write_item', application, item.id)
      ? {
          text: t('submissions.change'),
          href: `/applications/${application.id}/criteria/${item.code}`,
          hidden: t('submissions.change.what', { code: item.code, title: item.title }),
        }
      : null,
    text: [...paragraphs(answer?.narrative ?? null), ...extrasText(t, item, extras)],
    rating: answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    evidence: [...shown, ...(withheld > 0 ? [t('submissions.read.withheld', { count: withheld })] : [])],
    links: [],
    note: null,
  }
}

function partnersOf(t: T, { application, framework, partners }: ToCheck) {
  if (partners.length === 0) return null
  const codesOf = (items: readonly string[]) =>
    itemsAskedBy(framework, application.kind)
      .filter(({ id }) => items.includes(id))
      .map(({ code }) => code)
  return {
    summary: t('submissions.check.group', { heading: t('shown_partners.heading'), count: partners.length }),
    lines: partners.map(partner => ({
      link: { text: englishNameOf(partner), href: `/partners/${partner.id}` },
      under: t('shown_partners.under', { items: list(t, codesOf(partner.items)) }),
    })),
  }
}

function contactsOf(t: T, { application, contacts }: ToCheck) {
  const isConfirmed = isWrittenOnOnePage(application) && application.contactsConfirmedAt !== null
  return {
    rows: [
      ...contacts.leads.map(({ name, email }) => ({ key: t('submissions.contacts.lead'), value: [name, email] })),
      ...(contacts.mailbox ? [{ key: t('submissions.contacts.mailbox'), value: contacts.mailbox }] : []),
    ],
    confirmed: isConfirmed ? t('renewal.check.contacts.confirmed') : null,
    team: { text: t('submissions.contacts.team'), href: `/organisations/${application.organisationId}/team` },
  }
}
