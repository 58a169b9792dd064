// What the other modules and the composition root may use of `awards`.
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { awardRoutes } from './awards/award.routes.ts'
import { registerRoutes } from './verification/verification.routes.ts'

export { awardStatus } from './awards/award-status.pages.ts'
export { lastDayShown } from './awards/award.pages.ts'
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
export { lockAward, leadsOf } from './lifecycle/lifecycle.store.ts'
export { moveAwards } from './lifecycle/move-awards.ts'
export { movesByHand, placeOf } from './moves/move.pages.ts'
export { type NextRenewal, nextRenewal } from './next-renewal/next-renewal.store.ts'
export { settleAward } from './settlement/settlement.actions.ts'

export const routes = (parts: Parts): Route[] => [...awardRoutes(parts), ...registerRoutes(parts)]
