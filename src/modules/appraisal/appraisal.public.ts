// The public exports of `appraisal`, for other modules and the composition root.
import { readingSlowly } from '../../db/connection.ts'
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { appraisalRoutes } from './appraisals/appraisal.routes.ts'
import { agreementRoutes } from './calibration/agreement.routes.ts'
import { calibrationRoutes } from './calibration/calibration.routes.ts'
import { caseRoutes } from './calibration/case.routes.ts'
import { choiceRoutes } from './examples/choice.routes.ts'
import { exampleRoutes } from './examples/example.routes.ts'
import { readingRoutes } from './examples/reading.routes.ts'
import { confirmationRoutes } from './confirmations/confirmation.routes.ts'
import { decisionRoutes } from './decisions/decision.routes.ts'
import { liftingRoutes } from './lifting/lifting.routes.ts'
import { declarationRoutes } from './declarations/declaration.routes.ts'
import { findingRoutes } from './findings/finding.routes.ts'
import { helperRoutes } from './seat-helpers/seat-helper.routes.ts'
import { letterRoutes } from './letters/letter.routes.ts'
import { discussionRoutes } from './discussions/discussion.routes.ts'
import { meetingRoutes } from './meetings/meeting.routes.ts'
import { minutesRoutes } from './minutes/minutes.routes.ts'
import { moreEvidenceRoutes } from './more-evidence/more-evidence.routes.ts'
import { packRoutes } from './packs/pack.routes.ts'
import { panelMeetingRoutes } from './panel-meetings/panel-meeting.routes.ts'
import { panelRoutes } from './panels/panel.routes.ts'
import { poolRoutes } from './pool/pool.routes.ts'
import { profileRoutes } from './profiles/profile.routes.ts'
import { proposalRoutes } from './proposals/proposal.routes.ts'
import { releaseRoutes } from './releases/release.routes.ts'
import { reviewRoutes } from './reviews/review.routes.ts'
import { sampleRoutes } from './samples/sample.routes.ts'
import { seatRoutes } from './seats/seat.routes.ts'

import { visitRoutes } from './visits/visit.routes.ts'

export { renderMeetingEmail, remindOfMeetings } from './meeting-invitations/meeting-invitation.actions.ts'
export { minutesOn, type MinutesLine } from './minutes/minutes.store.ts'
export { whenOf } from './panel-meetings/panel-meeting.pages.ts'
export { letterParts, type LetterPart } from './letters/letter.pages.ts'
export { letterFacts, mergeValues } from './letters/letter.store.ts'
export { emailWithoutOutsideTrustee, emailWithoutTrustee } from './decisions/no-trustee.actions.ts'
export { emailWithoutCoordinator, emailWithoutOutsideCoordinator } from './declarations/no-coordinator.actions.ts'
export { decisionOn } from './decisions/decision.store.ts'
export { followLateMembership } from './releases/late-conflict.actions.ts'
export { releaseLetters } from './releases/release.actions.ts'
export { endCase } from './calibration/agreement.actions.ts'
export { calibrationDue } from './calibration/due.store.ts'
export { unpublishCasesOf } from './calibration/case.store.ts'
export { wasGiven } from './findings/finding.store.ts'
export { endExample } from './examples/choice.actions.ts'
export { unpublishExamplesOf } from './examples/example.store.ts'
export { examplesWaitingCount, mostExamples } from './examples/queue.store.ts'
export { takeOffAgendas } from './panel-meetings/panel-meeting.actions.ts'
export { endRequestOn } from './reviews/review.actions.ts'
export { emailAfterHold, moveReadBy, startReading } from './panels/panel.actions.ts'
export { expireSeatOffers } from './seats/expiry.actions.ts'
export { moveOffers } from './seats/held-offers.actions.ts'
export { offerTimesColumns, offerTimesFields, toOfferTimes, type OfferTimesRow } from './seats/offer-times.store.ts'
export { cancelInvitationsOfMember, giveRecordedHelp } from './seat-helpers/seat-helper.actions.ts'
export { giveOfferedSeats } from './seats/seat.actions.ts'
export { appraisalTables } from './appraisal.tables.ts'
export { endDeclarationsOfMember } from './declarations/declaration.actions.ts'
export { setSeatsOfMemberAside } from './seats/set-aside.actions.ts'
export { withdrawOffersOn } from './seats/over.actions.ts'
export { withdrawSeatsOf } from './seats/ended-role.actions.ts'

export const routes = (parts: Parts): Route[] => [
  ...declarationRoutes(parts),
  ...liftingRoutes(parts),
  ...packRoutes(readingSlowly(parts)),
  ...panelRoutes(parts),
  ...poolRoutes(parts),
  ...sampleRoutes(parts),
  ...helperRoutes(parts),
  ...profileRoutes(parts),
  ...calibrationRoutes(parts),
  ...choiceRoutes(parts),
  ...exampleRoutes(parts),
  ...readingRoutes(parts),
  ...caseRoutes(parts),
  ...agreementRoutes(parts),
  ...seatRoutes(parts),
  ...appraisalRoutes(parts),
  ...findingRoutes(parts),
  ...moreEvidenceRoutes(parts),
  ...meetingRoutes(parts),
  ...panelMeetingRoutes(parts),
  ...discussionRoutes(parts),
  ...minutesRoutes(parts),
  ...visitRoutes(parts),
  ...proposalRoutes(parts),
  ...decisionRoutes(parts),
  ...confirmationRoutes(parts),
  ...reviewRoutes(parts),
  ...letterRoutes(parts),
  ...releaseRoutes(parts),
]
