import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { instant } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

const dates = {
  'opensOn-day': '1',
  'opensOn-month': '9',
  'opensOn-year': '2027',
  'closesOn-day': '31',
  'closesOn-month': '10',
  'closesOn-year': '2027',
  graceMinutes: '15',
}

eachDatabase('a round', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const aCoordinator = async () => signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))

  behavesLikeEveryForm('the form that sets up a round', async () => {
    await aRound(service)
    return {
      person: await aCoordinator(),
      address: '/rounds/new',
      fields: { name: 'Autumn round', ...dates },
      other: ['name', 'Winter round'],
      refused: { graceMinutes: 'many' },
      saved: async () => (await service.database.writer('events').where({ name: 'round.opened' })).length,
    }
  })

  behavesLikeEveryForm('the form that changes a round', async () => ({
    person: await aCoordinator(),
    address: `/rounds/${await aRound(service, { opensAt: '2027-08-01T08:00:00Z', closesAt: '2027-09-30T16:00:00Z' })}`,
    fields: { version: '1', name: 'Spring round', ...dates },
    other: ['name', 'Spring round for everyone'],
    refused: { 'closesOn-year': '2026' },
    saved: async () => (await service.database.writer('events').where({ name: 'round.changed' })).length,
    canRepeat: false,
  }))

  test('libraries with a draft are emailed when a closed round is opened again', async () => {
    const { writer } = service.database
    const emailed = () => writer('outbox').where({ name: 'round extended' }).pluck('person_id')
    const round = await aRound(service, { opensAt: '2027-01-01T08:00:00Z', closesAt: '2027-02-19T17:00:00Z' })
    const organisation = await anOrganisation(service)
    const startedBy = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const { id } = await anApplication(service, organisation, { round, startedBy })
    const joan = await (await aCoordinator()).open(`/rounds/${round}`)
    await joan.press('Save round', { 'closesOn-day': '26' })
    expect([joan.notices.length, await emailed()]).toEqual([1, []])
    await joan.open(`/rounds/${round}`)
    await joan.press('Save round', { 'closesOn-day': '30', 'closesOn-month': '4' })
    expect([joan.notices.length, await emailed()]).toEqual([1, [startedBy.id]])
    const [sent] = await writer('outbox').where({ name: 'round extended' }).select('body')
    expect(sent!.body).toContain('30 April 2027')
    const history = await signedIn(service, startedBy, `/applications/${id}/history`)
    expect(history.text).toContain('The round was extended')
    await joan.open(`/rounds/${round}`)
    await joan.press('Save round', { name: 'Winter round' })
    expect([joan.notices.length, await emailed()]).toEqual([1, [startedBy.id]])
  })

  test('an application is not counted for a coordinator with a conflict of interest on it', async () => {
    const round = await aRound(service, { opensAt: '2027-08-01T08:00:00Z', closesAt: '2029-09-30T16:00:00Z' })
    const organisation = await anOrganisation(service)
    const startedBy = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const first = await anApplication(service, organisation, { round, startedBy })
    await anApplication(service, await anOrganisation(service), { round, startedBy })
    const barred = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, first, barred, 'conflict')
    const counted = (list: Awaited<ReturnType<typeof aCoordinator>>) => {
      const last = list.$(`tr:has(a[href="/rounds/${round}"]) td`).last()
      return /\d+/.exec(last.text())?.[0]
    }
    const [free, theirs] = [await aCoordinator(), await signedIn(service, barred)]
    for (const list of [free, theirs]) await list.open('/rounds')
    expect([counted(free), counted(theirs)]).toEqual(['2', '1'])
  })

  test('a new grace period of a round also applies to a library with an extension', async () => {
    const round = await aRound(service, { opensAt: '2027-08-01T08:00:00Z', closesAt: '2027-09-30T16:00:00Z' })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const { writer } = service.database
    await writer('round_extensions').insert({
      id: newId(),
      round_id: round,
      organisation_id: (await anOrganisation(service)).id,
      closes_at: instant('2027-11-14T17:00:00Z'),
      accepts_until: instant('2027-11-14T17:30:00Z'),
      reason: 'The lead was ill',
      extended_by: coordinator.id,
      extended_at: service.clock.now(),
    })
    const page = await signedIn(service, coordinator, `/rounds/${round}`)
    expect(page.valueOf('graceMinutes')).toBe('30')
    await page.press('Save round', { ...dates, graceMinutes: '60' })
    expect(page.errors).toEqual([])
    expect(await writer('rounds').where({ id: round }).pluck('accepts_until')).toEqual(['2027-10-31T18:00:00.000Z'])
    expect(await writer('round_extensions').pluck('accepts_until')).toEqual(['2027-11-14T18:00:00.000Z'])
  })
})
