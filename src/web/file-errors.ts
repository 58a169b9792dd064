import type { Response } from 'express'
import { fileTypes } from '../domain/evidence.ts'
import { fileLimits } from '../config.ts'
import { list } from '../words/format.ts'
import type { T } from '../words/words.ts'
import type { FieldError } from './form.ts'
import { showNotice } from './flash.ts'
import type { FileProblem, ReceivedFile } from './uploads.ts'

const types = Object.values(fileTypes)
  .map(({ name }) => name)
  .join(', ')

/** Adds a notice for each PDF whose attachments were left out, and for each animated picture. */
export function noticeLeftOut(
  res: Response,
  files: readonly Pick<ReceivedFile, 'name' | 'attachments' | 'isAnimated'>[],
): void {
  for (const { name, attachments = 0, isAnimated = false } of files) {
    if (attachments > 0) showNotice(res, res.locals.t('files.attachments_left_out', { name, count: attachments }))
    if (isAnimated) showNotice(res, res.locals.t('files.animation_left_out', { name }))
  }
}

function problemInWords(t: T, { name, reason, most, limit = fileLimits.bytes, only }: FileProblem): string {
  if (reason === 'too many' && most === 1) return t('files.refused.more_than_one')
  if (only && !isSaidAlike(reason))
    return t(`files.refused.only.${isOfDocument(reason) ? reason : 'type'}`, { name, types: list(t, only) })
  return t(`files.refused.${reason}`, {
    name,
    types,
    most: most ?? fileLimits.perItem,
    megabytes: limit / 1024 / 1024,
    megapixels: fileLimits.pixels / 1_000_000,
    files: fileLimits.perItem,
  })
}

/** The reasons with the same sentence on every form. */
const saidAlike = ['empty', 'too large', 'too many', 'too often', 'name', 'encrypted', 'damaged', 'disagrees'] as const
const isSaidAlike = (reason: FileProblem['reason']): reason is (typeof saidAlike)[number] =>
  saidAlike.some(each => each === reason)

/** The reasons with a sentence of their own on a form that accepts only some kinds of file. */
const ofDocument = ['macro', 'bomb', 'embedded', 'elsewhere', 'uncleanable', 'too slow'] as const
const isOfDocument = (reason: FileProblem['reason']): reason is (typeof ofDocument)[number] =>
  ofDocument.some(each => each === reason)

/** The errors beside a file field: one sentence for each problem, without repeating a sentence. */
export function fileErrors(t: T, problems: readonly FileProblem[]): FieldError[] {
  const sayings = problems.map(problem => ({ field: problem.field, message: problemInWords(t, problem) }))
  return sayings.filter(({ message }, index) => sayings.findIndex(each => each.message === message) === index)
}
