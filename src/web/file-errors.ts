import type { Response } from 'express'
import { fileTypes } from '../domain/evidence.ts'
import { fileLimits } from '../config.ts'
import type { T } from '../words/words.ts'
import type { FieldError } from './form.ts'
import { showNotice } from './flash.ts'
import type { FileProblem, ReceivedFile } from './uploads.ts'

const types = Object.values(fileTypes)
  .map(({ name }) => name)
  .join(', ')

/** Adds a notice for each PDF whose attachments were left out. */
export function noticeRemovedAttachments(
  res: Response,
  files: readonly Pick<ReceivedFile, 'name' | 'attachments'>[],
): void {
  for (const { name, attachments = 0 } of files)
    if (attachments > 0) showNotice(res, res.locals.t('files.attachments_left_out', { name, count: attachments }))
}

/** The errors beside a file field: one sentence for each problem, without repeating a sentence. */
export function fileErrors(t: T, problems: readonly FileProblem[]): FieldError[] {
  const sayings = problems.map(({ field, name, reason, most, limit = fileLimits.bytes }) => ({
    field,
    message:
      reason === 'too many' && most === 1
        ? t('files.refused.more_than_one')
        : t(`files.refused.${reason}`, {
            name,
            types,
            most: most ?? fileLimits.perItem,
            megabytes: limit / 1024 / 1024,
            megapixels: fileLimits.pixels / 1_000_000,
            files: fileLimits.perItem,
          }),
  }))
  return sayings.filter(({ message }, index) => sayings.findIndex(each => each.message === message) === index)
}
