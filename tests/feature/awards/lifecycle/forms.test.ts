import { expect, test } from '@jest/globals'
import { anAwardsLife } from '../../../support/award-life.ts'
import { eachDatabase } from '../../../support/database.ts'
import { signedIn } from '../../../support/factories.ts'
import { aService } from '../../../support/service.ts'

const until = { 'until-day': '31', 'until-month': '7', 'until-year': '2027' }

/** The forms that change an award: the address, a role that can send it, fields besides the reason, and the event. */
const forms = [
  ['opening', 'coordinator', {}, 'award.openRenewal'],
  ['extension', 'coordinator', until, 'award.extend'],
  ['full-next', 'coordinator', {}, 'award.full_next_asked'],
  ['suspension', 'coordinator', {}, 'award.suspend'],
  ['restoration', 'trustee', {}, 'award.restore'],
  ['ending', 'lead', { sure: 'yes' }, 'award.end'],
] as const

eachDatabase('the forms that change an award', engine => {
  test.each(forms)(
    'the form for %s saves once, keeps text sent while signed out, and refuses other text with the same key',
    async (...form) => {
      const [address, role, more, event] = form
      const service = await aService(engine)
      const life = await anAwardsLife(service, '2026-06-01')
      life.goTo('2026-10-01')
      if (address === 'restoration') await life.move('coordinator', 'suspend', { reason: 'We look into a complaint.' })
      const visitor = await signedIn(service, life.people[role], `/awards/${life.award.id}/${address}`)
      const saved = async () => (await service.database.writer('events').where({ name: event })).length
      const idempotencyKey = 'k'.repeat(20)
      const send = (reason: string) =>
        visitor.send(`/awards/${life.award.id}/${address}`, { ...more, reason, idempotencyKey })

      await send('')
      expect([visitor.status, visitor.errors, await saved()]).toEqual([422, ['Enter the reason'], 0])
      const cookies = [...visitor.cookies]
      visitor.cookies.clear()
      await send('Written while signed out.')
      expect([visitor.status, visitor.html.includes('Written while signed out.'), await saved()]).toEqual([
        401,
        true,
        0,
      ])
      for (const [cookie, value] of cookies) visitor.cookies.set(cookie, value)
      await send('They asked.')
      const first = { status: visitor.status, address: visitor.address, notices: visitor.notices }
      await send('They asked.')
      expect({ status: visitor.status, address: visitor.address, notices: visitor.notices }).toEqual(first)
      expect([first.status, first.address, first.notices.length, await saved()]).toEqual([
        200,
        `/awards/${life.award.id}`,
        1,
        1,
      ])
      await send('They asked again.')
      expect([[409, 422].includes(visitor.status), await saved()]).toEqual([true, 1])
      await service.end()
    },
  )

  test('an extension to an earlier date, without a reason, shows both errors together', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2026-10-01')
    const address = `/awards/${life.award.id}/extension`
    const visitor = await signedIn(service, life.people.coordinator, address)
    await visitor.send(address, { ...until, 'until-month': '5', reason: '' })
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      ['Enter a date after the award’s last day', 'Enter the reason'],
    ])
    await service.end()
  })
})
