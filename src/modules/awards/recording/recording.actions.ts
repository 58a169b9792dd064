import { libraryStream } from '../../../domain/framework.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { branchesOf, branchesTaken, lockOrganisation } from '../../organisations/organisations.public.ts'
import { newId } from '../../../db/ids.ts'
import { guards } from '../../../domain/award-guards.ts'
import { awardMoves, awardRoles } from '../../../domain/award.ts'
import { offers } from '../../../domain/lifecycle.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused, MoveRefused } from '../../../domain/refusals.ts'
import { recordedTerm } from '../../../domain/terms.ts'
import { dayOf } from '../../../domain/time.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../frameworks/frameworks.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { emptyAwardContext } from '../lifecycle/facts.store.ts'
import { catchUp } from '../lifecycle/lifecycle.actions.ts'
import { freeCode, settingsOf } from '../awards/award.actions.ts'
import type { RecordGiven } from '../awards/award.forms.ts'
import { insertAward, insertChange, insertTerm } from '../awards/award.store.ts'

/**
 * An award that was decided elsewhere and is known from paper. It is valid as the paper says; what the calendar would
 * have done since then follows at once. Gives its id.
 * @throws FormRefused when a branch belongs to an award that has not ended, or to an application under way
 */
export async function recordAward(
  work: UnitOfWork,
  organisation: Organisation,
  given: Omit<RecordGiven, 'idempotencyKey'>,
): Promise<string> {
  await lockOrganisation(work.trx, organisation)
  const taken = await branchesTaken(work.trx, organisation, libraryStream)
  const names = (await branchesOf(work.trx, organisation))
    .filter(({ id }) => given.scope.includes(id) && taken.has(id))
    .map(({ name }) => name)
  if (names.length > 0) throw new FormRefused('scope', 'awards.record.scope.taken', { branches: names.join(', ') })
  const facts = {
    ...emptyAwardContext(dayOf(work.at)),
    decidedElsewhere: given.decidedBy !== '' && given.paper !== '',
    branchesAreFree: true,
  }
  const offer = offers(
    awardMoves,
    guards,
    'not started',
    awardRoles(work.actor, { organisationId: organisation.id, barred: [] }),
    facts,
  ).find(({ move }) => move === 'record')
  if (!offer || offer.unmet.length > 0) throw new MoveRefused('record', 'not started', offer?.unmet)
  const versionId = await latestFrameworkVersionId(work.trx, libraryStream)
  const term = recordedTerm(given.from, given.to)
  const id = newId()
  await insertAward(
    work.trx,
    {
      id,
      organisation_id: organisation.id,
      stream_id: libraryStream,
      code: await freeCode(work.trx),
      status: 'valid',
      valid_to: given.to,
      base_valid_to: given.to,
      granted_on: given.from,
      is_recorded: 1,
      decided_by: given.decidedBy,
      paper: given.paper,
    },
    given.scope,
  )
  await insertTerm(work.trx, {
    id: newId(),
    award_id: id,
    number: 1,
    framework_version_id: versionId,
    application_id: null,
    anchor: term.anchor,
    starts_on: term.startsOn,
    ends_on: term.endsOn,
    months: term.monthsFromAnchor,
    settings: settingsOf(await frameworkVersion(work.trx, versionId)),
  })
  await insertChange(work.trx, {
    awardId: id,
    move: 'record',
    to: 'valid',
    from: given.from,
    validTo: given.to,
    at: work.at,
    reason: null,
  })
  await recordEvent(
    work,
    'award.record',
    { kind: 'award', id, organisationId: organisation.id },
    {
      from: 'not started',
      to: 'valid',
      since: given.from,
      validTo: given.to,
      branches: given.scope,
    },
  )
  await catchUp(work, id)
  return id
}
