// The public exports of `frameworks`, for other modules and the composition root.
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { areaRoutes } from './areas/area.routes.ts'
import { draftRoutes } from './drafts/draft.routes.ts'
import { importRoutes } from './import-export/import.routes.ts'
import { itemRoutes } from './items/item.routes.ts'
import { versionRoutes } from './versions/version.routes.ts'
import { mappingRoutes } from './mapping/mapping.routes.ts'
import { retirementRoutes } from './retirement/retirement.routes.ts'
import { extensionRoutes } from './extensions/extension.routes.ts'
import { roundRoutes } from './rounds/round.routes.ts'
import { translationRoutes } from './translations/translation.routes.ts'

export { publishDraft } from './frameworks/framework.actions.ts'
export {
  frameworkVersion,
  frameworkVersions,
  latestFrameworkVersionId,
  latestVersionId,
  latestVersionIds,
  versionPublishedAt,
} from './frameworks/framework.store.ts'
export { type VersionRecord, findVersion, versionBefore, versionIn } from './drafts/draft.store.ts'
export { publishAsRead } from './drafts/draft.actions.ts'
export { changeStatus, problemInWords } from './versions/version.pages.ts'
export { versionStatus, whenOf } from './versions/version-status.pages.ts'
export { nameIn, relationStatus } from './mapping/mapping.pages.ts'
export {
  type MappingPaths,
  applicationsThroughMapping,
  itemsIn,
  mappingFrom,
  mappingOf,
  mappingPaths,
  storedMappingLookup,
} from './mapping/mapping.store.ts'
export {
  findRound,
  nextRoundLookup,
  roundFor,
  roundForLookup,
  roundNowLookup,
  roundOpenNow,
  roundForDraft,
  roundToStartIn,
} from './rounds/round.store.ts'
export { extendRoundFor } from './extensions/extension.actions.ts'
export { extensionForm } from './extensions/extension.forms.ts'
export { extensionFields } from './extensions/extension.pages.ts'
export {
  acceptsForLibrary,
  closesForLibrary,
  extensionLookup,
  roundNow,
  roundToSubmitIn,
} from './extensions/extension.store.ts'
export {
  type Stream,
  allStreams,
  lockStream,
  streamsInUse,
  streamsOffered,
  streamsOfferedLookup,
} from './streams/stream.store.ts'
export { streamChoice, streamFilter, streamNamed, streamNameIn } from './streams/stream.pages.ts'
export { type CriteriaReading, inSameLanguage, readingLine } from './translations/reading.pages.ts'
export { criteriaReading, languagesLookup, languagesOf } from './translations/translation.store.ts'
export { englishLeft, englishLeftIn } from './translations/translation.pages.ts'
export { frameworksTables } from './frameworks.tables.ts'

export const routes = (parts: Parts): Route[] => [
  ...roundRoutes(parts),
  ...extensionRoutes(parts),
  ...retirementRoutes(parts),
  ...mappingRoutes(parts),
  ...importRoutes(parts),
  ...draftRoutes(parts),
  ...itemRoutes(parts),
  ...areaRoutes(parts),
  ...translationRoutes(parts),
  ...versionRoutes(parts),
]
