import { libraryStream } from '../../src/domain/framework.ts'
import type { FrameworkDocument } from '../../src/domain/framework.ts'
import { addMinutes } from '../../src/domain/time.ts'
import { latestFrameworkVersionId } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import { aPersonWho, aRound, signedIn, type APerson } from './factories.ts'
import type { Service } from './service.ts'
import type { Visitor } from './visitor.ts'

export interface ADraft {
  id: string
  address: string
  /** the id of the published version from which the draft was started */
  publishedId: string
  coordinator: Visitor
  person: APerson
  service: Service
}

/** A draft that a coordinator started: by default, version 1, which starts from the published version 0.1. */
export async function aDraft(service: Service, { from = 'last', name = '1' } = {}): Promise<ADraft> {
  await aRound(service)
  service.clock.set(addMinutes(service.clock.now(), 1))
  const publishedId = await latestFrameworkVersionId(service.database.writer, libraryStream)
  const person = await aPersonWho(service, { name: 'Ffion Adeyemi', roles: ['coordinator'] })
  const coordinator = await signedIn(service, person, `/frameworks/${publishedId}/draft`)
  await coordinator.press('Start draft', { name, label: `Library of Sanctuary, version ${name}`, from })
  const id = coordinator.address.split('/').at(-1)!
  return { id, address: `/frameworks/${id}`, publishedId, coordinator, person, service }
}

/** The saved content of a version. */
export async function documentOf(service: Service, id: string): Promise<FrameworkDocument> {
  const row = (await service.database.writer('framework_versions').where({ id }).first('document'))!
  return JSON.parse(row.document) as FrameworkDocument
}

/** Confirms every row of the mapping that has to be confirmed. */
export async function confirmsMapping({ coordinator, address }: ADraft): Promise<void> {
  await coordinator.open(`${address}/mapping`)
  const rows = coordinator
    .$('input[name=rows]')
    .map((_, box) => coordinator.$(box).attr('value')!)
    .get()
  if (rows.length > 0) await coordinator.press('Confirm ticked rows', { rows })
}

export const agreed = { read: 'yes', 'agreedOn-day': '1', 'agreedOn-month': '2', 'agreedOn-year': '2027' }

/** Publishes the draft on its page. */
export async function publishes({ coordinator, address, service }: Omit<ADraft, 'person'>): Promise<void> {
  service.clock.set(addMinutes(service.clock.now(), 1))
  await coordinator.open(`${address}/publication`)
  await coordinator.press('Publish version 1', agreed)
}
