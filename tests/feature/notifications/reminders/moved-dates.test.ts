import { describe, expect, test } from '@jest/globals'
import { newId } from '../../../../src/db/ids.ts'
import { instant } from '../../../../src/domain/time.ts'
import { anAwardsLife } from '../../../support/award-life.ts'
import { eachDatabase } from '../../../support/database.ts'
import { aDeclaration, signedIn } from '../../../support/factories.ts'
import { aCase, anAwardedLibrary, day, moveDate, remindingInEachTest, subjects } from '../../../support/reminding.ts'

eachDatabase('reminders about a date that moved', engine => {
  const it = remindingInEachTest(engine)
  const { writer, to } = it
  const aCaseWithCoordinator = async (row: Parameters<typeof aCase>[1]) => {
    const found = await aCase(it.service, row)
    await aDeclaration(it.service, found.application, found.coordinator)
    const as = (address: string) =>
      signedIn(it.service, found.coordinator, `/applications/${found.application.id}${address}`)
    return { ...found, as }
  }

  test('after a missed return date, a lead is emailed that the award is overdue, and not reminded', async () => {
    const award = await anAwardsLife(it.service, '2026-06-01')
    award.goTo('2027-05-10')
    await award.start()
    await award.submitApplication()
    award.goTo('2027-05-20')
    await award.giveBack(28)
    await it.morning('2027-06-17')
    const before = it.server.emails.length
    award.goTo('2027-06-18', '00:15')
    await award.nightly()
    await it.morning('2027-06-18')
    expect(subjects(it.server.emails.slice(before))).toEqual(['Your award is not valid at the moment'])
    await it.morning('2027-06-24')
    expect(it.to(award.people.lead).at(-1)).toBe('Your award was valid until 17 June 2027, but you can still renew it')
  })

  test('on the last day of an extension, the reminder says that the award is valid until then', async () => {
    const { id, lead, organisation } = await anAwardedLibrary(it.service)
    it.at('2027-05-01', '10:00')
    await moveDate(it.service, id, '2027-05-20')
    await it.morning('2027-05-20')
    const { text } = it.server.to(lead.email).at(-1)!.parsed
    expect(text).toContain(`Please submit ${organisation.name}’s renewal today, 20 May 2027.`)
    expect(text).toContain('It is the last day on which the award is valid.')
  })

  test('after a later return date, a reminder that was already sent is not sent again the next morning', async () => {
    const { lead, as } = await aCaseWithCoordinator({
      status: 'returned',
      since: '2027-03-01',
      until: day('2027-03-29'),
    })
    await it.morning('2027-03-15')
    await it.morning('2027-03-22')
    it.at('2027-03-22', '10:00')
    const coordinator = await as('/date')
    await coordinator.press('Change the deadline', { until: '2027-04-02', reason: 'The lead was ill.' })
    expect(coordinator.errors).toEqual([])
    for (const on of ['2027-03-23', '2027-03-26', '2027-04-01']) await it.morning(on)
    expect(to(lead)).toEqual([
      'Please submit your application again by 29 March 2027',
      'Please submit your application again by 29 March 2027',
      'Your application has a new deadline: 2 April 2027',
      'Please submit your application again by 2 April 2027',
      'Please submit your application again by 2 April 2027',
    ])
  })

  test('after a later read-by date, a reminder that was already sent is not sent again the next morning', async () => {
    const { application, peer, as } = await aCaseWithCoordinator({ status: 'with the panel', since: '2027-03-01' })
    await writer()('panels').insert({ application_id: application.id, read_by: day('2027-03-29'), version: 1 })
    await it.morning('2027-03-22')
    it.at('2027-03-25', '10:00')
    const coordinator = await as('/panel')
    await coordinator.press('Set the date', { readBy: '2027-03-31' })
    expect(coordinator.errors).toEqual([])
    for (const on of ['2027-03-26', '2027-03-29']) await it.morning(on)
    expect(to(peer)).toEqual([
      'Please give your findings by 29 March 2027',
      expect.stringContaining('31 March 2027'),
      'Please give your findings by 31 March 2027',
    ])
  })

  describe('after a hold of an application with an open question', () => {
    const aHeldQuestion = async () => {
      const found = await aCaseWithCoordinator({ status: 'checked', since: '2027-03-01' })
      await writer()('questions').insert({
        id: newId(),
        application_id: found.application.id,
        item_id: 'x',
        asked_by: found.coordinator.id,
        body: 'Which?',
        reply_by: day('2027-03-22'),
        status: 'open',
        asked_at: instant('2027-03-01T10:00:00Z'),
        closed_at: null,
        reply: null,
        replied_by: null,
        replied_at: null,
        version: 1,
      })
      const reminders = () => to(found.lead).filter(subject => subject?.startsWith('Please reply to a question'))
      return { ...found, reminders }
    }

    const takeOffHold = async (as: Awaited<ReturnType<typeof aHeldQuestion>>['as']) => {
      const coordinator = await as('')
      await coordinator.follow('Take off hold')
      await coordinator.press('Take off hold')
    }

    test('a reminder that was already sent is not sent again the next morning', async () => {
      const { as, reminders } = await aHeldQuestion()
      await it.morning('2027-03-15')
      it.at('2027-03-16', '10:00')
      await (await as('/hold')).press('Put on hold', { reason: 'We are checking something.' })
      it.at('2027-03-19', '10:00')
      await takeOffHold(as)
      for (const on of ['2027-03-20', '2027-03-24']) await it.morning(on)
      expect(reminders()).toEqual([
        'Please reply to a question about your application by 22 March 2027',
        'Please reply to a question about your application by 25 March 2027',
      ])
    })

    test('a reminder due during a hold that ended on its first day is sent the next morning', async () => {
      const { as, reminders } = await aHeldQuestion()
      it.at('2027-03-15', '05:00')
      await (await as('/hold')).press('Put on hold', { reason: 'We are checking something.' })
      await it.morning('2027-03-15')
      it.at('2027-03-15', '10:00')
      await takeOffHold(as)
      expect(reminders()).toEqual([])
      await it.morning('2027-03-16')
      expect(reminders()).toEqual(['Please reply to a question about your application by 22 March 2027'])
    })
  })
})
