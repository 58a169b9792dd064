import { insertBranches } from '../branches/branch.store.ts'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { invite } from '../../access/access.public.ts'
import type { OrganisationChanges, Registration } from './organisation.forms.ts'
import { insertOrganisation, updateOrganisation } from './organisation.store.ts'

export const thing = (organisation: { id: string }) =>
  ({ kind: 'organisation', id: organisation.id, organisationId: organisation.id }) as const

/** A new applicant with its branches, and the invitation to its first lead. Gives its id. */
export async function registerOrganisation(trx: Tx, who: Actor, given: Registration, at: Instant): Promise<string> {
  const id = newId()
  await insertOrganisation(trx, {
    id,
    name: given.name,
    kind: given.kind,
    place: given.place,
    role_mailbox: given.roleMailbox,
    created_at: at,
  })
  const names = given.branches.length > 0 ? given.branches : [given.name]
  await insertBranches(
    trx,
    names.map(name => ({
      id: newId(),
      organisation_id: id,
      name,
      kind: 'branch',
      place: null,
      opened_on: null,
      closed_on: null,
    })),
  )
  await recordEvent(trx, who, 'organisation.registered', thing({ id }), at, { branches: names.length })
  await invite(trx, who, { name: given.leadName, email: given.leadEmail, role: 'lead', organisationId: id }, at)
  return id
}

export async function changeOrganisation(
  trx: Tx,
  who: Actor,
  organisation: Organisation,
  given: OrganisationChanges,
  at: Instant,
): Promise<void> {
  await updateOrganisation(trx, organisation, given.version, {
    name: given.name,
    place: given.place,
    role_mailbox: given.roleMailbox,
  })
  await recordEvent(trx, who, 'organisation.changed', thing(organisation), at)
}
