import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { aHolder, writtenRenewal } from '../../support/renewing.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the contacts of a renewal', engine => {
  test('must be confirmed again after a lead has left or the shared mailbox has changed', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const db = service.database.writer
    const organisation = (await db('awards').where({ id: award.id }).first())!.organisation_id
    const other = await aPersonWho(service, { member: [[{ id: organisation }, 'lead']] })
    const { library, address } = await writtenRenewal(service, lead, award)
    const renewal = async () => (await db('applications').where({ kind: 'renewal' }).first())!
    const isConfirmed = async () => (await renewal()).contacts_confirmed_at !== null
    expect(await isConfirmed()).toBe(true)

    const page = await signedIn(service, other, `/organisations/${organisation}/edit`)
    await page.press('Save', { name: 'Ashcombe Library Service' })
    expect(await isConfirmed()).toBe(true)
    await page.open(`/organisations/${organisation}/edit`)
    await page.press('Save', { roleMailbox: 'sanctuary@ashcombe.example' })
    expect(await isConfirmed()).toBe(false)
    await library.open(`${address}/submission`)
    expect(library.links.map(({ href }) => href)).toContain(`${address}#noChange`)

    await library.open(address)
    await library.press('Save', { contacts: true })
    expect(await isConfirmed()).toBe(true)
    const membership = (await db('memberships').where({ person_id: other.id }).first())!
    await library.open(`/organisations/${organisation}/team/${membership.id}/ending`)
    await library.press('Remove role')
    expect([await isConfirmed(), (await renewal()).status]).toEqual([false, 'draft'])
    await service.end()
  })
})
