import { unitOfWork, type UnitOfWork } from '../db/unit-of-work.ts'
import { consequences } from '../parts.ts'
import { applicationById, type ApplicationRecord } from '../modules/access/applications/application.store.ts'
import type { Tx } from '../db/connection.ts'
import type { Actor } from '../domain/actor.ts'
import { compare } from '../domain/compare.ts'
import { itemByCode, type Framework, type Item } from '../domain/framework.ts'
import type { Day, Instant } from '../domain/time.ts'
import { personWithAddress } from '../modules/access/people/person.store.ts'
import { awardById, type NamedAward } from '../modules/awards/awards/award.store.ts'
import type { SendingContext } from '../email/claim.ts'
import { readersById } from '../email/readers.store.ts'
import { momentAgo } from './workdays.ts'
import { awardIdOf } from './demo.store.ts'
import type { KeptFile } from './keep-files.ts'
import type { LibraryText, Texts } from './texts.ts'

/**
 * The state that the stories share. The maps hold the ids of the records created so far, by the keys of the demo's
 * texts.
 */
export interface World {
  trx: Tx
  today: Day
  emails: SendingContext
  framework: Framework
  texts: Texts
  /** the hash of the one password that all accounts share */
  passwordHash: string
  /** the files of evidence, by library and evidence, and those in the evidence inbox */
  files: Promise<ReadonlyMap<string, KeptFile>>
  organisations: Map<string, string>
  applications: Map<string, string>
  evidence: Map<string, string>
  actors: Map<string, Actor>
}

/** An action that a person takes at an instant, through the same code as the pages. */
export type Act = (world: World, at: Instant) => Promise<void>
export interface Step {
  at: Instant
  act: Act
}
export type On = (workingDaysAgo: number, time: string, act: Act) => Step
/** The steps of one library, or of the charity. */
export type Story = (on: On) => Step[]

export const stepsOf = (stories: readonly Story[], today: Day): Step[] =>
  stories
    .flatMap(story => story((ago, time, act) => ({ at: momentAgo(today, ago, time), act })))
    .toSorted((a, b) => compare(a.at, b.at))

/**
 * A person by email address, with their current rights.
 * @throws Error when the demo has no such person yet
 */
export async function personWithEmail(world: World, email: string): Promise<Actor> {
  const known = world.actors.get(email)
  if (known) return known
  const person = await personWithAddress(world.trx, email)
  const [reader] = await readersById(world.trx, person ? [person.id] : [])
  if (!reader) throw new Error(`nobody of the demo has the address ${email} yet`)
  world.actors.set(email, reader.actor)
  return reader.actor
}

/** A unit of work in the stories' one transaction. */
export const workOf = ({ trx }: World, actor: Actor, at: Instant): UnitOfWork =>
  unitOfWork(trx, actor, at, consequences)

export const libraryOf = ({ texts }: World, key: string): LibraryText => required(texts.libraries[key], key)
export const leadOf = (world: World, key: string): Promise<Actor> =>
  personWithEmail(world, libraryOf(world, key).lead.email)
export const organisationOf = ({ organisations }: World, key: string): { id: string } => ({
  id: required(organisations.get(key), key),
})
export const itemOf = ({ framework }: World, code: string): Item => required(itemByCode(framework, code), code)

export async function caseOf({ trx, applications }: World, key: string): Promise<ApplicationRecord> {
  return required(await applicationById(trx, required(applications.get(key), key)), key)
}

export async function awardOf(world: World, key: string): Promise<NamedAward> {
  const id = required(await awardIdOf(world.trx, organisationOf(world, key)), `award of ${key}`)
  return required(await awardById(world.trx, id), id)
}

export function required<Entity>(entity: Entity | null | undefined, name: string): Entity {
  if (entity === null || entity === undefined) throw new Error(`the demo has no ${name} yet`)
  return entity
}
