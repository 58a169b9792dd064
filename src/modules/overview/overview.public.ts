// The public exports of `overview`, for other modules and the composition root.
import { readingSlowly } from '../../db/connection.ts'
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { awardPageRoutes } from './award-page/award-page.routes.ts'
import { decisionListRoutes } from './decisions-list/decisions-list.routes.ts'
import { downloadRoutes } from './downloads/download.routes.ts'
import { capacityRoutes } from './capacity/capacity.routes.ts'
import { dateMoveRoutes } from './date-moves/date-move.routes.ts'
import { homeRoutes } from './home/home.routes.ts'
import { organisationPageRoutes } from './organisation-page/organisation-page.routes.ts'
import { reportRoutes } from './reports/report.routes.ts'
import { renewalsBoardRoutes } from './renewals-board/renewals-board.routes.ts'
import { yearRoutes } from './year/year.routes.ts'
import { renewalsBulkRoutes } from './renewals-bulk/renewals-bulk.routes.ts'

export { runDateMoves } from './date-moves/date-move.actions.ts'
export { countYear } from './year/year.actions.ts'
export { charityTasks } from './home/charity-task.actions.ts'
export { sortedRenewals } from './casework-cards/casework-card.store.ts'
export { awardPage } from './award-page/award-page.pages.ts'
export { organisationPage } from './organisation-page/organisation-page.pages.ts'
export { overviewTables } from './overview.tables.ts'

export const routes = (parts: Parts): Route[] => [
  ...homeRoutes(parts),
  ...organisationPageRoutes(parts),
  ...awardPageRoutes(parts),
  ...decisionListRoutes(parts),
  ...reportRoutes(readingSlowly(parts)),
  ...yearRoutes(parts),
  ...capacityRoutes(parts),
  ...dateMoveRoutes(parts),
  ...renewalsBoardRoutes(parts),
  ...downloadRoutes(readingSlowly(parts)),
  ...renewalsBulkRoutes(parts),
]
