import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { autosaves } from '../../support/autosaving.ts'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, aRound, aTeam, signedIn } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

// The page of a criterion has a field for the answer and one for a comment. Every button saves both.

eachDatabase('a comment written beside an answer', engine => {
  let service: Service
  let round: string
  let team: Awaited<ReturnType<typeof aTeam>>
  let application: string
  let l1: string
  let byContributor: Visitor
  const db = () => service.database.writer
  const answer = async () =>
    (await db()('answers').where({ application_id: application }).first('narrative'))?.narrative
  const comments = async () =>
    (await db()('comments').where({ application_id: application }).orderBy('body')).map(({ body }) => body)
  const isFoldOpen = ({ $ }: Visitor) => $('#comments').attr('open') !== undefined

  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    team = await aTeam(service)
    application = (await anApplication(service, team.organisation, { startedBy: team.lead, round })).id
    l1 = `/applications/${application}/criteria/L1`
    byContributor = await signedIn(service, team.contributor, l1)
  })

  test('a comment is added together with the answer, and the list of comments opens', async () => {
    await byContributor.press('Add comment', {
      narrative: 'We train everyone.',
      body: 'Is this enough?',
      mention: team.lead.id,
    })
    expect([await answer(), await comments()]).toEqual(['We train everyone.', ['Is this enough?']])
    expect([byContributor.address, byContributor.notices]).toEqual([`${l1}/comments`, ['Answer saved. Comment added.']])
    const [mention] = await db()('comment_mentions').where({ person_id: team.lead.id }).select('person_id')
    expect(mention).toEqual({ person_id: team.lead.id })
  })

  test('a comment is added when the answer is saved', async () => {
    await byContributor.press('Save', { narrative: 'We train everyone.', body: 'Is this enough?' })
    expect([await answer(), await comments()]).toEqual(['We train everyone.', ['Is this enough?']])
    expect(byContributor.notices).toEqual(['Answer saved. Comment added.'])
    expect([byContributor.valueOf('body'), isFoldOpen(byContributor)]).toEqual(['', false])
    await byContributor.press('Save and continue', { narrative: 'We train all staff.', body: 'It is now.' })
    expect(await comments()).toEqual(['Is this enough?', 'It is now.'])
    expect(byContributor.notices).toEqual(['Staff and volunteers learn (L1) saved. Comment added.'])
    await byContributor.open(l1)
    await byContributor.press('Save')
    expect([byContributor.notices, (await comments()).length]).toEqual([['Answer saved.'], 2])
  })

  test('a comment is added even if a colleague has changed the answer since the page was opened', async () => {
    await byContributor.press('Save', { narrative: 'We train everyone.' })
    const byLead = await signedIn(service, team.lead, l1)
    await byContributor.press('Save', { narrative: 'We train all staff.' })
    await byLead.press('Add comment', { body: 'Who trains them?' })
    expect(byLead.notices).toEqual(['Comment added.'])
    expect([await answer(), await comments()]).toEqual(['We train all staff.', ['Who trains them?']])
  })

  test('a comment is added after two versions of the answer have been combined', async () => {
    const byLead = await signedIn(service, team.lead, l1)
    await byContributor.press('Save', { narrative: 'We train everyone.' })
    await byLead.press('Add comment', { narrative: 'We train all staff.', body: 'Who trains\nthem?' })
    expect([byLead.status, byLead.headings[0], await comments()]).toEqual([
      409,
      'This answer has changed since you opened it',
      [],
    ])
    await byLead.press('Save combined text', { narrative: 'We train all our staff.' })
    expect([await answer(), await comments()]).toEqual(['We train all our staff.', ['Who trains\nthem?']])
  })

  test('a comment and its answer both stay on the page when either is refused', async () => {
    const narrative = 'We train everyone.'
    await byContributor.press('Add comment', { narrative, body: ' ' })
    expect([byContributor.status, byContributor.errors, byContributor.valueOf('narrative')]).toEqual([
      422,
      ['Enter a comment'],
      narrative,
    ])
    expect(isFoldOpen(byContributor)).toBe(true)
    await byContributor.press('Save', { narrative, body: 'word '.repeat(401) })
    expect([byContributor.status, byContributor.valueOf('narrative'), isFoldOpen(byContributor)]).toEqual([
      422,
      narrative,
      true,
    ])
    await byContributor.press('Save', { narrative: 'word '.repeat(4_001), body: 'Is this too long?' })
    expect([byContributor.status, byContributor.valueOf('body'), isFoldOpen(byContributor)]).toEqual([
      422,
      'Is this too long?',
      true,
    ])
    const at = service.clock.now()
    const written = { item_id: 'staff-training', body: 'Words', written_by: team.contributor.id, written_at: at }
    const rows = Array.from({ length: 60 }, () => ({
      id: newId(),
      application_id: application,
      version: 1,
      ...written,
    }))
    await db().batchInsert('comments', rows, 30)
    await byContributor.press('Save', { narrative, body: 'One more' })
    expect(byContributor.errors[0]).toContain('You have added 60 comments in the last hour')
    expect([byContributor.valueOf('narrative'), byContributor.valueOf('body')]).toEqual([narrative, 'One more'])
    expect(await answer()).toBeUndefined()
  })

  test('a comment is kept while it is typed, and the page for checking answers says that it is unsaved', async () => {
    const form = { as: team.contributor, at: l1 }
    expect((await autosaves(service, byContributor, { body: 'Is this en' }, form)).status).toBe(200)
    await byContributor.open(l1)
    expect([byContributor.valueOf('body'), isFoldOpen(byContributor)]).toEqual(['Is this en', true])
    await byContributor.open(`/applications/${application}/submission`)
    expect(byContributor.text).toContain('You have unsaved text')
    await byContributor.open(l1)
    await byContributor.press('Add comment', { body: 'Is this enough?' })
    expect([await comments(), await db()('working_copies').select()]).toEqual([['Is this enough?'], []])
  })
})
