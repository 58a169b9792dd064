import type { Day } from './time.ts'

// The pledge of City of Sanctuary, which an organisation signs before it applies for an award.

/** Id of the item about the pledge. */
export const pledgeItem = 'pledge-signed'

/** The signature of the pledge for the organisation. */
export interface Pledge {
  signedBy: string
  /** the signatory's role in the organisation */
  role: string
  signedOn: Day
  /** the version of the pledge's wording, as the library names it; empty when the library does not say */
  wording: string
}
