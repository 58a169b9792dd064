// The public exports of `applications`, for other modules and the composition root.
import { readingSlowly } from '../../db/connection.ts'
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { assignmentRoutes } from './assignments/assignment.routes.ts'
import { commentRoutes } from './comments/comment.routes.ts'
import { signOffRoutes } from './sign-offs/sign-off.routes.ts'
import { targetRoutes } from './targets/target.routes.ts'
import { endorsementRoutes } from './endorsements/endorsement.routes.ts'
import { pledgeRoutes } from './pledges/pledge.routes.ts'
import { endorsingRoutes } from './endorsing/endorsing.routes.ts'
import { answerRoutes } from './answers/answer.routes.ts'
import { applicationRoutes } from './applications/application.routes.ts'
import { blankFormRoutes } from './blank-form/blank-form.routes.ts'
import { choosingEvidenceRoutes } from './choosing-evidence/choosing-evidence.routes.ts'
import { councillorRoutes } from './councillors/councillor.routes.ts'
import { historyRoutes } from './history/history.routes.ts'
import { lightRenewalRoutes } from './light-renewals/light-renewal.routes.ts'
import { downloadRoutes } from './downloads/download.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { moveRoutes } from './moves/move.routes.ts'
import { panelRequestRoutes } from './panel-requests/panel-request.routes.ts'
import { mappingPreviewRoutes } from './mapping-preview/mapping-preview.routes.ts'
import { criteriaListRoutes } from './criteria-list/criteria-list.routes.ts'
import { previewRoutes } from './criteria-preview/preview.routes.ts'
import { publicationRoutes } from './publishing/publication.routes.ts'
import { questionRoutes } from './questions/question.routes.ts'
import { recommendationRoutes } from './recommendations/recommendation.routes.ts'
import { comparisonRoutes } from './since-last-year/comparison.routes.ts'
import { renewalRoutes } from './renewals/renewal.routes.ts'
import { shownPartnerRoutes } from './shown-partners/shown-partner.routes.ts'
import { roundExtensionRoutes } from './round-extensions/round-extension.routes.ts'
import { wordDraftRoutes } from './word-drafts/word-draft.routes.ts'
import { wordImportRoutes } from './word-imports/word-import.routes.ts'
import { coordinatorRoutes } from './coordinators/coordinator.routes.ts'
import { submissionRoutes } from './submissions/submission.routes.ts'

export { type AssignedWork, assignedItemsOf, assignedWork } from './assignments/assigned-work.store.ts'
export { unassignItems, unassignItemsOfSuspended } from './assignments/assignment.actions.ts'
export { attachEvidence } from './answers/answer.actions.ts'
export { ownRatingsLookup } from './answers/answer.store.ts'
export { moveApplication, movesOfferedTo, entity } from './applications/application.actions.ts'
export { unavailableNotice, unavailableText } from './criteria/replacement.pages.ts'
export { type ToAsk, askPart, contactLink } from './coordinators/coordinator.pages.ts'
export {
  type LibraryContacts,
  type NamedCoordinator,
  coordinatorToAsk,
  coordinatorsOf,
  libraryContacts,
} from './coordinators/coordinator.store.ts'
export { reasonSections, reasonShown } from './move-reasons/move-reason.pages.ts'
export { isToConfirm } from './moves/move.store.ts'
export { moveReasonsLookup } from './move-reasons/move-reason.store.ts'
export { carryAllAgain } from './renewals/renewal.actions.ts'
export { linkToAward } from './applications/application.store.ts'
export { criteriaNotice, exactStatus, ownStatus, takeUpInWords } from './statuses/status.pages.ts'
export { judgementStatus, lastTimeOf, outcomeStatus, recommendationRow } from './judgements/judgement.pages.ts'
export { expireQuestions } from './questions/question.actions.ts'
export { type Question, openQuestionsLookup, ownOpenLookup, questionsOnItem } from './questions/question.store.ts'
export { roundIsOver, roundOpens } from './task-list/due.pages.ts'
export { type RecommendationsShown, recommendationCards } from './recommendations/recommendation.pages.ts'
export { recommendationsBefore, recommendationsWith } from './recommendations/recommendation.actions.ts'
export {
  beginRecommendations,
  belongsTo,
  belongsToDecision,
  deleteRecommendationsOf,
} from './recommendations/decided-recommendation.store.ts'
export {
  copyRecommendations,
  deleteRecommendation,
  insertRecommendation,
  recommendationsOfAwardLookup,
} from './recommendations/recommendation.store.ts'
export {
  namesFound,
  namesToAvoid,
  namesToAvoidFrom,
  panelNamesCheck,
  panelNamesCheckOn,
} from './panel-names/panel-names.actions.ts'
export { panelNamesLookups } from './panel-names/panel-names.store.ts'
export { lightRenewalsLookup, needingPanel, panelFacts, type PanelRow } from './panel-requests/panel-request.store.ts'
export { type EarlierContent, findEarlierContent } from './since-last-year/earlier-content.store.ts'
export { extrasDifferences, comparisonLink } from './since-last-year/comparison.pages.ts'
export { sinceStatus } from './since-last-year/since-last-year.pages.ts'
export {
  type Submission,
  frozenCopyLookup,
  frozenSummaryLookup,
  latestSubmissionLookup,
  subjectsLookup,
  subjectsSubmittedLookup,
} from './submissions/submission.store.ts'
export { submittedAnswer, submittedAnswersLookup, submittedRatingLookup } from './submissions/submitted-answer.store.ts'
export {
  type PackedEvidence,
  addEvidence,
  applicationToPack,
  packedEvidence,
  recordPack,
} from './packs/pack.actions.ts'
export { answerSections, applicationPaper, evidenceSection } from './packs/pack.pages.ts'
export { lastSubmissionToRead } from './submissions/submission.actions.ts'
export { type FrozenPage, frozenPage } from './submissions/submission.pages.ts'
export { hideRemovedPartner } from './shown-partners/shown-partner.actions.ts'
export { progressPicture } from './progress/progress.pages.ts'
export { progressSentences, bookOf } from './progress/progress.pages.ts'
export { attachToAnswer, detachFromAnswers } from './answers/answer.actions.ts'
export { deleteOldWordImports } from './word-imports/word-import.actions.ts'
export { askForSignOffOfOwner, askForSignOffOfTargets } from './targets/target.actions.ts'
export { type TargetsDue, targetsDueFor } from './targets/target.store.ts'
export { targetsAddress } from './targets/target.pages.ts'
export {
  askForMissingSignOffs,
  askForSignOffOfUses,
  eraseFromSignOffs,
  removeSignOffs,
} from './sign-offs/sign-off.actions.ts'
export { isSignOffMissing } from './sign-offs/sign-off.store.ts'
export { eraseQuotes } from './councillors/councillor.actions.ts'
export { unconfirmContacts } from './contacts/contacts.actions.ts'
export { closeApplicationsOf } from './applications/application.actions.ts'
export { emailAboutExtension } from './round-extensions/round-extension.actions.ts'
export { applicationsTables } from './applications.tables.ts'

export const routes = (parts: Parts): Route[] => [
  ...listRoutes(parts),
  ...downloadRoutes(readingSlowly(parts)),
  ...blankFormRoutes(parts),
  ...applicationRoutes(parts),
  ...historyRoutes(parts),
  ...councillorRoutes(parts),
  ...renewalRoutes(parts),
  ...comparisonRoutes(parts),
  ...panelRequestRoutes(parts),
  ...lightRenewalRoutes(parts),
  ...moveRoutes(parts),
  ...publicationRoutes(parts),
  ...criteriaListRoutes(parts),
  ...previewRoutes(parts),
  ...mappingPreviewRoutes(parts),
  ...answerRoutes(parts),
  ...assignmentRoutes(parts),
  ...signOffRoutes(parts),
  ...commentRoutes(parts),
  ...wordDraftRoutes(parts),
  ...wordImportRoutes(parts),
  ...targetRoutes(parts),
  ...pledgeRoutes(parts),
  ...endorsementRoutes(parts),
  ...endorsingRoutes(parts),
  ...choosingEvidenceRoutes(parts),
  ...shownPartnerRoutes(parts),
  ...submissionRoutes(parts),
  ...coordinatorRoutes(parts),
  ...roundExtensionRoutes(parts),
  ...questionRoutes(parts),
  ...recommendationRoutes(parts),
]
