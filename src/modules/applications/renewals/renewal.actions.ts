import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { guards, noFactsKnown } from '../../../domain/application-guards.ts'
import { applicationMoves } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { itemsAskedBy } from '../../../domain/framework.ts'
import { offers } from '../../../domain/moves.ts'
import { pledgeItem } from '../../../domain/pledge.ts'
import { FormRefused, MoveRefused } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { type NamedAward, type NextRenewal, makeDueMoves, nextRenewal } from '../../awards/awards.public.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../frameworks/frameworks.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { carryPledge } from '../pledges/pledge.store.ts'
import { carryShown } from '../shown-partners/shown-partner.store.ts'
import { entity } from '../applications/application.actions.ts'
import { insertDraft } from '../applications/application.store.ts'
import {
  branchesOfAwardOn,
  carriedAnswers,
  deleteCarried,
  draftsThroughMapping,
  earlierApplications,
  insertCopied,
  itemsToShowPartners,
  type CarryInto,
  type EarlierApplication,
} from './renewal.store.ts'

/**
 * Starts the next renewal or reappraisal of an award, with copies of the answers of earlier applications.
 * @returns the id of the new application, or of the application already under way
 * @throws MoveRefused while the renewal is not open, or for a person who cannot start it
 * @throws FormRefused when none of the award's branches is open
 */
export async function startRenewal(work: UnitOfWork, { id: awardId }: Pick<NamedAward, 'id'>): Promise<string> {
  const award = await makeDueMoves(work, awardId)
  const next = await nextRenewal(work.trx, award, dayOf(work.at))
  if (next.underWay) return next.underWay.id
  refuseUnlessOpen(work.actor, award, next)
  const branches = (await branchesOfAwardOn(work.trx, award, dayOf(work.at))).map(({ id }) => id)
  if (branches.length === 0) throw new FormRefused('start', 'renewal.start.no_branches')
  const versionId = await latestFrameworkVersionId(work.trx, award.streamId)
  const earlier = await earlierApplications(work.trx, award)
  const id = newId()
  await insertDraft(work, newRenewal(id, { award, kind: next.kind, versionId, earlier }), branches)
  const framework = await frameworkVersion(work.trx, versionId)
  const carried = await copyAnswers(
    work,
    { id, answered: new Set() },
    { versionId, framework, kind: next.kind },
    earlier,
  )
  await recordEvent(work, 'application.start', entity({ id, organisationId: award.organisationId }), {
    from: 'not started',
    to: 'draft',
    kind: next.kind,
    branches,
    award: award.id,
    carried,
  })
  return id
}

function refuseUnlessOpen(
  actor: Actor,
  { organisationId }: Pick<NamedAward, 'organisationId'>,
  { isOpen, kind }: NextRenewal,
): void {
  const facts = { ...noFactsKnown, kind, status: 'not started', branchesAreFree: true, renewalIsOpen: isOpen } as const
  const offer = offers(applicationMoves, guards, {
    status: 'not started',
    roles: membershipsIn(actor, organisationId),
    facts,
  }).find(({ move }) => move === 'start')
  if (!offer || offer.unmet.length > 0) throw new MoveRefused('start', 'not started', offer?.unmet)
}

const newRenewal = (
  id: string,
  {
    award,
    kind,
    versionId,
    earlier,
  }: {
    award: Pick<NamedAward, 'id' | 'organisationId' | 'streamId'>
    kind: NextRenewal['kind']
    versionId: string
    earlier: readonly EarlierApplication[]
  },
): Parameters<typeof insertDraft>[1] => ({
  id,
  organisation_id: award.organisationId,
  stream_id: award.streamId,
  framework_version_id: versionId,
  round_id: null,
  award_id: award.id,
  kind,
  previous_application_id: earlier.find(({ isDecided }) => isDecided)?.id ?? null,
  summary: earlier.find(({ summary }) => summary !== '')?.summary ?? '',
})

/**
 * Copies earlier answers, the details of the pledge and the partners shown with answers into an application.
 * @returns the number of answers copied
 */
async function copyAnswers(
  { trx }: UnitOfWork,
  { id, answered }: { id: string; answered: ReadonlySet<string> },
  into: CarryInto,
  earlier: readonly EarlierApplication[],
): Promise<number> {
  const answers = (await carriedAnswers(trx, into, earlier)).filter(({ itemId }) => !answered.has(itemId))
  await insertCopied(trx, id, answers)
  if (itemsAskedBy(into.framework, into.kind).some(item => item.id === pledgeItem))
    await carryPledge(
      trx,
      earlier.map(each => each.id),
      { id },
    )
  const [last] = earlier
  if (last) await carryShown(trx, last.id, { id, items: await itemsToShowPartners(trx, into, last) })
  return answers.length
}

/**
 * Copies earlier answers into an application again, because its version of the criteria or the mapping has changed.
 * Keeps answers that the library has written or changed, and partners that it has added.
 */
export async function carryAgain(
  work: UnitOfWork,
  application: { id: string; awardId: string; startedAt: Instant },
  into: CarryInto,
): Promise<void> {
  const answered = await deleteCarried(work.trx, application)
  const earlier = (await earlierApplications(work.trx, { id: application.awardId })).filter(
    ({ id }) => id !== application.id,
  )
  await copyAnswers(work, { id: application.id, answered }, into, earlier)
}

/**
 * When the mapping of a version has changed, copies earlier answers again into the drafts that received answers through
 * it.
 */
export async function carryAllAgain(
  work: UnitOfWork,
  { versionId: changed }: ConsequenceFacts['mapping changed'],
): Promise<void> {
  for (const { versionId, kind, ...draft } of await draftsThroughMapping(work.trx, changed))
    await carryAgain(work, draft, { versionId, framework: await frameworkVersion(work.trx, versionId), kind })
}
