import { expect, test } from '@jest/globals'
import { frameworkVersion } from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { itemByCode } from '../../../src/domain/framework.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anOrganisation,
  aPersonWho,
  aRecommendation,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow, type Visitor } from '../../support/visitor.ts'
import { aHolder } from '../../support/renewing.ts'

const year = { 'answer-F4': 'A new mobile library since May.', 'answer-F5': 'A quiet year, and a good one.' }

/** Starts the renewal and writes what it asks, but for what is given. */
async function written(
  service: Service,
  lead: APerson,
  award: { id: string },
  more: Record<string, string | boolean> = {},
): Promise<{ library: Visitor; address: string }> {
  const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
  await library.press('Start the renewal')
  const { address } = library
  for (const code of ['L1', 'S2']) {
    await library.open(`${address}/criteria/${code}`)
    await library.press('Save', { narrative: `This year, ${code}.` })
  }
  await library.open(address)
  await library.press('Save', { ...year, unchanged: true, contacts: true, ...more })
  return { library, address }
}

eachDatabase('a light renewal', engine => {
  test('is started from the award, filled in, written on one page, checked and handed in', async () => {
    const service = await aService(engine)
    const { lead, award, evidence } = await aHolder(service)
    const db = service.database.writer
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    expect([
      library.status,
      library.text.includes('one page, about twenty minutes'),
      library.text.includes('Friday 30 April: 60 days from today'),
      library.text.includes('19 answers, with their ratings'),
    ]).toEqual([200, true, true, true])
    await library.press('Start the renewal')
    const { address } = library
    expect([library.notices, library.headings.slice(0, 4)]).toEqual([
      ['Your renewal is begun. Nobody outside your library can read it until you hand it in.'],
      ['Renew your award', '1. What changed', '2. Short answers', '3. The rest, as last time'],
    ])
    expect(library.text).toContain('What we do about E3.')
    expect(library.text).toContain('Evidence: Joining without proof of address')
    const application = (await db('applications').where({ kind: 'renewal' }).first())!
    expect([application.previous_application_id !== null, application.award_id, application.summary]).toEqual([
      true,
      award.id,
      'Two branches where everybody is welcome.',
    ])
    expect(
      await db('answer_evidence')
        .join('answers', 'answers.id', 'answer_evidence.answer_id')
        .where({ application_id: application.id, evidence_id: evidence })
        .pluck('item_id'),
    ).toHaveLength(17)

    await library.press('Check and hand in')
    expect(library.address).toBe(`${address}/submission`)
    expect(library.links.slice(0, 6).map(({ href }) => href.replace(address, ''))).toEqual([
      '/criteria/L1',
      '/criteria/S2',
      '#answer-F4',
      '#answer-F5',
      '#unchanged',
      '#contacts',
    ])
    expect(library.buttons).toEqual([])

    for (const code of ['L1', 'S2']) {
      await library.open(`${address}/criteria/${code}`)
      expect(library.text).toContain(`Last time What we do about ${code}.`)
      expect([
        library.text.includes('Not started Last year’s words: make them this year’s'),
        library.text.includes('Still needed'),
      ]).toEqual([true, false])
      expect(library.buttons.filter(button => button.startsWith('Save'))).toEqual(
        code === 'L1' ? ['Save and continue', 'Save'] : ['Save'],
      )
      // said again as it was, it is this year's
      await library.press('Save', code === 'L1' ? { narrative: 'All new staff were trained in May.' } : {})
    }
    await library.open(address)
    expect(library.text).toContain('4 things left')
    await library.press('Check and hand in', { ...year, unchanged: true, contacts: true })
    expect([
      library.address,
      library.text.includes('All that is required is there.'),
      library.text.includes('22 answers without a change'),
    ]).toEqual([`${address}/submission`, true, true])
    await library.press('Hand in the renewal')
    expect([library.headings[0], library.address]).toEqual(['Handed in, thank you', `${address}/submission`])

    expect(await db('awards').first('status', 'valid_to')).toEqual({ status: 'renewal with us', valid_to: null })
    const parts = await db('submission_parts')
      .join('submissions', 'submissions.id', 'submission_parts.submission_id')
      .where({ application_id: application.id })
      .select('name', 'content')
    const part = (name: string) =>
      JSON.parse(parts.find(each => each.name === name)!.content!) as Record<string, unknown>
    expect([
      part('answers/visible-welcome').since,
      part('answers/staff-training').since,
      part('answers/yearly-summary').since,
    ]).toEqual(['unchanged', 'reworded', 'new'])
    expect(part('renewal')).toEqual({ restConfirmedAt: service.clock.now(), comparedWith: '2026-04-01T09:00:00.000Z' })
    await library.open(`${address}/submissions/1`)
    expect(library.text).toContain('The library confirmed on 1 March 2027 that what they say is still true.')
    await library.open(address)
    expect([library.text.includes('Handed in'), library.text.includes('As before')]).toEqual([true, true])
    await library.open(`/organisations/${award.organisation.id}/applications`)
    expect(library.text).toContain(`Renewal ${application.number}`)
    await service.end()
  })

  test('is one, though two leads press at once and each presses twice', async () => {
    const service = await aService(engine)
    const { lead, award, organisation } = await aHolder(service)
    const other = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const windows = [
      await signedIn(service, lead, `/awards/${award.id}/renewal`),
      await signedIn(service, other, `/awards/${award.id}/renewal`),
    ]
    const pressed = windows.flatMap(window => {
      const twice = anotherWindow(service, window)
      const idempotencyKey = String(window.valueOf('idempotencyKey'))
      return [window.press('Start the renewal'), twice.send(`/awards/${award.id}/renewal`, { idempotencyKey })]
    })
    const landed = await Promise.all(pressed)
    expect([...new Set(landed.map(({ status }) => status))]).toEqual([200])
    expect(new Set(landed.map(({ address }) => address)).size).toBe(1)
    expect(await service.database.writer('applications').where({ kind: 'renewal' })).toHaveLength(1)
    await windows[1]!.open(`/awards/${award.id}/renewal`)
    expect(windows[1]!.text).toContain('Your renewal is begun already')
    await service.end()
  })

  test('waits until it is open, and is for leads of the library alone', async () => {
    const service = await aService(engine)
    const { lead, contributor, award } = await aHolder(service, { status: 'valid', validTo: '2027-12-31' })
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    expect([
      library.text.includes('It is not time to renew yet'),
      library.text.includes('You can renew from 4 July 2027'),
      library.buttons,
    ]).toEqual([true, true, []])
    await library.send(`/awards/${award.id}/renewal`)
    expect([library.status, library.text.includes('It is not time to renew yet')]).toEqual([409, true])
    expect((await signedIn(service, contributor, `/awards/${award.id}/renewal`)).status).toBe(403)
    const stranger = await aPersonWho(service, {
      member: [[await anOrganisation(service, { name: 'Elsewhere' }), 'lead']],
    })
    expect((await signedIn(service, stranger, `/awards/${award.id}/renewal`)).status).toBe(404)
    expect(
      (await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), `/awards/${award.id}/renewal`))
        .status,
    ).toBe(403)
    expect(await service.database.writer('applications').where({ kind: 'renewal' })).toEqual([])
    await service.end()
  })

  test('opens a criterion only where something changed: that and nothing else counts as changed', async () => {
    const service = await aService(engine)
    const { lead, contributor, award } = await aHolder(service)
    const { library, address } = await written(service, lead, award)
    await library.open(`${address}/criteria/E3`)
    expect([
      library.valueOf('narrative'),
      library.valueOf('ownRating'),
      library.text.includes('Last time What we do about E3.'),
    ]).toEqual(['What we do about E3.', 'met', true])
    await library.press('Save', {})
    await library.open(address)
    expect(library.headings).not.toContain('What you changed')
    const colleague = await signedIn(service, contributor, `${address}/criteria/E3`)
    await colleague.press('Save', { narrative: 'New signs in eleven languages.' })
    await library.open(address)
    expect([
      library.headings.includes('What you changed'),
      library.text.includes('E3 Visible welcome Changed'),
    ]).toEqual([true, true])
    expect(library.text).toContain('Show all 21, with last year’s answers')
    await service.end()
  })

  test('two people save it without losing a word; where both wrote, both texts are shown', async () => {
    const service = await aService(engine)
    const { lead, contributor, award, organisation, application } = await aHolder(service)
    const promise = await aRecommendation(service, application, award, { body: 'Translate the leaflet.' })
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start the renewal')
    const { address } = library
    const colleague = await signedIn(service, contributor, address)
    expect(colleague.text).toContain('A lead of your library answers it.')
    await colleague.press('Save', { 'answer-F5': 'Emrys wrote this.' })
    await library.press('Save', {
      'answer-F4': 'Nothing changed.',
      [`recommendation-${promise}`]: 'It is in three languages now.',
    })
    expect([
      library.status,
      library.valueOf('answer-F5'),
      library.valueOf('answer-F4'),
      library.text.includes('Required, answered'),
    ]).toEqual([200, 'Emrys wrote this.', 'Nothing changed.', true])

    const before = await service.database.writer('events').where({ organisation_id: organisation.id })
    await colleague.open(address)
    await library.press('Save', { 'answer-F5': 'Gwenllian wrote that.' })
    await colleague.press('Save', { 'answer-F5': 'Emrys wrote more.', unchanged: true })
    expect([
      colleague.status,
      colleague.valueOf('answer-F5'),
      colleague.text.includes('Saved meanwhile: Gwenllian wrote that.'),
    ]).toEqual([409, 'Emrys wrote more.', true])
    expect(
      (await service.database.writer('applications').where({ kind: 'renewal' }).first())!.unchanged_confirmed_at,
    ).toBeNull()
    await colleague.press('Save', { 'answer-F5': 'We wrote this together.' })
    expect([colleague.status, colleague.valueOf('answer-F5'), colleague.valueOf('unchanged')]).toEqual([
      200,
      'We wrote this together.',
      'yes',
    ])
    const after = await service.database.writer('events').where({ organisation_id: organisation.id })
    expect(after.slice(before.length).map(({ name }) => name)).toEqual([
      'application.answer_written',
      'application.answer_written',
      'application.rest_confirmed',
    ])
    await service.end()
  })

  test('says of the evidence how fresh it is, and takes it all the same', async () => {
    const service = await aService(engine)
    const { lead, award, evidence } = await aHolder(service)
    await service.database
      .writer('evidence')
      .where({ id: evidence })
      .update({ period_from: '2025-01-01' as never, period_to: '2025-05-31' as never })
    const { library, address } = await written(service, lead, award)
    await library.open(address)
    expect(library.text).toMatch(/12 of these 22 show nothing newer than May 2025:/)
    await library.open(`${address}/submission`)
    await library.press('Hand in the renewal')
    expect(library.headings[0]).toBe('Handed in, thank you')
    await service.end()
  })

  test('may cover other branches: a closed one leaves by itself, and one of another award is rejected', async () => {
    const service = await aService(engine)
    const { lead, award, organisation, contributor } = await aHolder(service, {
      branches: ['Central', 'Millbrook', 'Quarry Lane', 'Ynys Road'],
    })
    const db = service.database.writer
    await db('branches')
      .where({ name: 'Millbrook' })
      .update({ closed_on: '2027-02-01' as never })
    const library = await signedIn(service, lead, `/organisations/${organisation.id}/branches`)
    await library.send(`/organisations/${organisation.id}/branches`, { names: 'Harbour', kind: 'branch' })
    await library.open(`/awards/${award.id}/renewal`)
    await library.press('Start the renewal')
    const { address } = library
    expect(library.text).toContain('Branches 3 branches Not any more: Millbrook In no award yet: Harbour')
    expect((await signedIn(service, contributor, `${address}/scope`)).status).toBe(403)
    await library.open(`${address}/scope`)
    const ids = new Map((await db('branches')).map(({ id, name }) => [name, id]))
    const stale = anotherWindow(service, library)
    await stale.open(`${address}/scope`)
    await library.press('Save the branches', {
      scope: ['Central', 'Quarry Lane', 'Ynys Road', 'Harbour'].map(name => ids.get(name)!),
    })
    expect(library.text).toContain('Branches 4 branches New: Harbour Not any more: Millbrook')
    await stale.press('Save the branches', { scope: [ids.get('Central')!] })
    expect(stale.status).toBe(409)
    await library.send(`${address}/scope`, { scope: ids.get('Millbrook')!, version: '2' })
    expect([library.status, library.errors]).toEqual([422, ['Choose branches from the list']])
    await library.open(`${address}/scope`)
    await library.press('Save the branches', { scope: [] })
    expect([library.status, library.errors]).toEqual([422, ['Choose at least one branch']])
    await service.end()
  })

  test('from paper has no earlier answers, says so, and is as light', async () => {
    const service = await aService(engine)
    const { lead, award, application } = await aHolder(service)
    const db = service.database.writer
    await db('applications').where({ id: application.id }).update({ award_id: null })
    await db('awards').update({ is_recorded: 1 })
    await db('terms').update({ application_id: null })
    const begins = await signedIn(service, lead, '/home')
    expect(begins.text).not.toContain('What you wrote last time')
    await begins.open(`/awards/${award.id}/renewal`)
    expect(begins.text).toContain(
      'one page, about twenty minutes. What is filled in already Answers None: your award was decided on paper',
    )
    const { library, address } = await written(service, lead, award)
    expect(library.text).toContain('Your award was decided on paper, so there are no earlier answers to show here.')
    await library.open(`${address}/criteria/E3`)
    expect([library.valueOf('narrative'), library.text.includes('so nothing of last time is here')]).toEqual(['', true])
    await library.open(`${address}/submission`)
    expect(library.links.filter(({ text }) => text === 'Write the summary')).toHaveLength(1)
    await library.open(`${address}/summary`)
    await library.press('Save', { summary: 'Everybody is welcome.' })
    await library.open(address)
    expect(library.text).toContain('Summary Written')
    await library.open(`${address}/submission`)
    await library.press('Hand in the renewal')
    expect(library.headings[0]).toBe('Handed in, thank you')
    await service.end()
  })

  test('carries on from one that the calendar closed, and compares with what was decided', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await written(service, lead, award)
    await library.open(`${address}/criteria/E3`)
    await library.press('Save', { narrative: 'Words of the draft.' })
    service.clock.set('2027-06-15T09:00:00Z')
    await again(library, lead, `/awards/${award.id}/renewal`)
    expect([
      library.headings[0],
      library.text.includes('the award has lapsed, and only a full reappraisal brings it back'),
    ]).toEqual(['Renew your award by a full reappraisal', true])
    await library.press('Start the reappraisal')
    expect(await service.database.writer('applications').where({ kind: 'renewal' }).pluck('status')).toEqual([
      'withdrawn',
    ])
    const reappraisal = library.address
    expect(library.text).toMatch(/answers are filled in from last time; change what changed\. 3 are changed since\./)
    expect([
      library.text.includes('Visible welcome Changed since last time'),
      library.text.includes('Part of induction As last time'),
    ]).toEqual([true, true])
    await library.open(`${reappraisal}/criteria/E3`)
    expect([library.valueOf('narrative'), library.text.includes('Last time Changed What we do about E3.')]).toEqual([
      'Words of the draft.',
      true,
    ])
    await service.end()
  })

  test('is a full reappraisal at its turn, filled in, with what was asked before above its tasks', async () => {
    const service = await aService(engine)
    const { lead, award, application } = await aHolder(service)
    await service.database.writer('terms').update({
      settings: JSON.stringify({
        months: 12,
        fullReappraisalEvery: 1,
        renewalOpensDays: 180,
        lapseAfterDays: 30,
        reminders: [],
      }),
    })
    await aRecommendation(service, application, award)
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start the reappraisal')
    const { address } = library
    expect([
      library.text.includes('1 recommendation waits for your answer'),
      library.text.includes('Hand in by Friday 30 April'),
    ]).toEqual([true, true])
    await library.open(`${address}/submission`)
    expect(library.links.filter(({ href }) => href.endsWith('/recommendations')).map(({ text }) => text)).toEqual([
      '1 recommendation waits for your answer',
    ])
    expect(library.text).toContain('F4 Significant changes: your words')
    expect(library.text).not.toContain('L2 Part of induction: ')
    await service.end()
  })
})

eachDatabase('a panel is asked for by a renewal', engine => {
  test('or not: the desk is told which, and may want one with a reason', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await written(service, lead, award)
    await library.open(`${address}/submission`)
    await library.press('Hand in the renewal')
    const id = address.split('/').at(-1)!
    const [coordinator, trustee, elsewhere] = [
      await aPersonWho(service, { roles: ['coordinator'] }),
      await aPersonWho(service, { roles: ['trustee'] }),
      await aPersonWho(service, { roles: ['trustee'] }),
    ]
    await aDeclaration(service, { id }, coordinator)
    await aDeclaration(service, { id }, trustee)
    const toldOf = async (name: string): Promise<(string | null)[]> =>
      (await service.database.writer('outbox').where({ name }).orderBy('person_id')).map(({ person_id }) => person_id)
    const casework = await signedIn(service, coordinator, address)
    expect([
      casework.text.includes('A trustee can confirm it'),
      casework.links.some(({ text }) => text === 'Ask for a panel'),
    ]).toEqual([true, true])
    await casework.follow('Mark as checked')
    expect(casework.text).toContain('A trustee can confirm it')
    await casework.press('Mark as checked')
    expect([
      casework.text.includes('Pass to the panel'),
      casework.text.includes('A trustee can confirm it'),
      casework.text.includes('Waiting for A trustee'),
    ]).toEqual([false, true, true])
    expect(await toldOf('renewal waiting')).toEqual([trustee.id, elsewhere.id].toSorted())
    expect((await signedIn(service, elsewhere, `${address}/panel-wanted`)).status).toBe(403)
    expect((await signedIn(service, lead, `${address}/panel-wanted`)).status).toBe(403)
    const board = await signedIn(service, trustee, `${address}/panel-wanted`)
    await board.press('Ask for a panel', { reason: ' ' })
    expect([board.status, board.errors]).toEqual([422, ['Enter why a panel should read it']])
    await board.press('Ask for a panel', { reason: 'Another operator runs it now.' })
    expect(await toldOf('panel wanted')).toEqual([coordinator.id])
    expect(board.notices).toEqual(['A panel is asked for. Seats can be offered now.'])
    expect([
      board.text.includes(
        'A panel is asked for Because a coordinator or trustee wants one. “Another operator runs it now.”',
      ),
      board.text.includes('Confirm the renewal'),
      board.text.includes('Waiting for A coordinator'),
    ]).toEqual([true, false, true])
    await casework.open(address)
    expect(casework.text).toContain('Pass to the panel')
    await library.open(address)
    expect(library.text).not.toContain('Another operator')
    await library.open(`${address}/history`)
    expect([library.text.includes(trustee.name), library.text.includes('Another operator')]).toEqual([false, false])
    await service.end()
  })

  test.each([
    ['the library says “not yet” itself', 'own rating', 'the library itself says “not yet” of a criterion'],
    ['a required recommendation is not closed', 'recommendation', 'a required recommendation is not closed'],
    ['its scope grew', 'scope', 'more branches are new than a trustee alone may confirm'],
    ['a required criterion is new', 'criterion', 'a required criterion is new'],
  ])('when %s', async (_, what, said) => {
    const service = await aService(engine)
    const { lead, award, application } = await aHolder(service)
    const db = service.database.writer
    const recommendation = what === 'recommendation' ? await aRecommendation(service, application, award) : null
    if (what === 'criterion') await withoutCriterion(service, application.id)
    const { library, address } = await written(
      service,
      lead,
      award,
      recommendation ? { [`recommendation-${recommendation}`]: 'Done since May.' } : {},
    )
    if (what === 'own rating') {
      await library.open(`${address}/criteria/E3`)
      await library.press('Save', { narrative: 'The signs are gone.', ownRating: 'not yet' })
    }
    if (what === 'scope') {
      await library.send(`/organisations/${award.organisation.id}/branches`, { names: 'Harbour', kind: 'branch' })
      await library.open(`${address}/scope`)
      await library.press('Save the branches', { scope: (await db('branches')).map(({ id }) => id) })
    }
    await library.open(address)
    expect(library.text).toContain('A panel reads it, because')
    await library.open(`${address}/submission`)
    await library.press('Hand in the renewal')
    expect(library.headings[0]).toBe('Handed in, thank you')
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, { id: address.split('/').at(-1)! }, coordinator)
    const casework = await signedIn(service, coordinator, address)
    expect(casework.text).toContain(`A panel is asked for Because ${said}.`)
    await aPersonWho(service, { roles: ['trustee'] })
    await casework.follow('Mark as checked')
    await casework.press('Mark as checked')
    expect(await db('outbox').where({ name: 'renewal waiting' })).toEqual([])
    await service.end()
  })
})

eachDatabase('a renewal handed in', engine => {
  test.each([
    ['one second before midnight in London holds the award', '2027-04-30T22:59:59Z', 'renewal with us', true],
    [
      'one second later, on the first of May, stops the lapse and holds nothing',
      '2027-04-30T23:00:00Z',
      'renewal with us',
      false,
    ],
  ])('%s', async (_, at, status, isHeld) => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await written(service, lead, award)
    service.clock.set(at)
    await again(library, lead, `${address}/submission`)
    await library.press('Hand in the renewal')
    expect(library.headings[0]).toBe('Handed in, thank you')
    const row = (await service.database.writer('awards').first())!
    expect([row.status, row.valid_to === null]).toEqual([status, isHeld])
    service.clock.set('2027-05-02T09:00:00Z')
    await library.open(`/verify/${row.code}?on-day=1&on-month=5&on-year=2027`)
    expect(library.headings[1]).toBe(isHeld ? 'Valid on 1 May 2027' : 'Not valid on 1 May 2027')
    await service.end()
  })

  test('twice, in two windows, is handed in once', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await written(service, lead, award)
    const other = anotherWindow(service, library)
    await Promise.all([library.open(`${address}/submission`), other.open(`${address}/submission`)])
    await Promise.all([library.press('Hand in the renewal'), other.press('Hand in the renewal')])
    expect([library.headings[0], other.headings[0]]).toEqual(['Handed in, thank you', 'Handed in, thank you'])
    expect(
      await service.database
        .writer('submissions')
        .join('applications', 'applications.id', 'submissions.application_id')
        .where({ kind: 'renewal' }),
    ).toHaveLength(1)
    expect(await service.database.writer('award_changes').where({ move: 'receive' })).toHaveLength(1)
    await service.end()
  })

  test('by somebody who lost the role meanwhile is not', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await written(service, lead, award)
    await library.open(`${address}/submission`)
    await service.database.writer('memberships').where({ person_id: lead.id }).update({ ended_at: service.clock.now() })
    await library.press('Hand in the renewal')
    expect(library.status).toBe(404)
    expect((await service.database.writer('awards').first('status'))!.status).toBe('renewal open')
    await service.end()
  })

  test('and returned is written on the same page again, its reasons above, and handed in once more', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await written(service, lead, award)
    await library.open('/home')
    expect(library.links.some(({ href }) => href === address)).toBe(true)
    await library.open(`${address}/submission`)
    await library.press('Hand in the renewal')
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, { id: address.split('/').at(-1)! }, coordinator)
    const casework = await signedIn(service, coordinator, `${address}/return`)
    await casework.press('Return to the library', { reasons: 'The year in brief is very brief.', until: '2027-03-20' })
    await library.open(address)
    expect([
      library.headings[0],
      library.text.includes('Returned to you The year in brief is very brief.'),
      library.text.includes('Hand in by Saturday 20 March: 19 days from today'),
    ]).toEqual(['Renew your award', true, true])
    await library.press('Check and hand in', { 'answer-F5': 'A long year, told at length.' })
    await library.press('Hand in the renewal')
    expect(library.headings[0]).toBe('Handed in, thank you')
    expect(
      (
        await service.database
          .writer('submissions')
          .join('applications', 'applications.id', 'submissions.application_id')
          .where({ kind: 'renewal' })
          .orderBy('submissions.number')
          .pluck('submissions.number')
      ).map(Number),
    ).toEqual([1, 2])
    await service.end()
  })

  test('with something missing, or while somebody still writes, is refused in words and loses none', async () => {
    const service = await aService(engine)
    const { lead, contributor, award } = await aHolder(service)
    const { library, address } = await written(service, lead, award)
    const colleague = await signedIn(service, contributor, address)
    await library.open(`${address}/submission`)
    await colleague.press('Save', { 'answer-F4': '', unchanged: false })
    await library.press('Hand in the renewal')
    expect([library.status, library.text.includes('2 things are still missing'), library.buttons]).toEqual([
      422,
      true,
      [],
    ])
    await colleague.press('Save', { 'answer-F4': 'Nothing.', unchanged: true })
    await colleague.open(`${address}/submission`)
    expect([colleague.buttons, colleague.text.includes('A lead of your library hands it in.')]).toEqual([[], true])
    await colleague.open(address)
    await library.open(`${address}/submission`)
    await library.press('Hand in the renewal')
    await colleague.press('Save', { 'answer-F5': 'A word too late, which must not be lost.' })
    expect([[403, 409].includes(colleague.status), colleague.html.includes('A word too late')]).toEqual([true, true])
    await service.end()
  })
})

/** Their sign-in is over after so long: through the door again. */
async function again(visitor: Visitor, { email }: APerson, address: string): Promise<void> {
  await visitor.open(`/sign-in?next=${encodeURIComponent(address)}`)
  await visitor.press('Sign in', { email, password: 'open the library door' })
}

/** As if the version before had not had this criterion. */
async function withoutCriterion(service: Service, applicationId: string): Promise<void> {
  const db = service.database.writer
  const { framework_version_id } = (await db('applications')
    .where({ id: applicationId })
    .first('framework_version_id'))!
  const row = (await db('framework_versions').where({ id: framework_version_id }).first())!
  const document = JSON.parse(row.document) as { criteria: { code: string }[] }
  const older = {
    ...row,
    id: 'b'.repeat(20),
    version: '0.0',
    document: JSON.stringify({
      ...document,
      version: '0.0',
      criteria: document.criteria.filter(({ code }) => code !== 'E12'),
    }),
    published_at: '2025-01-01T09:00:00.000Z' as never,
  }
  await db('framework_versions').insert(older)
  expect(itemByCode(await frameworkVersion(db, older.id), 'E12')).toBeNull()
  await db('applications').where({ id: applicationId }).update({ framework_version_id: older.id })
}
