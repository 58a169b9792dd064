import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { branchesOf, branchesTakenBeside, lockOrganisation, openOn } from '../../organisations/organisations.public.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { newId } from '../../../db/ids.ts'
import { membershipsIn, rolesIn, type Actor } from '../../../domain/actor.ts'
import { guards, nothingKnown } from '../../../domain/application-guards.ts'
import { applicationMoves } from '../../../domain/application.ts'
import { carriedInto } from '../../../domain/carry.ts'
import { itemsAskedBy } from '../../../domain/framework.ts'
import { offers } from '../../../domain/lifecycle.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, FormRefused, MoveRefused } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { type NamedAward, type NextRenewal, catchUp, nextRenewal } from '../../awards/awards.public.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../frameworks/frameworks.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { carryShown } from '../shown-partners/shown-partner.store.ts'
import { entity, numberOf } from '../applications/application.actions.ts'
import { insertApplication, replaceScope, updateApplication } from '../applications/application.store.ts'
import { branchesOfAwardOn, earlierAnswers, earlierApplications, insertCarried } from './renewal.store.ts'

/**
 * Begins the renewal or reappraisal that comes next for an award, filled in from what was said before, and gives its
 * id. The award is held meanwhile: of two leads at once the second gets what the first began.
 * @throws MoveRefused while its renewal is not open; FormRefused when none of its branches is open any more
 */
export async function startRenewal(work: UnitOfWork, { id: awardId }: Pick<NamedAward, 'id'>): Promise<string> {
  const award = await catchUp(work, awardId)
  const next = await nextRenewal(work.trx, award, dayOf(work.at))
  if (next.underWay) return next.underWay.id
  refuseUnlessOpen(work.actor, award, next)
  const scope = (await branchesOfAwardOn(work.trx, award, dayOf(work.at))).map(branch => branch.id)
  if (scope.length === 0) throw new FormRefused('idempotencyKey', 'renewal.start.no_branches')
  const versionId = await latestFrameworkVersionId(work.trx, award.streamId)
  const earlier = await earlierApplications(work.trx, award)
  const framework = await frameworkVersion(work.trx, versionId)
  const answers = carriedInto(
    framework,
    next.kind,
    await earlierAnswers(
      work.trx,
      earlier.map(({ id }) => id),
    ),
  )
  const [id, before] = [newId(), earlier.find(({ isDecided }) => isDecided) ?? null]
  await insertApplication(
    work.trx,
    {
      id,
      number: numberOf(id, work.at),
      organisation_id: award.organisationId,
      stream_id: award.streamId,
      framework_version_id: versionId,
      round_id: null,
      award_id: award.id,
      kind: next.kind,
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
      previous_application_id: before?.id ?? null,
      summary: earlier.find(({ summary }) => summary !== '')?.summary ?? '',
      may_be_shared: earlier[0]?.mayBeShared ? 1 : 0,
    },
    scope,
  )
  await insertCarried(work.trx, id, answers)
  if (earlier[0])
    await carryShown(
      work.trx,
      earlier[0].id,
      id,
      itemsAskedBy(framework, next.kind).map(item => item.id),
    )
  const facts = {
    from: 'not started',
    to: 'draft',
    kind: next.kind,
    branches: scope,
    award: award.id,
    carried: answers.length,
  }
  await recordEvent(work, 'application.start', entity({ id, organisationId: award.organisationId }), facts)
  return id
}

function refuseUnlessOpen(
  actor: Actor,
  { organisationId }: Pick<NamedAward, 'organisationId'>,
  { isOpen, kind }: NextRenewal,
): void {
  const facts = { ...nothingKnown, kind, status: 'not started', branchesAreFree: true, renewalIsOpen: isOpen } as const
  const offer = offers(applicationMoves, guards, 'not started', membershipsIn(actor, organisationId), facts).find(
    ({ move }) => move === 'start',
  )
  if (!offer || offer.unmet.length > 0) throw new MoveRefused('start', 'not started', offer?.unmet)
}

/**
 * Which branches the award is to cover from now on, as long as the library writes. What closed goes; what opened, or
 * was in no award, may come.
 * @throws FormRefused for a branch that is closed or belongs elsewhere; Stale when somebody was faster
 */
export async function changeScope(
  work: UnitOfWork,
  application: ApplicationRecord,
  given: { version: number; scope: readonly string[] },
): Promise<void> {
  await lockOrganisation(work.trx, { id: application.organisationId })
  if (!can(work.actor, 'application.change_scope', application)) throw new Forbidden('application.change_scope')
  const open = openOn(await branchesOf(work.trx, { id: application.organisationId }), dayOf(work.at))
  const taken = await branchesTakenBeside(work.trx, application)
  if (given.scope.some(id => taken.has(id) || !open.some(branch => branch.id === id)))
    throw new FormRefused('scope', 'applications.new.scope.unknown')
  await updateApplication(work.trx, { id: application.id, version: given.version }, {})
  if (!(await replaceScope(work.trx, application, given.scope))) return
  await recordEvent(work, 'application.scope_changed', entity(application), { branches: given.scope })
}

/**
 * A coordinator or trustee wants a panel for a light renewal, and says why. Said again, the newer reason holds. Whoever
 * seats it is told of a trustee's wish.
 */
export async function wantPanel(work: UnitOfWork, application: ApplicationRecord, reason: string): Promise<void> {
  if (!can(work.actor, 'application.want_panel', application)) throw new Forbidden('application.want_panel')
  await updateApplication(work.trx, application, { panel_reason: reason })
  await recordEvent(work, 'application.panel_wanted', entity(application))
  if (rolesIn(work.actor, application).includes('coordinator')) return
  await emailReaders(work, 'panel wanted', application, {
    applicationId: application.id,
    organisation: application.organisationName,
  })
}
