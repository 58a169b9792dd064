// What the other modules and the composition root may use of `access`.
export { accountRoutes } from './account/account.routes.ts'
export {
  type NewAccount,
  makeAdministratorLink,
  makeAnotherAdministratorLink,
  removeLinkFiles,
  writeLinkFile,
} from './invitations/invitation.actions.ts'
export { invitationRoutes } from './invitations/invitation.routes.ts'
export { type Invitation, findInvitation, invitationsWaiting } from './invitations/invitation.store.ts'
export { invite, sendInvitationAgain, takeInvitationBack } from './people/people.actions.ts'
export { peopleRoutes } from './people/people.routes.ts'
export {
  type Person,
  administrators,
  findPerson,
  insertCharityRole,
  insertPerson,
  personWithAddress,
} from './people/people.store.ts'
export { applicationsKnownTo, applicationsReadableBy, casesReadBy, coordinatorLeft } from './rights/rights.store.ts'
export { beginSignIn, countTry, forgetTry, sessionRows, tidySignIns } from './sign-in/sign-in.actions.ts'
export { signInRoutes } from './sign-in/sign-in.routes.ts'
export { credentialsOfPerson, endTokens, tokenRows, useToken } from './sign-in/sign-in.store.ts'
export {
  type Case,
  applicationById,
  applicationsByIds,
  findApplication,
  holdApplication,
  holdCase,
  holdForHandingIn,
} from './applications/application.store.ts'
