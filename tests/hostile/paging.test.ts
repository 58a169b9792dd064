import type { AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import { eachDatabase } from '../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  aPieceOfEvidence,
  aRound,
  signedIn,
} from '../support/factories.ts'
import { aService } from '../support/service.ts'

/** What no page of ours puts into an address. */
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

eachDatabase('a list', engine => {
  test('takes whatever its address says: there is such a page, or none', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    const desk = await aPersonWho(service, { name: 'Joan Hartnell', roles: ['coordinator', 'administrator'] })
    const application = await anApplication(service, organisation, { startedBy: lead, status: 'submitted' })
    await aPieceOfEvidence(service, organisation, lead)
    await aDeclaration(service, application, desk)
    const draft = await anApplication(service, organisation, { startedBy: lead })
    const [below, at] = [`/organisations/${organisation.id}`, `/applications/${application.id}`]
    const lists: [who: typeof lead, address: string, names: string[][]][] = [
      [desk, '/applications', [['show'], ['since', 'id']]],
      [desk, '/awards', [['validTo', 'id']]],
      [desk, '/renewals', [['show'], ['name'], ['month'], ['end', 'id']]],
      [desk, '/renewals/extension', [['award'], ['show', 'name', 'month']]],
      [desk, '/renewals/nudge', [['award']]],
      [desk, '/mail', [['status'], ['queuedAt', 'id']]],
      [desk, '/people', [['search'], ['after']]],
      [desk, '/history', [['before'], ['organisation'], ['person']]],
      [desk, '/organisations', [['after'], ['search'], ['name', 'id']]],
      [desk, `${at}/history`, [['before']]],
      [
        lead,
        `${below}/evidence`,
        [
          ['at', 'piece'],
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
        [['search'], ['q'], ['at', 'piece'], ['search', 'place']],
      ],
      [lead, '/verify', [['code']]],
      [lead, '/sign-in', [['next']]],
    ]
    const { port } = service.server.address() as AddressInfo
    const bugs: string[] = []
    for (const person of [lead, desk]) {
      const cookie = [...(await signedIn(service, person)).cookies].map(each => each.join('=')).join('; ')
      for (const [, address, choices] of lists.filter(([who]) => who === person)) {
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
