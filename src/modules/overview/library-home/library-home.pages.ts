import type { Actor } from '../../../domain/actor.ts'
import { criteriaAskedBy, itemById, itemsAskedBy, type Framework } from '../../../domain/framework.ts'
import type { Task } from '../../../domain/task-order.ts'
import { hasOwnAnswer, lacksOf, stateOf, type AnswerFacts } from '../../../domain/completeness.ts'
import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import type { DueCard, DueLine } from '../../../web/components.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import {
  type AssignedWork,
  type TargetsDue,
  bookOf,
  ownStatus,
  progressPicture,
  progressSentences,
  targetsAddress,
} from '../../applications/applications.public.ts'
import { awardCards, lastDayToSubmit, notValidText, renewalTask } from '../award-cards/award-card.pages.ts'
import { dueAt, dueBy, informationCard, roundDue, task, type RankedCard } from '../due-cards/due-card.pages.ts'
import { evidenceCards, type EvidenceToDo } from '../evidence-cards/evidence-card.pages.ts'
import { isNews, renewalOf, type LibraryHome, type OwnApplication, type OwnAward } from './library-home.store.ts'

export interface AboutLibraries extends EvidenceToDo {
  libraries: readonly LibraryHome[]
  answers: ReadonlyMap<string, readonly AnswerFacts[]>
  frameworks: ReadonlyMap<string, Framework>
  roundOpen: { name: string; closesAt: Instant } | null
  /** for each application, how many items the person has to write, to mark as ready or, as a lead, to check */
  work: readonly AssignedWork[]
  /** the person's targets that are due soon and, for a lead, those whose owner has left the library */
  targets: readonly TargetsDue[]
}

/** The data for the cards of one library. */
interface Shown {
  library: LibraryHome
  about: AboutLibraries
  /** the library's name if the person has several libraries; otherwise null */
  name: string | null
  now: Instant
  today: Day
}

/** The cards of one library, for the person's role in it. A closed library has none for awards or a new application. */
export function libraryCards(
  t: T,
  actor: Actor,
  library: LibraryHome,
  { now, ...about }: AboutLibraries & { now: Instant },
): RankedCard[] {
  const { applications, awards } = library
  const name = about.libraries.length > 1 ? library.name : null
  const today = dayOf(now)
  const shown: Shown = { library, about, name, now, today }
  const isNew = applications.length === 0 && awards.length === 0 && !library.isClosed
  const renewable = library.isClosed ? [] : awards
  return [
    ...evidenceCards(t, about, { actor, library, name, today }),
    ...workCards(t, shown),
    ...targetCards(t, shown),
    ...(isNew && library.role === 'lead' ? [startCard(t, shown)] : []),
    ...applications.flatMap(application => applicationCards(t, application, shown)),
    ...renewable.flatMap(award =>
      awardCards(t, { award, library, renewal: renewalOf(award, applications), name, today }),
    ),
  ]
}

const workWords = { 'to write': 'home.work.write', 'to mark': 'home.work.mark', 'to check': 'home.work.check' } as const

/**
 * Cards for assigned criteria. The person has to write some and to mark others as ready; a lead also has to check those
 * marked as ready.
 */
const workCards = (t: T, { about, library, name, today }: Shown): RankedCard[] =>
  about.work
    .filter(({ organisationId }) => organisationId === library.organisationId)
    .map(({ applicationId, kind, count, toMark, dueOn }) => {
      const key = workWords[kind]
      const mark = toMark > 0 ? t('home.work.write.mark', { count: toMark }) : null
      const card: DueCard = {
        title: t(key, { count }),
        href: `/applications/${applicationId}?show=${kind === 'to check' ? 'action' : 'yours'}`,
        text: workText(t, name, { about: t(`${key}.text`, { count }), mark }),
        due: dueOn ? dueBy(t, dueOn, today) : null,
        button: t('home.work.button'),
      }
      return task(card, { loss: 'record', days: dueOn ? daysBetween(today, dueOn) : null })
    })

function workText(t: T, name: string | null, { about, mark }: { about: string; mark: string | null }): string {
  if (!name) return [about, mark].filter(Boolean).join(' ')
  return mark ? t('home.progress.of', { organisation: name, sentence: mark }) : name
}

/** Cards for the person's own targets that are due soon and, for a lead, targets that need a new owner. */
const targetCards = (t: T, { about, library, name, today }: Shown): RankedCard[] =>
  about.targets
    .filter(({ organisationId }) => organisationId === library.organisationId)
    .map(({ organisationId, kind, count, dueOn }) => {
      const key = kind === 'due' ? 'home.targets' : 'home.targets.owner'
      const card: DueCard = {
        title: t(key, { count }),
        href: targetsAddress({ id: organisationId }),
        text: name ?? t(`${key}.text`, { count }),
        due: dueBy(t, dueOn, today),
        button: t('home.targets.button'),
      }
      return task(card, { loss: 'record', days: daysBetween(today, dueOn) })
    })

function startCard(t: T, { library, about: { roundOpen }, name, today }: Shown): RankedCard {
  const card: DueCard = {
    title: t('home.start'),
    href: `/organisations/${library.organisationId}/applications/new`,
    button: t('home.start.button'),
    due: roundOpen ? dueAt(t, roundOpen.closesAt, today) : null,
    text: name ?? (roundOpen ? t('home.start.open', { round: roundOpen.name }) : t('home.start.no_round')),
  }
  const days = roundOpen ? daysBetween(today, dayOf(roundOpen.closesAt)) : null
  return task(card, { loss: 'application', days })
}

function applicationCards(t: T, application: OwnApplication, shown: Shown): RankedCard[] {
  const { library } = shown
  const questions = questionCards(t, application, shown)
  if (['draft', 'returned', 'more evidence asked'].includes(application.status))
    return [...questions, writingCard(t, application, shown)]
  if (application.decisionLetterReleasedAt)
    return [...questions, ...decisionLetterCards(t, application, application.decisionLetterReleasedAt, shown)]
  // leaves out a submitted renewal, because the award's card already shows it
  if (application.awardId && library.awards.some(({ id }) => id === application.awardId)) return questions
  const card: DueCard = {
    title: t('home.with_us', { organisation: library.name }),
    href: `/applications/${application.id}`,
    status: ownStatus(t, { status: application.status, decisionLetterReleased: false }),
    text: t('home.with_us.text'),
  }
  return [...questions, informationCard(card, t('home.with_us.quiet'))]
}

/** A task for leads, because only leads can reply. For other members, the card only says that there are questions. */
function questionCards(
  t: T,
  { id, openQuestions, replyBy }: OwnApplication,
  { library, name, today }: Shown,
): RankedCard[] {
  if (openQuestions === 0) return []
  const href = `/applications/${id}/questions`
  if (library.role !== 'lead') {
    const sentence = t('home.questions.lead_replies')
    const text = name ? t('home.progress.of', { organisation: name, sentence }) : sentence
    return [informationCard({ title: t('home.questions.asked', { count: openQuestions }), href, text })]
  }
  const card: DueCard = {
    title: t('home.questions', { count: openQuestions }),
    href,
    text: name,
    button: t('home.questions.button'),
    due: replyBy ? dueBy(t, replyBy, today) : null,
  }
  return [task(card, { loss: 'application', days: replyBy ? daysBetween(today, replyBy) : null })]
}

function decisionLetterCards(
  t: T,
  { id }: OwnApplication,
  releasedAt: Instant,
  { library, name, today }: Shown,
): RankedCard[] {
  const card: DueCard = { title: t('home.decision_letter'), href: `/applications/${id}/decision`, text: name }
  if (isNews(releasedAt, today)) {
    const button = t('home.decision_letter.button')
    return [task({ ...card, button }, { loss: 'application', days: 0 })]
  }
  return library.awards.length > 0 ? [] : [informationCard(card)]
}

function writingCard(t: T, application: OwnApplication, shown: Shown): RankedCard {
  const { library, about, today } = shown
  const award = library.awards.find(({ id }) => id === application.awardId) ?? null
  const isObserver = library.role === 'observer'
  const progress = progressOf(t, application, shown)
  const notValid = isDraftRenewal(application) && award ? notValidText(t, award, today) : null
  const due = dueOf(t, application, award, shown)
  const card: DueCard = {
    ...progress,
    title: writingTitle(t, application),
    href: `/applications/${application.id}`,
    text: [notValid, progress.text].filter(Boolean).join(' '),
    due,
    ...(isObserver
      ? observedCard(t, application, library)
      : { button: writingButton(t, application), buttonHref: nextPage(application, about) }),
  }
  return isObserver && application.signOffsAsked === 0
    ? informationCard(card, [notValid, t(`home.observed.${application.status as 'draft'}`)].filter(Boolean).join(' '))
    : task(card, writingTask(application, award, due !== null, shown))
}

/** The parts that differ on an observer's card, because observers can only sign off the application. */
const observedCard = (t: T, { id, status, signOffsAsked }: OwnApplication, { name }: LibraryHome): Partial<DueCard> =>
  signOffsAsked > 0
    ? {
        title: t('home.sign_off', { organisation: name }),
        href: `/applications/${id}/sign-off`,
        button: t('home.sign_off.button'),
      }
    : {
        title: t('home.with_us', { organisation: name }),
        status: ownStatus(t, { status, decisionLetterReleased: false }),
      }

/**
 * The address of the item to write next: the only item that the library was asked to change or, in a draft of a first
 * application or full reappraisal, the first required item that is incomplete. Null in all other cases.
 */
function nextPage(application: OwnApplication, { frameworks, answers }: AboutLibraries): string | null {
  const { id, kind, status, pledges, criteriaAsked } = application
  const framework = frameworks.get(application.frameworkVersionId)
  if (!framework) return null
  const [asked, ...others] = criteriaAsked.flatMap(each => itemById(framework, each) ?? [])
  if (asked && others.length === 0 && isAsking(application)) return `/applications/${id}/criteria/${asked.code}`
  if (status !== 'draft' || kind === 'renewal') return null
  const facts = new Map((answers.get(id) ?? []).map(answer => [answer.itemId, answer]))
  const next = itemsAskedBy(framework, kind).find(
    item =>
      item.requirement === 'required' &&
      hasOwnAnswer(item) &&
      lacksOf(item, facts.get(item.id), { kind, scope: [], hasPledge: pledges > 0 }).length > 0,
  )
  return next ? `/applications/${id}/criteria/${next.code}` : null
}

/** Whether each item to change has its own page. A returned renewal has one page for all its items. */
const isAsking = ({ status, kind }: OwnApplication): boolean =>
  status === 'more evidence asked' || (status === 'returned' && kind !== 'renewal')

const isDraftRenewal = ({ status, kind }: OwnApplication): boolean => status === 'draft' && kind !== 'first'

const writingTitle = (t: T, application: OwnApplication): string =>
  isDraftRenewal(application)
    ? t(`home.write.${application.kind as 'renewal'}`)
    : t(`home.write.${application.status as 'draft'}`)

const writingButton = (t: T, application: OwnApplication): string =>
  isDraftRenewal(application) ? t(`home.write.${application.kind as 'renewal'}.button`) : t('home.write.button')

function writingTask(application: OwnApplication, award: OwnAward | null, isDue: boolean, { now, today }: Shown): Task {
  const { until, closesAt, acceptsUntil } = application
  if (until) return { loss: 'application', days: daysBetween(today, until) }
  if (isDraftRenewal(application) && award) return renewalTask(award, today)
  const due = isDue && acceptsUntil && now < acceptsUntil ? closesAt : null
  return { loss: 'application', days: due && daysBetween(today, dayOf(due)) }
}

/** A line about the deadline, the renewal's due date or the round's dates; null when there is none of these. */
function dueOf(t: T, application: OwnApplication, award: OwnAward | null, { now, today }: Shown): DueLine | null {
  if (application.until) return dueBy(t, application.until, today)
  if (application.status !== 'draft') return null
  const lastDay = award ? lastDayToSubmit(award, today) : null
  if (lastDay) return dueBy(t, lastDay, today)
  return roundDue(t, application, now)
}

/**
 * An application's progress, in the same words as on its task list. A light renewal has one sentence instead. If the
 * panel has asked for more evidence, the text names the criteria that need it.
 */
function progressOf(
  t: T,
  application: OwnApplication,
  { about, library, name }: Shown,
): Pick<DueCard, 'progress' | 'text'> {
  const framework = about.frameworks.get(application.frameworkVersionId)
  if (!framework) return { text: library.name }
  const ofLibrary = (sentence: string) => (name ? t('home.progress.of', { organisation: name, sentence }) : sentence)
  if (application.status === 'more evidence asked') {
    const asked = application.criteriaAsked
      .flatMap(id => itemById(framework, id) ?? [])
      .map(({ code, title }) => `${code} ${title}`)
    return { text: ofLibrary(t('home.asked', { items: list(t, asked) })) }
  }
  if (application.kind === 'renewal') return { text: ofLibrary(t('home.write.renewal.text')) }
  const facts = new Map((about.answers.get(application.id) ?? []).map(answer => [answer.itemId, answer]))
  const criteria = criteriaAskedBy(framework, application.kind)
  const states = new Map(
    criteria.map(item => [item.id, stateOf(item, facts.get(item.id), { kind: application.kind, scope: [] })]),
  )
  const books = framework.areas.map(area =>
    criteria.filter(item => item.area === area.id).map(({ id }) => bookOf(states.get(id))),
  )
  return { progress: progressPicture(books), text: ofLibrary(progressSentences(t, criteria, states).join(' ')) }
}
