// What the other modules and the composition root may use of `awards`.
export { awardStatus } from './awards/award-status.pages.ts'
export { lastDayShown } from './awards/award.pages.ts'
export { awardRoutes } from './awards/award.routes.ts'
export {
  type NamedAward,
  type Term,
  awardById,
  branchesInAward,
  changesOf,
  findAward,
  termsOf,
} from './awards/award.store.ts'
export { termInForce } from './lifecycle/facts.store.ts'
export { awardOffersTo, catchUp, catchUpBefore, followApplication, moveAward } from './lifecycle/lifecycle.actions.ts'
export { holdAward, leadsOf } from './lifecycle/lifecycle.store.ts'
export { moveAwards } from './lifecycle/move-awards.ts'
export { movesByHand, placeOf } from './moves/move.pages.ts'
export { type NextRenewal, nextRenewal } from './next-renewal/next-renewal.store.ts'
export { settleAward } from './settlement/settlement.actions.ts'
export { registerRoutes } from './verification/verification.routes.ts'
