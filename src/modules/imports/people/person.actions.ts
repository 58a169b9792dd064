import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import { invite } from '../../access/access.public.ts'
import { keyOfPerson } from '../person-rows/person-check.actions.ts'
import { findUninvited, markInvited, membersOf } from './prepared-person.store.ts'

/**
 * Invites prepared people. Members, invited people and people waiting for approval are only marked as invited. Leaves
 * out people in the actor's own organisations.
 * @returns the number of people who were emailed
 * @throws FormLimited above one person's daily limit; no invitation is then sent
 */
export async function invitePrepared(work: UnitOfWork, ids: readonly string[]): Promise<number> {
  const people = await findUninvited(work.trx, ids)
  const known = await membersOf(work.trx, [...new Set(people.map(({ organisationId }) => organisationId))])
  let invited = 0
  for (const { id, organisationId, name, email, role } of people) {
    if (membershipsIn(work.actor, organisationId).length > 0) continue
    const isKnown = known.has(keyOfPerson(organisationId, { email, role }))
    const invitationId = isKnown ? null : await invite(work, { name, email, role, organisationId, field: 'person' })
    await markInvited(work.trx, id, { invitationId, at: work.at })
    if (!isKnown) invited += 1
  }
  return invited
}
