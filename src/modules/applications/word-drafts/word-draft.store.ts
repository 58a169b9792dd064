import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { canBeWritten, canItemBeWritten } from '../../../domain/application.ts'
import { itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { type ApplicationRecord, findApplication, notBeingWritten } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { answersOf, type Answer } from '../answers/answer.store.ts'

/** An application that can be edited in Word, with only the items that can be edited now. */
export interface WrittenInWord {
  application: ApplicationRecord
  framework: Framework
  items: readonly Item[]
}

/**
 * Finds an application that can be edited in Word.
 * @throws as `findApplication` does
 * @throws NotFound for a light renewal, which has only one page
 * @throws NotOpen when the application is not being written
 */
export async function findWrittenInWord(
  db: Db | Tx,
  { actor, permission, id }: { actor: Actor; permission: 'answer.read' | 'answer.write'; id: string },
): Promise<WrittenInWord> {
  const application = await findApplication(db, actor, permission, id)
  if (application.kind === 'renewal') throw new NotFound()
  if (!canBeWritten(application)) throw notBeingWritten(application, 'word_submitted')
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const items = itemsAskedBy(framework, application.kind).filter(({ id: itemId }) =>
    canItemBeWritten(application, itemId),
  )
  return { application, framework, items }
}

/** The answers by the id of their item. Items without an answer have no entry. */
export async function answersByItem(db: Db | Tx, it: Pick<WrittenInWord, 'application'>): Promise<Map<string, Answer>> {
  return new Map((await answersOf(db, it.application)).map(answer => [answer.itemId, answer]))
}
