import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import type { Actor } from '../../../src/domain/actor.ts'
import { needingAction, risksOf } from '../../../src/domain/renewal-board.ts'
import { addDays, dayOf, instantAt, type Day, type Instant } from '../../../src/domain/time.ts'
import { filterCounts, maxCounted } from '../../../src/modules/overview/renewals-board/filter-counts.store.ts'
import { boardLines } from '../../../src/modules/overview/renewals-board/renewals-board.store.ts'
import {
  criteriaByStream,
  type StreamCriteria,
} from '../../../src/modules/overview/renewal-filters/recent-evidence.store.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anItemOfEvidence,
  anOrganisation,
  aPersonWho,
  aRecommendation,
  aRound,
  signedIn,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { listFile } from '../../support/list-file.ts'
import { aService, type Service } from '../../support/service.ts'

// Today is 1 March 2027.

eachDatabase('the renewals page', engine => {
  test('the summary says “no” instead of 0', async () => {
    const service = await aService(engine)
    await aRound(service)
    const lead = await aPersonWho(service)
    const organisation = await anOrganisation(service, { name: 'Quiet Vale Libraries' })
    await anAward(service, organisation, { startedBy: lead, status: 'valid', endsOn: '2027-12-31' })
    const renewals = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/renewals')
    expect(renewals.text).toContain(
      '1 current award. No awards end within 60 days, no renewals are overdue, and no renewals are waiting for us.',
    )
    await service.end()
  })

  test('when there are no awards, the summary says just “No current awards”', async () => {
    const service = await aService(engine)
    const renewals = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/renewals')
    expect(renewals.text).toContain('Renewals No current awards. Filter')
    await service.end()
  })

  test('the page shows what is due, who has to act and why an award is at risk, and can be filtered', async () => {
    const { service, coordinator, trustee, awards } = await aBoard(engine)
    const casework = await signedIn(service, coordinator, '/renewals')
    expect([casework.status, casework.headings[0]]).toEqual([200, 'Renewals'])
    expect(rowsOn(casework)).toEqual([
      'Brindle Moor Library',
      'Port Elen Library Service',
      'Saltby and Fenn Libraries',
      'Kestrel Vale Libraries',
    ])
    expect(casework.text).toContain(
      '5 current awards. 1 ends within 60 days, 1 renewal is overdue, and 1 renewal is waiting for us.',
    )
    expect(casework.text).toContain(
      'Overdue since 20 February 2027. Lapses on 22 March 2027. ' +
        'No evidence from the last 12 months for 25 criteria. The library has only one lead.',
    )
    expect(casework.text).toContain('Ends on 26 March 2027. Renewal not started.')
    expect(casework.text).toContain(
      'Submitted 40 days ago, on 20 January 2027. With a trustee. The library has only one lead.',
    )
    await casework.follow('Overdue, 1')
    expect([casework.address, rowsOn(casework)]).toEqual(['/renewals?show=overdue', ['Brindle Moor Library']])
    await casework.follow('Waiting for us, 1')
    expect(rowsOn(casework)).toEqual(['Saltby and Fenn Libraries'])
    await casework.follow('With the panel, 1')
    expect(rowsOn(casework)).toEqual(['Kestrel Vale Libraries'])
    await casework.follow('Suspended or lapsed, 1')
    expect(rowsOn(casework)).toEqual(['Loch Corran Libraries'])
    await casework.follow('Current awards, 5')
    await casework.press('Search', { name: 'port ELEN', month: '2027-03' })
    expect([rowsOn(casework), casework.valueOf('name'), casework.valueOf('month')]).toEqual([
      ['Port Elen Library Service'],
      'port ELEN',
      '2027-03',
    ])
    await casework.press('Search', { name: 'port ELEN', month: '2027-04' })
    expect([
      casework.status,
      casework.headings.includes('No awards to show'),
      casework.text.includes('current awards.'),
    ]).toEqual([200, true, false])
    await casework.open('/renewals')
    await casework.press('Search', { name: 'thornwick' })
    expect(casework.text).toContain('No award in this list matches your search, but other current awards do.')
    await casework.follow('Show the current awards that match')
    expect([casework.valueOf('name'), rowsOn(casework)]).toEqual(['thornwick', ['Thornwick Community Library']])
    await service.database
      .writer('awards')
      .where({ id: awards.saltby.id })
      .update({ base_valid_to: '2027-02-12' as Day })
    await casework.open('/renewals?show=with-us')
    expect([
      casework.text.includes('Award period ended on 12 February 2027. The renewal has been submitted.'),
      casework.text.includes('days over'),
    ]).toEqual([true, false])

    const reader = await signedIn(service, trustee, '/renewals?show=all')
    expect([reader.status, reader.buttons, reader.$('[name=award]').length]).toEqual([200, ['Search'], 0])
    await reader.open('/renewals/extension')
    expect(reader.status).toBe(404)
    const lead = await signedIn(
      service,
      await aPersonWho(service, { member: [[await anOrganisation(service, { name: 'Elsewhere' }), 'lead']] }),
      '/renewals',
    )
    expect(lead.status).toBe(404)
    await service.end()
  })

  test('coordinators can open the team of a library whose leads have not signed in for a long time', async () => {
    const { service, coordinator, trustee, lead, awards } = await aBoard(engine)
    const teamsFor = async (person: APerson) =>
      (await signedIn(service, person, '/renewals?show=overdue')).links
        .filter(({ href }) => href.endsWith('/team'))
        .map(({ text, href }) => [text, href])
    expect(await teamsFor(coordinator)).toEqual([])
    const people = service.database.writer('people')
    await people.where({ id: lead.id }).update({ signed_in_at: instantAt('2026-03-20' as Day, '12:00') })
    expect(await teamsFor(coordinator)).toEqual([
      ['See the team Brindle Moor Library', `/organisations/${awards.brindle.organisation.id}/team`],
    ])
    expect(await teamsFor(trustee)).toEqual([])
    const board = await signedIn(service, coordinator, '/renewals?show=overdue')
    expect(board.text).toContain('The only lead has not signed in for 346 days.')
    expect(board.text).not.toContain('The library has only one lead.')
    await service.end()
  })

  test('a lapsed award is waiting for the library, and a trustee does not learn whether there is a draft', async () => {
    const { service, coordinator, trustee, lead, awards } = await aBoard(engine)
    const lapsed = '/renewals?show=suspended-or-lapsed'
    const rowFor = async (person: APerson) => cellsOn(await signedIn(service, person, lapsed))[0]!
    const withoutDraft = [await rowFor(coordinator), await rowFor(trustee)]
    for (const row of withoutDraft) expect(row).toContain('| Nothing | The library | Needs a full reappraisal.')
    const draft = { startedBy: lead, kind: 'reappraisal', status: 'draft', award_id: awards.loch.id } as const
    await anApplication(service, awards.loch.organisation, draft)
    expect(await rowFor(coordinator)).toContain('| The library | Draft started.')
    expect(await rowFor(trustee)).toBe(withoutDraft[1])
    const [inFile] = await listFile(await signedIn(service, trustee), '/downloads/renewals?show=suspended-or-lapsed')
    expect(inFile).toMatchObject({ 'Waiting for': 'The library', Details: 'Needs a full reappraisal.' })
    await service.end()
  })

  test('each award is shown once over several pages', async () => {
    const { service, coordinator, awards } = await aBoard(engine)
    const db = service.database.writer
    const [model] = await db('awards').where({ status: 'valid' })
    const many = Array.from({ length: 70 }, (_, place) => ({
      ...model!,
      id: newId(),
      code: `many ${place}`,
      valid_to: addDays('2027-06-01' as Day, Math.floor(place / 9)),
      status: place % 2 ? 'valid' : 'renewal open',
    }))
    await db.batchInsert('awards', many, 20)
    const casework = await signedIn(service, coordinator, '/renewals?show=all')
    const seen: string[] = []
    for (const isLast of [false, false, true]) {
      seen.push(
        ...casework
          .$('[name=award]')
          .map((_, box) => casework.$(box).attr('value')!)
          .get(),
      )
      expect(casework.links.some(({ text }) => text === 'Awards that end later')).toBe(!isLast)
      if (!isLast) await casework.follow('Awards that end later')
    }
    const current = await db('awards').whereNot({ id: awards.loch.id }).pluck('id') // Loch Corran’s has lapsed
    expect([current.length, seen.toSorted()]).toEqual([75, current.toSorted()])
    await service.end()
  })

  test('a conflict hides an application’s status; coordinators cannot extend their own library’s award', async () => {
    const { service, coordinator, awards, cases } = await aBoard(engine)
    await aDeclaration(service, { id: cases.saltby }, coordinator, 'conflict')
    const own = await aPersonWho(service, { roles: ['coordinator'], member: [[awards.port.organisation, 'observer']] })
    const casework = await signedIn(service, coordinator, '/renewals?show=with-us')
    expect(casework.text).toContain('Saltby and Fenn Libraries')
    expect(casework.text).not.toContain('With a trustee.')
    const colleague = await signedIn(
      service,
      own,
      `/renewals/extension?award=${awards.port.id}&award=${awards.brindle.id}`,
    )
    expect(colleague.text).toContain('You can extend 1 award')
    expect(cellsOn(colleague)).toContain(
      'Port Elen Library Service | This is your own library. Another coordinator can extend this award. ' +
        'If no coordinator can, a trustee can extend it on its page.',
    )
    await colleague.open(`/renewals/reminder?award=${awards.port.id}`)
    expect(cellsOn(colleague)).toContain(
      'Port Elen Library Service | This is your own library. Only another coordinator can remind this library.',
    )
    const until = { 'until-day': '31', 'until-month': '5', 'until-year': '2027' }
    await colleague.send('/renewals/extension', { award: `${awards.port.id}.1`, reason: 'Floods in March.', ...until })
    expect([colleague.headings[0], cellsOn(colleague)]).toEqual([
      'Nothing was changed or sent',
      [
        'Port Elen Library Service | This is your own library. Another coordinator can extend this award. ' +
          'If no coordinator can, a trustee can extend it on its page.',
      ],
    ])
    await service.database.writer('awards').where({ id: awards.port.id }).update({ status: 'ended' })
    await colleague.open(`/renewals/extension?award=${awards.port.id}`)
    expect(cellsOn(colleague)).toContain('Port Elen Library Service | This is your own library. The award has ended.')
    await service.end()
  })

  test('people who cannot see drafts see the same page and file whether or not a renewal was started', async () => {
    const { service, coordinator, trustee, lead, awards } = await aBoard(engine)
    const [barred, old] = [await aPersonWho(service, { roles: ['coordinator'] }), awards.port.application]
    await aDeclaration(service, old, barred, 'conflict')
    await service.database.writer('awards').where({ id: awards.thornwick.id }).update({ status: 'renewal open' })
    const readBy = async (person: APerson) => {
      const visitor = await signedIn(service, person, '/renewals?show=all')
      return { cells: cellsOn(visitor), file: await listFile(visitor, '/downloads/renewals?show=all') }
    }
    expect((await readBy(coordinator)).cells.join()).toContain('Ends on 26 March 2027. Renewal not started.')
    const unaware = await readBy(trustee)
    const isOfPort = (cells: string) => cells.startsWith('Port Elen')
    expect(unaware.cells.find(isOfPort)).toContain('Ends on 26 March 2027. No evidence')
    expect(JSON.stringify(unaware)).not.toMatch(/not started|draft/i)
    expect((await readBy(barred)).cells.find(isOfPort)).toBe(unaware.cells.find(isOfPort))

    const conflicted = await aPersonWho(service, { roles: ['coordinator'] })
    for (const { id, organisation } of [awards.port, awards.thornwick]) {
      const started = { startedBy: lead, kind: 'renewal', status: 'draft', award_id: id } as const
      await aDeclaration(service, await anApplication(service, organisation, started), conflicted, 'conflict')
    }
    expect(await readBy(trustee)).toEqual(unaware)
    expect((await readBy(conflicted)).cells.find(isOfPort)).toBe(unaware.cells.find(isOfPort))
    expect((await readBy(coordinator)).cells.join()).toContain('Ends on 26 March 2027. Renewal is still a draft.')
    await service.end()
  })

  test('chosen awards are extended once, after a page that says which are left out and why', async () => {
    const { service, coordinator, awards, lead } = await aBoard(engine)
    const casework = await signedIn(service, coordinator, '/renewals')
    await casework.press('Extend the selected awards', { award: [awards.brindle.id, awards.port.id, awards.saltby.id] })
    expect([casework.status, casework.text.includes('You can extend 2 awards')]).toEqual([200, true])
    expect(cellsOn(casework)).toContain(
      'Saltby and Fenn Libraries | The renewal has been submitted, so you cannot extend this award.',
    )
    await casework.press('Continue', { until: '2027-02-01' })
    expect([casework.status, casework.errors]).toEqual([422, ['Enter today’s date or a later date']])
    await casework.press('Continue', { until: '2027-05-31' })
    expect([casework.status, casework.headings[0]]).toEqual([200, 'Extend 2 awards to 31 May 2027?'])
    expect(cellsOn(casework)).toContain(`Port Elen Library Service | 26 March 2027 | 31 May 2027 | ${lead.name}`)
    await casework.press('Extend 2 awards', { reason: '' })
    expect([casework.status, casework.errors, await daysOf(service)]).toEqual([422, ['Enter a reason'], before])
    const { html } = casework
    const idempotencyKey = casework.$('main [name=idempotencyKey]').attr('value')!
    await casework.press('Extend 2 awards', { reason: 'The round of panels was late.' })
    expect([casework.status, casework.headings[0]]).toEqual([200, '2 awards extended'])
    const done = casework.address
    const extended = {
      ...before,
      'Brindle Moor Library': 'extended 2027-05-31',
      'Port Elen Library Service': 'extended 2027-05-31',
    }
    expect(await daysOf(service)).toEqual(extended)

    const fields = {
      idempotencyKey,
      award: [...html.matchAll(/name="award" value="([^"]+)"/g)].map(([, value]) => value!),
      reason: 'The round of panels was late.',
      'until-day': '31',
      'until-month': '05',
      'until-year': '2027',
    }
    await casework.send('/renewals/extension', fields)
    expect([casework.address, await daysOf(service)]).toEqual([done, extended])
    await casework.send('/renewals/extension', { ...fields, reason: 'Another reason' })
    expect([casework.status, casework.errors.length, casework.valueOf('reason'), await daysOf(service)]).toEqual([
      422,
      1,
      'Another reason',
      extended,
    ])
    await casework.send('/renewals/extension', {
      ...fields,
      'until-month': '06',
      'until-day': '30',
      idempotencyKey: newId(),
    })
    expect([casework.headings[0], await daysOf(service)]).toEqual(['Nothing was changed or sent', extended])
    expect(casework.text).toContain('The award has changed since you opened the page. Check the award, then try again.')
    const subjects = (await service.post()).filter(({ to }) => to === lead.email).map(({ subject }) => subject)
    expect(subjects.filter(subject => subject.includes('extended')).length).toBe(2)
    await service.end()
  })

  test('a bulk extension includes all awards that were on the list at the check, and none added later', async () => {
    const { service, coordinator, lead } = await aBoard(engine)
    const casework = await signedIn(service, coordinator, '/renewals?show=within-60')
    await casework.follow('Extend all awards in this list')
    await casework.press('Continue', { until: '2027-06-30' })
    const organisation = await anOrganisation(service, { name: 'Late Comer' })
    await anAward(service, organisation, { startedBy: lead, endsOn: '2027-03-20' })
    await casework.press('Extend 1 award', { reason: 'Floods in March.' })
    expect(await daysOf(service)).toMatchObject({
      'Port Elen Library Service': 'extended 2027-06-30',
      'Late Comer': 'renewal open 2027-03-20',
      'Saltby and Fenn Libraries': 'renewal with us none',
    })
    await service.end()
  })

  test('a coordinator can remind leads once a day, and sees which awards are left out and why', async () => {
    const { service, coordinator, awards, lead } = await aBoard(engine)
    const casework = await signedIn(service, coordinator, '/renewals')
    await casework.press('Remind the selected libraries', { award: [] })
    expect(casework.text).toContain('You have not chosen any awards Go back and choose the awards you want.')
    await casework.open('/renewals')
    const chosen = [awards.brindle.id, awards.saltby.id, awards.loch.id]
    await casework.open(`/renewals/reminder?${chosen.map(id => `award=${id}`).join('&')}`)
    expect(cellsOn(casework)).toContain('Loch Corran Libraries | The award has lapsed and needs a full reappraisal.')
    expect(cellsOn(casework)).toContain(`Brindle Moor Library | 19 February 2027 | ${lead.name}`)
    expect(cellsOn(casework)).toContain(
      'Saltby and Fenn Libraries | The library does not need to act on this award now, so its leads do not need a ' +
        'reminder.',
    )
    await casework.press('Remind 1 library')
    expect([casework.status, casework.headings[0]]).toEqual([200, '1 library reminded'])
    const [email, ...more] = (await service.post()).filter(({ to }) => to === lead.email)
    expect([email!.subject, more]).toEqual(['Reminder about Brindle Moor Library’s award', []])
    expect(email!.text).toContain('You can still renew it until it lapses on 22 March 2027.')
    await casework.open(`/renewals/reminder?award=${awards.brindle.id}`)
    expect(casework.text).toContain('You or a colleague reminded the library’s leads earlier today.')
    await casework.send('/renewals/reminder', { award: awards.brindle.id })
    expect([casework.headings[0], await service.post()]).toEqual(['Nothing was changed or sent', []])
    const events = await service.database.writer('events').where({ name: 'award.reminded' })
    expect(events.map(({ entity_id, person_id }) => [entity_id, person_id])).toEqual([
      [awards.brindle.id, coordinator.id],
    ])
    await casework.open('/renewals')
    expect(casework.text).toContain('You or a colleague reminded the library’s leads on 1 March 2027.')
    await service.end()
  })

  test('no lead is listed for an email while the library’s emails are off', async () => {
    const { service, coordinator, awards } = await aBoard(engine)
    const { brindle } = awards
    await service.database
      .writer('organisations')
      .where({ id: brindle.organisation.id })
      .update({ emails_started_at: null })
    const casework = await signedIn(service, coordinator, `/renewals/extension?award=${brindle.id}`)
    await casework.press('Continue', { until: '2027-05-31' })
    expect(cellsOn(casework)).toContain(
      'Brindle Moor Library | 19 February 2027 | 31 May 2027 | ' +
        'No one, because emails for this library are not switched on',
    )
    await casework.open(`/renewals/reminder?award=${brindle.id}`)
    expect(cellsOn(casework)).toEqual([
      'Brindle Moor Library | Emails to this library are off. ' +
        'You can switch them on under “Imports”, “Switch on emails”.',
    ])
    await service.end()
  })

  test('the shared mailbox is listed with the leads, because it gets a copy of the email', async () => {
    const { service, coordinator, awards } = await aBoard(engine)
    const { brindle } = awards
    const role_mailbox = 'office@brindle.example'
    await service.database.writer('organisations').where({ id: brindle.organisation.id }).update({ role_mailbox })
    const casework = await signedIn(service, coordinator, `/renewals/reminder?award=${brindle.id}`)
    expect(cellsOn(casework)).toEqual([expect.stringMatching(/ and office@brindle\.example$/)])
    await service.end()
  })

  test('a reminder about a late renewal that was returned does not say that the award lapses', async () => {
    const { service, coordinator, lead, awards, cases } = await aBoard(engine)
    const db = service.database.writer
    await db('awards')
      .where({ id: awards.saltby.id })
      .update({ valid_to: '2027-02-12' as Day, is_kept_by_renewal: 0 })
    await db('applications')
      .where({ id: cases.saltby })
      .update({ status: 'returned', until: '2027-03-20' as Day })
    const casework = await signedIn(service, coordinator, `/renewals/reminder?award=${awards.saltby.id}`)
    await casework.press('Remind 1 library')
    const [email] = (await service.post()).filter(({ to }) => to === lead.email)
    expect(email!.text).toContain('It is not valid while we decide on the renewal.')
    expect(email!.text).not.toContain('lapses')
    await service.end()
  })

  test.each([
    ['draft', null],
    ['returned', '2027-03-20'],
  ])('a reminder says that the award has lapsed, even while its reappraisal is “%s”', async (status, until) => {
    const { service, coordinator, lead, awards, cases } = await aBoard(engine)
    const db = service.database.writer
    await db('awards')
      .where({ id: awards.saltby.id })
      .update({ status: 'lapsed', valid_to: '2027-01-12' as Day, is_kept_by_renewal: 0 })
    await db('applications')
      .where({ id: cases.saltby })
      .update({ kind: 'reappraisal', status, until: until as Day | null })
    const casework = await signedIn(service, coordinator, '/renewals?show=suspended-or-lapsed')
    await casework.press('Remind the selected libraries', { award: [awards.saltby.id] })
    await casework.press('Remind 1 library')
    const [email] = (await service.post()).filter(({ to }) => to === lead.email)
    expect(email!.text).toContain(
      'The award has lapsed, so it is not valid. You can get it back with a full reappraisal.',
    )
    expect(email!.text).not.toMatch(/until it lapses|was late/)
    await service.end()
  })

  test('the page counts the criteria for which a library has no evidence from the last 12 months', async () => {
    const { service, coordinator, awards, lead } = await aBoard(engine)
    const db = service.database.writer
    const organisation = awards.port.organisation
    await recentEvidence(service, organisation, () => ({}))
    const casework = await signedIn(service, coordinator, '/renewals')
    const why = () => cellsOn(casework).find(row => row.startsWith('Port Elen'))!
    expect(why()).not.toContain('No evidence')

    const [first, second] = await db('evidence').where({ organisation_id: organisation.id }).pluck('id')
    await db('evidence')
      .where({ id: first })
      .update({ period_to: '2026-02-28' as Day })
    await casework.open('/renewals')
    expect(why()).toContain('No evidence from the last 12 months for 1 criterion.')

    const { item_id: itemId } = (await db('evidence_items').where({ evidence_id: first }).first('item_id'))!
    const draft = await anApplication(service, organisation, {
      startedBy: lead,
      kind: 'renewal',
      award_id: awards.port.id,
    })
    await usedFor(service, draft, { itemId, evidenceId: second! })
    await casework.open('/renewals')
    expect(why()).not.toContain('No evidence')

    await db('evidence')
      .where({ id: second })
      .update({ expires_on: '2027-02-28' as Day })
    await casework.open('/renewals')
    expect(why()).toContain('No evidence from the last 12 months for 2 criteria.')

    await db('evidence')
      .where({ organisation_id: organisation.id })
      .update({ period_from: null, period_to: null, received_at: instantAt('2026-02-28' as Day, '12:00') })
    await casework.open('/renewals')
    expect(why()).toContain('No evidence from the last 12 months for 25 criteria.')
    await service.end()
  })

  test('SQL finds the same awards at risk as the domain rules', async () => {
    const { service, coordinator } = await aBoard(engine)
    await everySort(service)
    const actor: Actor = { ...coordinator, language: 'en', memberships: [], charityRoles: ['coordinator'] }
    const db = service.parts.db
    const today = dayOf(service.clock.now())
    const all = { show: 'all', name: '', month: null, streamId: '' } as const
    const lines = await boardLines(db, actor, { filters: all, today, after: null, limit: 10_000 })
    expect(new Set(lines.map(({ criteriaWithoutEvidence: count }) => count))).toEqual(new Set([null, 0, 1, 3, 25]))
    const byRules = lines
      .filter(line => (needingAction as readonly string[]).includes(line.status) && risksOf(line, today).length > 0)
      .map(({ id }) => id)
    const filters = { show: 'at-risk', name: '', month: null, streamId: '' } as const
    const bySql = (await boardLines(db, actor, { filters, today, after: null, limit: 10_000 })).map(({ id }) => id)
    expect(bySql.toSorted()).toEqual(byRules.toSorted())
    expect([bySql.length > 50, lines.length - bySql.length > 50]).toEqual([true, true])
    const { show: _, ...others } = filters
    expect((await filterCounts(db, actor, others, today)).get('at-risk')).toBe(Math.min(bySql.length, maxCounted + 1))
    await service.end()
  })
})

const before = {
  'Brindle Moor Library': 'overdue 2027-02-19',
  'Kestrel Vale Libraries': 'renewal with us none',
  'Loch Corran Libraries': 'lapsed 2026-10-31',
  'Port Elen Library Service': 'renewal open 2027-03-26',
  'Saltby and Fenn Libraries': 'renewal with us none',
  'Thornwick Community Library': 'valid 2027-12-31',
}

async function daysOf(service: Service): Promise<Record<string, string>> {
  const rows = await service.database
    .writer('awards')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .orderBy('organisations.name')
    .select('organisations.name', 'awards.status', 'awards.valid_to')
  return Object.fromEntries(rows.map(({ name, status, valid_to }) => [name, `${status} ${valid_to ?? 'none'}`]))
}

const rowsOn = (visitor: Awaited<ReturnType<typeof signedIn>>): string[] =>
  visitor
    .$('main tbody th a')
    .map((_, link) => visitor.$(link).text())
    .get()

const cellsOn = (visitor: Awaited<ReturnType<typeof signedIn>>): string[] =>
  visitor
    .$('main tbody tr')
    .map((_, row) =>
      visitor
        .$(row)
        .find('th, td:not(.los-pick) > div')
        .map((_, cell) => visitor.$(cell).text().replace(/\s+/g, ' ').trim())
        .get()
        .join(' | '),
    )
    .get()

async function aBoard(engine: Parameters<typeof aService>[0]) {
  const service = await aService(engine)
  await aRound(service)
  const [coordinator, trustee] = [
    await aPersonWho(service, { roles: ['coordinator'] }),
    await aPersonWho(service, { roles: ['trustee'] }),
  ]
  const lead = await aPersonWho(service, { name: 'Marian Tull' })
  const db = service.database.writer
  const at = async (name: string, row: Parameters<typeof anAward>[2]) => {
    const organisation = await anOrganisation(service, { name })
    await db('memberships').insert({
      id: newId(),
      person_id: lead.id,
      organisation_id: organisation.id,
      role: 'lead',
      started_at: service.clock.now(),
      readers_confirmed_at: service.clock.now(),
      ended_at: null,
    })
    const award = await anAward(service, organisation, row)
    await db('awards')
      .where({ id: award.id })
      .update({ base_valid_to: (row.endsOn ?? '2027-04-30') as Day })
    return award
  }
  const awards = {
    brindle: await at('Brindle Moor Library', { startedBy: lead, status: 'overdue', endsOn: '2027-02-19' }),
    port: await at('Port Elen Library Service', { startedBy: lead, status: 'renewal open', endsOn: '2027-03-26' }),
    saltby: await at('Saltby and Fenn Libraries', {
      startedBy: lead,
      status: 'renewal with us',
      endsOn: '2027-03-31',
      validTo: null,
    }),
    kestrel: await at('Kestrel Vale Libraries', {
      startedBy: lead,
      status: 'renewal with us',
      endsOn: '2027-04-10',
      validTo: null,
    }),
    thornwick: await at('Thornwick Community Library', { startedBy: lead, status: 'valid', endsOn: '2027-12-31' }),
    loch: await at('Loch Corran Libraries', { startedBy: lead, status: 'lapsed', endsOn: '2026-10-31' }),
  }
  const cases = {
    saltby: (
      await anApplication(service, awards.saltby.organisation, {
        startedBy: lead,
        kind: 'renewal',
        status: 'with a trustee',
        award_id: awards.saltby.id,
        submitted_at: instantAt('2027-01-20' as Day, '12:00'),
      })
    ).id,
    kestrel: (
      await anApplication(service, awards.kestrel.organisation, {
        startedBy: lead,
        kind: 'reappraisal',
        status: 'with the panel',
        award_id: awards.kestrel.id,
        submitted_at: instantAt('2027-02-20' as Day, '12:00'),
      })
    ).id,
  }
  return { service, coordinator, trustee, lead, awards, cases }
}

/** Adds awards in all combinations in which the SQL filter and the domain rules could differ. */
async function everySort(service: Service): Promise<void> {
  const db = service.database.writer
  const starter = await aPersonWho(service)
  const coordinator = (await db('charity_roles').where({ role: 'coordinator' }).first('person_id'))!
  const organisations: AnOrganisation[] = []
  for (const [place, leads] of [0, 1, 2, 2, 2].entries()) {
    const organisation = await anOrganisation(service, { name: `Sort ${place}`, branches: [] })
    organisations.push(organisation)
    for (let count = 0; count < leads; count += 1) {
      const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
      if (place === 3)
        await db('outbox').insert({
          id: newId(),
          name: 'award granted',
          person_id: lead.id,
          address: lead.email,
          language: 'en',
          entity: 'award',
          entity_id: newId(),
          application_id: null,
          subject: null,
          body: null,
          status: 'failed',
          not_sent_reason: null,
          queued_at: service.clock.now(),
          next_try_at: service.clock.now(),
          tries: 1,
          resent: 0,
          lease_until: null,
          lease_generation: 0,
          sent_at: null,
          failure: 'unknown address',
        })
    }
  }
  await recentEvidence(service, organisations[2]!, () => ({}))
  await recentEvidence(service, organisations[3]!, place => (place === 0 ? { period_to: '2026-02-28' as Day } : {}))
  await recentEvidence(
    service,
    organisations[4]!,
    place =>
      [{ period_to: '2026-02-28' as Day }, { removed_at: service.clock.now() }, { panel_until: null }][place] ?? {},
  )
  const [first] = await db('awards').limit(1)
  const [term] = await db('terms').limit(1)
  const [application] = await db('applications').whereNotNull('award_id').limit(1)
  const rows: Record<'awards' | 'terms' | 'applications', Record<string, unknown>[]> = {
    awards: [],
    terms: [],
    applications: [],
  }
  const renewals = {
    draft: { status: 'draft', until: null, submittedOn: null },
    returned: { status: 'returned', until: '2027-03-09', submittedOn: '2027-02-01' },
    near: { status: 'returned', until: '2027-03-08', submittedOn: '2027-02-01' },
    submitted: { status: 'submitted', until: null, submittedOn: '2027-02-01' },
    slow: { status: 'checked', until: null, submittedOn: '2027-01-31' },
  }
  const recommendations: string[] = []
  for (const status of [...needingAction, 'valid'] as const)
    for (const last of ['2027-02-20', '2027-03-31', '2027-04-30', '2027-05-01', '2027-09-30', null]) {
      for (const [place, organisation] of organisations.entries())
        for (const sort of [null, 'draft', 'returned', 'near', 'submitted', 'slow'] as const) {
          const id = newId()
          rows.awards.push({
            ...first,
            id,
            code: id,
            organisation_id: organisation.id,
            status,
            valid_to: last,
            base_valid_to: last ?? '2027-06-30',
          })
          rows.terms.push({ ...term, id: newId(), award_id: id })
          if (sort) {
            const { status: renewalStatus, until, submittedOn } = renewals[sort]
            rows.applications.push({
              ...application,
              id: newId(),
              number: id,
              organisation_id: organisation.id,
              award_id: id,
              kind: 'renewal',
              started_by: starter.id,
              decision_letter_released_at: null,
              status: renewalStatus,
              until,
              submitted_at: submittedOn && instantAt(submittedOn as Day, '12:00'),
            })
          }
          if (place === 2 && sort === null) recommendations.push(id)
        }
    }
  for (const [table, all] of Object.entries(rows)) await db.batchInsert(table, all, 20)
  const source = { id: application!.id, number: '', organisation: organisations[2]! }
  await db('declarations').insert({
    id: newId(),
    application_id: application!.id,
    person_id: coordinator.person_id,
    says: 'no conflict',
    reason: null,
    independent: null,
    made_at: service.clock.now(),
  })
  for (const id of recommendations) await aRecommendation(service, source, { id })
}

/** Adds one item of evidence for each criterion to a library. `change` returns the columns to change for each item. */
async function recentEvidence(
  service: Service,
  organisation: AnOrganisation,
  change: (place: number) => { period_to?: Day; removed_at?: Instant; panel_until?: null },
): Promise<void> {
  const owner = await aPersonWho(service)
  const [{ itemIds }] = (await criteriaByStream(service.parts.db)) as [StreamCriteria]
  for (const [place, itemId] of itemIds.entries()) {
    const id = await anItemOfEvidence(service, organisation, owner, { items: [itemId] })
    await service.database
      .writer('evidence')
      .where({ id })
      .update({ period_to: '2026-03-01' as Day, ...change(place) })
  }
}

/** Adds the evidence to the answer to a criterion. */
async function usedFor(
  service: Service,
  application: { id: string },
  { itemId, evidenceId }: { itemId: string; evidenceId: string },
): Promise<void> {
  const db = service.database.writer
  const answer = { application_id: application.id, item_id: itemId }
  const row = (await db('answers').where(answer).first('id')) ?? { id: newId() }
  await db('answers')
    .insert({
      ...answer,
      id: row.id,
      narrative: '',
      own_rating: null,
      written_by: null,
      written_at: service.clock.now(),
      version: 1,
    })
    .onConflict('id')
    .ignore()
  await db('answer_evidence').insert({ answer_id: row.id, evidence_id: evidenceId, attached_at: service.clock.now() })
}
