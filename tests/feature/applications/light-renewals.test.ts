import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { instantAt, parseDay } from '../../../src/domain/time.ts'
import { autosaves } from '../../support/autosaving.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, aRecommendation, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-life.ts'
import { aHolder, signInAgain, writtenRenewal } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'

/** Deletes the written answers to items that can also be answered by choosing branches or by setting targets. */
async function withoutAnswersToScopeAndTargets({ database }: Service): Promise<void> {
  const items = ['scope-declared', 'targets', 'progress-on-targets']
  await database.writer('answers').whereIn('item_id', items).delete()
  const names = items.map(item => `answers/${item}`)
  await database.writer('submission_parts').whereIn('name', names).delete()
}

eachDatabase('a light renewal', engine => {
  test('a light renewal is written on one page, with one tick box if nothing significant changed', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start renewal')
    const { address } = library
    expect(library.$('main .govuk-list a[href*="/criteria/"]').length).toBe(0)
    await library.press('Check and submit', { noChange: true, 'answer-F4': 'Branch closed.' })
    expect([library.status, library.errors]).toEqual([
      422,
      ['Untick “No significant changes”, or remove the change you reported'],
    ])
    await library.open(address)
    await library.press('Check and submit', {
      noChange: true,
      'answer-F5': 'A quiet year.',
      'answer-L1': 'All new staff were trained in May.',
      same: true,
      summary: 'Everybody is welcome in both branches.',
      unchanged: true,
    })
    expect([library.address, library.buttons]).toEqual([`${address}/submission`, ['Submit renewal']])
    for (const text of ['No significant changes.', 'All new staff were trained in May.', 'What we do about S2.'])
      expect(library.text).toContain(text)
    expect(library.text).toContain('Everybody is welcome in both branches.')
    const rating = await service.parts.db('answers').where({ narrative: 'All new staff were trained in May.' })
    expect(rating.map(({ own_rating }) => own_rating)).toEqual(['met'])
    await library.open(address)
    expect([library.$('#noChange').attr('checked') !== undefined, library.valueOf('answer-F4')]).toEqual([true, ''])
    await library.press('Save', { noChange: false })
    await library.open(`${address}/submission`)
    expect(library.headings[1]).toBe('1 thing left to do')
    expect(library.links[0]!.href).toBe(`${address}#noChange`)
    await service.end()
  })

  test('the page of a light renewal never says that a suspended award is, was or will be valid', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service, { status: 'suspended' })
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start renewal')
    const { address } = library
    const seen = () => [
      library.text.includes('Your award is suspended, so it is not valid.'),
      library.text.includes(
        'Your award period ended on 30 April 2027. You can still renew your award until 30 May 2027.',
      ),
      /\b(is|was|stays|stay|be) valid\b|valid again/.test(library.text),
    ]
    expect(seen()).toEqual([true, false, false])
    service.clock.set('2027-05-02T10:00:00Z')
    await signInAgain(library, lead, address)
    expect(seen()).toEqual([true, true, false])
    await service.end()
  })

  test('an answer that every renewal needs is listed as missing until last time’s text is confirmed', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start renewal')
    const { address } = library
    const lacks = async () => {
      await library.open(`${address}/submission`)
      return library.links.filter(({ href }) => href.endsWith('#answer-S2')).map(({ text }) => text)
    }
    await library.press('Save', { 'answer-F5': 'A quiet year.', 'answer-L1': 'All new staff were trained in May.' })
    expect(await lacks()).toEqual([
      'S2 Celebration: update your answer from last time, or confirm that it is still true',
    ])
    await library.open(`${address}/criteria/S2`)
    await library.press('Add comment', { body: 'Is this still true?' })
    expect(await lacks()).toHaveLength(1)
    await library.open(address)
    await library.press('Save', { same: true })
    expect(await lacks()).toEqual([])
    await library.open(address)
    await library.press('Save', { 'answer-S2': '' })
    expect(await lacks()).toEqual(['S2 Celebration: add your answer'])
    await service.end()
  })

  test('an answer counts as changed only when its text is different', async () => {
    const service = await aService(engine)
    const { lead, contributor, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open(`${address}/criteria/E3`)
    expect([
      library.valueOf('narrative'),
      library.valueOf('ownRating'),
      library.text.includes('Last time What we do about E3.'),
    ]).toEqual(['What we do about E3.', 'met', true])
    await library.press('Save', {})
    await library.open(address)
    expect(library.text).not.toContain('Changed since last time')
    const colleague = await signedIn(service, contributor, `${address}/criteria/E3`)
    await colleague.press('Save', { narrative: 'New signs in eleven languages.' })
    await library.open(address)
    expect([
      library.text.includes('Changed since last time (1)'),
      library.text.includes('E3 Visible welcome Answer changed'),
    ]).toEqual([true, true])
    expect(library.text).toContain('16 answers from last time')
    await service.end()
  })

  test('the pages agree on which answers have changed, because they compare the texts', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    const id = address.split('/').at(-1)!
    await service.database
      .writer('answers')
      .where({ application_id: id, item_id: 'visible-welcome' })
      .update({ narrative: 'Signs in eleven languages.' })
    await library.open(address)
    expect(library.text).toContain('E3 Visible welcome Answer changed')
    for (const shown of ['16 answers from last time', 'Not answered (5)']) expect(library.text).toContain(shown)
    await library.open(`${address}/criteria/E3`)
    expect(library.text).not.toContain('Same as last time')
    await library.open(`${address}/submission`)
    for (const shown of ['Answers that have changed (1)', 'Unchanged answers (16)', 'Not answered (5)'])
      expect(library.text).toContain(shown)
    await library.press('Submit renewal')
    await library.open(address)
    expect(library.$('a[href$="/criteria/E3"]').closest('li').text()).toContain('Answer changed')
    await library.open(`${address}/submissions/1`)
    expect(library.text).toContain('16 unchanged answers')
    const unanswered = library.$('h2:contains("Not answered")').nextUntil('h2').text()
    expect(unanswered.split('Nothing written')).toHaveLength(5 + 1)
    await service.end()
  })

  test('a recommended criterion that was never answered is shown as not answered, not as unchanged', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open(`${address}/criteria/E6`)
    expect([library.text.includes('Same as last time'), library.text.includes('Not answered')]).toEqual([false, true])
    await library.open(`${address}/submission`)
    await library.press('Submit renewal')
    await library.open(address)
    expect(library.$('a[href$="/criteria/E6"]').closest('li').text()).toMatch(/Recommended\s+Not answered/)
    expect(library.text).toContain('5 recommended criteria are not answered.')
    const [, answered, all] = /(\d+) of (\d+) criteria answered/.exec(library.text)!
    expect(Number(all) - Number(answered)).toBe(5)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, { id: address.split('/').at(-1)! }, coordinator)
    const casework = await signedIn(service, coordinator, `${address}/check`)
    const listed = casework.$('main li a[href*="/criteria/"]').map((_, link) => casework.$(link).attr('href')!)
    expect([listed.length, listed.get().includes(`${address}/criteria/E6`)]).toEqual([5, true])
    await service.end()
  })

  test('an item answered by the choice of branches or by targets is not listed as unanswered', async () => {
    const service = await aService(engine)
    const { organisation, lead, award } = await aHolder(service)
    await withoutAnswersToScopeAndTargets(service)
    const db = service.database.writer
    const at = instantAt(parseDay('2026-05-01')!, '09:00')
    await db('targets').insert({
      ...{ id: newId(), organisation_id: organisation.id, owner_id: lead.id, body: 'Train all staff', version: 1 },
      ...{ due_on: parseDay('2026-12-01')!, status: 'reached', progress: 'All 41 of them.', progress_at: at },
      ...{ made_by: lead.id, made_at: at },
    })
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open(address)
    expect(library.$('h3:contains("P4")').next().text().trim()).toBe('2 branches')
    await library.open(`${address}/submission`)
    await library.press('Submit renewal')
    await library.open(`${address}/submissions/1`)
    const under = (heading: string) => library.$(`h2:contains("${heading}")`).nextUntil('h2').text()
    expect([under('Answers that have changed'), under('unchanged answers'), under('Not answered')]).toEqual([
      expect.stringContaining('All 41 of them.'),
      expect.stringContaining('Scope declared'),
      expect.not.stringMatching(/All 41 of them|Scope declared/),
    ])
    expect(under('Not answered')).toContain('Nothing written')
    await service.end()
  })

  test('a later renewal lists a target as changed only if it has changed since the last renewal', async () => {
    const service = await aService(engine)
    const { organisation, lead, award } = await aHolder(service)
    await withoutAnswersToScopeAndTargets(service)
    const reader = await aPersonWho(service, { roles: ['coordinator'] })
    const db = service.database.writer
    await db('targets').insert({
      ...{ id: newId(), organisation_id: organisation.id, owner_id: lead.id, body: 'Train all staff', version: 1 },
      ...{ due_on: parseDay('2029-12-01')!, status: 'under way', progress: '', progress_at: null },
      ...{ made_by: lead.id, made_at: instantAt(parseDay('2026-05-01')!, '09:00') },
    })
    const renew = async () => {
      const { library, address } = await writtenRenewal(service, lead, award)
      const id = address.split('/').at(-1)!
      await library.open(address)
      const shown = library.$('h3:contains("F2")').next().text().trim()
      await library.open(`${address}/submission`)
      const toCheck = library.text.match(/(Answers that have changed|Unchanged answers) \(\d+\)/g)
      await library.press('Submit renewal')
      await library.open(`${address}/submissions/1`)
      const submitted = library.headings.filter(heading => /changed|F2/.test(heading))
      await aDeclaration(service, { id }, reader)
      const coordinator = await signedIn(service, reader)
      const readers = []
      for (const page of [`${address}/submissions/1`, `${address}/criteria/F2`]) {
        await coordinator.open(page)
        readers.push(/New|Answer changed/.exec(coordinator.$('.los-aside, section:contains("F2")').text())?.[0] ?? null)
      }
      expect(coordinator.text).not.toContain('did not answer')
      await db('applications')
        .where({ id })
        .update({ status: 'decided', decision_letter_released_at: service.clock.now() })
      return { shown, toCheck, submitted, readers }
    }
    const changed = {
      shown: '',
      toCheck: ['Answers that have changed (1)', 'Unchanged answers (16)'],
      submitted: ['Answers that have changed', 'F2 Progress on earlier targets', '16 unchanged answers'],
    }
    const unchanged = {
      shown: expect.stringContaining('Train all staff'),
      readers: [null, null],
      toCheck: ['Unchanged answers (17)'],
      submitted: ['17 unchanged answers', 'F2 Progress on earlier targets'],
    }
    const first = await renew()
    service.clock.set('2028-03-01T09:00:00Z')
    await db('awards').update({ status: 'renewal open', valid_to: parseDay('2028-04-30')! })
    const second = await renew()
    service.clock.set('2029-03-01T09:00:00Z')
    await db('awards').update({ status: 'renewal open', valid_to: parseDay('2029-04-30')! })
    await db('targets').update({ progress: '30 of 41.' })
    const third = await renew()
    expect([first, second, third]).toEqual([
      { ...changed, readers: ['New', 'New'] },
      unchanged,
      { ...changed, readers: ['Answer changed', 'Answer changed'] },
    ])
    await service.end()
  })

  test('changes to different fields are all saved; the second person to change a field sees both texts', async () => {
    const service = await aService(engine)
    const { lead, contributor, award, organisation, application } = await aHolder(service)
    const recommendation = await aRecommendation(service, application, award, { body: 'Translate the leaflet.' })
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start renewal')
    const { address } = library
    const colleague = await signedIn(service, contributor, address)
    expect(colleague.text).toContain('A library lead needs to respond to this recommendation.')
    await colleague.press('Save', { 'answer-F5': 'Emrys wrote this.' })
    await library.press('Save', {
      'answer-F4': 'Nothing changed.',
      [`recommendation-${recommendation}`]: 'It is in three languages now.',
    })
    expect([
      library.status,
      library.valueOf('answer-F5'),
      library.valueOf('answer-F4'),
      library.text.includes('Required: response sent'),
    ]).toEqual([200, 'Emrys wrote this.', 'Nothing changed.', true])

    const events = () =>
      service.database.writer('events').where({ organisation_id: organisation.id }).orderBy('sequence').pluck('name')
    const before = await events()
    await colleague.open(address)
    await library.press('Save', { 'answer-F5': 'Gwenllian wrote that.' })
    await colleague.press('Save', { 'answer-F5': 'Emrys wrote more.', unchanged: true })
    expect([
      colleague.status,
      colleague.valueOf('answer-F5'),
      colleague.text.includes('Saved in another tab or by a colleague: Gwenllian wrote that.'),
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
    const after = await events()
    expect(after.slice(before.length)).toEqual([
      'application.answer_written',
      'application.answer_written',
      'application.rest_confirmed',
    ])
    await service.end()
  })

  test('saving again after a conflict does not undo a colleague’s changes to other fields', async () => {
    const service = await aService(engine)
    const { lead, contributor, award } = await aHolder(service)
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start renewal')
    const colleague = await signedIn(service, contributor, library.address)
    const theirs = { 'answer-F4': 'A branch moved.', summary: 'Everybody is welcome.', unchanged: true }
    await library.press('Save', { 'answer-F5': 'Gwenllian wrote that.', ...theirs })
    await colleague.press('Save', { 'answer-F5': 'Emrys wrote this.' })
    const shown = () => ['answer-F5', 'answer-F4', 'summary', 'unchanged'].map(name => colleague.valueOf(name))
    expect([colleague.status, ...shown()]).toEqual([
      409,
      'Emrys wrote this.',
      'A branch moved.',
      'Everybody is welcome.',
      'yes',
    ])
    await colleague.press('Save', { 'answer-F5': 'We wrote this together.' })
    expect([colleague.status, ...shown()]).toEqual([
      200,
      'We wrote this together.',
      'A branch moved.',
      'Everybody is welcome.',
      'yes',
    ])
    await service.end()
  })

  test('text is saved while it is typed, and the page shows the text that a colleague has since saved', async () => {
    const service = await aService(engine)
    const { lead, contributor, award } = await aHolder(service)
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start renewal')
    const { address } = library
    const form = { as: lead, at: address }
    const events = () => service.database.writer('events').count()
    const before = await events()
    const { status, answer } = await autosaves(service, library, { 'answer-F5': 'A quiet ye', noChange: 'yes' }, form)
    expect([status, answer?.text, await events()]).toEqual([200, 'Draft saved at 9am', before])
    await library.open(address)
    expect([library.valueOf('answer-F5'), library.valueOf('noChange'), library.valueOf('summary')]).toEqual([
      'A quiet ye',
      'yes',
      '',
    ])
    expect(library.text).toContain('We have kept your text from')
    const colleague = await signedIn(service, contributor, address)
    expect(colleague.valueOf('answer-F5')).toBe('')
    await colleague.press('Save', { 'answer-F5': 'A busy year.' })
    expect((await autosaves(service, library, { 'answer-F5': 'A quiet year' }, form)).answer?.text).toContain(
      'Draft saved at 9am. A newer version was saved after you opened this page.',
    )
    await library.open(address)
    expect([
      library.valueOf('answer-F5'),
      library.text.includes('Saved in another tab or by a colleague: A busy year.'),
    ]).toEqual(['A quiet year', true])
    await library.press('Save', { 'answer-F5': 'A busy year with quiet mornings.' })
    expect([library.status, library.valueOf('answer-F5'), await service.database.db('working_copies')]).toEqual([
      200,
      'A busy year with quiet mornings.',
      [],
    ])
    await service.end()
  })

  test('the page counts answers with out-of-date evidence, and the renewal can still be submitted', async () => {
    const service = await aService(engine)
    const { lead, award, evidence } = await aHolder(service)
    await service.database
      .writer('evidence')
      .where({ id: evidence })
      .update({ period_from: '2025-01-01' as never, period_to: '2025-05-31' as never })
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open(address)
    expect(library.text).toContain(
      'The evidence for 12 answers is out of date. The newest is from May 2025. You can still renew.',
    )
    await library.open(`${address}/submission`)
    await library.press('Submit renewal')
    expect(library.headings[0]).toBe('Renewal submitted')
    await service.end()
  })

  test('the response to a closed recommendation stays on the page, and the other fields can be saved', async () => {
    const service = await aService(engine)
    const { lead, award, application } = await aHolder(service)
    const recommendation = await aRecommendation(service, application, award, { body: 'Translate the leaflet.' })
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start renewal')
    const db = service.database.writer
    await db('recommendations')
      .where({ id: recommendation })
      .update({ status: 'closed', status_since: service.clock.now(), version: 2 })
    await library.press('Save', {
      'answer-F5': 'A quiet year.',
      [`recommendation-${recommendation}`]: 'It is in three languages now.',
    })
    expect(library.status).toBe(409)
    expect(library.text).toContain('You wrote: It is in three languages now.')
    expect(library.valueOf('answer-F5')).toBe('A quiet year.')
    await library.press('Save')
    expect([library.status, library.valueOf('answer-F5')]).toEqual([200, 'A quiet year.'])
    expect(await db('recommendation_notes').select()).toEqual([])
    await service.end()
  })
})

eachDatabase('submitting a renewal', engine => {
  test.each([
    [
      'a renewal submitted a second before midnight in London keeps the award valid',
      '2027-04-30T22:59:59Z',
      'renewal with us',
      true,
    ],
    [
      'a renewal submitted at midnight in London stops the lapse, but does not keep the award valid',
      '2027-04-30T23:00:00Z',
      'renewal with us',
      false,
    ],
  ])('%s', async (_, at, status, isHeld) => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    service.clock.set(at)
    await signInAgain(library, lead, `${address}/submission`)
    await library.press('Submit renewal')
    expect(library.headings[0]).toBe('Renewal submitted')
    const row = (await service.database.writer('awards').first())!
    expect([row.status, row.valid_to === null]).toEqual([status, isHeld])
    service.clock.set('2027-05-02T09:00:00Z')
    await library.open(`/verify/${row.code}?on-day=1&on-month=5&on-year=2027`)
    expect(library.headings[1]).toBe(isHeld ? 'Valid on 1 May 2027' : 'Not valid on 1 May 2027')
    await service.end()
  })

  test('a renewal is submitted once when two windows submit it', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    const other = anotherWindow(service, library)
    await Promise.all([library.open(`${address}/submission`), other.open(`${address}/submission`)])
    await Promise.all([library.press('Submit renewal'), other.press('Submit renewal')])
    expect([library.headings[0], other.headings[0]]).toEqual(['Renewal submitted', 'Renewal submitted'])
    expect(
      await service.database
        .writer('submissions')
        .join('applications', 'applications.id', 'submissions.application_id')
        .where({ kind: 'renewal' }),
    ).toHaveLength(1)
    expect(await service.database.writer('award_changes').where({ move: 'receive' })).toHaveLength(1)
    await service.end()
  })

  test('a lead who has left the team cannot submit a renewal', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open(`${address}/submission`)
    await service.database.writer('memberships').where({ person_id: lead.id }).update({ ended_at: service.clock.now() })
    await library.press('Submit renewal')
    expect(library.status).toBe(404)
    expect((await service.database.writer('awards').first('status'))!.status).toBe('renewal open')
    await service.end()
  })

  test('a returned renewal shows the reasons and can be submitted again', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open('/home')
    expect(library.links.some(({ href }) => href === address)).toBe(true)
    await library.open(`${address}/submission`)
    await library.press('Submit renewal')
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, { id: address.split('/').at(-1)! }, coordinator)
    const coordinatorPage = await signedIn(service, coordinator, `${address}/return`)
    await coordinatorPage.press('Return application', {
      reasons: 'The year in brief is very brief.',
      until: '2027-03-20',
    })
    await library.open(address)
    expect([
      library.headings[0],
      library.text.includes('Returned to you The year in brief is very brief.'),
      library.text.includes('Submit by Saturday 20 March (19 days from today)'),
    ]).toEqual(['Renew your award', true, true])
    const returned = () => service.database.writer('applications').where({ status: 'returned' })
    await returned().update({ until: parseDay('2027-02-26')! })
    await library.open(address)
    expect(library.text).toContain('Due on Friday 26 February (3 days ago)')
    await returned().update({ until: parseDay('2027-03-20')! })
    await library.open(address)
    await library.press('Check and submit', { 'answer-F5': 'A long year, told at length.' })
    await library.press('Submit again')
    expect(library.headings[0]).toBe('Renewal submitted')
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

  test('the page of a returned renewal counts requested changes and a missing sign-off', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open(address)
    expect(library.text).toContain('Ready to submit.')
    service.clock.minutesPass(1)
    const id = address.split('/').at(-1)!
    const returned = { status: 'returned', items_asked: JSON.stringify(['staff-training']) }
    const row = service.database.writer('applications').where({ id })
    await row.clone().update({ ...returned, status_since: service.clock.now(), reasons: 'Say when.' })
    await service.database.writer('organisations').update({ sign_off_wanted: 1 })
    await library.open(address)
    expect(library.text).toContain('Your renewal takes about 20 minutes. 2 things left to do.')
    await library.open(`${address}/submission`)
    expect(library.text).toContain('2 things left to do')
    await service.end()
  })

  test('the note to change only what is different is not shown for an item without an earlier answer', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    const says = 'You only need to change this answer if something is different from last time.'
    const saysFor = async (code: string) => (await library.open(`${address}/criteria/${code}`)).text.includes(says)
    expect([await saysFor('L3'), await saysFor('E6')]).toEqual([true, false])
    await service.end()
  })

  test('an incomplete renewal cannot be submitted, and text sent after the submission stays on the page', async () => {
    const service = await aService(engine)
    const { lead, contributor, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    const colleague = await signedIn(service, contributor, address)
    await library.open(`${address}/submission`)
    await colleague.press('Save', { 'answer-F4': '', unchanged: false })
    await library.press('Submit renewal')
    expect([library.status, library.text.includes('2 things left to do'), library.buttons]).toEqual([422, true, []])
    await colleague.press('Save', { 'answer-F4': 'Nothing.', unchanged: true })
    await colleague.open(`${address}/submission`)
    expect([colleague.buttons, colleague.text.includes('A library lead needs to submit the application.')]).toEqual([
      [],
      true,
    ])
    await colleague.open(address)
    await library.open(`${address}/submission`)
    await library.press('Submit renewal')
    await colleague.press('Save', { 'answer-F5': 'A word too late, which must not be lost.' })
    expect([colleague.status, colleague.html.includes('A word too late')]).toEqual([409, true])
    await service.end()
  })
})

eachDatabase('the page of a light renewal', engine => {
  behavesLikeEveryForm(
    async () => {
      const service = await aService(engine)
      const { lead, award } = await aHolder(service)
      const visitor = await signedIn(service, lead, `/awards/${award.id}/renewal`)
      await visitor.press('Start renewal')
      return {
        service,
        visitor,
        button: 'Save',
        typed: { 'answer-F5': 'A quiet year.' },
        invalid: { 'answer-F5': 'x'.repeat(10_001) },
        timesSaved: async () =>
          (await service.database.writer('events').where({ name: 'application.answer_written' })).length,
      }
    },
    { text: 'answer-F5', pressesToSave: 2 },
  )
})
