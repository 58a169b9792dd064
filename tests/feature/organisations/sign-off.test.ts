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

  test('only a lead can choose sign-off', async () => {
    const service = await aService(engine)
    const { organisation, contributor, observer } = await aTeam(service)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    for (const person of [contributor, observer, coordinator])
      expect((await signedIn(service, person, `/organisations/${organisation.id}/sign-off`)).status).toBe(403)
    await service.end()
  })
})
