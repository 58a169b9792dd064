/** Why a file is not taken. Each has a sentence in words/en/files.ts that the person can act on. */
export const fileRefusals = [
  'empty', 'too large', 'too many', 'name', 'svg', 'html', 'archive', 'executable', 'macro', 'encrypted', 'script', 'heic', 'other picture',
  'old office', 'damaged', 'pixel flood', 'bomb', 'disagrees', 'embedded', 'attachment', 'elsewhere', 'opaque', 'too slow', 'unknown',
] as const
export type FileRefusal = (typeof fileRefusals)[number]
