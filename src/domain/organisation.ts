import type { Instant } from './time.ts'

export const organisationKinds = ['library service', 'library', 'charity'] as const
export type OrganisationKind = (typeof organisationKinds)[number]

export const branchKinds = ['branch', 'mobile', 'service point'] as const
export type BranchKind = (typeof branchKinds)[number]

/** The applicant: a library service, one library, a charity or a trust. */
export interface Organisation {
  id: string
  name: string
  kind: OrganisationKind
  /** town or area */
  place: string
  /** the organisation's shared mailbox, which gets a copy of every reminder and needs no account */
  roleMailbox: string | null
  /** true when an observer must sign off before submission */
  signOffWanted: boolean
  /**
   * whether the person who makes the request has confirmed who can read the evidence. It is false again once someone
   * joins or changes role
   */
  readersConfirmed: boolean
  /** when a coordinator closed it; nothing new can be started for a closed organisation */
  closedAt: Instant | null
  /** why a coordinator closed it */
  closedReason: string | null
  /** the language of its emails */
  language: string
  version: number
}
