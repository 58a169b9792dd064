import type { ApplicationRecord } from '../../access/access.public.ts'
import { canBeWritten, isUnderWay, movesOpenTo } from '../../../domain/application.ts'
import { membershipsIn, type Actor, type MemberRole } from '../../../domain/actor.ts'
import type { Writer } from '../../../domain/assignment.ts'
import { canChooseSharing } from '../../../domain/example.ts'
import { criteriaAskedBy, itemsAskedBy, type Area, type Framework, type Item } from '../../../domain/framework.ts'
import { isItemUnfinished, stateOf, type AnswerFacts, type ItemState } from '../../../domain/completeness.ts'
import { needsOpenRound, type Round } from '../../../domain/round.ts'
import { isSignOffDone } from '../../../domain/sign-off.ts'
import { areaTitleIn, itemIn } from '../../../domain/translation.ts'
import type { Link, Notice, TaskList } from '../../../web/components.ts'
import { englishLeftIn, readingLine } from '../../frameworks/frameworks.public.ts'
import { criteriaNotice, ownStatus } from '../statuses/status.pages.ts'
import { bookOf, progressPicture, progressSentences } from '../progress/progress.pages.ts'
import { writerIn } from '../assignments/assignment.store.ts'
import { earlierReasonsFold } from '../move-reasons/move-reason.pages.ts'
import { noticeOf } from './returned.pages.ts'
import { unsavedTexts } from './unsaved-texts.pages.ts'
import { dueIn, whyExtended } from './due.pages.ts'
import { rowOf, wholeRows } from './row.pages.ts'
import type { Tasks } from './task-list.store.ts'
import {
  unfinishedWork,
  filtersOf,
  filteredGroups,
  type UnfinishedWork,
  type OwnGroup,
  type TaskFilter,
} from './team.pages.ts'
import type { T } from '../../../words/words.ts'
import { comparisonLink } from '../since-last-year/comparison.pages.ts'
import { recommendationsNotice, carriedSentence, staysValidSentence } from '../since-last-year/since-last-year.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/task-list/task-list': ReturnType<typeof taskList>
    'applications/task-list/doing': UnfinishedWork
  }
}

/**
 * The library's page for its application. It shows what is complete and what is missing, and links to the page for
 * submitting.
 */
export function taskList(t: T, actor: Actor, tasks: Tasks, filter: TaskFilter = 'all') {
  const { application, framework, answers, round, openQuestions, carried } = tasks
  const states = statesOf(application, framework, answers)
  const criteria = criteriaAskedBy(framework, application.kind)
  const open = canBeWritten(application)
  const reader = writerIn(actor, application)
  const roles = membershipsIn(actor, application.organisationId)
  const isLead = roles.includes('lead')
  const address = `/applications/${application.id}`
  const { groups, prerequisites } = groupsOf(t, tasks, { states, reader })
  const all = prerequisites ? [prerequisites.group, ...groups] : groups
  const listed = filteredGroups(filter, filter === 'all' ? groups : all)
  return {
    title: t(`application.kind.${application.kind}`),
    back: { text: application.organisationName, href: `/organisations/${application.organisationId}/applications` },
    heading: {
      text: t(`application.kind.${application.kind}`),
      caption: captionOf(t, application, round),
      size: 'l' as const,
    },
    reading: listReading(t, tasks, address),
    draftNotice: criteriaNotice(t, framework, application, tasks.publishedAt),
    due: open ? dueIn(t, tasks) : null,
    extended: open ? whyExtended(t, tasks) : null,
    noRound: needsOpenRound(application) && round === null ? t('applications.tasks.no_round') : null,
    status: open ? null : ownStatus(t, application),
    notice:
      noticeOf(t, application, framework) ??
      newsOf(t, application, { openQuestions, isLead }) ??
      (open ? recommendationsNotice(t, application) : null),
    unsaved: unsavedTexts(t, actor, tasks),
    earlier: earlierReasonsFold(t, application, tasks),
    carried: open ? carriedSentence(t, application, carried) : staysValidSentence(t, application, carried),
    picture: progressPicture(
      framework.areas.map(({ id }) =>
        criteria.filter(({ area }) => area === id).map(item => bookOf(states.get(item.id))),
      ),
    ),
    progress: [...progressSentences(t, criteria, states), ...toChange(t, tasks)],
    filters:
      open && tasks.team.assignments.length > 0
        ? filtersOf(t, address, {
            current: filter,
            groups: all,
            isObserver: roles.every(role => role === 'observer'),
          })
        : null,
    tasks: { groups: listed },
    prerequisites: filter === 'all' && prerequisites ? folded(prerequisites) : null,
    nothing: filter !== 'all' && listed.length === 0 ? t('applications.tasks.show.nothing') : null,
    doing: open
      ? unfinishedWork(t, tasks.team, { left: leftOf(tasks, states), reader, href: `${address}/assignments` })
      : null,
    submitApplication: open
      ? {
          text: submitText(t, application, roles),
          button: { text: t('applications.tasks.submit.button'), href: `/applications/${application.id}/submission` },
        }
      : null,
    isOpen: open,
    team: { text: t('applications.tasks.team.link'), href: `/organisations/${application.organisationId}/team` },
    links: linksOf(t, tasks, isLead),
  }
}

const toChange = (t: T, { application, untouched }: Tasks): string[] =>
  canBeWritten(application) && untouched.length > 0
    ? [t('applications.tasks.to_change', { count: untouched.length })]
    : []

const leftOf = ({ application, untouched }: Tasks, states: ReadonlyMap<string, ItemState>): string[] =>
  [...states].filter(([id, state]) => isItemUnfinished(application, id, { state, untouched })).map(([id]) => id)

function submitText(t: T, { status }: ApplicationRecord, roles: readonly MemberRole[]): string {
  const isLead = roles.includes('lead')
  if (status === 'more evidence asked')
    return t(isLead ? 'applications.tasks.submit.more' : 'applications.tasks.submit.more.others')
  if (isLead) return t('applications.tasks.submit.text')
  return t(
    roles.includes('contributor') ? 'applications.tasks.submit.contributor' : 'applications.tasks.submit.observer',
  )
}

/** The prerequisites, collapsed. The text of the collapsed block replaces their heading. */
const folded = ({ summary, group }: Prerequisites): { summary: string; tasks: TaskList } => ({
  summary,
  tasks: { groups: [{ ...group, heading: null, sentence: null }] },
})

/** @param address the address of the list in English */
export function listReading(
  t: T,
  { application, framework, reading }: Pick<Tasks, 'application' | 'framework' | 'reading'>,
  address: string,
) {
  const titles = itemsAskedBy(framework, application.kind).map(item => itemIn(reading.translation, item).title)
  return readingLine(t, reading, { address, part: 'all', english: englishLeftIn(titles) })
}

/** The state of each item, by its id. Has only the items that this kind of application asks for. */
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

/** A notice at the top of the page when the library has a question or a decision letter to read. */
function newsOf(
  t: T,
  application: ApplicationRecord,
  { openQuestions, isLead }: { openQuestions: number; isLead: boolean },
): Notice | null {
  const { id, decisionLetterReleased } = application
  if (openQuestions > 0 && isUnderWay(application))
    return {
      tone: 'welcome',
      icon: 'speech',
      heading: t('applications.tasks.asked_you', { count: openQuestions }),
      text: [],
      link: {
        text: t(isLead ? 'applications.tasks.asked_you.link' : 'applications.tasks.asked_you.read'),
        href: `/applications/${id}/questions`,
      },
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

interface Prerequisites {
  summary: string
  group: OwnGroup
}

/**
 * The groups of tasks, prerequisites first.
 * @returns `prerequisites`: the prerequisites when no required one is left to do; `groups` then leaves them out. Null
 * while one is left, and when there are no prerequisites
 */
function groupsOf(
  t: T,
  tasks: Tasks,
  { states, reader }: { states: ReadonlyMap<string, ItemState>; reader: Writer },
): { groups: OwnGroup[]; prerequisites: Prerequisites | null } {
  const { application, framework, team } = tasks
  const isSignedOff = team.signOff !== null && isSignOffDone(team.signOff.signOff)
  const asked = itemsAskedBy(framework, application.kind)
  const rows = (items: readonly Item[]) =>
    items.map(item => rowOf(t, item, { tasks, state: states.get(item.id) ?? 'not started', reader }))
  const before = asked.filter(({ part }) => part === 'prerequisite')
  const ahead = asked.filter(({ part }) => part === 'looking ahead')
  const beforeDone = doneAmong(before, states)
  const prerequisites = {
    id: 'before',
    heading: t('item.part.prerequisite'),
    sentence: t('applications.tasks.done', { finished: beforeDone, all: before.length }),
    rows: rows(before),
  }
  const areas = framework.areas
    .map(area => ({ area, items: asked.filter(item => item.area === area.id) }))
    .filter(({ items }) => items.length > 0)
    .map(({ area, items }) => ({ ...areaHeading(t, tasks, { area, items, states }), rows: rows(items) }))
  const rest = {
    id: 'ahead',
    heading: canBeWritten(application) ? t('applications.tasks.ahead') : t('item.part.looking ahead'),
    sentence: t('applications.tasks.done', {
      finished: doneAmong(ahead, states) + [application.summary !== '', isSignedOff].filter(Boolean).length,
      all: ahead.length + (team.signOff ? 2 : 1),
    }),
    rows: [...rows(ahead), ...wholeRows(t, tasks)],
  }
  const isRequiredLeft = before.some(item => item.requirement === 'required' && doneAmong([item], states) === 0)
  if (before.length === 0 || isRequiredLeft)
    return { groups: [...(before.length > 0 ? [prerequisites] : []), ...areas, rest], prerequisites: null }
  return {
    groups: [...areas, rest],
    prerequisites: {
      summary: t('applications.tasks.prerequisites', { finished: beforeDone, all: before.length }),
      group: prerequisites,
    },
  }
}

const doneAmong = (items: readonly Item[], states: ReadonlyMap<string, ItemState>): number =>
  items.filter(({ id }) => ['done', 'as before'].includes(states.get(id) ?? '')).length

function areaHeading(
  t: T,
  { reading }: Tasks,
  { area, items, states }: { area: Area; items: readonly Item[]; states: ReadonlyMap<string, ItemState> },
) {
  const { text, language } = areaTitleIn(reading.translation, area)
  return { id: `area-${area.id}`, heading: text, headingLanguage: language, sentence: areaSentence(t, items, states) }
}

function areaSentence(t: T, items: readonly Item[], states: ReadonlyMap<string, ItemState>): string {
  const finished = items.filter(({ id }) => ['written', 'as before'].includes(states.get(id) ?? '')).length
  const count = items.filter(({ id }) => states.get(id) === 'needs evidence').length
  return count > 0
    ? t('applications.tasks.area.need', { finished, all: items.length, count })
    : t('applications.tasks.area', { finished, all: items.length })
}

function linksOf(t: T, { application }: Tasks, isLead: boolean): Link[] {
  const below = `/applications/${application.id}`
  const mayWithdraw =
    isLead && !application.hasReleasedDecision && movesOpenTo('lead', application.status).includes('withdraw')
  return [
    ...(application.isSubmitted
      ? [
          { text: t('applications.tasks.submissions'), href: `${below}/submission` },
          { text: t('applications.tasks.questions'), href: `${below}/questions` },
        ]
      : []),
    ...(application.hasReleasedDecision
      ? [{ text: t('applications.case.link.decision'), href: `${below}/decision` }]
      : []),
    ...[comparisonLink(t, application)].filter(link => link !== null),
    { text: t('application_pack.link'), href: `${below}/pack` },
    ...(canBeWritten(application) && application.kind !== 'renewal'
      ? [{ text: t('word.link'), href: `${below}/word` }]
      : []),
    { text: t('councillors.link'), href: `${below}/councillors` },
    { text: t('applications.tasks.history'), href: `${below}/history` },
    ...(isLead && application.hasReleasedDecision && application.kind !== 'renewal'
      ? [{ text: t('calibration.agreement.title'), href: `${below}/calibration/agreement` }]
      : []),
    ...(isLead && canChooseSharing(application)
      ? [{ text: t('examples.choice.title'), href: `${below}/example/sharing` }]
      : []),
    ...(isLead && canBeWritten(application)
      ? [{ text: t('sign_off.choice.title'), href: `/organisations/${application.organisationId}/sign-off` }]
      : []),
    ...(mayWithdraw ? [{ text: t('applications.tasks.withdraw'), href: `${below}/withdrawal` }] : []),
  ]
}
