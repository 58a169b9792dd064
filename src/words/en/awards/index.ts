import { awards } from './awards.ts'
import { certificate } from './certificate.ts'
import { clockRuns } from './clock-runs.ts'
import { corrections } from './corrections.ts'
import { awardEmails } from './emails.ts'
import { followUps } from './follow-ups.ts'
import { awardLifecycle } from './lifecycle.ts'
import { recording } from './recording.ts'
import { verification } from './verification.ts'

export const awardsWords = {
  ...awards,
  ...certificate,
  ...clockRuns,
  ...corrections,
  ...awardEmails,
  ...followUps,
  ...awardLifecycle,
  ...recording,
  ...verification,
} as const
