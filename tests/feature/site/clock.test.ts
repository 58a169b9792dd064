import { beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { anAwardsLife, type AwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { aCase } from '../../support/reminding.ts'
import { aService, type Service } from '../../support/service.ts'
import { dateIsRight, processAhead, runJobs } from '../../support/wrong-clock.ts'

eachDatabase('the page about the date', engine => {
  let service: Service
  let it: AwardsLife
  let administrator: APerson
  beforeEach(async () => {
    service = await aService(engine)
    it = await anAwardsLife(service, '2027-03-01')
    administrator = await aPersonWho(service, { name: 'Ada', roles: ['administrator'] })
    it.goTo('2028-02-28') // the award is valid until 29 February
    await dateIsRight(service)
    await runJobs(service.parts)
  })
  const anAdministrator = (person = administrator, start = '/settings/clock') => signedIn(service, person, start)
  const statuses = async () => service.parts.db('clock_holds').pluck('status')
  const events = async () =>
    service.parts.db('events').where('name', 'like', 'setting.clock%').orderBy('sequence').pluck('name')

  test('an administrator sees what will happen if the jobs continue, and lets them continue', async () => {
    it.goTo('2029-04-03') // the service was off for 400 days
    await runJobs(service.parts)
    const home = await anAdministrator(administrator, '/home')
    await home.follow('Check the clock')
    expect(home.address).toBe('/settings/clock')
    for (const shown of [
      'A server’s clock says 3 April 2029',
      'The status of 1 award may change',
      'Lapsed',
      'What will be permanently deleted',
    ])
      expect(home.text).toContain(shown)
    await home.press('Confirm that the date is right')
    expect(home.text).toContain('The automatic tasks will continue within a minute')
    expect(home.text).toContain('The date was right')
    expect([await statuses(), await events()]).toEqual([['continued'], ['setting.clock_continued']])
    expect(await runJobs(service.parts)).toContain('move-awards')
    expect((await it.row()).status).toBe('lapsed')
    await home.open('/home')
    expect(home.text).not.toContain('Check a server’s clock: automatic tasks may be on hold')
    await service.end()
  })

  test('the page never says that a suspended award would lapse while the charity has its late renewal', async () => {
    await it.move('coordinator', 'suspend', { reason: 'A complaint' })
    it.daysPass(5)
    await it.nightly()
    await it.start()
    await it.submitApplication()
    await it.check()
    await it.ask()
    it.daysPass(400)
    await runJobs(service.parts)
    const page = await anAdministrator()
    expect(page.text).toContain('The status of 1 award may change')
    expect(page.text).not.toContain('Lapsed')
    await service.end()
  })

  test('an administrator keeps the jobs of a server on hold, and no one is emailed again', async () => {
    const wrong = processAhead(service, 400)
    await runJobs(wrong)
    await service.post()
    const page = await anAdministrator()
    await page.press('Keep the automatic tasks on hold')
    expect(page.text).toContain('The automatic tasks will stay on hold until the server’s clock is right')
    it.daysPass(1)
    expect(await runJobs(wrong)).toEqual([])
    const subjects = (await service.post()).map(({ subject }) => subject)
    expect(subjects.filter(subject => subject.includes('Please check a server’s clock'))).toEqual([])
    expect([await statuses(), await events()]).toEqual([['wrong'], ['setting.clock_wrong']])
    expect(await runJobs(service.parts)).toContain('move-awards')
    await service.end()
  })

  test('an administrator lets the jobs of a process continue after its clock was set back', async () => {
    it.daysPass(-1)
    expect(await runJobs(service.parts)).toEqual([])
    const page = await anAdministrator()
    expect(page.text).toContain('The clock may have gone back')
    await page.press('Confirm that the date is right')
    it.daysPass(2) // the jobs have already run on the days before this one
    expect(await runJobs(service.parts)).toContain('move-awards')
    await service.end()
  })

  test('a corrected clock ends the hold, and an older page cannot confirm the wrong date', async () => {
    it.goTo('2029-04-03')
    await runJobs(service.parts)
    const before = await anAdministrator()
    it.goTo('2028-02-29')
    const after = await anAdministrator(administrator)
    expect(after.text).toContain('The clock of the server that shows this page says 29 February 2028, 9am.')
    expect(after.text).not.toContain('Confirm that the date is right')
    await before.press('Confirm that the date is right')
    expect([before.status, before.text]).toEqual([409, expect.stringContaining('This date cannot be confirmed')])
    expect(before.text).toContain('A server’s clock said 3 April 2029, 9am')
    expect(await statuses()).toEqual(['held'])
    expect(await runJobs(service.parts)).toContain('move-awards')
    await after.open('/settings/clock')
    expect(after.text).toContain('None needed, because the clock was corrected')
    expect([await statuses(), await events()]).toEqual([['corrected'], ['setting.clock_corrected']])
    await after.open('/home')
    expect(after.text).not.toContain('Check a server’s clock')
    await service.end()
  })

  test('only the first of two administrators’ decisions counts', async () => {
    it.daysPass(4)
    await runJobs(service.parts)
    const other = await aPersonWho(service, { name: 'Babs', roles: ['administrator'] })
    const [first, second] = [await anAdministrator(), await anAdministrator(other)]
    await first.press('Keep the automatic tasks on hold')
    await second.press('Confirm that the date is right')
    expect(second.status).toBe(409)
    expect([await statuses(), await events()]).toEqual([['wrong'], ['setting.clock_wrong']])
    await service.end()
  })

  test('an administrator who kept the tasks on hold can confirm the date later', async () => {
    it.goTo('2029-04-03') // the service was off for 400 days
    await runJobs(service.parts)
    const page = await anAdministrator()
    await page.press('Keep the automatic tasks on hold')
    expect(page.buttons).not.toContain('Keep the automatic tasks on hold')
    it.daysPass(1)
    expect(await runJobs(service.parts)).toEqual([])
    const home = await anAdministrator(administrator, '/home')
    await home.follow('Check the clock')
    expect([home.address, home.text.includes('An administrator kept the automatic tasks on hold.')]).toEqual([
      '/settings/clock',
      true,
    ])
    await home.press('Confirm that the date is right')
    expect([await statuses(), await events()]).toEqual([
      ['continued'],
      ['setting.clock_wrong', 'setting.clock_continued'],
    ])
    expect(await runJobs(service.parts)).toContain('move-awards')
    await home.open('/home')
    expect(home.text).not.toContain('Check a server’s clock')
    await service.end()
  })

  test('a clock that was found wrong is no longer shown once it is right', async () => {
    it.goTo('2028-03-10')
    await runJobs(service.parts)
    await (await anAdministrator()).press('Keep the automatic tasks on hold')
    it.goTo('2028-02-29')
    for (let day = 0; day < 10; day += 1) {
      await runJobs(service.parts)
      it.daysPass(1)
    }
    expect(await runJobs(service.parts)).toContain('move-awards') // it is 10 March again, the day of the hold
    const home = await anAdministrator(administrator, '/home')
    expect(home.text).not.toContain('Check a server’s clock')
    await home.open('/settings/clock')
    expect([home.text.includes('We have found no problem with the date'), await statuses()]).toEqual([true, ['wrong']])
    await service.end()
  })

  test('people who are not administrators cannot find the page', async () => {
    await runJobs(processAhead(service, 400))
    const hold = (await service.parts.db('clock_holds').first('id'))!.id
    const administratorsPage = await anAdministrator()
    expect(administratorsPage.status).toBe(200)
    const { lead, coordinator, trustee } = it.people
    for (const person of [lead, coordinator, trustee]) {
      const visitor = await signedIn(service, person, '/home')
      expect(visitor.text).not.toContain('Check a server’s clock')
      await visitor.open('/settings/clock')
      expect(visitor.status).toBe(404)
      for (const decision of ['continue', 'wrong']) {
        await visitor.send(`/settings/clock/${decision}`, { hold, idempotencyKey: newId() })
        expect(visitor.status).toBe(404)
      }
    }
    expect(await statuses()).toEqual(['held'])
    await service.end()
  })

  test('only an administrator who is also a coordinator sees which library a reminder is about', async () => {
    const { organisation, application } = await aCase(service, { status: 'with a trustee' })
    await service.database.writer('organisations').where({ id: organisation.id }).update({ name: 'Hushed Libraries' })
    const both = await aPersonWho(service, { roles: ['administrator', 'coordinator'] })
    await aDeclaration(service, application, both)
    it.daysPass(400)
    await runJobs(service.parts)
    const coordinating = await anAdministrator(both)
    expect(coordinating.text).toContain('Hushed Libraries')
    const page = await anAdministrator()
    expect(page.text).toMatch(/\d+ reminder emails? will be due/)
    expect(page.text).not.toContain('Hushed Libraries')
    await service.end()
  })
})
