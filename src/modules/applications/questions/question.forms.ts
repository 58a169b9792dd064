import { z } from 'zod'
import { addDays, addMonths, type Day } from '../../../domain/time.ts'
import { day, someOf, text } from '../../../web/typed.ts'
import type { T } from '../../../words/words.ts'

export const questionMost = 2_000
export const replyMost = 5_000
export const defaultReplyBy = (today: Day): Day => addDays(today, 14)

export const questionForm = (t: T, today: Day) =>
  z.object({
    body: text(t, t('questions.ask.body.missing'), questionMost),
    replyBy: day(t, t('questions.ask.reply_by.missing'))
      .refine(replyBy => replyBy > today, t('questions.ask.reply_by.past'))
      .refine(replyBy => replyBy <= addMonths(today, 6), t('questions.ask.reply_by.far')),
  })
export type QuestionGiven = z.output<ReturnType<typeof questionForm>>

/** @param offered ids of the pieces that the page offered */
export const replyForm = (t: T, offered: readonly string[]) =>
  z.object({
    reply: text(t, t('questions.reply.missing'), replyMost),
    evidence: someOf(offered, t('questions.reply.evidence.unknown')),
  })
export type ReplyGiven = z.output<ReturnType<typeof replyForm>>
