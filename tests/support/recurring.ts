import { newId } from '../../src/db/ids.ts'
import { aRound } from './factories.ts'
import { aLibrary, publishedFramework, type Known, type Library } from './library.ts'
import { signIn } from './signing-in.ts'
import type { Typed } from './person.ts'
import type { Service } from './service.ts'

/** Two libraries, and the steps of a test about the first one's regular evidence. */
export async function recurringWorld(service: Service) {
  await publishedFramework(service)
  await aRound(service)
  const library = await aLibrary(service, 'Fellside Libraries')
  const other = await aLibrary(service, 'Thornwick Library')
  const db = () => service.database.writer
  const details = (more: Typed = {}): Typed => ({
    title: 'Visits to the conversation group',
    what: 'Count the sheets in the blue folder.',
    every: 'quarter',
    nextDue: '2027-04-15',
    asked: library.contributor.id,
    kind: 'statistic',
    branch: library.branches[1]!.id,
    ...more,
  })
  return {
    library,
    other,
    db,
    details,

    /** @returns the id of new regular evidence */
    async setUp(more: Typed = {}, actor: Known = library.lead): Promise<string> {
      await actor.open(`/organisations/${library.id}/regular-evidence/new`)
      await actor.press('Save', details(more))
      return actor.address.split('/')[2]!
    },

    async addEvidence(id: string, entered: Typed = {}, actor: Known = library.contributor): Promise<void> {
      await actor.open(`/regular-evidence/${id}`)
      await actor.follow('Add evidence')
      await actor.press('Add evidence', { note: '312 visits', ...entered })
    },

    /** Moves the clock to noon UTC on a day. Signs in the first library's team and the other library's lead again. */
    async goTo(day: string): Promise<void> {
      service.clock.set(`${day}T12:00:00Z`)
      for (const actor of [library.lead, library.contributor, library.observer, other.lead])
        await signIn(service, actor, actor.id)
    },

    /**
     * Inserts evidence that is not part of any regular evidence.
     * @returns its id
     */
    async someEvidence(owner: Library = library): Promise<string> {
      const id = newId()
      await db()('evidence').insert({
        id,
        organisation_id: owner.id,
        title: `Loans ${id}`,
        kind: 'statistic',
        summary: '',
        period_from: null,
        period_to: null,
        language: 'en',
        sensitivity: 'ordinary',
        owner_id: owner.lead.id,
        received_at: service.clock.now(),
        removed_at: null,
        version: 1,
      })
      return id
    },

    row: async (id: string) =>
      (await db()('recurring_evidence').where({ id }).first('next_number', 'next_due', 'anchor_on', 'ended_at'))!,

    occurrences: (id: string) =>
      db()('occurrences')
        .where({ recurring_id: id })
        .orderBy('occurrence')
        .select('occurrence', 'due_on', 'period_from', 'period_to', 'state', 'reason'),

    events: (id: string): Promise<string[]> =>
      db()('events').where({ entity: 'recurring', entity_id: id }).orderBy('sequence').pluck('name'),
  }
}
