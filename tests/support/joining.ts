import { withoutRights, type CharityRole, type MemberRole } from '../../src/domain/actor.ts'
import { askForRole, type Asked } from '../../src/modules/access/requests/request.actions.ts'
import { aPersonWho, type APerson } from './factories.ts'
import type { Service } from './service.ts'

/** An invitation: who sent it (`by`), and the role that it gives. */
export interface Joining {
  by: { id: string }
  role: MemberRole | CharityRole
  organisation?: { id: string } | null
  name?: string
}

/**
 * Adds a person who accepts an invitation.
 * @returns the person, and whether they have the role or are waiting for approval
 */
export async function joins(
  service: Service,
  { by, role, organisation = null, name = 'Samira Khoury' }: Joining,
): Promise<{ person: APerson; asked: Asked }> {
  const person = await aPersonWho(service, { name })
  const asked = await service.parts.write(withoutRights(person.id), work =>
    askForRole(work, { personId: person.id, organisationId: organisation?.id ?? null, role, invitedBy: by.id }),
  )
  return { person, asked }
}

/** Makes this person's emails count as bouncing, by inserting one that failed. */
export async function bounces({ database, clock }: Service, { id, email }: APerson): Promise<void> {
  await database.writer('outbox').insert({
    id: `bounce${id.slice(0, 14)}`,
    name: 'password changed',
    person_id: id,
    address: email,
    language: 'en',
    entity: 'person',
    entity_id: id,
    application_id: null,
    subject: null,
    body: null,
    status: 'failed',
    not_sent_reason: null,
    queued_at: clock.now(),
    next_try_at: clock.now(),
    tries: 1,
    resent: 0,
    lease_until: null,
    lease_generation: 0,
    sent_at: null,
    failure: '550',
  })
}
