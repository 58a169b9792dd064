import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { mostTargets, isAimedAt, type Target } from '../../../domain/target.ts'
import { recordEvent } from '../../../history/record.ts'
import { lockOrganisation } from '../../organisations/organisations.public.ts'
import { askForSignOffAgain } from '../sign-offs/sign-off.actions.ts'
import type { ProgressGiven, TargetGiven } from './target.forms.ts'
import {
  applicationsWritten,
  countAimedAt,
  deleteTarget,
  insertTarget,
  organisationsWithTargetsOf,
  updateTarget,
} from './target.store.ts'

const entity = ({ id }: { id: string }) => ({ kind: 'organisation', id, organisationId: id }) as const

/**
 * Adds a target to a library's list.
 * @returns the target's id
 * @throws FormRefused when the library already has the maximum number of open targets
 */
export async function addTarget(
  work: UnitOfWork,
  organisation: { id: string },
  { body, owner, dueOn }: Omit<TargetGiven, 'version'>,
): Promise<string> {
  await refuseTooMany(work, organisation, 'body')
  const id = await insertTarget(work.trx, {
    organisation_id: organisation.id,
    body,
    owner_id: owner,
    due_on: dueOn,
    made_by: work.actor.id,
    made_at: work.at,
  })
  await recordEvent(work, 'organisation.target_added', entity(organisation), { target: id, dueOn })
  await askForSignOffOfTargets(work, organisation)
  return id
}

/**
 * Changes a target's text, owner or due date. Saving unchanged values does nothing.
 * @throws Stale when the target has been changed since it was read
 */
export async function changeTarget(
  work: UnitOfWork,
  target: Target,
  { body, owner, dueOn, version }: TargetGiven,
): Promise<void> {
  if (body === target.body && owner === target.owner.id && dueOn === target.dueOn) return
  await updateTarget(work.trx, target, version, { body, owner_id: owner, due_on: dueOn })
  const organisation = { id: target.organisationId }
  await recordEvent(work, 'organisation.target_changed', entity(organisation), {
    target: target.id,
    dueOn,
    ownerChanged: owner !== target.owner.id,
  })
  await askForSignOffOfTargets(work, organisation)
}

/**
 * Records progress. The new note replaces the previous one, except in earlier submissions.
 * @throws Stale when the target has been changed since it was read
 * @throws FormRefused when the new status reopens the target and the library already has the maximum number of open
 * targets
 */
export async function recordProgress(
  work: UnitOfWork,
  target: Target,
  { status, progress, version }: ProgressGiven,
): Promise<void> {
  const organisation = { id: target.organisationId }
  if (!isAimedAt(target) && isAimedAt({ status })) await refuseTooMany(work, organisation, 'status')
  await updateTarget(work.trx, target, version, {
    status,
    progress,
    progress_at: work.at,
    progress_by: work.actor.id,
  })
  await recordEvent(work, 'organisation.target_progress', entity(organisation), { target: target.id, status })
  await askForSignOffOfTargets(work, organisation)
}

/**
 * Deletes a target that was added by mistake. Submissions and sign-offs keep it.
 * @throws Stale when the target has been changed since it was read
 */
export async function removeTarget(work: UnitOfWork, target: Target, { version }: { version: number }): Promise<void> {
  const organisation = { id: target.organisationId }
  await deleteTarget(work.trx, target, version)
  await recordEvent(work, 'organisation.target_deleted', entity(organisation), { target: target.id })
  await askForSignOffOfTargets(work, organisation)
}

async function refuseTooMany(work: UnitOfWork, organisation: { id: string }, field: string): Promise<void> {
  await lockOrganisation(work.trx, organisation)
  if ((await countAimedAt(work.trx, organisation)) >= mostTargets)
    throw new FormRefused(field, 'targets.too_many', { most: mostTargets })
}

/**
 * Asks for a new sign-off of the applications that a library is writing, because observers sign off the targets too.
 */
export async function askForSignOffOfTargets(work: UnitOfWork, organisation: { id: string }): Promise<void> {
  for (const application of await applicationsWritten(work.trx, organisation))
    await askForSignOffAgain(work, application)
}

/** Asks for a new sign-off when a person is renamed, because a target shows its owner's name. */
export async function askForSignOffOfOwner(
  work: UnitOfWork,
  { personId }: ConsequenceFacts['person renamed'],
): Promise<void> {
  for (const id of await organisationsWithTargetsOf(work.trx, personId)) await askForSignOffOfTargets(work, { id })
}
