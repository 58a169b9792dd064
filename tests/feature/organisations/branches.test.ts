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
      ['There is already a branch called “millbrook”. Enter another name'],
    ])
    const closesIn = (year: string, version: string) =>
      lead.send(`${list}/${organisation.branches[1]!}`, {
        version,
        name: 'Millbrook',
        kind: 'branch',
        'closedOn-day': '1',
        'closedOn-month': '2',
        'closedOn-year': year,
      })
    await closesIn('2099', '1')
    await lead.send(list, { names: 'Millbrook', kind: 'branch' })
    expect([lead.status, lead.errors]).toEqual([
      422,
      ['There is already a branch called “Millbrook”. Enter another name'],
    ])
    await closesIn('2027', '2')
    await lead.send(list, { names: 'Millbrook', kind: 'branch' })
    expect([lead.status, lead.text.includes('Closed on 1 February 2027')]).toEqual([200, true])
  })

  test('a branch cannot be renamed to the name of another open branch', async () => {
    const { organisation, lead, list } = await withLead()
    const address = `${list}/${organisation.branches[0]!}`
    const renamed = (name: string) => lead.send(address, { version: '1', name, kind: 'branch' })
    await renamed('MILLBROOK')
    expect([lead.status, lead.errors, lead.valueOf('name')]).toEqual([
      422,
      ['There is already a branch called “MILLBROOK”. Enter another name'],
      'MILLBROOK',
    ])
    await renamed('CENTRAL')
    expect([lead.status, lead.text.includes('CENTRAL')]).toEqual([200, true])
  })

  test('a closed branch can have the name of an open branch, but cannot reopen under that name', async () => {
    const { organisation, lead, list } = await withLead()
    const address = `${list}/${organisation.branches[0]!}`
    const sent = (version: string, year: string) =>
      lead.send(address, {
        version,
        name: 'Millbrook',
        kind: 'branch',
        ...(year && { 'closedOn-day': '1', 'closedOn-month': '2', 'closedOn-year': year }),
      })
    await sent('1', '2027')
    expect([lead.status, lead.text.includes('Closed on 1 February 2027')]).toEqual([200, true])
    await sent('2', '')
    expect([lead.status, lead.errors]).toEqual([
      422,
      ['There is already a branch called “Millbrook”. Enter another name'],
    ])
  })

  test.each([
    ['2027-01-31', '', 'Open since 31 January 2027'],
    ['2099-01-31', '', 'Opens on 31 January 2099'],
    ['', '2027-01-31', 'Closed on 31 January 2027'],
    ['2027-01-31', '2099-01-31', 'Open, closes on 31 January 2099'],
    ['', '', 'Open'],
  ])('a branch that opens on “%s” and closes on “%s” has the status “%s”', async (opens, closes, status) => {
    const { organisation, lead, list } = await withLead()
    const date = (field: string, day: string) => {
      const [year = '', month = '', ofMonth = ''] = day.split('-')
      return { [`${field}-day`]: ofMonth, [`${field}-month`]: month, [`${field}-year`]: year }
    }
    const dates = { ...date('openedOn', opens), ...date('closedOn', closes) }
    await lead.send(`${list}/${organisation.branches[0]!}`, { version: '1', name: 'Abbey', kind: 'branch', ...dates })
    await lead.open(list)
    const cell = lead.$('tbody tr').first().find('td').last()
    expect(cell.text().replace(/\s+/g, ' ').trim()).toBe(`Status ${status}`)
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
