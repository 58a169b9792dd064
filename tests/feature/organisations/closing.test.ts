import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Day } from '../../../src/domain/time.ts'
import { actorNow } from '../../../src/modules/access/access.public.ts'
import { datesFor } from '../../../src/modules/notifications/calendar-dates/calendar-date.store.ts'
import { consentSubjects } from '../../../src/modules/notifications/evidence-subjects/evidence-subject.store.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anAward,
  anItemOfEvidence,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
} from '../../support/factories.ts'
import { aConsent } from '../../support/evidence.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('closing an organisation', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
    await aRound(service)
  })
  afterAll(() => service.end())

  test('nothing new can be started in a closed organisation, which keeps its pages and can be reopened', async () => {
    const organisation = await anOrganisation(service, { name: 'Millbrook Libraries' })
    const lead = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }))
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    await lead.open(`/organisations/${organisation.id}/evidence/new`)
    expect(lead.status).toBe(200)
    await coordinator.open(`/organisations/${organisation.id}`)
    await coordinator.follow('Close this organisation')
    await coordinator.press('Close this organisation')
    expect(coordinator.errors).toEqual(['Enter the reason'])
    await coordinator.press('Close this organisation', { reason: 'Now run by the county.' })
    expect([coordinator.notices, coordinator.text.includes('Now run by the county.')]).toEqual([
      ['Millbrook Libraries has been closed.'],
      true,
    ])
    await lead.open(`/organisations/${organisation.id}/evidence/new`)
    expect([lead.status, lead.headings]).toEqual([409, ['This organisation is closed']])
    await lead.open(`/organisations/${organisation.id}/evidence`)
    expect(lead.status).toBe(200)
    await coordinator.open('/awards/new?name=millbrook')
    expect(coordinator.text).toContain('No organisation matches your search. Closed organisations are not listed.')
    await coordinator.open(`/awards/new?organisation=${organisation.id}`)
    expect(coordinator.status).toBe(409)
    await coordinator.open(`/organisations/${organisation.id}`)
    await coordinator.follow('Reopen this organisation')
    await coordinator.press('Reopen this organisation')
    expect(coordinator.notices).toEqual(['Millbrook Libraries is open again.'])
    await lead.open(`/organisations/${organisation.id}/evidence/new`)
    expect(lead.status).toBe(200)
    const names = await service.database
      .writer('events')
      .where({ entity_id: organisation.id })
      .orderBy('sequence')
      .pluck('name')
    expect(names).toEqual(['organisation.closed', 'organisation.reopened'])
  })

  test('people in a closed organisation are not asked to start anything', async () => {
    const organisation = await anOrganisation(service, { name: 'Thornwick Libraries' })
    const person = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const lead = await signedIn(service, person)
    const below = `/organisations/${organisation.id}`
    await lead.open(`${below}/regular-evidence/new`)
    const branch = organisation.branches[0]!
    const due = { title: 'Visits to the group', every: 'month', nextDue: '2027-03-01', kind: 'statistic' }
    await lead.press('Save', { ...due, asked: person.id, branch })
    const asking = ['Start your first application', 'Visits to the group', 'Start an application', 'Add evidence']
    const asked = async () => {
      const found: string[] = []
      for (const address of ['/home', `${below}/applications`, `${below}/evidence`])
        found.push(...(await lead.open(address)).text.split('\n').map(line => line.trim()))
      return asking.filter(text => found.some(line => line.includes(text)))
    }
    expect(await asked()).toEqual(asking)
    const coordinator = await signedIn(
      service,
      await aPersonWho(service, { roles: ['coordinator'] }),
      `${below}/closing`,
    )
    await coordinator.press('Close this organisation', { reason: 'It left the award.' })
    expect(await asked()).toEqual([])
  })

  test('a closed organisation cannot start to renew a lapsed award, and gets no reminders about consents', async () => {
    const organisation = await anOrganisation(service, { name: 'Dunmere Libraries' })
    const person = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const award = await anAward(service, organisation, { startedBy: person, status: 'lapsed', endsOn: '2027-01-31' })
    const evidence = await anItemOfEvidence(service, organisation, person, { title: 'A story' })
    await aConsent(service, evidence, person, { expires_on: '2027-04-14' as Day })
    const actorOf = async ({ id }: { id: string }) => (await actorNow(service.parts.db, id))!
    const asked = async () => {
      const lead = await signedIn(service, person, `/awards/${award.id}`)
      const starts = lead.links.some(({ text }) => text.startsWith('Start'))
      const [subject] = await consentSubjects(service.parts.db, { today: service.clock.today(), ids: [evidence] })
      const dates = await datesFor(service.parts.db, await actorOf(person), service.clock.today())
      return [lead.status, starts, subject!.nothingDueReason, dates.map(({ kind }) => kind)]
    }
    expect(await asked()).toEqual([200, true, null, ['consent']])
    await service.database
      .writer('organisations')
      .where({ id: organisation.id })
      .update({ closed_at: service.clock.now() })
    expect(await asked()).toEqual([200, false, 'over', []])
  })

  test('an organisation cannot be closed while an application is under way, or by its own members', async () => {
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']], roles: ['coordinator'] })
    await anApplication(service, organisation, { startedBy: lead })
    const coordinator = await signedIn(
      service,
      await aPersonWho(service, { roles: ['coordinator'] }),
      `/organisations/${organisation.id}/closing`,
    )
    await coordinator.press('Close this organisation', { reason: 'Closed' })
    expect([coordinator.status, coordinator.errors]).toEqual([
      422,
      [
        'Current awards: 0. Applications under way: 1. Before you close this organisation, its awards must have ' +
          'ended or lapsed. Its applications must be withdrawn, or their decision letters released. Requests to ' +
          'review or correct a decision must be answered or withdrawn',
      ],
    ])
    const own = await signedIn(service, lead, `/organisations/${organisation.id}/closing`)
    expect(own.status).toBe(403)
  })
})
