import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Sharing } from '../../../domain/example.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { namesIn, type IdentifyingNames } from '../../../domain/identifying-names.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import type { FrozenAnswer } from '../../../domain/submission.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import { lockAndFindApplication, type ApplicationRecord } from '../../access/access.public.ts'
import { submittedAnswersLookup } from '../../applications/applications.public.ts'
import type { PersonalDataReply } from '../../evidence/evidence.public.ts'
import { namesAround } from '../calibration/names.store.ts'
import { choiceOn } from './choice.store.ts'
import type { PrepareGiven, TextGiven } from './example.forms.ts'
import {
  deleteExampleOf,
  exampleOf,
  insertExample,
  updatePublished,
  updateText,
  type Example,
  type ExampleText,
} from './example.store.ts'

/** A criterion whose answer can be copied. */
export interface Source {
  item: Item
  answer: string
}

/** The criteria that `sourcesFrom` finds in the last submission. */
export const sourcesOf = async (
  db: Db | Tx,
  application: Pick<ApplicationRecord, 'id' | 'kind' | 'isAwarded'>,
  framework: Framework,
): Promise<Source[]> =>
  sourcesFrom(application, framework, await runLookup(db, submittedAnswersLookup(db, application)))

/** The criteria that have a submitted answer; none if the application did not lead to an award. */
export function sourcesFrom(
  { kind, isAwarded }: Pick<ApplicationRecord, 'kind' | 'isAwarded'>,
  framework: Framework,
  submitted: readonly FrozenAnswer[],
): Source[] {
  if (!isAwarded) return []
  return criteriaAskedBy(framework, kind).flatMap(item => {
    const answer = submitted.find(each => each.item === item.id)?.narrative.trim() ?? ''
    return answer === '' ? [] : [{ item, answer }]
  })
}

/** The names that must not be in an example: only people's names, if the library agreed to be named. */
export const namesToReplace = (names: IdentifyingNames, sharing: Sharing): IdentifyingNames =>
  sharing === 'named' ? { ...names, places: [], groups: [] } : names

/**
 * Copies the answers in `sources` into a new example.
 * @throws FormRefused when the library does not share the application; Stale when an example already exists
 */
export async function prepareExample(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  { sources, region }: { sources: readonly Source[]; region: PrepareGiven['region'] },
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'example.manage', id)
  await sharingOrRefusal(work.trx, application, 'criteria')
  if (await exampleOf(work.trx, application)) throw new Stale()
  const texts = sources.map(({ item, answer }) => ({ itemId: item.id, answer }))
  const example = await insertExample(work.trx, application, { region, texts, by: work.actor.id, at: work.at })
  await recordEvent(work, 'example.prepared', { kind: 'example', id: example })
}

/** @throws Stale when the text has been changed, or the example has been published or removed */
export async function saveText(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  text: Pick<ExampleText, 'id'>,
  { data, reply }: { data: TextGiven; reply: PersonalDataReply | null },
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'example.manage', id)
  const example = await exampleOf(work.trx, application)
  if (!example || example.published) throw new Stale()
  await updateText(work.trx, text, data.version, {
    answer: data.answer,
    keptReason: reply?.reason ?? '',
    by: work.actor.id,
    at: work.at,
  })
  const kinds = reply?.kinds ?? []
  await recordEvent(work, 'example.text_saved', { kind: 'example', id: example.id }, { kinds })
}

/**
 * Publishes an example and emails the library's leads.
 * @param readAt the value of `revisionOf` when the example was read
 * @throws FormRefused when the library does not share the application, or while a text is unread or contains a name
 * @throws Stale when the example has changed since
 */
export async function publishExample(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  readAt: number,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'example.manage', id)
  const sharing = await sharingOrRefusal(work.trx, application, 'read')
  const example = await exampleOf(work.trx, application)
  if (!example || example.published || revisionOf(example) !== readAt) throw new Stale()
  const { unread, names } = openIn(example, namesToReplace(await namesAround(work.trx, application), sharing))
  if (unread > 0) throw new FormRefused('read', 'examples.publish.unread', { count: unread })
  if (names > 0) throw new FormRefused('read', 'examples.publish.names', { count: names })
  await updatePublished(work.trx, example, { by: work.actor.id, at: work.at })
  await recordEvent(work, 'example.published', { kind: 'example', id: example.id })
  await emailReaders(work, application, {
    name: 'example published',
    facts: {
      applicationId: application.id,
      organisation: application.organisationName,
    },
  })
}

/** Deletes an example with its texts. Does nothing when it has already been deleted. */
export async function removeExample(work: UnitOfWork, { id }: Pick<ApplicationRecord, 'id'>): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'example.manage', id)
  const removed = await deleteExampleOf(work.trx, application)
  if (removed) await recordEvent(work, 'example.removed', { kind: 'example', id: removed })
}

/**
 * Counts the texts that nobody has read and saved, and the names in texts. Both must be 0 before the example can be
 * published.
 */
export const openIn = ({ texts }: Example, names: IdentifyingNames): { unread: number; names: number } => ({
  unread: texts.filter(({ editedAt }) => editedAt === null).length,
  names: texts.reduce((sum, { answer }) => sum + namesIn(answer, names).length, 0),
})

/** A number that increases whenever a text changes. */
export const revisionOf = ({ texts }: Example): number => texts.reduce((sum, { version }) => sum + version, 0)

async function sharingOrRefusal(trx: Tx, application: ApplicationRecord, field: string): Promise<Sharing> {
  const { sharing } = await choiceOn(trx, application)
  if (sharing === 'no') throw new FormRefused(field, 'examples.not_shared')
  return sharing
}
