import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, aTeam, signedIn } from '../../support/factories.ts'
import { aService } from '../../support/service.ts'

eachDatabase('choosing sign-off', engine => {
  test('a lead switches sign-off on and off, and the history records both', async () => {
    const service = await aService(engine)
    const { organisation, lead } = await aTeam(service)
    const db = service.database.writer
    const wanted = async () => (await db('organisations').where({ id: organisation.id }).first())!.sign_off_wanted
    const byLead = await signedIn(service, lead, `/organisations/${organisation.id}/sign-off`)
    await byLead.press('Save', { wanted: 'yes' })
    expect([byLead.notices, await wanted()]).toEqual([
      ['An observer must now sign off every application before you submit it.'],
      1,
    ])
    await byLead.open(`/organisations/${organisation.id}/sign-off`)
    await byLead.press('Save', { wanted: [] })
    expect([byLead.notices, await wanted()]).toEqual([['Applications no longer need sign-off.'], 0])
    expect(await db('events').where({ name: 'organisation.sign_off_chosen' })).toHaveLength(2)
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    const { text } = await signedIn(service, administrator, '/history')
    expect(text.match(/Sign-off before submitting was switched (on|off)/g)).toEqual([
      'Sign-off before submitting was switched off',
      'Sign-off before submitting was switched on',
    ])
    await service.end()
  })

  test('a page opened before a colleague switched sign-off on does not switch it off', async () => {
    const service = await aService(engine)
    const { organisation, lead } = await aTeam(service)
    const wanted = async () =>
      (await service.database.writer('organisations').where({ id: organisation.id }).first())!.sign_off_wanted
    const address = `/organisations/${organisation.id}/sign-off`
    const [one, other] = [await signedIn(service, lead, address), await signedIn(service, lead, address)]
    await one.press('Save', { wanted: 'yes' })
    await other.press('Save')
    expect([other.status, other.errors, other.valueOf('wanted'), await wanted()]).toEqual([
      409,
      ['Someone else has changed this setting. Check it, then save if you want to change it'],
      'yes',
      1,
    ])
    await other.press('Save', { wanted: [] })
    expect([other.status, await wanted()]).toEqual([200, 0])
    await service.end()
  })

  test('only a lead can choose sign-off', async () => {
    const service = await aService(engine)
    const { organisation, contributor, observer } = await aTeam(service)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    for (const person of [contributor, observer, coordinator])
      expect((await signedIn(service, person, `/organisations/${organisation.id}/sign-off`)).status).toBe(403)
    await service.end()
  })
})
