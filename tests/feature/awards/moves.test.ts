import { describe, expect, test } from '@jest/globals'
import { anAwardsLife, type AwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

const date = (name: string, day: string) => {
  const [year, month, date] = day.split('-')
  return { [`${name}-day`]: date!, [`${name}-month`]: month!, [`${name}-year`]: year! }
}

eachDatabase('the page of an award', engine => {
  const onPage = async (story: (service: Service, award: AwardsLife) => Promise<void>): Promise<void> => {
    const service = await aService(engine)
    await story(service, await anAwardsLife(service, '2026-06-01'))
    await service.end()
  }

  test('says what is true and who has the ball, with every change and its reason', () =>
    onPage(async (service, award) => {
      award.goTo('2026-10-01')
      const library = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      expect([
        library.headings[1],
        library.text.includes('Its renewal opens on 2 December 2026.'),
        library.buttons,
      ]).toEqual(['Valid to 31 May 2027', true, []])
      await award.move('coordinator', 'openRenewal', { reason: 'They move house in spring.' })
      await library.open(`/awards/${award.award.id}`)
      expect([library.headings[1], library.text.includes('They move house in spring.')]).toEqual([
        'Valid to 31 May 2027, and time to renew',
        true,
      ])
      expect(library.links.find(({ text }) => text === 'Start the renewal')?.href).toBe(
        `/awards/${award.award.id}/renewal`,
      )
      await award.start()
      await award.submitApplication()
      await library.open(`/awards/${award.award.id}`)
      expect([library.headings[1], library.headings.includes('The next renewal')]).toEqual([
        'Valid while we read its renewal',
        false,
      ])
      await award.giveBack(28)
      await library.open(`/awards/${award.award.id}`)
      expect(library.headings[1]).toBe('Valid to 31 May 2027, if nothing more comes')
      award.goTo('2027-06-02')
      const later = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      expect(later.headings[1]).toBe('Not valid since 1 June 2027') // no job has run: the days decide
      await award.nightly()
      await later.open(`/awards/${award.award.id}`)
      expect([later.headings[1], later.text.includes('It can still be renewed until 30 June 2027')]).toEqual([
        'Not valid since 1 June 2027',
        true,
      ])
      award.goTo('2027-07-01')
      // no job has run
      expect((await signedIn(service, award.people.lead, `/awards/${award.award.id}`)).headings[1]).toBe('Lapsed')
    }))

  test('calls nothing valid that was handed in late, and tells a gap from the years before it', () =>
    onPage(async (service, award) => {
      award.goTo('2027-06-20')
      const library = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      await award.start()
      await award.submitApplication()
      await library.open(`/awards/${award.award.id}`)
      expect([
        library.text.includes('20 June 2027 State Not valid, renewal being reviewed'),
        library.text.includes('First accredited 1 June 2026'),
      ]).toEqual([true, true])
      await award.check()
      await award.decide()
      await award.release('awarded')
      await library.open(`/awards/${award.award.id}/certificate`)
      expect([library.text.includes('First accredited in 2026'), library.text.includes('Accredited since')]).toEqual([
        true,
        false,
      ])
    }))

  test('that lapsed says so when a reappraisal is under way', () =>
    onPage(async (service, award) => {
      award.goTo('2027-07-20')
      await award.nightly()
      const library = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      expect(library.text).toContain(
        'Lapsed It was valid to 31 May 2027. Only a full reappraisal brings it back. The next renewal',
      )
      await award.start()
      await library.open(`/awards/${award.award.id}`)
      expect(library.text).toContain(
        'Lapsed It was valid to 31 May 2027. Only a full reappraisal brings it back. One is under way.',
      )
    }))

  test('extends, with a later day and a reason, and tells the leads', () =>
    onPage(async (service, award) => {
      award.goTo('2027-06-10')
      await award.nightly()
      await service.post()
      const casework = await signedIn(service, award.people.coordinator, `/awards/${award.award.id}`)
      await casework.follow('Extend the award')
      const until = [casework.valueOf('until-day'), casework.valueOf('until-month'), casework.valueOf('until-year')]
      expect(until).toEqual(['30', '6', '2027'])
      await casework.press('Extend the award', { ...date('until', '2027-06-09'), reason: '' })
      expect([casework.status, casework.errors, casework.valueOf('until-day')]).toEqual([
        422,
        ['Enter a day that is not past', 'Enter the reason'],
        '09',
      ])
      await casework.press('Extend the award', { ...date('until', '2027-02-30'), reason: 'We are late.' })
      expect(casework.errors).toEqual(['Enter a day that exists, such as 28 February 2027'])
      await casework.press('Extend the award', { ...date('until', '2027-07-31'), reason: 'We are late.' })
      expect([casework.address, casework.headings[1], casework.text.includes('We are late.')]).toEqual([
        `/awards/${award.award.id}`,
        'Extended: valid to 31 July 2027',
        true,
      ])
      expect((await service.post()).map(({ to, subject }) => [to, subject])).toEqual([
        [award.people.lead.email, 'Your award is extended'],
      ])
      const visitor = aVisitor(service)
      const answers = []
      for (const day of ['2027-05-31', '2027-06-09', '2027-06-10']) {
        await visitor.open(`/verify/${award.award.code}?${new URLSearchParams(date('on', day)).toString()}`)
        answers.push(visitor.headings[1])
      }
      expect(answers).toEqual(['Valid on 31 May 2027', 'Not valid on 9 June 2027', 'Valid on 10 June 2027'])
    }))

  test('suspends and restores: a coordinator takes it, a trustee alone gives it back', () =>
    onPage(async (service, award) => {
      award.goTo('2027-01-10')
      const casework = await signedIn(service, award.people.coordinator, `/awards/${award.award.id}/suspension`)
      await casework.press('Suspend the award', { reason: 'A complaint is looked into.' })
      expect(casework.headings[1]).toBe('Suspended, so not valid')
      await casework.open(`/awards/${award.award.id}/suspension`)
      expect(casework.status).toBe(409)
      await casework.open(`/awards/${award.award.id}/restoration`)
      expect(casework.status).toBe(403)
      award.goTo('2027-02-10')
      const trustee = await signedIn(service, award.people.trustee, `/awards/${award.award.id}`)
      await trustee.follow('Restore the award')
      await trustee.press('Restore the award', { reason: 'It is settled.' })
      expect([trustee.headings[1], (await award.history()).slice(-2)]).toEqual([
        'Valid to 31 May 2027, and time to renew',
        ['2027-02-10 restore: valid to 2027-05-31', '2027-02-10 openRenewal: renewal open to 2027-05-31'],
      ])
    }))

  test('suspended when its term is over is said to have been no more valid before, and when it lapses', () =>
    onPage(async (service, award) => {
      award.goTo('2027-06-10')
      await award.nightly()
      await service.post()
      const casework = await signedIn(service, award.people.coordinator, `/awards/${award.award.id}/suspension`)
      expect(casework.text).toContain(
        'The award is not valid, because its term is over. Suspended, it stays so until a trustee restores it ' +
          'and it is renewed. A renewal can still be handed in until 30 June 2027; after that it lapses. Its ' +
          'last valid day was 31 May 2027.',
      )
      await casework.press('Suspend the award', { reason: 'A complaint is looked into.' })
      expect(casework.text).toContain(
        'Its term ended on 31 May 2027. A renewal can still be handed in until 30 June 2027; after that it ' +
          'lapses. Only a trustee restores it.',
      )
      expect((await service.post())[0]!.text).toContain(
        'Its term ended on 31 May 2027. A renewal can still be handed in until 30 June 2027; after that the ' +
          'award lapses.',
      )
      award.goTo('2027-07-01')
      // no job has run
      expect((await signedIn(service, award.people.lead, `/awards/${award.award.id}`)).headings[1]).toBe('Lapsed')
    }))

  test('ends by its lead after an honest warning, with everything under way', () =>
    onPage(async (service, award) => {
      award.goTo('2027-03-10')
      await award.start()
      const library = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      await library.follow('End the award')
      expect(library.text.includes('31 May 2027')).toBe(false)
      await library.press('End the award', { reason: 'The service closes.' })
      expect([library.status, library.errors]).toEqual([422, ['Tick the box if you want to end the award']])
      await library.press('End the award', { reason: 'The service closes.', sure: 'yes' })
      expect([library.headings[1], (await award.cases()).map(({ status }) => status)]).toEqual(['Ended', ['withdrawn']])
      expect(library.text).toContain('Valid to Not valid any more')
      await library.open(`/awards/${award.award.id}/certificate`)
      expect(library.text).toContain('not valid today')
      await library.open(`/verify/${award.award.code}?${new URLSearchParams(date('on', '2027-03-09')).toString()}`)
      expect(library.text).toContain(
        'Valid on 9 March 2027 Ashcombe Libraries was a Library of Sanctuary on that day. Its award is not ' +
          'valid today.',
      )
      await library.open(`/verify/${award.award.code}`)
      expect(library.text).toContain('Not valid on 10 March 2027 The award of Ashcombe Libraries is not valid.')
    }))

  test('asks for a full reappraisal next, once, with the reason for the library to read', () =>
    onPage(async (service, award) => {
      award.goTo('2027-01-10')
      const casework = await signedIn(service, award.people.coordinator, `/awards/${award.award.id}/full-next`)
      await casework.press('Ask for a full reappraisal', { reason: 'Half the branches are new.' })
      const library = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      expect([
        library.text.includes('Half the branches are new.'),
        library.links.some(({ text }) => text === 'Start the reappraisal'),
      ]).toEqual([true, true])
      await award.start()
      await award.submitApplication()
      await award.decideByPanel()
      await award.release('awarded')
      expect([(await award.row()).full_reappraisal_reason, (await award.row()).status]).toEqual([null, 'valid'])
    }))

  test('is moved by nobody of the library from the other side, and by nobody in conflict with one of its cases', () =>
    onPage(async (service, award) => {
      const both = await aPersonWho(service, {
        member: [[award.organisation, 'contributor']],
        roles: ['coordinator', 'trustee'],
      })
      const conflicted = await aPersonWho(service, { roles: ['coordinator', 'trustee'] })
      const [first] = await service.database.writer('applications').where({ kind: 'first' }).select('id')
      await aDeclaration(service, { id: first!.id }, conflicted, 'conflict')
      for (const person of [both, conflicted]) {
        const casework = await signedIn(service, person, `/awards/${award.award.id}`)
        expect([
          casework.status,
          casework.buttons,
          casework.links.some(({ href }) => /extension|suspension|ending|opening|full-next/.test(href)),
        ]).toEqual([200, [], false])
        for (const place of ['extension', 'suspension', 'ending', 'opening', 'full-next', 'restoration']) {
          await casework.send(`/awards/${award.award.id}/${place}`, {
            reason: 'Because',
            sure: 'yes',
            ...date('until', '2027-08-01'),
          })
          expect([place, casework.status]).toEqual([place, 403])
        }
      }
      expect(await award.history()).toEqual(['2026-06-01 grant: valid to 2027-05-31'])
    }))

  describe('what the calendar does at night', () => {
    test('is told in the morning; of several letters the last', () =>
      onPage(async (service, award) => {
        await service.post()
        award.goTo('2027-07-05', '00:10')
        await award.nightly()
        expect(await service.post()).toEqual([])
        award.goTo('2027-07-05', '07:00')
        expect((await service.post()).map(({ subject }) => subject)).toEqual(['Your award has lapsed'])
      }))
    test('closes a renewal that was begun, and the letter says why', () =>
      onPage(async (service, award) => {
        award.goTo('2027-03-10')
        await award.start()
        award.goTo('2027-07-05')
        await service.post()
        await award.nightly()
        const emails = await service.post()
        expect(emails.map(({ subject }) => subject).toSorted()).toEqual([
          'Your application is closed',
          'Your award has lapsed',
        ])
        expect(emails.find(({ subject }) => subject === 'Your application is closed')!.text).toContain(
          'is closed, because its award has lapsed.',
        )
      }))
    test('is told to nobody who left the library before the morning', () =>
      onPage(async (service, award) => {
        await service.post()
        award.goTo('2027-07-05', '00:10')
        await award.nightly()
        await service.database
          .writer('memberships')
          .where({ person_id: award.people.lead.id })
          .update({ ended_at: service.clock.now() })
        award.goTo('2027-07-05', '07:00')
        expect([
          await service.post(),
          (await service.database.writer('outbox').where({ name: 'award lapsed' })).map(
            ({ status, not_sent_reason }) => [status, not_sent_reason],
          ),
        ]).toEqual([[], [['not sent', 'may not know']]])
      }))
    test('is written as its own, counted from the day it fell due', () =>
      onPage(async (service, award) => {
        award.goTo('2027-07-05')
        await award.nightly()
        const events = await service.database.writer('events').where('name', 'award.lapse')
        expect(events.map(({ actor, person_id, facts }) => [actor, person_id, JSON.parse(facts)])).toEqual([
          ['the clock', null, { from: 'overdue', to: 'lapsed', since: '2027-07-01', validTo: '2027-05-31' }],
        ])
      }))
  })
})

eachDatabase('an award from paper', engine => {
  test('is recorded by a coordinator and marked as such; it is overdue or lapsed if its last day is past', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator, '/awards')
    await casework.follow('Record an award from paper')
    await casework.press('Search', { name: 'ashc' })
    await casework.follow('Ashcombe Libraries, Ashcombe')
    await casework.press('Record the award', { scope: [], decidedBy: '', source: '' })
    expect([casework.status, casework.errors]).toEqual([
      422,
      [
        'Tick at least one branch',
        'Enter the first valid day',
        'Enter the last valid day',
        'Enter who decided',
        'Enter where it is written',
      ],
    ])
    const paper = { scope: organisation.branches, decidedBy: 'Ashcombe local group', source: 'Letter of 1 June 2024' }
    const wrong = async (from: string, to: string): Promise<string[]> => {
      await casework.press('Record the award', { ...paper, ...date('from', from), ...date('to', to) })
      return casework.errors
    }
    expect(await wrong('2027-03-02', '2028-03-01')).toEqual(['Enter a first day that is not in the future'])
    expect(await wrong('2026-03-01', '2026-02-28')).toEqual(['Enter a last day after the first'])
    expect(await wrong('2026-02-30', '2027-02-28')).toEqual(['Enter a day that exists, such as 28 February 2027'])
    expect([await wrong('0000-01-01', '2027-05-31'), await wrong('1999-12-31', '2027-05-31')]).toEqual([
      ['Enter a day that exists, such as 28 February 2027'],
      ['Check the year'],
    ])
    expect([await wrong('2025-06-01', '9999-12-31'), await wrong('2025-06-01', '2150-01-01')]).toEqual([
      ['Enter a day that exists, such as 28 February 2027'],
      ['Check the year'],
    ])
    await casework.press('Record the award', { ...paper, ...date('from', '2024-02-29'), ...date('to', '2027-02-20') })
    const db = service.database.writer
    const award = (await db('awards').first())!
    expect([
      casework.address,
      casework.headings[1],
      casework.text.includes('Decided by: Ashcombe local group'),
    ]).toEqual([`/awards/${award.id}`, 'Not valid since 21 February 2027', true])
    expect((await db('award_changes').orderBy('number')).map(({ move, from_day }) => [move, from_day])).toEqual([
      ['record', '2024-02-29'],
      ['openRenewal', '2026-08-24'],
      ['fallOverdue', '2027-02-21'],
    ])
    const terms = await db('terms')
    expect(terms.map(({ anchor, starts_on, ends_on, months }) => [anchor, starts_on, ends_on, months])).toEqual([
      ['2027-02-21', '2024-02-29', '2027-02-20', 0],
    ])
    await casework.open(`/awards/${award.id}/certificate`)
    expect(casework.text).toContain('Recorded from paper')
    await casework.open(`/verify/${award.code}`)
    expect(casework.text).toContain('recorded from paper')
    await casework.open(`/awards/new?organisation=${organisation.id}`)
    expect(casework.text).toContain('Each branch already belongs to an award')
    await casework.send(`/awards/new?organisation=${organisation.id}`, {
      ...paper,
      ...date('from', '2025-01-01'),
      ...date('to', '2028-01-01'),
    })
    expect([casework.status, casework.errors, (await db('awards')).length]).toEqual([422, [], 1])
    await service.end()
  })

  test('is of an organisation that is found in a list of all of them, page after page', async () => {
    const service = await aService(engine)
    for (let number = 10; number < 62; number += 1) await anOrganisation(service, { name: `Library ${number}` })
    const casework = await signedIn(
      service,
      await aPersonWho(service, { roles: ['coordinator'] }),
      '/awards/new?name=library',
    )
    const shown = () =>
      casework.links
        .filter(({ href }) => href.startsWith('/awards/new?organisation='))
        .map(({ text }) => text.split(',')[0])
    expect([shown().length, shown().at(-1)]).toEqual([50, 'Library 59'])
    await casework.follow('Next page')
    expect(shown()).toEqual(['Library 60', 'Library 61'])
    await service.end()
  })

  test('is nobody else’s to record, nor a coordinator’s own library’s', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']], roles: ['coordinator'] })
    const casework = await signedIn(service, lead, `/awards/new?organisation=${organisation.id}`)
    expect(casework.status).toBe(403)
    await (
      await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }), '/account')
    )
      .open('/awards/new')
      .catch(() => null)
    expect(await service.database.writer('awards')).toEqual([])
    await service.end()
  })
})
