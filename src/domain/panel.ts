import type { Declaration, Seat, SeatKind } from './application.ts'
import type { PanelRule } from './framework.ts'

/** What a panel lacks: seats in all, a chair, seats of a kind, or somebody independent besides them; and how many. */
export interface PanelGap {
  lacks: 'seats' | 'chair' | SeatKind | 'independent'
  count: number
}

/**
 * What is still missing from a panel; nothing, and it is complete. No exceptions.
 * @param stage `seat` counts seats offered or taken, by the coordinator's marks; `propose` only seats taken whose
 * holders declared no
 *   conflict and gave all findings, and independence only where the holder confirmed it
 */
export function panelGaps(
  rule: PanelRule,
  seats: readonly Seat[],
  declarations: readonly Declaration[],
  stage: 'seat' | 'propose',
): PanelGap[] {
  const counted = seats
    .filter(seat => counts(seat, declarations, stage))
    .map(seat => ({ ...seat, independent: isIndependent(seat, declarations, stage) }))
  const kindsNeeded = rule.needs.filter((need): need is { id: SeatKind; min: number } => need.id !== 'independent')
  const independentNeeded = rule.needs.find(({ id }) => id === 'independent')?.min ?? 0
  return [
    { lacks: 'seats' as const, count: rule.minSeats - counted.length },
    { lacks: 'chair' as const, count: counted.some(({ chairs }) => chairs) ? 0 : 1 },
    ...kindsNeeded.map(({ id, min }) => ({ lacks: id, count: min - counted.filter(({ kind }) => kind === id).length })),
    { lacks: 'independent' as const, count: independentNeeded - independentBesides(kindsNeeded, counted) },
  ].filter(({ count }) => count > 0)
}

function counts(seat: Seat, declarations: readonly Declaration[], stage: 'seat' | 'propose'): boolean {
  const said = declarations.find(({ personId }) => personId === seat.personId)?.says
  if (seat.setAside || said === 'conflict') return false
  if (stage === 'seat') return seat.status === 'offered' || seat.status === 'accepted'
  return seat.status === 'accepted' && said === 'no conflict' && seat.hasGivenAll
}

/** Marked by the coordinator; for a proposal its holder must have confirmed it as well. A denial counts at once. */
function isIndependent(seat: Seat, declarations: readonly Declaration[], stage: 'seat' | 'propose'): boolean {
  const confirmed = declarations.find(({ personId }) => personId === seat.personId)?.independent ?? null
  return seat.independent && (stage === 'seat' ? confirmed !== false : confirmed === true)
}

/** The independent seat is another than those that fill a kind: of these only as many count as their kind can spare. */
function independentBesides(kindsNeeded: readonly { id: SeatKind; min: number }[], seats: readonly Seat[]): number {
  const needed = new Map(kindsNeeded.map(({ id, min }) => [id, min]))
  const free = seats.filter(({ kind, independent }) => independent && !needed.has(kind)).length
  return kindsNeeded.reduce((sum, { id, min }) => {
    const ofKind = seats.filter(({ kind }) => kind === id)
    return sum + Math.max(0, Math.min(ofKind.filter(({ independent }) => independent).length, ofKind.length - min))
  }, free)
}
