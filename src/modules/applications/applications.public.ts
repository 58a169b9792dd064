// What the other modules and the composition root may use of `applications`.
export { attachEvidence } from './answers/answer.actions.ts'
export { answerRoutes } from './answers/answer.routes.ts'
export { ownRatingsOf } from './answers/answer.store.ts'
export { moveApplication, offersTo, thing } from './applications/application.actions.ts'
export { applicationRoutes } from './applications/application.routes.ts'
export { linkToAward } from './applications/application.store.ts'
export { exactStatus } from './applications/exact-status.pages.ts'
export { judgementStatus, lastTimeOf, outcomeStatus, recommendationRow } from './applications/judgement.pages.ts'
export { ownStatus } from './applications/own-status.pages.ts'
export { deskRoutes } from './casework/casework.routes.ts'
export { pickRoutes } from './choosing-evidence/choosing-evidence.routes.ts'
export { lightRoutes } from './light-renewals/light-renewal.routes.ts'
export { moveRoutes } from './moves/move.routes.ts'
export { expireQuestions } from './questions/question.actions.ts'
export { questionRoutes } from './questions/question.routes.ts'
export { type Question, questionsOn } from './questions/question.store.ts'
export { type Promised, promisedCards } from './recommendations/recommendation-card.pages.ts'
export { promisedBefore, promisedWith } from './recommendations/recommendation.actions.ts'
export { recommendationRoutes } from './recommendations/recommendation.routes.ts'
export { libraryRenewalRoutes } from './renewals/renewal.routes.ts'
export { panelFacts, panelFactsOf } from './renewals/renewal.store.ts'
export { type Before, saidBefore } from './since-last-year/before.store.ts'
export { sinceStatus } from './since-last-year/since-status.pages.ts'
export { submissionRoutes } from './submissions/submission.routes.ts'
export {
  type Submission,
  evidenceHeld,
  frozenAnswer,
  frozenCopy,
  frozenSummary,
  latestSubmission,
} from './submissions/submission.store.ts'
export { shelf } from './task-list/progress-picture.pages.ts'
export { progressSentences, spineOf } from './task-list/progress.pages.ts'
export { attachToAnswer } from './answers/answer.actions.ts'
export { closeApplicationsOf } from './applications/application.actions.ts'
