import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { CharityRole, MemberRole } from '../../../domain/actor.ts'
import { approvalRule, canAnswer } from '../../../domain/role-approval.ts'
import { plainName } from '../../../email/plain-name.ts'
import { queueEmail, recipientOf, type To } from '../../../email/outbox.ts'
import type { Reader } from '../../../email/readers.store.ts'
import type { RoleChanged } from '../../../email/templates/access.ts'
import type { RequestRecord } from '../requests/request.store.ts'
import { charityPeople, leadsOf, personNamed, teamPlace } from './role-email.store.ts'

/** A change to a role. `person.name` is null when only the invited address is known. */
export interface ChangedRole {
  change: RoleChanged
  person: { name: string | null; email: string }
  role: MemberRole | CharityRole
  /** null for an invitation, because the invited person might have no account */
  personId: string | null
  organisationId: string | null
}

/**
 * Emails everyone who manages the team about a change to a role: in an organisation, all leads and the shared mailbox;
 * at the charity, all administrators. Emails no one about an appraiser.
 * @param except ids of people who made the change or get another email about it
 */
export async function emailRoleChange(
  work: UnitOfWork,
  changed: ChangedRole,
  except: readonly string[] = [],
): Promise<void> {
  const { organisationId, change, role } = changed
  const facts = { change, role, person: nameAndAddress(changed.person), by: await nameOfActor(work, changed) }
  if (organisationId === null) {
    // No email about appraisers: there can be hundreds, and they can read no application until they have a seat.
    if (role === 'appraiser') return
    const entity = { kind: 'person', id: changed.personId ?? work.actor.id } as const
    const administrators = await charityPeople(work.trx, ['administrator'])
    for (const to of recipients(administrators, except))
      await queueEmail(work, { name: 'charity team changed', to, entity, facts })
    return
  }
  const { name, roleMailbox, language } = await teamPlace(work.trx, organisationId)
  const mailbox = roleMailbox === null ? [] : [{ personId: null, name: null, address: roleMailbox, language }]
  for (const to of [...recipients(await leadsOf(work.trx, organisationId), except), ...mailbox])
    await queueEmail(work, {
      name: 'team changed',
      to,
      entity: { kind: 'organisation', id: organisationId },
      facts: { ...facts, organisation: name, organisationId },
    })
}

/**
 * Emails the other leads of an organisation about a change of its shared mailbox, because the mailbox gets copies of
 * their emails.
 * @param address the new mailbox; null when it was removed
 */
export async function emailMailboxChange(
  work: UnitOfWork,
  { id, name, address }: { id: string; name: string; address: string | null },
): Promise<void> {
  const actor = await personNamed(work.trx, work.actor.id)
  const by = actor === null ? work.actor.name : plainName(actor.name, actor.email)
  for (const to of recipients(await leadsOf(work.trx, id), [work.actor.id]))
    await queueEmail(work, {
      name: 'mailbox changed',
      to,
      entity: { kind: 'organisation', id },
      facts: { organisation: name, organisationId: id, address, by },
    })
}

const recipients = (readers: readonly Reader[], except: readonly string[] = []): To[] =>
  readers.filter(({ actor }) => !except.includes(actor.id)).map(recipientOf)

/** The name of the person who made the change; null when it is their own role, or the service made the change. */
async function nameOfActor(work: UnitOfWork, { personId }: ChangedRole): Promise<string | null> {
  const actor = work.actor.id === personId ? null : await personNamed(work.trx, work.actor.id)
  return actor && plainName(actor.name, actor.email)
}

function nameAndAddress({ name, email }: ChangedRole['person']): string {
  const shown = name === null ? email : plainName(name, email)
  return shown === email ? email : `${shown} (${email})`
}

/**
 * Emails the people who can approve a role.
 * @returns their ids
 */
export async function emailApprovers(work: UnitOfWork, request: RequestRecord): Promise<string[]> {
  const approvers = await approversOf(work, request)
  for (const to of recipients(approvers))
    await queueEmail(work, {
      name: 'approval wanted',
      to,
      entity: { kind: 'access request', id: request.id },
      facts: {
        requestId: request.id,
        person: nameAndAddress(request),
        role: request.role,
        place: request.organisation,
      },
    })
  return approvers.map(({ actor }) => actor.id)
}

/**
 * The people to email about a request, all of whom can answer it: leads or administrators, if the role needs their
 * approval; otherwise coordinators and, for the pool of appraisers, administrators. If none of these coordinators and
 * administrators can answer, returns everyone at the charity who can.
 */
async function approversOf({ trx }: UnitOfWork, request: RequestRecord): Promise<Reader[]> {
  const rule = approvalRule(request)
  const who = (readers: readonly Reader[]) => readers.filter(({ actor }) => canAnswer(actor, request))
  if (rule === 'lead') return who(await leadsOf(trx, request.organisationId ?? ''))
  if (rule === 'administrators') return who(await charityPeople(trx, ['administrator']))
  const first = who(await charityPeople(trx, rule === 'pool' ? ['coordinator', 'administrator'] : ['coordinator']))
  return first.length > 0 ? first : who(await charityPeople(trx, ['coordinator', 'trustee', 'administrator']))
}

/** Emails the person about the approval of their role, or about its refusal with the reason. */
export async function emailAnswer(
  work: UnitOfWork,
  { personId, name, email, language, role, organisation: place }: RequestRecord,
  refusal: { note: string } | null,
): Promise<void> {
  const about = {
    to: { personId, name, address: email, language },
    entity: { kind: 'person', id: personId } as const,
  }
  if (refusal === null) await queueEmail(work, { name: 'role approved', ...about, facts: { role, place } })
  else await queueEmail(work, { name: 'role refused', ...about, facts: { role, place, ...refusal } })
}
