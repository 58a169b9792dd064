import type { Row } from '../../src/db/tables.ts'
import { someEvidence } from './evidence.ts'
import type { Known, Library } from './library.ts'
import type { Service } from './service.ts'

export const ukrainianName = 'Бібліотека «Сонячний Пагорб»'
export const arabicName = 'بيت الضيافة'

/** Valid values of the form for a partner. */
export const partnerDetails = (more: Record<string, unknown> = {}) => ({
  name: ukrainianName,
  language: 'uk',
  englishName: 'Sunny Hill Library',
  kind: 'twinned library',
  place: 'Poltava, Ukraine',
  since: '2025-05-03',
  agreed: 'Twelve books a year each way.',
  contact: 'Reader development librarian',
  ...more,
})

/** The id in the address of the page that a person is on, such as `/partners/:id`. */
export const idOnPage = (actor: Known): string => actor.address.split('/')[2]!

/**
 * Steps that tests of partners share.
 * @param world returns the service and the library. Each step calls it, because `beforeAll` creates them later
 */
export function partnerSteps(world: () => { service: Service; library: Library }) {
  return {
    /** @returns the id of the partner, if the form was accepted */
    async add(more: Record<string, unknown> = {}, actor = world().library.lead): Promise<string> {
      await actor.open(`/organisations/${world().library.id}/partners/new`)
      await actor.press('Add partner', partnerDetails(more) as never)
      return idOnPage(actor)
    },
    async activity(partner: string, more: Record<string, unknown> = {}, actor = world().library.lead): Promise<void> {
      await actor.open(`/partners/${partner}/activities/new`)
      await actor.press('Add activity', { title: 'Reading in two languages', from: '2026-10-12', ...more } as never)
    },
    evidence: (title: string, row: Partial<Row<'evidence'>> = {}): Promise<string> =>
      someEvidence(world().service, world().library, { title, ...row }),
    async attach(partner: string, evidence: string[], actor = world().library.lead): Promise<void> {
      await actor.open(`/partners/${partner}/evidence`)
      await actor.send(`/partners/${partner}/evidence`, { evidence })
    },
    /** The names of the events in the history of a partner or an application, oldest first. */
    async events(entity: string): Promise<string[]> {
      const { db } = world().service.parts
      return db('events').where({ entity_id: entity }).orderBy('sequence').pluck('name')
    },
  }
}
