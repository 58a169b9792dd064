import { z } from 'zod'
import { askForDocument } from './document.ts'
import type { FileType } from '../domain/evidence.ts'
import { refusalSaid } from './refusals.ts'

export const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

const code = z.string().max(3)
const form = z.object({
  carried: z.string().max(4_000_000),
  answers: z.array(z.object({ code, isMoved: z.boolean(), text: z.string().max(4_000_000) })).max(1_000),
  outside: z.array(z.object({ code, text: z.string().max(4_000_000) })).max(10_000),
  comments: z
    .array(z.object({ code: code.nullable(), author: z.string().max(200), text: z.string().max(4_000_000) }))
    .max(500),
  hasChanges: z.boolean(),
  hasPictures: z.boolean(),
  hasTables: z.boolean(),
  hasNotes: z.boolean(),
})

/**
 * The content of a form that `wordForm` made and a person filled in. It cannot be trusted, except for the signed data
 * in `carried`.
 */
export type WordFormRead = z.output<typeof form>

/**
 * Reads a DOCX in the limited process.
 * @param path of an inspected file, in staging
 * @returns null when it is not a DOCX, or cannot be read within the limits
 * @throws Busy when the queue is full; Error with a `code`, such as EIO, when the disk fails
 */
export async function readWordForm(path: string, type: FileType): Promise<WordFormRead | null> {
  if (type !== wordType) return null
  const answer = await askForDocument(path)({ task: 'read a form', from: path })
  if ('ended' in answer || refusalSaid(answer.said)) return null
  return form.safeParse(answer.said.form).data ?? null
}
