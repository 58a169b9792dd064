import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anOrganisation,
  aPersonWho,
  aRecommendation,
  everythingWritten,
  signedIn,
} from '../../support/factories.ts'
import { behavesLikeEveryButton, behavesLikeEveryForm } from '../../support/form-life.ts'
import { aHolder, signInAgain, writtenRenewal, year } from '../../support/renewing.ts'
import { aService } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'

const idIn = (address: string): string => address.split('/').at(-1)!

eachDatabase('a renewal', engine => {
  test('a lead starts a renewal with last time’s answers, completes it and submits it', async () => {
    const service = await aService(engine)
    const { lead, award, evidence } = await aHolder(service)
    const db = service.database.writer
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    expect([
      library.status,
      library.text.includes('It is one page and takes about 20 minutes'),
      library.text.includes('Submit by Friday 30 April (60 days from today)'),
      library.text.includes('19 answers, with 1 item of evidence'),
    ]).toEqual([200, true, true, true])
    await library.press('Start renewal')
    const { address } = library
    expect([library.notices, library.headings.filter(heading => /^(Renew|\d)/.test(heading))]).toEqual([
      [
        'Renewal started. We copied 19 answers, with 1 item of evidence from last time. ' +
          'Only your library can read it until you submit it.',
      ],
      ['Renew your award', '1. Significant changes', '2. Your work since last time', '3. Everything else'],
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

    await library.press('Check and submit')
    expect(library.address).toBe(`${address}/submission`)
    expect(library.text).toContain('4 things left to do')
    expect(library.links.slice(0, 4).map(({ href, text }) => [href.replace(address, ''), text])).toEqual([
      [
        '#same',
        'L1 Staff and volunteers learn and S2 Celebration: ' +
          'update your answers from last time, or confirm that they are still true',
      ],
      [
        '#noChange',
        'F4 Significant changes: report a change and confirm your contacts, or tick “No significant changes”',
      ],
      ['#answer-F5', 'F5 Year in brief: add your answer'],
      ['#unchanged', 'Confirm that your unchanged answers are still true'],
    ])
    await library.open(address)
    expect(library.text).toContain('4 things left to do')
    await library.press('Save', { 'answer-F4': 'Our Millbrook branch has moved.' })
    await library.open(`${address}/submission`)
    await library.follow('Confirm your contacts')
    expect(library.$('details[open] #contacts')).toHaveLength(1)
    await library.open(address)
    await library.press('Save', { 'answer-F4': '' })
    expect(library.$('details[open] #contacts')).toHaveLength(0)
    await library.open(`${address}/submission`)
    expect(library.buttons).toEqual([])

    for (const code of ['L1', 'S2']) {
      await library.open(`${address}/criteria/${code}`)
      expect(library.text).toContain(`Last time What we do about ${code}.`)
      expect([
        library.text.includes('Not started Update your answer from last time'),
        library.text.includes('Still needed'),
      ]).toEqual([true, false])
      expect(library.buttons.filter(button => button.startsWith('Save'))).toEqual(['Save and continue', 'Save'])
      // Saving S2 unchanged confirms it as this year’s answer.
      await library.press('Save', code === 'L1' ? { narrative: 'All new staff were trained in May.' } : {})
    }
    await library.open(address)
    expect(library.text).toContain('3 things left to do')
    await library.press('Check and submit', { ...year, unchanged: true, contacts: true })
    expect([
      library.address,
      library.text.includes('Nothing is missing. We will read everything below.'),
      library.text.includes('Unchanged answers (17)') && library.text.includes('Not answered (5)'),
    ]).toEqual([`${address}/submission`, true, true])
    await library.press('Submit renewal')
    expect([library.headings[0], library.address]).toEqual(['Renewal submitted', `${address}/submission`])
    expect(library.text).toContain('A trustee will confirm your renewal, unless we ask a panel to read it.')

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
    expect(library.text).toContain('On 1 March 2027, the library confirmed that the unchanged answers are still true.')
    await library.open(address)
    expect([library.text.includes('Your award stays valid'), library.text.includes('Same as last time')]).toEqual([
      true,
      true,
    ])
    await library.open(`/organisations/${award.organisation.id}/applications`)
    expect(library.text).toContain(`Renewal ${application.number}`)
    await service.end()
  })

  test('a renewal is started once when two leads each send the form twice at the same time', async () => {
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
      return [window.press('Start renewal'), twice.send(`/awards/${award.id}/renewal`, { idempotencyKey })]
    })
    const landed = await Promise.all(pressed)
    expect([...new Set(landed.map(({ status }) => status))]).toEqual([200])
    expect(new Set(landed.map(({ address }) => address)).size).toBe(1)
    expect(await service.database.writer('applications').where({ kind: 'renewal' })).toHaveLength(1)
    await windows[1]!.open(`/awards/${award.id}/renewal`)
    expect(windows[1]!.text).toContain('Your library has already started to renew this award')
    await service.end()
  })

  test('only a lead of the library can start a renewal, and only from the day that renewal opens', async () => {
    const service = await aService(engine)
    const { lead, contributor, award } = await aHolder(service, { status: 'valid', validTo: '2027-12-31' })
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    expect([
      library.text.includes('You cannot renew this award now'),
      library.text.includes('You can renew from 4 July 2027'),
      library.buttons,
    ]).toEqual([true, true, []])
    await library.send(`/awards/${award.id}/renewal`)
    expect(library.status).toBe(409)
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

  test('a renewal can include new branches, but not closed ones', async () => {
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
    await library.press('Start renewal')
    const { address } = library
    expect(library.text).toContain('Branches 3 branches Removed: Millbrook Not in this renewal: Harbour')
    expect((await signedIn(service, contributor, `${address}/scope`)).status).toBe(403)
    await library.open(`${address}/scope`)
    const ids = new Map((await db('branches')).map(({ id, name }) => [name, id]))
    const stale = anotherWindow(service, library)
    await stale.open(`${address}/scope`)
    await library.press('Save branches', {
      scope: ['Central', 'Quarry Lane', 'Ynys Road', 'Harbour'].map(name => ids.get(name)!),
    })
    expect(library.text).toContain('Branches 4 branches Added: Harbour Removed: Millbrook')
    await stale.press('Save branches', { scope: [ids.get('Central')!] })
    expect(stale.status).toBe(409)
    await library.send(`${address}/scope`, { scope: ids.get('Millbrook')!, version: '2' })
    expect([library.status, library.errors]).toEqual([422, ['Choose branches from the list']])
    await library.open(`${address}/scope`)
    await library.press('Save branches', { scope: ['Central', 'Quarry Lane', 'Harbour'].map(name => ids.get(name)!) })
    expect(library.text).toContain('Branches 3 branches Added: Harbour Removed: Millbrook and Ynys Road')
    expect(library.text).not.toContain('Not in this renewal')
    await library.open(`${address}/scope`)
    await library.press('Save branches', { scope: [] })
    expect([library.status, library.errors]).toEqual([422, ['Choose at least one branch']])
    await db('branches').update({ closed_on: '2027-02-01' as never })
    await library.open(`${address}/scope`)
    expect([library.buttons.includes('Save branches'), library.text]).toEqual([
      false,
      expect.stringContaining('Your library has no open branches. Add or reopen a branch first.'),
    ])
    await library.follow('Your branches')
    expect(library.address).toBe(`/organisations/${organisation.id}/branches`)
    await service.end()
  })

  test('the renewal of an award made before this service has no earlier answers', async () => {
    const service = await aService(engine)
    const { lead, award, application } = await aHolder(service)
    const db = service.database.writer
    await db('applications').where({ id: application.id }).update({ award_id: null })
    await db('awards').update({ is_recorded: 1 })
    await db('terms').update({ application_id: null })
    const start = await signedIn(service, lead, '/home')
    await start.open(`/awards/${award.id}/renewal`)
    expect(start.text).toContain(
      'What your renewal will start with Answers No earlier answers, because your award was made before this ' +
        'service started.',
    )
    const { library, address } = await writtenRenewal(service, lead, award)
    expect(library.text).toContain('Your award was made before this service started, so we have no earlier answers.')
    await library.open(`${address}/criteria/E3`)
    expect([library.valueOf('narrative'), library.text.includes('so we have no earlier answer')]).toEqual(['', true])
    await library.open(`${address}/submission`)
    expect(library.links.filter(({ text }) => text === 'Write a summary')).toHaveLength(1)
    await library.open(`${address}/summary`)
    await library.press('Save', { summary: 'Everybody is welcome.' })
    await library.open(address)
    expect(library.valueOf('summary')).toBe('Everybody is welcome.')
    expect(library.text).toContain('Not answered (21)')
    await library.open(`${address}/submission`)
    expect(library.text).toContain('Not answered (21)')
    expect(library.text).toContain(
      'Your award was made before this service started, so 20 criteria have no answer yet.',
    )
    expect(library.text).not.toContain('Nothing is missing')
    await library.press('Submit renewal')
    expect(library.headings[0]).toBe('Renewal submitted')
    await library.open(`${address}/submissions/1`)
    expect(library.$('h2:contains("Not answered")').nextUntil('h2').text().split('Nothing written')).toHaveLength(
      21 + 1,
    )
    expect(library.text).toContain('the library confirmed that what it showed to get the award is still true')
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const trustee = await aPersonWho(service, { roles: ['trustee'] })
    for (const person of [coordinator, trustee]) await aDeclaration(service, { id: idIn(address) }, person)
    const casework = await signedIn(service, coordinator, `${address}/check`)
    expect(casework.text).toContain('The library has never answered 20 criteria in this service')
    const listed = (heading: string) =>
      casework
        .$(`h2:contains("${heading}")`)
        .next('ul')
        .text()
        .match(/\b[A-Z]\d+/g)
    expect(listed('Recommended items')).toEqual(expect.arrayContaining(['E6', 'E8', 'E10']))
    expect(listed('Required items')).toEqual(expect.arrayContaining(['E3']))
    await casework.press('Mark as checked')
    const deciding = await signedIn(service, trustee, `${address}/decision`)
    expect(deciding.text).toContain('The library has never answered 20 criteria in this service')
    await service.end()
  })

  test('a renewal can be shared as an example only after the library agrees again', async () => {
    const service = await aService(engine)
    const { db } = service.parts
    const { lead, award } = await aHolder(service)
    await service.database.writer('applications').update({ may_be_shared: 1 })
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start renewal')
    const { address } = library
    const shared = async () => (await db('applications').where({ kind: 'renewal' }).first())!.may_be_shared === 1
    const shown = [await shared()]
    await library.open(`${address}/summary`)
    await library.press('Save', { mayBeShared: 'yes' })
    shown.push(await shared())
    await library.open(`${address}/submission`)
    shown.push(library.text.includes('We can share your answers as an example'))
    expect(shown).toEqual([false, true, true])
    await service.end()
  })

  test('a reappraisal of a lapsed award copies the draft renewal and shows changes since last time', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open(`${address}/criteria/E3`)
    await library.press('Save', { narrative: 'Words of the draft.' })
    service.clock.set('2027-06-15T09:00:00Z')
    await signInAgain(library, lead, `/awards/${award.id}/renewal`)
    expect([
      library.headings[0],
      library.text.includes('Your award has lapsed. Only a full reappraisal can renew it.'),
    ]).toEqual(['Renew your award with a full reappraisal', true])
    expect(library.headings).toContain('What your reappraisal will start with')
    await library.press('Start reappraisal')
    expect(library.notices).toEqual([expect.stringMatching(/^Reappraisal started\. We copied 25 answers/)])
    expect(await service.database.writer('applications').where({ kind: 'renewal' }).pluck('status')).toEqual([
      'withdrawn',
    ])
    const reappraisal = library.address
    expect(library.text).toMatch(
      /answers are unchanged from last time\. The text, evidence or criterion has changed for 4 answers\./,
    )
    expect([
      library.text.includes('Visible welcome Changed since last time'),
      library.text.includes('Part of induction Same as last time'),
    ]).toEqual([true, true])
    await library.open(`${reappraisal}/criteria/E3`)
    expect([
      library.valueOf('narrative'),
      library.text.includes('Last time Answer changed What we do about E3.'),
    ]).toEqual(['Words of the draft.', true])
    await library.open(`${reappraisal}/scope`)
    expect(library.headings[0]).toBe('Branches in this reappraisal')
    await library.follow('Full reappraisal')
    expect(library.address).toBe(reappraisal)
    await service.end()
  })

  test('a renewal is a full reappraisal when one is due, and asks for a response to recommendations', async () => {
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
    await library.press('Start reappraisal')
    const { address } = library
    expect(library.text).toContain('1 recommendation needs your response')
    expect(library.text).toContain('by Friday 30 April')
    await library.open(`${address}/submission`)
    expect(library.links.filter(({ href }) => href.endsWith('/recommendations')).map(({ text }) => text)).toEqual([
      'Respond to 1 recommendation',
    ])
    expect(library.text).toContain('F4 Significant changes: add your answer')
    expect(library.text).not.toContain('L2 Part of induction: ')
    await service.end()
  })

  test('a lead submits a reappraisal with the button “Submit reappraisal”', async () => {
    const service = await aService(engine)
    const { lead, award, organisation, application: first } = await aHolder(service, { status: 'lapsed' })
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start reappraisal')
    const { address } = library
    const id = address.split('/').at(-1)!
    const db = service.database.writer
    await db('answer_evidence')
      .whereIn('answer_id', db('answers').where({ application_id: id }).select('id'))
      .del()
    for (const table of ['answers', 'pledges'] as const) await db(table).where({ application_id: id }).del()
    await everythingWritten(service, { ...first, id, organisation }, lead)
    await library.open(`${address}/criteria/F4`)
    await library.press('Save', { narrative: 'Nothing significant.' })
    await library.open(`${address}/submission`)
    expect(library.buttons).toEqual(['Submit reappraisal'])
    await library.press('Submit reappraisal')
    expect(library.headings[0]).toBe('Reappraisal submitted')
    await service.end()
  })
})

eachDatabase('the form to start a renewal', engine => {
  behavesLikeEveryButton(async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    return {
      service,
      visitor: await signedIn(service, lead, `/awards/${award.id}/renewal`),
      button: 'Start renewal',
      timesSaved: async () => (await service.database.writer('applications').where({ kind: 'renewal' })).length,
    }
  })
})

eachDatabase('the form to choose branches', engine => {
  behavesLikeEveryForm(async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const visitor = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await visitor.press('Start renewal')
    await visitor.open(`${visitor.address}/scope`)
    const central = (await service.database.writer('branches').where({ name: 'Central' }).first('id'))!.id
    return {
      service,
      visitor,
      button: 'Save branches',
      typed: { scope: [central] },
      invalid: { scope: [] },
      timesSaved: async () =>
        (await service.database.writer('events').where({ name: 'application.scope_changed' })).length,
    }
  })
})
