// What the other modules and the composition root may use of `imports`.
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { runRoutes } from './runs/run.routes.ts'
import { uploadRoutes } from './uploads/upload.routes.ts'

export { deleteOldImportRows, runImports } from './runs/run.actions.ts'

export const routes = (parts: Parts): Route[] => [...uploadRoutes(parts), ...runRoutes(parts)]
