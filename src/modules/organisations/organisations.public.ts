// What the other modules and the composition root may use of `organisations`.
export { branchRoutes } from './branches/branch.routes.ts'
export {
  type Branch,
  branchesIn,
  branchesOf,
  branchesTaken,
  branchesTakenBeside,
  holdOrganisation,
  openOn,
} from './branches/branch.store.ts'
export { branchesInScope, branchesRow } from './organisations/branch-names.pages.ts'
export { home } from './organisations/organisation.pages.ts'
export { organisationRoutes } from './organisations/organisation.routes.ts'
export {
  type OrganisationLine,
  findOrganisation,
  nameKey,
  organisationFor,
  organisationLines,
  organisationOf,
} from './organisations/organisation.store.ts'
export { teamRoutes } from './team/team.routes.ts'
export { type TeamMember, asTheyAreNow, teamOf } from './team/team.store.ts'
