import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { lockApplication } from '../../access/access.public.ts'
import { asRead } from '../../evidence/evidence.public.ts'
import { writeAnswer } from '../answers/answer.actions.ts'
import { entity } from '../applications/application.actions.ts'
import { updateApplication } from '../applications/application.store.ts'
import { answerRecommendation } from '../recommendations/recommendation.actions.ts'
import type { RecommendationLine } from '../recommendations/recommendation.store.ts'
import { askForSignOffAgain } from '../sign-offs/sign-off.actions.ts'
import { fieldOf, fieldOfRecommendation, type Conflict, type LightRenewalGiven } from './light-renewal.forms.ts'
import type { LightRenewal } from './light-renewal.store.ts'

/**
 * Saves the page of a light renewal as a whole or not at all. Unchanged fields are not written, so two people can edit
 * the page at the same time.
 * @param light the renewal as read in this transaction
 * @throws Stale when someone has changed the same field (`conflictsIn`), or the criteria have changed
 * @throws Forbidden when this person cannot write an item, or answers a recommendation without being a lead
 */
export async function saveLightRenewal(work: UnitOfWork, light: LightRenewal, given: LightRenewalGiven): Promise<void> {
  const { application } = light
  await lockApplication(work.trx, application.id)
  if (given.criteria !== '' && given.criteria !== application.frameworkVersionId) throw new Stale()
  if (conflictsIn(light, given).length > 0) throw new Stale()
  for (const { item, text } of changedTexts(light, given)) {
    const answer = answerTo(light, item)
    const rating = answer?.ownRating ?? null
    await writeAnswer(work, application, item, { narrative: text, ownRating: rating, version: answer?.version ?? 0 })
  }
  for (const answer of confirmedAnswers(light, given)) await writeAnswer(work, application, answer.item, answer)
  const answers = newAnswers(light, given)
  if (answers.length > 0 && !can(work.actor, 'recommendation.answer', { id: application.organisationId }))
    throw new Forbidden('recommendation.answer')
  for (const { recommendation, text, readAt } of answers)
    await answerRecommendation(work, recommendation, { version: readAt, answer: text, owner: recommendation.owner })
  await confirm(work, light, given)
}

/** Last year's short answers that are confirmed unchanged. Saving them again makes them this year's answers. */
const confirmedAnswers = (light: LightRenewal, { texts, same }: LightRenewalGiven) =>
  texts.flatMap(({ item, text }) => {
    const answer = answerTo(light, item)
    return answer && same && item.renewal === 'answer' && text === answer.narrative ? [{ ...answer, item }] : []
  })

/**
 * @returns the fields that both this person and someone else have changed since the page was opened, with the saved
 * texts. Also returns answers to recommendations that have been closed since.
 */
export function conflictsIn(light: LightRenewal, given: LightRenewalGiven): Conflict[] {
  const texts = changedTexts(light, given)
    .filter(({ item, asRead: read }) => asRead(textOf(light, item)) !== read)
    .map(({ item }) => ({ field: fieldOf(item), text: textOf(light, item) }))
  const answers = newAnswers(light, given)
    .filter(({ recommendation: { status, version }, readAt }) => status === 'closed' || version !== readAt)
    .map(({ recommendation }) => ({ field: fieldOfRecommendation(recommendation), text: lastAnswer(recommendation) }))
  const saved = light.application.summary
  const summary = isNew(saved, given.summary) && asRead(saved) !== given.summary.asRead
  return [...texts, ...answers, ...(summary ? [{ field: 'summary', text: saved }] : [])]
}

/** Whether this person changed a text: it differs from both the saved text and the text that the person read. */
const isNew = (saved: string, given: LightRenewalGiven['summary']): given is { text: string; asRead: string } =>
  given !== null && given.text !== saved && asRead(given.text) !== given.asRead

const changedTexts = (light: LightRenewal, { texts }: LightRenewalGiven) =>
  texts.filter(({ item, ...given }) => isNew(textOf(light, item), given))

const newAnswers = ({ recommendations }: LightRenewal, given: LightRenewalGiven) =>
  recommendations.flatMap(recommendation => {
    const entered = given.recommendations.find(({ id }) => id === recommendation.id)
    if (!entered || entered.text === '' || entered.text === lastAnswer(recommendation)) return []
    return [{ recommendation, text: entered.text, readAt: entered.readAt }]
  })

const answerTo = ({ written }: LightRenewal, item: Item) => written.answers.find(({ itemId }) => itemId === item.id)

const textOf = (light: LightRenewal, item: Item): string => answerTo(light, item)?.narrative ?? ''

const lastAnswer = ({ notes }: RecommendationLine): string =>
  notes.findLast(({ says }) => says === 'answer')?.body ?? ''

async function confirm(
  work: UnitOfWork,
  { application }: LightRenewal,
  { unchanged, contacts, summary }: LightRenewalGiven,
): Promise<void> {
  const rest = unlessSame(unchanged, application.restIsConfirmed)
  const people = unlessSame(contacts, application.contactsConfirmedAt !== null)
  const text = isNew(application.summary, summary) ? summary.text : null
  if (rest === null && people === null && text === null) return
  await updateApplication(work.trx, application, {
    ...(text === null ? {} : { summary: text }),
    ...(rest === null ? {} : { unchanged_confirmed_at: rest ? work.at : null }),
    ...(people === null ? {} : { contacts_confirmed_at: people ? work.at : null }),
  })
  if (text !== null) {
    await recordEvent(work, 'application.summary_written', entity(application))
    await askForSignOffAgain(work, application)
  }
  if (rest !== null)
    await recordEvent(work, `application.rest_${rest ? 'confirmed' : 'unconfirmed'}`, entity(application))
  if (people !== null)
    await recordEvent(work, `application.contacts_${people ? 'confirmed' : 'unconfirmed'}`, entity(application))
}

const unlessSame = (given: boolean | null, is: boolean): boolean | null => (given === is ? null : given)
