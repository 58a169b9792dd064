import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { unavailableByItem, withoutEndedConsents } from '../../../domain/readable-evidence.ts'
import type { FrozenPage, ReadableCopy } from './submission.pages.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { branchesOf, organisationOf, teamOf } from '../../organisations/organisations.public.ts'
import { type ApplicationRecord, applicationById, lockApplication } from '../../access/access.public.ts'
import { canBeWritten } from '../../../domain/application.ts'
import { hasConsent } from '../../../domain/consent.ts'
import { answeredByRecommendations, hasOwnAnswer } from '../../../domain/completeness.ts'
import type { ItemSince } from '../../../domain/since-last-year.ts'
import { itemsAskedBy, type Framework } from '../../../domain/framework.ts'
import { fingerprintOf, manifestOf } from '../../../domain/manifest.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import {
  contentsOf,
  frozenFrom,
  type Frozen,
  type FrozenCopy,
  type FrozenPartner,
  type FrozenRenewal,
} from '../../../domain/submission.ts'
import { needsOpenRound } from '../../../domain/round.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { evidenceUsedBy } from '../answers/answer-evidence.store.ts'
import { answersOf, type Answer } from '../answers/answer.store.ts'
import { writtenSince } from '../since-last-year/since-last-year.store.ts'
import { moveApplication, removeClosedBranches } from '../applications/application.actions.ts'
import { type Partnership, lockEvidence, partnershipsShown } from '../../evidence/evidence.public.ts'
import { frameworkVersion, roundOpenNow } from '../../frameworks/frameworks.public.ts'
import { recommendationsWithContext } from '../recommendations/recommendation.store.ts'
import { extrasNow } from './answer-extras.store.ts'
import {
  evidenceSubjects,
  type Submission,
  frozenCopy,
  frozenCopyLookup,
  insertSubmission,
  latestSubmission,
  newSalt,
  subjectsSubmittedLookup,
  evidenceToFreeze,
  type EvidenceToFreeze,
} from './submission.store.ts'

/**
 * Submits an application for the first time or again: stores its frozen copy and receipt, and changes its status. Does
 * nothing when the library can no longer write the application.
 * @param contactsAreRight whether submitting confirms the contacts; a light renewal confirms them on its own page
 * @throws NotFound for an unknown application; MoveRefused when this person cannot submit it, something is missing, or
 * no round is open for a first application; Stale when evidence is being removed at the same time
 */
export async function submitApplication(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  { contactsAreRight = true }: { contactsAreRight?: boolean } = {},
): Promise<void> {
  await lockApplication(work.trx, id)
  const application = await applicationById(work.trx, id, dayOf(work.at))
  if (!application) throw new NotFound()
  if (!canBeWritten(application)) return
  await removeClosedBranches(work, application)
  const isAgain = application.status === 'more evidence asked'
  const before = await latestSubmission(work.trx, application)
  const number = (before?.number ?? 0) + 1
  const frozen = await freeze(work, application, isAgain && before ? await frozenCopy(work.trx, before) : null)
  const parts = contentsOf(frozen).map(part => ({ ...part, salt: newSalt() }))
  const manifest = manifestOf({ application: application.number, number, submittedAt: work.at }, parts)
  const receipt = {
    number,
    receipt: `${application.number}-${number}`,
    submittedAt: work.at,
    sha256: fingerprintOf(manifest),
    manifest,
    submittedById: work.actor.id,
  }
  const confirmedAt = contactsAreRight ? work.at : application.contactsConfirmedAt
  await moveApplication(work, application, isAgain ? 'resubmit' : 'submit', {
    facts: { contactsAreConfirmed: confirmedAt !== null },
    changes: { submitted_at: work.at, contacts_confirmed_at: confirmedAt, ...(await roundFor(work, application)) },
    emails: { receipt: receipt.receipt, at: work.at, sha256: receipt.sha256 },
    event: { submission: number, sha256: receipt.sha256 },
  })
  await insertSubmission(work.trx, application, { receipt, parts, evidence: frozen.evidence.map(each => each.id) })
}

/**
 * The column for the round that is open when a first application is submitted. The library may have started in an
 * earlier round. Empty when no round is needed or open.
 */
async function roundFor(work: UnitOfWork, application: ApplicationRecord): Promise<{ round_id?: string }> {
  if (!needsOpenRound(application)) return {}
  const round = await roundOpenNow(work.trx, application, work.at)
  return round ? { round_id: round.id } : {}
}

/**
 * The frozen copy of an application.
 * @param before the submission that the panel has read; evidence not in it is marked as added. Null marks none
 * @throws Stale when evidence is being removed at the same time
 */
async function freeze(
  { trx, at }: UnitOfWork,
  application: ApplicationRecord,
  before: FrozenCopy | null,
): Promise<Frozen> {
  const used = await usedNow(trx, application, dayOf(at))
  if ((await lockEvidence(trx, used.ids)) < used.ids.length) throw new Stale()
  return copyNow(trx, application, { at, before, used })
}

/** The application as it is now, for its library. It has the content that a submission would freeze. */
export async function draftToRead(db: Db, application: ApplicationRecord, at: Instant): Promise<ReadableCopy> {
  const used = await usedNow(db, application, dayOf(at))
  const copy = frozenFrom(contentsOf(await copyNow(db, application, { at, before: null, used })))
  return {
    application,
    framework: await frameworkVersion(db, application.frameworkVersionId),
    copy,
    subjects: await evidenceSubjects(db, used.ids),
    unavailable: new Map(),
  }
}

/** The evidence and partnerships that an application uses now. */
interface Used {
  byItem: ReadonlyMap<string, string[]>
  partners: FrozenPartner[]
  ids: string[]
}

async function usedNow(db: Db | Tx, application: ApplicationRecord, today: Day): Promise<Used> {
  const byItem = await evidenceUsedBy(db, application)
  const partners = frozenPartners(await partnershipsShown(db, application), today)
  const ids = [...new Set([...byItem.values(), ...partners.map(({ evidence }) => evidence)].flat())].toSorted()
  return { byItem, partners, ids }
}

async function copyNow(
  db: Db | Tx,
  application: ApplicationRecord,
  { at, before, used }: { at: Instant; before: FrozenCopy | null; used: Used },
): Promise<Frozen> {
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const organisation = await organisationOf(db, application)
  const branches = await branchesOf(db, organisation)
  const team = await teamOf(db, organisation)
  const frozen: Frozen = {
    application: {
      number: application.number,
      kind: application.kind,
      organisation: organisation.name,
      place: organisation.place,
      framework: framework.label,
      frameworkVersion: framework.version,
    },
    scope: branches
      .filter(({ id }) => application.scope.includes(id))
      .map(({ id, name, kind }) => ({ id, name, kind })),
    summary: { summary: application.summary, mayBeShared: application.mayBeShared },
    contacts: {
      leads: team.filter(({ role, isActive }) => role === 'lead' && isActive).map(({ name }) => name),
      mailbox: organisation.roleMailbox,
    },
    answers: frozenAnswers(framework, application, await answersOf(db, application), used.byItem),
    ...frozenEvidence(await evidenceToFreeze(db, used.ids, at), before),
    partners: used.partners,
    ...(await extrasNow(db, application, framework)),
  }
  return application.kind === 'first' ? frozen : withComparison(db, application, { frozen, today: dayOf(at) })
}

/** Adds to a renewal how each answer has changed, what the library confirmed, and its answers to recommendations. */
async function withComparison(
  db: Db | Tx,
  application: ApplicationRecord,
  { frozen, today }: { frozen: Frozen; today: Day },
): Promise<Frozen> {
  const written = await writtenSince(db, application, { on: today, isSubmitting: true })
  const since = new Map(written.items.map(each => [each.item.id, each.since]))
  const recommendations = (await recommendationsWithContext(db, application)).filter(
    ({ applicationId }) => applicationId !== application.id,
  )
  return {
    ...frozen,
    answers: frozen.answers.map(answer =>
      since.has(answer.item) ? { ...answer, since: since.get(answer.item) } : answer,
    ),
    renewal: {
      restConfirmedAt: application.restConfirmedAt,
      comparedWith: written.before?.submittedAt ?? null,
      ...sinceWithoutAnswer(written.items),
    },
    recommendations: recommendations.map(({ id, kind, body, owner, dueOn, status, notes }) => ({
      id,
      kind,
      body,
      owner,
      dueOn,
      status,
      answer: notes.findLast(({ says }) => says === 'answer')?.body ?? null,
    })),
  }
}

/** How items without an answer have changed. The change of an item with an answer is stored with that answer. */
function sinceWithoutAnswer(items: readonly ItemSince[]): Pick<FrozenRenewal, 'since'> {
  const changes = items
    .filter(({ item, now, extras }) => now === null && (extras.now !== null || !hasOwnAnswer(item)))
    .filter(({ item }) => item.id !== answeredByRecommendations)
    .map(({ item, since }) => [item.id, since] as const)
  return changes.length > 0 ? { since: Object.fromEntries(changes) } : {}
}

/** The answers for the frozen copy. Items without an answer are left out. */
function frozenAnswers(
  framework: Framework,
  application: ApplicationRecord,
  answers: readonly Answer[],
  used: ReadonlyMap<string, string[]>,
): Frozen['answers'] {
  const byItem = new Map(answers.map(answer => [answer.itemId, answer]))
  return itemsAskedBy(framework, application.kind).flatMap(({ id, code, title }) => {
    const answer = byItem.get(id)
    if (!answer) return []
    const supplementary = application.status === 'more evidence asked' && application.criteriaAsked.includes(id)
    return [
      {
        item: id,
        code,
        title,
        narrative: answer.narrative,
        ownRating: answer.ownRating,
        evidence: used.get(id) ?? [],
        supplementary,
      },
    ]
  })
}

/** The partnerships for the frozen copy, without evidence that lacks a consent. */
const frozenPartners = (partners: readonly Partnership[], today: Day): FrozenPartner[] =>
  partners.map(partner => ({
    ...partner,
    evidence: partner.evidence.filter(evidence => hasConsent(evidence, today)).map(({ id }) => id),
  }))

function frozenEvidence(
  evidenceItems: readonly EvidenceToFreeze[],
  before: FrozenCopy | null,
): Pick<Frozen, 'evidence' | 'files'> {
  const known = new Set(before?.evidence.map(({ id }) => id))
  return {
    evidence: evidenceItems.map(({ evidence }) => ({
      ...evidence,
      supplementary: before !== null && !known.has(evidence.id),
    })),
    files: evidenceItems.flatMap(({ files }) => files),
  }
}

/**
 * The latest submission, as this person can read it now.
 * @throws NotFound when there is none
 */
export async function lastSubmissionToRead(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
): Promise<FrozenPage> {
  const submission = await latestSubmission(db, application)
  if (!submission) throw new NotFound()
  return asReadBy(db, actor, application, submission)
}

/**
 * A submission as this person can read it now. People outside the library do not see evidence whose consent has ended.
 */
export async function asReadBy(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  submission: Submission,
): Promise<FrozenPage> {
  const { whole, subjects } = await runLookups(db, {
    whole: frozenCopyLookup(db, submission.id),
    subjects: subjectsSubmittedLookup(db, [submission.id]),
  })
  const copy = withoutEndedConsents(actor, application, whole, subjects)
  return {
    application,
    framework: await frameworkVersion(db, application.frameworkVersionId),
    submission,
    copy,
    subjects,
    unavailable: unavailableByItem(whole, copy),
  }
}
