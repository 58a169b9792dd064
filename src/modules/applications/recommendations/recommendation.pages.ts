import type { Organisation } from '../../../domain/organisation.ts'
import type { Recommendation, RecommendationNote } from '../../../domain/recommendation.ts'
import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import type { DueLine, Link, Status } from '../../../web/components.ts'
import { withCalendar } from '../../../web/calendar-link.ts'
import { dueLine } from '../../../web/due-line.ts'
import { errorSummary, hiddenField, radios, textArea, textField } from '../../../web/fields.ts'
import { autosavedPart, formShown, type Entered, type FormShown, type Typing } from '../../../web/autosaved-page.ts'
import { formOf } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { relativeDay, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { listDownloadLink } from '../../access/access.public.ts'
import { answerFields, maxAnswerLength, maxNoteLength, verdictFields } from './recommendation.forms.ts'
import type { RecommendationLine } from './recommendation.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/recommendations/list': ReturnType<typeof recommendationList>
    'applications/recommendations/answer': ReturnType<typeof answerPage>
    'applications/recommendations/closing': ReturnType<typeof verdictPage>
    'applications/recommendations/cards': RecommendationCards
  }
}

/** What the reader can do with the recommendations on a page. */
export interface CardRights {
  /** whether the reader belongs to the organisation that received the recommendations */
  isOwn: boolean
  mayAnswer: boolean
  /** the ids of the recommendations that the reader can close */
  judgeable: ReadonlySet<string>
  /** the ids of the applications whose decision letters the reader can open */
  readableApplications: 'all' | ReadonlySet<string>
}

export interface RecommendationsShown {
  recommendations: readonly RecommendationLine[]
  rights: CardRights
  today: Day
}

/** All recommendations to one organisation: first those that need a response, then answered ones, then closed ones. */
export function recommendationList(t: T, organisation: Organisation, shown: RecommendationsShown) {
  const { recommendations, rights } = shown
  const cardsOf = (isShown: (it: RecommendationLine) => boolean) =>
    recommendations.filter(isShown).map(each => recommendationCard(t, each, shown))
  const open = [...cardsOf(({ status }) => status === 'open'), ...cardsOf(({ status }) => status === 'answered')]
  const closed = cardsOf(({ status }) => status === 'closed')
  return {
    title: t('recommendations.title'),
    back: { text: organisation.name, href: `/organisations/${organisation.id}` },
    heading: { text: t('recommendations.title'), caption: organisation.name, size: 'l' as const },
    lead: recommendations.length > 0 ? t(leadFor(rights)) : null,
    empty:
      recommendations.length > 0
        ? null
        : {
            picture: 'letters' as const,
            heading: t('recommendations.none'),
            text: [t(rights.isOwn ? 'recommendations.none.own' : 'recommendations.none.reader')],
          },
    downloads:
      recommendations.length === 0
        ? []
        : [listDownloadLink(t, `/organisations/${organisation.id}/downloads/recommendations`, '')],
    open: open.length > 0 ? { cards: open, level: 3 as const } : null,
    closed:
      closed.length > 0
        ? {
            summary: t('recommendations.closed', { count: closed.length }),
            cards: { cards: closed, level: open.length > 0 ? (3 as const) : (2 as const) },
          }
        : null,
  }
}

function leadFor({ isOwn, mayAnswer }: CardRights) {
  if (!isOwn) return 'recommendations.lead'
  return mayAnswer ? 'recommendations.lead.own' : 'recommendations.lead.team'
}

interface OneRecommendation {
  organisation: Organisation
  recommendation: RecommendationLine
  rights: CardRights
  today: Day
  typing: Typing
}

/** @param entered the form as entered; null when the page is opened */
export function answerPage(t: T, it: OneRecommendation, entered: Entered | null = null) {
  const { owner, version } = it.recommendation
  const saved = { form: formOf({ version: String(version), owner }), fields: answerFields }
  const whole = formShown(saved, it.typing.typed, entered)
  const shown = whole.form
  const label = t('recommendations.answer.label')
  return {
    ...frameOf(t, it, whole, t('recommendations.answer.title')),
    autosaved: autosavedPart(t, { ...it.typing, editing: '' }, typedOnly(whole), { answer: label }),
    answer: textArea(shown, 'answer', label, {
      hint: t('recommendations.answer.hint'),
      rows: 6,
      most: maxAnswerLength,
      size: 's',
    }),
    owner: textField(shown, 'owner', t('recommendations.owner.label'), {
      hint: t('recommendations.owner.hint'),
      width: 20,
      size: 's',
    }),
  }
}

/**
 * Leaves out saved versions of the text, because the page already shows saved answers as notes on the recommendation.
 */
const typedOnly = (shown: FormShown): FormShown => ({
  ...shown,
  others: shown.others.filter(({ isSaved }) => !isSaved),
})

/** @param entered the form as entered; null when the page is opened */
export function verdictPage(t: T, it: OneRecommendation, entered: Entered | null = null) {
  const saved = { form: formOf({ version: String(it.recommendation.version) }), fields: verdictFields }
  const whole = formShown(saved, it.typing.typed, entered)
  const { form } = whole
  const label = t('recommendations.note.label')
  return {
    ...frameOf(t, it, whole, t('recommendations.judge.title')),
    autosaved: autosavedPart(t, { ...it.typing, editing: '' }, typedOnly(whole), { note: label }),
    verdict: radios(form, 'verdict', t('recommendations.verdict.legend'), {
      choices: (['closed', 'kept open'] as const).map(value => ({
        value,
        text: t(`recommendations.verdict.${value}`),
        hint: t(`recommendations.verdict.${value}.hint`),
      })),
      size: 's',
    }),
    note: textArea(form, 'note', label, {
      hint: t('recommendations.note.hint'),
      rows: 4,
      most: maxNoteLength,
      size: 's',
    }),
  }
}

function frameOf(t: T, it: OneRecommendation, { form }: FormShown, title: string) {
  const { organisation, recommendation, rights, today } = it
  const readOnly = { ...rights, mayAnswer: false, judgeable: new Set<string>() }
  return {
    title,
    back: { text: t('recommendations.title'), href: `/organisations/${organisation.id}/recommendations` },
    errors: errorSummary(form),
    heading: { text: title, caption: organisation.name, size: 'l' as const },
    recommendation: {
      cards: [recommendationCard(t, recommendation, { rights: readOnly, today })],
      level: 2 as const,
    },
    version: hiddenField(form, 'version', recommendation.version),
  }
}

/** A recommendation as every page shows it, except the page of a light renewal. */
export interface RecommendationCard {
  id: string
  kind: string
  status: Status
  body: readonly string[]
  about: string | null
  owner: string
  due: DueLine | null
  decisionLetter: Link | null
  decisionLetterOn: string | null
  notes: readonly { heading: string; text: readonly string[] }[]
  links: readonly Link[]
}

export interface RecommendationCards {
  cards: readonly RecommendationCard[]
  /** the level of the headings */
  level: 2 | 3
}

/** @returns null when there are no recommendations */
export function recommendationCards(
  t: T,
  shown: RecommendationsShown | null,
  level: 2 | 3 = 3,
): RecommendationCards | null {
  if (shown === null || shown.recommendations.length === 0) return null
  return { level, cards: shown.recommendations.map(each => recommendationCard(t, each, shown)) }
}

function recommendationCard(
  t: T,
  it: RecommendationLine,
  { rights, today }: Pick<RecommendationsShown, 'rights' | 'today'>,
): RecommendationCard {
  return {
    id: `recommendation-${it.id}`,
    kind: t(`recommendation.kind.${it.kind}`),
    status: recommendationStatus(t, it, rights.isOwn),
    body: paragraphs(it.body),
    about: it.about && t('recommendations.about', it.about),
    owner: t('recommendations.owner', { owner: it.owner }),
    due: dueOf(t, it, today),
    ...decisionLetterOf(t, it, rights),
    notes: it.notes.map(note => ({ heading: headingOf(t, note, rights.isOwn), text: paragraphs(note.body) })),
    links: linksOf(t, it, rights),
  }
}

function recommendationStatus(
  t: T,
  { status, since }: { status: Recommendation['status']; since: Instant },
  isOwn: boolean,
): Status {
  if (status === 'closed')
    return { icon: 'tick', tone: 'done', text: t('recommendations.status.closed', { day: longDay(t, dayOf(since)) }) }
  const waiting = status === 'answered' ? 'answered' : 'open'
  const text = t(isOwn ? `recommendations.status_own.${waiting}` : `recommendations.status.${waiting}`)
  return waiting === 'open' ? { icon: 'door', tone: 'you', text } : { icon: 'hourglass', tone: 'us', text }
}

function dueOf(t: T, { id, dueOn, status }: RecommendationLine, today: Day): DueLine | null {
  if (dueOn === null) return null
  const day = longDay(t, dueOn)
  // An answered recommendation is waiting for the charity, so it is not shown as late.
  if (status !== 'open') return dueLine(t('recommendations.due.was', { day }), '', null)
  const days = daysBetween(today, dueOn)
  const line = dueLine(
    t(days < 0 ? 'due.past' : 'recommendations.due', { day, distance: relativeDay(t, days) }),
    day,
    days,
  )
  return withCalendar(t, line, { kind: 'recommendation', id })
}

/** A link to the decision letter for readers who can open it; otherwise only the date of the letter. */
function decisionLetterOf(
  t: T,
  it: RecommendationLine,
  { readableApplications }: CardRights,
): Pick<RecommendationCard, 'decisionLetter' | 'decisionLetterOn'> {
  if (it.decisionLetterOn === null) return { decisionLetter: null, decisionLetterOn: null }
  const day = longDay(t, it.decisionLetterOn)
  if (readableApplications !== 'all' && !readableApplications.has(it.applicationId))
    return { decisionLetter: null, decisionLetterOn: t('recommendations.decision_letter.unreadable', { day }) }
  return {
    decisionLetter: {
      text: t('recommendations.decision_letter', { day }),
      href: `/applications/${it.applicationId}/decision`,
      hidden: beginning(it.body),
    },
    decisionLetterOn: null,
  }
}

function headingOf(t: T, { says, by, at }: RecommendationNote, isOwn: boolean): string {
  const day = longDay(t, dayOf(at))
  if (says === 'answer')
    return isOwn ? t('recommendations.note_own.answer', { name: by, day }) : t('recommendations.note.answer', { day })
  return isOwn ? t(`recommendations.note_own.${says}`, { day }) : t(`recommendations.note.${says}`, { name: by, day })
}

function linksOf(t: T, it: RecommendationLine, { mayAnswer, judgeable }: CardRights): Link[] {
  if (it.status === 'closed') return []
  const address = `/organisations/${it.organisationId}/recommendations/${it.id}`
  const hidden = beginning(it.body)
  const answer = t(it.status === 'open' ? 'recommendations.answer.link' : 'recommendations.answer.again')
  return [
    ...(mayAnswer ? [{ text: answer, href: `${address}/answer`, hidden }] : []),
    ...(judgeable.has(it.id) ? [{ text: t('recommendations.judge.link'), href: `${address}/closing`, hidden }] : []),
  ]
}

/** The start of a text. It is long enough to tell recommendations apart in a screen reader's list of links. */
const beginning = (text: string): string => (text.length > 80 ? `${text.slice(0, 79).toWellFormed()}…` : text)
