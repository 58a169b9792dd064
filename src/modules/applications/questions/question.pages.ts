import type { ApplicationRecord } from '../../access/access.public.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { isBeingRead, isUnderWay } from '../../../domain/application.ts'
import { criteriaAskedBy, itemById, itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { daysBetween, type Day } from '../../../domain/time.ts'
import type { Status } from '../../../web/components.ts'
import { withCalendar } from '../../../web/calendar-link.ts'
import { dueLine } from '../../../web/due-line.ts'
import { dateValues } from '../../../web/date-inputs.ts'
import { checkboxes, dateField, errorSummary, textArea } from '../../../web/fields.ts'
import { autosavedPart, formShown, type Entered, type FormShown, type Typing } from '../../../web/autosaved-page.ts'
import { errorOf, formOf, valuesOf, type Form } from '../../../web/form.ts'
import { relativeDay, longDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { countWithoutConsent, mayOpen } from '../../../domain/readable-evidence.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { unavailableText } from '../criteria/replacement.pages.ts'
import { type EvidenceLine, type PersonalDataQuestion, periodText } from '../../evidence/evidence.public.ts'
import { defaultReplyBy, maxQuestionLength, maxReplyLength, questionFields, replyFields } from './question.forms.ts'
import type { Question } from './question.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/questions/list': ReturnType<typeof questionList>
    'applications/questions/new': ReturnType<typeof newQuestion>
    'applications/questions/reply': ReturnType<typeof replyPage>
    'applications/questions/withdrawal': ReturnType<typeof withdrawalPage>
  }
}

interface QuestionsShown {
  actor: Actor
  application: ApplicationRecord
  framework: Framework
  today: Day
  /** the item that the reader has just asked a question about; otherwise null */
  from: Item | null
}

/** All questions about an application, as its library or people at the charity see them. */
export function questionList(t: T, shown: QuestionsShown, questions: readonly Question[]) {
  const { actor, application, framework, from } = shown
  const isLibrary = isOwnLibrary(shown)
  const mayAsk = can(actor, 'question.ask', application)
  const title = t(isLibrary ? 'questions.title.own' : 'questions.title')
  return {
    title,
    back:
      from && isJudged(shown, from)
        ? { text: t('questions.back', { code: from.code }), href: addressOf(shown, from) }
        : {
            text: isLibrary ? t(`application.kind.${application.kind}`) : application.organisationName,
            href: `/applications/${application.id}`,
          },
    heading: { text: title, caption: application.organisationName, size: 'l' as const },
    lead: isLibrary ? leadFor(t, shown) : t('questions.lead'),
    empty:
      questions.length > 0
        ? null
        : {
            picture: 'letters' as const,
            heading: t('questions.empty'),
            text: emptyText(t, isLibrary, mayAsk),
          },
    questions: questions.map(question => oneQuestion(t, shown, question)),
    ask: mayAsk
      ? {
          summary: t('questions.ask.about'),
          items: itemsAskedBy(framework, application.kind).map(({ code, title: item }) => ({
            text: `${code} ${item}`,
            href: `/applications/${application.id}/criteria/${code}/questions/new`,
            hidden: t('questions.ask.about.hidden'),
          })),
        }
      : null,
    closed: !isLibrary && !mayAsk && !isBeingRead(application) ? t('questions.closed') : null,
  }
}

function emptyText(t: T, isLibrary: boolean, mayAsk: boolean): string[] {
  if (isLibrary) return [t('questions.empty.own')]
  return mayAsk ? [t('questions.empty.reader')] : []
}

/** The introduction for the library; null once nobody can reply. */
const leadFor = (t: T, { actor, application }: QuestionsShown): string | null =>
  isUnderWay(application)
    ? t(
        membershipsIn(actor, application.organisationId).includes('lead')
          ? 'questions.lead.lead'
          : 'questions.lead.own',
      )
    : null

const isOwnLibrary = ({ actor, application }: QuestionsShown): boolean =>
  membershipsIn(actor, application.organisationId).length > 0

/** Whether the item is a criterion, and the reader reads its answer on the panel's page. */
const isJudged = ({ actor, application, framework }: QuestionsShown, { id }: Item): boolean =>
  can(actor, 'appraisal.read', application) &&
  criteriaAskedBy(framework, application.kind).some(criterion => criterion.id === id)

/** The address of the page on which the reader reads the answer to this item. */
const addressOf = (shown: QuestionsShown, item: Item): string =>
  `/applications/${shown.application.id}/${isJudged(shown, item) ? 'appraisal' : 'criteria'}/${item.code}`

function oneQuestion(t: T, shown: QuestionsShown, question: Question) {
  const { actor, application, framework, today } = shown
  const item = itemById(framework, question.itemId)
  const address = `/applications/${application.id}/questions/${question.id}`
  const about = item ? `${item.code} ${item.title}` : question.itemId
  const isOpen = question.status === 'open'
  const isToAnswer = isOpen && isOwnLibrary(shown) && isUnderWay(application)
  return {
    id: `question-${question.id}`,
    about,
    link: item ? { text: about, href: addressOf(shown, item) } : null,
    asked: t(askedBy(shown, question), { day: longDay(t, question.askedOn) }),
    body: paragraphs(question.body),
    // no status "open" once the application is no longer under way, because nobody can reply
    status: isToAnswer || (isOpen && !isUnderWay(application)) ? null : stateOf(t, question),
    due: isToAnswer ? dueOn(t, question, today) : null,
    reply:
      question.reply === null
        ? null
        : {
            heading: t(isOwnLibrary(shown) ? 'questions.reply.heading.own' : 'questions.reply.heading', {
              day: longDay(t, question.repliedOn ?? question.replyBy),
            }),
            text: paragraphs(question.reply),
            kept: isOwnLibrary(shown) && question.keptReason ? question.keptReason : null,
          },
    evidence: question.evidence
      .filter(evidence => mayOpen(actor, application, evidence))
      .map(({ id, title }) => ({ text: title, href: `/evidence/${id}` })),
    unavailable: unavailableText(t, countWithoutConsent(actor, application, question.evidence)),
    answer: can(actor, 'question.reply', application, question)
      ? { text: t('questions.reply.link'), href: `${address}/reply`, hidden: about }
      : null,
    withdraw: can(actor, 'question.withdraw', application, question)
      ? { text: t('questions.withdraw'), href: `${address}/withdrawal`, hidden: about }
      : null,
  }
}

/** Asks for confirmation before a question is withdrawn. */
export function withdrawalPage(
  t: T,
  { application, item, question }: { application: ApplicationRecord; item: Item | null; question: Question },
) {
  const href = `/applications/${application.id}/questions`
  const title = t('questions.withdraw.title')
  return {
    title,
    back: { text: t('questions.title'), href },
    confirmation: {
      heading: { caption: item ? `${item.code} ${item.title}` : question.itemId, text: title, size: 'l' as const },
      text: [
        t('questions.withdraw.question', { question: question.body }),
        t('questions.withdraw.text'),
        t('questions.withdraw.final'),
      ],
      button: { text: t('questions.withdraw.button'), kind: 'warning' as const },
      cancel: { text: t('questions.withdraw.keep'), href },
    },
  }
}

/** The key of the text that says who asked. The library never sees who asked. */
function askedBy(shown: QuestionsShown, { askedBy: id }: Question) {
  return !isOwnLibrary(shown) && id === shown.actor.id ? ('questions.asked.you' as const) : ('questions.asked' as const)
}

function stateOf(t: T, { status, replyBy }: Question): Status {
  const text = t(`questions.state.${status}`, { day: longDay(t, replyBy) })
  if (status === 'open') return { icon: 'speech', tone: 'you', text }
  return status === 'answered' ? { icon: 'tick', tone: 'done', text } : { icon: 'dash', tone: 'quiet', text }
}

function dueOn(t: T, { id, replyBy: day }: Question, today: Day) {
  const days = daysBetween(today, day)
  const line = dueLine(
    t(days < 0 ? 'due.past' : 'questions.due', { day: weekdayInYear(t, day), distance: relativeDay(t, days) }),
    weekdayInYear(t, day),
    days,
  )
  return withCalendar(t, line, { kind: 'question', id })
}

/**
 * The form of a new question, with the values just sent. Without those, it has the autosaved values or, if there are
 * none, only the suggested date.
 */
export const questionShown = (
  { today, typed }: Typing,
  findingsDue: Day | null,
  entered: Entered | null,
): FormShown => {
  const form = formOf({ version: '0', ...dateValues('replyBy', defaultReplyBy(today, findingsDue)) })
  return formShown({ form, fields: questionFields }, typed, entered)
}

export function newQuestion(
  t: T,
  { application, item }: { application: ApplicationRecord; item: Item },
  { shown, typing }: { shown: FormShown; typing: Typing },
) {
  const { form } = shown
  const label = t('questions.ask.body')
  return {
    title: t('questions.ask.heading', { organisation: application.organisationName }),
    back: { text: t('questions.title'), href: `/applications/${application.id}/questions` },
    errors: errorSummary(form),
    autosaved: autosavedPart(t, typing, shown, { body: label }),
    version: { name: 'version', value: '0' },
    heading: {
      text: t('questions.ask.heading', { organisation: application.organisationName }),
      caption: `${item.code} ${item.title}`,
      size: 'l' as const,
    },
    body: textArea(form, 'body', label, {
      hint: t('questions.ask.body.hint'),
      rows: 5,
      most: maxQuestionLength,
      size: 's',
    }),
    replyBy: dateField(form, 'replyBy', t('questions.ask.reply_by')),
  }
}

/**
 * The reply form, with the text just sent or, if there is none, the unsaved text. Its version is always 0, because a
 * reply is final and can be sent only once.
 */
export const replyShown = (typing: Typing, entered: Entered | null): FormShown =>
  formShown({ form: formOf({ version: '0' }), fields: replyFields }, typing.typed, entered)

/** @param offered `candidates` lists the evidence to choose from; evidence for this criterion comes first */
export function replyPage(
  t: T,
  { application, item, question }: { application: ApplicationRecord; item: Item | null; question: Question },
  offered: { candidates: readonly EvidenceLine[]; today: Day },
  { shown, typing, personalData }: { shown: FormShown; typing: Typing; personalData: PersonalDataQuestion | null },
) {
  const { candidates, today } = offered
  const { form } = shown
  const label = t('questions.reply.label')
  const back = `/applications/${application.id}/questions`
  return {
    title: t('questions.reply.title'),
    back: { text: t('questions.title.own'), href: back },
    errors: errorSummary(form),
    heading: {
      text: t('questions.reply.title'),
      caption: item ? `${item.code} ${item.title}` : application.organisationName,
      size: 'l' as const,
    },
    question: paragraphs(question.body),
    due: dueOn(t, question, today),
    autosaved: autosavedPart(t, { ...typing, editing: '' }, shown, { reply: label }),
    version: { name: 'version', value: '0' },
    personalData,
    reply: textArea(form, 'reply', label, { rows: 6, most: maxReplyLength, size: 's' }),
    evidence: candidates.length > 0 ? evidenceField(t, form, candidates) : null,
    isAttaching: valuesOf(form, 'evidence').length > 0 || errorOf(form, 'evidence') !== null,
    none: candidates.length === 0 ? t('questions.reply.evidence.none') : null,
    add: {
      text: t('questions.reply.evidence.add'),
      href: `/organisations/${application.organisationId}/evidence/new?case=${application.id}&question=${question.id}`,
    },
  }
}

const evidenceField = (t: T, form: Form, candidates: readonly EvidenceLine[]) =>
  checkboxes(form, 'evidence', t('questions.reply.evidence'), {
    choices: candidates.map(line => ({
      value: line.id,
      text: line.title,
      hint: t('answers.pick.line', { kind: t(`evidence.kind.${line.kind}`), period: periodText(t, line) }),
    })),
    hint: t('questions.reply.evidence.hint'),
  })
