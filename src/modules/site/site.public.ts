// The public exports of `site`, for other modules and the composition root.
import { readingSlowly } from '../../db/connection.ts'
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { clockRoutes } from './clock/clock.routes.ts'
import { demoRoutes } from './demo/demo.routes.ts'
import { helpRoutes } from './help/help.routes.ts'
import { historyRoutes } from './history/history.routes.ts'
import { mergeRoutes } from './merges/merge.routes.ts'
import { searchRoutes } from './search/search.routes.ts'

export { checkDatabase, watchService } from './service/service.actions.ts'
export { degradedParts } from './service/service.store.ts'

export const routes = (parts: Parts): Route[] => [
  ...historyRoutes(readingSlowly(parts)),
  ...mergeRoutes(parts),
  ...clockRoutes(parts),
  ...helpRoutes(parts),
  ...searchRoutes(parts),
  ...demoRoutes(parts),
]
