import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { insertBranches } from '../branches/branch.store.ts'
import { newId } from '../../../db/ids.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { emailMailboxChange, invite } from '../../access/access.public.ts'
import type { OrganisationChanges, Registration } from './organisation.forms.ts'
import { likelyDuplicates } from './likely-duplicate.store.ts'
import { insertOrganisation, updateOrganisation } from './organisation.store.ts'

export const entity = (organisation: { id: string }) =>
  ({ kind: 'organisation', id: organisation.id, organisationId: organisation.id }) as const

/**
 * Registers an organisation and invites its first lead. Without branches, adds one with the organisation's name.
 * @returns the organisation's id
 * @throws FormLimited when the actor has reached the daily limit of invitations
 */
export async function registerOrganisation(work: UnitOfWork, given: Omit<Registration, 'anyway'>): Promise<string> {
  const id = newId()
  await insertOrganisation(work.trx, {
    id,
    name: given.name,
    kind: given.kind,
    place: given.place,
    role_mailbox: given.roleMailbox,
    created_at: work.at,
    emails_started_at: work.at, // registering switches on emails; an import does not
  })
  const names = given.branches.length > 0 ? given.branches : [given.name]
  await insertBranches(
    work.trx,
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
  await recordEvent(work, 'organisation.registered', entity({ id }), { branches: names.length })
  const lead = { name: given.leadName, email: given.leadEmail, role: 'lead', field: 'leadEmail' } as const
  await invite(work, { ...lead, organisationId: id })
  return id
}

/**
 * Registers an organisation. Checks again for likely duplicates, because someone may have registered one since the form
 * was checked.
 * @throws FormRefused when there is a likely duplicate and the coordinator has not confirmed that it is a different
 * organisation; FormLimited as `registerOrganisation` does
 */
export async function registerUnlessKnown(work: UnitOfWork, { anyway, ...given }: Registration): Promise<string> {
  if (!anyway && (await likelyDuplicates(work.trx, given)).length > 0)
    throw new FormRefused('name', 'organisations.register.just_now')
  return registerOrganisation(work, given)
}

/** @throws Stale when the organisation was changed since it was read */
export async function changeOrganisation(
  work: UnitOfWork,
  organisation: Organisation,
  given: OrganisationChanges,
): Promise<void> {
  await updateOrganisation(work.trx, organisation, given.version, {
    name: given.name,
    kind: given.kind,
    place: given.place,
    role_mailbox: given.roleMailbox,
  })
  const fields = (['name', 'kind', 'place', 'roleMailbox'] as const).filter(key => given[key] !== organisation[key])
  await recordEvent(work, 'organisation.changed', entity(organisation), { fields })
  if (fields.includes('roleMailbox')) {
    await work.tell('contacts changed', { organisationId: organisation.id })
    await emailMailboxChange(work, { id: organisation.id, name: given.name, address: given.roleMailbox })
  }
  if (given.name !== organisation.name) await recordEvent(work, 'organisation.renamed', entity(organisation))
}
