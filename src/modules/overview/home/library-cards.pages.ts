import { criteriaAskedBy, itemById, type Framework } from '../../../domain/framework.ts'
import { stateOf, type AnswerFacts } from '../../../domain/progress.ts'
import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import type { DueCard, DueLine } from '../../../web/components.ts'
import { ownStatus, progressSentences, progressPicture, bookOf } from '../../applications/applications.public.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { RecurringDue } from '../../evidence/evidence.public.ts'
import { awardCards, lastChance, notValidText, urgencyOf } from './award-cards.pages.ts'
import { dueAt, dueBy } from './due.pages.ts'
import { isNews, type LibraryHome, type OwnApplication, type OwnAward } from './library-home.store.ts'
import { toDo, toKnow, type Ranked } from './ranked.ts'

export interface AboutLibraries {
  libraries: readonly LibraryHome[]
  answers: ReadonlyMap<string, readonly AnswerFacts[]>
  frameworks: ReadonlyMap<string, Framework>
  roundOpen: { name: string; closesAt: Instant } | null
  /** pieces of each library that wait for a consent */
  consents: readonly { organisationId: string; count: number }[]
  /** what waits in the trays of those that this person leads */
  inboxes: readonly { organisationId: string; count: number }[]
  /** what is collected again and again and is due soon or late: asked of this person, or at libraries that they lead */
  recurring: readonly RecurringDue[]
}

/** What is due for one library, for this person's place in it; what is with us after that. */
export function libraryCards(t: T, library: LibraryHome, about: AboutLibraries, now: Instant): Ranked[] {
  const { applications, awards } = library
  const name = about.libraries.length > 1 ? library.name : null
  const consents = [...consentCards(t, library, about, name), ...inboxCards(t, library, about, name)]
  if (applications.length === 0 && awards.length === 0)
    return [...consents, ...(library.role === 'lead' ? [startCard(t, library, about.roundOpen, now, name)] : [])]
  const underWay = (award: OwnAward) =>
    applications.find(
      ({ awardId, decisionLetterReleasedAt }) => awardId === award.id && decisionLetterReleasedAt === null,
    ) ?? null
  return [
    ...consents,
    ...applications.flatMap(application => applicationCards(t, library, application, about, now, name)),
    ...awards.flatMap(award => awardCards(t, library, award, underWay(award), name, dayOf(now))),
  ]
}

/** What shows people and waits: nothing can be handed in with it. */
function consentCards(
  t: T,
  { organisationId, role }: LibraryHome,
  { consents }: AboutLibraries,
  name: string | null,
): Ranked[] {
  const count = consents.find(each => each.organisationId === organisationId)?.count ?? 0
  if (count === 0 || role === 'observer') return []
  return [
    toDo({
      title: t('consents.home', { count }),
      href: `/organisations/${organisationId}/consents`,
      text: name ?? t('consents.home.text'),
      button: t('consents.home.button'),
    }),
  ]
}

function inboxCards(t: T, { organisationId }: LibraryHome, { inboxes }: AboutLibraries, name: string | null): Ranked[] {
  const count = inboxes.find(each => each.organisationId === organisationId)?.count ?? 0
  return count === 0
    ? []
    : [
        toDo({
          title: t('inbox.home', { count }),
          href: `/organisations/${organisationId}/inbox`,
          text: name ?? t('inbox.home.text'),
          button: t('inbox.home.button'),
        }),
      ]
}

function applicationCards(
  t: T,
  library: LibraryHome,
  application: OwnApplication,
  about: AboutLibraries,
  now: Instant,
  name: string | null,
): Ranked[] {
  const href = `/applications/${application.id}`
  const today = dayOf(now)
  const questions = questionCards(t, library, application, href, today, name)
  if (['draft', 'returned', 'more evidence asked'].includes(application.status))
    return [...questions, writingCard(t, library, application, about, now, href)]
  if (application.decisionLetterReleasedAt)
    return [...questions, ...letterCards(t, library, application.decisionLetterReleasedAt, href, today, name)]
  // its award says that it is with us
  if (application.awardId && library.awards.some(({ id }) => id === application.awardId)) return questions
  const status = ownStatus(t, { status: application.status, decisionLetterReleased: false })
  return [
    ...questions,
    toKnow(
      { title: t('home.with_us', { organisation: library.name }), href, status, text: t('home.with_us.text') },
      t('home.with_us.quiet'),
    ),
  ]
}

function writingCard(
  t: T,
  library: LibraryHome,
  application: OwnApplication,
  about: AboutLibraries,
  now: Instant,
  href: string,
): Ranked {
  const today = dayOf(now)
  const award = library.awards.find(({ id }) => id === application.awardId) ?? null
  const writes = library.role !== 'observer'
  const isDraftRenewal = application.status === 'draft' && application.kind !== 'first'
  const title = !writes
    ? t('home.with_us', { organisation: library.name })
    : isDraftRenewal
      ? t(`home.write.${application.kind as 'renewal'}`)
      : t(`home.write.${application.status as 'draft'}`)
  const progress = progressOf(t, library, application, about)
  const notValid = isDraftRenewal && award ? notValidText(t, award, today) : null
  const card: DueCard = {
    ...progress,
    text: [notValid, progress.text].filter(Boolean).join(' '),
    title,
    href,
    due: dueOf(t, application, award, now),
    ...(writes
      ? { button: isDraftRenewal ? t('home.write.renewal.button') : t('home.write.button') }
      : { status: ownStatus(t, { status: application.status, decisionLetterReleased: false }) }),
  }
  return toDo(
    card,
    application.until
      ? daysBetween(today, application.until)
      : isDraftRenewal && award
        ? urgencyOf(award, today)
        : card.due && application.closesAt
          ? daysBetween(today, dayOf(application.closesAt))
          : null,
  )
}

function questionCards(
  t: T,
  { role }: LibraryHome,
  { openQuestions, replyBy }: OwnApplication,
  href: string,
  today: Day,
  name: string | null,
): Ranked[] {
  if (openQuestions === 0) return []
  const card: DueCard = {
    title: t('home.questions', { count: openQuestions }),
    href: `${href}/questions`,
    text: name,
    button: role === 'lead' ? t('home.questions.button') : null,
    due: replyBy ? dueBy(t, replyBy, today) : null,
  }
  return [toDo(card, replyBy ? daysBetween(today, replyBy) : null)]
}

function letterCards(
  t: T,
  { awards }: LibraryHome,
  releasedAt: Instant,
  href: string,
  today: Day,
  name: string | null,
): Ranked[] {
  const card = { title: t('home.decision_letter'), href: `${href}/decision`, text: name }
  if (isNews(releasedAt, today)) return [toDo({ ...card, button: t('home.decision_letter.button') }, 0)]
  return awards.length > 0 ? [] : [toKnow(card)]
}

/**
 * As the task list says it; where the panel asks about some criteria, only about those. A light renewal is one page.
 */
function progressOf(
  t: T,
  { name }: LibraryHome,
  application: OwnApplication,
  { answers, frameworks, libraries }: AboutLibraries,
): Pick<DueCard, 'progress' | 'text'> {
  const framework = frameworks.get(application.frameworkVersionId)
  if (!framework) return { text: name }
  const of = (sentence: string) =>
    libraries.length > 1 ? t('home.progress.of', { organisation: name, sentence }) : sentence
  if (application.status === 'more evidence asked') {
    const asked = application.criteriaAsked
      .flatMap(id => itemById(framework, id) ?? [])
      .map(({ code, title }) => `${code} ${title}`)
    return { text: of(t('home.asked', { items: list(t, asked) })) }
  }
  if (application.kind === 'renewal') return { text: of(t('home.write.renewal.text')) }
  const facts = new Map((answers.get(application.id) ?? []).map(answer => [answer.itemId, answer]))
  const criteria = criteriaAskedBy(framework, application.kind)
  const states = new Map(
    criteria.map(item => [item.id, stateOf(item, facts.get(item.id), { kind: application.kind, scope: [] })]),
  )
  const books = framework.areas.map(area =>
    criteria.filter(item => item.area === area.id).map(({ id }) => bookOf(states.get(id))),
  )
  return { progress: progressPicture(books), text: of(progressSentences(t, criteria, states).join(' ')) }
}

function startCard(
  t: T,
  { organisationId }: LibraryHome,
  round: AboutLibraries['roundOpen'],
  now: Instant,
  name: string | null,
): Ranked {
  return toDo(
    {
      title: t('home.start'),
      href: `/organisations/${organisationId}/applications/new`,
      button: t('home.start.button'),
      due: round ? dueAt(t, round.closesAt, dayOf(now)) : null,
      text: name ?? (round ? t('home.start.open', { round: round.name }) : t('home.start.no_round')),
    },
    round ? daysBetween(dayOf(now), dayOf(round.closesAt)) : null,
  )
}

/** A round that has not opened, or is over, sets no date: the task list says which. A renewal is due with its award. */
function dueOf(
  t: T,
  { status, until, opensAt, closesAt }: OwnApplication,
  award: OwnAward | null,
  now: Instant,
): DueLine | null {
  if (until) return dueBy(t, until, dayOf(now))
  const last = status === 'draft' && award ? lastChance(award, dayOf(now)) : null
  if (last) return dueBy(t, last, dayOf(now))
  return status === 'draft' && opensAt && closesAt && opensAt <= now && now < closesAt
    ? dueAt(t, closesAt, dayOf(now))
    : null
}
