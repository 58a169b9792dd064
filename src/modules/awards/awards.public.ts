// The public exports of `awards`, for other modules and the composition root.
import { readingSlowly } from '../../db/connection.ts'
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { addedBranchRoutes } from './added-branches/added-branch.routes.ts'
import { awardRoutes } from './awards/award.routes.ts'
import { clockRunRoutes } from './clock-runs/clock-run.routes.ts'
import { certificateRoutes } from './certificate/certificate.routes.ts'
import { correctionRoutes } from './corrections/correction.routes.ts'
import { downloadRoutes } from './downloads/download.routes.ts'
import { followUpRoutes } from './follow-ups/follow-up.routes.ts'
import { lifecycleRoutes } from './lifecycle/lifecycle.routes.ts'
import { recordingRoutes } from './recording/recording.routes.ts'
import { verificationRoutes } from './verification/verification.routes.ts'

export { awardStatus, lastDayInFile, lastDayShown, removedStatus } from './awards/award.pages.ts'
export {
  type NamedAward,
  awardById,
  branchesInAwardWith,
  findAward,
  isNotBarred,
  awardsToNote,
  noteShown,
} from './awards/award.store.ts'
export { keepFormerHolder } from './former-holders/former-holder.store.ts'
export { mayAnswerCorrection, reasonNotToCorrect, undoRecording } from './corrections/correction.actions.ts'
export {
  type Correction,
  correctionsLookup,
  isRenewalDecidedLookup,
  waitingAmong,
} from './corrections/correction.store.ts'
export { undoConfirmedMoves, wrongEmails } from './clock-runs/clock-run.actions.ts'
export { awardsDueBy, type DueAward } from './due-moves/due-move.store.ts'
export { awardOffers, makeDueMoves, moveAward, moveAwards } from './lifecycle/lifecycle.actions.ts'
export { addressOf, movesByHand } from './lifecycle/lifecycle.pages.ts'
export {
  awardContextFrom,
  awardContextLookups,
  isSuspendedMaybeWithUs,
  leadsOf,
  lockAward,
  suspendedWithUs,
} from './lifecycle/lifecycle.store.ts'
export { recordAward } from './recording/recording.actions.ts'
export { makeDueMovesBefore, followApplication, settleAward } from './renewals/renewal.actions.ts'
export {
  type NextRenewal,
  nextRenewal,
  nextRenewalIn,
  type ValidityAfter,
  validityAfter,
} from './renewals/renewal.store.ts'
export { awardsFullNext, type NextKind, nextKinds } from './terms/next-kind.store.ts'
export { settingsOfTerm, type Term } from './terms/term.store.ts'
export { awardsTables } from './awards.tables.ts'

export const routes = (parts: Parts): Route[] => [
  ...awardRoutes(parts),
  ...downloadRoutes(readingSlowly(parts)),
  ...recordingRoutes(parts),
  ...correctionRoutes(parts),
  ...addedBranchRoutes(parts),
  ...certificateRoutes(parts),
  ...lifecycleRoutes(parts),
  ...followUpRoutes(parts),
  ...clockRunRoutes(parts),
  ...verificationRoutes(parts),
]
