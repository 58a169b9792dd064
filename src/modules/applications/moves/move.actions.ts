import { libraryStream } from '../../../domain/framework.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { branchesOf, branchesTaken, lockOrganisation, openOn } from '../../organisations/organisations.public.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { newId } from '../../../db/ids.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { guards, nothingKnown } from '../../../domain/application-guards.ts'
import { applicationMoves } from '../../../domain/application.ts'
import { offers } from '../../../domain/lifecycle.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused, MoveRefused, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { latestFrameworkVersionId, roundToAimAt } from '../../frameworks/frameworks.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { moveApplication, entity } from '../applications/application.actions.ts'
import type { ReturnGiven, StartGiven, SummaryGiven } from '../applications/application.forms.ts'
import { insertApplication, updateApplication } from '../applications/application.store.ts'
import { panelReasonsOf } from '../panel-requests/panel-request.store.ts'

/**
 * Begins a first application for some branches, and gives its id. Organisations are few and begin seldom: their row is
 * held, so that two leads at once cannot take one branch twice.
 * @throws FormRefused when a branch belongs to an award that has not ended, or to another application under way
 */
export async function startApplication(
  work: UnitOfWork,
  organisation: Organisation,
  given: Pick<StartGiven, 'scope'>,
): Promise<string> {
  await lockOrganisation(work.trx, organisation)
  const branches = openOn(await branchesOf(work.trx, organisation), dayOf(work.at)).filter(({ id }) =>
    given.scope.includes(id),
  )
  if (branches.length < given.scope.length) throw new FormRefused('scope', 'applications.new.scope.unknown')
  const taken = await branchesTaken(work.trx, organisation, libraryStream)
  const names = branches.filter(({ id }) => taken.has(id)).map(({ name }) => name)
  if (names.length > 0) throw new FormRefused('scope', 'applications.new.scope.taken', { branches: names.join(', ') })
  refuseUnlessOffered(work.actor, organisation)
  const round = await roundToAimAt(work.trx, libraryStream, work.at)
  const id = newId()
  await insertApplication(
    work.trx,
    {
      id,
      number: numberOf(id, work.at),
      organisation_id: organisation.id,
      stream_id: libraryStream,
      framework_version_id: round?.frameworkVersionId ?? (await latestFrameworkVersionId(work.trx, libraryStream)),
      round_id: round?.id ?? null,
      award_id: null,
      kind: 'first',
      status: 'draft',
      status_before: null,
      status_since: work.at,
      contacts_confirmed_at: null,
      until: null,
      reasons: null,
      submitted_at: null,
      decision_letter_released_at: null,
      started_by: work.actor.id,
      started_at: work.at,
    },
    given.scope,
  )
  await recordEvent(work, 'application.start', entity({ id, organisationId: organisation.id }), {
    from: 'not started',
    to: 'draft',
    kind: 'first',
    branches: given.scope,
  })
  return id
}

function refuseUnlessOffered(actor: Actor, organisation: Organisation): void {
  const facts = { ...nothingKnown, kind: 'first', status: 'not started', branchesAreFree: true } as const
  const open = offers(applicationMoves, guards, 'not started', membershipsIn(actor, organisation.id), facts).find(
    ({ move }) => move === 'start',
  )
  if (!open || open.unmet.length > 0) throw new MoveRefused('start', 'not started', open?.unmet)
}

/** Said aloud on the telephone, so it is short: the year and five letters of the id. Nothing can be counted by it. */
export const numberOf = (id: string, at: Instant): string => `${dayOf(at).slice(0, 4)}-${id.slice(0, 5).toUpperCase()}`

/** @throws Stale when somebody else changed the application since the form was read */
export async function writeSummary(
  work: UnitOfWork,
  application: ApplicationRecord,
  given: SummaryGiven,
): Promise<void> {
  if (given.version !== application.version) throw new Stale()
  if (given.summary === application.summary && given.mayBeShared === application.mayBeShared) return
  await updateApplication(work.trx, application, { summary: given.summary, may_be_shared: given.mayBeShared ? 1 : 0 })
  await recordEvent(work, 'application.summary_written', entity(application))
}

/** A light renewal that nothing sends to a panel is a trustee's from now on. */
export async function checkApplication(work: UnitOfWork, application: ApplicationRecord): Promise<void> {
  await moveApplication(work, application, 'check')
  if (application.kind !== 'renewal' || (await panelReasonsOf(work.trx, application)).length > 0) return
  await emailReaders(work, 'renewal waiting', application, {
    applicationId: application.id,
    organisation: application.organisationName,
  })
}

export const returnApplication = (
  work: UnitOfWork,
  application: ApplicationRecord,
  given: Pick<ReturnGiven, 'reasons' | 'until'>,
): Promise<void> => moveApplication(work, application, 'return', given)

export const withdrawApplication = (work: UnitOfWork, application: ApplicationRecord): Promise<void> =>
  moveApplication(work, application, 'withdraw')
