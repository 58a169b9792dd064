import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Tx } from '../../../db/connection.ts'
import { strongestRoleIn } from '../../../domain/actor.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { grantApprovedBy } from '../requests/request.actions.ts'
import { settleEndedRole } from '../requests/request.store.ts'
import { emailRoleChange } from '../role-emails/role-email.actions.ts'
import { endSignInsOf } from '../sign-in/sign-in.store.ts'
import { charityRolesOf, membershipsOf, type HeldRole } from './held-role.store.ts'
import { administratorsLocked, endCharityRole, updatePerson, type Person } from './person.store.ts'

/**
 * Ends a role in the charity, with effect from the person's next request. Emails all administrators, unless the role is
 * that of an appraiser.
 * @throws FormRefused for the role of administrator, if nobody else who can sign in has it
 */
export async function endRole(work: UnitOfWork, person: Person, held: HeldRole): Promise<void> {
  if (held.role === 'administrator') await refuseForTheLastAdministrator(work.trx, person, 'role')
  // before the role ends, so that the administrator concerned also gets the email
  await emailRoleChange(work, {
    change: 'ended',
    person,
    role: held.role,
    personId: person.id,
    organisationId: null,
  })
  if (!(await endCharityRole(work.trx, held.id, work.at))) return
  await settleEndedRole(work.trx, { personId: person.id, role: held.role })
  await recordEvent(work, 'person.role_ended', { kind: 'person', id: person.id }, { role: held.role })
  await work.tell('role ended', { personId: person.id, lost: person.status === 'active' ? [held.role] : [] })
}

/**
 * Suspends the account, ends its sign-ins, and emails the people who manage the teams in which the person has roles.
 * @throws FormRefused for the actor's own account and for the last administrator who can sign in; Stale when the person
 * has changed since they were read
 */
export async function suspendPerson(work: UnitOfWork, person: Person): Promise<void> {
  if (person.id === work.actor.id) throw new FormRefused('person', 'people.suspend.own')
  await refuseForTheLastAdministrator(work.trx, person, 'person')
  if (person.status === 'suspended') return
  await updatePerson(work.trx, person, { status: 'suspended' })
  await endSignInsOf(work.trx, person.id, 'suspended', work.at)
  await recordEvent(work, 'person.suspended', { kind: 'person', id: person.id })
  const lost = (await charityRolesOf(work.trx, person)).map(({ role }) => role)
  await work.tell('role ended', { personId: person.id, lost })
  await tellContactsChanged(work, person)
  await emailAccountChange(work, person, 'suspended')
}

/** Reactivates the account. The person's approvals of new roles count again. */
export async function reactivatePerson(work: UnitOfWork, person: Person): Promise<void> {
  if (person.status === 'active') return
  await updatePerson(work.trx, person, { status: 'active' })
  await recordEvent(work, 'person.reactivated', { kind: 'person', id: person.id })
  await tellContactsChanged(work, person)
  await emailAccountChange(work, person, 'reactivated')
  await grantApprovedBy(work, person.id)
}

/**
 * Emails the administrators if the person has a role at the charity other than appraiser, and the leads and the shared
 * mailbox of each organisation in which the person has a role. Each email names only the person's role with the most
 * rights in that place.
 */
async function emailAccountChange(
  work: UnitOfWork,
  person: Person,
  change: 'suspended' | 'reactivated',
): Promise<void> {
  const held = (await charityRolesOf(work.trx, person)).map(({ role }) => role)
  const atCharity = rolesByRights.find(role => held.includes(role))
  const memberships = await membershipsOf(work.trx, person)
  const places = [...new Set(memberships.map(({ organisationId }) => organisationId))]
  const inTeams = places.map(organisationId => ({
    organisationId,
    role: strongestRoleIn({ memberships }, organisationId)!,
  }))
  const all = [...(atCharity ? [{ organisationId: null, role: atCharity }] : []), ...inTeams]
  for (const { organisationId, role } of all)
    await emailRoleChange(work, { change, person, role, personId: person.id, organisationId })
}

/** The roles at the charity about which administrators get emails, the one with the most rights first. */
const rolesByRights = ['administrator', 'coordinator', 'trustee', 'helper'] as const

/** Tells other modules that the contacts of each organisation that this person leads have changed. */
export async function tellContactsChanged(work: UnitOfWork, person: { id: string }): Promise<void> {
  for (const { organisationId, role } of await membershipsOf(work.trx, person))
    if (role === 'lead') await work.tell('contacts changed', { organisationId })
}

async function refuseForTheLastAdministrator(trx: Tx, person: Person, field: string): Promise<void> {
  const others = (await administratorsLocked(trx)).filter(id => id !== person.id)
  const isOne = others.length === 0 && (await charityRolesOf(trx, person)).some(({ role }) => role === 'administrator')
  if (isOne) throw new FormRefused(field, 'people.last_administrator')
}
