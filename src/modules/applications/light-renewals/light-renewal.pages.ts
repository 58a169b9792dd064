import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { missing, significantChanges } from '../../../domain/completeness.ts'
import { dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import type { DueLine, Notice } from '../../../web/components.ts'
import { withCalendar } from '../../../web/calendar-link.ts'
import { dueLine } from '../../../web/due-line.ts'
import { autosavedPart, type Entered, type Typing } from '../../../web/autosaved-page.ts'
import { errorSummary, hiddenField } from '../../../web/fields.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { relativeDay, list, longDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { criteriaNotice } from '../statuses/status.pages.ts'
import { changesSection, sameBox, shortFold, textShown } from '../renewal-sections/year-section.pages.ts'
import {
  lightItems,
  recommendationsSection,
  restSection,
  type Drawing,
} from '../renewal-sections/renewal-section.pages.ts'
import { targetsSection } from '../renewal-sections/target-section.pages.ts'
import { comparisonLink } from '../since-last-year/comparison.pages.ts'
import { earlierReasonsFold } from '../move-reasons/move-reason.pages.ts'
import { returnedItems } from '../task-list/returned.pages.ts'
import { renewalDue } from '../renewals/renewal.pages.ts'
import type { RenewalDates } from '../renewals/renewal.store.ts'
import { lightShown, type LightShown } from './light-form.pages.ts'
import { fieldOf, fieldOfRecommendation, readFieldName, textsOf } from './light-renewal.forms.ts'
import type { LightRenewal } from './light-renewal.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/light-renewals/edit': LightPage
    'applications/light-renewals/about': LightPage['aside']
    'applications/renewal-sections/section': LightSection
    'applications/renewal-sections/changes': LightChanges
    'applications/renewal-sections/fold': LightFold
    'applications/renewal-sections/kept': NonNullable<LightRest['show']>['items'][number]
    'applications/renewal-sections/text': LightText
    'applications/renewal-sections/recommendation': LightRecommendation
    'applications/renewal-sections/recommendation-body': LightRecommendation
    'applications/renewal-sections/rest': LightRest
  }
}

/**
 * The one page of a light renewal.
 * @param entered the form as sent; null when the page is opened
 * @param showsContacts whether the page was opened to confirm the contacts
 */
export function lightPage(
  t: T,
  actor: Actor,
  light: LightRenewal,
  { typing, entered, showsContacts = false }: { typing: Typing; entered: Entered | null; showsContacts?: boolean },
) {
  const { application, framework } = light
  const shown = lightShown(t, light, typing.typed, entered)
  const { form, conflicts, removed } = shown
  const due = dueOf(t, light)
  const left = leftInWords(t, light)
  const may = {
    write: can(actor, 'answer.write', application),
    answer: membershipsIn(actor, application.organisationId).includes('lead'),
  }
  return {
    title: t('renewal.light.title'),
    back: { text: t('renewal.start.back'), href: `/awards/${application.awardId}` },
    errors: errorSummary(form),
    savebar: may.write,
    heading: { text: t('renewal.light.title'), caption: application.organisationName, size: 'l' as const },
    due: due && { ...due, calendar: null },
    lead: t(application.hasEarlierAnswers ? 'renewal.light.lead' : 'renewal.light.lead.recorded', { left }),
    notices: noticesOf(t, light, shown),
    earlier: earlierReasonsFold(t, application, light),
    sections: numbered(t, sectionsOf({ t, actor, light, form, may, showsContacts, conflicts })),
    autosaved: may.write ? autosavedPart(t, { ...typing, editing: '' }, shown, labelsOf(t, light)) : null,
    // the removed texts are sent again, so that the page still shows them if the form is refused
    hidden: [
      'version',
      readFieldName('criteria'),
      ...removed.flatMap(({ field }) => [field, readFieldName(field)]),
    ].map(name => hiddenField(form, name)),
    save: may.write ? saveButtons(t) : null,
    aside: {
      ...asideOf(t, actor, light),
      calendar: due?.calendar ?? null,
      draftNotice: criteriaNotice(t, framework, application, light.publishedAt),
    },
  }
}

/** The labels of the long texts, by field. */
const labelsOf = (t: T, { framework, recommendations }: LightRenewal): Record<string, string> =>
  Object.fromEntries([
    ...textsOf(framework).map(item => [fieldOf(item), t('renewal.light.item', item)]),
    ...recommendations.map(each => [fieldOfRecommendation(each), each.body]),
    ['summary', t('applications.summary.title')],
  ])

/** Numbers the sections. The targets have no number, because they are only a collapsed block. */
const numbered = (t: T, sections: ReturnType<typeof sectionsOf>) =>
  sections.map((section, index) => {
    const number = sections.slice(0, index + 1).filter(({ kind }) => kind !== 'targets').length
    const heading =
      section.kind === 'targets' ? section.heading : t('renewal.light.section', { number, heading: section.heading })
    return { ...section, id: `section-${index + 1}`, heading }
  })

function sectionsOf(drawing: Drawing) {
  const { t, light } = drawing
  const { texts, short } = lightItems(light.framework)
  return [
    recommendationsSection(drawing),
    targetsSection(drawing),
    {
      heading: t('renewal.light.changed'),
      kind: 'changed' as const,
      ...changesSection(
        drawing,
        texts.filter(({ id }) => id === significantChanges),
      ),
    },
    {
      heading: t('renewal.light.short'),
      kind: 'short' as const,
      texts: texts.filter(({ id }) => id !== significantChanges).map(item => textShown(drawing, item)),
      fold: shortFold(drawing, short),
      same: sameBox(drawing, short),
    },
    {
      heading: t(light.application.hasEarlierAnswers ? 'renewal.light.rest' : 'renewal.light.rest.recorded'),
      kind: 'rest' as const,
      ...restSection(drawing),
    },
  ].filter(section => section !== null)
}

/** The sentence that says how many tasks are left, or that none are. */
function leftInWords(t: T, { framework, application, facts, alsoToDo }: LightRenewal): string {
  const count = missing(framework, application, {
    answers: facts,
    summary: application.summary,
    contactsConfirmed: application.contactsConfirmedAt !== null,
  }).reduce((sum, lack) => sum + (lack.what === 'recommendations' ? lack.count : 1), alsoToDo)
  return count === 0 ? t('renewal.light.ready') : t('renewal.light.left', { count })
}

const saveButtons = (t: T) => ({
  button: { text: t('renewal.light.check'), name: 'then', value: 'check' },
  second: { text: t('renewal.light.save'), kind: 'secondary' as const },
})

export type LightPage = ReturnType<typeof lightPage>
export type LightSection = LightPage['sections'][number]
type Of<Kind extends LightSection['kind']> = Extract<LightSection, { kind: Kind }>
export type LightText = Of<'short'>['texts'][number]
export type LightChanges = Of<'changed'>
export type LightFold = Of<'short'>['fold']
export type LightRecommendation = Of<'recommendations'>['cards'][number]
export type LightRest = Of<'rest'>

function dueOf(t: T, { application: { id, awardId, until }, dates, at }: LightRenewal): DueLine | null {
  if (until === null) return withCalendar(t, renewalDue(t, dates, at), { kind: 'award', id: awardId ?? '' })
  const days = daysBetween(dayOf(at), until)
  const line = dueLine(
    t(days < 0 ? 'due.past' : 'renewal.due', { day: weekdayInYear(t, until), distance: relativeDay(t, days) }),
    weekdayInYear(t, until),
    days,
  )
  return withCalendar(t, line, { kind: 'return', id })
}

function noticesOf(
  t: T,
  { application, framework }: LightRenewal,
  { conflicts, isOnOtherCriteria, removed }: LightShown,
): Notice[] {
  const notices: Notice[] = []
  const haveCriteriaChanged = isOnOtherCriteria || removed.length > 0
  if (haveCriteriaChanged)
    notices.push({
      tone: 'stop',
      icon: 'information',
      heading: t('answers.other_criteria.title'),
      text: [t('renewal.light.other_criteria')],
      quotes: removed.map(({ code, text }) => ({
        heading: t('renewal.light.other_criteria.removed', { code }),
        text: paragraphs(text),
      })),
    })
  if (conflicts && (conflicts.length > 0 || !haveCriteriaChanged))
    notices.push({
      tone: 'stop',
      icon: 'people',
      heading: t('renewal.light.conflict'),
      text: [t('renewal.light.conflict.text')],
    })
  if (application.status === 'returned') {
    const { text, links } = returnedItems(t, application, framework)
    notices.push({
      tone: 'welcome',
      icon: 'door',
      heading: t('applications.tasks.returned'),
      text: [...paragraphs(application.reasons), ...text],
      links,
    })
  }
  return notices
}

function asideOf(t: T, actor: Actor, { application, changed, dates, at, panel, openQuestions }: LightRenewal) {
  const others = changed.team
    .filter(({ personId, role }) => personId !== actor.id && role !== 'observer')
    .map(({ name }) => name)
  const reasons = panel.map(reason => t(`renewal.panel.own.${reason}`))
  const below = `/applications/${application.id}`
  return {
    safe: safeText(t, dates, dayOf(at)),
    next:
      panel.length > 0 ? t('renewal.light.next.panel', { reasons: list(t, reasons) }) : t('renewal.light.next.trustee'),
    others: others.length > 0 ? t('renewal.light.part_done.text', { names: list(t, others.slice(0, 3)) }) : null,
    links: [
      ...(application.isSubmitted ? [{ text: t('applications.tasks.submissions'), href: `${below}/submission` }] : []),
      ...(openQuestions > 0 ? [{ text: t('applications.tasks.questions'), href: `${below}/questions` }] : []),
      ...[comparisonLink(t, application)].filter(link => link !== null),
      { text: t('applications.tasks.history'), href: `${below}/history` },
      ...(can(actor, 'application.withdraw', application)
        ? [{ text: t('applications.tasks.withdraw'), href: `${below}/withdrawal` }]
        : []),
    ],
  }
}

/** A sentence that says what happens to the award while the charity decides on the renewal. */
function safeText(t: T, dates: RenewalDates | null, today: Day): string {
  if (dates?.status === 'suspended') return t('renewal.light.safe.suspended')
  const validTo = dates?.validTo ?? null
  return validTo !== null && validTo >= today
    ? t('renewal.light.safe.text', { day: longDay(t, validTo) })
    : t('renewal.light.safe.late')
}
