// What the other modules and the composition root may use of `overview`.
export { type AwardCase, casesOfAward } from './award-page/award-page.store.ts'
export { decisionListRoutes } from './decisions-list/decisions-list.routes.ts'
export { homeRoutes } from './home/home.routes.ts'
export { wasNotReached } from './renewals-board/filters.store.ts'
export { renewalRoutes } from './renewals-bulk/renewals-bulk.routes.ts'
