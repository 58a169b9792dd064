// What the other modules and the composition root may use of `organisations`.
export { branchesInScope, branchesRow } from './organisations/branch-names.pages.ts'
export { organisationRoutes } from './organisations/organisation.routes.ts'
export {
  type Branch,
  type OrganisationLine,
  branchesIn,
  branchesOf,
  findOrganisation,
  nameKey,
  openOn,
  organisationFor,
  organisationLines,
  organisationOf,
} from './organisations/organisation.store.ts'
export { teamRoutes } from './team/team.routes.ts'
export { type TeamMember, asTheyAreNow, teamOf } from './team/team.store.ts'
