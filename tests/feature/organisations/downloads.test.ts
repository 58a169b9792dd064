import { expect, test } from '@jest/globals'
import type { Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { listFile } from '../../support/list-file.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the files of organisations', engine => {
  test('one file has each organisation with its number of open branches, and the other has every branch', async () => {
    const service = await aService(engine)
    const ash = await anOrganisation(service)
    await anOrganisation(service, { name: 'Birch Libraries', branches: ['Riverside'], place: 'Birchford' })
    await service.database
      .writer('branches')
      .where({ id: ash.branches[1]! })
      .update({ closed_on: '2027-01-31' as Day })
    const from = { address: 'The Quay', postcode: 'ZZ1 2LP', contact_email: 'millbrook@library.example' }
    await service.database.writer('branches').where({ id: ash.branches[1]! }).update(from)
    await service.database.writer('organisations').where({ id: ash.id }).update({ closed_at: service.clock.now() })
    const lead = await aPersonWho(service, { member: [[ash, 'lead']] })
    const suspended = await aPersonWho(service, { member: [[ash, 'lead']] })
    await service.database.writer('people').where({ id: suspended.id }).update({ status: 'suspended' })
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    const organisations = await listFile(coordinator, '/downloads/organisations')
    expect(organisations).toMatchObject([
      { Organisation: 'Ashcombe Libraries', Branches: '1', Leads: '1', 'Closed on': service.clock.today() },
      { Organisation: 'Birch Libraries', Branches: '1', Leads: '0', 'Closed on': '' },
    ])
    const branches = await listFile(coordinator, '/downloads/branches')
    expect(branches.map(line => Object.values(line).slice(0, 3))).toEqual([
      ['Ashcombe Libraries', 'Ashcombe', 'Central'],
      ['Ashcombe Libraries', 'Ashcombe', 'Millbrook'],
      ['Birch Libraries', 'Birchford', 'Riverside'],
    ])
    expect(branches[1]).toMatchObject({
      'Closed on': '2027-01-31',
      Address: 'The Quay',
      Postcode: 'ZZ1 2LP',
      'Email address': 'millbrook@library.example',
    })
    expect(await signedIn(service, lead, '/downloads/branches')).toMatchObject({ status: 404 })

    await service.database
      .writer('branches')
      .where({ id: ash.branches[1]! })
      .update({ closed_on: '2027-03-02' as Day })
    const [first] = await listFile(coordinator, '/downloads/organisations')
    expect(first!['Branches']).toBe('2') // closes tomorrow
    await coordinator.open('/organisations')
    expect(coordinator.$('tbody tr').first().text().replace(/\s+/g, ' ')).toContain('Branches 2')
    await coordinator.open(`/organisations/${ash.id}`)
    expect(coordinator.text).toContain('2 branches')
    await service.end()
  })

  test('a member can download only the branches of their own library', async () => {
    const service = await aService(engine)
    const [ash, birch] = [await anOrganisation(service), await anOrganisation(service, { name: 'Birch Libraries' })]
    const observer = await signedIn(service, await aPersonWho(service, { member: [[ash, 'observer']] }))
    expect(await listFile(observer, `/organisations/${ash.id}/downloads/branches`)).toHaveLength(2)
    await observer.open(`/organisations/${birch.id}/downloads/branches`)
    expect(observer.status).toBe(404)
    await service.end()
  })
})
