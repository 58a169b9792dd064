import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import type { Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { yearMost } from '../../../domain/carry.ts'
import { missing, stateOf } from '../../../domain/progress.ts'
import { dayOf, daysBetween } from '../../../domain/time.ts'
import type { Notice } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { errorSummary, hiddenField, textArea } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { itemStatus } from '../progress/progress.pages.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { distance, list, longDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Conflict } from './light-renewal.actions.ts'
import { renewalDue } from '../renewals/carried.pages.ts'
import { changedSection } from './changed.pages.ts'
import { fieldOf, readOf } from './light-renewal.forms.ts'
import { formOfLight } from './form.pages.ts'
import { restSection } from './rest.pages.ts'
import { askedSection } from './asked.pages.ts'
import { lightItems, theirsOf } from './parts.pages.ts'
import type { Light } from './light-renewal.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/light-renewals/edit': LightPage
    'applications/light-renewals/section': LightSection
    'applications/light-renewals/text': LightText
    'applications/light-renewals/recommendation': LightRecommendation
    'applications/light-renewals/rest': LightRest
  }
}

const changes = 'significant-changes'

/**
 * One page for the whole of a light renewal: what was asked, what changed, short answers, and one confirmation for the
 * rest.
 */
export function lightPage(
  t: T,
  actor: Actor,
  it: Light,
  typed: Form | null = null,
  conflicts: readonly Conflict[] = [],
) {
  const { application, framework } = it
  const form = typed ?? formOfLight(it)
  const may = {
    write: can(actor, 'answer.write', application),
    answer: membershipsIn(actor, application.organisationId).includes('lead'),
  }
  const { texts, short } = lightItems(framework)
  const field = (item: Item) => textOf(t, it, form, item, may.write, conflicts)
  const sections = [
    askedSection(t, it, form, may, conflicts),
    {
      heading: t('renewal.light.changed'),
      kind: 'changed' as const,
      ...changedSection(t, actor, it, form, may.write),
      texts: texts.filter(({ id }) => id === changes).map(field),
    },
    {
      heading: t('renewal.light.short'),
      kind: 'short' as const,
      texts: texts.filter(({ id }) => id !== changes).map(field),
      tasks: short.length > 0 ? { groups: [{ id: 'short', rows: short.map(item => rowOf(t, it, item)) }] } : null,
    },
    {
      heading: t(application.hasEarlierAnswers ? 'renewal.light.rest' : 'renewal.light.rest.recorded'),
      kind: 'rest' as const,
      ...restSection(t, it, form, may.write),
    },
  ].filter(section => section !== null)
  const left = missing(framework, application, it.facts, {
    summary: application.summary,
    contactsConfirmed: application.contactsConfirmedAt !== null,
  }).reduce((sum, lack) => sum + (lack.what === 'recommendations' ? lack.count : 1), 0)
  return {
    title: t('renewal.light.title'),
    back: { text: t('renewal.start.back'), href: `/awards/${application.awardId}` },
    errors: errorSummary(form),
    savebar: may.write,
    heading: { text: t('renewal.light.title'), caption: application.organisationName, size: 'xl' as const },
    due: dueOf(t, it),
    lead: t(application.hasEarlierAnswers ? 'renewal.light.lead' : 'renewal.light.lead.recorded'),
    draftNotice: framework.issued ? null : framework.notice,
    notices: noticesOf(t, it, conflicts),
    sections: sections.map((section, index) => ({
      ...section,
      id: `section-${index + 1}`,
      heading: t('renewal.light.section', { number: index + 1, heading: section.heading }),
    })),
    save: may.write
      ? {
          button: { text: t('renewal.light.check'), name: 'then', value: 'check' },
          second: { text: t('renewal.light.save'), kind: 'secondary' as const },
          note: left === 0 ? t('renewal.light.ready') : t('renewal.light.left', { count: left }),
        }
      : null,
    aside: asideOf(t, actor, it),
  }
}

export type LightPage = ReturnType<typeof lightPage>
export type LightSection = LightPage['sections'][number]
type Of<Kind extends LightSection['kind']> = Extract<LightSection, { kind: Kind }>
export type LightText = Of<'short'>['texts'][number]
export type LightRecommendation = Of<'asked'>['cards'][number]
export type LightRest = Of<'rest'>

/** A text of this page: typed here, or read where it cannot be written now. */
function textOf(t: T, { written }: Light, form: Form, item: Item, mayWrite: boolean, conflicts: readonly Conflict[]) {
  const name = fieldOf(item)
  const theirs = conflicts.find(({ field }) => field === name)
  return {
    field: mayWrite
      ? textArea(form, name, item.title, { hint: item.description, rows: 5, most: yearMost, size: 's' })
      : null,
    read: hiddenField(form, readOf(name)),
    label: item.title,
    text: paragraphs(written.answers.find(({ itemId }) => itemId === item.id)?.narrative ?? null),
    theirs: theirs ? theirsOf(t, theirs) : null,
  }
}

function rowOf(t: T, { application, facts }: Light, item: Item) {
  const answer = facts.find(({ itemId }) => itemId === item.id)
  const waits = answer?.isCarried === true
  return {
    code: item.code,
    title: item.title,
    href: `/applications/${application.id}/criteria/${item.code}`,
    hint: waits ? t('renewal.light.short.carried') : null,
    status: itemStatus(t, waits ? 'not started' : stateOf(item, answer, application)),
  }
}

function dueOf(t: T, { application: { until }, dates, at }: Light) {
  if (until === null) return renewalDue(t, dates, at)
  const days = daysBetween(dayOf(at), until)
  return dueLine(
    t('renewal.due', { day: weekdayInYear(t, until), distance: distance(t, days) }),
    weekdayInYear(t, until),
    days,
  )
}

function noticesOf(t: T, { application }: Light, conflicts: readonly Conflict[]): Notice[] {
  const returned =
    application.status === 'returned'
      ? {
          tone: 'welcome' as const,
          icon: 'door' as const,
          heading: t('applications.tasks.returned'),
          text: paragraphs(application.reasons),
        }
      : null
  const conflict =
    conflicts.length > 0
      ? {
          tone: 'stop' as const,
          icon: 'people' as const,
          heading: t('renewal.light.conflict'),
          text: [t('renewal.light.conflict.text')],
        }
      : null
  return [conflict, returned].filter(notice => notice !== null)
}

function asideOf(t: T, actor: Actor, { application, changed, dates, at, panel, openQuestions }: Light) {
  const others = changed.team
    .filter(({ personId, role }) => personId !== actor.id && role !== 'observer')
    .map(({ name }) => name)
  const day = dates?.validTo ?? null
  const below = `/applications/${application.id}`
  return {
    safe:
      day !== null && day >= dayOf(at)
        ? t('renewal.light.safe.text', { day: longDay(t, day) })
        : t('renewal.light.safe.late'),
    next:
      panel.length > 0
        ? t('renewal.light.next.panel', {
            reasons: list(
              t,
              panel.map(reason => t(`renewal.panel.own.${reason}`)),
            ),
          })
        : t('renewal.light.next.trustee'),
    part:
      others.length > 0
        ? t('renewal.light.part_done.text', { names: list(t, others.slice(0, 3)) })
        : t('renewal.light.part_done.alone'),
    links: [
      ...(application.isSubmitted ? [{ text: t('applications.tasks.submissions'), href: `${below}/submission` }] : []),
      ...(openQuestions > 0 ? [{ text: t('applications.tasks.questions'), href: `${below}/questions` }] : []),
      { text: t('applications.tasks.history'), href: `${below}/history` },
      ...(can(actor, 'application.withdraw', application)
        ? [{ text: t('applications.tasks.withdraw'), href: `${below}/withdrawal` }]
        : []),
    ],
  }
}
