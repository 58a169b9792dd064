// The public exports of `access`, for other modules and the composition root.
import { readingSlowly } from '../../db/connection.ts'
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { accountRoutes } from './account/account.routes.ts'
import { acceptanceRoutes } from './acceptance/acceptance.routes.ts'
import { approvalListRoutes } from './approval-list/approval-list.routes.ts'
import { approvalRoutes } from './approvals/approval.routes.ts'
import { downloadRoutes } from './downloads/download.routes.ts'
import { invitationRoutes } from './invitations/invitation.routes.ts'
import { personRoutes } from './people/person.routes.ts'
import { savedFilterRoutes } from './saved-filters/saved-filter.routes.ts'
import { signInRoutes } from './sign-in/sign-in.routes.ts'
import { signInLinkRoutes } from './sign-in-links/sign-in-link.routes.ts'

export { unreachedNotice } from './account/account.pages.ts'
export { type NewAccount } from './acceptance/acceptance.actions.ts'
export {
  countInvitation,
  invite,
  withLimitBesideField,
  resendInvitation,
  resendUnlessRecent,
  revokeInvitation,
} from './invitations/invitation.actions.ts'
export {
  invitationPages,
  invitationsOnAPage,
  pageOfInvitations,
  type OpenInvitations,
  type PlaceInInvitations,
} from './invitations/invitation.pages.ts'
export {
  type Invitation,
  type InvitationLink,
  expiredInvitation,
  findInvitation,
  invitedRoles,
  isWaiting,
  newestLinks,
  openInvitation,
  teamInvitations,
} from './invitations/invitation.store.ts'
export { expireInvitations, remindInvited } from './unaccepted/unaccepted.actions.ts'
export { charityRolesOf, membershipsOf } from './people/held-role.store.ts'
export {
  type Person,
  administrators,
  endMembership,
  findPerson,
  hasCharityRole,
  insertPerson,
  markReadersConfirmed,
  personIdWithAddressLookup,
  personWithAddress,
  standingInCharity,
} from './people/person.store.ts'
export {
  applicationsCoordinatedBy,
  coordinatedOne,
  emailsVisibleTo,
  type EmailReader,
} from './rights/email-rights.store.ts'
export {
  activeCoordinators,
  actorNow,
  applicationsKnownTo,
  applicationsReadableBy,
  applicationsReadBy,
  applicationsReadByLookup,
  availableCoordinators,
  hasNoPart,
  hasNotJudged,
  isHistoryReadableTo,
  isKnownTo,
  isReadableTo,
  isWithoutCoordinator,
  mayKnowDraft,
  withCurrentRights,
} from './rights/rights.store.ts'
export { askForRole } from './requests/request.actions.ts'
export { isLeadReached, mayOpenRequestWith, type RequestRecord } from './requests/request.store.ts'
export { emailMailboxChange, emailRoleChange } from './role-emails/role-email.actions.ts'
export {
  type OwnRequest,
  type RequestsWaiting,
  type RequestWaitingIn,
  ownRequests,
  requestsWaitingFor,
  requestsWaitingIn,
} from './approvals/waiting.store.ts'
export { type Column, recordListDownload } from './list-downloads/list-download.actions.ts'
export { type DescribedList, listDownloadLink } from './list-downloads/list-download.pages.ts'
export { type ListToDownload, listDownload } from './list-downloads/list-download.routes.ts'
export { savedFiltersLink } from './saved-filters/saved-filter.pages.ts'
export { savedFilters, type DescribeList } from './saved-filters/saved-filter.routes.ts'
export { checkOwnPassword, confirmPassword } from './reauthentication/reauthentication.actions.ts'
export { startSignIn, sessionRows, deleteOldSignIns } from './sign-in/sign-in.actions.ts'
export { endTokens, extendTokens, tokenRows, useToken } from './sign-in/email-token.store.ts'
export { signInsWithIds } from './sign-in/sign-in.store.ts'
export {
  type ApplicationRecord,
  applicationById,
  applicationsByIds,
  applicationsOfAwards,
  isOwnApplication,
  findApplication,
  notBeingWritten,
  requirePermission,
} from './applications/application.store.ts'
export { closesWhenAwardLapses, outcomeReleased, sharingOf } from './applications/application-row.store.ts'
export { isItemAsked } from './applications/item-asked.store.ts'
export { holdApplication, lockAndFindApplication, lockApplication } from './applications/application-lock.store.ts'
export { offerAnotherAdministrator, offerFirstAdministrator } from './administrators/administrator.actions.ts'
export { accessTables } from './access.tables.ts'

export const routes = (parts: Parts): Route[] => [
  ...signInRoutes(parts),
  ...signInLinkRoutes(parts),
  ...accountRoutes(parts),
  ...acceptanceRoutes(parts),
  ...invitationRoutes(parts),
  ...personRoutes(parts),
  ...savedFilterRoutes(parts),
  ...downloadRoutes(readingSlowly(parts)),
  ...approvalListRoutes(parts),
  ...approvalRoutes(parts),
]
