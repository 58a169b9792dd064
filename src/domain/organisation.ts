import type { Instant } from './time.ts'

export const organisationKinds = ['library service', 'library', 'charity'] as const
export type OrganisationKind = (typeof organisationKinds)[number]

export const branchKinds = ['branch', 'mobile', 'service point'] as const
export type BranchKind = (typeof branchKinds)[number]

/** An organisation that can apply: a library service, a single library, or a charity or trust. */
export interface Organisation {
  id: string
  name: string
  kind: OrganisationKind
  /** town or area */
  place: string
  /**
   * the organisation's shared mailbox. It gets copies of reminders and of emails to the leads, except confidential ones
   */
  roleMailbox: string | null
  /** true when an observer must sign off before submission */
  signOffWanted: boolean
  /**
   * whether both the signed-in person and a lead have confirmed who can read the evidence. It becomes false again when
   * someone joins or changes role
   */
  readersConfirmed: boolean
  /** when a coordinator closed the organisation; nothing new can be started for a closed one */
  closedAt: Instant | null
  /** why a coordinator closed it */
  closedReason: string | null
  /** the language of the organisation's emails */
  language: string
  version: number
}
