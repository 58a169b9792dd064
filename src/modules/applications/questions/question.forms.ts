import { z } from 'zod'
import { addDays, addMonths, type Day } from '../../../domain/time.ts'
import { sentFromFields, type SentFromData } from '../../../web/autosave.ts'
import { day, someOf, text } from '../../../web/field-schemas.ts'
import { dateInputs } from '../../../web/date-inputs.ts'
import type { T } from '../../../words/words.ts'

export const maxQuestionLength = 2_000
export const maxReplyLength = 5_000
/**
 * The suggested reply date: two weeks from today. If the panel's findings are due after today but earlier than that,
 * the date when they are due.
 */
export function defaultReplyBy(today: Day, findingsDue: Day | null): Day {
  const inTwoWeeks = addDays(today, 14)
  return findingsDue !== null && findingsDue > today && findingsDue < inTwoWeeks ? findingsDue : inTwoWeeks
}

/** The fields that are autosaved while a person types a question. */
export const questionFields = ['body', ...dateInputs('replyBy')]

export const questionForm = (t: T, today: Day) =>
  z.object({
    ...sentFromFields(),
    body: text(t, t('questions.ask.body.missing'), maxQuestionLength),
    replyBy: day(t, t('questions.ask.reply_by.missing'))
      .refine(replyBy => replyBy > today, t('questions.ask.reply_by.past'))
      .refine(replyBy => replyBy <= addMonths(today, 6), t('questions.ask.reply_by.far')),
  })
export type QuestionGiven = Omit<z.output<ReturnType<typeof questionForm>>, keyof SentFromData>

/** The fields that are autosaved while a person types a reply. */
export const replyFields = ['reply', 'evidence'] as const

/** @param offered the ids of the evidence that the page offers */
export const replyForm = (t: T, offered: readonly string[]) =>
  z.object({
    ...sentFromFields(),
    reply: text(t, t('questions.reply.missing'), maxReplyLength),
    evidence: someOf(offered, t('questions.reply.evidence.unknown')),
  })
export type ReplyGiven = Omit<z.output<ReturnType<typeof replyForm>>, keyof SentFromData>
