// What the other modules and the composition root may use of `access`.
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { accountRoutes } from './account/account.routes.ts'
import { acceptanceRoutes } from './acceptance/acceptance.routes.ts'
import { invitationRoutes } from './invitations/invitation.routes.ts'
import { personRoutes } from './people/person.routes.ts'
import { signInRoutes } from './sign-in/sign-in.routes.ts'

export { type NewAccount } from './acceptance/acceptance.actions.ts'
export { invite, resendInvitation, revokeInvitation } from './invitations/invitation.actions.ts'
export { type Invitation, findInvitation, pendingInvitations } from './invitations/invitation.store.ts'
export {
  type Person,
  administrators,
  endMembership,
  findPerson,
  insertCharityRole,
  insertPerson,
  personWithAddress,
} from './people/person.store.ts'
export {
  applicationsKnownTo,
  applicationsReadableBy,
  applicationsReadBy,
  coordinatorLeft,
  withCurrentRights,
} from './rights/rights.store.ts'
export { startSignIn, countTry, forgetTry, sessionRows, tidySignIns } from './sign-in/sign-in.actions.ts'
export { credentialsOfPerson, endTokens, tokenRows, useToken } from './sign-in/sign-in.store.ts'
export {
  type ApplicationRecord,
  applicationById,
  applicationsByIds,
  findApplication,
  holdApplication,
  lockAndFindApplication,
  lockApplication,
} from './applications/application.store.ts'
export { offerAnotherAdministrator, offerFirstAdministrator } from './administrators/administrator.actions.ts'

export const routes = (parts: Parts): Route[] => [
  ...signInRoutes(parts),
  ...accountRoutes(parts),
  ...acceptanceRoutes(parts),
  ...invitationRoutes(parts),
  ...personRoutes(parts),
]
