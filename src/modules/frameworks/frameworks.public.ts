// What the other modules and the composition root may use of `frameworks`.
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { roundRoutes } from './rounds/round.routes.ts'

export { publishDraft } from './frameworks/framework.actions.ts'
export {
  frameworkVersion,
  frameworkVersions,
  latestFrameworkVersionId,
  latestVersionId,
} from './frameworks/framework.store.ts'
export { findRound, nextRoundLookup, roundLookup, roundTaking, roundToAimAt } from './rounds/round.store.ts'
export { frameworksTables } from './frameworks.tables.ts'

export const routes = (parts: Parts): Route[] => [...roundRoutes(parts)]
