import { makeAdministratorLink } from '../../modules/access/administrators/administrator.actions.ts'
import { theService, type Actor } from '../../domain/actor.ts'
import { lastChange } from '../../domain/evidence-readers.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { openAccount } from '../../modules/access/acceptance/acceptance.actions.ts'
import { invitationOfLink } from '../../modules/access/acceptance/acceptance.store.ts'
import { invite } from '../../modules/access/invitations/invitation.actions.ts'
import { tokenRows } from '../../modules/access/sign-in/email-token.store.ts'
import type { Instant } from '../../domain/time.ts'
import { answerRequest } from '../../modules/access/requests/request.actions.ts'
import { findOrganisation } from '../../modules/organisations/organisations/organisation.store.ts'
import { teamOf } from '../../modules/organisations/team/team.store.ts'
import { confirmReaders } from '../../modules/organisations/readers/readers.actions.ts'
import { charity, newcomers, type CharityKey, type NewcomerKey } from '../cast.ts'
import { openRequestOf, pathEmailedTo } from '../demo.store.ts'
import { workOf, required, leadOf, libraryOf, organisationOf, personWithEmail, type Act, type World } from '../world.ts'

export const administratorSetsUp: Act = async (world, at) => {
  const path = await makeAdministratorLink(workOf(world, theService, at), 'first administrator')
  await follow(world, path, charity.administrator, at)
}

/** An administrator or coordinator invites people to roles in the charity by email. */
export const invitesToTheCharity =
  (by: CharityKey, ...keys: CharityKey[]): Act =>
  async (world, at) => {
    const actor = await personWithEmail(world, charity[by].email)
    for (const key of keys) await invite(workOf(world, actor, at), charity[key])
  }

/** An administrator or trustee approves the roles that these people have accepted. */
export const approves =
  (by: CharityKey, ...keys: CharityKey[]): Act =>
  async (world, at) => {
    const actor = await personWithEmail(world, charity[by].email)
    for (const key of keys) {
      const { email } = charity[key]
      const id = required(await openRequestOf(world.trx, email), `request of ${email}`)
      await answerRequest(workOf(world, actor, at), id, {
        answer: 'approve',
        note: 'We have worked together for years',
      })
      world.actors.delete(email)
    }
  }

/** The coordinator invites a person to a library's team. */
export const invitesNewcomer =
  (library: NewcomerKey): Act =>
  async (world, at) => {
    const actor = await personWithEmail(world, charity.coordinator.email)
    const { id: organisationId } = organisationOf(world, library)
    await invite(workOf(world, actor, at), { ...newcomers[library], organisationId })
  }

export const newcomerFollows =
  (library: NewcomerKey): Act =>
  (world, at) =>
    followsEmail(world, newcomers[library], at)

/** The lead confirms who can read the evidence, before adding any. */
export const confirmsTheReaders =
  (library: string): Act =>
  async (world, at) => {
    await confirmsAs(world, await leadOf(world, library), library, at)
  }

/**
 * Confirms who can read the evidence, unless an earlier confirmation still applies.
 * @returns the organisation after the confirmation
 */
export async function confirmsAs(world: World, actor: Actor, library: string, at: Instant): Promise<Organisation> {
  const work = workOf(world, actor, at)
  const { id } = organisationOf(world, library)
  const find = () => findOrganisation(work.trx, actor, 'evidence.add', id)
  const organisation = await find()
  if (organisation.readersConfirmed) return organisation
  await confirmReaders(work, organisation, lastChange(await teamOf(work.trx, organisation)))
  return find()
}

export const follows =
  (key: CharityKey): Act =>
  (world, at) =>
    followsEmail(world, charity[key], at)

export const leadFollows =
  (library: string): Act =>
  (world, at) =>
    followsEmail(world, libraryOf(world, library).lead, at)

export const invitesTeam =
  (library: string): Act =>
  async (world, at) => {
    const actor = await leadOf(world, library)
    for (const { name, email, role } of libraryOf(world, library).team) {
      await invite(workOf(world, actor, at), { name, email, role, organisationId: organisationOf(world, library).id })
    }
  }

export const teamFollows =
  (library: string): Act =>
  async (world, at) => {
    for (const person of libraryOf(world, library).team) await followsEmail(world, person, at)
  }

async function followsEmail(world: World, person: { name: string; email: string }, at: Instant): Promise<void> {
  await follow(
    world,
    required(await pathEmailedTo(world.trx, person.email, 'invitation'), `invitation to ${person.email}`),
    person,
    at,
  )
}

async function follow(
  world: World,
  path: string,
  { name, email }: { name: string; email: string },
  at: Instant,
): Promise<void> {
  const { trx, passwordHash } = world
  const token = required(
    await tokenRows(trx, ['invitation', 'first administrator']).withSecret(path.slice('/invitations/'.length)),
    `link to ${email}`,
  )
  const opening = required(await invitationOfLink(trx, token), `invitation to ${email}`)
  await openAccount(
    workOf(world, theService, at),
    { token, opening },
    {
      name,
      email,
      passwordHash,
      language: 'en',
      browser: null,
    },
  )
  world.actors.delete(email)
}
