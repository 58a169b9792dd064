import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { agreementNeeded, obstaclesTo, type MergeFacts } from '../../../domain/merge.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import { leadsSeenSince } from '../../../domain/lead-reach.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { addDays, dayOf, type Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'
import { queueEmail, queueMailboxCopy, recipientOf } from '../../../email/outbox.ts'
import { mailboxOf, readersById, readersWithRole } from '../../../email/readers.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { askForRole, endMembership } from '../../access/access.public.ts'
import { askForSignOffOfTargets, removeSignOffs } from '../../applications/applications.public.ts'
import { unpublishCasesOf, unpublishExamplesOf } from '../../appraisal/appraisal.public.ts'
import { keepFormerHolder } from '../../awards/awards.public.ts'
import {
  chooseSignOff,
  lockOrganisation,
  startEmails,
  teamOf,
  type TeamMember,
} from '../../organisations/organisations.public.ts'
import { moveRows } from '../merged-rows/merged-rows.store.ts'
import {
  askForReadersAgain,
  endAsMerged,
  findMerge,
  insertMerge,
  judgesLookup,
  openMergeOf,
  standingLookup,
  updateMerge,
  type Merge,
  type MergeSide,
  type OpenMerge,
  type Standing,
} from './merge.store.ts'

export interface Pair extends MergeFacts {
  from: Standing
  into: Standing
  /** another merge of either organisation that is waiting for agreement */
  otherMerge: OpenMerge | null
}

/**
 * Loads the facts that decide whether one organisation can be merged into another.
 * @param except the id of a merge to ignore when looking for open merges
 */
export async function pairOf(
  db: Db | Tx,
  { fromId, intoId }: Pick<Merge, 'fromId' | 'intoId'>,
  { now, except = null }: { now: Instant; except?: string | null },
): Promise<Pair> {
  const seenSince = leadsSeenSince(dayOf(now))
  const { open, ...facts } = await runLookups(db, {
    open: openMergeOf(db, [fromId, intoId]),
    from: standingLookup(db, fromId, seenSince),
    into: standingLookup(db, intoId, seenSince),
    hasMemberWhoJudges: judgesLookup(db, fromId, intoId),
  })
  const otherMerge = open?.id === except ? null : open
  return { ...facts, isSame: fromId === intoId, isAnotherOpen: otherMerge !== null, otherMerge }
}

/**
 * Merges an organisation into another, or first asks leads to agree.
 * @returns the id of the merge that needs agreement; null when the merge is done
 * @throws FormRefused when something prevents the merge
 */
export async function startMerge(
  work: UnitOfWork,
  { fromId, intoId, reason }: { fromId: string; intoId: string; reason: string },
): Promise<string | null> {
  const pair = await lockedPair(work, { fromId, intoId })
  refuseObstacles(pair)
  const needed = agreementNeeded(pair)
  const given = { fromId, intoId, reason, by: work.actor.id, at: work.at }
  if (needed.length === 0) {
    const id = await insertMerge(work.trx, { ...given, status: 'merged' })
    await carryOut(work, id, pair)
    return null
  }
  const id = await insertMerge(work.trx, { ...given, status: 'proposed' })
  for (const side of ['from', 'into'] as const)
    await recordEvent(work, 'organisation.merge_proposed', entity(pair[side]), { merge: id })
  await emailLeads(work, 'merge proposed', pair, { id, of: needed })
  return id
}

/**
 * Records a lead's answer for each organisation in the merge that they lead. A refusal ends the merge, and the
 * coordinators get an email.
 * @throws NotFound or Forbidden as `findMerge` does; Stale when the merge is over, or their organisation has already
 * answered or does not have to
 */
export async function answerMerge(work: UnitOfWork, { id }: Pick<Merge, 'id'>, isAgreed: boolean): Promise<void> {
  const merge = await findMerge(work.trx, work.actor, 'merge.answer', id)
  const pair = await lockedPair(work, merge, id)
  const sides = sidesToAnswer(merge, pair, work.actor)
  if (sides.length === 0) throw new Stale()
  for (const side of sides) {
    await updateMerge(work.trx, merge, {
      [`${side}_answer`]: isAgreed ? 'agreed' : 'refused',
      [`${side}_answered_by`]: work.actor.id,
      [`${side}_answered_at`]: work.at,
    })
    const name = isAgreed ? 'organisation.merge_agreed' : 'organisation.merge_refused'
    await recordEvent(work, name, entity(pair[side]), { merge: id })
  }
  if (isAgreed) return
  await updateMerge(work.trx, merge, { status: 'refused', ended_by: work.actor.id, ended_at: work.at })
  await emailCoordinators(work, pair, { id, refusedBy: pair[sides[0]!] })
}

async function emailCoordinators(
  work: UnitOfWork,
  { from, into }: Pair,
  { id, refusedBy }: { id: string; refusedBy: Standing },
): Promise<void> {
  const facts = { mergeId: id, from: from.name, into: into.name, organisation: refusedBy.name }
  for (const reader of await readersWithRole(work.trx, 'coordinator'))
    await queueEmail(work, {
      name: 'merge refused',
      to: recipientOf(reader),
      entity: { kind: 'organisation', id: refusedBy.id },
      facts,
    })
}

/** The organisations in the merge for which this person, as their lead, can still agree or refuse. */
export const sidesToAnswer = (
  { status, answers, fromId, intoId }: Merge,
  pair: Pair,
  actor: UnitOfWork['actor'],
): MergeSide[] =>
  agreementNeeded(pair).filter(
    side =>
      status === 'proposed' &&
      answers[side] === null &&
      membershipsIn(actor, side === 'from' ? fromId : intoId).includes('lead'),
  )

/** The organisations whose leads still have to agree. */
export const sidesMissing = ({ answers }: Merge, pair: Pair): MergeSide[] =>
  agreementNeeded(pair).filter(side => answers[side]?.answer !== 'agreed')

/**
 * Carries out a merge after a lead of each organisation that must agree has agreed.
 * @throws NotFound or Forbidden as `findMerge` does; FormRefused when something prevents the merge; Stale when an
 * agreement is missing, or the merge is over
 */
export async function finishMerge(work: UnitOfWork, { id }: Pick<Merge, 'id'>): Promise<void> {
  const merge = await findMerge(work.trx, work.actor, 'merge.finish', id)
  const pair = await lockedPair(work, merge, id)
  if (merge.status !== 'proposed' || sidesMissing(merge, pair).length > 0) throw new Stale()
  refuseObstacles(pair)
  await updateMerge(work.trx, merge, { status: 'merged', ended_by: work.actor.id, ended_at: work.at })
  await carryOut(work, id, pair)
}

/**
 * Ends a merge that has not been carried out.
 * @throws NotFound or Forbidden as `findMerge` does; Stale when the merge is over
 */
export async function withdrawMerge(work: UnitOfWork, { id }: Pick<Merge, 'id'>): Promise<void> {
  const merge = await findMerge(work.trx, work.actor, 'merge.finish', id)
  await updateMerge(work.trx, merge, { status: 'withdrawn', ended_by: work.actor.id, ended_at: work.at })
  for (const each of [merge.fromId, merge.intoId])
    await recordEvent(work, 'organisation.merge_withdrawn', entity({ id: each }), { merge: id })
}

/** Locks both organisations in the order of their ids, so that two merges of the same pair cannot deadlock. */
async function lockedPair(
  work: UnitOfWork,
  pair: Pick<Merge, 'fromId' | 'intoId'>,
  except: string | null = null,
): Promise<Pair> {
  for (const id of [pair.fromId, pair.intoId].toSorted()) await lockOrganisation(work.trx, { id })
  return pairOf(work.trx, pair, { now: work.at, except })
}

function refuseObstacles(pair: Pair): void {
  const [obstacle] = obstaclesTo(pair)
  if (obstacle) throw new FormRefused('sure', `merges.obstacle.${obstacle}`)
}

/**
 * Moves the merged organisation's rows to the survivor, except those in `keptColumns`. Its members join the survivor
 * once their roles there are approved. Unpublishes the survivor's calibration cases and examples. Emails and sign-off
 * are on for the survivor if they were on for either. The survivor's observers must sign off the drafts that move, and
 * sign off again those that show the moved targets.
 */
async function carryOut(work: UnitOfWork, mergeId: string, pair: Pair): Promise<void> {
  const { from, into } = pair
  const members = await teamOf(work.trx, from)
  await emailLeads(work, 'organisations merged', pair, { id: mergeId, of: ['from', 'into'] })
  await keepFormerHolder(work.trx, from, addDays(dayOf(work.at), -1))
  await removeSignOffs(work, from)
  const moved = await moveRows(work.trx, from, into)
  if (await endAsMerged(work.trx, from.id, into.id, work.at))
    await work.tell('contacts changed', { organisationId: into.id })
  if (from.areEmailsOn) await startEmails(work, [into.id])
  if (from.signOffWanted) await chooseSignOff(work, into, { wanted: true, seen: into.signOffWanted })
  // the survivor's observers have not yet been asked to sign off the applications that move
  if (into.signOffWanted && from.underWay > 0) await work.tell('sign-off required', { organisationId: into.id })
  await unpublishCasesOf(work.trx, into)
  await unpublishExamplesOf(work.trx, into)
  await askForSignOffOfTargets(work, into)
  if (from.hasEvidence) await askForReadersAgain(work.trx, into.id)
  const facts = { merge: mergeId, tables: moved.map(({ table, rows }) => `${table} ${rows}`) }
  await recordEvent(work, 'organisation.merged_away', entity(from), { ...facts, into: into.id })
  await recordEvent(work, 'organisation.merged_in', entity(into), { ...facts, from: from.id })
  for (const member of members) await moveMember(work, pair, member)
}

async function moveMember(work: UnitOfWork, { from, into }: Pair, member: TeamMember): Promise<void> {
  const { membershipId, personId, role, isActive } = member
  if (await endMembership(work.trx, membershipId, work.at))
    await recordEvent(work, 'organisation.membership_ended', entity(from), { person: personId, role })
  // pass the survivor's id, because the merged organisation's applications now belong to the survivor
  await work.tell('membership ended', { personId, organisationId: into.id })
  if (role === 'lead') await work.tell('contacts changed', { organisationId: into.id })
  if (isActive) await askForRole(work, { personId, organisationId: into.id, role, invitedBy: null })
}

/** Emails the leads and mailboxes of one or both organisations. A lead or mailbox that both share gets one email. */
async function emailLeads(
  work: UnitOfWork,
  name: 'merge proposed' | 'organisations merged',
  pair: Pair,
  { id, of }: { id: string; of: readonly ('from' | 'into')[] },
): Promise<void> {
  const { from, into } = pair
  const organisationOf = new Map<string, string>()
  for (const side of of.toReversed())
    for (const { personId, role, isActive } of await teamOf(work.trx, pair[side]))
      if (role === 'lead' && isActive) organisationOf.set(personId, pair[side].id)
  const readers = await readersById(work.trx, [...organisationOf.keys()])
  const facts = { mergeId: id, from: from.name, into: into.name, organisationId: into.id }
  for (const reader of readers)
    await queueEmail(work, {
      name,
      to: recipientOf(reader),
      entity: { kind: 'organisation', id: organisationOf.get(reader.actor.id)! },
      facts,
    })
  const copied = new Set<string>()
  for (const side of of) {
    const { id: organisationId } = pair[side]
    const mailbox = addressKey((await mailboxOf(work.trx, organisationId))?.address ?? '')
    if (copied.has(mailbox)) continue
    copied.add(mailbox)
    const copy = { name, entity: { kind: 'organisation', id: organisationId }, facts } as const
    await queueMailboxCopy(work, { organisationId }, copy)
  }
}

const entity = ({ id }: { id: string }) => ({ kind: 'organisation', id, organisationId: id }) as const
