import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { guards } from '../../../domain/award-guards.ts'
import { awardMoves, awardRoles } from '../../../domain/award.ts'
import { libraryStream } from '../../../domain/framework.ts'
import { offers } from '../../../domain/moves.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused, MoveRefused } from '../../../domain/refusals.ts'
import { recordedTerm } from '../../../domain/terms.ts'
import { dayOf } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../frameworks/frameworks.public.ts'
import { branchesOf, branchesTaken, lockOrganisation } from '../../organisations/organisations.public.ts'
import { insertNewAward } from '../awards/award.actions.ts'
import { makeDueMoves } from '../lifecycle/lifecycle.actions.ts'
import { newAwardFacts } from '../../../domain/award-guards.ts'
import type { RecordGiven } from './recording.forms.ts'

/**
 * Records an award that was made before this service, then makes the moves that have since fallen due. With `isQuiet`,
 * sends no email about those moves.
 * @param streamId by default the libraries' stream
 * @returns the id of the award
 * @throws FormRefused when a branch has been deleted or is not free; MoveRefused when the award cannot be recorded
 */
export async function recordAward(
  work: UnitOfWork,
  organisation: Organisation,
  { streamId = libraryStream, ...given }: RecordGiven & { streamId?: string; isQuiet?: boolean },
): Promise<string> {
  await lockOrganisation(work.trx, organisation)
  await refuseBranches(work, organisation, { scope: given.scope, streamId })
  const facts = {
    ...newAwardFacts(dayOf(work.at)),
    decidedElsewhere: given.decidedBy !== '' && given.source !== '',
    branchesAreFree: true,
  }
  const roles = awardRoles(work.actor, {
    organisationId: organisation.id,
    barred: [],
    everyCoordinatorIsBarred: false,
  })
  const offer = offers(awardMoves, guards, { status: 'not started', roles, facts }).find(
    ({ move }) => move === 'record',
  )
  if (!offer || offer.unmet.length > 0) throw new MoveRefused('record', 'not started', offer?.unmet)
  const frameworkVersionId = await latestFrameworkVersionId(work.trx, streamId)
  const framework = await frameworkVersion(work.trx, frameworkVersionId)
  const dates = recordedTerm(given.from, given.to)
  const { id } = await insertNewAward(work, {
    organisationId: organisation.id,
    streamId,
    scope: given.scope,
    move: 'record',
    term: { number: 1, dates, months: dates.monthsFromAnchor, frameworkVersionId, framework, applicationId: null },
    recorded: { decidedBy: given.decidedBy, source: given.source },
  })
  await recordEvent(
    work,
    'award.record',
    { kind: 'award', id, organisationId: organisation.id },
    { from: 'not started', to: 'valid', since: given.from, validTo: given.to, branches: given.scope },
  )
  await makeDueMoves(work, id, { isQuiet: given.isQuiet })
  return id
}

/** @throws FormRefused when a branch has been deleted, or is in another award or in an application */
async function refuseBranches(
  work: UnitOfWork,
  organisation: Organisation,
  { scope, streamId }: { scope: readonly string[]; streamId: string },
): Promise<void> {
  const branches = await branchesOf(work.trx, organisation)
  if (scope.some(branch => !branches.some(({ id }) => id === branch)))
    throw new FormRefused('scope', 'awards.record.scope.unknown')
  const taken = await branchesTaken(work.trx, organisation, streamId)
  const names = branches.filter(({ id }) => scope.includes(id) && taken.has(id)).map(({ name }) => name)
  if (names.length > 0) throw new FormRefused('scope', 'awards.record.scope.taken', { branches: names.join(', ') })
}
