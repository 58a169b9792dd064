import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { lastChange, leadHasConfirmed } from '../../../domain/evidence-readers.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { OrganisationClosed, ReadersNotConfirmed, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { markReadersConfirmed } from '../../access/access.public.ts'
import { entity } from '../organisations/organisation.actions.ts'
import { teamOf } from '../team/team.store.ts'

/**
 * Records that the actor has confirmed who can read the organisation's evidence.
 * @param seen the time of the last change to the team when the page was opened
 * @throws Stale when the team has changed since then; ReadersNotConfirmed when the actor is not a lead and no lead has
 * confirmed yet
 */
export async function confirmReaders(work: UnitOfWork, organisation: Organisation, seen: string): Promise<void> {
  const team = await teamOf(work.trx, organisation)
  if (seen !== lastChange(team)) throw new Stale()
  const isLead = team.some(({ personId, role }) => personId === work.actor.id && role === 'lead')
  if (!isLead && !leadHasConfirmed(team)) throw new ReadersNotConfirmed(organisation.id)
  if (organisation.readersConfirmed) return
  await markReadersConfirmed(work.trx, { personId: work.actor.id, organisationId: organisation.id, at: work.at })
  await recordEvent(work, 'organisation.readers_confirmed', entity(organisation), {
    readers: team.map(({ personId }) => personId),
  })
}

/**
 * @throws OrganisationClosed for a closed organisation; ReadersNotConfirmed until the actor and a lead have confirmed
 * who can read its evidence
 */
export function requireReaders({
  id,
  readersConfirmed,
  closedAt,
}: Pick<Organisation, 'id' | 'readersConfirmed' | 'closedAt'>): void {
  if (closedAt !== null) throw new OrganisationClosed()
  if (!readersConfirmed) throw new ReadersNotConfirmed(id)
}
