import type { Actor } from './actor.ts'
import type { Application } from './application.ts'
import { isCovered } from './consent.ts'
import type { EvidenceSubject } from './evidence.ts'
import { can } from './permissions.ts'
import type { FrozenCopy } from './submission.ts'

/** Whoever has a seat judges alone first: the library's own view opens when all of one's own findings are given. */
export const mayReadRatings = (actor: Actor, application: Application): boolean =>
  can(actor, 'answer.read', application) || can(actor, 'meeting.read', application)

/** A piece that an application uses: its own people meet it as theirs, everybody else through the application. */
export function mayOpen(actor: Actor, application: Application, held: EvidenceSubject | undefined): boolean {
  return (
    held !== undefined && can(actor, 'evidence.read', held, can(actor, 'answer.read', application) ? null : application)
  )
}

/** The pieces of a frozen answer, or of a frozen partnership, that somebody who reads it may open. */
export function evidenceToRead<AnswerEvidence extends { id: string }>(
  actor: Actor,
  application: Application,
  evidenceItems: readonly AnswerEvidence[],
  ids: readonly string[],
  held: ReadonlyMap<string, EvidenceSubject>,
): AnswerEvidence[] {
  return evidenceItems.filter(({ id }) => ids.includes(id) && mayOpen(actor, application, held.get(id)))
}

/**
 * What was handed in, as somebody who reads for the charity meets it today: a piece whose consent ended or was taken
 * back is not there at all, and is not counted among those that are withheld. The library's own people meet it whole.
 */
export function withoutUncovered<
  Copy extends Pick<FrozenCopy, 'answers' | 'evidence'> & Partial<Pick<FrozenCopy, 'files' | 'partners'>>,
>(actor: Actor, application: Application, copy: Copy, held: ReadonlyMap<string, EvidenceSubject>): Copy {
  if (can(actor, 'answer.read', application)) return copy
  const isThere = (id: string): boolean => !held.has(id) || isCovered(held.get(id)!, actor.today)
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
