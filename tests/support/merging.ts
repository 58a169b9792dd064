import { readersById } from '../../src/email/readers.store.ts'
import { finishMerge, startMerge } from '../../src/modules/site/merges/merge.actions.ts'
import { aPersonWho } from './factories.ts'
import type { Service } from './service.ts'

/** Merges one organisation into another, with the agreement of every lead who must agree. */
export async function merge(service: Service, from: { id: string }, into: { id: string }): Promise<void> {
  const { id } = await aPersonWho(service, { roles: ['coordinator'] })
  const [reader] = await readersById(service.parts.db, [id])
  const given = { fromId: from.id, intoId: into.id, reason: 'The county runs it now.' }
  const waiting = await service.parts.write(reader!.actor, work => startMerge(work, given))
  if (waiting === null) return
  const at = service.clock.now()
  await service.database
    .writer('organisation_merges')
    .where({ id: waiting })
    .update({ from_answer: 'agreed', from_answered_at: at, into_answer: 'agreed', into_answered_at: at })
  await service.parts.write(reader!.actor, work => finishMerge(work, { id: waiting }))
}
