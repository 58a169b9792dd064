import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('branches', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const withLead = async () => {
    const organisation = await anOrganisation(service)
    const lead = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }))
    return { organisation, lead, list: `/organisations/${organisation.id}/branches` }
  }
  const timesRecorded = async (name: string) => (await service.database.writer('events').where({ name })).length

  behavesLikeEveryForm('the form that adds branches', async () => {
    const { lead, list } = await withLead()
    return {
      person: lead,
      address: list,
      fields: { names: 'Harbour', kind: 'branch' },
      other: ['names', 'West Fell'],
      refused: { kind: '' },
      saved: () => timesRecorded('organisation.branches_added'),
    }
  })

  behavesLikeEveryForm('the form that changes a branch', async () => {
    const { organisation, lead, list } = await withLead()
    return {
      person: lead,
      address: `${list}/${organisation.branches[0]!}`,
      fields: { version: '1', name: 'Central', kind: 'branch', place: '' },
      other: ['place', 'Opposite the station'],
      refused: { name: '' },
      saved: () => timesRecorded('organisation.branch_changed'),
      canRepeat: false,
    }
  })

  test('a branch cannot have the name of another open branch, but can have that of a closed one', async () => {
    const { organisation, lead, list } = await withLead()
    await lead.send(list, { names: 'millbrook', kind: 'branch' })
    expect([lead.status, lead.errors]).toEqual([
      422,
      ['There is already a branch called millbrook. Enter another name'],
    ])
    await lead.send(`${list}/${organisation.branches[1]!}`, {
      version: '1',
      name: 'Millbrook',
      kind: 'branch',
      'closedOn-day': '1',
      'closedOn-month': '2',
      'closedOn-year': '2027',
    })
    await lead.send(list, { names: 'Millbrook', kind: 'branch' })
    expect([lead.status, lead.text.includes('Closed on 1 February 2027')]).toEqual([200, true])
  })

  test('an observer sees branches without forms, and another library cannot find them', async () => {
    const { organisation, list } = await withLead()
    const observer = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'observer']] }))
    await observer.open(list)
    expect([observer.status, observer.$('main form').length]).toEqual([200, 0])
    await observer.send(list, { names: 'Harbour', kind: 'branch' })
    expect(observer.status).toBe(403)
    const other = await withLead()
    await other.lead.open(list)
    expect(other.lead.status).toBe(404)
  })
})
