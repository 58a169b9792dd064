import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Service } from '../../support/service.ts'
import { anAwardsLife, type AwardsLife } from '../../support/award-life.ts'
import { theService } from '../../../src/domain/actor.ts'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { asCsv } from '../../support/import-files.ts'
import { aService } from '../../support/service.ts'
import { lastDaysShown } from '../../support/last-days.ts'
import type { Visitor } from '../../support/visitor.ts'
import { checkInvariants, lineOf } from '../../../src/invariants/check.ts'
import { addDays, addMinutes, type Day } from '../../../src/domain/time.ts'
import { wasValidOn } from '../../../src/domain/validity.ts'
import { join } from 'node:path'

const date = (name: string, day: string) => {
  const [year, month, date] = day.split('-')
  return { [`${name}-day`]: date!, [`${name}-month`]: month!, [`${name}-year`]: year! }
}

/** A library with a lead and an award, recorded on 1 March 2027 and valid from 15 March 2024 to a given day. */
async function aRecordedAward(service: Service, to = '2026-03-14', name = 'Ashcombe Libraries') {
  await aRound(service)
  const organisation = await anOrganisation(service, { name })
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
  const trustee = await aPersonWho(service, { roles: ['trustee'] })
  const casework = await signedIn(service, coordinator, `/awards/new?organisation=${organisation.id}`)
  await casework.press('Record the award', {
    scope: organisation.branches,
    decidedBy: 'Ashcombe local group',
    source: 'Letter of 15 March 2024',
    ...date('from', '2024-03-15'),
    ...date('to', to),
  })
  const db = service.database.writer
  const award = (await db('awards').where({ organisation_id: organisation.id }).first())!
  return {
    organisation,
    lead,
    coordinator,
    trustee,
    casework,
    award,
    db,
    row: async () => (await db('awards').where({ id: award.id }).first())!,
  }
}

eachDatabase('correcting a recorded award', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())

  // Checks only the invariants about awards and their history, because the test data breaks others.
  const broken = async (): Promise<string[]> => {
    const found = await checkInvariants({
      database: service.database,
      uploads: join(service.database.dataFolder, 'uploads'),
      now: addMinutes(service.clock.now(), 1),
      confirmed: [],
    })
    return found.filter(({ rule, entity }) => rule === 'I10' || entity.startsWith('award')).map(lineOf)
  }

  test('the page says that no reminders are sent until emails are switched on for the organisation', async () => {
    const { organisation, casework, award, db } = await aRecordedAward(service)
    const shownReminders = async (): Promise<string> => {
      await casework.open(`/awards/${award.id}/correction`)
      await casework.press('Show what will change', { ...date('to', '2028-03-14'), reason: 'A mistyped year.' })
      return casework.text
    }
    expect(await shownReminders()).toContain('Reminders will follow the corrected dates.')
    await db('organisations').where({ id: organisation.id }).update({ emails_started_at: null })
    expect(await shownReminders()).toContain(
      'We will not send reminders until you switch on emails for this organisation.',
    )
  })

  test('a correction restores an award that lapsed because its year was mistyped', async () => {
    const { casework, award, db, row } = await aRecordedAward(service)
    expect([casework.headings[1], (await row()).status]).toEqual(['Lapsed', 'lapsed'])
    await casework.follow('Correct this award')
    expect(casework.text).toContain('This award has lapsed.')
    await casework.press('Show what will change', {
      ...date('to', '2028-03-14'),
      reason: 'We typed 2026 instead of 2028.',
    })
    expect([casework.status, casework.errors, casework.text.includes('Every day since 15 March 2024')]).toEqual([
      422,
      [],
      true,
    ])
    expect(casework.text).toContain('no one outside the charity has seen this award')
    expect((await row()).status).toBe('lapsed')
    await casework.press('Correct this award')
    expect([casework.address, casework.notices, casework.headings[1]]).toEqual([
      `/awards/${award.id}`,
      ['The award has been corrected.'],
      'Valid until 14 March 2028',
    ])
    expect(casework.text).toContain('The award lapsed. This was corrected later.')
    expect(casework.text).not.toContain('The dates of the award were corrected. This was corrected later.')
    expect(casework.text).toContain('15 March 2024 to 14 March 2026. Decided by: Ashcombe local group.')
    const changes = await db('award_changes').where({ award_id: award.id }).orderBy('number')
    expect(changes.map(({ move, from_day, to_status }) => [move, from_day, to_status])).toEqual([
      ['record', '2024-03-15', 'valid'],
      ['openRenewal', '2025-09-15', 'renewal open'],
      ['fallOverdue', '2026-03-15', 'overdue'],
      ['lapse', '2026-04-14', 'lapsed'],
      ['correct', '2024-03-15', 'valid'],
    ])
    expect(await db('terms').where({ award_id: award.id }).first('anchor', 'starts_on', 'ends_on')).toEqual({
      anchor: '2028-03-15',
      starts_on: '2024-03-15',
      ends_on: '2028-03-14',
    })
    const visitor = await signedIn(service, await aPersonWho(service), `/verify/${award.code}?on=2026-08-01`)
    expect(visitor.headings).toContain('Valid on 1 August 2026')
    expect(await broken()).toEqual([])
  })

  test('an email about the wrong dates that is still in the outbox is not sent', async () => {
    const { casework, award, db } = await aRecordedAward(service)
    const emails = () => db('outbox').where({ entity_id: award.id }).orderBy('name').select('name', 'status')
    expect(await emails()).toEqual([{ name: 'award lapsed', status: 'waiting' }])
    await casework.follow('Correct this award')
    await casework.press('Show what will change', { ...date('to', '2028-03-14'), reason: 'A typing error.' })
    await casework.press('Correct this award')
    expect(await emails()).toEqual([{ name: 'award lapsed', status: 'not sent' }])
  })

  test('the form shows the effect of changed dates again before it saves them', async () => {
    const { casework, row } = await aRecordedAward(service)
    await casework.follow('Correct this award')
    await casework.press('Show what will change', { ...date('to', '2028-03-14'), reason: 'A typing error.' })
    await casework.press('Correct this award', date('to', '2027-03-14'))
    expect([casework.status, casework.text.includes('14 March 2027'), (await row()).base_valid_to]).toEqual([
      422,
      true,
      '2026-03-14',
    ])
    await casework.press('Correct this award')
    expect([(await row()).base_valid_to, (await row()).status]).toEqual(['2027-03-14', 'renewal open'])
  })

  test('a correction does not undo a colleague’s correction that the person has not seen', async () => {
    const { organisation, casework, award, db, row } = await aRecordedAward(service)
    const added = newId()
    const [branch] = await db('branches').where({ organisation_id: organisation.id })
    await db('branches').insert({ ...branch!, id: added, name: 'Harbour' })
    const page = `/awards/${award.id}/correction`
    await casework.open(page)
    const colleague = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), page)
    const scope = [...organisation.branches, added]
    const theirs = { scope, source: 'Letter of 16 March 2024', reason: 'It was all of them.' }
    const own = { ...date('to', '2028-03-14'), reason: 'A mistyped year.' }
    await casework.press('Show what will change', own)
    await colleague.press('Show what will change', theirs)
    await colleague.press('Correct this award')
    const facts = async () => {
      const { source, base_valid_to: to } = await row()
      const branches = await db('award_branches').where({ award_id: award.id, left_on: null }).pluck('branch_id')
      return { source, to, hasAdded: branches.includes(added) }
    }
    const corrected = { source: 'Letter of 16 March 2024', to: '2026-03-14', hasAdded: true }
    await casework.press('Correct this award')
    expect([casework.status, casework.errors, await facts()]).toEqual([
      422,
      ['Someone else has corrected this award. Check what will change before you continue'],
      corrected,
    ])
    for (const shown of ['Letter of 16 March 2024', 'Harbour']) expect(casework.$('#preview').text()).toContain(shown)
    await casework.press('Correct this award', { scope, source: 'Letter of 16 March 2024' })
    expect([casework.status, casework.errors]).toEqual([422, []])
    await casework.press('Correct this award')
    expect([casework.status, await facts()]).toEqual([200, { ...corrected, to: '2028-03-14' }])
  })

  test('a correction that changes nothing, or has no reason, is refused', async () => {
    const { casework } = await aRecordedAward(service)
    await casework.follow('Correct this award')
    await casework.press('Show what will change', { reason: '' })
    const same = 'Nothing would change. Change at least one detail before you continue'
    expect([casework.status, casework.errors]).toEqual([422, [same, 'Enter the reason']])
    await casework.press('Show what will change', { reason: 'None' })
    expect([casework.status, casework.errors]).toEqual([422, [same]])
    expect([casework.buttons.includes('Correct this award'), casework.text.includes('Show what will change')]).toEqual([
      false,
      true,
    ])
  })

  test('the pages promise no email when emails are switched off for the organisation', async () => {
    const { organisation, casework, award, lead, db } = await aRecordedAward(service)
    await signedIn(service, lead, `/awards/${award.id}/certificate`)
    const promised = async (): Promise<boolean[]> => {
      await casework.open(`/awards/${award.id}/removal`)
      const removal = casework.text
      await casework.open(`/awards/${award.id}/correction`)
      await casework.press('Show what will change', { ...date('to', '2028-03-14'), reason: 'A mistyped year.' })
      return [removal, casework.text].flatMap(text =>
        [
          /We will email the reason to 1 lead and any shared mailbox/,
          /your reason in the email/,
          /We will not email the library/,
        ].map(promise => promise.test(text)),
      )
    }
    expect(await promised()).toEqual([true, true, false, true, true, false])
    await db('organisations').where({ id: organisation.id }).update({ emails_started_at: null })
    expect(await promised()).toEqual([false, false, true, false, false, true])
  })

  test('the page says who is emailed when the organisation has no lead', async () => {
    const { organisation, casework, award, lead, db } = await aRecordedAward(service)
    await signedIn(service, lead, `/awards/${award.id}/certificate`)
    await db('memberships').where({ organisation_id: organisation.id }).update({ ended_at: service.clock.now() })
    const shown = async (mailbox: string | null): Promise<string> => {
      await db('organisations').where({ id: organisation.id }).update({ role_mailbox: mailbox })
      return (await casework.open(`/awards/${award.id}/removal`)).text
    }
    const byMailbox = await shown('sanctuary@ashcombe.example')
    expect(byMailbox).toContain('The shared mailbox will get an email with the reason.')
    expect(byMailbox).toContain('your reason in the email')
    const byNobody = await shown(null)
    expect(byNobody).toContain('because this organisation has no lead and no shared mailbox')
    expect(byNobody).not.toContain('your reason in the email')
  })

  test('a trustee must confirm a correction if someone outside the charity has seen the award', async () => {
    const { casework, award, trustee, lead, row } = await aRecordedAward(service)
    expect((await row()).first_shown_at).toBeNull()
    await casework.open(`/verify/${award.code}`)
    expect((await row()).first_shown_at).toBeNull()
    const library = await signedIn(service, lead, `/awards/${award.id}/certificate`)
    expect([library.status, (await row()).first_shown_at]).toEqual([200, service.clock.now()])
    await casework.open(`/awards/${award.id}`)
    await casework.follow('Correct this award')
    await casework.press('Show what will change', { ...date('to', '2028-03-14'), reason: 'We typed the wrong year.' })
    expect(casework.text).toContain('We will email the reason to 1 lead and any shared mailbox.')
    await casework.press('Ask a trustee to confirm the correction')
    expect([casework.text.includes('A correction is waiting for a trustee'), (await row()).status]).toEqual([
      true,
      'lapsed',
    ])
    await library.open(`/awards/${award.id}`)
    expect(library.text).not.toContain('waiting for a trustee')
    await casework.open(`/awards/${award.id}/correction`)
    await casework.press('Show what will change', { ...date('to', '2029-03-14'), reason: 'Again.' })
    await casework.press('Ask a trustee to confirm the correction')
    expect(casework.errors).toEqual([
      'Another correction to this award is waiting for a trustee. Wait for their answer first',
    ])

    const board = await signedIn(service, trustee, '/home')
    await board.follow('Confirm a correction to Ashcombe Libraries’ award')
    expect(board.text).toContain('Reason: We typed the wrong year.')
    expect(board.text).not.toContain('so a trustee must confirm the correction')
    await board.press('Save your answer', { answer: 'decline', reason: '' })
    expect(board.errors).toEqual(['Enter a reason for answering no'])
    await board.press('Save your answer', { answer: 'confirm' })
    expect([board.notices, (await row()).status]).toEqual([['The change has been made.'], 'valid'])
    const sent = (await service.post()).map(({ to, subject }) => [to, subject])
    expect(sent).toContainEqual([lead.email, 'We corrected the details of your award'])
    expect(sent).toContainEqual([trustee.email, 'Please confirm a correction to Ashcombe Libraries’ award'])
    expect(sent.filter(([to]) => to === lead.email)).toHaveLength(1)
    expect(await broken()).toEqual([])
  })

  test('no one can confirm their own correction, and a second trustee is told that it has been decided', async () => {
    const { casework, award, organisation, db } = await aRecordedAward(service)
    await db('awards').where({ id: award.id }).update({ first_shown_at: service.clock.now() })
    const both = await aPersonWho(service, { roles: ['coordinator', 'trustee'] })
    const proposer = await signedIn(service, both, `/awards/${award.id}/correction`)
    await proposer.press('Show what will change', { decidedBy: 'The national board', reason: 'It was the board.' })
    await proposer.press('Ask a trustee to confirm the correction')
    await proposer.open(`/awards/${award.id}`)
    const link = 'Read the correction'
    expect([proposer.text.includes('A correction is waiting'), proposer.text.includes(link)]).toEqual([true, false])
    await proposer.open(`/awards/${award.id}/correction/answer`)
    expect(proposer.status).toBe(403)
    const [first, second] = [
      await signedIn(
        service,
        await aPersonWho(service, { roles: ['trustee'] }),
        `/awards/${award.id}/correction/answer`,
      ),
      await signedIn(
        service,
        await aPersonWho(service, { roles: ['trustee'] }),
        `/awards/${award.id}/correction/answer`,
      ),
    ]
    await casework.open(`/awards/${award.id}/correction/answer`)
    expect(casework.status).toBe(403)
    await first.open(`/awards/${award.id}`)
    await first.follow(link)
    await first.press('Save your answer', { answer: 'decline', reason: 'The letter says local group.' })
    await second.press('Save your answer', { answer: 'confirm' })
    expect([second.status, second.headings]).toEqual([409, ['The decision has already been made']])
    expect(await db('awards').where({ id: award.id }).first('decided_by')).toEqual({
      decided_by: 'Ashcombe local group',
    })
    expect(organisation.name).toBe('Ashcombe Libraries')
  })

  test('a branch that was added while the correction waited for a trustee stays in the award', async () => {
    const { casework, award, trustee, organisation, db } = await aRecordedAward(service, '2028-03-14')
    await db('awards').where({ id: award.id }).update({ first_shown_at: service.clock.now() })
    await casework.follow('Correct this award')
    await casework.press('Show what will change', { decidedBy: 'The national board', reason: 'It was the board.' })
    await casework.press('Ask a trustee to confirm the correction')
    await casework.open(`/organisations/${organisation.id}/branches`)
    await casework.press('Add branches', { names: 'Harbour', kind: 'branch' })
    const added = (await db('branches').where({ organisation_id: organisation.id, name: 'Harbour' }).first('id'))!
    await casework.open(`/awards/${award.id}/branches`)
    await casework.press('Add branches', { scope: [added.id] })
    const board = await signedIn(service, trustee, `/awards/${award.id}/correction/answer`)
    expect([board.text.includes('The national board'), board.text.includes('Harbour')]).toEqual([true, false])
    await board.press('Save your answer', { answer: 'confirm' })
    expect((await db('award_branches').where({ award_id: award.id }).pluck('branch_id')).toSorted()).toEqual(
      [...organisation.branches, added.id].toSorted(),
    )
    expect((await db('awards').where({ id: award.id }).first('decided_by'))!.decided_by).toBe('The national board')
    expect(await broken()).toEqual([])
  })

  test('a trustee cannot confirm a correction that would include a branch of another award', async () => {
    const { casework, award, trustee, organisation, db } = await aRecordedAward(service, '2028-03-14')
    await casework.follow('Correct this award')
    await casework.press('Show what will change', { scope: [organisation.branches[0]!], reason: 'Only the first.' })
    await casework.press('Correct this award')
    await db('awards').where({ id: award.id }).update({ first_shown_at: service.clock.now() })
    await casework.open(`/awards/${award.id}/correction`)
    await casework.press('Show what will change', { scope: organisation.branches, reason: 'It was both.' })
    await casework.press('Ask a trustee to confirm the correction')
    await casework.open(`/awards/new?organisation=${organisation.id}`)
    const again = { scope: [organisation.branches[1]!], decidedBy: 'Ashcombe local group', source: 'A letter' }
    await casework.press('Record the award', { ...again, ...date('from', '2024-03-15'), ...date('to', '2028-03-14') })
    const board = await signedIn(service, trustee, `/awards/${award.id}/correction/answer`)
    await board.press('Save your answer', { answer: 'confirm' })
    expect([board.status, board.errors]).toEqual([
      422,
      ['Choose other branches. Already covered by another award or application: Millbrook'],
    ])
  })

  test('a trustee cannot confirm a correction that adds a branch that an undone import has deleted', async () => {
    const { casework, award, trustee, organisation, db, row } = await aRecordedAward(
      service,
      '2028-03-14',
      'Dunmere Libraries',
    )
    await db('awards').where({ id: award.id }).update({ first_shown_at: service.clock.now() })
    const content = asCsv([
      ['Organisation', 'Branch'],
      [organisation.name, 'Harbour'],
    ])
    await casework.open('/imports/new/organisations')
    await casework.press('Check the file', { file: [{ name: 'branches.csv', content }] })
    await casework.press('Import 1 branch')
    const { address } = casework
    const added = (await db('branches').where({ organisation_id: organisation.id, name: 'Harbour' }).first('id'))!
    await casework.open(`/awards/${award.id}/correction`)
    const scope = [...organisation.branches, added.id]
    await casework.press('Show what will change', { scope, source: 'A letter', reason: 'It was all of them.' })
    await casework.press('Ask a trustee to confirm the correction')
    await casework.open(address)
    await casework.press('Undo the whole import', { sure: 'yes' })
    expect(await db('branches').where({ id: added.id })).toEqual([])
    const board = await signedIn(service, trustee, `/awards/${award.id}/correction/answer`)
    await board.press('Save your answer', { answer: 'confirm' })
    expect([board.status, board.errors]).toEqual([
      422,
      ['A branch in this correction has been deleted, so you can no longer agree. Choose “No” to close the request'],
    ])
    await board.press('Save your answer', { answer: 'decline', reason: 'The branch does not exist.' })
    expect([board.status, board.notices, (await row()).source]).toEqual([
      200,
      ['The award stays as it is. We will email the person who asked.'],
      'Letter of 15 March 2024',
    ])
  })

  test('an extension stays if it ends after the new date, and is dropped if it ends before it', async () => {
    const { casework, award, db, row } = await aRecordedAward(service, '2027-02-20')
    await casework.follow('Extend the award')
    await casework.press('Extend the award', { ...date('until', '2027-06-30'), reason: 'More time' })
    expect((await row()).status).toBe('extended')
    await casework.follow('Correct this award')
    expect(casework.text).toContain('Last day of award period Currently 20 February 2027.')
    await casework.press('Show what will change', { ...date('to', '2027-02-25'), reason: 'It said 25.' })
    const previewed = (): string[][] =>
      casework
        .$('main table tbody tr')
        .map((_, row) => [
          casework
            .$(row)
            .children()
            .map((_index, cell) => casework.$(cell).children().last().text().trim())
            .get(),
        ])
        .get()
    expect(previewed()).toEqual(
      expect.arrayContaining([
        ['Last day of award period', '20 February 2027', '25 February 2027'],
        ['Valid until', '30 June 2027', '30 June 2027'],
      ]),
    )
    await casework.press('Correct this award')
    expect([(await row()).status, (await row()).valid_to]).toEqual(['extended', '2027-06-30'])
    await casework.follow('Correct this award')
    await casework.press('Show what will change', { ...date('to', '2028-02-20'), reason: 'It said 2028.' })
    expect(previewed()).toEqual(
      expect.arrayContaining([
        ['Last day of award period', '25 February 2027', '20 February 2028'],
        ['Valid until', '30 June 2027', '20 February 2028'],
      ]),
    )
    await casework.press('Correct this award')
    expect([(await row()).status, (await row()).valid_to]).toEqual(['valid', '2028-02-20'])
    const moves = await db('award_changes').where({ award_id: award.id }).orderBy('number').pluck('move')
    expect(moves).toEqual([
      'record',
      'openRenewal',
      'fallOverdue',
      'extend',
      'correct',
      'openRenewal',
      'fallOverdue',
      'extend',
      'correct',
    ])
    expect(await broken()).toEqual([])
  })

  test.each([
    ['from', '2024-03-10', '30 June 2027'],
    ['to', '2027-02-25', '30 June 2027'],
    ['to', '2028-02-20', '20 February 2028'],
  ])('an extended award with “%s” corrected to %s is shown as valid until %s', async (name, to, day) => {
    const { casework, award, lead } = await aRecordedAward(service, '2027-02-20')
    await casework.follow('Extend the award')
    await casework.press('Extend the award', { ...date('until', '2027-06-30'), reason: 'More time' })
    await casework.follow('Correct this award')
    await casework.press('Show what will change', { ...date(name, to), reason: 'It was mistyped.' })
    await casework.press('Correct this award')
    const library = await signedIn(service, lead)
    expect(await lastDaysShown(library, award)).toEqual([
      `About this award Valid until ${day}`,
      `to ${day}`,
      `The award is valid until ${day}.`,
    ])
    expect((await library.open('/home')).text).toContain(`valid until ${day}.`)
  })

  test('emails waiting in the outbox about an award that was recorded by mistake are not sent', async () => {
    const { casework, award, db } = await aRecordedAward(service)
    const unsent = (await db('outbox').where({ entity_id: award.id }).first())!
    await db('outbox').insert({ ...unsent, id: newId(), name: 'manual reminder', status: 'waiting', digest_key: null })
    await casework.follow('Remove an award that was recorded by mistake')
    await casework.press('Remove this award', { reason: 'It belongs to another library.', sure: 'yes' })
    expect(await db('outbox').where({ name: 'manual reminder' }).pluck('status')).toEqual(['not sent'])
  })

  test('the public page of a removed award says that the award was recorded by mistake', async () => {
    const { casework, award, lead, row } = await aRecordedAward(service, '2028-03-14')
    await casework.follow('Remove an award that was recorded by mistake')
    await casework.press('Remove this award', { reason: 'It belongs to another library.' })
    expect(casework.errors).toEqual(['Tick the box to confirm that this award was recorded by mistake'])
    await casework.press('Remove this award', { sure: 'yes' })
    expect([casework.headings[1], (await row()).status]).toEqual(['This award was recorded by mistake', 'ended'])
    await casework.open('/awards')
    expect(casework.text).toContain('Recorded by mistake')
    const visitor = await signedIn(service, lead, `/verify/${award.code}`)
    expect(visitor.headings).toContain('This award was recorded by mistake')
    await visitor.open(`/verify/${award.code}?on=2025-01-01`)
    expect(visitor.headings).toContain('This award was recorded by mistake')
    await visitor.open(`/awards/${award.id}/certificate`)
    expect(visitor.status).toBe(404)
    await casework.open(`/awards/${award.id}/correction`)
    expect(casework.status).toBe(404)
    expect((await service.post()).filter(({ to }) => to === lead.email)).toEqual([])
    expect(await broken()).toEqual([])
  })

  test.each([
    ['certificate', 1],
    ['public page', 2],
  ] as const)('the %s does not show an award that is removed while the page is being made', async (shown, nth) => {
    let writes = 0
    let before = (): Promise<unknown> => Promise.resolve()
    const slow = await aService(engine, {}, parts => ({
      ...parts,
      write: async (actor, act) => {
        if (actor === theService && (writes += 1) === nth) await before()
        return parts.write(actor, act)
      },
    }))
    try {
      const { casework, award, lead, row } = await aRecordedAward(slow, '2028-03-14')
      const visitor = await signedIn(slow, lead)
      await casework.follow('Remove an award that was recorded by mistake')
      writes = 0
      before = () => casework.press('Remove this award', { reason: 'It belongs to another library.', sure: 'yes' })
      await visitor.open(shown === 'certificate' ? `/awards/${award.id}/certificate` : `/verify/${award.code}`)
      expect((await row()).removed_at).not.toBeNull()
      expect([visitor.status, visitor.headings.includes('This award was recorded by mistake')]).toEqual(
        shown === 'certificate' ? [404, false] : [200, true],
      )
    } finally {
      await slow.end()
    }
  })

  test('a correction can change the branches that the award covers', async () => {
    const { casework, award, organisation, db } = await aRecordedAward(service, '2028-03-14')
    await casework.follow('Correct this award')
    await casework.press('Show what will change', { scope: [organisation.branches[0]!], reason: 'Only the first.' })
    await casework.press('Correct this award')
    expect(await db('award_branches').where({ award_id: award.id }).pluck('branch_id')).toEqual([
      organisation.branches[0],
    ])
  })

  test('a coordinator adds a branch to an award during its award period', async () => {
    const { casework, award, organisation, db } = await aRecordedAward(service, '2028-03-14')
    await casework.open(`/organisations/${organisation.id}/branches`)
    await casework.press('Add branches', { names: 'Harbour', kind: 'branch' })
    await casework.open(`/awards/${award.id}`)
    await casework.follow('Add branches to the award')
    await casework.press('Add branches')
    expect(casework.errors).toEqual(['Choose at least one branch'])
    const added = (await db('branches').where({ organisation_id: organisation.id, name: 'Harbour' }).first('id'))!
    await casework.press('Add branches', { scope: [added.id] })
    expect([casework.notices, casework.text.includes('Harbour')]).toEqual([
      ['The award now covers 1 more branch.'],
      true,
    ])
    expect(await db('award_branches').where({ award_id: award.id, branch_id: added.id }).first('joined_on')).toEqual({
      joined_on: '2027-03-01',
    })
    expect(await broken()).toEqual([])
  })

  describe('a correction while the charity has the renewal of a recorded award', () => {
    type Correct = (change?: Record<string, string>) => Promise<Visitor>
    type Story = (award: AwardsLife, correct: Correct) => Promise<void>
    /** Runs the story with an award from 1 June 2026 to 31 May 2027, which has no application, like a recorded one. */
    const recorded = async (story: Story) => {
      const own = await aService(engine)
      const award = await anAwardsLife(own, '2026-06-01')
      const db = own.database.writer
      await db('applications').where({ kind: 'first' }).update({ award_id: null })
      await db('terms').update({ application_id: null, months: 0, anchor: '2027-06-01' as Day })
      await db('awards').update({ is_recorded: 1, decided_by: 'Ashcombe local group', source: 'Letter of June 2026' })
      await db('award_changes').where({ move: 'grant' }).update({ move: 'record' })
      await story(award, async (change = date('from', '2026-06-02')) => {
        const casework = await signedIn(own, award.people.coordinator, `/awards/${award.award.id}/correction`)
        await casework.press('Show what will change', { ...change, reason: 'A mistyped day.' })
        return casework
      })
      await own.end()
    }
    const withRenewal = (story: Story) =>
      recorded(async (award, correct) => {
        award.goTo('2027-05-20')
        await award.start()
        await award.submitApplication()
        await story(award, correct)
      })
    const now = async (award: AwardsLife) => [(await award.history()).at(-1), (await award.row()).is_kept_by_renewal]
    const made = async (casework: Visitor) => {
      await casework.press('Correct this award')
      expect(casework.errors).toEqual([])
    }
    test('a renewal that was submitted in time, returned and submitted again still keeps the award valid', () =>
      withRenewal(async (award, correct) => {
        award.goTo('2027-05-25')
        await award.giveBack()
        award.goTo('2027-06-10')
        await award.submitApplication()
        expect(await now(award)).toEqual(['2027-06-10 valid to moved: renewal with us to no end', 1])
        award.goTo('2027-06-15')
        await made(await correct())
        expect(await now(award)).toEqual(['2027-06-10 valid to moved: renewal with us to no end', 1])
        await made(await correct(date('to', '2027-06-03')))
        expect(await now(award)).toEqual(['2027-05-20 receive: renewal with us to no end', 1])
      }))
    test('a renewal that was submitted again after its deadline does not keep the award valid', () =>
      withRenewal(async (award, correct) => {
        award.goTo('2027-05-25')
        await award.giveBack(5)
        award.goTo('2027-06-10')
        await award.submitApplication()
        expect(await now(award)).toEqual(['2027-06-10 receive: renewal with us to 2027-05-31', 0])
        await made(await correct())
        expect(await now(award)).toEqual(['2027-06-10 receive: renewal with us to 2027-05-31', 0])
      }))

    test('a question withdrawn during a hold, after its reply date, does not count as missed', () =>
      withRenewal(async (award, correct) => {
        award.goTo('2027-05-25')
        await award.check()
        await award.ask(14)
        award.goTo('2027-06-01')
        await award.hold()
        award.goTo('2027-06-12')
        await award.nightly()
        await award.withdrawQuestion()
        await made(await correct(date('to', '2027-06-03')))
        expect(await now(award)).toEqual(['2027-05-20 receive: renewal with us to no end', 1])
      }))

    const validDays = async (award: AwardsLife, ...days: string[]) => {
      const changes = await award.changes()
      return days.map(day => wasValidOn(changes, day as Day))
    }
    const missedReturn = async (award: AwardsLife) => {
      award.goTo('2027-05-25')
      await award.giveBack()
      award.goTo('2027-07-05')
      await award.nightly()
    }
    const missedQuestion = async (award: AwardsLife) => {
      award.goTo('2027-05-25')
      await award.check()
      await award.ask(14)
      award.goTo('2027-06-15')
      await award.nightly()
    }
    const withdrawn = async (award: AwardsLife) => {
      award.goTo('2027-06-20')
      await award.withdraw()
      award.goTo('2027-06-25')
      await award.nightly()
    }
    const isLate: [string, (award: AwardsLife) => Promise<void>, string, string][] = [
      ['returned and not submitted again in time', missedReturn, '2027-06-22', 'overdue'],
      ['withdrawn', withdrawn, '2027-06-19', 'overdue'],
      ['questioned, with no reply in time', missedQuestion, '2027-06-08', 'renewal with us'],
    ]

    test.each(isLate)(
      'correcting the first day keeps the last day of an award whose renewal was %s',
      (_, happen, validTo, status) =>
        withRenewal(async (award, correct) => {
          await happen(award)
          const before = await award.history()
          const casework = await correct()
          const last = Number(validTo.slice(-2))
          expect(casework.text).toContain(`1 June 2026 to ${last} June 2027`)
          expect(casework.text).toContain(`2 June 2026 to ${last} June 2027`)
          await made(casework)
          const row = await award.row()
          expect([row.status, row.valid_to, row.is_kept_by_renewal]).toEqual([status, validTo, 0])
          expect((await award.history()).slice(before.length + 1)).toEqual(before.slice(1))
          expect(await validDays(award, '2026-06-01', '2026-06-02', validTo, addDays(validTo as Day, 1))).toEqual([
            false,
            true,
            true,
            false,
          ])
        }),
    )

    test.each(isLate)('after a renewal was %s, a last day in the past is refused', (_, happen) =>
      withRenewal(async (award, correct) => {
        await happen(award)
        const casework = await correct(date('to', '2027-05-30'))
        expect(casework.errors).toEqual([
          'Enter today’s date or a later date, or leave “Last day of award period” unchanged. ' +
            'The library withdrew its renewal or missed a deadline for it',
        ])
      }),
    )

    test.each(isLate)('after a renewal was %s, a future last day makes the award valid until then', (_, happen) =>
      withRenewal(async (award, correct) => {
        await happen(award)
        await made(await correct(date('to', '2028-05-31')))
        expect((await award.row()).valid_to).toBe('2028-05-31')
        expect(await validDays(award, '2027-06-25', '2028-05-31', '2028-06-01')).toEqual([true, true, false])
      }),
    )

    test.each([
      ['first', date('from', '2026-06-02')],
      ['last', date('to', '2027-05-29')],
    ])('a renewal submitted in time during a suspension still counts after the %s day is corrected', (_, change) =>
      recorded(async (award, correct) => {
        award.goTo('2027-05-01')
        await award.nightly()
        await award.move('coordinator', 'suspend')
        award.goTo('2027-05-20')
        await award.start()
        await award.submitApplication()
        award.goTo('2027-05-25')
        await made(await correct(change))
        expect(await now(award)).toEqual(['2027-05-20 valid to moved: suspended to no end', 1])
        award.goTo('2027-06-10')
        await award.nightly()
        await award.move('trustee', 'restore')
        expect(await now(award)).toEqual(['2027-06-10 receive: renewal with us to no end', 1])
      }),
    )
  })
})
