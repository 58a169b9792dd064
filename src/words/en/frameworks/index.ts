import { drafts as frameworkDrafts } from './drafts.ts'
import { frameworks } from './frameworks.ts'
import { frameworkImports } from './imports.ts'
import { frameworkItems } from './items.ts'
import { frameworkMapping } from './mapping.ts'
import { frameworkRetirement } from './retirement.ts'
import { rounds } from './rounds.ts'
import { frameworkTranslations } from './translations.ts'

export const frameworksWords = {
  ...frameworkDrafts,
  ...frameworks,
  ...frameworkImports,
  ...frameworkItems,
  ...frameworkMapping,
  ...frameworkRetirement,
  ...rounds,
  ...frameworkTranslations,
} as const
