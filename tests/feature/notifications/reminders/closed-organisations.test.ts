import { expect, test } from '@jest/globals'
import { newId } from '../../../../src/db/ids.ts'
import { datesFor } from '../../../../src/modules/notifications/calendar-dates/calendar-date.store.ts'
import { readersById } from '../../../../src/email/readers.store.ts'
import { eachDatabase } from '../../../support/database.ts'
import { aRecommendation } from '../../../support/factories.ts'
import { anAwardedLibrary, day, remindingInEachTest } from '../../../support/reminding.ts'

eachDatabase('reminders of a closed organisation', engine => {
  const it = remindingInEachTest(engine)
  const { writer, to } = it

  test('a closed library is not reminded of regular evidence or recommendations until it is reopened', async () => {
    const { organisation, lead, application, id } = await anAwardedLibrary(it.service, { status: 'lapsed' })
    await aRecommendation(it.service, { id: application, organisation } as never, { id }, { dueOn: '2027-04-15' })
    const since = it.service.clock.now()
    await writer()('recurring_evidence').insert({
      id: newId(),
      organisation_id: organisation.id,
      title: 'Visits to the group',
      kind: null,
      branch_id: null,
      every: 'quarter',
      anchor_on: day('2027-04-15'),
      anchor_number: 1,
      next_number: 1,
      next_due: day('2027-04-15'),
      due_since: since,
      asked_id: lead.id,
      set_up_at: since,
      ended_at: null,
      version: 1,
    })
    const close = (closed_at: typeof since | null) =>
      writer()('organisations').where({ id: organisation.id }).update({ closed_at })
    const kindsOfDates = async () => {
      const [reader] = await readersById(it.service.parts.db, [lead.id])
      return (await datesFor(it.service.parts.db, reader!.actor, it.service.clock.today())).map(({ kind }) => kind)
    }
    await it.morning('2027-04-07')
    expect([to(lead).length, (await kindsOfDates()).toSorted()]).toEqual([1, ['recommendation', 'recurring']])
    await close(it.service.clock.now())
    await it.morning('2027-04-08')
    expect([to(lead).length, await kindsOfDates()]).toEqual([1, []])
    await close(null)
    await it.morning('2027-04-15')
    expect(to(lead)).toHaveLength(2)
    expect(it.server.emails.at(-1)!.parsed.subject).toContain('2 tasks are due')
  })
})
