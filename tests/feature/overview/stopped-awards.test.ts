import { expect, test } from '@jest/globals'
import { instant, type Day } from '../../../src/domain/time.ts'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

// Today is 1 March 2027.

eachDatabase('lapsed and suspended awards on the home page', engine => {
  test('coordinators see stopped awards until they record an action; trustees always see suspended ones', async () => {
    const service = await aServiceWithCriteria(engine)
    await stopped(service, 'Lapsing', 'lapsed')
    await stopped(service, 'Flooded', 'suspended')
    await stopped(service, 'Running', 'valid')
    const [coordinator, trustee, appraiser] = [
      await signedIn(service, await aPersonWho(service, { name: 'Ffion', roles: ['coordinator'] }), '/home'),
      await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }), '/home'),
      await signedIn(service, await aPersonWho(service, { roles: ['appraiser'] }), '/home'),
    ]
    expect([shownOn(coordinator), shownOn(trustee), shownOn(appraiser)]).toEqual([
      ['Flooded | Suspended since 10 February 2027', 'Lapsing | Lapsed on 10 February 2027'],
      ['Flooded | Suspended since 10 February 2027'],
      [],
    ])
    expect(trustee.text).toContain('As a trustee, you can restore a suspended award.')
    for (const name of ['Flooded', 'Lapsing']) {
      await record(coordinator, name, `Rang ${name}`)
      await coordinator.open('/home')
    }
    await trustee.open('/home')
    expect([shownOn(coordinator), shownOn(trustee)]).toEqual([[], ['Flooded | Suspended since 10 February 2027']])
    expect(trustee.text).toContain('Rang Flooded (Ffion)')
    await trustee.follow('Restore award Flooded')
    expect(trustee.address).toMatch(/restoration$/)
    await service.end()
  })

  test('a suspended award is shown again when it lapses', async () => {
    const service = await aServiceWithCriteria(engine)
    const award = await stopped(service, 'Flooded', 'suspended')
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/home')
    await record(coordinator, 'Flooded', 'Rang them')
    await coordinator.open('/home')
    expect(shownOn(coordinator)).toEqual([])
    service.clock.minutesPass(10)
    await change(service, award.id, { move: 'lapse', to: 'lapsed', at: service.clock.now() })
    await coordinator.open('/home')
    expect(shownOn(coordinator)).toEqual(['Flooded | Lapsed on 1 March 2027'])
    await service.end()
  })

  test('a lapse that was recorded later is shown with the day on which the award lapsed', async () => {
    const service = await aServiceWithCriteria(engine)
    const award = await stopped(service, 'Lapsing', 'valid')
    const at = service.clock.now()
    await change(service, award.id, { move: 'lapse', to: 'lapsed', at, from: '2026-10-30' as Day })
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/home')
    expect(shownOn(coordinator)).toEqual(['Lapsing | Lapsed on 30 October 2026'])
    await service.end()
  })

  test('a lapsed award is hidden while its reappraisal is with the charity, and shown again afterwards', async () => {
    const service = await aServiceWithCriteria(engine)
    const library = await anOrganisation(service, { name: 'Lapsing' })
    const award = await stopped(service, 'Lapsing', 'lapsed', library)
    const startedBy = await aPersonWho(service)
    const { id } = await anApplication(service, library, { startedBy, kind: 'reappraisal', award_id: award.id })
    const { writer } = service.database
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/home')
    const shownWhen: Record<string, boolean> = {}
    for (const status of ['draft', 'submitted', 'with the panel', 'decided', 'withdrawn']) {
      await writer('applications').where({ id }).update({ status })
      await coordinator.open('/home')
      shownWhen[status] = shownOn(coordinator).length === 1
    }
    const released = { status: 'decided', decision_letter_released_at: service.clock.now() }
    await writer('applications').where({ id }).update(released)
    await coordinator.open('/home')
    shownWhen.released = shownOn(coordinator).length === 1
    expect(shownWhen).toEqual({
      draft: true,
      submitted: false,
      'with the panel': false,
      decided: false,
      withdrawn: true,
      released: true,
    })
    await service.end()
  })

  test('a lapsed award is shown again when the library misses a deadline for its reappraisal', async () => {
    const service = await aServiceWithCriteria(engine)
    const library = await anOrganisation(service, { name: 'Lapsing' })
    const award = await stopped(service, 'Lapsing', 'lapsed', library)
    const startedBy = await aPersonWho(service)
    const { id } = await anApplication(service, library, { startedBy, kind: 'reappraisal', award_id: award.id })
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/home')
    const shownWhen: Record<string, boolean> = {}
    for (const status of ['returned', 'more evidence asked'])
      for (const until of ['2027-02-28', '2027-03-01'] as Day[]) {
        await service.database.writer('applications').where({ id }).update({ status, until })
        await coordinator.open('/home')
        shownWhen[`${status} until ${until}`] = shownOn(coordinator).length === 1
      }
    expect(shownWhen).toEqual({
      'returned until 2027-02-28': true,
      'returned until 2027-03-01': false,
      'more evidence asked until 2027-02-28': true,
      'more evidence asked until 2027-03-01': false,
    })
    await service.end()
  })

  test('the page says that an award period is over when a suspended award’s last day has passed', async () => {
    const service = await aServiceWithCriteria(engine)
    const { id } = await stopped(service, 'Flooded', 'suspended')
    const trustee = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }), '/home')
    const days = ['2027-02-28', '2027-03-01'] as Day[]
    const periods = []
    for (const day of days) {
      await service.database.writer('awards').where({ id }).update({ valid_to: day })
      await trustee.open('/home')
      periods.push(trustee.text.match(/Award period (.*?2027(?:, even if the award is still suspended)?)/)?.[1])
    }
    expect(periods).toEqual(['Ended on 28 February 2027', 'Ends on 1 March 2027, even if the award is still suspended'])
    await service.end()
  })

  test('a person sees neither their own library’s awards nor those on which they have a conflict', async () => {
    const service = await aServiceWithCriteria(engine)
    const own = await anOrganisation(service, { name: 'Own' })
    const person = await aPersonWho(service, { roles: ['coordinator', 'trustee'], member: [[own, 'observer']] })
    await stopped(service, 'Own', 'suspended', own)
    const award = await stopped(service, 'Known', 'suspended')
    const home = await signedIn(service, person, '/home')
    expect(shownOn(home).map(line => line.split(' | ')[0])).toEqual(['Known'])
    await aDeclaration(service, award.application, person, 'conflict')
    await home.open('/home')
    expect(shownOn(home)).toEqual([])
    await service.end()
  })

  test('the home page names at most eight awards, with a link to the others', async () => {
    const service = await aServiceWithCriteria(engine)
    for (let number = 10; number < 19; number += 1) await stopped(service, `Library ${number}`, 'lapsed')
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/home')
    expect(shownOn(coordinator)).toHaveLength(8)
    await coordinator.follow('See all lapsed or suspended awards')
    expect(coordinator.address).toBe('/renewals?show=suspended-or-lapsed')
    await service.end()
  })
})

async function aServiceWithCriteria(engine: Parameters<typeof aService>[0]): Promise<Service> {
  const service = await aService(engine)
  await aRound(service)
  return service
}

const shownOn = (home: Visitor): string[] =>
  home
    .$('.los-stopped > li')
    .map((_, item) =>
      home
        .$(item)
        .children('h3, p')
        .map((__, part) => home.$(part).text().replace(/\s+/g, ' ').trim())
        .get()
        .join(' | '),
    )
    .get()

async function record(home: Visitor, name: string, done: string): Promise<void> {
  await home.follow(`Record what was done ${name}`)
  await home.press('Save', { done })
}

async function stopped(
  service: Service,
  name: string,
  status: string,
  own?: Awaited<ReturnType<typeof anOrganisation>>,
) {
  const organisation = own ?? (await anOrganisation(service, { name }))
  const startedBy: APerson = await aPersonWho(service)
  const award = await anAward(service, organisation, {
    startedBy,
    status: 'valid',
    endsOn: '2027-09-30',
    validTo: '2027-09-30',
    from: '2026-10-01',
  })
  const moves = { lapsed: 'lapse', suspended: 'suspend' } as const
  if (status in moves)
    await change(service, award.id, {
      move: moves[status as 'lapsed'],
      to: status,
      at: instant('2027-02-10T10:00:00Z'),
    })
  return award
}

async function change(
  service: Service,
  award: string,
  { move, to, at, from }: { move: string; to: string; at: string; from?: Day },
) {
  const { writer } = service.database
  const [{ number } = { number: 0 }] = await writer('award_changes')
    .where({ award_id: award })
    .max<{ number: number }[]>('number as number')
  await writer('awards').where({ id: award }).update({ status: to })
  await writer('award_changes').insert({
    id: newId(),
    award_id: award,
    number: Number(number) + 1,
    move,
    to_status: to,
    from_day: from ?? (at.slice(0, 10) as Day),
    valid_to: '2027-09-30' as Day,
    at: instant(at),
    reason: 'The building was flooded',
  })
}
