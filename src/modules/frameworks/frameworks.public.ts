// What the other modules and the composition root may use of `frameworks`.
export { publishDraft } from './frameworks/framework.actions.ts'
export {
  frameworkIdOf,
  frameworkVersion,
  latestFrameworkVersionId,
  latestVersionId,
  latestVersionIdOf,
} from './frameworks/framework.store.ts'
export { roundRoutes } from './rounds/round.routes.ts'
export { findRound, nextRoundAsked, roundAsked, roundTaking, roundToAimAt } from './rounds/round.store.ts'
