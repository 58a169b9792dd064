// The public exports of `imports`, for other modules and the composition root.
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { personRoutes } from './people/person.routes.ts'
import { runRoutes } from './runs/run.routes.ts'
import { startingRoutes } from './starting/starting.routes.ts'
import { uploadRoutes } from './uploads/upload.routes.ts'

export { deleteOldImportRows, runImports } from './runs/run.actions.ts'

export { importsTables } from './imports.tables.ts'

export const routes = (parts: Parts): Route[] => [
  ...uploadRoutes(parts),
  ...personRoutes(parts),
  ...startingRoutes(parts),
  ...runRoutes(parts),
]
