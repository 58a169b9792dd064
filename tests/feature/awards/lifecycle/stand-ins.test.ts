import { expect, test } from '@jest/globals'
import { anAwardsLife } from '../../../support/award-life.ts'
import { eachDatabase } from '../../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn } from '../../../support/factories.ts'
import { aService } from '../../../support/service.ts'

eachDatabase('an award whose coordinators all have a conflict', engine => {
  test('a trustee without a conflict can extend the award and open its renewal, while no coordinator can', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    const db = service.database.writer
    const { id } = life.award
    life.goTo('2026-09-01')
    const trustee = await signedIn(
      service,
      await aPersonWho(service, { roles: ['trustee'] }),
      `/awards/${id}/extension`,
    )
    expect(trustee.status).toBe(403)

    await db('declarations').where({ person_id: life.people.coordinator.id }).update({ says: 'conflict' })
    await trustee.open(`/awards/${id}`)
    const offered = trustee.links.map(({ href }) => href).filter(href => href.startsWith(`/awards/${id}/`))
    for (const move of ['extension', 'opening', 'suspension']) expect(offered).toContain(`/awards/${id}/${move}`)
    await trustee.open(`/awards/${id}/opening`)
    await trustee.press('Open the renewal', { reason: 'They asked to renew early.' })
    expect([trustee.status, (await life.row()).status]).toEqual([200, 'renewal open'])
    await trustee.open(`/awards/${id}/extension`)
    await trustee.press('Extend the award', {
      reason: 'Our panel was late.',
      'until-day': '30',
      'until-month': '6',
      'until-year': '2027',
    })
    expect([trustee.status, (await life.row()).valid_to]).toEqual([200, '2027-06-30'])

    const coordinator = await signedIn(service, life.people.coordinator, `/awards/${id}/extension`)
    expect(coordinator.status).toBe(403)
    const free = await aPersonWho(service, { roles: ['coordinator'] })
    await trustee.open(`/awards/${id}/extension`)
    expect(trustee.status).toBe(403)
    await coordinator.open(`/awards/${id}`)
    expect(coordinator.links.map(({ href }) => href)).not.toContain(`/awards/${id}/extension`)
    await aDeclaration(service, { id: await life.lastApplication() }, free, 'conflict')
    await trustee.open(`/awards/${id}/extension`)
    expect(trustee.status).toBe(200)
    await service.end()
  })

  test('a trustee who proposed a correction cannot confirm it', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    const db = service.database.writer
    const { id } = life.award
    await db('awards').update({
      is_recorded: 1,
      decided_by: 'A group',
      source: 'A letter',
      first_shown_at: life.clock.now(),
    })
    await db('applications').where({ kind: 'first' }).update({ status: 'withdrawn' })
    await db('decisions').update({ released_at: null })
    await db('declarations').where({ person_id: life.people.coordinator.id }).update({ says: 'conflict' })
    const trustee = await signedIn(service, life.people.trustee, `/awards/${id}/correction`)
    await trustee.press('Show what will change', { decidedBy: 'The board', reason: 'It was the board.' })
    await trustee.press('Ask a trustee to confirm the correction')
    await trustee.open(`/awards/${id}/correction/answer`)
    expect(trustee.status).toBe(403)
    const other = await aPersonWho(service, { roles: ['trustee'] })
    const answering = await signedIn(service, other, `/awards/${id}/correction/answer`)
    await answering.press('Save your answer', { answer: 'confirm' })
    expect((await life.row()).decided_by).toBe('The board')
    await service.end()
  })
})
