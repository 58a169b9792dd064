export const helperKinds = ['helper', 'interpreter'] as const
export type HelperKind = (typeof helperKinds)[number]

/**
 * Someone who helps a seat holder to read or write, or interprets for them. Apart from the holder and the helper, only
 * coordinators see that the holder has one.
 */
export interface SeatHelper {
  id: string
  seatId: string
  /** null while the invited address has no approved account */
  personId: string | null
}
