import { criteriaAskedBy, itemById, type Framework } from '../../domain/framework.ts'
import { stateOf, type AnswerFacts } from '../../domain/progress.ts'
import { dayOf, daysBetween, type Day, type Instant } from '../../domain/time.ts'
import type { DueCard } from '../../web/components.ts'
import { dueLine } from '../../web/due-line.ts'
import { ownStatus } from '../../web/own-status.ts'
import { progressSentences, spineOf } from '../../web/progress-sentences.ts'
import { shelf } from '../../web/shelf.ts'
import { distance, list, longDay, timeOfDay, weekdayInYear } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import type { LibraryHome } from './home.store.ts'

export interface AboutLibraries {
  libraries: readonly LibraryHome[]
  answers: ReadonlyMap<string, readonly AnswerFacts[]>
  frameworks: ReadonlyMap<string, Framework>
  roundOpen: { name: string; closesAt: Instant } | null
}
type OwnApplication = NonNullable<LibraryHome['application']>

/** A library may ask for a review so long: until then its letter stands on the page. */
const letterIsNews = 28

/** What is due for one library, for this person's place in it; what is with us after that. */
export function libraryCards(t: T, library: LibraryHome, about: AboutLibraries, now: Instant): DueCard[] {
  const { application, award } = library
  const several = about.libraries.length > 1 ? library.name : null
  if (!application) return library.role === 'lead' && !award ? [startCard(t, library, about.roundOpen, now, several)] : awardCards(t, library, several)
  const href = `/applications/${application.id}`
  const questions = questionCards(t, library, href, now, several)
  if (['draft', 'returned', 'more evidence asked'].includes(application.status)) {
    const writes = library.role !== 'observer'
    const title = writes ? t(`home.write.${application.status as 'draft'}`) : t('home.with_us', { organisation: library.name })
    return [...questions, {
      ...progressOf(t, library, application, about), title, href, due: dueOf(t, application, now),
      ...(writes ? { button: t('home.write.button') } : { status: ownStatus(t, { status: application.status, letterReleased: false }) }),
    }]
  }
  if (application.letterReleasedAt) return [...questions, ...letterCards(t, library, application.letterReleasedAt, href, now, several), ...awardCards(t, library, several)]
  const status = ownStatus(t, { status: application.status, letterReleased: false })
  return [...questions, { title: t('home.with_us', { organisation: library.name }), href, status, text: t('home.with_us.text') }]
}

function questionCards(t: T, { openQuestions, replyBy, role }: LibraryHome, href: string, now: Instant, several: string | null): DueCard[] {
  if (openQuestions === 0) return []
  return [{
    title: t('home.questions', { count: openQuestions }), href: `${href}/questions`, text: several,
    button: role === 'lead' ? t('home.questions.button') : null, due: replyBy ? dueBy(t, replyBy, now) : null,
  }]
}

function letterCards(t: T, { award }: LibraryHome, releasedAt: Instant, href: string, now: Instant, several: string | null): DueCard[] {
  const isNews = daysBetween(dayOf(releasedAt), dayOf(now)) <= letterIsNews
  return award && !isNews ? [] : [{ title: t('home.letter'), href: `${href}/decision`, text: several, button: isNews ? t('home.letter.button') : null }]
}

/** As the task list says it; where the panel asks about some criteria, only about those. */
function progressOf(t: T, { name }: LibraryHome, application: OwnApplication, { answers, frameworks, libraries }: AboutLibraries): Pick<DueCard, 'shelf' | 'text'> {
  const framework = frameworks.get(application.frameworkVersionId)
  if (!framework) return { text: name }
  const of = (sentence: string) => (libraries.length > 1 ? t('home.progress.of', { organisation: name, sentence }) : sentence)
  if (application.status === 'more evidence asked') {
    const asked = application.criteriaAsked.flatMap(id => itemById(framework, id) ?? []).map(({ code, title }) => `${code} ${title}`)
    return { text: of(t('home.asked', { items: list(t, asked) })) }
  }
  const facts = new Map((answers.get(application.id) ?? []).map(answer => [answer.itemId, answer]))
  const criteria = criteriaAskedBy(framework, application.kind)
  const states = new Map(criteria.map(item => [item.id, stateOf(item, facts.get(item.id), { kind: application.kind, scope: [] })]))
  const spines = framework.areas.map(area => criteria.filter(item => item.area === area.id).map(({ id }) => spineOf(states.get(id))))
  return { shelf: shelf(spines), text: of(progressSentences(t, criteria, states).join(' ')) }
}

function startCard(t: T, { organisationId }: LibraryHome, round: AboutLibraries['roundOpen'], now: Instant, several: string | null): DueCard {
  return {
    title: t('home.start'), href: `/organisations/${organisationId}/applications/new`, button: t('home.start.button'),
    due: round ? dueAt(t, round.closesAt, now) : null,
    text: several ?? (round ? t('home.start.open', { round: round.name }) : t('home.start.no_round')),
  }
}

function awardCards(t: T, { award }: LibraryHome, several: string | null): DueCard[] {
  if (!award) return []
  const text = award.validTo ? t('home.award.valid', { day: longDay(t, award.validTo) }) : t('home.award.with_us')
  return [{ title: t('home.award'), href: `/awards/${award.id}`, text: several ? t('home.award.of', { organisation: several, text }) : text, status: { icon: 'tick', text: t('home.award.status'), tone: 'done' } }]
}

/** A round that has not opened, or is over, sets no date: the task list says which. */
function dueOf(t: T, { status, until, opensAt, closesAt }: OwnApplication, now: Instant) {
  if (until) return dueBy(t, until, now)
  return status === 'draft' && opensAt && closesAt && opensAt <= now && now < closesAt ? dueAt(t, closesAt, now) : null
}

const dueBy = (t: T, day: Day, now: Instant) => dueOn(t, day, weekdayInYear(t, day), now)
const dueAt = (t: T, at: Instant, now: Instant) => dueOn(t, dayOf(at), t('applications.tasks.moment', { day: weekdayInYear(t, dayOf(at)), time: timeOfDay(t, at) }), now)

function dueOn(t: T, day: Day, strong: string, now: Instant) {
  const days = daysBetween(dayOf(now), day)
  return dueLine(t('home.due', { day: strong, distance: distance(t, days) }), strong, days)
}
