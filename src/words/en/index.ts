import { common } from './common.ts'
import { evidence } from './evidence.ts'
import { kinds } from './kinds.ts'
import { layout } from './layout.ts'
import { lifecycle } from './lifecycle.ts'

/** Every sentence people read, one file per feature. */
export const en = {
  ...common,
  ...evidence,
  ...kinds,
  ...layout,
  ...lifecycle,
} as const
