import { addDays, dayOf } from '../../domain/time.ts'
import { runLookups } from '../../db/lookups.ts'
import { assignItem, markAssignment } from '../../modules/applications/assignments/assignment.actions.ts'
import { assignmentOf, colleaguesIn } from '../../modules/applications/assignments/assignment.store.ts'
import { addComment } from '../../modules/applications/comments/comment.actions.ts'
import { membersIn } from '../../modules/applications/comments/comment.store.ts'
import { askForSignOff } from '../../modules/applications/sign-offs/sign-off.actions.ts'
import { findSignOff } from '../../modules/applications/sign-offs/sign-off.store.ts'
import { findOrganisation } from '../../modules/organisations/organisations/organisation.store.ts'
import { chooseSignOff } from '../../modules/organisations/sign-off/sign-off.actions.ts'
import { caseOf, required, itemOf, leadOf, organisationOf, personWithEmail, workOf, type Act } from '../world.ts'

/**
 * The lead assigns criteria to a colleague.
 * @param inDays the number of days until the criteria are due
 */
export const assigns =
  (library: string, codes: readonly string[], { to, inDays }: { to: string; inDays: number }): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const person = await personWithEmail(world, to)
    const { colleagues } = await runLookups(world.trx, {
      colleagues: colleaguesIn(world.trx, application.organisationId),
    })
    const work = workOf(world, await leadOf(world, library), at)
    for (const code of codes)
      await assignItem(
        work,
        { application, colleagues, itemId: itemOf(world, code).id },
        { person: person.id, due: addDays(dayOf(at), inDays), version: 0 },
      )
  }

/** A colleague marks a criterion as ready for the lead. */
export const marksReady =
  (library: string, code: string, by: string): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const item = itemOf(world, code)
    const { version } = required(await assignmentOf(world.trx, application, item.id), code)
    const work = workOf(world, await personWithEmail(world, by), at)
    await markAssignment(work, { application, item }, { mark: 'ready', version })
  }

export const comments =
  (library: string, code: string, { by, body }: { by: string; body: string }): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const { members } = await runLookups(world.trx, { members: membersIn(world.trx, application.organisationId) })
    const work = workOf(world, await personWithEmail(world, by), at)
    await addComment(work, { application, members }, { itemId: itemOf(world, code).id, body, mention: null })
  }

/** The lead asks for a sign-off of the application. */
export const asksForSignOff =
  (library: string): Act =>
  async (world, at) => {
    const actor = await leadOf(world, library)
    const work = workOf(world, actor, at)
    const { id: organisationId } = organisationOf(world, library)
    const organisation = await findOrganisation(work.trx, actor, 'sign_off.choose', organisationId)
    await chooseSignOff(work, organisation, { wanted: true, seen: organisation.signOffWanted })
    const { id } = await caseOf(world, library)
    await askForSignOff(work, await findSignOff(work.trx, { actor, permission: 'sign_off.ask', id }))
  }
