import { membershipsIn, type Actor } from './actor.ts'
import type { Application } from './application.ts'
import { forever, hasConsent } from './consent.ts'
import type { EvidenceSubject } from './evidence.ts'
import { can } from './permissions.ts'
import type { FrozenCopy } from './submission.ts'
import type { Day } from './time.ts'

/**
 * Whether the person can see the library's own rating. Panel members see it only after giving all their own findings.
 */
export const mayReadRatings = (actor: Actor, application: Application): boolean =>
  can(actor, 'answer.read', application) || can(actor, 'meeting.read', application)

/**
 * Whether the person can open evidence that an application uses. Members of the library read it as their library's
 * evidence, everyone else through the application.
 */
export function mayOpen(actor: Actor, application: Application, held: EvidenceSubject | undefined): boolean {
  return (
    held !== undefined && can(actor, 'evidence.read', held, can(actor, 'answer.read', application) ? null : application)
  )
}

/** Whether a person can learn, for example from a count, that the evidence exists. */
export function mayBeCounted(actor: Actor, it: EvidenceSubject): boolean {
  const roles = membershipsIn(actor, it.organisationId)
  return !it.isConsentWithdrawn || roles.length === 0 || roles.some(role => role !== 'observer')
}

/**
 * The number of items of evidence that a reader for the charity could open if no consent were missing, ended or
 * withdrawn.
 */
export const countWithoutConsent = (
  actor: Actor,
  application: Application,
  evidence: readonly EvidenceSubject[],
): number =>
  evidence.filter(
    each =>
      !mayOpen(actor, application, each) &&
      !hasConsent(each, actor.today) &&
      mayOpen(actor, application, { ...each, consentUntil: forever }),
  ).length

interface SubmittedEvidence<AnswerEvidence> {
  /** all evidence of the submission */
  evidenceItems: readonly AnswerEvidence[]
  /** the ids of the evidence in the answer or partnership */
  ids: readonly string[]
  /** the evidence as it is now, by id */
  held: ReadonlyMap<string, EvidenceSubject>
}

/** The evidence in a submitted answer or partnership that the reader can open. */
export function evidenceToRead<AnswerEvidence extends { id: string }>(
  actor: Actor,
  application: Application,
  { evidenceItems, ids, held }: SubmittedEvidence<AnswerEvidence>,
): AnswerEvidence[] {
  return evidenceItems.filter(({ id }) => ids.includes(id) && mayOpen(actor, application, held.get(id)))
}

type CopyWithEvidence = Pick<FrozenCopy, 'answers' | 'evidence'> & Partial<Pick<FrozenCopy, 'files' | 'partners'>>

/**
 * The submitted copy as it is shown to the actor today. For the charity, evidence whose consent is missing, has ended
 * or was withdrawn is left out. For the library's observers, only evidence whose consent was withdrawn is left out.
 */
export const withoutEndedConsents = <Copy extends CopyWithEvidence>(
  actor: Actor,
  application: Application,
  copy: Copy,
  held: ReadonlyMap<string, EvidenceSubject>,
): Copy =>
  can(actor, 'answer.read', application)
    ? withEvidenceOnly(copy, held, each => mayBeCounted(actor, each))
    : withConsentOnly(copy, held, actor.today)

/** The copy without the evidence whose consent is missing, has ended or was withdrawn. */
export const withConsentOnly = <Copy extends CopyWithEvidence>(
  copy: Copy,
  held: ReadonlyMap<string, EvidenceSubject>,
  today: Day | undefined,
): Copy => withEvidenceOnly(copy, held, each => hasConsent(each, today))

function withEvidenceOnly<Copy extends CopyWithEvidence>(
  copy: Copy,
  held: ReadonlyMap<string, EvidenceSubject>,
  isShown: (evidence: EvidenceSubject) => boolean,
): Copy {
  const isThere = (id: string): boolean => !held.has(id) || isShown(held.get(id)!)
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

type CopyByItem = Pick<FrozenCopy, 'answers' | 'partners'>

/**
 * The number of items of evidence for one item that are in the whole submission, but not in the copy that a reader is
 * shown.
 */
export function countUnavailable(whole: CopyByItem, shown: CopyByItem, itemId: string): number {
  const usedIn = ({ answers, partners }: CopyByItem): Set<string> =>
    new Set([
      ...answers.filter(({ item }) => item === itemId).flatMap(({ evidence }) => evidence),
      ...partners.filter(({ items }) => items.includes(itemId)).flatMap(({ evidence }) => evidence),
    ])
  return usedIn(whole).size - usedIn(shown).size
}

/** `countUnavailable` for each item of a submission, by item id. */
export function unavailableByItem(whole: CopyByItem, shown: CopyByItem): Map<string, number> {
  const items = [...whole.answers.map(({ item }) => item), ...whole.partners.flatMap(partner => partner.items)]
  return new Map(items.map(id => [id, countUnavailable(whole, shown, id)]))
}
