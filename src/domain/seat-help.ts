export const helperKinds = ['helper', 'interpreter'] as const
export type HelperKind = (typeof helperKinds)[number]

/** Someone who helps the holder of a seat to read. Only coordinators see that there is one. */
export interface SeatHelper {
  id: string
  seatId: string
  /** null while the invited address has no approved account */
  personId: string | null
}
