import { common } from './common.ts'

/** Every sentence people read, one file per feature. */
export const en = {
  ...common,
} as const
