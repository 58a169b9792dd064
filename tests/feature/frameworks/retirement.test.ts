import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { libraryStream } from '../../../src/domain/framework.ts'
import type { Instant } from '../../../src/domain/time.ts'
import { latestFrameworkVersionId } from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, confirmsMapping, publishes, type ADraft } from '../../support/drafting.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { aHolder } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'
import { setsUpRound } from '../../support/streams.ts'
import { anotherWindow, type Visitor } from '../../support/visitor.ts'

eachDatabase('retiring criteria', engine => {
  let service: Service
  let draft: ADraft
  beforeEach(async () => {
    service = await aService(engine)
    draft = await aDraft(service)
  })
  afterEach(() => service.end())

  const publishesDraft = async () => {
    await confirmsMapping(draft)
    await publishes(draft)
  }
  const versionsOfRounds = async () =>
    (await service.database.writer('rounds').select('framework_version_id')).map(row => row.framework_version_id)
  const aLead = async () => {
    const organisation = await anOrganisation(service, { branches: ['Quayside'] })
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    return {
      organisation,
      lead,
      address: `/organisations/${organisation.id}/applications/new`,
      branches: organisation.branches,
    }
  }

  describe('a version', () => {
    test('a retired version is not used for rounds, applications or renewals until it is brought back', async () => {
      await publishesDraft()
      const holder = await aHolder(service)
      expect(await versionsOfRounds()).toEqual([draft.id, draft.id])
      const { coordinator, address } = draft
      await coordinator.open(address)
      await coordinator.follow('Retire this version')
      expect(coordinator.text).toContain('New applications will use Library of Sanctuary, working draft 0.1')
      expect(coordinator.text).toContain('You can bring back a retired version or award stream at any time.')
      await coordinator.press('Retire Library of Sanctuary, version 1')
      expect(coordinator.notices).toEqual(['Library of Sanctuary, version 1 has been retired'])
      expect(coordinator.text).toContain('Retired')
      expect(await versionsOfRounds()).toEqual([draft.publishedId, draft.publishedId])
      expect(await latestFrameworkVersionId(service.database.writer, libraryStream)).toBe(draft.publishedId)

      const renewing = await signedIn(service, holder.lead, `/awards/${holder.award.id}/renewal`)
      await renewing.press('Start renewal')
      const renewal = renewing.address.split('/').at(-1)!
      const { lead, address: start, branches } = await aLead()
      const starting = await signedIn(service, lead, start)
      await starting.press('Start application', { scope: branches })
      const first = starting.address.split('/').at(-1)!
      const versions = await service.database
        .writer('applications')
        .whereIn('id', [renewal, first])
        .select('framework_version_id')
      expect(versions.map(row => row.framework_version_id)).toEqual([draft.publishedId, draft.publishedId])
      const award = await service.database.writer('awards').where({ id: holder.award.id }).first('status')
      expect(award!.status).toBe('renewal open')

      await coordinator.open(`${address}/retirement`)
      await coordinator.press('Bring back Library of Sanctuary, version 1')
      expect(coordinator.notices).toEqual(['Library of Sanctuary, version 1 has been brought back'])
      expect(await versionsOfRounds()).toEqual([draft.id, draft.id])
    })

    test('an application is not counted for a coordinator with a conflict of interest on it', async () => {
      await publishesDraft()
      const { organisation, lead } = await aLead()
      const round = await aRound(service)
      const application = await anApplication(service, organisation, { round, startedBy: lead })
      const { framework_version_id: version, stream_id: stream } = (await service.database
        .writer('applications')
        .where({ id: application.id })
        .first())!
      const [free, barred] = [
        await aPersonWho(service, { roles: ['coordinator'] }),
        await aPersonWho(service, { roles: ['coordinator'] }),
      ]
      await aDeclaration(service, application, barred, 'conflict')
      const underWay = async (person: typeof free, page: string) =>
        /Applications under way (.*?) Awards/.exec((await signedIn(service, person, page)).text)?.[1]
      for (const page of [`/frameworks/${version}/retirement`, `/streams/${stream}/retirement`])
        expect([page, await underWay(free, page), await underWay(barred, page)]).toEqual([
          page,
          'Nothing will change for the 1 application under way.',
          'None',
        ])
    })

    test.each([
      [
        'reopened on its page',
        (visitor: Visitor, id: string) => visitor.open(`/rounds/${id}`),
        'Save round',
        'closesOn',
      ],
      [
        'extended',
        (visitor: Visitor, id: string) => visitor.open(`/rounds/${id}/extension`),
        'Extend the round',
        'until',
      ],
    ] as const)(
      'a closed round that is %s gets the current version of the criteria',
      async (_, opens, button, field) => {
        const db = service.database.writer
        const [opened, closed] = ['2027-01-04T09:00:00.000Z', '2027-02-01T17:00:00.000Z'] as Instant[]
        await db('rounds').update({ opens_at: opened!, closes_at: closed!, accepts_until: closed! })
        await publishesDraft()
        const [round] = await db('rounds').where({ framework_version_id: draft.publishedId }).select('id')
        await opens(draft.coordinator, round!.id)
        const later = { [`${field}-day`]: '30', [`${field}-month`]: '4', [`${field}-year`]: '2027' }
        await draft.coordinator.press(
          button,
          field === 'until' ? { ...later, reason: 'Snow closed our branches' } : later,
        )
        expect(draft.coordinator.address).toBe('/rounds')
        expect(await versionsOfRounds()).toContain(draft.id)
      },
    )

    test('the only version in use cannot be retired', async () => {
      const { coordinator, publishedId } = draft
      await coordinator.open(`/frameworks/${publishedId}/retirement`)
      expect(coordinator.text).toContain('This is the only version in use.')
      await coordinator.send(`/frameworks/${publishedId}/retirement`, { then: 'retire' })
      expect([coordinator.status, coordinator.errors]).toEqual([
        422,
        ['This is the only version in use. Publish another version first, or retire the stream.'],
      ])
      expect(await latestFrameworkVersionId(service.database.writer, libraryStream)).toBe(publishedId)
    })

    test('the last two versions cannot both be retired from two open pages', async () => {
      await publishesDraft()
      const { coordinator, address, publishedId } = draft
      await coordinator.open(`${address}/retirement`)
      const other = await anotherWindow(service, coordinator).open(`/frameworks/${publishedId}/retirement`)
      await coordinator.press('Retire Library of Sanctuary, version 1')
      await other.press('Retire Library of Sanctuary, working draft 0.1')
      expect(other.status).toBe(422)
      expect(await latestFrameworkVersionId(service.database.writer, libraryStream)).toBe(publishedId)
    })

    test('a draft cannot be retired', async () => {
      await draft.coordinator.open(`${draft.address}/retirement`)
      expect(draft.coordinator.status).toBe(404)
    })
  })

  describe('a stream', () => {
    const retires = async () => {
      await draft.coordinator.open('/frameworks')
      await draft.coordinator.follow('Retire this stream')
      expect(draft.coordinator.text).toContain('No one will be able to start a first application.')
      expect(draft.coordinator.text).not.toContain(' 0 ')
      await draft.coordinator.press('Retire Library of Sanctuary')
      expect(draft.coordinator.notices).toEqual(['Library of Sanctuary has been retired'])
    }

    test('a retired stream accepts no first applications and no rounds until it is brought back', async () => {
      const { lead, address, branches } = await aLead()
      const early = await signedIn(service, lead, address)
      await retires()
      await early.press('Start application', { scope: branches })
      expect([early.status, early.errors]).toEqual([422, ['This award is not open to new applications.']])
      expect(await service.database.writer('applications')).toEqual([])
      await early.open(address)
      expect(early.text).toContain('This award is not open to new applications.')
      expect(early.$('form[method=post] input[name=scope]')).toHaveLength(0)
      const coordinator = await setsUpRound(service)
      expect([coordinator.status, coordinator.errors]).toEqual([
        422,
        ['The award stream is retired. Bring it back before you set up a round'],
      ])
      await coordinator.open('/streams/libraries/retirement')
      await coordinator.press('Bring back Library of Sanctuary')
      await early.open(address)
      await early.press('Start application', { scope: branches })
      expect(early.notices[0]).toContain('Application started.')
    })

    test('a retired stream keeps its awards, which can be renewed', async () => {
      const holder = await aHolder(service)
      await retires()
      const lead = await signedIn(service, holder.lead, `/awards/${holder.award.id}/renewal`)
      await lead.press('Start renewal')
      expect(lead.address).toMatch(/^\/applications\//)
      const [award] = await service.database.writer('awards').where({ id: holder.award.id })
      expect(award!.status).toBe('renewal open')
    })

    test.each(['administrator', 'trustee', 'appraiser'] as const)('the role %s cannot retire a stream', async role => {
      const person = await signedIn(service, await aPersonWho(service, { roles: [role] }))
      await person.open('/streams/libraries/retirement')
      expect(person.status).toBe(404)
      await person.send('/streams/libraries/retirement', { then: 'retire' })
      expect(person.status).toBe(404)
      await person.open('/streams/never/retirement')
      expect(person.status).toBe(404)
    })
  })
})
