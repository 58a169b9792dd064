// What the other modules and the composition root may use of `overview`.
export { decisionListRoutes } from './decisions-list/decisions-list.routes.ts'
export { homeRoutes } from './home/home.routes.ts'
export { wasNotReached } from './renewals-board/filters.store.ts'
export { renewalRoutes } from './renewals-bulk/renewals-bulk.routes.ts'
export { awardPage } from './award-page/award-page.pages.ts'
export { organisationHome } from './organisation-page/organisation-page.pages.ts'
export { awardPageRoutes } from './award-page/award-page.routes.ts'
export { organisationPageRoutes } from './organisation-page/organisation-page.routes.ts'
