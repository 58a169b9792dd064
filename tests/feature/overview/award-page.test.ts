import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { instant, type Day } from '../../../src/domain/time.ts'
import { anAwardsLife, type AwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { lastDaysShown } from '../../support/last-days.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('an award’s page', engine => {
  test('only the library and the charity see the page, with the award’s code, last day and branches', async () => {
    const service = await aService(engine)
    await aRound(service)
    const [ash, birch] = [await anOrganisation(service), await anOrganisation(service, { name: 'Birch Libraries' })]
    const lead = await aPersonWho(service, { member: [[ash, 'lead']] })
    const stranger = await aPersonWho(service, { member: [[birch, 'lead']] })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const { id } = await anAward(service, ash, { startedBy: lead, code: 'ASH7-2345' })
    for (const reader of [lead, coordinator]) {
      const { status, text } = await signedIn(service, reader, `/awards/${id}`)
      expect([status, text.includes('Ashcombe Libraries'), text.includes('ASH7-2345')]).toEqual([200, true, true])
      expect(text).toContain('30 April 2027')
      for (const branch of ['Central', 'Millbrook']) expect(text).toContain(branch)
    }
    const hidden = await signedIn(service, stranger, `/awards/${id}`)
    const never = await signedIn(service, stranger, `/awards/${'q'.repeat(20)}`)
    expect([hidden.status, hidden.html]).toEqual([404, never.html])
    await service.end()
  })

  test('the charity sees a link to the library, and only coordinators see the leads’ email addresses', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    const left = await aPersonWho(service, { name: 'Osric Vane', member: [[organisation, 'lead']] })
    await aPersonWho(service, { name: 'Joan Pell', member: [[organisation, 'contributor']] })
    await service.database.writer('people').where({ id: left.id }).update({ status: 'suspended' })
    const award = await anAward(service, organisation, { startedBy: lead, status: 'overdue', endsOn: '2027-02-19' })
    const linksFor = async (person: APerson) =>
      (await signedIn(service, person, `/awards/${award.id}`)).links
        .filter(({ href }) => href.startsWith('mailto:') || href === `/organisations/${organisation.id}`)
        .map(({ text, href }) => [text, href])
    const library = ['Ashcombe Libraries', `/organisations/${organisation.id}`]
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    expect(await linksFor(coordinator)).toEqual([library, [`Marian Tull, ${lead.email}`, `mailto:${lead.email}`]])
    expect(await linksFor(await aPersonWho(service, { roles: ['trustee'] }))).toEqual([library])
    expect(await linksFor(lead)).toEqual([])
    await service.database.writer('people').where({ id: lead.id }).update({ status: 'suspended' })
    const page = await signedIn(service, coordinator, `/awards/${award.id}`)
    expect(page.text).toContain('Lead No lead at the moment')
    await service.end()
  })

  test('after a "not yet" decision, the page does not promise that applying again keeps the award valid', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2027-05-20')
    await life.nightly()
    const library = await signedIn(service, life.people.lead, `/awards/${life.award.id}`)
    expect(library.text).toContain('If it submits the renewal by 31 May 2027')
    await life.start()
    await life.submitApplication()
    await life.check()
    await life.decide()
    await life.release('not yet')
    await library.open(library.address)
    expect(library.text).toContain('submitting it will not keep the award valid after 17 June 2027.')
    expect(library.text).not.toContain('will stay valid')
    await service.end()
  })

  test('an award whose decision is reopened shows the correct last day before and after the new letter', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    const isShownUntil = async (day: string) =>
      expect(await lastDaysShown(await signedIn(service, life.people.lead), life.award)).toEqual([
        `About this award Valid until ${day}`,
        `to ${day}`,
        `The award is valid until ${day}.`,
      ])
    life.goTo('2027-05-20')
    await life.renew()
    await life.move('coordinator', 'extend', { until: '2028-08-31' as Day })
    life.goTo('2027-06-01')
    await life.reopen()
    await isShownUntil('31 August 2028')
    await life.decide()
    await life.release('awarded')
    await isShownUntil('31 August 2028')
    await life.reopen()
    life.goTo('2027-06-10')
    await life.decide()
    await life.release('not yet')
    await isShownUntil('8 July 2027')
    life.goTo('2027-06-20')
    await life.reopen()
    await isShownUntil('8 July 2027')
    await life.decide()
    await life.release('awarded')
    await isShownUntil('31 May 2028')
    await service.end()
  })

  test('the history says why an application is with the charity again when nothing was submitted', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    const { people } = life
    const whatHappened = () => historyOf(service, life)
    life.goTo('2027-05-20')
    await life.start()
    await life.submitApplication()
    await life.check()
    await life.giveBack(7)
    life.goTo('2027-05-28')
    await life.nightly()
    const casework = await signedIn(service, people.coordinator, `/applications/${await life.lastApplication()}`)
    await casework.follow('Change the deadline')
    await casework.press('Change the deadline', { reason: 'The lead was ill.', until: '2027-06-20' })
    expect((await whatHappened()).slice(0, 4)).toEqual([
      'We gave the library a new deadline',
      'The renewal opened again',
      'The award’s “valid until” date changed',
      'We received the renewal',
    ])
    await life.submitApplication()
    await life.check()
    await life.decide()
    await life.release('not yet')
    await life.askForReview()
    expect((await whatHappened())[0]).toBe('The library asked for a review of the decision')
    await life.withdrawReview()
    await life.reopen()
    expect((await whatHappened())[0]).toBe('The application was reopened')
    await life.move('trustee', 'suspend')
    await life.move('trustee', 'restore')
    expect((await whatHappened())[0]).toBe('We already had the library’s application')
    const history = await signedIn(service, people.coordinator, '/history')
    for (const sentence of [
      'We received the renewal',
      'We gave the library a new deadline',
      'The library asked for a review of the decision',
      'The application was reopened',
      'We already had the library’s application',
    ])
      expect([sentence, history.text.split(sentence).length - 1]).toEqual([sentence, 1])
    await service.end()
  })

  test('only readers of the application see why it is with the charity again', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2027-05-20')
    await life.start()
    await life.submitApplication()
    await life.check()
    await life.decide()
    await life.release('not yet')
    await life.askForReview()
    const [undeclared, barred, administrator] = [
      await aPersonWho(service, { roles: ['coordinator'] }),
      await aPersonWho(service, { roles: ['trustee'] }),
      await aPersonWho(service, { roles: ['administrator'] }),
    ]
    await aDeclaration(service, { id: await life.lastApplication() }, barred, 'conflict')
    const review = 'The library asked for a review of the decision'
    const [renewal, again] = ['We received the renewal', 'The renewal opened again']
    const unread = 'The library’s application is with us'
    for (const person of [life.people.lead, life.people.coordinator])
      expect((await historyOf(service, life, person)).slice(0, 3)).toEqual([review, again, renewal])
    for (const person of [undeclared, barred])
      expect((await historyOf(service, life, person)).slice(0, 3)).toEqual([unread, again, unread])

    const countsIn = async (person: APerson) => {
      const { text } = await signedIn(service, person, '/history')
      return [review, renewal, unread].map(sentence => text.split(sentence).length - 1)
    }
    expect(await countsIn(life.people.coordinator)).toEqual([1, 1, 0])
    for (const person of [undeclared, barred, administrator]) expect(await countsIn(person)).toEqual([0, 0, 2])
    await service.end()
  })

  test('the history says that an application went back to the panel after a missed deadline', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2027-05-20')
    await life.start()
    await life.submitApplication()
    const id = await life.lastApplication()
    const asked = { status: 'more evidence asked', until: '2027-05-25' as Day, items_asked: '[]' }
    await service.database.writer('applications').where({ id }).update(asked)
    life.goTo('2027-05-28')
    const casework = await signedIn(service, life.people.coordinator, `/applications/${id}/take-up`)
    await casework.press('Send back to the panel without new evidence', { reason: 'The panel can decide without it.' })
    expect((await historyOf(service, life)).slice(0, 2)).toEqual([
      'We sent the application back to the panel',
      'The renewal opened again',
    ])
    await service.end()
  })

  test('the page of a valid award says that the library does not need to renew yet', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const { id } = await anAward(service, organisation, { startedBy: lead, status: 'valid', endsOn: '2027-12-31' })
    const ofLead = await signedIn(service, lead, `/awards/${id}`)
    expect(ofLead.text).toContain('You do not need to renew yet.')
    const ofCoordinator = await signedIn(service, coordinator, `/awards/${id}`)
    expect(ofCoordinator.text).toContain('The library does not need to renew yet.')
    expect(ofCoordinator.headings).toContain('About this award')
    await service.end()
  })

  test('an award that can be renewed is shown as open for renewal before the nightly job has run', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const { id } = await anAward(service, organisation, { startedBy: lead, status: 'valid', endsOn: '2027-05-31' })
    const { text } = await signedIn(service, lead, `/awards/${id}`)
    expect(text).toContain('Valid until 31 May 2027, and open for renewal')
    expect(text).toContain('Submit by Monday 31 May (91 days from today)')
    expect(text).not.toContain('You do not need to renew yet.')
    await service.end()
  })

  test('only people who could see all recommendations are told that there are none', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const trustee = await aPersonWho(service, { roles: ['trustee'] })
    const { id } = await anAward(service, organisation, { startedBy: lead, status: 'valid', endsOn: '2027-12-31' })
    const says = async (person: typeof lead) => {
      const { text } = await signedIn(service, person, `/awards/${id}`)
      return ['There are no recommendations.', 'You must first declare that you have no conflict of interest.'].map(
        sentence => text.includes(sentence),
      )
    }
    expect([await says(lead), await says(trustee)]).toEqual([
      [true, false],
      [false, true],
    ])
    const db = service.database.writer
    // an award from before this service cannot have recommendations until it has been renewed here
    await db('awards').where({ id }).update({ is_recorded: 1 })
    expect(await says(trustee)).toEqual([true, false])
    await db('applications').where({ award_id: id }).update({ award_id: null })
    expect(await says(trustee)).toEqual([true, false])
    await db('terms').insert({ ...(await db('terms').where({ award_id: id }).first())!, id: newId(), number: 2 })
    expect(await says(trustee)).toEqual([false, true])
    await service.end()
  })

  describe('an award’s years', () => {
    let service: Service
    let lead: APerson
    let organisation: AnOrganisation
    let award: Awaited<ReturnType<typeof anAward>>
    beforeEach(async () => {
      service = await aService(engine)
      await aRound(service)
      organisation = await anOrganisation(service)
      lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
      award = await anAward(service, organisation, { startedBy: lead, status: 'valid', endsOn: '2027-04-30' })
    })
    afterEach(() => service.end())

    const change = ({
      number,
      move,
      to,
      from,
      validTo,
    }: Record<'move' | 'to' | 'from' | 'validTo', string> & { number: number }) =>
      service.database.writer('award_changes').insert({
        id: `${award.id.slice(0, 17)}${String(number).padStart(3, '0')}`,
        award_id: award.id,
        number,
        move,
        to_status: to,
        from_day: from as Day,
        valid_to: validTo as Day,
        at: instant(`${from}T10:00:00Z`),
        reason: null,
      })
    const rows = ({ $ }: Pick<Visitor, '$'>): string[] =>
      $('table')
        .filter((_, table) => $(table).find('caption').text().trim() === 'Award periods, renewals, extensions and gaps')
        .find('tbody tr')
        .map((_, row) => $(row).text().replace(/\s+/g, ' ').trim())
        .get()

    test('the years are in a chart with a title and description, and in a table with the same content', async () => {
      const page = await signedIn(service, lead, `/awards/${award.id}`)
      expect(rows(page)).toEqual([expect.stringMatching(/1 May 2026 to 30 April 2027.*Valid now.*First award/)])
      const picture = page.$('.los-terms svg')
      expect([picture.attr('role'), picture.find('title').text(), picture.find('desc').text()]).toEqual([
        'img',
        'This award, year by year',
        '1 May 2026 to 30 April 2027: Valid now. First award.',
      ])
      expect(page.text).toContain('Continuously accredited since 2026.')
    })

    test('the page says “continuously accredited” only when the award was always valid', async () => {
      const text = async () => (await signedIn(service, lead, `/awards/${award.id}`)).text
      expect(await text()).toContain('Continuously accredited')
      await change({ number: 2, move: 'suspend', to: 'suspended', from: '2026-09-01', validTo: '2027-04-30' })
      await change({ number: 3, move: 'restore', to: 'valid', from: '2026-09-11', validTo: '2027-04-30' })
      const page = await signedIn(service, lead, `/awards/${award.id}`)
      expect(page.text).not.toContain('Continuously accredited')
      expect(rows(page).filter(row => row.includes('Not valid'))).toEqual([
        expect.stringMatching(/1 September 2026 to 10 September 2026.*The award was suspended/),
      ])
      expect(page.$('.los-terms .t-gap')).toHaveLength(1)
    })

    test('the page has one primary button, which starts the renewal or, after that, continues it', async () => {
      await service.database.writer('awards').where({ id: award.id }).update({ status: 'renewal open' })
      await change({ number: 2, move: 'openRenewal', to: 'renewal open', from: '2026-11-01', validTo: '2027-04-30' })
      const filled = async () => {
        const { $ } = await signedIn(service, lead, `/awards/${award.id}`)
        return $('main .govuk-button')
          .not('.govuk-button--secondary, .govuk-button--warning')
          .map((_, button) => $(button).text().trim())
          .get()
      }
      expect(await filled()).toEqual(['Start your renewal'])
      await anApplication(service, organisation, { startedBy: lead, kind: 'renewal', award_id: award.id })
      expect(await filled()).toEqual(['Continue your renewal'])
    })
  })
})

/** The last column of the history on an award’s page, newest change first. */
async function historyOf(
  service: Service,
  { award, people }: AwardsLife,
  person: APerson = people.lead,
): Promise<string[]> {
  const { $ } = await signedIn(service, person, `/awards/${award.id}`)
  return $('table')
    .filter((_, table) => $(table).find('caption').text().trim() === 'History')
    .find('tbody tr')
    .map((_, row) => $(row).find('td').last().children('div').text().trim())
    .get()
}
