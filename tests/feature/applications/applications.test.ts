import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { theService } from '../../../src/domain/actor.ts'
import { libraryStream } from '../../../src/domain/framework.ts'
import { insertDraft } from '../../../src/modules/applications/applications/application.store.ts'
import { latestFrameworkVersionId } from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type AnApplication,
  aTeam,
} from '../../support/factories.ts'
import { expectOneChange } from '../../support/sent-forms.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow, type Visitor } from '../../support/visitor.ts'

eachDatabase('applications', engine => {
  let service: Service
  let round: string
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())

  test('applications whose ids start with the same letters get different reference numbers', async () => {
    const { organisation, lead } = await aTeam(service)
    const { db } = service.database
    const framework = await latestFrameworkVersionId(db, libraryStream)
    const ids = ['b', 'c', 'd'].map(last => `aaaabcde${last.repeat(12)}`)
    for (const id of ids)
      await service.parts.write({ ...theService, id: lead.id }, work =>
        insertDraft(
          work,
          {
            id,
            organisation_id: organisation.id,
            stream_id: libraryStream,
            framework_version_id: framework,
            round_id: round,
            award_id: null,
            kind: 'first',
          },
          organisation.branches,
        ),
      )
    const numbers = await db('applications').whereIn('id', ids).orderBy('id').pluck('number')
    expect(numbers).toEqual(['2027-AAAAB', '2027-AAABC', '2027-AABCD'])
  })

  test('a library whose branches are all in another application is not told that a round is open', async () => {
    const { organisation, lead } = await aTeam(service)
    await anApplication(service, organisation, { startedBy: lead, round })
    const page = `/organisations/${organisation.id}/applications/new`
    const visitor = await signedIn(service, lead, page)
    expect(visitor.text).toContain('All your branches are already covered by an award or another application.')
    expect(visitor.text).not.toContain('Spring round 2027 is open.')
  })

  test('a lead starts an application for the chosen branches, and sees its tasks', async () => {
    const { organisation, lead } = await aTeam(service)
    const visitor = await signedIn(service, lead, `/organisations/${organisation.id}/applications`)
    expect(visitor.headings).toContain('No applications yet')
    await visitor.follow('Start an application')
    expect(visitor.text).toContain('Spring round 2027 is open. Submit your application by 5pm on Friday 30 April.')
    await visitor.press('Start application', { scope: [organisation.branches[0]!] })
    expect([visitor.status, visitor.headings.slice(0, 3)]).toEqual([
      200,
      ['First application', 'Prerequisites', 'Learn'],
    ])
    expect(visitor.text).toContain('0 of 25 criteria answered. 25 have not been started.')
    expect(visitor.text).toContain('Submit by Friday 30 April, 5pm (60 days from today)')
    expect(visitor.text).not.toMatch(/\d ?%/)
    const { id } = (await service.database.db('applications').where({ organisation_id: organisation.id }).first())!
    expect(await service.database.db('application_branches').where({ application_id: id }).pluck('branch_id')).toEqual([
      organisation.branches[0],
    ])
    expect(await service.database.db('events').where({ application_id: id }).pluck('name')).toEqual([
      'application.start',
    ])
  })

  test('a library whose branches are all covered by an award is directed to its awards', async () => {
    const { organisation, lead } = await aTeam(service)
    const casework = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    await casework.open(`/awards/new?organisation=${organisation.id}`)
    await casework.press('Record the award', {
      scope: organisation.branches,
      ...{ 'from-day': '1', 'from-month': '6', 'from-year': '2026' },
      ...{ 'to-day': '31', 'to-month': '5', 'to-year': '2027' },
      decidedBy: 'Ashcombe local group',
      source: 'Letter of 1 June 2026',
    })
    const visitor = await signedIn(service, lead, `/organisations/${organisation.id}/applications`)
    expect(visitor.text).toContain(
      'All your branches are already covered by an award. To renew an award, go to its page.',
    )
    expect(visitor.text).not.toContain('Start an application')
    await visitor.open(`/organisations/${organisation.id}/applications/new`)
    await visitor.follow('See your awards and applications')
    expect(visitor.address).toBe(`/organisations/${organisation.id}`)
  })

  test('a library is not told that its branches are in an award when no stream takes new applications', async () => {
    const service = await aService(engine)
    try {
      const { organisation, lead } = await aTeam(service)
      await service.database.writer('streams').update({ retired_at: service.clock.now() })
      const visitor = await signedIn(service, lead, `/organisations/${organisation.id}/applications`)
      expect(visitor.text).toContain('No applications yet')
      expect(visitor.text).not.toContain('already covered by an award')
    } finally {
      await service.end()
    }
  })

  test('an application starts once, however often the form is sent', async () => {
    const { organisation, lead } = await aTeam(service)
    const visitor = await signedIn(service, lead, `/organisations/${organisation.id}/applications/new`)
    const form = { idempotencyKey: visitor.valueOf('idempotencyKey') as string, scope: organisation.branches }
    await Promise.all(
      [1, 2, 3, 4].map(async () =>
        anotherWindow(service, visitor).send(`/organisations/${organisation.id}/applications/new`, form),
      ),
    )
    expect((await service.database.db('applications').where({ organisation_id: organisation.id })).length).toBe(1)
  })

  test('an application needs a branch that belongs to the library and is in no other application', async () => {
    const { organisation, lead } = await aTeam(service)
    const elsewhere = await anOrganisation(service, { name: 'Elsewhere' })
    await anApplication(service, { ...organisation, branches: [organisation.branches[0]!] }, { startedBy: lead, round })
    const visitor = await signedIn(service, lead, `/organisations/${organisation.id}/applications/new`)
    const address = `/organisations/${organisation.id}/applications/new`
    await visitor.send(address, { idempotencyKey: '', scope: organisation.branches })
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      ['Choose other branches. Already covered by an award or another application: Central'],
    ])
    await visitor.send(address, { scope: [] })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Choose at least one branch']])
    await visitor.send(address, { scope: elsewhere.branches })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Choose branches from the list']])
    expect((await service.database.db('applications').where({ organisation_id: organisation.id })).length).toBe(1)
  })

  test('contributors, observers and outsiders cannot open the form for a new application', async () => {
    const { organisation, contributor, observer } = await aTeam(service)
    const stranger = await aPersonWho(service, { roles: ['appraiser'] })
    const statuses = []
    for (const person of [contributor, observer, stranger])
      statuses.push((await signedIn(service, person, `/organisations/${organisation.id}/applications/new`)).status)
    expect(statuses).toEqual([403, 403, 404])
  })

  test('the form for a new application keeps the ticked branches when it is refused', async () => {
    const { organisation, lead } = await aTeam(service)
    const address = `/organisations/${organisation.id}/applications/new`
    const visitor = await signedIn(service, lead, address)
    await visitor.send(address, { scope: [organisation.branches[1]!, 'aaaaaaaaaaaaaaaaaaaa'] })
    expect([visitor.status, visitor.valueOf('scope')]).toEqual([422, [organisation.branches[1]]])
  })

  describe('a draft application', () => {
    let application: AnApplication
    let library: Awaited<ReturnType<typeof aTeam>>
    let contributor: Visitor
    const at = (below = '') => `/applications/${application.id}${below}`
    beforeEach(async () => {
      library = await aTeam(service)
      application = await anApplication(service, library.organisation, { startedBy: library.lead, round })
      contributor = await signedIn(service, library.contributor, at('/criteria/L1'))
    })

    test('a contributor saves a summary of up to 1,500 characters, and permission to share it', async () => {
      await contributor.open(at('/summary'))
      await contributor.press('Save', { summary: 'b'.repeat(1_501) })
      expect([contributor.status, contributor.errors]).toEqual([422, ['Use 1,500 characters or fewer']])
      await contributor.press('Save', { summary: 'Everybody is welcome.', mayBeShared: 'yes' })
      expect(contributor.notices).toEqual(['Summary saved.'])
      expect(
        await service.database.db('applications').where({ id: application.id }).first('summary', 'may_be_shared'),
      ).toEqual({ summary: 'Everybody is welcome.', may_be_shared: 1 })
    })

    test('saving an empty summary says that there is no summary yet', async () => {
      await contributor.open(at('/summary'))
      await contributor.press('Save', { summary: ' ' })
      expect(contributor.notices).toEqual(['Saved without a summary. Write one before you submit.'])
    })

    test('the second of two people who change the summary sees both versions', async () => {
      const lead = await signedIn(service, library.lead, at('/summary'))
      await contributor.open(at('/summary'))
      await lead.press('Save', { summary: 'The summary of the lead.' })
      await contributor.press('Save', { summary: 'The summary of the contributor.' })
      expect([contributor.status, contributor.valueOf('summary')]).toEqual([409, 'The summary of the contributor.'])
      expect(contributor.headings).toContain('This application has changed since you opened it')
      expect(contributor.text).toContain('The summary of the lead.')
      await contributor.press('Save')
      expect([contributor.status, contributor.notices]).toEqual([200, ['Summary saved.']])
    })

    test('the summary is saved once when the form is sent twice', async () => {
      await contributor.open(at('/summary'))
      const version = String(contributor.valueOf('version'))
      await expectOneChange(
        service,
        {
          visitor: contributor,
          address: at('/summary'),
          fields: { version, summary: 'Everyone is welcome at our library.' },
          event: 'application.summary_written',
        },
        'Everyone is welcome at our library.',
      )
    })

    test('no one outside the library can open a draft except a coordinator, who sees only that it exists', async () => {
      // The test needs a coordinator, because trustees act as coordinators when there is none.
      const person = await aPersonWho(service, { roles: ['coordinator'] })
      const people = await Promise.all([
        aPersonWho(service, { roles: ['trustee'] }),
        aPersonWho(service, { roles: ['administrator', 'appraiser'] }),
        aPersonWho(service, { member: [[await anOrganisation(service, { name: 'Elsewhere' }), 'lead']] }),
      ])
      for (const stranger of people) {
        const visitor = await signedIn(service, stranger, at())
        expect([visitor.status, (await visitor.open(at('/criteria/L1'))).status]).toEqual([404, 404])
      }
      const coordinator = await signedIn(service, person, at())
      expect([
        coordinator.status,
        coordinator.text.includes('The library is still writing'),
        coordinator.links.map(({ text }) => text),
      ]).toEqual([200, true, ['Declare a conflict of interest']])
      expect((await coordinator.open(at('/criteria/L1'))).status).toBe(403)
    })
  })
})
