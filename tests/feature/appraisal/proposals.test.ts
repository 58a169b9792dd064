import { libraryStream } from '../../../src/domain/framework.ts'
import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { criteriaAskedBy } from '../../../src/domain/framework.ts'
import {
  frameworkVersion,
  latestFrameworkVersionId,
} from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { autosaves } from '../../support/autosaving.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  aSeat,
  signedIn,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'

eachDatabase('the proposal', engine => {
  test('the page shows both versions when another window saved the proposal first', async () => {
    const service = await aService(engine)
    const { application, chair } = await aChairWhoHasRead(service)
    const address = `/applications/${application.id}/proposal`
    const one = await signedIn(service, chair, address)
    const other = anotherWindow(service, one)
    await other.open(address)
    await one.press('Save', { decisionLetter: 'The letter as the panel agreed on it' })
    expect(one.status).toBe(200)
    await other.press('Save', { decisionLetter: 'An older draft' })
    expect([other.title.startsWith('Error: '), other.errors.length]).toEqual([true, 1])
    expect(other.$(other.$('.govuk-error-summary a').attr('href')!).text()).toContain('Newer saved version')
    expect([other.status, other.valueOf('decisionLetter'), other.headings]).toEqual([
      409,
      'An older draft',
      expect.arrayContaining(['Newer saved version']),
    ])
    expect(other.text).toContain('The letter as the panel agreed on it')
    await one.open(address)
    expect(one.valueOf('decisionLetter')).toBe('The letter as the panel agreed on it')
    await one.press('Save', { decisionLetter: 'The letter, mended' })
    expect(one.valueOf('decisionLetter')).toBe('The letter, mended')
    await service.end()
  })

  test('a page opened before the proposal was sent back cannot overwrite it', async () => {
    const service = await aService(engine)
    const { application, chair } = await aChairWhoHasRead(service)
    const address = `/applications/${application.id}/proposal`
    const old = await signedIn(service, chair, address)
    const one = anotherWindow(service, old)
    await one.open(address)
    await one.press('Save', { decisionLetter: 'The letter that the panel sent' })
    const proposals = service.database.writer('proposals').where({ application_id: application.id })
    await proposals
      .clone()
      .update({ status: 'sent back', sent_back_reason: 'Name the branch.' })
      .increment('version', 2)
    await old.press('Save', { decisionLetter: 'An older draft' })
    expect([old.status, old.valueOf('decisionLetter')]).toEqual([409, 'An older draft'])
    await one.open(address)
    await one.press('Save', { decisionLetter: 'The letter, with the branch' })
    expect([one.status, one.valueOf('decisionLetter')]).toEqual([200, 'The letter, with the branch'])
    await service.end()
  })

  test('the page keeps the chair’s unsaved text, even an unfinished recommendation', async () => {
    const service = await aService(engine)
    const { application, chair } = await aChairWhoHasRead(service)
    const form = { as: chair, at: `/applications/${application.id}/proposal` }
    const visitor = await signedIn(service, chair, form.at)
    const typed = { outcome: 'awarded', decisionLetter: 'Half a sen', body: 'New si', 'dueOn-day': '30' }
    expect((await autosaves(service, visitor, typed, form)).status).toBe(200)
    await visitor.open(form.at)
    expect(visitor.text).toContain('We have kept your text from')
    expect(Object.keys(typed).map(name => visitor.valueOf(name))).toEqual(Object.values(typed))
    await visitor.press('Save', { decisionLetter: 'A sentence.', body: '', 'dueOn-day': '' })
    expect([visitor.status, visitor.valueOf('decisionLetter'), await service.database.db('working_copies')]).toEqual([
      200,
      'A sentence.',
      [],
    ])
    await service.end()
  })

  test('the unsaved decision letter is kept when a recommendation is added or removed', async () => {
    const service = await aService(engine)
    const { application, chair } = await aChairWhoHasRead(service)
    const address = `/applications/${application.id}/proposal`
    const due = { 'dueOn-day': '30', 'dueOn-month': '9', 'dueOn-year': '2027' }
    const visitor = await signedIn(service, chair, address)
    const decisionLetter = 'A letter of two evenings.'
    await visitor.press('Add recommendation', { decisionLetter, kind: 'improvement', body: 'New signs.' })
    expect([visitor.status, visitor.errors, visitor.valueOf('decisionLetter'), visitor.valueOf('body')]).toEqual([
      422,
      ['Enter who is responsible', 'Enter the date the recommendation is due'],
      decisionLetter,
      'New signs.',
    ])
    await visitor.press('Add recommendation', { owner: 'Manager', ...due, 'dueOn-year': '2026' })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Enter a due date after today']])
    await visitor.press('Add recommendation', { owner: 'Manager', ...due })
    expect([
      visitor.status,
      visitor.valueOf('decisionLetter'),
      visitor.valueOf('body'),
      visitor.text.includes('New signs.'),
    ]).toEqual([200, decisionLetter, '', true])
    await visitor.press('Save', {
      decisionLetter: `${decisionLetter} And a third.`,
      kind: 'required',
      body: 'Train the night shift.',
    })
    expect([visitor.status, visitor.valueOf('body')]).toEqual([422, 'Train the night shift.'])
    await visitor.press('Save', { owner: 'Manager', ...due })
    expect([visitor.notices, visitor.valueOf('decisionLetter')]).toEqual([
      ['Recommendation added'],
      `${decisionLetter} And a third.`,
    ])
    await visitor.press('Remove New signs.', { decisionLetter: 'A shorter one.' })
    expect([visitor.notices, visitor.valueOf('decisionLetter')]).toEqual([['Recommendation removed'], 'A shorter one.'])
    expect(await service.database.writer('recommendations').pluck('body')).toEqual(['Train the night shift.'])
    await service.end()
  })

  test('a proposal with a recommendation that is already due is not sent to a trustee', async () => {
    const service = await aService(engine)
    const { application, chair } = await aChairWhoHasRead(service)
    const visitor = await signedIn(service, chair, `/applications/${application.id}/proposal`)
    const due = { 'dueOn-day': '30', 'dueOn-month': '9', 'dueOn-year': '2027' }
    await visitor.press('Add recommendation', { kind: 'improvement', body: 'New signs.', owner: 'Manager', ...due })
    await service.database.writer('recommendations').update({ due_on: '2027-03-01' as never })
    const sent = { then: 'send', outcome: 'awarded with recommendations', decisionLetter: 'Well done.' }
    const version = visitor.valueOf('version') as string
    await visitor.send(`/applications/${application.id}/proposal`, { version, ...sent })
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      ['Remove each recommendation that is already due, and add it again with a later due date'],
    ])
    await service.end()
  })

  test('a recommendation is added once when it is sent twice, and different text stays on the page', async () => {
    const service = await aService(engine)
    const { application, chair } = await aChairWhoHasRead(service)
    const address = `/applications/${application.id}/proposal`
    const visitor = await signedIn(service, chair, address)
    const body = {
      version: visitor.valueOf('version') as string,
      idempotencyKey: visitor.valueOf('idempotencyKey') as string,
      decisionLetter: 'The letter.',
      kind: 'improvement',
      body: 'New signs.',
      owner: 'Manager',
      'dueOn-day': '30',
      'dueOn-month': '9',
      'dueOn-year': '2027',
      then: 'add',
    }
    for (const window of [1, 2])
      expect([window, (await anotherWindow(service, visitor).send(address, body)).status]).toEqual([window, 200])
    const late = await anotherWindow(service, visitor).send(address, { ...body, decisionLetter: 'Another letter.' })
    expect([late.status, late.valueOf('decisionLetter')]).toEqual([422, 'Another letter.'])
    expect(await service.database.writer('recommendations').pluck('body')).toEqual(['New signs.'])
    await service.end()
  })

  test('a proposal can be saved after an empty recommendation was refused', async () => {
    const service = await aService(engine)
    const { application, chair } = await aChairWhoHasRead(service)
    const visitor = await signedIn(service, chair, `/applications/${application.id}/proposal`)
    await visitor.press('Add recommendation', { body: '' })
    expect(visitor.status).toBe(422)
    await visitor.press('Save', { decisionLetter: 'Kept all the same' })
    expect([visitor.status, visitor.address, visitor.valueOf('decisionLetter')]).toEqual([
      200,
      `/applications/${application.id}/proposal`,
      'Kept all the same',
    ])
    await service.end()
  })
})

async function aChairWhoHasRead(service: Service) {
  const organisation = await anOrganisation(service)
  const round = await aRound(service)
  const [lead, coordinator, chair] = [
    await aPersonWho(service, { member: [[organisation, 'lead']] }),
    await aPersonWho(service, { roles: ['coordinator'] }),
    await aPersonWho(service, { roles: ['appraiser'] }),
  ]
  const application = await anApplication(service, organisation, { status: 'with the panel', round, startedBy: lead })
  const seat = await aSeat(service, application, chair, { offeredBy: coordinator, chairs: true })
  await aDeclaration(service, application, chair)
  const { writer } = service.database
  const items = criteriaAskedBy(
    await frameworkVersion(writer, await latestFrameworkVersionId(writer, libraryStream)),
    'first',
  )
  const at = service.clock.now()
  await writer.batchInsert(
    'findings',
    items.map(({ id }) => ({
      id: newId(),
      seat_id: seat,
      item_id: id,
      judgement: 'met',
      reason: 'Shown',
      commendation: '',
      private_note: '',
      written_at: at,
      given_at: at,
      version: 1,
    })),
    20,
  )
  return { application, chair }
}
