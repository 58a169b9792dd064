import { appraisals } from './appraisals.ts'
import { calibration } from './calibration.ts'
import { changes } from './changes.ts'
import { confirmations } from './confirmations.ts'
import { decisions } from './decisions.ts'
import { declarations } from './declarations.ts'
import { discussions } from './discussions.ts'
import { examples } from './examples.ts'
import { findings } from './findings.ts'
import { letters } from './letters.ts'
import { meetings } from './meetings.ts'
import { minutes } from './minutes.ts'
import { moreEvidence } from './more-evidence.ts'
import { packs } from './packs.ts'
import { panelMeetings } from './panel-meetings.ts'
import { panels } from './panels.ts'
import { pool } from './pool.ts'
import { profiles } from './profiles.ts'
import { proposals } from './proposals.ts'
import { releases } from './releases.ts'
import { reviews } from './reviews.ts'
import { samples } from './samples.ts'
import { helpers } from './seat-helpers.ts'
import { seating } from './seating.ts'
import { seats } from './seats.ts'
import { visits } from './visits.ts'

export const appraisalWords = {
  ...appraisals,
  ...calibration,
  ...changes,
  ...confirmations,
  ...decisions,
  ...declarations,
  ...discussions,
  ...examples,
  ...findings,
  ...letters,
  ...meetings,
  ...minutes,
  ...moreEvidence,
  ...packs,
  ...panelMeetings,
  ...panels,
  ...pool,
  ...profiles,
  ...proposals,
  ...releases,
  ...reviews,
  ...samples,
  ...helpers,
  ...seating,
  ...seats,
  ...visits,
} as const
