// What the other modules and the composition root may use of `site`.
export { demoRoutes } from './demo/demo.routes.ts'
export { helpRoutes } from './help/help.routes.ts'
export { historyRoutes } from './history/history.routes.ts'
