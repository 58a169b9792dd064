import { describe, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { newId } from '../../../src/db/ids.ts'
import { releaseLetters } from '../../../src/modules/appraisal/releases/release.actions.ts'
import { anAwardsLife, type AwardsLife } from '../../support/award-life.ts'
import { signedIn } from '../../support/factories.ts'
import { aService } from '../../support/service.ts'

const grantedOn = '2026-06-01' // the first award period ends on 31 May 2027

eachDatabase('an award', engine => {
  const withAward = async (story: (award: AwardsLife) => Promise<void>): Promise<void> => {
    const service = await aService(engine)
    await story(await anAwardsLife(service, grantedOn))
    await service.end()
  }
  const latest = async (award: AwardsLife): Promise<string> => (await award.history()).at(-1)!

  test('an award opens for renewal, becomes overdue and lapses on the correct days, even if the job is late', () =>
    withAward(async award => {
      award.goTo('2027-09-01')
      await award.nightly()
      expect(await award.history()).toEqual([
        '2026-06-01 grant: valid to 2027-05-31',
        '2026-12-02 openRenewal: renewal open to 2027-05-31',
        '2027-06-01 fallOverdue: overdue to 2027-05-31',
        '2027-07-01 lapse: lapsed to 2027-05-31',
      ])
    }))

  test('a renewal submitted on the last day keeps the award valid, and the next period follows without a gap', () =>
    withAward(async award => {
      award.goTo('2027-05-31')
      await award.start()
      await award.submitApplication()
      expect(await latest(award)).toBe('2027-05-31 receive: renewal with us to no end')
      award.goTo('2027-09-30')
      await award.nightly()
      await award.check()
      await award.decide()
      await award.release('awarded')
      expect((await award.history()).slice(-2)).toEqual([
        '2027-05-31 receive: renewal with us to no end',
        '2027-09-30 renew: valid to 2028-09-29',
      ])
      expect((await award.terms()).map(({ starts_on, ends_on, anchor }) => [starts_on, ends_on, anchor])).toEqual([
        ['2026-06-01', '2027-05-31', '2026-06-01'],
        ['2027-06-01', '2028-09-29', '2027-09-30'],
      ])
    }))

  test.each([
    {
      title:
        'a valid award’s renewal counts from the day set for its letter’s release, even if the job runs a day late',
      submittedOn: '2027-05-20',
      renewed: '2027-06-10 renew: valid to 2028-06-09',
      period: '1 June 2027 to 9 June 2028',
      isValidBefore: true,
    },
    {
      title: 'an overdue award counts from the day set for its letter’s release, even if the job runs a day late',
      submittedOn: '2027-06-05',
      renewed: '2027-06-10 renew: valid to 2028-06-09',
      period: '10 June 2027 to 9 June 2028',
      isValidBefore: false,
    },
  ])('$title', async ({ submittedOn, renewed, period, isValidBefore }) => {
    const service = await aService(engine)
    const award = await anAwardsLife(service, grantedOn)
    award.goTo(submittedOn)
    await award.nightly()
    await award.start()
    await award.submitApplication()
    await award.check()
    await award.decide()
    await award.recordDecision('awarded')
    const page = `/applications/${await award.lastApplication()}/decision`
    const casework = await signedIn(service, award.people.coordinator, `${page}/release-time`)
    const due = { 'day-day': '10', 'day-month': '6', 'day-year': '2027', hour: '10:00' }
    await casework.press('Set release time', due)
    expect(casework.notices).toEqual(['The decision letter will be released on 10 June 2027, 10am.'])
    award.goTo('2027-06-11')
    await award.nightly()
    expect(await releaseLetters(service.parts)).toBe(1)
    expect(await latest(award)).toBe(renewed)
    const library = await signedIn(service, award.people.lead, page)
    expect(library.text).toContain(`Award period: ${period}.`)
    expect(library.text).toContain('you have until 9 July 2027 to ask for a review')
    const isValidOnDay = async (day: string) => {
      const { headings } = await library.open(`/verify/${award.award.code}?on-day=${day}&on-month=6&on-year=2027`)
      return headings.includes(`Valid on ${day} June 2027`)
    }
    expect([await isValidOnDay('9'), await isValidOnDay('10')]).toEqual([isValidBefore, true])
    await service.end()
  })

  test('the next period of an award that is renewed in time starts on the day after the current one ends', () =>
    withAward(async award => {
      award.goTo('2027-02-10')
      await award.start()
      await award.submitApplication()
      await award.check()
      await award.decide()
      await award.release('awarded')
      expect([await latest(award), (await award.terms()).at(-1)!.starts_on]).toEqual([
        '2027-02-10 renew: valid to 2028-05-31',
        '2027-06-01',
      ])
    }))

  describe('an award whose renewal was submitted in time and then returned', () => {
    const returned = async (award: AwardsLife, on = '2027-05-20'): Promise<void> => {
      award.goTo('2027-05-10')
      await award.start()
      await award.submitApplication()
      award.goTo(on)
      await award.giveBack(28)
    }
    test('an award is valid until the library’s deadline, and has no end date once the library submits again', () =>
      withAward(async award => {
        await returned(award)
        expect(await latest(award)).toBe('2027-05-20 valid to moved: renewal with us to 2027-06-17')
        award.goTo('2027-06-17')
        await award.submitApplication()
        expect(await latest(award)).toBe('2027-06-17 valid to moved: renewal with us to no end')
      }))
    test('an award becomes overdue on the day after a missed deadline', () =>
      withAward(async award => {
        await returned(award)
        award.goTo('2027-06-25')
        await award.nightly()
        expect((await award.history()).slice(-2)).toEqual([
          '2027-06-18 handBack: renewal open to 2027-06-17',
          '2027-06-18 fallOverdue: overdue to 2027-06-17',
        ])
      }))
    test('an award stays valid until the end of its award period if that is after the deadline', () =>
      withAward(async award => {
        await returned(award, '2027-05-11')
        award.goTo('2027-05-12')
        expect(await latest(award)).toBe('2027-05-11 valid to moved: renewal with us to 2027-06-08')
        award.goTo('2027-05-15')
        await award.submitApplication()
        await award.giveBack(5)
        expect(await latest(award)).toBe('2027-05-15 valid to moved: renewal with us to 2027-05-31')
      }))
  })

  test('an award keeps the end date set by an unanswered question, and can still be renewed', () =>
    withAward(async award => {
      award.goTo('2027-05-20')
      await award.start()
      await award.submitApplication()
      await award.check()
      await award.ask(20)
      expect(await latest(award)).toBe('2027-05-20 valid to moved: renewal with us to 2027-06-09')
      award.goTo('2027-06-15')
      await award.nightly()
      expect([await latest(award), (await award.row()).status, (await award.row()).is_kept_by_renewal]).toEqual([
        '2027-05-20 valid to moved: renewal with us to 2027-06-09',
        'renewal with us',
        0,
      ])
      await award.decide()
      await award.release('awarded')
      expect([await latest(award), (await award.terms()).at(-1)!.starts_on]).toEqual([
        '2027-06-15 renew: valid to 2028-06-14',
        '2027-06-15',
      ])
    }))
  test('an award has no end date after a question is answered on the last day for a reply', () =>
    withAward(async award => {
      award.goTo('2027-05-20')
      await award.start()
      await award.submitApplication()
      await award.check()
      await award.ask(20)
      award.goTo('2027-06-09')
      await award.answer()
      expect(await latest(award)).toBe('2027-06-09 valid to moved: renewal with us to no end')
    }))

  test('withdrawing a renewal after the award period makes the day before it the last valid day', () =>
    withAward(async award => {
      award.goTo('2027-05-20')
      await award.start()
      await award.submitApplication()
      award.goTo('2027-06-20')
      await award.withdraw()
      expect((await award.history()).slice(-2)).toEqual([
        '2027-06-20 handBack: renewal open to 2027-06-19',
        '2027-06-20 fallOverdue: overdue to 2027-06-19',
      ])
    }))

  test('after `not yet` an award is valid for 28 days, and a second renewal stops the lapse but adds no days', () =>
    withAward(async award => {
      award.goTo('2027-05-20')
      await award.start()
      await award.submitApplication()
      award.goTo('2027-06-10')
      await award.check()
      await award.decide()
      await award.release('not yet')
      expect(await latest(award)).toBe('2027-06-10 handBack: renewal open to 2027-07-08')
      award.goTo('2027-07-01')
      await award.start()
      await award.submitApplication()
      expect(await latest(award)).toBe('2027-07-01 receive: renewal with us to 2027-07-08')
      award.goTo('2027-09-01')
      await award.nightly()
      expect([await latest(award), (await award.row()).status]).toEqual([
        '2027-07-01 receive: renewal with us to 2027-07-08',
        'renewal with us',
      ])
    }))

  describe('an award whose renewal decision is reopened', () => {
    const reopened = async (award: AwardsLife, outcome: 'awarded' | 'not yet'): Promise<void> => {
      award.goTo('2027-05-20')
      await award.start()
      await award.submitApplication()
      await award.check()
      await award.decide()
      await award.release(outcome)
      award.goTo('2027-06-01')
      await award.reopen()
    }
    test('an award stays valid during the review, and keeps its award period when the decision is confirmed', () =>
      withAward(async award => {
        await reopened(award, 'awarded')
        award.goTo('2027-06-10')
        await award.decide()
        await award.release('awarded')
        expect([await latest(award), (await award.terms()).length]).toEqual([
          '2027-05-20 renew: valid to 2028-05-31',
          2,
        ])
      }))
    test('a new decision of "not yet" shortens the award period to 28 days from its release', () =>
      withAward(async award => {
        await reopened(award, 'awarded')
        award.goTo('2027-06-10')
        await award.decide()
        await award.release('not yet')
        expect((await award.history()).slice(-2)).toEqual([
          '2027-06-10 shorten: valid to 2027-07-08',
          '2027-06-10 openRenewal: renewal open to 2027-07-08',
        ])
      }))
    test('a review after `not yet` adds no valid days, and another decision letter can renew the award', () =>
      withAward(async award => {
        await reopened(award, 'not yet')
        expect(await latest(award)).toBe('2027-06-01 receive: renewal with us to 2027-06-17')
        award.goTo('2027-07-20')
        await award.decide()
        await award.release('awarded')
        expect([await latest(award), (await award.terms()).at(-1)!.starts_on]).toEqual([
          '2027-07-20 renew: valid to 2028-07-19',
          '2027-07-20',
        ])
      }))
  })

  test('a review of an earlier renewal does not change the award’s dates once a later renewal is awarded', () =>
    withAward(async award => {
      award.goTo('2027-05-20')
      await award.start()
      await award.submitApplication()
      await award.check()
      await award.decide()
      await award.release('not yet')
      const reviewed = await award.lastApplication()
      award.goTo('2027-05-22')
      await award.start()
      await award.submitApplication()
      award.goTo('2027-05-24')
      await award.askForReview(reviewed)
      award.goTo('2027-06-10')
      await award.decideByPanel()
      await award.release('awarded')
      expect([await latest(award), (await award.row()).due_on]).toEqual([
        '2027-06-10 renew: valid to 2028-06-09',
        '2027-12-12',
      ])
      award.goTo('2027-06-21')
      await award.withdrawReview(reviewed)
      expect(await latest(award)).toBe('2027-06-10 renew: valid to 2028-06-09')
    }))

  describe('the branches of an award at its renewal', () => {
    const withBranch = async (award: AwardsLife, name: string): Promise<string> => {
      const id = newId()
      await award.database
        .writer('branches')
        .insert({ id, organisation_id: award.organisation.id, name, kind: 'branch', place: null })
      return id
    }
    const renewedFrom = async (award: AwardsLife): Promise<void> => {
      await award.submitApplication()
      await award.check()
      await award.decide()
      await award.release('awarded')
    }
    test('a branch that a coordinator adds while a renewal is under way stays in the award', () =>
      withAward(async award => {
        award.goTo('2027-05-20')
        await award.start()
        award.goTo('2027-05-25')
        const added = await withBranch(award, 'Harbour')
        await award.addBranches([added])
        award.goTo('2027-05-28')
        await renewedFrom(award)
        expect(await award.branches()).toEqual([...award.organisation.branches, added].toSorted())
      }))
    test('a branch that the library removed from the renewal leaves the award', () =>
      withAward(async award => {
        award.goTo('2027-05-20')
        await award.start()
        const added = await withBranch(award, 'Harbour')
        await award.addBranches([added])
        const [first] = award.organisation.branches
        await award.changeScope([first!, added])
        await award.changeScope([first!])
        await renewedFrom(award)
        expect(await award.branches()).toEqual([first])
      }))
  })

  describe('an award that was shortened', () => {
    const shortened = async (award: AwardsLife): Promise<void> => {
      award.goTo('2027-05-20')
      await award.start()
      await award.submitApplication()
      await award.check()
      await award.decide()
      await award.release('awarded')
      award.goTo('2027-06-01')
      await award.reopen()
      award.goTo('2027-06-10')
      await award.decide()
      await award.release('not yet') // valid to 8 July 2027
    }
    const datesOfTerms = async (award: AwardsLife): Promise<(string | number)[][]> =>
      (await award.terms()).map(({ number, starts_on, ends_on }) => [number, starts_on, ends_on])
    const letterOf = async (award: AwardsLife): Promise<string> =>
      (await award.decisions()).at(-1)!.letter_released ?? ''

    test('an award renewed on review is valid to the end of its award period, as its letter says', () =>
      withAward(async award => {
        await shortened(award)
        award.goTo('2027-06-20')
        await award.askForReview()
        award.goTo('2027-08-20')
        await award.nightly()
        await award.reopen()
        award.goTo('2027-08-25')
        await award.decide()
        await award.release('awarded')
        expect([await latest(award), (await award.terms()).length]).toEqual([
          '2027-08-25 renew: valid to 2028-05-31',
          2,
        ])
        expect(await letterOf(award)).toContain('1 June 2027 to 31 May 2028')
        award.goTo('2027-09-20')
        await award.nightly()
        expect(await latest(award)).toBe('2027-08-25 renew: valid to 2028-05-31')
      }))
    test('a first award does not lapse while its decision is reviewed, and can be renewed', () =>
      withAward(async award => {
        award.goTo('2026-07-01')
        await award.reopen()
        award.goTo('2026-07-10')
        await award.decideAgain()
        await award.release('not yet')
        expect(await latest(award)).toBe('2026-07-10 openRenewal: renewal open to 2026-08-07')
        award.goTo('2026-08-01')
        await award.askForReview()
        award.goTo('2026-09-20')
        await award.nightly()
        expect(await latest(award)).toBe('2026-08-01 receive: renewal with us to 2026-08-07')
        await award.reopen()
        award.goTo('2026-09-25')
        await award.decideAgain()
        await award.release('awarded')
        expect([await latest(award), (await award.terms()).length]).toEqual([
          '2026-09-25 renew: valid to 2027-05-31',
          1,
        ])
        expect(await letterOf(award)).toContain('1 June 2026 to 31 May 2027')
      }))
    test('a first award lapses after the library withdraws its request for a review', () =>
      withAward(async award => {
        award.goTo('2026-07-01')
        await award.reopen()
        award.goTo('2026-07-10')
        await award.decideAgain()
        await award.release('not yet')
        award.goTo('2026-08-01')
        await award.askForReview()
        award.goTo('2026-08-20')
        await award.withdrawReview()
        award.goTo('2026-10-01')
        await award.nightly()
        expect((await award.history()).slice(-3)).toEqual([
          '2026-08-20 handBack: renewal open to 2026-08-07',
          '2026-08-20 fallOverdue: overdue to 2026-08-07',
          '2026-09-07 lapse: lapsed to 2026-08-07',
        ])
      }))
    test('deciding again in favour makes a lapsed award valid, but a suspended award stays suspended', () =>
      withAward(async award => {
        award.goTo('2026-07-01')
        await award.reopen()
        award.goTo('2026-07-10')
        await award.decideAgain()
        await award.release('not yet')
        award.goTo('2026-10-01')
        await award.nightly()
        await award.reopen()
        await award.decideAgain()
        await award.release('awarded')
        expect((await award.history()).slice(-2)).toEqual([
          '2026-09-07 lapse: lapsed to 2026-08-07',
          '2026-10-01 renew: valid to 2027-05-31',
        ])
        await award.move('trustee', 'suspend')
        await award.reopen()
        await award.decideAgain()
        await award.release('not yet')
        await award.reopen()
        await award.decideAgain()
        await award.release('awarded')
        expect((await award.history()).slice(-2)).toEqual([
          '2026-10-01 valid to moved: suspended to 2026-10-29',
          '2026-10-01 renew: suspended to 2027-05-31',
        ])
      }))
    test('the next award period of a shortened award counts from its decision letter', () =>
      withAward(async award => {
        await shortened(award)
        award.goTo('2027-06-20')
        await award.start()
        await award.submitApplication()
        award.goTo('2027-07-20')
        await award.decideByPanel()
        await award.release('awarded')
        expect([await latest(award), await letterOf(award)]).toEqual([
          '2027-07-20 renew: valid to 2028-07-19',
          expect.stringContaining('20 July 2027 to 19 July 2028'),
        ])
        expect(await datesOfTerms(award)).toEqual([
          [1, '2026-06-01', '2027-05-31'],
          [2, '2027-06-01', '2027-07-08'],
          [3, '2027-07-20', '2028-07-19'],
        ])
      }))
    test('a shortened award that is renewed while it is still valid starts a full award period without a gap', () =>
      withAward(async award => {
        await shortened(award)
        award.goTo('2027-06-20')
        await award.start()
        await award.submitApplication()
        await award.decideByPanel()
        await award.release('awarded')
        expect([await latest(award), (await datesOfTerms(award)).slice(1)]).toEqual([
          '2027-06-20 renew: valid to 2028-06-19',
          [
            [2, '2027-06-01', '2027-06-19'],
            [3, '2027-06-20', '2028-06-19'],
          ],
        ])
      }))
    test('an award period that never began is replaced by the next one', () =>
      withAward(async award => {
        award.goTo('2027-02-10')
        await award.renew() // for the year from 1 June 2027
        await award.reopen()
        award.goTo('2027-03-01')
        await award.decide()
        await award.release('not yet') // valid to 29 March 2027
        award.goTo('2027-04-20')
        await award.start()
        await award.submitApplication()
        await award.decideByPanel()
        await award.release('awarded')
        expect([await latest(award), await datesOfTerms(award)]).toEqual([
          '2027-04-20 renew: valid to 2028-04-19',
          [
            [1, '2026-06-01', '2027-03-29'],
            [2, '2027-04-20', '2028-04-19'],
          ],
        ])
      }))
    test('an award renewed on review after its period has ended is valid for 28 more days', () =>
      withAward(async award => {
        await shortened(award)
        await award.reopen()
        award.goTo('2028-07-10')
        await award.decide()
        await award.release('awarded')
        expect((await award.history()).slice(-2)).toEqual([
          '2028-07-10 renew: valid to 2028-08-07',
          '2028-07-10 openRenewal: renewal open to 2028-08-07',
        ])
        expect(await letterOf(award)).toContain('1 June 2027 to 7 August 2028')
      }))
  })

  test('an overdue award with a submitted renewal does not lapse, and is valid from the decision letter', () =>
    withAward(async award => {
      award.goTo('2027-06-20')
      await award.start()
      await award.submitApplication()
      expect((await award.history()).slice(-2)).toEqual([
        '2027-06-01 fallOverdue: overdue to 2027-05-31',
        '2027-06-20 receive: renewal with us to 2027-05-31',
      ])
      award.goTo('2027-08-01')
      await award.check()
      await award.decide()
      await award.release('awarded')
      expect([await latest(award), (await award.terms()).at(-1)!.starts_on]).toEqual([
        '2027-08-01 renew: valid to 2028-07-31',
        '2027-08-01',
      ])
    }))

  test('a lapse closes the light renewal, and a reappraisal can restore the award', () =>
    withAward(async award => {
      award.goTo('2027-05-20')
      await award.start()
      award.goTo('2027-07-05')
      await award.nightly()
      expect([(await award.row()).status, await statesOf(award)]).toEqual(['lapsed', ['renewal withdrawn']])
      await award.start()
      expect(await statesOf(award)).toEqual(['renewal withdrawn', 'reappraisal draft'])
      await award.submitApplication()
      award.goTo('2027-10-01')
      await award.decideByPanel()
      await award.release('awarded')
      expect([await latest(award), (await award.terms()).at(-1)!.starts_on]).toEqual([
        '2027-10-01 renew: valid to 2028-09-30',
        '2027-10-01',
      ])
    }))

  test('a light renewal that is reopened after `not yet` stays open, and can renew its lapsed award', () =>
    withAward(async award => {
      award.goTo('2027-05-20')
      await award.start()
      await award.submitApplication()
      await award.decideByPanel()
      await award.release('not yet')
      award.goTo('2027-09-01')
      await award.nightly()
      expect((await award.row()).status).toBe('lapsed')
      await award.reopen()
      await award.nightly()
      expect(await statesOf(award)).toEqual(['renewal with a trustee'])
      await award.start() // opens the same application, because it is under way
      expect(await statesOf(award)).toEqual(['renewal with a trustee'])
      await award.decideAgain()
      await award.release('awarded')
      expect(await latest(award)).toBe('2027-09-01 renew: valid to 2028-08-31')
    }))

  test('a restored award whose renewal was submitted moves to “renewal with us”', () =>
    withAward(async award => {
      award.goTo('2027-03-01')
      await award.move('coordinator', 'suspend')
      award.goTo('2027-05-31')
      await award.start()
      await award.submitApplication()
      expect(await latest(award)).toBe('2027-05-31 valid to moved: suspended to no end')
      award.goTo('2027-07-20')
      await award.nightly()
      await award.move('trustee', 'restore')
      expect((await award.history()).slice(-3)).toEqual([
        '2027-07-20 restore: valid to no end',
        '2027-07-20 openRenewal: renewal open to no end',
        '2027-07-20 receive: renewal with us to no end',
      ])
    }))
  test.each([['suspended'], ['valid']])(
    'a new deadline after a missed one becomes the last day of a %s award',
    async status => {
      const service = await aService(engine)
      const award = await anAwardsLife(service, grantedOn)
      award.goTo('2027-04-20')
      await award.start()
      await award.submitApplication()
      await award.giveBack(10)
      if (status === 'suspended') await award.move('coordinator', 'suspend')
      award.goTo('2027-05-10')
      await award.nightly()
      const deadline = `/applications/${await award.lastApplication()}/date`
      const casework = await signedIn(service, award.people.coordinator, deadline)
      await casework.press('Change the deadline', { until: '2027-06-20', reason: 'Your manager is ill.' })
      expect([casework.errors, (await award.row()).valid_to]).toEqual([[], '2027-06-20'])
      award.goTo('2027-06-10')
      await award.submitApplication()
      if (status === 'suspended') await award.move('trustee', 'restore')
      expect(await latest(award)).toContain(': renewal with us to no end')
      await service.end()
    },
  )
  test('a suspended award stays suspended when it is renewed', () =>
    withAward(async award => {
      award.goTo('2027-03-01')
      await award.start()
      await award.submitApplication()
      await award.move('trustee', 'suspend')
      await award.check()
      await award.decide()
      await award.release('awarded')
      expect(await latest(award)).toBe('2027-03-01 renew: suspended to 2028-05-31')
      award.goTo('2027-04-01')
      await award.move('trustee', 'restore')
      expect(await latest(award)).toBe('2027-04-01 restore: valid to 2028-05-31')
    }))

  test('an overdue award is valid again from the day on which it is extended', () =>
    withAward(async award => {
      award.goTo('2027-06-10')
      await award.move('coordinator', 'extend', { until: '2027-07-31' as never })
      expect((await award.history()).slice(-2)).toEqual([
        '2027-06-01 fallOverdue: overdue to 2027-05-31',
        '2027-06-10 extend: extended to 2027-07-31',
      ])
      await award.start()
      await award.submitApplication()
      await award.check()
      await award.decide()
      await award.release('awarded')
      expect((await award.terms()).map(({ starts_on, ends_on }) => [starts_on, ends_on])).toEqual([
        ['2026-06-01', '2027-05-31'],
        ['2027-06-01', '2028-06-09'],
      ])
    }))

  test('ending an award closes its open applications, and the award is never valid again', () =>
    withAward(async award => {
      award.goTo('2027-05-20')
      await award.start()
      await award.submitApplication()
      await award.move('lead', 'end')
      expect([await latest(award), await statesOf(award)]).toEqual([
        '2027-05-20 end: ended to no end',
        ['renewal withdrawn'],
      ])
      expect(await award.refused(() => award.move('trustee', 'restore'))).toBe('MoveRefused')
    }))

  test('an award stores the day of its next move, so that the nightly job knows when to check it', () =>
    withAward(async award => {
      expect((await award.row()).due_on).toBe('2026-12-02')
      award.goTo('2026-12-02')
      await award.nightly()
      expect((await award.row()).due_on).toBe('2027-06-01')
      await award.start()
      await award.submitApplication()
      expect((await award.row()).due_on).toBe('2999-12-31')
      await award.giveBack(28)
      expect((await award.row()).due_on).toBe('2026-12-31')
    }))

  const statesOf = async (award: AwardsLife): Promise<string[]> =>
    (await award.cases()).map(({ kind, status }) => `${kind} ${status}`)
})
