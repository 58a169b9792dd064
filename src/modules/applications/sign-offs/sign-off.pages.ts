import type { Actor } from '../../../domain/actor.ts'
import { lacksOf, type AnswerFacts } from '../../../domain/completeness.ts'
import { criteriaAskedBy, itemById, itemsAskedBy, type Item } from '../../../domain/framework.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { can } from '../../../domain/permissions.ts'
import {
  changesSince,
  isSignedTextCurrent,
  isSignOffDone,
  type SignedAnswer,
  type SignedText,
  type SignOff,
} from '../../../domain/sign-off.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link, Notice, Status } from '../../../web/components.ts'
import { errorSummary, hiddenField, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { wordDifferences, type TextDifference } from '../../../web/word-differences.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { groupsOf, headingOfGroup } from '../submissions/submission.pages.ts'
import { extrasText } from '../submissions/answer-extras.pages.ts'
import { fingerprintOf } from './sign-off.forms.ts'
import type { SignOffSubject } from './sign-off.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/sign-offs/sign-off': ReturnType<typeof signOffPage>
    'applications/sign-offs/changes': { changes: readonly Change[] }
    'applications/sign-offs/answers': { groups: readonly SignedGroup[] }
  }
}

interface Change {
  name: string
  stretches: readonly TextDifference[]
  note: string | null
}
interface SignedGroup {
  summary: string
  answers: readonly { title: string; text: readonly string[]; rating: string | null; evidence: string | null }[]
}

/** `untouched`: the ids of the items that the library was asked to change and has not changed yet. */
interface SignOffShown extends SignOffSubject {
  untouched: readonly string[]
}

/** The page where an observer reads an application and signs it off, and where a lead asks for a sign-off. */
export function signOffPage(t: T, actor: Actor, it: SignOffShown, form: Form = emptyForm) {
  const { application, signOff, now, restricted } = it
  const mayMake = can(actor, 'sign_off.make', application)
  const isSigned = isSignedTextCurrent(signOff?.seen ?? null, now)
  const isOff = !it.isWanted && !isSigned
  const canBeAsked = it.isWanted && it.observers.length > 0 && !isSigned
  const mayAsk = canBeAsked && can(actor, 'sign_off.ask', application)
  const maySign = mayMake && signOff !== null && !isSigned && !isOff
  return {
    title: t('sign_off.title'),
    back: { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` },
    // no form means no fields that an error could link to
    errors: errorSummary(maySign ? form : emptyForm),
    heading: { text: t('sign_off.title'), caption: application.organisationName, size: 'l' as const },
    lead: t(isOff ? 'sign_off.not_wanted' : 'sign_off.lead'),
    status: isOff ? notRequired(t) : signOffStatus(t, signOff, isSigned),
    said: isOff ? null : saidBy(t, signOff, isSigned),
    notice: form.errors.length === 0 && !isOff ? noticeOf(t, it, actor) : null,
    toChange:
      application.status === 'returned' && !isSigned && !isOff ? toChangeNotice(t, it, mayAsk ? 'ask' : 'sign') : null,
    unanswered: mayAsk || maySign ? unansweredNotice(t, it, maySign ? 'sign' : 'ask') : null,
    changes: { changes: signOff?.seen && !isSigned ? changesOf(t, it, signOff.seen) : [] },
    summary: paragraphs(now.summary || t('sign_off.summary.none')),
    shared: t(now.mayBeShared ? 'submissions.sharing.yes' : 'submissions.sharing.no'),
    tallies: talliesOf(t, now),
    restricted: restricted > 0 ? t('sign_off.restricted.all', { count: restricted }) : null,
    weak: weakOf(t, it),
    answers: { groups: groupsToRead(t, it) },
    ask: mayAsk ? askForm(t, it) : null,
    sign: maySign
      ? { seen: hiddenField(form, 'seen', fingerprintOf(now)), read: tickBox(form, 'read', t('sign_off.tick')) }
      : null,
  }
}

const askForm = (t: T, { application, signOff }: SignOffSubject) => ({
  action: `/applications/${application.id}/sign-off/request`,
  text: t(signOff ? 'sign_off.ask.again' : 'sign_off.ask'),
})

const notRequired = (t: T): Status => ({
  icon: 'dotted-ring',
  tone: 'quiet',
  text: t('sign_off.status.not_wanted'),
})

/** @param isSigned whether the sign-off covers the application as it is now */
export function signOffStatus(t: T, signOff: SignOff | null, isSigned: boolean): Status {
  if (isSigned) return { icon: 'tick', tone: 'done', text: t('sign_off.status.signed') }
  if (!signOff) return { icon: 'dotted-ring', tone: 'quiet', text: t('sign_off.status.none') }
  return signOff.signedAt
    ? { icon: 'pencil', tone: 'you', fill: true, text: t('sign_off.status.changed') }
    : { icon: 'hourglass', tone: 'quiet', text: t('sign_off.status.asked') }
}

function saidBy(t: T, signOff: SignOff | null, isSigned: boolean): string | null {
  if (!signOff) return null
  if (!signOff.signedAt) return t('sign_off.asked_on', { day: longDay(t, dayOf(signOff.askedAt)) })
  const words = { name: signOff.signedBy ?? t('sign_off.someone'), day: longDay(t, dayOf(signOff.signedAt)) }
  return isSigned ? t('sign_off.signed_by', words) : t('sign_off.changed_since', words)
}

/**
 * The reason why no one can sign off: the library has no observer or, for readers who are observers, no lead has asked.
 * Null when there is no such reason.
 */
function noticeOf(t: T, { application, observers, signOff }: SignOffSubject, actor: Actor): Notice | null {
  if (observers.length === 0)
    return {
      tone: 'plain',
      icon: 'people',
      heading: t('sign_off.no_observer'),
      text: [t('sign_off.no_observer.text')],
      link: { text: t('sign_off.no_observer.link'), href: `/organisations/${application.organisationId}/team` },
    }
  return can(actor, 'sign_off.make', application) && !signOff
    ? { tone: 'plain', icon: 'information', text: [t('sign_off.not_asked')] }
    : null
}

/**
 * The requested changes that the library has not made yet; null when there are none.
 * @param before the step that must wait for these changes: asking or signing
 */
function toChangeNotice(t: T, { framework, untouched }: SignOffShown, before: 'ask' | 'sign'): Notice | null {
  const items = untouched.map(id => itemById(framework, id)).filter(item => item !== null)
  if (items.length === 0) return null
  return {
    tone: 'plain',
    icon: 'pencil',
    heading: t('sign_off.to_change', { count: items.length }),
    text: [...items.map(item => t('sign_off.item', nameOf(item))), t(`sign_off.to_change.${before}`)],
  }
}

/** The required criteria whose answers have no text; null when there are none. They do not prevent a sign-off. */
function unansweredNotice(t: T, { application, framework, now }: SignOffSubject, act: 'ask' | 'sign'): Notice | null {
  const left = criteriaAskedBy(framework, application.kind).filter(item => {
    const answer = now.answers.find(each => each.item === item.id)
    const facts = answer && factsOfSigned(answer)
    return item.requirement === 'required' && lacksOf(item, facts, application).includes('words')
  })
  if (left.length === 0) return null
  const codes = list(
    t,
    left.map(({ code }) => code),
  )
  return {
    tone: 'plain',
    icon: 'information',
    heading: t('sign_off.unanswered', { count: left.length }),
    text: [t('sign_off.unanswered.codes', { codes }), t(`sign_off.unanswered.${act}`)],
  }
}

const factsOfSigned = ({ item, narrative, ownRating, evidence, restricted }: SignedAnswer): AnswerFacts => ({
  itemId: item,
  narrative,
  ownRating,
  evidence: evidence.length + restricted,
})

/** Sentences that say how many criteria have each rating. */
function talliesOf(t: T, { answers }: SignedText): string[] {
  const count = (rating: Judgement) => answers.filter(({ ownRating }) => ownRating === rating).length
  const ratings = (['met', 'partly met', 'not yet', 'not applicable'] as const).filter(rating => count(rating) > 0)
  return ratings.map(rating => t('sign_off.tally', { count: count(rating), rating: t(`judgement.${rating}`) }))
}

/** The criteria that the library itself rates as partly met or not yet met, which an observer should read first. */
const weakOf = (t: T, { framework, now }: SignOffSubject): string[] =>
  now.answers
    .filter(({ ownRating }) => ownRating === 'partly met' || ownRating === 'not yet')
    .flatMap(({ item, ownRating }) => {
      const found = itemById(framework, item)
      return found ? [t('sign_off.weak', { ...nameOf(found), rating: t(`judgement.${ownRating!}`) })] : []
    })

const nameOf = ({ code, title }: Item) => ({ code, title })

function groupsToRead(t: T, { application, framework, now }: SignOffSubject): SignedGroup[] {
  const byItem = new Map(now.answers.map(answer => [answer.item, answer]))
  return groupsOf(framework, application).map(group => ({
    summary: t('submissions.check.group', { heading: headingOfGroup(t, group), count: group.items.length }),
    answers: group.items.map(item => answerToRead(t, item, byItem.get(item.id), now)),
  }))
}

function answerToRead(t: T, item: Item, answer: SignedAnswer | undefined, signed: SignedText) {
  const text = textOf(t, item, signed)
  return {
    title: t('sign_off.item', nameOf(item)),
    text: text.length > 0 ? text : [t('answers.read.nothing')],
    rating: answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    evidence: answer ? evidenceLine(t, answer) : null,
  }
}

/** The text of one answer, with the targets, endorsements and pledge that are submitted with it. */
const textOf = (t: T, item: Item, signed: SignedText): string[] => [
  ...paragraphs(signed.answers.find(answer => answer.item === item.id)?.narrative ?? null),
  ...extrasText(t, item, signed),
]

function evidenceLine(t: T, { evidence, restricted }: SignedAnswer): string | null {
  const said = [
    ...evidence.map(({ title }) => title),
    ...(restricted > 0 ? [t('sign_off.restricted', { count: restricted })] : []),
  ]
  return said.length > 0 ? t('sign_off.evidence', { titles: said.join('; ') }) : null
}

/** The changes since the application was signed off, word by word. */
function changesOf(t: T, { application, framework, now }: SignOffSubject, seen: SignedText): Change[] {
  const { summary, items } = changesSince(seen, now)
  const changed = itemsAskedBy(framework, application.kind).filter(({ id }) => items.includes(id))
  return [
    ...(summary
      ? [{ name: t('submissions.summary'), stretches: wordDifferences(seen.summary, now.summary), note: null }]
      : []),
    ...changed.map(item => {
      const [before, after] = [seen, now].map(({ answers }) => answers.find(each => each.item === item.id))
      return {
        name: t('sign_off.item', nameOf(item)),
        stretches: wordDifferences(textOf(t, item, seen).join('\n\n'), textOf(t, item, now).join('\n\n')),
        note: noteOn(t, before, after),
      }
    }),
  ]
}

function noteOn(t: T, before: SignedAnswer | undefined, after: SignedAnswer | undefined): string | null {
  const notes = [
    ...(before?.ownRating !== after?.ownRating ? [t('sign_off.change.rating')] : []),
    ...(JSON.stringify([before?.evidence, before?.restricted]) !== JSON.stringify([after?.evidence, after?.restricted])
      ? [t('sign_off.change.evidence')]
      : []),
  ]
  return notes.length > 0 ? notes.join(' ') : null
}

/** The sign-off's entry in an application's task list. */
export const signOffTask = (t: T, application: { id: string }, signOff: SignOff | null): Link & { status: Status } => ({
  text: t('sign_off.title'),
  href: `/applications/${application.id}/sign-off`,
  status: signOffStatus(t, signOff, isSignOffDone(signOff)),
})
