export const organisationKinds = ['library service', 'library', 'charity'] as const
export type OrganisationKind = (typeof organisationKinds)[number]

export const branchKinds = ['branch', 'mobile', 'service point'] as const
export type BranchKind = (typeof branchKinds)[number]

/** The applicant: a library service, one library, a charity or trust. */
export interface Organisation {
  id: string
  name: string
  kind: OrganisationKind
  /** town or area, as people say it */
  place: string
  /** copied into every reminder; needs no account */
  roleMailbox: string | null
  /** an observer signs off before anything is handed in */
  signOffWanted: boolean
  /** of its letters */
  language: string
  version: number
}
