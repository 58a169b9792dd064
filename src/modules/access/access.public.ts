// What the other modules and the composition root may use of `access`.
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { accountRoutes } from './account/account.routes.ts'
import { invitationRoutes } from './invitations/invitation.routes.ts'
import { peopleRoutes } from './people/people.routes.ts'
import { signInRoutes } from './sign-in/sign-in.routes.ts'

export { type NewAccount } from './invitations/invitation.actions.ts'
export { type Invitation, findInvitation, invitationsWaiting } from './invitations/invitation.store.ts'
export { invite, sendInvitationAgain, takeInvitationBack } from './people/people.actions.ts'
export {
  type Person,
  administrators,
  findPerson,
  insertCharityRole,
  insertPerson,
  personWithAddress,
} from './people/people.store.ts'
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
  ...invitationRoutes(parts),
  ...peopleRoutes(parts),
]
