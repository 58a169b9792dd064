import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { inviteToCharity } from '../../support/invitations.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

const addressOf = (name: string) => `${name}@charity.example`

eachDatabase('an invitation to the charity', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const anAdministrator = async () => signedIn(service, await aPersonWho(service, { roles: ['administrator'] }))
  const timesRecorded = async (name: string) => (await service.database.writer('events').where({ name })).length

  let invited = 0
  behavesLikeEveryForm('the form that invites a person', async () => {
    invited += 1
    return {
      person: await anAdministrator(),
      address: '/people/invitations/new',
      fields: { name: 'Morgan Reed', email: `morgan${invited}@charity.example`, role: 'coordinator' },
      other: ['name', 'Morgan Reed-Hall'],
      refused: { role: '' },
      saved: () => timesRecorded('invitation.sent'),
      canRepeat: false, // the address is invited already
    }
  })

  test('an invitation is cancelled once, however often the button is pressed', async () => {
    const administrator = await anAdministrator()
    await administrator.send('/people/invitations/new', {
      name: 'Kit Lowe',
      email: 'kit@charity.example',
      role: 'appraiser',
    })
    const { id } = (await service.database.writer('invitations').where({ email: 'kit@charity.example' }).first('id'))!
    for (const time of [1, 2]) {
      await administrator.send(`/people/invitations/${id}/revocation`, { idempotencyKey: 'a'.repeat(20) })
      expect([time, administrator.status, administrator.address, administrator.notices]).toEqual([
        time,
        200,
        '/people',
        ['Invitation to Kit Lowe cancelled. The link no longer works.'],
      ])
    }
    expect(await timesRecorded('invitation.revoked')).toBe(1)
  })

  test('an invitation cannot be cancelled from the charity’s pages when it is for a library’s team', async () => {
    const id = newId()
    await service.database.writer('invitations').insert({
      id,
      name: 'Ada Grange',
      email: 'ada@library.example',
      language: 'en',
      role: 'lead',
      organisation_id: (await anOrganisation(service)).id,
      invited_by: null,
      created_at: service.clock.now(),
      accepted_at: null,
      accepted_by: null,
      revoked_at: null,
    })
    const administrator = await anAdministrator()
    await administrator.send(`/people/invitations/${id}/revocation`)
    expect(administrator.status).toBe(404)
  })

  test('an invitation is emailed once when the form is sent 20 times simultaneously', async () => {
    const administrator = await anAdministrator()
    await service.post()
    await administrator.open('/people/invitations/new')
    const fields = {
      idempotencyKey: administrator.valueOf('idempotencyKey') as string,
      name: 'Twice',
      email: addressOf('twice'),
      role: 'appraiser',
    }
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const tab = aVisitor(service)
        tab.cookies.set('sanctuary', administrator.cookies.get('sanctuary')!)
        return (await tab.send('/people/invitations/new', fields)).address
      }),
    )
    expect(new Set(answers)).toEqual(new Set(['/people']))
    expect(await service.post()).toHaveLength(1)
    await administrator.send('/people/invitations/new', { ...fields, idempotencyKey: '' })
    expect([administrator.status, administrator.errors]).toEqual([
      422,
      ['This address has already been invited. You can send the invitation again from the list.'],
    ])
  })

  test('an invitation is sent again once when two windows ask for it, and at most three times an hour', async () => {
    const administrator = await anAdministrator()
    await service.post()
    await inviteToCharity(service, administrator, { name: 'Tam', email: addressOf('tam') })
    const { id } = (await service.parts
      .db('invitations')
      .where({ email: addressOf('tam') })
      .first('id'))!
    const pressedTwice = async () => {
      const tabs = [aVisitor(service), aVisitor(service)]
      for (const tab of tabs) tab.cookies.set('sanctuary', administrator.cookies.get('sanctuary')!)
      const answers = await Promise.all(
        tabs.map(async tab => (await tab.send(`/people/invitations/${id}/resending`)).status),
      )
      return [answers, (await service.post()).length]
    }
    for (const time of [1, 2, 3]) expect([time, ...(await pressedTwice())]).toEqual([time, [200, 200], 1])
    expect(await pressedTwice()).toEqual([[429, 429], 0])
  })

  test('an invitation has a form that shows an error for each invalid field', async () => {
    const person = await aPersonWho(service, { roles: ['administrator'] })
    const administrator = await signedIn(service, person, '/people/invitations/new')
    await administrator.send('/people/invitations/new', { name: '', email: 'not an address', role: 'king' })
    expect([administrator.status, administrator.errors, administrator.valueOf('email')]).toEqual([
      422,
      ['Enter their name', 'Enter one email address, like name@example.org', 'Choose a role'],
      'not an address',
    ])
    await administrator.press('Send invitation', {
      name: person.name,
      email: person.email.toUpperCase(),
      role: 'administrator',
    })
    expect(administrator.errors).toEqual(['Someone with this address already has this role. Choose another role'])
  })
})
