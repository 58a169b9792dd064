import type { Item } from '../../../domain/framework.ts'
import { pledgeItem, type Pledge } from '../../../domain/pledge.ts'
import type { Instant } from '../../../domain/time.ts'
import type { WordForm, WordQuestion } from '../../../files/word.ts'
import { dayAndTime } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Answer } from '../answers/answer.store.ts'
import { helpOn, titleOf } from '../blank-form/blank-form.pages.ts'
import { pledgeLines } from '../pledges/pledge.pages.ts'
import { groupsOf, headingOfGroup } from '../submissions/submission.pages.ts'
import { markOf, type CarriedDraft } from './word-draft.forms.ts'
import type { WrittenInWord } from './word-draft.store.ts'

/** The contents of a draft to download as a Word document. */
export interface WordDraft extends WrittenInWord {
  answers: ReadonlyMap<string, Answer>
  /** who signed the pledge; the document shows this but cannot change it; null until the library has entered it */
  pledge: Pledge | null
  at: Instant
}

/** The data about its draft that the document contains. */
export const carriedBy = (t: T, it: WordDraft): CarriedDraft => ({
  applicationId: it.application.id,
  frameworkVersionId: it.application.frameworkVersionId,
  downloadedAt: it.at,
  answers: it.items.map(({ id, code }) => {
    const answer = it.answers.get(id)
    return { code, version: answer?.version ?? 0, text: answer?.narrative ?? '' }
  }),
  written: it.items
    .map(item => questionInWord(t, it, item))
    .flatMap(({ heading, text, points, label }) => [heading, ...text, ...points, label].map(markOf)),
})

/**
 * The draft as a Word document: each item that can be written now, with its answer.
 * @param carried the signed data of the draft
 */
export function draftInWord(t: T, it: WordDraft, carried: string): WordForm {
  const { application, framework, items } = it
  const kind = t(`application.kind.${application.kind}`)
  const title = t('application_pack.paper', { organisation: application.organisationName, kind })
  return {
    language: t.language,
    author: t('documents.author'),
    title,
    lead: [t('word.lead.write'), t('word.lead.comments'), t('word.lead.return')],
    footer: t('word.footer', { title, label: framework.label, moment: dayAndTime(t, it.at) }),
    groups: groupsOf(framework, application)
      .map(group => ({ ...group, items: group.items.filter(({ id }) => items.some(each => each.id === id)) }))
      .filter(group => group.items.length > 0)
      .map(group => ({
        heading: headingOfGroup(t, group),
        questions: group.items.map(item => questionInWord(t, it, item)),
      })),
    carried,
  }
}

const questionInWord = (t: T, { application, answers, pledge }: WordDraft, item: Item): WordQuestion => ({
  code: item.code,
  heading: titleOf(t, item),
  text: [
    item.description,
    ...helpOn(t, application.kind, item),
    ...(item.id === pledgeItem ? pledgeLines(t, pledge) : []),
    ...(item.evidence.length > 0 ? [t('answers.counts')] : []),
  ],
  points: item.evidence,
  label: t('word.answer', { code: item.code }),
  answer: answers.get(item.id)?.narrative ?? '',
})
