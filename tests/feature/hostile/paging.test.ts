import type { AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  anItemOfEvidence,
  aRound,
  signedIn,
} from '../../support/factories.ts'
import { aService } from '../../support/service.ts'

/** Values of query parameters that no link of the service contains. */
const absurd = [
  'a%00b',
  '%27%20or%201%3D1%20--',
  '%5C',
  '%25',
  '-1',
  '1e9',
  '99999999999999999999',
  '999999999999999',
  '%FF',
  '%ED%A0%80',
  '__proto__',
  '2027-02-30',
  '%D9%A3',
  'a'.repeat(3_000),
  'aaaaaaaaaaaaaaaaaaaa',
]

eachDatabase('lists', engine => {
  test('an absurd value in a query parameter does not cause a server error', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    const casework = await aPersonWho(service, { name: 'Joan Hartnell', roles: ['coordinator', 'administrator'] })
    const application = await anApplication(service, organisation, { startedBy: lead, status: 'submitted' })
    await anItemOfEvidence(service, organisation, lead)
    await aDeclaration(service, application, casework)
    const draft = await anApplication(service, organisation, { startedBy: lead })
    const [below, at] = [`/organisations/${organisation.id}`, `/applications/${application.id}`]
    const lists: [actor: typeof lead, address: string, names: string[][]][] = [
      [casework, '/applications', [['show'], ['since', 'id']]],
      [casework, '/awards', [['validTo', 'id']]],
      [casework, '/renewals', [['show'], ['name'], ['month'], ['end', 'id']]],
      [casework, '/renewals/extension', [['award'], ['show', 'name', 'month']]],
      [casework, '/renewals/reminder', [['award']]],
      [casework, '/mail', [['status'], ['queuedAt', 'id']]],
      [casework, '/people', [['search'], ['after']]],
      [casework, '/history', [['before'], ['organisation'], ['person']]],
      [casework, '/organisations', [['after'], ['search'], ['name', 'id']]],
      [casework, `${at}/history`, [['before']]],
      [
        lead,
        `${below}/evidence`,
        [
          ['at', 'evidence'],
          ['kind'],
          ['item'],
          ['branch'],
          ['search'],
          ['search', 'place'],
          ['order'],
          ['year'],
          ['state'],
          ['owner', 'language', 'open'],
        ],
      ],
      [
        lead,
        `${below}/evidence/new`,
        [
          ['application', 'criterion'],
          ['case', 'question'],
        ],
      ],
      [
        lead,
        `/applications/${draft.id}/criteria/L1/evidence`,
        [['search'], ['q'], ['at', 'evidence'], ['search', 'place']],
      ],
      [lead, '/verify', [['code']]],
      [lead, '/sign-in', [['next']]],
    ]
    const { port } = service.server.address() as AddressInfo
    const bugs: string[] = []
    for (const person of [lead, casework]) {
      const cookie = [...(await signedIn(service, person)).cookies].map(each => each.join('=')).join('; ')
      for (const [, address, choices] of lists.filter(([actor]) => actor === person)) {
        const queries = choices.flatMap(names => [
          ...absurd.map(value => names.map(name => `${name}=${value}`)),
          ...['[]', '[a]'].map(end => names.map(name => `${name}${end}=x&${name}=y`)),
        ])
        for (const query of queries) {
          const asked = `${address}?${query.join('&')}`
          const { status } = await fetch(`http://127.0.0.1:${port}${asked}`, {
            headers: { cookie },
            redirect: 'manual',
          })
          if (status >= 500) bugs.push(`${status} ${asked}`)
        }
      }
    }
    expect(bugs).toEqual([])
    expect(service.logged.filter(line => line.includes('a bug'))).toEqual([])
    await service.end()
  })
})
