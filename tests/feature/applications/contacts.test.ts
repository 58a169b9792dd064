import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { aHolder, writtenRenewal } from '../../support/renewing.ts'
import { aService } from '../../support/service.ts'

eachDatabase('confirmed contacts', engine => {
  test('contacts must be confirmed again after a lead has left or the shared mailbox has changed', async () => {
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
    await library.follow('Confirm your contacts')
    expect(library.address).toBe(`${address}?show=contacts`)
    expect(library.$('details[open] #contacts')).toHaveLength(1)
    await library.press('Save', { contacts: true })
    expect(await isConfirmed()).toBe(true)
    const membership = (await db('memberships').where({ person_id: other.id }).first())!
    await library.open(`/organisations/${organisation}/team/${membership.id}/ending`)
    await library.press('Remove role')
    expect([await isConfirmed(), (await renewal()).status]).toEqual([false, 'draft'])
    await service.end()
  })

  test('the answer “No significant changes” is kept when the contacts must be confirmed again', async () => {
    const service = await aService(engine)
    const { lead, award, organisation } = await aHolder(service)
    const db = service.database.writer
    const { library, address } = await writtenRenewal(service, lead, award, {
      'answer-F4': '',
      contacts: false,
      noChange: true,
    })
    const renewal = async () => (await db('applications').where({ kind: 'renewal' }).first())!
    const of = { application_id: (await renewal()).id, item_id: 'significant-changes' }
    const answer = async () => (await db('answers').where(of).first())!
    const before = (await answer()).narrative
    await library.open(`/organisations/${organisation.id}/edit`)
    await library.press('Save', { roleMailbox: 'sanctuary@ashcombe.example' })
    await library.open(address)
    await library.press('Save', { 'answer-F5': 'A busy year.' })
    expect([(await answer()).narrative, (await renewal()).contacts_confirmed_at]).toEqual([before, null])
    const { email } = (await db('people').where({ id: lead.id }).first())!
    expect(library.$('#noChange-hint').text()).toMatch(
      new RegExp(`Contacts: .*${email} and sanctuary@ashcombe.example`),
    )
    expect(library.$('label[for=noChange]').text()).toBe('No significant changes, and these contacts are correct')
    await library.press('Save', { noChange: true })
    expect((await answer()).narrative).toBe(before)
    expect((await renewal()).contacts_confirmed_at).not.toBeNull()
    await service.end()
  })

  test('contacts must be confirmed again after a lead has been suspended, reactivated or renamed', async () => {
    const service = await aService(engine)
    const { lead, award, organisation, observer } = await aHolder(service)
    const db = service.database.writer
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    const other = await aPersonWho(service, { name: 'Ada Penrose', member: [[organisation, 'lead']] })
    const { library, address } = await writtenRenewal(service, lead, award)
    const renewal = async () => (await db('applications').where({ kind: 'renewal' }).first())!
    const isConfirmed = async () => (await renewal()).contacts_confirmed_at !== null
    const confirmAgain = async () => {
      await library.open(address)
      await library.press('Save', { contacts: true })
      expect(await isConfirmed()).toBe(true)
    }
    const access = await signedIn(service, administrator, `/people/${observer.id}/suspension`)
    await access.press('Suspend account')
    expect(await isConfirmed()).toBe(true)
    for (const [button, address] of [
      ['Suspend account', `/people/${other.id}/suspension`],
      ['Reactivate account', `/people/${other.id}`],
    ] as const) {
      await access.open(address)
      await access.press(button)
      expect([button, await isConfirmed()]).toEqual([button, false])
      await confirmAgain()
    }
    await library.open('/account')
    await library.press('Save', {})
    expect(await isConfirmed()).toBe(true)
    await library.press('Save', { name: 'Gwen Prosser' })
    expect(await isConfirmed()).toBe(false)
    await service.end()
  })

  test('a returned first application keeps its contacts confirmed when the mailbox changes', async () => {
    const service = await aService(engine)
    const { organisation, lead, application } = await aHolder(service)
    const db = service.database.writer
    const confirmed = { status: 'returned', contacts_confirmed_at: service.clock.now() }
    await db('applications').where({ id: application.id }).update(confirmed)
    const library = await signedIn(service, lead, `/organisations/${organisation.id}/edit`)
    await library.press('Save', { roleMailbox: 'sanctuary@ashcombe.example' })
    const saved = await db('organisations').where({ id: organisation.id }).first('role_mailbox')
    expect([library.status, saved]).toEqual([200, { role_mailbox: 'sanctuary@ashcombe.example' }])
    expect((await db('applications').where({ id: application.id }).first())!.contacts_confirmed_at).toBe(
      confirmed.contacts_confirmed_at,
    )
    const events = await db('events').where({ name: 'application.contacts_unconfirmed' })
    expect(events).toEqual([])
    await service.end()
  })
})
