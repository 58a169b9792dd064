import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { addMinutes, instant, instantAt, type Day, type Instant } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  anItemOfEvidence,
  aRecommendation,
  aRound,
  aSeat,
  everythingWritten,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { joins } from '../../support/joining.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

// Today is 1 March 2027.

eachDatabase('the home page', engine => {
  test('a library sees its tasks, overdue ones first, and only a lead can start a renewal', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const [lead, contributor] = [
      await aPersonWho(service, { member: [[organisation, 'lead']] }),
      await aPersonWho(service, { member: [[organisation, 'contributor']] }),
    ]
    const open = await anAward(service, organisation, { startedBy: lead, status: 'renewal open', endsOn: '2027-04-30' })
    const overdue = await anAward(service, organisation, {
      startedBy: lead,
      status: 'overdue',
      endsOn: '2027-02-19',
      from: '2026-02-20',
    })
    await aRecommendation(service, open.application, open, { dueOn: '2027-03-10' })
    const home = await signedIn(service, lead, '/home')
    expect(cardsOn(home)).toEqual([
      `Renew award ${overdue.code}: the renewal is overdue | By Sunday 21 March (20 days from today) | ` +
        'Your award was valid until 19 February 2027. It will lapse on 22 March 2027 unless you renew it before ' +
        'then. | Start renewal',
      'Respond to 1 recommendation | By Wednesday 10 March (9 days from today) | Respond',
      `Renew award ${open.code} | By Friday 30 April (60 days from today) | The award is valid until 30 April 2027. ` +
        'Your answers from last time are already filled in. | Start renewal',
    ])
    expect(home.links.find(({ text }) => text === 'Start renewal')!.href).toBe(`/awards/${overdue.id}/renewal`)
    const colleague = await signedIn(service, contributor, '/home')
    expect(cardsOn(colleague)[2]).toBe(
      '1 recommendation needs a response | By Wednesday 10 March (9 days from today) | ' +
        'Only a library lead can respond.',
    )
    expect(cardsOn(colleague)[1]).toBe(
      `Renew award ${open.code} | By Friday 30 April (60 days from today) | The award is valid until 30 April 2027. ` +
        'Your answers from last time are already filled in. A library lead can start the renewal.',
    )
    expect(colleague.links.some(({ text }) => text === 'Start renewal')).toBe(false)
    await service.end()
  })

  test.each([
    [
      'valid',
      '2027-12-31',
      null,
      'Your award | Library of Sanctuary | Your award is valid until 31 December 2027. ' +
        'You can renew it from 4 July 2027.',
    ],
    [
      'renewal open',
      '2027-04-30',
      'draft',
      'Finish your renewal | By Friday 30 April (60 days from today) | Your renewal is one page. Tell us what has ' +
        'changed, respond to recommendations and confirm the rest. | Continue renewal',
    ],
    [
      'renewal open', // its last day has passed, but the nightly job has not run
      '2027-02-19',
      null,
      'Renew your award | By Sunday 21 March (20 days from today) | Your award was valid until 19 February 2027. ' +
        'It will lapse on 22 March 2027 unless you renew it before then. | Start renewal',
    ],
    [
      'overdue',
      '2027-02-19',
      'draft',
      'Finish your renewal | By Sunday 21 March (20 days from today) | Your award was valid until 19 February 2027. ' +
        'It will lapse on 22 March 2027 unless you renew it before then. Your renewal is one page. Tell us what has ' +
        'changed, respond to recommendations and confirm the rest. | Continue renewal',
    ],
    [
      'renewal with us',
      null,
      'checked',
      'Your award | Renewal being reviewed | You submitted your renewal on 20 February 2027. Your award stays valid ' +
        'until we decide.',
    ],
    [
      'renewal with us',
      '2027-02-10',
      'checked',
      'Your award | Renewal being reviewed | You submitted your renewal on 20 February 2027. Your award is not ' +
        'valid while we decide. It will not lapse in that time.',
    ],
    [
      'renewal with us', // the charity is reviewing its decision on the renewal
      '2027-02-10',
      null,
      'Your award | Renewal being reviewed | Your award ended on 10 February 2027, so it is not valid at the moment. ' +
        'It will not lapse while we review our decision.',
    ],
    [
      'renewal with us',
      '2027-04-30',
      'returned',
      'Complete your returned application | By Saturday 20 March (19 days from today) | Your renewal is one page. ' +
        'Tell us what has changed, respond to recommendations and confirm the rest. | Continue application',
    ],
    [
      'extended',
      '2027-05-31',
      null,
      'Renew your award | By Monday 31 May (91 days from today) | The award was extended, and is valid until ' +
        '31 May 2027. Your answers from last time are already filled in. | Start renewal',
    ],
    [
      'extended',
      '2027-12-31',
      null,
      'Your award | Extended | Your award is valid until 31 December 2027. You can renew it from 4 July 2027.',
    ],
    [
      'lapsed',
      '2026-10-31',
      null,
      'Apply again for your award | Your award was valid until 31 October 2026 and has lapsed. To make it valid ' +
        'again, you need a full reappraisal. | Start reappraisal',
    ],
    [
      'lapsed',
      '2026-10-31',
      'checked',
      'Your award | Lapsed | You submitted your reappraisal on 20 February 2027. Your award has lapsed. If ' +
        'we renew it, it will be valid again from the day we send your decision letter.',
    ],
    [
      'suspended',
      '2027-04-30',
      null,
      'Renew your award | By Friday 30 April (60 days from today) | Suspended | Your award is suspended, so ' +
        'it is not valid. The award page says why. | Start renewal',
    ],
    [
      'suspended',
      '2027-02-19',
      null,
      'Renew your award | By Sunday 21 March (20 days from today) | Suspended | Your award is suspended and its ' +
        'award period ended on 19 February 2027. It will lapse on 22 March 2027 unless you renew it before then. ' +
        '| Start renewal',
    ],
    [
      'suspended',
      '2027-12-31',
      null,
      'Your award | Suspended | Your award is suspended. The award page says why. The award period ends on ' +
        '31 December 2027.',
    ],
    [
      'suspended', // the charity is reviewing its decision on the renewal
      null,
      null,
      'Your award | Suspended | Your award is suspended, so it is not valid. The award page says why.',
    ],
  ])(
    'a library sees the card of its award (status %s, valid to %s, application %s)',
    async (status, validTo, underWay, card) => {
      const { service, lead, organisation } = await oneAward(engine, status, validTo)
      const award = await service.database.writer('awards').first('id')
      if (underWay)
        await anApplication(service, organisation, {
          startedBy: lead,
          kind: status === 'lapsed' ? 'reappraisal' : 'renewal',
          status: underWay,
          award_id: award!.id,
          until: underWay === 'returned' ? '2027-03-20' : null,
          submitted_at: underWay === 'draft' ? null : instantAt('2027-02-20' as Day, '12:00'),
        })
      expect(cardsOn(await signedIn(service, lead, '/home'))).toEqual([card])
      await service.end()
    },
  )

  test.each([
    ['valid', '2027-12-31', 'Valid | We are looking at our decision again. Your award stays valid until we decide.'],
    [
      'renewal with us',
      '2027-02-10',
      'Renewal being reviewed | We are looking at our decision again. Your award ended on 10 February 2027, so it is ' +
        'not valid at the moment. It will not lapse while we review our decision.',
    ],
  ])(
    'while an application is reopened, the card of its award (status %s, valid to %s) says so',
    async (status, validTo, card) => {
      const { service, lead } = await oneAward(engine, status, validTo)
      const reopened = { status: 'with a trustee', decision_letter_released_at: null }
      await service.database.writer('applications').update(reopened)
      expect(cardsOn(await signedIn(service, lead, '/home'))).toEqual([`Your award | ${card}`])
      await service.end()
    },
  )

  test('the card of a draft links to the first required item that is not complete', async () => {
    const service = await aService(engine)
    const round = await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const address = `/applications/${application.id}`
    const home = await signedIn(service, lead, '/home')
    const hrefs = () => ['Finish your application', 'Continue application'].map(link => hrefOf(home, link))
    expect(hrefs()).toEqual([address, `${address}/criteria/P1`])
    await everythingWritten(service, application, lead)
    await home.open('/home')
    expect(hrefs()).toEqual([address, address])
    await service.end()
  })

  test('the card and the task list of a draft say that its round has closed', async () => {
    const service = await aService(engine)
    const round = await aRound(service, { closesAt: '2027-02-26T16:00:00Z' })
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const closed = 'The round closed on Friday 26 February. You can submit when the next one opens.'
    for (const address of ['/home', `/applications/${application.id}`])
      expect((await signedIn(service, lead, address)).text).toContain(closed)
    await service.end()
  })

  test('the card and the task list of a draft whose round has closed give the date of the next round', async () => {
    const service = await aService(engine)
    const round = await aRound(service, { closesAt: '2027-02-26T16:00:00Z' })
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const shown = async (home: string, list: string) => {
      expect((await signedIn(service, lead, '/home')).text).toContain(home)
      const tasks = await signedIn(service, lead, `/applications/${application.id}`)
      expect(tasks.text).toContain(list)
      expect(tasks.text).not.toContain('The round closed')
    }
    await aRound(service, { opensAt: '2027-09-01T08:00:00Z', closesAt: '2027-11-30T16:00:00Z' })
    const opens = 'You can submit from Wednesday 1 September, 9am (184 days from today)'
    await shown(opens, opens)
    await aRound(service, { opensAt: '2027-02-27T09:00:00Z', closesAt: '2027-04-30T16:00:00Z' })
    const closes = 'Friday 30 April, 5pm (60 days from today)'
    await shown(`By ${closes}`, `Submit by ${closes}`)
    await service.end()
  })

  test('a draft is still due in its own round until the end of the grace period', async () => {
    const service = await aService(engine)
    const closesAt = addMinutes(service.clock.now(), -10)
    const round = await aRound(service, { closesAt, graceMinutes: 15 })
    await aRound(service, { opensAt: '2027-09-01T08:00:00Z', closesAt: '2027-11-30T16:00:00Z' })
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const days = async () => {
      const pages = []
      for (const address of ['/home', `/applications/${application.id}`])
        pages.push((await signedIn(service, lead, address)).text)
      return pages.map(text => /(By|Submit by|You can submit from) (\w+ \d+ \w+)/.exec(text)?.slice(1, 3))
    }
    expect(await days()).toEqual([
      ['By', 'Monday 1 March'],
      ['Submit by', 'Monday 1 March'],
    ])
    service.clock.minutesPass(10)
    expect(await days()).toEqual([
      ['You can submit from', 'Wednesday 1 September'],
      ['You can submit from', 'Wednesday 1 September'],
    ])
    await service.end()
  })

  test('a draft is shown as due yesterday on the day after its round closed, even in the grace period', async () => {
    const service = await aService(engine)
    const closesAt = addMinutes(service.clock.now(), -1_200)
    const round = await aRound(service, { closesAt, graceMinutes: 1_440 })
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    for (const address of ['/home', `/applications/${application.id}`])
      expect((await signedIn(service, lead, address)).text).toMatch(/Due on Sunday 28 February, \S+ \(yesterday\)/)
    await service.end()
  })

  test('pages that do not fit in the menu are grouped by subject', async () => {
    const service = await aService(engine)
    const groupsFor = async (role: 'coordinator' | 'trustee' | 'appraiser') => {
      const home = await signedIn(service, await aPersonWho(service, { roles: [role] }), '/home')
      return home
        .$('.los-aside h2')
        .get()
        .map(heading => [
          home.$(heading).text(),
          home
            .$(heading)
            .next('ul')
            .find('a')
            .get()
            .map(link => home.$(link).attr('href')),
        ])
    }
    expect(await groupsFor('coordinator')).toEqual([
      ['The next 7 days', []],
      ['Where we are today', []],
      ['The award', ['/capacity', '/frameworks', '/rounds', '/examples', '/decisions']],
      ['Panels', ['/meetings', '/pool']],
      ['Libraries', ['/imports', '/enquiries']],
      ['People', ['/approvals', '/people/invitations/new']],
      ['Emails and history', ['/mail', '/letters', '/history']],
    ])
    expect(await groupsFor('trustee')).toEqual([
      ['The award', ['/overview', '/capacity', '/frameworks', '/examples']],
      ['Panels', ['/account/appraising']],
      ['People', ['/approvals']],
      ['Emails and history', ['/history']],
    ])
    expect(await groupsFor('appraiser')).toEqual([
      ['The award', ['/examples']],
      ['Panels', ['/meetings', '/account/appraising']],
    ])
    await service.end()
  })

  test('a person without a role sees what to do, unless a role is waiting for approval', async () => {
    const service = await aService(engine)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const former = await aPersonWho(service)
    const says = async (person: APerson) =>
      (await signedIn(service, person, '/home')).text.includes('If you expected one, ask the person who invited you.')
    const { person: waiting, asked } = await joins(service, { by: coordinator, role: 'observer', organisation })
    expect([await says(former), await says(lead), asked, await says(waiting)]).toEqual([true, false, 'waiting', false])
    await service.end()
  })

  test('an observer of a library without applications or awards sees that there is nothing to do', async () => {
    const service = await aService(engine)
    const organisation = await anOrganisation(service)
    const observer = await aPersonWho(service, { member: [[organisation, 'observer']] })
    const home = await signedIn(service, observer, '/home')
    expect(home.text).toContain('You have nothing to do today.')
    expect(home.text).toContain('We will email you if an application needs your sign-off.')
    await service.end()
  })

  test('a page with a notice that asks for action does not say that there is nothing to do', async () => {
    const service = await aService(engine)
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    const alone = await signedIn(service, administrator, '/home')
    expect(alone.text).toContain('Monday 1 March 2027')
    expect(alone.text).not.toContain('You have nothing to do today.')
    await aPersonWho(service, { roles: ['administrator'] })
    await aPersonWho(service, { roles: ['coordinator'] })
    await alone.open('/home')
    expect(alone.text).toContain('You have nothing to do today.')
    await service.end()
  })

  test('a contributor sees that a lead can start the reappraisal of a lapsed award', async () => {
    const { service, organisation } = await oneAward(engine, 'lapsed', '2026-10-31')
    const contributor = await aPersonWho(service, { member: [[organisation, 'contributor']] })
    expect(cardsOn(await signedIn(service, contributor, '/home'))).toEqual([
      expect.stringMatching(/need a full reappraisal\. A library lead can start the reappraisal\.$/),
    ])
    await service.end()
  })

  test('a lead sees that the renewal is a full reappraisal if City of Sanctuary asked for one', async () => {
    const { service, organisation, lead, award } = await oneAward(engine, 'renewal open', '2027-04-30')
    const library = await signedIn(service, lead, '/home')
    expect(cardsOn(library)).toEqual([expect.stringMatching(/ \| Start renewal$/)])
    await service.database
      .writer('awards')
      .where({ id: award.id })
      .update({ full_reappraisal_reason: 'Half the branches are new.' })
    await library.open('/home')
    expect(cardsOn(library)).toEqual([expect.stringMatching(/^Renew your award .* \| Start reappraisal$/)])
    const contributor = await aPersonWho(service, { member: [[organisation, 'contributor']] })
    expect(cardsOn(await signedIn(service, contributor, '/home'))).toEqual([
      expect.stringMatching(/ A library lead can start the reappraisal\.$/),
    ])
    await service.end()
  })

  test('a renewal that only a lead can start is still a task on a contributor’s page', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    await anAward(service, organisation, { startedBy: lead, status: 'overdue', endsOn: '2027-02-20' })
    const contributor = await aPersonWho(service, { member: [[organisation, 'contributor']] })
    const page = await signedIn(service, contributor, '/home')
    expect([page.headings[1], cardsOn(page)]).toEqual([
      'To do',
      [expect.stringMatching(/^Renew your award: the renewal is overdue .* lead/)],
    ])
    await service.end()
  })

  test('the page says that there is nothing to do only when no card needs action', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const observer = await aPersonWho(service, { member: [[organisation, 'observer']] })
    const application = await anApplication(service, organisation, { startedBy: lead, status: 'with the panel' })
    const nothing =
      'Application from Ashcombe Libraries | Being read by the panel | You do not need to do anything now. We will ' +
      'email your library’s leads if we need anything else.'
    const atRest = await signedIn(service, lead, '/home')
    expect(cardsOn(atRest)).toEqual([nothing])
    expect([atRest.headings[1], atRest.text.includes('You have no other tasks.')]).toEqual([
      'Nothing to do today',
      false,
    ])
    const evidence = await anItemOfEvidence(service, organisation, lead)
    await service.database
      .writer('evidence')
      .where({ id: evidence })
      .update({ kind: 'photo people', panel_until: null })
    const busy = await signedIn(service, lead, '/home')
    expect([busy.headings[1], busy.text.includes('You have no other tasks.')]).toEqual(['To do', true])
    expect(cardsOn(busy)).toEqual([
      '1 item of evidence needs consent | City of Sanctuary cannot see this evidence until everyone shown or quoted ' +
        'has given consent. | Check consents',
      'Application from Ashcombe Libraries | Being read by the panel | We will email your library’s leads if we need ' +
        'anything else.',
    ])
    expect(cardsOn(await signedIn(service, observer, '/home'))).toEqual([nothing])
    const elsewhere = await anApplication(service, await anOrganisation(service, { name: 'Elsewhere' }), {
      startedBy: lead,
      status: 'checked',
    })
    await service.database.writer('charity_roles').insert({
      id: newId(),
      person_id: observer.id,
      role: 'appraiser',
      started_at: service.clock.now(),
      ended_at: null,
    })
    await aSeat(service, elsewhere, observer, { offeredBy: lead })
    await aDeclaration(service, elsewhere, observer)
    const quiet = 'You do not need to do anything now. We will email you when you can start or continue reading.'
    expect(cardsOn(await signedIn(service, observer, '/home'))).toEqual([
      `Your seat on the panel for Elsewhere | ${quiet}`,
      nothing,
    ])
    await service.database.writer('questions').insert({
      id: newId(),
      application_id: application.id,
      item_id: 'staff-training',
      asked_by: lead.id,
      body: 'Which branches?',
      reply_by: '2027-03-10' as Day,
      asked_at: service.clock.now(),
      status: 'open',
      closed_at: null,
      reply: null,
      replied_by: null,
      replied_at: null,
      version: 1,
    })
    const asked = await signedIn(service, lead, '/home')
    expect([asked.text.includes('Reply to 1 question'), asked.text.includes('do not need to do anything')]).toEqual([
      true,
      false,
    ])
    expect(cardsOn(await signedIn(service, observer, '/home'))).toContain(
      '1 question about your application | A library lead can reply.',
    )
    const contributor = await aPersonWho(service, { member: [[organisation, 'contributor']] })
    const read = await signedIn(service, contributor, '/home')
    expect(cardsOn(read)[1]).toBe('1 question about your application | A library lead can reply.')
    await read.open(`/applications/${application.id}`)
    expect(read.links.some(({ text }) => text === 'Read the questions')).toBe(true)
    await service.end()
  })

  test('a figure on the home page counts no more than 1,000 awards', async () => {
    const { service, award } = await oneAward(engine, 'valid', '2028-02-19')
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const home = await signedIn(service, coordinator, '/home')
    const firstFigure = () => home.$('.los-numbers dd').first().text().trim()
    const db = service.database.writer
    const model = await db('awards').where({ id: award.id }).first()
    const shown = [firstFigure()]
    for (const count of [999, 1]) {
      const more = Array.from({ length: count }, () => ({ ...model!, id: newId(), code: newId() }))
      await db.batchInsert('awards', more, 40)
      await home.open('/home')
      shown.push(firstFigure())
    }
    expect(shown).toEqual(['1', '1,000', 'More than 1,000'])
    await service.end()
  })

  test('the card for overdue awards shows the earliest day on which one of them lapses', async () => {
    const { service, lead } = await oneAward(engine, 'overdue', '2027-02-19')
    const other = await anOrganisation(service, { name: 'Sooner Libraries' })
    const award = await anAward(service, other, {
      startedBy: lead,
      status: 'overdue',
      endsOn: '2027-02-26',
      from: '2025-05-01',
    })
    const settings = JSON.stringify({ lapseAfterDays: 14 })
    await service.database.writer('terms').where({ award_id: award.id }).update({ settings })
    const home = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/home')
    expect(home.text).toContain('2 renewals are overdue')
    expect(home.text).toContain('The first of these awards lapses on 13 March 2027')
    await service.end()
  })

  test.each([
    ['2027-03-21', 'The award lapses on 22 March 2027 (tomorrow)'],
    ['2027-03-22', 'The award lapses on 22 March 2027 (today)'],
    ['2027-03-24', 'The award was due to lapse on 22 March 2027 (2 days ago)'],
  ])('on %s, before the nightly job has run, the card for an overdue award says “%s”', async (today, sentence) => {
    const { service, lead } = await oneAward(engine, 'overdue', '2027-02-19')
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    service.clock.set(instantAt(today as Day, '00:05'))
    expect((await signedIn(service, coordinator, '/home')).text).toContain(sentence)
    const other = await anOrganisation(service, { name: 'Later Libraries' })
    await anAward(service, other, { startedBy: lead, status: 'overdue', endsOn: '2027-02-26' })
    expect((await signedIn(service, coordinator, '/home')).text).toContain(
      sentence.replace('The award', 'The first of these awards'),
    )
    await service.end()
  })

  test('a coordinator sees seven kinds of task, with overdue awards first and applications on hold last', async () => {
    const { service, lead, organisation, award } = await oneAward(engine, 'overdue', '2027-02-19')
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const cases = {
      renewal: await anApplication(service, organisation, {
        startedBy: lead,
        kind: 'renewal',
        status: 'submitted',
        award_id: award.id,
      }),
      late: await anApplication(service, await anOrganisation(service, { name: 'Late' }), {
        startedBy: lead,
        status: 'returned',
        until: '2027-02-20',
      }),
      held: await anApplication(service, await anOrganisation(service, { name: 'Held' }), {
        startedBy: lead,
        status: 'decided',
      }),
      hold: await anApplication(service, await anOrganisation(service, { name: 'Hold' }), {
        startedBy: lead,
        status: 'on hold',
        status_before: 'checked',
      }),
      lost: await anApplication(service, await anOrganisation(service, { name: 'Lost' }), {
        startedBy: lead,
        status: 'with the panel',
      }),
    }
    for (const application of Object.values(cases)) await aDeclaration(service, application, coordinator)
    await aSeat(service, cases.lost, await aPersonWho(service), { offeredBy: coordinator, status: 'withdrawn' })
    const unread = await anApplication(service, await anOrganisation(service), { startedBy: lead, status: 'withdrawn' })
    await anUndeliveredEmail(service, { to: lead, about: award.id, at: service.clock.now() })
    await anUndeliveredEmail(service, { to: lead, about: award.id, at: instant('2027-01-10T10:00:00Z') })
    await anUndeliveredEmail(service, { to: lead, about: award.id, at: service.clock.now(), application: unread.id })
    const home = await signedIn(service, coordinator, '/home')
    expect(titlesOn(home).toSorted()).toEqual(
      [
        'Ashcombe Libraries’ renewal is overdue',
        'Release the decision letter to Held',
        'Check Ashcombe Libraries’ renewal',
        'The deadline for Late’s application has passed',
        'There is a vacant seat on the panel for Lost',
        '1 email was not delivered',
        'Hold’s application is on hold',
      ].toSorted(),
    )
    expect([titlesOn(home)[0], titlesOn(home).at(-1)]).toEqual([
      'Ashcombe Libraries’ renewal is overdue',
      'Hold’s application is on hold',
    ])
    expect(home.text).toContain('The award lapses on 22 March 2027 (21 days from today)')
    expect(home.links.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Change the deadline', 'Take off hold', 'Open award']),
    )
    const undelivered = '/mail?status=undelivered&from=2027-02-15'
    expect(home.links).toContainEqual({ text: 'See emails', href: `${undelivered}#emails` })
    await home.follow('See emails')
    expect([home.address, home.$('#emails').text()]).toEqual([undelivered, 'All emails'])
    expect([home.$('main tbody tr').length, home.text.includes(lead.email)]).toEqual([1, true])
    await service.end()
  })

  test('trustees see the light renewals to confirm, and coordinators those that need a panel', async () => {
    const service = await aService(engine)
    await aRound(service)
    const [lead, trustee, coordinator] = [
      await aPersonWho(service),
      await aPersonWho(service, { roles: ['trustee'] }),
      await aPersonWho(service, { roles: ['coordinator'] }),
    ]
    for (const [name, since, reason] of [
      ['Alone', '2027-02-20', null],
      ['Longest', '2027-02-10', null],
      ['Panel', '2027-02-15', 'It moved house.'],
    ] as const) {
      const organisation = await anOrganisation(service, { name })
      const award = await anAward(service, organisation, { startedBy: lead, status: 'renewal with us', validTo: null })
      const application = await anApplication(service, organisation, {
        startedBy: lead,
        kind: 'renewal',
        status: 'checked',
        award_id: award.id,
        panel_reason: reason,
        status_since: instantAt(since as Day, '12:00'),
        previous_application_id: award.application.id,
      })
      if (name === 'Longest') await aDeclaration(service, application, trustee)
    }
    const home = await signedIn(service, trustee, '/home')
    expect(cardsOn(home)).toEqual([
      'Confirm Longest’s renewal | Waiting since 10 February 2027 (19 days). | Read renewal',
      'Confirm Alone’s renewal | Waiting since 20 February 2027 (9 days). | Make your declaration',
    ])
    expect(titlesOn(await signedIn(service, coordinator, '/home'))).toEqual(['Set up a panel for Panel'])
    await service.end()
  })

  test('a trustee sees the coordinators’ tasks when no coordinator is available, with those on hold last', async () => {
    const service = await aService(engine)
    await aRound(service)
    const [lead, trustee, coordinator] = [
      await aPersonWho(service),
      await aPersonWho(service, { roles: ['trustee'] }),
      await aPersonWho(service, { roles: ['coordinator'] }),
    ]
    const anotherCase = async (name: string, is: Partial<Parameters<typeof anApplication>[2]>) => {
      const application = await anApplication(service, await anOrganisation(service, { name }), {
        startedBy: lead,
        status: 'on hold',
        status_before: 'checked',
        status_since: instantAt('2027-01-10' as Day, '12:00'),
        submitted_at: instantAt('2027-01-05' as Day, '12:00'),
        ...is,
      })
      await aDeclaration(service, application, coordinator, 'conflict')
    }
    for (let count = 0; count < 25; count += 1) await anotherCase(`Held ${count}`, {})
    await anotherCase('Newer', { status: 'submitted', status_since: instantAt('2027-02-20' as Day, '12:00') })
    expect(titlesOn(await signedIn(service, coordinator, '/home'))).toEqual([])
    expect(titlesOn(await signedIn(service, trustee, '/home'))[0]).toContain('Newer')
    await service.database.writer('charity_roles').where({ person_id: coordinator.id }).delete()
    await anotherCase('Not barred', { status: 'submitted', status_since: instantAt('2027-02-21' as Day, '12:00') })
    await service.database.writer('declarations').where({ person_id: coordinator.id }).delete()
    expect(titlesOn(await signedIn(service, trustee, '/home')).slice(0, 2)).toEqual([
      expect.stringContaining('Newer'),
      expect.stringContaining('Not barred'),
    ])
    await service.end()
  })

  test('the page shows at most seven cards, with the number of others and a link to them', async () => {
    const { service, lead } = await oneAward(engine, 'valid', '2027-12-31')
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    for (let count = 0; count < 8; count += 1)
      await anApplication(service, await anOrganisation(service, { name: `Library ${count}` }), {
        startedBy: lead,
        status: 'submitted',
      })
    const home = await signedIn(service, coordinator, '/home')
    expect([titlesOn(home).length, home.text.includes('1 more task is not shown here.')]).toEqual([7, true])
    await home.follow('Show all tasks')
    expect([home.address, titlesOn(home).length, home.text.includes('not shown here')]).toEqual([
      '/home?show=all',
      8,
      false,
    ])
    await home.open('/home')
    await home.follow('All renewals')
    expect([home.status, home.address]).toEqual([200, '/renewals'])
    await service.end()
  })

  test('applications whose award is not valid come first for coordinators and trustees', async () => {
    const service = await aService(engine)
    await aRound(service)
    const [lead, coordinator, trustee] = [
      await aPersonWho(service),
      await aPersonWho(service, { roles: ['coordinator'] }),
      await aPersonWho(service, { roles: ['trustee'] }),
    ]
    for (let count = 10; count < 20; count += 1)
      await anApplication(service, await anOrganisation(service, { name: `Library ${count}` }), {
        startedBy: lead,
        status: 'submitted',
        status_since: instantAt(`2027-02-${count}` as Day, '12:00'),
      })
    for (const [name, status] of [
      ['Late', 'submitted'],
      ['Held', 'on hold'],
      ['Light', 'checked'],
    ] as const) {
      const organisation = await anOrganisation(service, { name })
      const award = await anAward(service, organisation, {
        startedBy: lead,
        status: 'renewal with us',
        endsOn: '2027-02-10',
        validTo: '2027-02-10',
        from: '2026-02-11',
      })
      await anApplication(service, organisation, {
        startedBy: lead,
        kind: 'renewal',
        status,
        status_before: status === 'on hold' ? 'submitted' : null,
        award_id: award.id,
        status_since: instantAt('2027-02-27' as Day, '12:00'),
        previous_application_id: award.application.id,
      })
    }
    const home = await signedIn(service, coordinator, '/home')
    expect(titlesOn(home).slice(0, 3).toSorted()).toEqual(
      ['Check Late’s renewal', 'Held’s application is on hold', 'Check the application from Library 10'].toSorted(),
    )
    expect(cardsOn(home)[0]).toContain(
      'The library’s award is not valid while we decide. Waiting since 27 February 2027 (2 days).',
    )
    expect(cardsOn(await signedIn(service, trustee, '/home'))[0]).toContain(
      'Confirm Light’s renewal | The library’s award is not valid while we decide.',
    )
    await service.end()
  })

  test('only administrators are told that files are not checked for viruses, and only without a scanner', async () => {
    for (const [scanner, isTold] of [
      ['none', true],
      [{ clamdUrl: 'tcp://127.0.0.1:1' }, false],
    ] as const) {
      const service = await aService(engine, { scanner })
      for (const role of ['administrator', 'coordinator'] as const) {
        const home = await signedIn(service, await aPersonWho(service, { roles: [role] }), '/home')
        expect(home.text.includes('Files are not checked for viruses')).toBe(isTold && role === 'administrator')
      }
      await service.end()
    }
  })

  test('an administrator is told when the charity has no coordinator', async () => {
    const service = await aService(engine)
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const home = await signedIn(service, administrator, '/home')
    expect(home.text).not.toContain('City of Sanctuary has no coordinator')
    await service.database.writer('people').where({ id: coordinator.id }).update({ status: 'suspended' })
    await home.open('/home')
    expect(home.text).toContain('City of Sanctuary has no coordinator')
    await home.follow('Invite a coordinator')
    expect(home.address).toBe('/people/invitations/new')
    await service.end()
  })

  test('the charity sees stopped reminders and responses to recommendations', async () => {
    const { service, organisation, lead, award } = await oneAward(engine, 'valid', '2027-12-31')
    const [coordinator, administrator] = [
      await aPersonWho(service, { roles: ['coordinator'] }),
      await aPersonWho(service, { roles: ['administrator'] }),
    ]
    await aDeclaration(service, award.application, coordinator)
    const writer = service.database.writer
    for (const status of ['answered', 'answered', 'open'])
      await aRecommendation(service, award.application, award, { status })
    await writer('recommendations').update({ status_since: instantAt('2027-02-20' as Day, '12:00') })
    await writer('settings').insert({ name: 'reminders', value: 'off' })
    await writer('reminder_mornings').insert({
      morning: '2027-03-01' as Day,
      status: 'held',
      people: 90,
      reason: 'many',
      started_at: service.clock.now(),
      released_by: null,
      ended_at: null,
    })
    const stopped = ['Check the reminders for 1 March 2027', 'All reminders are switched off']
    const home = await signedIn(service, coordinator, '/home')
    expect(titlesOn(home)).toEqual([...stopped, 'Ashcombe Libraries responded to 2 recommendations'])
    expect(home.text).toContain('Waiting since 20 February 2027 (9 days).')
    await home.follow('Read response')
    expect([home.status, home.address]).toEqual([200, `/organisations/${organisation.id}/recommendations`])
    const [model] = await writer('recommendations').where({ status: 'answered' }).limit(1)
    await writer('recommendations').insert({ ...model!, id: newId(), award_id: null })
    await home.open('/home')
    expect(titlesOn(home)).toEqual([...stopped, 'Ashcombe Libraries responded to 3 recommendations'])
    const more = Array.from({ length: 198 }, () => ({ ...model!, id: newId() }))
    await writer.batchInsert('recommendations', more, 40)
    await home.open('/home')
    expect(titlesOn(home)).toEqual([...stopped, 'Ashcombe Libraries responded to recommendations'])
    await writer('recommendations').whereNull('award_id').del()
    expect(titlesOn(await signedIn(service, administrator, '/home'))).toEqual(stopped)
    expect(titlesOn(await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/home'))).toEqual(
      stopped,
    )
    const another = await anApplication(service, organisation, { startedBy: lead, award_id: award.id })
    await aDeclaration(service, another, coordinator, 'conflict')
    expect(titlesOn(await signedIn(service, coordinator, '/home'))).toEqual(stopped)
    expect((await signedIn(service, lead, '/home')).text).not.toContain('switched off')
    await service.end()
  })
})

const titlesOn = (home: Visitor): string[] =>
  home
    .$('.los-dues h3')
    .map((_, title) => home.$(title).text().trim())
    .get()
const cardsOn = (home: Visitor): string[] =>
  home
    .$('.los-dues > li')
    .map((_, card) =>
      home
        .$(card)
        .children('h3, p, a')
        .map((_, part) => home.$(part).text().replace(/\s+/g, ' ').trim())
        .get()
        .join(' | '),
    )
    .get()

async function oneAward(engine: Parameters<typeof aService>[0], status: string, validTo: string | null) {
  const service: Service = await aService(engine)
  await aRound(service)
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const award = await anAward(service, organisation, {
    startedBy: lead,
    status,
    endsOn: validTo ?? '2027-04-30',
    validTo,
    from: '2025-05-01',
  })
  return { service, organisation, lead, award }
}

const hrefOf = (page: Visitor, link: string) => page.links.find(({ text }) => text === link)?.href

/** Adds an email that could not be delivered. */
async function anUndeliveredEmail(
  service: Service,
  { to, about, at, application = null }: { to: APerson; about: string; at: Instant; application?: string | null },
): Promise<void> {
  await service.database.writer('outbox').insert({
    id: newId(),
    name: 'award granted',
    person_id: to.id,
    address: to.email,
    language: 'en',
    entity: 'award',
    entity_id: about,
    application_id: application,
    subject: null,
    body: null,
    status: 'failed',
    not_sent_reason: null,
    queued_at: at,
    next_try_at: at,
    tries: 1,
    resent: 0,
    lease_until: null,
    lease_generation: 0,
    sent_at: null,
    failure: 'unknown address',
  })
}
