import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Item } from '../../../domain/framework.ts'
import { MoveRefused, Stale } from '../../../domain/refusals.ts'
import { writeAnswer } from '../answers/answer.actions.ts'
import { answersOf } from '../answers/answer.store.ts'
import { asRead } from '../../evidence/evidence.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { answerRecommendation } from '../recommendations/recommendation.actions.ts'
import { openRecommendations } from '../recommendations/recommendation.store.ts'
import { entity } from '../applications/application.actions.ts'
import { updateApplication } from '../applications/application.store.ts'
import { fieldOf, fieldOfRecommendation, type LightGiven } from './light-renewal.forms.ts'
import { lockRow } from '../renewals/renewal.store.ts'

/** Somebody else wrote something else there since the page was read: the field, and what stands there now. */
export interface Conflict {
  field: string
  text: string
}

/**
 * Saves the one page of a light renewal, altogether or not at all. What was left as it was read is left as it is.
 * @returns the texts that somebody else changed meanwhile; then nothing is saved
 * @throws MoveRefused when it was handed in meanwhile; Stale for an answer to a recommendation that is closed by now
 */
export async function saveLight(work: UnitOfWork, id: string, given: LightGiven): Promise<Conflict[]> {
  await lockRow(work.trx, id)
  const application = await findApplication(work.trx, work.actor, 'answer.read', id)
  if (application.status !== 'draft' && application.status !== 'returned')
    throw new MoveRefused('write', application.status)
  const answers = new Map((await answersOf(work.trx, application)).map(answer => [answer.itemId, answer]))
  const waiting = application.awardId === null ? [] : await openRecommendations(work.trx, application.awardId)
  const now = (item: Item): string => answers.get(item.id)?.narrative ?? ''
  const texts = given.texts.filter(({ item, text, asRead: read }) => text !== now(item) && asRead(text) !== read)
  const said = given.recommendations.flatMap(({ id: each, text, readAt }) => {
    const it = waiting.find(known => known.id === each)
    if (!it && text !== '') throw new Stale() // the charity closed it meanwhile: what was typed is given back
    const answer = it?.notes.findLast(({ says }) => says === 'answer')?.body ?? ''
    return it && text !== '' && text !== answer ? [{ it, text, readAt, answer }] : []
  })
  const conflicts = [
    ...texts
      .filter(({ item, asRead: read }) => asRead(now(item)) !== read)
      .map(({ item }) => ({ field: fieldOf(item), text: now(item) })),
    ...said
      .filter(({ it, readAt }) => it.version !== readAt)
      .map(({ it, answer }) => ({ field: fieldOfRecommendation(it), text: answer })),
  ]
  if (conflicts.length > 0) return conflicts
  for (const { item, text } of texts)
    await writeAnswer(work, application, item, {
      narrative: text,
      ownRating: null,
      version: answers.get(item.id)?.version ?? 0,
    })
  for (const { it, text, readAt } of said)
    await answerRecommendation(work, it, { version: readAt, answer: text, owner: it.owner })
  await confirm(work, application, given)
  return []
}

async function confirm(
  work: UnitOfWork,
  application: ApplicationRecord,
  { unchanged, contacts }: LightGiven,
): Promise<void> {
  const [rest, people] = [
    changed(unchanged, application.restIsConfirmed),
    changed(contacts, application.contactsConfirmedAt !== null),
  ]
  if (rest === null && people === null) return
  await updateApplication(work.trx, application, {
    ...(rest === null ? {} : { unchanged_confirmed_at: rest ? work.at : null }),
    ...(people === null ? {} : { contacts_confirmed_at: people ? work.at : null }),
  })
  if (rest !== null)
    await recordEvent(work, rest ? 'application.rest_confirmed' : 'application.rest_taken_back', entity(application))
  if (people !== null)
    await recordEvent(
      work,
      people ? 'application.contacts_confirmed' : 'application.contacts_taken_back',
      entity(application),
    )
}

const changed = (given: boolean | null, is: boolean): boolean | null => (given === null || given === is ? null : given)
