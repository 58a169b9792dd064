export const helperKinds = ['helper', 'interpreter'] as const
export type HelperKind = (typeof helperKinds)[number]

/**
 * Someone who helps a seat holder to read or write, or interprets for them. Only the holder, the helper and
 * coordinators see that the holder has a helper.
 */
export interface SeatHelper {
  id: string
  seatId: string
  /** null while the invited address has no approved account */
  personId: string | null
}
