import { fileTypes } from '../domain/evidence.ts'
import { fileLimits } from '../config.ts'
import type { T } from '../words/words.ts'
import type { FieldError } from './form.ts'
import type { FileProblem } from './uploads.ts'

const types = Object.values(fileTypes)
  .map(({ name }) => name)
  .join(', ')

/** The errors beside a file field: one sentence for each problem that people can fix. */
export function fileErrors(t: T, problems: readonly FileProblem[]): FieldError[] {
  const sayings = problems.map(({ field, name, reason, most }) => ({
    field,
    message:
      reason === 'too many' && most === 1
        ? t('files.refused.more_than_one')
        : t(`files.refused.${reason}`, {
            name,
            types,
            most: most ?? fileLimits.perItem,
            megabytes: fileLimits.bytes / 1024 / 1024,
            megapixels: fileLimits.pixels / 1_000_000,
            files: fileLimits.perItem,
          }),
  }))
  return sayings.filter(({ message }, index) => sayings.findIndex(each => each.message === message) === index)
}
