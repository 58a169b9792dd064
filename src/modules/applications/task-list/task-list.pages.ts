import type { ApplicationRecord } from '../../access/access.public.ts'
import { movesOpenTo, isOpen, isOpenAt } from '../../../domain/application.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { criteriaAskedBy, itemById, itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { stateOf, type AnswerFacts, type ItemState } from '../../../domain/progress.ts'
import type { Round } from '../../../domain/round.ts'
import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import type { Link, Notice, TaskGroup, TaskRow } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { itemStatus } from '../answers/item-status.pages.ts'
import { ownStatus } from '../applications/own-status.pages.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { progressSentences, bookOf } from './progress.pages.ts'
import { progressPicture } from './progress-picture.pages.ts'
import { distance, list, number, timeOfDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import {
  askedNotice,
  carriedHint,
  carriedSentence,
  safeSentence,
  type Carried,
} from '../since-last-year/since-last-year.pages.ts'
import { renewalDue } from '../renewals/renewal.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/task-list/task-list': ReturnType<typeof taskList>
  }
}

export interface Tasks {
  application: ApplicationRecord
  framework: Framework
  answers: readonly AnswerFacts[]
  round: Round | null
  openQuestions: number
  at: Instant
  carried: Carried | null
}

/** What the library sees at its application: what is there, what is missing, and the way to hand it in. */
export function taskList(
  t: T,
  actor: Actor,
  { application, framework, answers, round, openQuestions, at, carried }: Tasks,
) {
  const states = statesOf(application, framework, answers)
  const criteria = criteriaAskedBy(framework, application.kind)
  const open = isOpen(application)
  const isLead = membershipsIn(actor, application.organisationId).includes('lead')
  return {
    title: t(`application.kind.${application.kind}`),
    back: { text: application.organisationName, href: `/organisations/${application.organisationId}/applications` },
    heading: {
      text: t(`application.kind.${application.kind}`),
      caption: captionOf(t, application, round),
      size: 'l' as const,
    },
    draftNotice: framework.issued ? null : framework.notice,
    due: open
      ? (dueOf(t, application, round, at) ??
        (application.kind === 'first' ? null : renewalDue(t, carried?.dates ?? null, at)))
      : null,
    noRound:
      application.status === 'draft' && application.kind === 'first' && round === null
        ? t('applications.tasks.no_round')
        : null,
    status: open ? null : ownStatus(t, application),
    notice:
      noticeOf(t, application, framework) ??
      newsOf(t, application, openQuestions) ??
      (open ? askedNotice(t, application) : null),
    carried: open ? carriedSentence(t, application, carried) : safeSentence(t, application, carried),
    picture: progressPicture(
      framework.areas.map(({ id }) =>
        criteria.filter(({ area }) => area === id).map(item => bookOf(states.get(item.id))),
      ),
    ),
    progress: progressSentences(t, criteria, states),
    tasks: { groups: groupsOf(t, application, framework, states, open ? carried : null) },
    submitApplication: open
      ? {
          text: isLead ? t('applications.tasks.submit.text') : t('applications.tasks.submit.contributor'),
          button: { text: t('applications.tasks.submit.button'), href: `/applications/${application.id}/submission` },
        }
      : null,
    team: { text: t('applications.tasks.team.link'), href: `/organisations/${application.organisationId}/team` },
    links: linksOf(t, application, isLead),
  }
}

/** The state of each item that this kind asks, by its id. */
export function statesOf(
  application: ApplicationRecord,
  framework: Framework,
  answers: readonly AnswerFacts[],
): Map<string, ItemState> {
  const byItem = new Map(answers.map(answer => [answer.itemId, answer]))
  return new Map(
    itemsAskedBy(framework, application.kind).map(item => [item.id, stateOf(item, byItem.get(item.id), application)]),
  )
}

const captionOf = (t: T, application: ApplicationRecord, round: Round | null): string =>
  round
    ? t('applications.tasks.round', { organisation: application.organisationName, round: round.name })
    : t('applications.tasks.caption', { organisation: application.organisationName, number: application.number })

function dueOf(t: T, application: ApplicationRecord, round: Round | null, at: Instant) {
  const today = dayOf(at)
  const until = application.until
  if (until) {
    const key =
      application.status === 'returned'
        ? ('applications.tasks.returned.until' as const)
        : ('applications.tasks.more.until' as const)
    return onDay(
      t,
      today,
      until,
      distanceTo => t(key, { day: weekdayInYear(t, until), distance: distanceTo }),
      weekdayInYear(t, until),
    )
  }
  if (application.status !== 'draft' || !round) return null
  const [moment, key] =
    at < round.opensAt
      ? [round.opensAt, 'applications.tasks.due.opens' as const]
      : [round.closesAt, 'applications.tasks.due' as const]
  if (at >= round.closesAt)
    return dueLine(
      t('applications.tasks.due.over', { day: weekdayInYear(t, dayOf(round.closesAt)) }),
      weekdayInYear(t, dayOf(round.closesAt)),
      -1,
    )
  const said = t('applications.tasks.moment', { day: weekdayInYear(t, dayOf(moment)), time: timeOfDay(t, moment) })
  return onDay(t, today, dayOf(moment), distanceTo => t(key, { moment: said, distance: distanceTo }), said)
}

function onDay(t: T, today: Day, day: Day, say: (distanceTo: string) => string, strong: string) {
  const days = daysBetween(today, day)
  return dueLine(say(distance(t, days)), strong, days)
}

/** What somebody would otherwise look for at the foot of the page. */
function newsOf(t: T, { id, decisionLetterReleased }: ApplicationRecord, openQuestions: number): Notice | null {
  if (openQuestions > 0)
    return {
      tone: 'welcome',
      icon: 'speech',
      heading: t('applications.tasks.asked_you', { count: openQuestions }),
      text: [],
      link: { text: t('applications.tasks.asked_you.link'), href: `/applications/${id}/questions` },
    }
  return decisionLetterReleased
    ? {
        tone: 'welcome',
        icon: 'envelope',
        heading: t('applications.tasks.decision_letter'),
        text: [],
        link: { text: t('applications.tasks.decision_letter.link'), href: `/applications/${id}/decision` },
      }
    : null
}

function noticeOf(t: T, application: ApplicationRecord, framework: Framework): Notice | null {
  if (application.status === 'returned')
    return {
      tone: 'welcome',
      icon: 'door',
      heading: t('applications.tasks.returned'),
      text: paragraphs(application.reasons),
    }
  const why = whyKey(application)
  if (why && application.reasons)
    return { tone: 'plain', icon: 'information', heading: t(why), text: paragraphs(application.reasons) }
  if (application.status !== 'more evidence asked') return null
  const items = application.criteriaAsked
    .map(id => itemById(framework, id))
    .filter(item => item !== null)
    .map(({ code, title }) => `${code} ${title}`)
  return {
    tone: 'welcome',
    icon: 'page-plus',
    heading: t('applications.tasks.more'),
    text: [...paragraphs(application.reasons), t('applications.tasks.more.items', { items: list(t, items) })],
  }
}

/** The letter promises it here. Whoever withdraws gives no reason. */
const whyKey = ({ status }: ApplicationRecord) =>
  status === 'on hold'
    ? ('applications.tasks.on_hold' as const)
    : status === 'withdrawn'
      ? ('applications.tasks.closed_because' as const)
      : null

function groupsOf(
  t: T,
  application: ApplicationRecord,
  framework: Framework,
  states: ReadonlyMap<string, ItemState>,
  carried: Carried | null,
): TaskGroup[] {
  const asked = itemsAskedBy(framework, application.kind)
  const rows = (items: readonly Item[]) =>
    items.map(item => rowOf(t, application, item, states.get(item.id) ?? 'not started', carried))
  const done = (items: readonly Item[]) =>
    items.filter(({ id }) => ['done', 'as before'].includes(states.get(id) ?? '')).length
  const before = asked.filter(({ part }) => part === 'prerequisite')
  const ahead = asked.filter(({ part }) => part === 'looking ahead')
  return [
    {
      id: 'before',
      heading: t('item.part.prerequisite'),
      sentence: t('applications.tasks.done', { finished: done(before), all: before.length }),
      rows: rows(before),
    },
    ...framework.areas
      .map(area => {
        const items = asked.filter(item => item.area === area.id)
        return {
          id: `area-${area.id}`,
          heading: area.title,
          sentence: areaSentence(t, items, states),
          rows: rows(items),
        }
      })
      .filter(group => group.rows.length > 0),
    {
      id: 'ahead',
      heading: t('item.part.looking ahead'),
      sentence: t('applications.tasks.done', {
        finished: done(ahead) + (application.summary ? 1 : 0),
        all: ahead.length + 1,
      }),
      rows: [...rows(ahead), ...wholeRows(t, application, framework)],
    },
  ]
}

function areaSentence(t: T, items: readonly Item[], states: ReadonlyMap<string, ItemState>): string {
  const finished = items.filter(({ id }) => ['written', 'as before'].includes(states.get(id) ?? '')).length
  const count = items.filter(({ id }) => states.get(id) === 'needs evidence').length
  return count > 0
    ? t('applications.tasks.area.need', { finished, all: items.length, count })
    : t('applications.tasks.area', { finished, all: items.length })
}

function rowOf(t: T, application: ApplicationRecord, item: Item, state: ItemState, carried: Carried | null): TaskRow {
  const asked = application.status === 'more evidence asked' && isOpenAt(application, item.id)
  const scope =
    item.id === 'scope-declared' ? t('applications.library.branches', { count: application.scope.length }) : null
  const recommended = item.requirement === 'recommended' ? t('item.requirement.recommended') : null
  return {
    code: item.code,
    title: item.title,
    href: `/applications/${application.id}/criteria/${item.code}`,
    hint: asked ? t('applications.tasks.asked') : (carriedHint(t, item, carried) ?? scope ?? recommended),
    status: itemStatus(t, state),
  }
}

/** What is about the whole: the summary, and whom we write to. */
function wholeRows(t: T, application: ApplicationRecord, framework: Framework): TaskRow[] {
  const below = `/applications/${application.id}`
  const confirmed = application.contactsConfirmedAt !== null && !isOpen(application)
  return [
    {
      title: t('applications.tasks.summary'),
      href: `${below}/summary`,
      hint: t('applications.tasks.summary.hint', { most: number(t, framework.summaryMaxCharacters) }),
      status: itemStatus(t, application.summary ? 'done' : 'not started'),
    },
    {
      title: t('applications.tasks.contacts'),
      href: `${below}/submission#contacts-heading`,
      hint: confirmed ? null : t('applications.tasks.contacts.hint'),
      status: confirmed
        ? itemStatus(t, 'done')
        : { icon: 'people', tone: 'quiet', text: t('applications.tasks.contacts.later') },
    },
  ]
}

function linksOf(t: T, application: ApplicationRecord, isLead: boolean): Link[] {
  const below = `/applications/${application.id}`
  const mayWithdraw =
    isLead && !application.decisionLetterReleased && movesOpenTo('lead', application.status).includes('withdraw')
  return [
    ...(application.isSubmitted
      ? [
          { text: t('applications.tasks.submissions'), href: `${below}/submission` },
          { text: t('applications.tasks.questions'), href: `${below}/questions` },
        ]
      : []),
    ...(application.decisionLetterReleased
      ? [{ text: t('applications.case.link.decision'), href: `${below}/decision` }]
      : []),
    { text: t('applications.tasks.history'), href: `${below}/history` },
    ...(mayWithdraw ? [{ text: t('applications.tasks.withdraw'), href: `${below}/withdrawal` }] : []),
  ]
}
