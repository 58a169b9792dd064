import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { ReadersNotConfirmed } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { entity } from '../organisations/organisation.actions.ts'
import { teamOf } from '../team/team.store.ts'
import { markReadersConfirmed } from './readers.store.ts'

/** Confirms, once, who can read the organisation's evidence. The history holds who was on the list. */
export async function confirmReaders(work: UnitOfWork, organisation: Organisation): Promise<void> {
  if (!(await markReadersConfirmed(work.trx, organisation.id, { personId: work.actor.id, at: work.at }))) return
  const team = await teamOf(work.trx, organisation)
  await recordEvent(work, 'organisation.readers_confirmed', entity(organisation), {
    readers: team.map(({ personId }) => personId),
  })
}

/** Evidence comes after the confirmation. @throws ReadersNotConfirmed */
export function requireReaders({ id, readersConfirmed }: Pick<Organisation, 'id' | 'readersConfirmed'>): void {
  if (!readersConfirmed) throw new ReadersNotConfirmed(id)
}
