import { describe, expect, test } from '@jest/globals'
import { anAwardsLife, type AwardsLife } from '../../../support/award-life.ts'
import { eachDatabase } from '../../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn } from '../../../support/factories.ts'
import { listFile } from '../../../support/list-file.ts'
import { aService, type Service } from '../../../support/service.ts'
import { aVisitor } from '../../../support/visitor.ts'

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

  test('the page shows whether the award is valid, what happens next, and every change with its reason', () =>
    onPage(async (service, award) => {
      award.goTo('2026-10-01')
      const library = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      expect([
        library.headings[1],
        library.text.includes('The renewal opens on 2 December 2026.'),
        library.buttons,
      ]).toEqual(['Valid until 31 May 2027', true, []])
      await award.move('coordinator', 'openRenewal', { reason: 'They move house in spring.' })
      await library.open(`/awards/${award.award.id}`)
      expect([library.headings[1], library.text.includes('They move house in spring.')]).toEqual([
        'Valid until 31 May 2027, and open for renewal',
        true,
      ])
      expect(library.links.find(({ text }) => text === 'Start your renewal')?.href).toBe(
        `/awards/${award.award.id}/renewal`,
      )
      await award.start()
      await library.open(`/awards/${award.award.id}`)
      await library.follow('Continue your renewal')
      expect([library.status, library.headings[0]]).toEqual([200, 'Renew your award'])
      await award.submitApplication()
      await library.open(`/awards/${award.award.id}`)
      expect([
        library.headings[1],
        library.headings.includes('Next renewal'),
        library.text.includes('Continue your renewal'),
      ]).toEqual(['Valid until we decide on the renewal', false, false])
      await award.giveBack(28)
      await library.open(`/awards/${award.award.id}`)
      expect(library.headings[1]).toBe('Valid until 31 May 2027, or longer if the library responds')
      award.goTo('2027-06-02')
      const later = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      expect(later.headings[1]).toBe('Not valid since 1 June 2027') // known from the dates, before the nightly job runs
      await award.nightly()
      await later.open(`/awards/${award.award.id}`)
      expect([later.headings[1], later.text.includes('The library can still renew it until 30 June 2027')]).toEqual([
        'Not valid since 1 June 2027',
        true,
      ])
      award.goTo('2027-07-01')
      // The nightly job has not run, so the page uses the dates.
      expect((await signedIn(service, award.people.lead, `/awards/${award.award.id}`)).headings[1]).toBe('Lapsed')
    }))

  test('after a gap before a renewal, the certificate does not say “Continuously accredited”', () =>
    onPage(async (service, award) => {
      award.goTo('2027-06-20')
      const library = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      await award.start()
      await award.submitApplication()
      await library.open(`/awards/${award.award.id}`)
      expect([
        library.text.includes('20 June 2027 Status Not valid, renewal being reviewed'),
        library.text.includes('First accredited 1 June 2026'),
      ]).toEqual([true, true])
      await award.check()
      await award.decide()
      await award.release('awarded')
      await library.open(`/awards/${award.award.id}/certificate`)
      expect([
        library.text.includes('First accredited on 1 June 2026'),
        library.text.includes('Continuously accredited since'),
      ]).toEqual([true, false])
    }))

  test('the page of a lapsed award says that a reappraisal has started, except to people who cannot see drafts', () =>
    onPage(async (service, award) => {
      award.goTo('2027-07-20')
      await award.nightly()
      const library = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      expect(library.text).toContain(
        'Lapsed The award period ended on 31 May 2027. The library can only get the award back with a full ' +
          'reappraisal. Start your reappraisal',
      )
      await award.start()
      await library.open(`/awards/${award.award.id}`)
      expect(library.text).toContain(
        'Lapsed The award period ended on 31 May 2027. The library can only get the award back with a full ' +
          'reappraisal. A reappraisal has started.',
      )
      const trustee = await signedIn(service, award.people.trustee, `/awards/${award.award.id}`)
      expect(trustee.text).toContain('The library can only get the award back with a full reappraisal.')
      expect(trustee.text).not.toContain('A reappraisal has started')
      await award.submitApplication()
      await trustee.open(`/awards/${award.award.id}`)
      expect(trustee.text).toContain('A reappraisal has started')
    }))

  test('a coordinator extends the award with a reason, and its leads get an email', () =>
    onPage(async (service, award) => {
      award.goTo('2027-06-10')
      await award.nightly()
      await service.post()
      const casework = await signedIn(service, award.people.coordinator, `/awards/${award.award.id}`)
      await casework.follow('Extend the award')
      expect(casework.text).toContain('The award will be valid again from today until the new date.')
      const until = [casework.valueOf('until-day'), casework.valueOf('until-month'), casework.valueOf('until-year')]
      expect(until).toEqual(['30', '6', '2027'])
      await casework.press('Extend the award', { ...date('until', '2027-06-09'), reason: '' })
      expect([casework.status, casework.errors, casework.valueOf('until-day')]).toEqual([
        422,
        ['Enter today’s date or a later date', 'Enter the reason'],
        '09',
      ])
      await casework.press('Extend the award', { ...date('until', '2027-02-30'), reason: 'We are late.' })
      expect(casework.errors).toEqual(['Enter a real date, such as 28 February 2027'])
      await casework.press('Extend the award', { ...date('until', '2027-07-31'), reason: 'We are late.' })
      expect([casework.address, casework.headings[1], casework.text.includes('We are late.')]).toEqual([
        `/awards/${award.award.id}`,
        'Extended: valid until 31 July 2027',
        true,
      ])
      expect((await service.post()).map(({ to, subject }) => [to, subject])).toEqual([
        [award.people.lead.email, 'Your award has been extended to 31 July 2027'],
      ])
      const visitor = aVisitor(service)
      const answers = []
      for (const day of ['2027-05-31', '2027-06-09', '2027-06-10']) {
        await visitor.open(`/verify/${award.award.code}?${new URLSearchParams(date('on', day)).toString()}`)
        answers.push(visitor.headings[1])
      }
      expect(answers).toEqual(['Valid on 31 May 2027', 'Not valid on 9 June 2027', 'Valid on 10 June 2027'])
    }))

  test('while the library’s emails are off, the pages to extend, suspend, restore or end an award say so', () =>
    onPage(async (service, award) => {
      award.goTo('2027-01-10')
      await service.post()
      const casework = await signedIn(service, award.people.coordinator, '/home')
      const trustee = await signedIn(service, award.people.trustee, '/home')
      const saysSo = async (page: string, visitor = casework): Promise<boolean> => {
        await visitor.open(`/awards/${award.award.id}/${page}`)
        expect(visitor.status).toBe(200)
        const told = ['ending', 'restoration'].includes(page)
          ? 'we will email its leads only if this closes a renewal.'
          : 'we will not email anyone there about the award.'
        return visitor.text.includes(`Emails are not switched on for Ashcombe Libraries, so ${told}`)
      }
      const shown = async () => ({
        extension: await saysSo('extension'),
        suspension: await saysSo('suspension'),
        ending: await saysSo('ending', trustee),
        fullNext: await saysSo('full-next'), // this form never sends an email
      })
      expect(await shown()).toEqual({ extension: false, suspension: false, ending: false, fullNext: false })
      await service.database.writer('organisations').update({ emails_started_at: null })
      expect(await shown()).toEqual({ extension: true, suspension: true, ending: true, fullNext: false })
      await casework.open(`/awards/${award.award.id}/suspension`)
      await casework.press('Suspend the award', { reason: 'A complaint is looked into.' })
      expect([casework.headings[1], await service.post()]).toEqual(['Suspended, so not valid', []])
      expect(await saysSo('restoration', trustee)).toBe(true)
    }))

  test('if an award ends while the library’s emails are off, its leads hear only that their renewal is closed', () =>
    onPage(async (service, award) => {
      award.goTo('2027-01-10')
      await award.start()
      await service.database.writer('organisations').update({ emails_started_at: null })
      await service.post()
      const trustee = await signedIn(service, award.people.trustee, `/awards/${award.award.id}/ending`)
      await trustee.press('End the award', { reason: 'The library has closed.', sure: 'yes' })
      expect([trustee.headings[1], (await service.post()).map(({ to, subject }) => [to, subject])]).toEqual([
        'Ended',
        [[award.people.lead.email, 'We have closed your application']],
      ])
    }))

  test('a coordinator can suspend the award, and only a trustee can restore it', () =>
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
      expect(trustee.text).toContain('The award will no longer be suspended. It will be valid again.')
      await trustee.press('Restore the award', { reason: 'It is settled.' })
      expect([trustee.headings[1], (await award.history()).slice(-2)]).toEqual([
        'Valid until 31 May 2027, and open for renewal',
        ['2027-02-10 restore: valid to 2027-05-31', '2027-02-10 openRenewal: renewal open to 2027-05-31'],
      ])
    }))

  test('no page, list or file shows a suspended award as valid until a date', () =>
    onPage(async (service, award) => {
      award.goTo('2027-01-10')
      const { award: it, organisation } = award
      const casework = await signedIn(service, award.people.coordinator, `/awards/${it.id}/suspension`)
      await casework.press('Suspend the award', { reason: 'A complaint is looked into.' })
      expect(casework.text).toContain('Valid until Not valid. Last day of award period: 31 May 2027')
      const trustee = await signedIn(service, award.people.trustee, `/awards/${it.id}/restoration`)
      expect(trustee.text).toContain('The award is suspended. The award period ends on 31 May 2027.')
      const lists = ['/awards', `/organisations/${organisation.id}`, '/reports/minutes?from=2027-01-01']
      for (const list of lists)
        expect([list, (await casework.open(list)).text]).toEqual([
          list,
          expect.stringContaining('Valid until Not valid. Last day of award period: 31 May 2027'),
        ])
      await casework.open('/renewals?show=all')
      expect(casework.text).toContain('Suspended Award period ends on 31 May 2027')
      for (const file of ['/downloads/awards', '/downloads/renewals?show=all'])
        expect(await listFile(casework, file)).toEqual([
          expect.objectContaining({ 'Valid until': 'Not valid. Last day of award period: 31 May 2027' }),
        ])
      award.goTo('2027-06-02')
      const later = await signedIn(service, award.people.trustee, `/awards/${it.id}/restoration`)
      expect(later.text).toContain('The award is suspended. The award period ended on 31 May 2027.')
      await later.open('/renewals?show=all')
      expect(later.text).toContain('Suspended Award period ended on 31 May 2027')
    }))

  test('the page of a suspended award says that the award was overdue, and when it lapses', () =>
    onPage(async (service, award) => {
      award.goTo('2027-06-10')
      await award.nightly()
      await service.post()
      const casework = await signedIn(service, award.people.coordinator, `/awards/${award.award.id}/suspension`)
      expect(casework.text).toContain(
        'The award is not valid, because its award period has ended. ' +
          'If you suspend it, a trustee must restore it before it can be valid again. ' +
          'The library can still submit a renewal until 30 June 2027. After that, the award will lapse. ' +
          'The award was valid until 31 May 2027.',
      )
      await casework.press('Suspend the award', { reason: 'A complaint is looked into.' })
      expect(casework.text).toContain(
        'The award period ended on 31 May 2027. Only a trustee can restore the award. ' +
          'The library can still submit a renewal until 30 June 2027. After that, the award will lapse.',
      )
      const trustee = await signedIn(service, award.people.trustee, `/awards/${award.award.id}/restoration`)
      expect(trustee.text).toContain('Its last day has passed, so its renewal will be overdue')
      expect((await service.post())[0]!.text).toContain(
        'The award period ended on 31 May 2027. You can still submit a renewal until 30 June 2027. ' +
          'After that, the award will lapse.',
      )
      award.goTo('2027-07-01')
      // The nightly job has not run, so the page uses the dates.
      expect((await signedIn(service, award.people.lead, `/awards/${award.award.id}`)).headings[1]).toBe('Lapsed')
    }))

  test('the pages that suspend and restore an award take account of a late renewal that is with us', () =>
    onPage(async (service, award) => {
      award.goTo('2027-06-10')
      await award.nightly()
      await award.start()
      await award.submitApplication()
      const casework = await signedIn(service, award.people.coordinator, `/awards/${award.award.id}/suspension`)
      expect(casework.text).toContain('The award is not valid, because its award period has ended.')
      expect(casework.text).toContain('The renewal has been submitted.')
      await casework.press('Suspend the award', { reason: 'A complaint is looked into.' })
      const trustee = await signedIn(service, award.people.trustee, `/awards/${award.award.id}/restoration`)
      expect(trustee.text).toContain('Its last day has passed, so it will not be valid unless we renew it.')
      await trustee.press('Restore the award', { reason: 'It is settled.' })
      expect((await award.history()).at(-1)).toBe('2027-06-10 receive: renewal with us to 2027-05-31')
    }))

  test('a lead ends the award after a warning, and its open renewal is closed', () =>
    onPage(async (service, award) => {
      award.goTo('2027-03-10')
      await award.start()
      const library = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      await library.follow('End the award')
      expect(library.text.includes('31 May 2027')).toBe(false)
      await library.press('End the award', { reason: 'The service closes.' })
      expect([library.status, library.errors]).toEqual([
        422,
        ['Tick the box to confirm that you want to end the award'],
      ])
      await library.press('End the award', { reason: 'The service closes.', sure: 'yes' })
      expect([library.headings[1], (await award.cases()).map(({ status }) => status)]).toEqual(['Ended', ['withdrawn']])
      expect(library.text).toContain('Valid until No longer valid')
      await library.open(`/awards/${award.award.id}/certificate`)
      expect(library.text).toContain('not valid today')
      await library.open(`/verify/${award.award.code}?${new URLSearchParams(date('on', '2027-03-09')).toString()}`)
      expect(library.text).toContain(
        'Valid on 9 March 2027 Ashcombe Libraries was a Library of Sanctuary on that day. The award is ' +
          'no longer valid.',
      )
      await library.open(`/verify/${award.award.code}`)
      expect(library.text).toContain('Not valid on 10 March 2027 The award held by Ashcombe Libraries is not valid.')
    }))

  test('the charity can ask for a full reappraisal next, and the library sees the reason', () =>
    onPage(async (service, award) => {
      award.goTo('2027-01-10')
      const casework = await signedIn(service, award.people.coordinator, `/awards/${award.award.id}/full-next`)
      await casework.press('Require a full reappraisal', { reason: 'Half the branches are new.' })
      const library = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      expect([
        library.text.includes('Half the branches are new.'),
        library.links.some(({ text }) => text === 'Start your reappraisal'),
      ]).toEqual([true, true])
      await award.start()
      await award.submitApplication()
      await award.decideByPanel()
      await award.release('awarded')
      expect([(await award.row()).full_reappraisal_reason, (await award.row()).status]).toEqual([null, 'valid'])
    }))

  test('a reason for a full reappraisal is replaced only by someone who has read it', () =>
    onPage(async (service, award) => {
      award.goTo('2027-01-10')
      const address = `/awards/${award.award.id}/full-next`
      const reason = async () => (await award.row()).full_reappraisal_reason
      const first = await signedIn(service, award.people.coordinator, address)
      const second = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), address)
      await first.press('Require a full reappraisal', { reason: 'Half the branches are new.' })
      await second.press('Require a full reappraisal', { reason: 'The policy has changed.' })
      expect([second.status, second.errors, await reason()]).toEqual([
        409,
        ['Someone else has just required a full reappraisal. Read their reason, then save if yours should replace it'],
        'Half the branches are new.',
      ])
      expect(second.text).toContain('Half the branches are new.')
      await second.press('Require a full reappraisal')
      expect([second.status, await reason()]).toEqual([200, 'The policy has changed.'])
    }))

  test('the email about a renewal that a coordinator opens says whether it is a full reappraisal', () =>
    onPage(async (service, award) => {
      award.goTo('2026-10-01')
      const opened = async () => {
        await service.post()
        await award.move('coordinator', 'openRenewal', { reason: 'They move house in spring.' })
        return (await service.post()).find(({ to }) => to === award.people.lead.email)!.text
      }
      const light = await opened()
      expect(light).toContain('If you submit your renewal by 31 May 2027')
      expect(light).toContain('Start your renewal')
      expect(light).not.toContain('reappraisal')
      await service.database
        .writer('awards')
        .where({ id: award.award.id })
        .update({ status: 'valid', full_reappraisal_reason: 'Half the branches are new.' })
      const full = await opened()
      expect(full).toContain('This time you need a full reappraisal.')
      expect(full).toContain('If you submit your reappraisal by 31 May 2027')
      expect(full).toContain('Start your reappraisal')
      expect(full).not.toContain('your renewal')
    }))

  test('people at the charity with a conflict of interest or a role in the library cannot change the award', () =>
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

  describe('moves that the nightly job makes', () => {
    test('several moves in one night send one email in the morning, about the last move', () =>
      onPage(async (service, award) => {
        await service.post()
        award.goTo('2027-07-05', '00:10')
        await award.nightly()
        expect(await service.post()).toEqual([])
        award.goTo('2027-07-05', '07:00')
        expect((await service.post()).map(({ subject }) => subject)).toEqual(['Your award has lapsed'])
      }))
    test('a started renewal closes when the award lapses, and the email says why', () =>
      onPage(async (service, award) => {
        award.goTo('2027-03-10')
        await award.start()
        award.goTo('2027-07-05')
        await service.post()
        await award.nightly()
        const emails = await service.post()
        expect(emails.map(({ subject }) => subject).toSorted()).toEqual([
          'We have closed your application',
          'Your award has lapsed',
        ])
        expect(emails.find(({ subject }) => subject === 'We have closed your application')!.text).toContain(
          'application because its award has lapsed.',
        )
      }))
    test('a person who left the library before the morning gets no email', () =>
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
    test('the history says that the clock made a move, and on which day the move was due', () =>
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
