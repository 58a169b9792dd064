import { expect, test } from '@jest/globals'
import { newId } from '../../src/db/ids.ts'
import { criteriaAskedBy } from '../../src/domain/framework.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../src/features/frameworks/framework.store.ts'
import { eachDatabase } from '../support/database.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, aRound, aSeat, signedIn } from '../support/factories.ts'
import { aService, type Service } from '../support/service.ts'
import { anotherWindow } from '../support/visitor.ts'

eachDatabase('the proposal', engine => {
  test('two windows opened before there was a proposal: the second one to be saved overwrites nothing, and gives back what was typed', async () => {
    const service = await aService(engine)
    const { application, chair } = await aChairWhoHasRead(service)
    const address = `/applications/${application.id}/proposal`
    const one = await signedIn(service, chair, address)
    const other = anotherWindow(service, one)
    await other.open(address)
    await one.press('Save', { letter: 'The letter as the panel agreed on it' })
    expect(one.status).toBe(200)
    await other.press('Save', { letter: 'An older draft' })
    expect([other.status, other.html.includes('An older draft')]).toEqual([409, true])
    await one.open(address)
    expect(one.valueOf('letter')).toBe('The letter as the panel agreed on it')
    await one.press('Save', { letter: 'The letter, mended' })
    expect(one.valueOf('letter')).toBe('The letter, mended')
    await service.end()
  })

  test('a recommendation with a mistake leaves the proposal’s own button leading to the proposal', async () => {
    const service = await aService(engine)
    const { application, chair } = await aChairWhoHasRead(service)
    const visitor = await signedIn(service, chair, `/applications/${application.id}/proposal`)
    await visitor.press('Add a recommendation', { body: '' })
    expect(visitor.status).toBe(422)
    await visitor.press('Save', { letter: 'Kept all the same' })
    expect([visitor.status, visitor.address, visitor.valueOf('letter')]).toEqual([200, `/applications/${application.id}/proposal`, 'Kept all the same'])
    await service.end()
  })
})

async function aChairWhoHasRead(service: Service) {
  const organisation = await anOrganisation(service)
  const round = await aRound(service)
  const [lead, coordinator, chair] = [await aPersonWho(service, { member: [[organisation, 'lead']] }), await aPersonWho(service, { roles: ['coordinator'] }), await aPersonWho(service)]
  const application = await anApplication(service, organisation, { status: 'with the panel', round, startedBy: lead })
  const seat = await aSeat(service, application, chair, coordinator, { chairs: true })
  await aDeclaration(service, application, chair)
  const { writer } = service.database
  const items = criteriaAskedBy(await frameworkVersion(writer, await latestFrameworkVersionId(writer)), 'first')
  const at = service.clock.now()
  await writer.batchInsert('findings', items.map(({ id }) => ({ id: newId(), seat_id: seat, item_id: id, judgement: 'met', reason: 'Shown', commendation: '', private_note: '', written_at: at, given_at: at, version: 1 })), 20)
  return { application, chair }
}
