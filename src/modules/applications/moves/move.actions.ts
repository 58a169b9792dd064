import { branchesOf, branchesTaken, holdOrganisation, openOn } from '../../organisations/organisations.public.ts'
import type { Case } from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { guards, nothingKnown } from '../../../domain/application-guards.ts'
import { applicationMoves } from '../../../domain/application.ts'
import { offers } from '../../../domain/lifecycle.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused, MoveRefused, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { tellReaders } from '../../../email/outbox.ts'
import { latestFrameworkVersionId, roundToAimAt } from '../../frameworks/frameworks.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { moveApplication, thing } from '../applications/application.actions.ts'
import type { ReturnGiven, StartGiven, SummaryGiven } from '../applications/application.forms.ts'
import { insertApplication, updateApplication } from '../applications/application.store.ts'
import { panelReasonsOf } from '../renewals/renewal.store.ts'

/**
 * Begins a first application for some branches, and gives its id. Organisations are few and begin seldom: their row is held, so that two
 * leads at once cannot take one branch twice.
 * @throws FormRefused when a branch belongs to an award that has not ended, or to another application under way
 */
export async function startApplication(
  trx: Tx,
  who: Actor,
  organisation: Organisation,
  given: Pick<StartGiven, 'scope'>,
  at: Instant,
): Promise<string> {
  await holdOrganisation(trx, organisation)
  const branches = openOn(await branchesOf(trx, organisation), dayOf(at)).filter(({ id }) => given.scope.includes(id))
  if (branches.length < given.scope.length) throw new FormRefused('scope', 'applications.new.scope.unknown')
  const taken = await branchesTaken(trx, organisation)
  const names = branches.filter(({ id }) => taken.has(id)).map(({ name }) => name)
  if (names.length > 0) throw new FormRefused('scope', 'applications.new.scope.taken', { branches: names.join(', ') })
  refuseUnlessOffered(who, organisation)
  const round = await roundToAimAt(trx, at)
  const id = newId()
  await insertApplication(
    trx,
    {
      id,
      number: numberOf(id, at),
      organisation_id: organisation.id,
      framework_version_id: round?.frameworkVersionId ?? (await latestFrameworkVersionId(trx)),
      round_id: round?.id ?? null,
      award_id: null,
      kind: 'first',
      status: 'draft',
      status_before: null,
      status_since: at,
      contacts_confirmed_at: null,
      until: null,
      reasons: null,
      handed_in_at: null,
      letter_released_at: null,
      started_by: who.id,
      started_at: at,
    },
    given.scope,
  )
  await recordEvent(trx, who, 'application.start', thing({ id, organisationId: organisation.id }), at, {
    from: 'not begun',
    to: 'draft',
    kind: 'first',
    branches: given.scope,
  })
  return id
}

function refuseUnlessOffered(who: Actor, organisation: Organisation): void {
  const facts = { ...nothingKnown, kind: 'first', status: 'not begun', branchesAreFree: true } as const
  const open = offers(applicationMoves, guards, 'not begun', membershipsIn(who, organisation.id), facts).find(
    ({ move }) => move === 'start',
  )
  if (!open || open.unmet.length > 0) throw new MoveRefused('start', 'not begun', open?.unmet)
}

/** Said aloud on the telephone, so it is short: the year and five letters of the id. Nothing can be counted by it. */
export const numberOf = (id: string, at: Instant): string => `${dayOf(at).slice(0, 4)}-${id.slice(0, 5).toUpperCase()}`

/** @throws Stale when somebody else changed the application since the form was read */
export async function writeSummary(
  trx: Tx,
  who: Actor,
  application: Case,
  given: SummaryGiven,
  at: Instant,
): Promise<void> {
  if (given.version !== application.version) throw new Stale()
  if (given.summary === application.summary && given.mayBeShared === application.mayBeShared) return
  await updateApplication(trx, application, { summary: given.summary, may_be_shared: given.mayBeShared ? 1 : 0 })
  await recordEvent(trx, who, 'application.summary_written', thing(application), at)
}

/** A light renewal that nothing sends to a panel is a trustee's from now on. */
export async function checkApplication(trx: Tx, who: Actor, application: Case, at: Instant): Promise<void> {
  await moveApplication(trx, who, application, 'check', at)
  if (application.kind !== 'renewal' || (await panelReasonsOf(trx, application)).length > 0) return
  await tellReaders(trx, 'renewal waiting', application, at, {
    applicationId: application.id,
    organisation: application.organisationName,
  })
}

export const returnApplication = (
  trx: Tx,
  who: Actor,
  application: Case,
  given: Pick<ReturnGiven, 'reasons' | 'until'>,
  at: Instant,
): Promise<void> => moveApplication(trx, who, application, 'return', at, given)

export const withdrawApplication = (trx: Tx, who: Actor, application: Case, at: Instant): Promise<void> =>
  moveApplication(trx, who, application, 'withdraw', at)
