import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { parseDay } from '../../../src/domain/time.ts'
import { autosaves } from '../../support/autosaving.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aRecommendation,
  aRound,
  aSeat,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-life.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'

eachDatabase('a recommendation', engine => {
  test('responses and notes are saved while they are typed', async () => {
    const service = await aService(engine)
    const { organisation, lead, coordinator } = await anAwardWithRecommendation(service)
    const texts: { person: APerson; link: string; button: string; typed: Record<string, string> }[] = [
      { person: lead, link: 'Respond', button: 'Send response', typed: { answer: 'Two list', owner: 'Head' } },
      {
        person: coordinator,
        link: 'Close this recommendation or keep it open',
        button: 'Save and tell the library',
        typed: { verdict: 'closed', note: 'Well do' },
      },
    ]
    for (const { person, link, button, typed } of texts) {
      const visitor = await signedIn(service, person, `/organisations/${organisation.id}/recommendations`)
      await visitor.follow(link)
      const form = { as: person, at: visitor.address }
      expect((await autosaves(service, visitor, typed, form)).status).toBe(200)
      await visitor.open(form.at)
      expect(Object.keys(typed).map(name => visitor.valueOf(name))).toEqual(Object.values(typed))
      expect(visitor.text).toContain('We have kept your text from')
      await visitor.press(button)
      expect([visitor.status, await service.database.db('working_copies')]).toEqual([200, []])
    }
    await service.end()
  })

  test('the pages say how many days ago a recommendation or a returned application was due', async () => {
    const service = await aService(engine)
    const { organisation, lead, award } = await anAwardWithRecommendation(service)
    const db = service.database.writer
    const past = parseDay('2027-02-26')!
    await db('recommendations').update({ due_on: past })
    const library = await signedIn(service, lead, `/organisations/${organisation.id}/recommendations`)
    expect(library.text).toContain('Due on 26 February 2027 (3 days ago)')
    await db('applications').where({ id: award.application.id }).update({ status: 'returned', until: past })
    await library.open(`/applications/${award.application.id}`)
    expect(library.text).toContain('Due on Friday 26 February (3 days ago)')
    await service.end()
  })

  test('the library and the charity see a recommendation answered, kept open, answered again and closed', async () => {
    const service = await aService(engine)
    const { organisation, lead, coordinator, award } = await anAwardWithRecommendation(service)
    const list = `/organisations/${organisation.id}/recommendations`
    const library = await signedIn(service, lead, list)
    expect(library.text).toContain('Hear from people with lived experience at Millbrook too.')
    expect(library.text).toContain('Tell us what you have done about each recommendation.')
    const member = await aPersonWho(service, { member: [[organisation, 'contributor']] })
    expect((await signedIn(service, member, list)).text).toContain('A library lead can respond to recommendations.')
    expect(library.$('.los-due').text()).toMatch(/Due by .+ \(.+\)/)
    await library.follow('Respond')
    await library.press('Send response', { answer: ' ', owner: '' })
    expect([library.status, library.errors]).toEqual([
      422,
      ['Enter what you have done about the recommendation', 'Enter who is responsible for the recommendation'],
    ])
    await library.press('Send response', { answer: 'Two listening evenings in June.', owner: 'Head of branches' })
    expect([library.status, library.address, library.notices]).toEqual([
      200,
      list,
      ['Thank you. We have received your response.'],
    ])
    expect([
      library.text.includes('Response sent, waiting for City of Sanctuary'),
      library.text.includes('Owner: Head of branches'),
    ]).toEqual([true, true])
    // The response is waiting for the charity, so the page shows the date, but not the days left or how late it is.
    expect(library.$('.los-due').text()).toMatch(/Due by [^(]+$/)

    service.clock.minutesPass(1)
    const coordinatorPage = await signedIn(service, coordinator, list)
    expect(coordinatorPage.text).toContain('Two listening evenings in June.')
    await coordinatorPage.follow('Close this recommendation or keep it open')
    await coordinatorPage.press('Save and tell the library', {})
    expect([coordinatorPage.status, coordinatorPage.errors]).toEqual([
      422,
      ['Choose whether to close the recommendation or keep it open', 'Enter a note to the library'],
    ])
    await coordinatorPage.press('Save and tell the library', {
      verdict: 'kept open',
      note: 'Millbrook is still to come.',
    })
    expect(coordinatorPage.notices).toEqual(['The recommendation stays open. We will email the library’s leads.'])
    await library.open(list)
    expect([
      library.text.includes('Millbrook is still to come.'),
      library.text.includes('Needs your response'),
      library.text.includes(coordinator.name),
    ]).toEqual([true, true, false])
    service.clock.minutesPass(1)
    await library.follow('Respond')
    await library.press('Send response', { answer: 'Millbrook followed in September.' })
    service.clock.minutesPass(1)
    await coordinatorPage.open(list)
    await coordinatorPage.follow('Close this recommendation or keep it open')
    await coordinatorPage.press('Save and tell the library', { verdict: 'closed', note: 'Well done.' })
    await library.open(list)
    expect([library.text.includes('Well done.'), library.links.some(({ text }) => text.startsWith('Respond'))]).toEqual(
      [true, false],
    )

    const db = service.database.writer
    expect(await db('recommendation_notes').orderBy('written_at').pluck('says')).toEqual([
      'answer',
      'kept open',
      'answer',
      'closed',
    ])
    expect(await db('events').where('name', 'like', 'recommendation.%').orderBy('sequence').pluck('name')).toEqual([
      'recommendation.answered',
      'recommendation.kept_open',
      'recommendation.answered',
      'recommendation.closed',
    ])
    expect(
      (await service.post())
        .filter(({ to }) => to === lead.email)
        .map(({ subject }) => subject)
        .toSorted(),
    ).toEqual([
      'We have closed a recommendation for Ashcombe Libraries',
      'We have kept a recommendation for Ashcombe Libraries open',
    ])
    await library.open(`/applications/${award.application.id}/history`)
    expect(library.text).toContain('A recommendation was closed')
    await service.end()
  })

  test('the form shows the newer version and keeps the text when someone else answered first', async () => {
    const service = await aService(engine)
    const { organisation, lead, recommendation } = await anAwardWithRecommendation(service)
    const address = `/organisations/${organisation.id}/recommendations/${recommendation}/answer`
    const one = await signedIn(service, lead, address)
    const other = anotherWindow(service, one)
    await other.open(address)
    await one.press('Send response', { answer: 'First.' })
    await other.press('Send response', { answer: 'Second, and carefully written.' })
    expect([other.status, other.valueOf('answer'), other.text.includes('First.'), other.errors]).toEqual([
      409,
      'Second, and carefully written.',
      true,
      ['This recommendation has changed since you opened this page. Check the latest version above, then respond'],
    ])
    const bodies = async () => (await service.database.writer('recommendation_notes').pluck('body')).toSorted()
    expect(await bodies()).toEqual(['First.'])
    await other.press('Send response')
    expect([other.status, await bodies()]).toEqual([200, ['First.', 'Second, and carefully written.']])
    await service.end()
  })

  test('a form sent 20 times records one answer, and each window shows the saved answer or a 503 page', async () => {
    const service = await aService(engine)
    const { organisation, lead, recommendation } = await anAwardWithRecommendation(service)
    const visitor = await signedIn(
      service,
      lead,
      `/organisations/${organisation.id}/recommendations/${recommendation}/answer`,
    )
    const [idempotencyKey, version] = [
      visitor.valueOf('idempotencyKey') as string,
      visitor.valueOf('version') as string,
    ]
    const windows = Array.from({ length: 20 }, () => anotherWindow(service, visitor))
    await Promise.all(
      windows.map(window =>
        window.send(`/organisations/${organisation.id}/recommendations/${recommendation}/answer`, {
          idempotencyKey,
          version,
          answer: 'Once.',
          owner: 'Manager',
        }),
      ),
    )
    expect(new Set(windows.map(({ status }) => status).filter(status => status !== 503))).toEqual(new Set([200]))
    expect(await service.database.writer('recommendation_notes').pluck('body')).toEqual(['Once.'])
    await service.end()
  })
})

eachDatabase('the form to answer a recommendation', engine => {
  behavesLikeEveryForm(
    async () => {
      const service = await aService(engine)
      const { organisation, lead, recommendation } = await anAwardWithRecommendation(service)
      const address = `/organisations/${organisation.id}/recommendations/${recommendation}/answer`
      return {
        service,
        visitor: await signedIn(service, lead, address),
        button: 'Send response',
        typed: { answer: 'Two listening evenings.', owner: 'Head of branches' },
        invalid: { owner: '' },
        timesSaved: () => notesIn(service),
      }
    },
    { text: 'answer', pressesToSave: 2 },
  )
})

eachDatabase('the form to close a recommendation', engine => {
  behavesLikeEveryForm(
    async () => {
      const service = await aService(engine)
      const { organisation, coordinator, recommendation } = await anAwardWithRecommendation(service)
      const address = `/organisations/${organisation.id}/recommendations/${recommendation}/closing`
      return {
        service,
        visitor: await signedIn(service, coordinator, address),
        button: 'Save and tell the library',
        typed: { verdict: 'kept open', note: 'Millbrook is still to come.' },
        invalid: { verdict: false },
        timesSaved: () => notesIn(service),
      }
    },
    { text: 'note', pressesToSave: 2 },
  )
})

eachDatabase('access to a recommendation', engine => {
  test('only leads answer; other libraries, and trustees with a conflict or no declaration, see nothing', async () => {
    const service = await aService(engine)
    const { organisation, lead, coordinator, recommendation } = await anAwardWithRecommendation(service)
    const list = `/organisations/${organisation.id}/recommendations`
    const body = 'Hear from people with lived experience'
    expect((await signedIn(service, lead, list)).text).toContain(body)
    expect((await signedIn(service, coordinator, list)).text).toContain(body)
    for (const role of ['contributor', 'observer'] as const) {
      const member = await signedIn(service, await aPersonWho(service, { member: [[organisation, role]] }), list)
      expect([role, member.text.includes(body), member.links.some(({ text }) => text.startsWith('Respond'))]).toEqual([
        role,
        true,
        false,
      ])
      await member.open(`${list}/${recommendation}/answer`)
      expect([role, member.status]).toEqual([role, 403])
    }
    const elsewhere = await signedIn(
      service,
      await aPersonWho(service, { member: [[await anOrganisation(service, { name: 'Elsewhere' }), 'lead']] }),
      list,
    )
    expect(elsewhere.status).toBe(404)
    for (const below of ['answer', 'closing']) {
      await elsewhere.open(`${list}/${recommendation}/${below}`)
      expect([below, elsewhere.status]).toEqual([below, 404])
    }
    for (const says of ['nothing', 'conflict'] as const) {
      const trustee = await aPersonWho(service, { roles: ['trustee'] })
      const { id } = (await service.database.writer('applications').first('id'))!
      if (says === 'conflict') await aDeclaration(service, { id }, trustee, 'conflict')
      const visitor = await signedIn(service, trustee, list)
      expect([says, visitor.status, visitor.text.includes(body)]).toEqual([says, 200, false])
      await visitor.open(`${list}/${recommendation}/closing`)
      expect([says, visitor.status]).toEqual([says, 404])
    }
    await service.end()
  })

  test('the library cannot see a proposed recommendation before the decision letter is released', async () => {
    const service = await aService(engine)
    const { organisation, lead, award } = await anAwardWithRecommendation(service)
    await aRecommendation(service, award.application, award, { body: 'Not out yet.', status: 'proposed' })
    const visitor = await signedIn(service, lead, `/organisations/${organisation.id}/recommendations`)
    expect([visitor.text.includes('Hear from people'), visitor.text.includes('Not out yet.')]).toEqual([true, false])
    await service.end()
  })

  test('panel members see the recommendations on the next application, and coordinators can close them', async () => {
    const service = await aService(engine)
    const { organisation, lead, coordinator, award } = await anAwardWithRecommendation(service)
    const renewal = await anApplication(service, organisation, {
      kind: 'reappraisal',
      status: 'with the panel',
      startedBy: lead,
      award_id: award.id,
      started_at: '2027-02-01T09:00:00.000Z',
    })
    const [seat, deputy] = [
      await aPersonWho(service, { roles: ['appraiser'] }),
      await aPersonWho(service, { roles: ['coordinator'] }),
    ]
    await aSeat(service, renewal, seat, { offeredBy: coordinator })
    await aDeclaration(service, renewal, seat)
    await aDeclaration(service, renewal, deputy)
    const reader = await signedIn(service, seat, `/applications/${renewal.id}/appraisal`)
    expect([
      reader.headings.includes('Recommendations from last time'),
      reader.text.includes('Hear from people with lived experience'),
    ]).toEqual([true, true])
    await reader.open(`/applications/${renewal.id}`)
    expect([
      reader.text.includes('Hear from people'),
      reader.links.some(({ text }) => text.startsWith('Close or')),
      reader.links.some(({ text }) => text.startsWith('Decision letter dated')),
    ]).toEqual([true, false, false])
    // The deputy needs no declaration on the application that the recommendation came from.
    const coordinatorPage = await signedIn(service, deputy, `/applications/${renewal.id}`)
    await coordinatorPage.follow('Close this recommendation or keep it open')
    await coordinatorPage.press('Save and tell the library', { verdict: 'closed', note: 'Seen.' })
    expect(coordinatorPage.status).toBe(200)
    await coordinatorPage.open(`/applications/${renewal.id}`)
    expect(coordinatorPage.text).toContain('Closed on')
    await service.end()
  })
})

eachDatabase('a criterion that a panel appraises again', engine => {
  test('the panel sees the last agreed finding only from an application with a released decision letter', async () => {
    const service = await aService(engine)
    const { writer } = service.database
    const { organisation, lead, coordinator, award } = await anAwardWithRecommendation(service)
    const agreed = (application: { id: string }, reason: string) =>
      writer('agreed_findings').insert({
        id: newId(),
        application_id: application.id,
        item_id: 'visible-welcome',
        judgement: 'partly met',
        reason,
        recorded_by: coordinator.id,
        recorded_at: service.clock.now(),
        version: 1,
      })
    await agreed(award.application, 'Two branches have no sign yet.')
    const again = await anApplication(service, organisation, {
      kind: 'reappraisal',
      status: 'with the panel',
      startedBy: lead,
      award_id: award.id,
      started_at: '2027-02-01T09:00:00.000Z',
    })
    const unreleased = await anApplication(service, organisation, {
      kind: 'reappraisal',
      status: 'decided',
      startedBy: lead,
      award_id: award.id,
    })
    await agreed(unreleased, 'Not out yet.')
    const seat = await aPersonWho(service, { roles: ['appraiser'] })
    await aSeat(service, again, seat, { offeredBy: coordinator })
    await aDeclaration(service, again, seat)
    const reader = await signedIn(service, seat, `/applications/${again.id}/appraisal/E3`)
    expect([
      reader.headings.includes('The panel’s last finding (1 May 2026)'),
      reader.text.includes('Two branches have no sign yet.'),
      reader.text.includes('Not out yet.'),
    ]).toEqual([true, true, false])
    await reader.open(`/applications/${again.id}/appraisal/E1`)
    expect(reader.text.includes('The panel’s last finding')).toBe(false)
    const coordinatorPage = await signedIn(service, coordinator, `/applications/${again.id}/declaration`)
    await coordinatorPage.open(`/applications/${again.id}/meeting/E3`)
    // The coordinator has made no declaration on this application yet.
    expect(coordinatorPage.text.includes('Two branches have no sign yet.')).toBe(false)
    await aDeclaration(service, again, coordinator)
    await coordinatorPage.open(`/applications/${again.id}/meeting/E3`)
    expect(coordinatorPage.text.includes('Two branches have no sign yet.')).toBe(true)
    await service.end()
  })
})

async function anAwardWithRecommendation(service: Service) {
  const organisation = await anOrganisation(service)
  await aRound(service)
  const [lead, coordinator] = [
    await aPersonWho(service, { member: [[organisation, 'lead']] }),
    await aPersonWho(service, { name: 'Coordinator Quill', roles: ['coordinator'] }),
  ]
  const award = await anAward(service, organisation, { startedBy: lead, outcome: 'awarded with recommendations' })
  const recommendation = await aRecommendation(service, award.application, award)
  await aDeclaration(service, award.application, coordinator)
  return { organisation, lead, coordinator, award, recommendation }
}

const notesIn = async (service: Service): Promise<number> =>
  (await service.database.writer('recommendation_notes').select('id')).length
