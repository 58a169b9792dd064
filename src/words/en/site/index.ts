import { clock } from './clock.ts'
import { demo } from './demo.ts'
import { help } from './help.ts'
import { history } from './history.ts'
import { merges } from './merges.ts'
import { start } from './public.ts'
import { siteSearch } from './search.ts'
import { service } from './service.ts'

export const siteWords = {
  ...clock,
  ...demo,
  ...help,
  ...history,
  ...merges,
  ...start,
  ...siteSearch,
  ...service,
} as const
