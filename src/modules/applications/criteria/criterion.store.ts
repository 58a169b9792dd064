import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Answers } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Assignment, Writer } from '../../../domain/assignment.ts'
import { hasConsent } from '../../../domain/consent.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import { canItemBeWritten } from '../../../domain/application.ts'
import { itemByCode, type Framework, type Item } from '../../../domain/framework.ts'
import { isExpired } from '../../../domain/evidence-suggestions.ts'
import { localEndorsement } from '../../../domain/endorsement.ts'
import { pledgeItem } from '../../../domain/pledge.ts'
import type { Mentionable } from '../../../domain/mention.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { countUnavailable, mayBeCounted, mayOpen, withoutEndedConsents } from '../../../domain/readable-evidence.ts'
import { Forbidden, NotFound, NotOpen } from '../../../domain/refusals.ts'
import { sinceLastYear, withoutStillToAdd } from '../../../domain/since-last-year.ts'
import {
  extrasByItem,
  type PledgeTargetsEndorsements,
  type FrozenCopy,
  type FrozenTarget,
} from '../../../domain/submission.ts'
import { earlierTargets, settingTargets, targetsOfItem, type Target } from '../../../domain/target.ts'
import type { Day } from '../../../domain/time.ts'
import { type EvidenceLine, type Partnership, cardsUsedFor, partnershipsIn } from '../../evidence/evidence.public.ts'
import { type CriteriaReading, criteriaReading, frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { type Branch, branchesIn, branchesOf } from '../../organisations/organisations.public.ts'
import { attachedEvidenceLookup, type AttachedEvidence } from '../answers/answer-evidence.store.ts'
import { answerFactsLookup, answerLookup, type Answer } from '../answers/answer.store.ts'
import { touchedLookup, untouchedAmong } from '../checking-answers/checking-answers.store.ts'
import { mostFolded } from '../comments/comment.pages.ts'
import { commentCounts, commentsOf, membersIn, type Comment } from '../comments/comment.store.ts'
import { exampleLookup } from './example-lookup.store.ts'
import { assignmentLookup, writerIn } from '../assignments/assignment.store.ts'
import { endorsementsIn, type EndorsementLine } from '../endorsements/endorsement.store.ts'
import { pledgeIn, type SavedPledge } from '../pledges/pledge.store.ts'
import { targetsIn } from '../targets/target.store.ts'
import {
  decidedBeforeLookup,
  earlierContentToRead,
  type DecidedBefore,
} from '../since-last-year/earlier-content.store.ts'
import type { LastTime } from '../since-last-year/since-last-year.pages.ts'
import { currentContent } from '../since-last-year/since-last-year.store.ts'
import { extrasFrom } from '../submissions/answer-extras.store.ts'
import type { Submission } from '../submissions/submission.store.ts'
import { submittedAnswer } from '../submissions/submitted-answer.store.ts'

/** One item that an application answers: a criterion, a prerequisite or a looking-ahead item. */
export interface ItemSubject {
  application: ApplicationRecord
  framework: Framework
  item: Item
  /** names of the branches in scope, on the item about the scope; otherwise empty */
  branches: readonly string[]
  /** whether the person can change which branches are in scope */
  mayChangeBranches: boolean
  /** the translation that the person reads the item in */
  reading: CriteriaReading
}

/** The latest comments on an item and the number of all comments on it, for members of the library. */
export interface Discussed {
  actor: Actor
  comments: readonly Comment[]
  count: number
  members: readonly Mentionable[]
}

/** An item of attached evidence. `mayTransfer`: whether the person can change the evidence's owner and expiry date. */
export type AnswerLine = EvidenceLine & { mayTransfer: boolean }

/** An item with its current answer, for the library. */
export interface Criterion extends ItemSubject {
  answer: Answer | null
  /** the attached evidence that this person can open */
  evidence: readonly AnswerLine[]
  /** the result of `branchesCovered`; also null on items that are not criteria */
  covered: number | null
  /** the number of items of attached evidence that this person cannot open */
  withheld: number
  /** partnerships shown with the answer, each with the evidence that this person can open */
  partners: readonly Partnership[]
  /** whether at least one partnership has evidence that can be used today */
  isShownByPartners: boolean
  /** whether the answer was copied from the previous application and has not been changed or given evidence since */
  isCarried: boolean
  /** the assignment of the item to a colleague; null when nobody is assigned */
  assignment: Assignment | null
  /** whether other libraries share their answers to the item */
  hasExamples: boolean
  /** the library's latest comments on the item; null in a preview */
  discussed: Discussed | null
  /** the reader, if they can write the item now; otherwise null */
  writer: Writer | null
  /** whether the library was asked to change the item and has not changed it since */
  isUntouched: boolean
  today: Day
  /** whether the person can ask a local group for its endorsement */
  mayAsk: boolean
  /** whether the person can set targets and record progress on them */
  mayAim: boolean
  /** the targets, on an item about targets that can be written now; otherwise null */
  targets: readonly Target[] | null
  /** the targets last submitted, on an item about targets that the library cannot change now; otherwise empty */
  targetsSubmitted: readonly FrozenTarget[]
  /** the requests for an endorsement, on the item that is about endorsements; null on other items */
  endorsements: readonly EndorsementLine[] | null
  /** who signed the pledge, on the item about the pledge; null on other items, and until the library has entered it */
  pledge: SavedPledge | null
  /** for a renewal or reappraisal: the previous answer; null in a first application */
  last: LastTime | null
}

/** An item as it was last submitted, for the charity and its panels. */
export interface SubmittedCriterion extends ItemSubject {
  submission: Submission
  copy: FrozenCopy
  /** the evidence in the submission by id, with the facts that decide who is allowed to open it */
  held: ReadonlyMap<string, EvidenceSubject>
  /** the number of items of evidence left out because their consent ended or was withdrawn */
  unavailable: number
}

interface FindItem {
  actor: Actor
  permission: ApplicationPermission
  id: string
  code: string
  /** the language chosen in the address */
  chosen?: string
}

/** @throws as `findApplication` does; NotFound for an item that this kind of application does not ask for */
export async function findItem(
  db: Db | Tx,
  { actor, permission, id, code, chosen = '' }: FindItem,
): Promise<ItemSubject> {
  const application = await findApplication(db, actor, permission, id)
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const item = itemByCode(framework, code)
  if (!item || !item.askedIn.includes(application.kind)) throw new NotFound()
  const branches = item.id === 'scope-declared' ? await namesInScope(db, application) : []
  const { frameworkVersionId: versionId, languages } = application
  const reading = await criteriaReading(db, { versionId, languages }, chosen)
  const mayChangeBranches = can(actor, 'application.change_scope', application)
  return { application, framework, item, branches, mayChangeBranches, reading }
}

/** @throws as `findItem` does; Forbidden without `answer.write`; NotOpen for an item that cannot be changed now */
export async function findItemToWrite(db: Db | Tx, by: FindItem): Promise<ItemSubject> {
  const subject = await findItem(db, by)
  const { application, item } = subject
  if (can(by.actor, 'answer.write_item', application, item.id)) return subject
  if (!can(by.actor, 'answer.write', application)) throw new Forbidden('answer.write_item')
  throw new NotOpen('answer_not_asked', `/applications/${application.id}/criteria/${item.code}`)
}

/** The last submitted targets. Empty unless the item is about targets and the library can no longer change it. */
async function targetsSubmittedFor(db: Db | Tx, { application, item }: ItemSubject): Promise<FrozenTarget[]> {
  if (!isAboutTargets(item) || canItemBeWritten(application, item.id)) return []
  return (await submittedAnswer(db, application, item.id))?.copy.targets ?? []
}

const isAboutTargets = ({ id }: Item): boolean => id === settingTargets || id === earlierTargets

async function namesInScope(db: Db | Tx, application: ApplicationRecord): Promise<string[]> {
  return inScope(application, await branchesOf(db, { id: application.organisationId }))
}

const inScope = ({ scope }: ApplicationRecord, branches: readonly Branch[]): string[] =>
  branches.filter(({ id }) => scope.includes(id)).map(({ name }) => name)

/**
 * How many of the named branches have current evidence that names them. Null when there is no evidence, or when current
 * evidence is about the whole service.
 */
function branchesCovered(names: readonly string[], evidence: readonly EvidenceLine[], today: Day): number | null {
  const current = evidence.filter(held => !isExpired(held, today))
  if (evidence.length === 0 || current.some(({ branches }) => branches.length === 0)) return null
  const named = new Set(current.flatMap(({ branches }) => branches))
  return names.filter(name => named.has(name)).length
}

/** An item with its current answer, from the results of `criterionLookups`. */
export async function criterionFrom(
  db: Db | Tx,
  subject: ItemSubject,
  { actor, today }: { actor: Actor; today: Day },
  about: Answers<ReturnType<typeof criterionLookups>>,
): Promise<Criterion> {
  const { application, item } = subject
  const { used, cards, answer, facts, partners, targets, comments, counts, members, ...found } = about
  const targetsSubmitted = await targetsSubmittedFor(db, subject)
  const { pledge, endorsements } = found
  const written = { targets: targets ?? [], endorsements: endorsements ?? [], pledge }
  const fresh = extrasFrom(subject.framework, application, written)
  const extras = targets ? fresh : { ...fresh, targets: targetsSubmitted }
  const counted = used.filter(held => mayBeCounted(actor, held))
  const evidence = counted
    .filter(held => mayOpen(actor, application, held))
    .flatMap(held =>
      cards
        .filter(({ id }) => id === held.id)
        .map(card => ({ ...card, mayTransfer: can(actor, 'evidence.transfer', held) })),
    )
  return {
    ...subject,
    answer,
    evidence,
    covered: about.branches && branchesCovered(inScope(application, about.branches), evidence, today),
    withheld: counted.length - evidence.length,
    partners: partners.map(partner => ({
      ...partner,
      evidence: partner.evidence.filter(held => mayOpen(actor, application, held)),
    })),
    isShownByPartners: partners.some(partner => partner.evidence.some(held => hasConsent(held, today))),
    isCarried:
      answer !== null && (facts ?? []).some(({ itemId, isCarried }) => itemId === item.id && isCarried === true),
    assignment: found.assignment,
    mayAsk: can(actor, 'endorsement.ask', application),
    mayAim: can(actor, 'target.write', { id: application.organisationId }),
    targets: targets && targetsOfItem(item.id, application, targets),
    targetsSubmitted,
    endorsements: found.endorsements,
    pledge: found.pledge,
    hasExamples: found.hasExamples,
    discussed: { actor, comments, count: counts.get(item.id) ?? 0, members },
    writer: can(actor, 'answer.write_item', application, item.id) ? writerIn(actor, application) : null,
    isUntouched: untouchedAmong(application, found.touched).includes(item.id),
    today,
    last: await lastTimeOf(db, subject, found.decided, { actor, answer, used, today, extras }),
  }
}

/** The lookups for `criterionFrom`, to combine with other lookups. */
export const criterionLookups = (db: Db | Tx, { application, item }: ItemSubject, today: Day) => ({
  used: attachedEvidenceLookup(db, application.id, item.id),
  cards: cardsUsedFor(db, application.id, item.id),
  answer: answerLookup(db, application.id, item.id),
  partners: partnershipsIn(db, application.id, item.id),
  assignment: assignmentLookup(db, application.id, item.id),
  comments: commentsOf(db, application.id, { itemId: item.id, after: null, limit: mostFolded }),
  counts: commentCounts(db, application.id),
  members: membersIn(db, application.organisationId),
  hasExamples: exampleLookup(db, application, item.id),
  facts: application.kind === 'first' ? null : answerFactsLookup(db, application, today),
  targets: isAboutTargets(item) && canItemBeWritten(application, item.id) ? targetsIn(db, application) : null,
  endorsements: item.id === localEndorsement ? endorsementsIn(db, application.id) : null,
  pledge: item.id === pledgeItem ? pledgeIn(db, application.id) : null,
  decided: decidedBeforeLookup(db, application),
  branches: item.part === 'criterion' ? branchesIn(db, application.organisationId) : null,
  touched: application.criteriaAsked.includes(item.id) ? touchedLookup(db, application, today) : null,
})

interface AnsweredNow {
  actor: Actor
  answer: Answer | null
  used: readonly AttachedEvidence[]
  today: Day
  extras: PledgeTargetsEndorsements
}

async function lastTimeOf(
  db: Db | Tx,
  { application, item }: ItemSubject,
  decided: readonly DecidedBefore[] | null,
  now: AnsweredNow,
): Promise<LastTime | null> {
  if (application.kind === 'first') return null
  const earlier = await earlierContentToRead(db, application, decided)
  if (!earlier) return { since: null, answer: null, titles: [] }
  const { before, held } = earlier
  const answer = before.answers.find(each => each.item === item.id) ?? null
  const titles = before.evidence
    .filter(({ id }) => answer?.evidence.includes(id) && mayOpen(now.actor, application, held.get(id)))
    .map(({ title }) => title)
  const current = {
    ...currentContent(now.answer ? [now.answer] : [], now.used),
    extras: extrasByItem(now.extras),
  }
  const compared = canItemBeWritten(application, item.id) ? withoutStillToAdd(before, current) : before
  return { answer, titles, since: sinceLastYear([item], { before: compared, now: current }, now.today)[0] ?? null }
}

/** @throws NotFound when nothing has been submitted yet */
export async function submittedCriterionOf(
  db: Db | Tx,
  actor: Actor,
  subject: ItemSubject,
): Promise<SubmittedCriterion> {
  const { application, item } = subject
  const submitted = await submittedAnswer(db, application, item.id)
  if (!submitted) throw new NotFound()
  const { submission, held } = submitted
  const copy = withoutEndedConsents(actor, application, submitted.copy, held)
  return { ...subject, submission, held, copy, unavailable: countUnavailable(submitted.copy, copy, item.id) }
}
