import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { expireQuestions } from '../../../src/modules/applications/questions/question.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, anItemOfEvidence, anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import type { Typed } from '../../support/person.ts'
import { sendAgain } from '../../support/sent-again.ts'

eachDatabase('a finding', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  test('saving a finding without a judgement says that a judgement is still needed', async () => {
    const { peer, at, as, seated } = world
    await seated()
    const visitor = await as(peer, at('/appraisal/L1'))
    await visitor.press('Save')
    expect(visitor.notices).toEqual(['Nothing was saved. You still need to choose a finding on L1.'])
    await visitor.press('Save', { reason: 'Everyone is trained.' })
    expect(visitor.notices).toEqual(['Saved. You still need to choose a finding on L1.'])
    await visitor.press('Save', { judgement: 'met', reason: 'Everyone is trained.' })
    expect(visitor.notices).toEqual(['Your finding on L1 has been saved.'])
  })

  test('the page shows both versions when another window saved the finding first', async () => {
    const { service, peer, at, seated, reasonOf } = world
    await seated()
    const [one, other] = [
      await signedIn(service, peer, at('/appraisal/L1')),
      await signedIn(service, peer, at('/appraisal/L1')),
    ]
    await one.press('Save', { judgement: 'met', reason: 'First window' })
    await other.press('Save', { judgement: 'not yet', reason: 'Second window' })
    expect([other.status, other.valueOf('reason'), other.valueOf('judgement')]).toEqual([
      409,
      'Second window',
      'not yet',
    ])
    expect(other.text).toContain('First window')
    expect(other.title).toMatch(/^Error: /)
    expect(other.errors).toEqual([
      'Not saved, because there is a newer version. Compare both versions, then save again',
    ])
    expect(other.$(other.$('.govuk-error-summary a').attr('href')!).text()).toContain('First window')
    await other.press('Save')
    expect(await reasonOf(peer, 0)).toBe('Second window')
  })

  test('evidence links back to the finding that it was opened from, and otherwise to the submission', async () => {
    const { peer, application, evidence, at, as, seated } = world
    await seated()
    const huw = await as(peer, at('/appraisal/L1'))
    const back = () => [huw.$('.govuk-back-link').text().trim(), huw.$('.govuk-back-link').attr('href')]
    const link = huw.links.find(({ href }) => href.startsWith(`/evidence/${evidence}?`))!.href
    await huw.open(link)
    expect(back()).toEqual(['Back to L1', at('/appraisal/L1')])
    for (const other of [
      `/evidence/${evidence}`,
      link.replace(application.id, 'a'.repeat(20)),
      link.replace('L1', 'L99'),
    ]) {
      await huw.open(other)
      expect([other, ...back()]).toEqual([other, 'Submission', at('/submission')])
    }
  })

  test('a member can ask the library a question, and the reply makes its evidence visible to the panel', async () => {
    const { service, chair, peer, neighbour, organisation, lead, at, eventNames, as, seated } = world
    await seated()
    const fresh = await anItemOfEvidence(service, organisation, lead, { title: 'Signs at Millbrook' })
    const huw = await as(peer, at('/appraisal/L1'))
    expect((await huw.open(`/evidence/${fresh}`)).status).toBe(404)
    await huw.open(at('/appraisal/L1'))
    await huw.follow('Ask the library a question')
    await huw.press('Send question', { body: '', replyBy: '2027-02-31' })
    expect([huw.status, huw.errors]).toEqual([
      422,
      ['Enter your question', 'Enter a real date, such as 28 February 2027'],
    ])
    await huw.press('Send question', { body: 'Which branches?', replyBy: '2027-03-20' })
    expect((await service.post()).map(({ to }) => to)).toEqual([lead.email])
    const marian = await as(lead, at('/questions'))
    expect(marian.text).toContain('Which branches?')
    expect(marian.text).not.toContain('Huw')
    await marian.follow('Reply')
    await marian.press('Send reply', { reply: '' })
    expect(marian.errors).toEqual(['Enter your reply'])
    await marian.press('Send reply', { reply: 'All of them.', evidence: fresh })
    expect(marian.text).toContain('All of them.')
    expect((await service.post()).map(({ to }) => to).toSorted()).toEqual(
      [chair.email, peer.email, neighbour.email].toSorted(),
    )
    await huw.open(at('/appraisal/L1'))
    await huw.follow('Signs at Millbrook')
    expect([huw.status, huw.address]).toEqual([200, `/evidence/${fresh}`])
    expect((await eventNames()).filter(name => name.startsWith('question'))).toEqual([
      'question.asked',
      'question.answered',
    ])
  })

  test('the heading of a question links each reader to a page that they can open', async () => {
    const { coordinator, peer, lead, at, as, seated } = world
    await seated()
    await (await as(peer, at('/criteria/L2/questions/new'))).press('Send question', { body: 'And in the evening?' })
    for (const [person, page] of [
      [peer, '/appraisal/L2'],
      [coordinator, '/criteria/L2'],
      [lead, '/criteria/L2'],
    ] as const) {
      const reading = await as(person, at('/questions'))
      await reading.follow('L2 Part of induction')
      expect([reading.status, reading.address]).toEqual([200, at(page)])
    }
  })

  test('only a lead can reply to a question, and only its author can withdraw it; no one can reply late', async () => {
    const { service, peer, neighbour, organisation, lead, application, db, at, seated } = world
    await seated()
    const contributor = await aPersonWho(service, { member: [[organisation, 'contributor']] })
    const huw = await signedIn(service, peer, at('/criteria/L2/questions/new'))
    await huw.press('Send question', { body: 'And in the evening?', replyBy: '2027-03-05' })
    const [question] = await db()('questions').where({ application_id: application.id })
    const idris = await signedIn(service, contributor, at(`/questions/${question!.id}/reply`))
    expect(idris.status).toBe(403)
    await idris.open(at('/questions'))
    expect([
      idris.text.includes('And in the evening?'),
      idris.links.some(({ text }) => text.startsWith('Reply')),
    ]).toEqual([true, false])
    const clare = await signedIn(service, neighbour)
    await clare.send(at(`/questions/${question!.id}/withdrawal`))
    expect(clare.status).toBe(403)
    service.clock.set('2027-03-05T20:00:00Z')
    expect(await expireQuestions(service.parts)).toBe(0)
    service.clock.set('2027-03-06T00:10:00Z')
    expect([await expireQuestions(service.parts), await expireQuestions(service.parts)]).toEqual([1, 0])
    const marian = await signedIn(service, lead, at('/questions'))
    expect(marian.text).toContain('No reply by 5 March 2027')
    await marian.send(at(`/questions/${question!.id}/reply`), { reply: 'Too late' })
    expect([marian.status, (await db()('questions').where({ id: question!.id }).first('reply'))!.reply]).toEqual([
      409,
      null,
    ])
    expect(marian.headings[0]).toBe('The deadline for a reply has passed')
    const asked = await signedIn(service, peer, at('/criteria/L3/questions/new'))
    await asked.press('Send question', { body: 'Never mind', replyBy: '2027-03-20' })
    await asked.follow('Withdraw this question')
    await asked.press('Withdraw question')
    expect(asked.text).toContain('Withdrawn')
  })

  test('a lead who adds evidence while replying to a question returns to the reply', async () => {
    const { peer, lead, at, as, seated } = world
    await seated()
    const huw = await as(peer, at('/criteria/L1/questions/new'))
    await huw.press('Send question', { body: 'Since when?', replyBy: '2027-03-20' })
    const marian = await as(lead, at('/questions'))
    await marian.follow('Reply')
    const reply = marian.address
    await marian.follow('Add new evidence')
    await marian.press('Add evidence', {
      title: 'The rota',
      kind: 'other',
      note: 'Two colleagues, since the spring.',
    })
    expect([marian.status, marian.address]).toEqual([200, reply])
    expect(marian.text).toContain('The rota')
  })

  test('invalid findings, questions, addresses and offers are refused', async () => {
    const { service, round, coordinator, chair, peer, lead, application, db, at, as, seated, reasonOf } = world
    await seated()
    const huw = await as(peer)
    const sent: [string, Typed][] = [
      ['/appraisal/L1', { judgement: ['met', 'not yet'], reason: ['a', 'b'] }],
      ['/appraisal/L1', { judgement: 'superb' }],
      ['/appraisal/L1', { reason: 'x'.repeat(200_000) }],
      ['/criteria/L1/questions/new', { body: ['a'], replyBy: '2027-13-45' }],
    ]
    for (const [address, typed] of sent) {
      await huw.send(at(address), typed)
      expect([address, [413, 422].includes(huw.status)]).toEqual([address, true])
    }
    await huw.send(at('/appraisal/L1'), { judgement: 'met', reason: 'Fine\0 indeed', version: 0 })
    expect(await reasonOf(peer, 0)).toBe('Fine indeed')
    for (const address of [
      '/appraisal/P1',
      '/appraisal/%00',
      '/appraisal/L99',
      '/meeting/L99',
      '/questions/x/reply',
      `/questions/${newId()}/reply`,
      '/criteria/L99/questions/new',
    ]) {
      expect([address, [403, 404].includes((await huw.open(at(address))).status)]).toEqual([address, true])
    }
    const elsewhere = await anApplication(service, await anOrganisation(service, { name: 'Elsewhere' }), {
      startedBy: lead,
      round,
      status: 'with the panel',
    })
    for (const below of ['/appraisal', '/panel', '/declaration', '/meeting', '/questions', '/seat'])
      expect((await huw.open(`/applications/${elsewhere.id}${below}`)).status).toBe(404)
    const casework = await as(coordinator, at('/panel'))
    const offers: Typed[] = [
      { person: 'x', kind: 'sector peer' },
      { person: [peer.id, chair.id], kind: 'sector peer' },
      { name: 'A', email: 'no address', kind: 'sector peer' },
      { name: 'A', email: 'a@b.example', kind: 'king' },
      {},
    ]
    for (const typed of offers) {
      await casework.send(at('/panel'), typed)
      expect([JSON.stringify(typed), casework.status]).toEqual([JSON.stringify(typed), 422])
    }
    expect(await db()('seats').where({ application_id: application.id })).toHaveLength(3)
  })

  test('the page for a finding runs no more queries for 31 items of evidence than for one', async () => {
    const { service, criteria, peer, organisation, lead, application, evidence, db, at, as, seated } = world
    await seated()
    const huw = await as(peer)
    const countOf = async () => {
      let queries = 0
      const count = () => {
        queries += 1
      }
      service.database.db.on('query', count)
      await huw.open(at('/appraisal/L1'))
      service.database.db.removeListener('query', count)
      return queries
    }
    const before = await countOf()
    const submission = await db()('submissions').where({ application_id: application.id }).first('id')
    const part = await db()('submission_parts')
      .where({ submission_id: submission!.id, name: `answers/${criteria[0]!.id}` })
      .first()
    const more = []
    for (let index = 0; index < 30; index += 1)
      more.push(await anItemOfEvidence(service, organisation, lead, { title: `Piece ${index}` }))
    const answer = JSON.parse(part!.content!) as { evidence: string[] }
    await db()('submission_parts')
      .where({ submission_id: submission!.id, name: part!.name })
      .update({ content: JSON.stringify({ ...answer, evidence: [...answer.evidence, ...more] }) })
    const known = await db()('submission_parts')
      .where({ submission_id: submission!.id, name: `evidence/${evidence}` })
      .first()
    await db().batchInsert(
      'submission_parts',
      more.map((id, index) => ({
        ...known,
        name: `evidence/${id}`,
        position: 500 + index,
        content: known!.content!.replaceAll(evidence, id),
      })),
      20,
    )
    expect(await countOf()).toBe(before)
    expect(huw.$('.los-evidence > li')).toHaveLength(31)
  })

  test('a finding is saved once when the form is sent twice, and different text stays on the page', async () => {
    const { service, peer, at, as, seated, eventNames } = world
    await seated()
    const typed = { version: '0', judgement: 'met', reason: 'Shown.' }
    const form = { address: at('/appraisal/L1'), typed, other: { reason: 'Another reason, in other words' } }
    expect(await sendAgain(service, await as(peer), form)).toEqual({
      led: [`200 ${at('/appraisal/L1')}`, `200 ${at('/appraisal/L1')}`],
      changed: [422, true],
      signedOut: [401, true],
    })
    expect((await eventNames()).filter(name => name === 'finding.written')).toHaveLength(1)
  })
})
