// The public exports of `organisations`, for other modules and the composition root.
import { readingSlowly } from '../../db/connection.ts'
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { branchRoutes } from './branches/branch.routes.ts'
import { closingRoutes } from './closing/closing.routes.ts'
import { coordinatorRoutes } from './coordinators/coordinator.routes.ts'
import { enquiryRoutes } from './enquiries/enquiry.routes.ts'
import { noteRoutes } from './notes/note.routes.ts'
import { downloadRoutes } from './downloads/download.routes.ts'
import { organisationRoutes } from './organisations/organisation.routes.ts'
import { signOffChoiceRoutes } from './sign-off/sign-off.routes.ts'
import { readersRoutes } from './readers/readers.routes.ts'
import { teamRoutes } from './team/team.routes.ts'

export {
  type Branch,
  branchesIn,
  branchesOf,
  branchesTaken,
  branchesTakenLookup,
  branchesTakenBeside,
  branchesTakenBesideAward,
  branchesTakenBesideAwardLookup,
  branchesTakenBesideWith,
  isOpenOn,
  isOpenOnDay,
  lockOrganisation,
  openAmong,
  openOn,
} from './branches/branch.store.ts'
export { branchesInScope, branchesRow } from './branches/branch.pages.ts'
export { organisationCoordinatorRow } from './coordinators/coordinator.pages.ts'
export {
  type OrganisationCoordinator,
  canCoordinate,
  organisationCoordinatorLookup,
} from './coordinators/coordinator.store.ts'
export { eraseOldEnquiries } from './enquiries/enquiry.actions.ts'
export { startEmails } from './emails/emails.actions.ts'
export {
  areEmailsStarted,
  areEmailsStartedLookup,
  organisationsWithoutEmails,
  type WithoutEmails,
} from './emails/emails.store.ts'
export {
  addImportedBranches,
  addImportedOrganisation,
  changeImportedBranch,
  removeImportedBranch,
  removeImportedOrganisation,
} from './imported/imported.actions.ts'
export {
  branchesHere,
  mergedSince,
  organisationsHere,
  organisationsNamed,
  survivorOf,
  type Removal,
} from './imported/imported.store.ts'
export { home } from './organisations/organisation.pages.ts'
export { type OrganisationLine, organisationLines } from './organisations/organisation-list.store.ts'
export {
  findOrganisation,
  nameKey,
  organisationFor,
  organisationOf,
  organisationWith,
} from './organisations/organisation.store.ts'
export { chooseSignOff } from './sign-off/sign-off.actions.ts'
export { notesCountLookup } from './notes/note.store.ts'
export { requireReaders } from './readers/readers.actions.ts'
export { type TeamMember, idsWithMerged, teamIn, teamOf, writersIn } from './team/team.store.ts'
export { organisationsTables } from './organisations.tables.ts'

export const routes = (parts: Parts): Route[] => [
  ...organisationRoutes(parts),
  ...closingRoutes(parts),
  ...coordinatorRoutes(parts),
  ...noteRoutes(parts),
  ...enquiryRoutes(parts),
  ...downloadRoutes(readingSlowly(parts)),
  ...branchRoutes(parts),
  ...teamRoutes(parts),
  ...readersRoutes(parts),
  ...signOffChoiceRoutes(parts),
]
