/** Why a file is refused. Each has a sentence in words/en/evidence/files.ts that says how to put it right. */
export const fileRefusals = [
  'empty',
  'too large',
  'too many',
  'name',
  'svg',
  'html',
  'archive',
  'iwork',
  'executable',
  'macro',
  'encrypted',
  'script',
  'heic',
  'other picture',
  'old office',
  'damaged',
  'pixel flood',
  'bomb',
  'disagrees',
  'embedded',
  'attachment',
  'elsewhere',
  'opaque',
  'uncleanable',
  'too slow',
  'cut off',
  'recording',
  'edited',
  'protected',
  'too long',
  'unknown',
] as const
export type FileRefusal = (typeof fileRefusals)[number]

/**
 * The refusal in a child process's answer; null when there is none.
 * @throws Error with a `code`, such as EIO, for an error of the system, which says nothing about the file
 */
export function refusalSaid({ refused }: Record<string, unknown>): FileRefusal | null {
  if (refused === null) return null
  const known = fileRefusals.find(each => each === refused)
  if (!known) throw Object.assign(new Error('a file could not be read or written'), { code: refused })
  return known
}
