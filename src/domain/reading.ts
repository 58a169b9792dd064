import type { Actor } from './actor.ts'
import type { Application } from './application.ts'
import { isCovered } from './consent.ts'
import type { EvidenceHeld } from './evidence.ts'
import { can } from './permissions.ts'
import type { FrozenCopy } from './submission.ts'

/** Whoever has a seat judges alone first: the library's own view opens when all of one's own findings are given. */
export const mayReadRatings = (who: Actor, application: Application): boolean =>
  can(who, 'answer.read', application) || can(who, 'meeting.read', application)

/** A piece that an application uses: its own people meet it as theirs, everybody else through the application. */
export function mayOpen(who: Actor, application: Application, held: EvidenceHeld | undefined): boolean {
  return (
    held !== undefined && can(who, 'evidence.read', held, can(who, 'answer.read', application) ? null : application)
  )
}

/** The pieces of a frozen answer, or of a frozen partnership, that somebody who reads it may open. */
export function piecesToRead<Piece extends { id: string }>(
  who: Actor,
  application: Application,
  pieces: readonly Piece[],
  ids: readonly string[],
  held: ReadonlyMap<string, EvidenceHeld>,
): Piece[] {
  return pieces.filter(({ id }) => ids.includes(id) && mayOpen(who, application, held.get(id)))
}

/**
 * What was handed in, as somebody who reads for the charity meets it today: a piece whose consent ended or was taken back is not there
 * at all, and is not counted among those that are withheld. The library's own people meet it whole.
 */
export function withoutUncovered<
  Copy extends Pick<FrozenCopy, 'answers' | 'evidence'> & Partial<Pick<FrozenCopy, 'files' | 'partners'>>,
>(who: Actor, application: Application, copy: Copy, held: ReadonlyMap<string, EvidenceHeld>): Copy {
  if (can(who, 'answer.read', application)) return copy
  const isThere = (id: string): boolean => !held.has(id) || isCovered(held.get(id)!, who.today)
  return {
    ...copy,
    answers: copy.answers.map(answer => ({ ...answer, evidence: answer.evidence.filter(isThere) })),
    evidence: copy.evidence.filter(({ id }) => isThere(id)),
    ...(copy.partners
      ? { partners: copy.partners.map(partner => ({ ...partner, evidence: partner.evidence.filter(isThere) })) }
      : {}),
    ...(copy.files ? { files: copy.files.filter(({ evidence }) => isThere(evidence)) } : {}),
  }
}
