import { importChecks } from './checks.ts'
import { importReasons } from './reasons.ts'
import { importRuns } from './runs.ts'
import { importStarting } from './starting.ts'
import { importUploads } from './uploads.ts'

export const importsWords = {
  ...importChecks,
  ...importReasons,
  ...importRuns,
  ...importStarting,
  ...importUploads,
} as const
