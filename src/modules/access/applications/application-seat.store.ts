import type { Seat, SeatKind, SeatStatus } from '../../../domain/application.ts'

/** A seat as JSON, with the columns in `seatFields`. */
export interface SeatJson {
  id: string
  personId: string | null
  kind: string
  independent: number
  chairs: number
  status: string
  shownName: string | null
  offeredTo: string
  setAsideAt: string | null
  findingsGiven: number
}

export const seatFields = {
  id: 'seats.id',
  personId: 'seats.person_id',
  kind: 'seats.kind',
  independent: 'seats.independent',
  chairs: 'seats.chairs',
  status: 'seats.status',
  shownName: 'seats.shown_name',
  offeredTo: 'seats.offered_to_name',
  setAsideAt: 'seats.set_aside_at',
  findingsGiven: '(select count(*) from findings where findings.seat_id = seats.id and findings.given_at is not null)',
}

/**
 * @param criteria the number of criteria in the application; `hasGivenAll` is true for a seat with that many given
 * findings
 */
export const toSeat = (seat: SeatJson, criteria: number): Seat => ({
  id: seat.id,
  personId: seat.personId,
  kind: seat.kind as SeatKind,
  independent: seat.independent === 1,
  chairs: seat.chairs === 1,
  status: seat.status as SeatStatus,
  shownName: seat.shownName ?? seat.offeredTo,
  findingsGiven: Number(seat.findingsGiven),
  hasGivenAll: Number(seat.findingsGiven) > 0 && Number(seat.findingsGiven) >= criteria,
  setAside: seat.setAsideAt !== null,
})
