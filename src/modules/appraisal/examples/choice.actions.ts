import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import { Forbidden, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { applicationById, lockAndFindApplication } from '../../access/access.public.ts'
import type { ChoiceGiven } from './choice.forms.ts'
import { choiceOn, saveChoice } from './choice.store.ts'
import { deleteExampleOf, exampleOf, updatePublished } from './example.store.ts'

// History events about examples name no application or organisation, because an example can hide the library's name.

/**
 * Saves how a lead shares the application. If they stop sharing, deletes the example. If they hide the library's name,
 * unpublishes the example.
 * @param seen the choice that the page showed
 * @throws Forbidden when a lead agrees to share an application that did not lead to an award
 * @throws Stale when a lead agrees but the page showed another choice. Stopping is never refused
 */
export async function chooseSharing(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  { sharing, seen }: ChoiceGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'example_choice.make', id)
  const before = await choiceOn(work.trx, application)
  if (before.sharing === sharing) return
  if (sharing !== 'no' && !application.isAwarded) throw new Forbidden('example_choice.make')
  if (sharing !== 'no' && seen !== before.sharing) throw new Stale()
  const choice = await saveChoice(work.trx, application, { sharing, by: work.actor.id, at: work.at })
  await recordEvent(work, 'example.chosen', { kind: 'example', id: choice }, { sharing })
  if (sharing === 'no') await deleteExampleOf(work.trx, application)
  const example = sharing === 'unnamed' ? await exampleOf(work.trx, application) : null
  if (example) await updatePublished(work.trx, example, null)
}

/** Deletes the example of an application that is no longer decided. */
export async function endExample(
  work: UnitOfWork,
  { application: { id } }: { application: Pick<Application, 'id'> },
): Promise<void> {
  const application = await applicationById(work.trx, id)
  if (application && application.status !== 'decided') await deleteExampleOf(work.trx, application)
}
