import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { autosaves } from '../../support/autosaving.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration } from '../../support/factories.ts'
import { aPanelWorld, decides, sendsBack, type PanelWorld } from '../../support/panel.ts'
import { anotherWindow } from '../../support/visitor.ts'

eachDatabase('the decision letter', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  /** @param decisionLetter the panel's words; by default, the standard text */
  async function decided(decisionLetter?: string): Promise<void> {
    const { service, chair, peer, neighbour, trustee, application, at, as, seated, given } = world
    await seated()
    for (const person of [peer, neighbour, chair]) await given(person)
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    await nadia.open(at('/proposal'))
    await nadia.press('Send to a trustee', { outcome: 'awarded', ...(decisionLetter ? { decisionLetter } : {}) })
    await aDeclaration(service, application, trustee)
    await decides(await as(trustee, at('/decision')))
    await service.post()
  }

  const always = [
    'Outcome: Ashcombe Libraries is a Library of Sanctuary.',
    'Award period: 1 March 2027 to 29 February 2028.',
    'The panel’s findings on 25 criteria: 25 met.',
    'Recommendations: none.',
    'What happens next: your next renewal opens on 2 September 2027.',
    'If you think the decision is wrong, you have until 29 March 2027 to ask for a review.',
  ]

  test('the letter always has the outcome, dates, findings, recommendations and next steps', async () => {
    const { service, coordinator, lead, at, as, db, application } = world
    await decided('Well done, <b>Ashcombe</b>.')
    const joan = await as(coordinator, at('/decision/letter'))
    await joan.press('Save decision letter', { opening: '', closing: '' })
    expect([joan.status, joan.errors]).toEqual([422, ['Enter the opening']])
    await joan.press('Save decision letter', { opening: 'Hello <script>alert(1)</script>', closing: '' })
    expect(joan.notices).toEqual(['The decision letter has been saved.'])
    expect([joan.html.includes('<script>alert'), joan.html.includes('<b>Ashcombe')]).toEqual([false, false])
    for (const sentence of always) expect(joan.text).toContain(sentence)
    await joan.open(at('/decision'))
    expect(joan.text).toContain(
      'You cannot undo this. Afterwards, only a new decision can correct the decision letter. Release decision letter',
    )
    await joan.press('Release decision letter')
    const [email] = (await service.post()).filter(({ subject }) => subject.startsWith('The decision on'))
    const marian = await as(lead, at('/decision'))
    for (const sentence of [...always, 'Hello <script>alert(1)</script>', 'Well done, <b>Ashcombe</b>.']) {
      expect(email!.text.replace(/\s+/g, ' ')).toContain(sentence)
      expect(marian.text).toContain(sentence)
    }
    const award = await db()('awards')
      .join('applications', 'applications.award_id', 'awards.id')
      .where('applications.id', application.id)
      .first('awards.valid_to as validTo')
    expect(award).toEqual({ validTo: '2028-02-29' })
  })

  test('a letter can be edited even when the names in it make it longer than a template may be', async () => {
    const { coordinator, at, as } = world
    const joan = await as(coordinator, '/letters/letter-awarded')
    await joan.press('Save as a new version', { opening: '{organisation} '.repeat(130) })
    expect(joan.notices[0]).toContain('The new text has been saved.')
    await decided()
    await joan.open(at('/decision/letter'))
    expect(joan.valueOf('opening')!.length).toBeGreaterThan(2_000)
    await joan.press('Save decision letter', { closing: 'Well done.' })
    expect([joan.errors, joan.notices]).toEqual([[], ['The decision letter has been saved.']])
    await joan.open('/letters/letter-awarded')
    await joan.press('Use the standard text again')
  })

  test('a coordinator’s unsaved text is kept, and shown beside a version saved in another window', async () => {
    const { service, coordinator, at, as, db } = world
    await decided()
    const form = { as: coordinator, at: at('/decision/letter') }
    const joan = await as(coordinator, form.at)
    const window = anotherWindow(service, joan)
    await window.open(form.at)
    expect((await autosaves(service, joan, { opening: 'Half a sen', closing: 'Yours' }, form)).status).toBe(200)
    await joan.open(form.at)
    expect([joan.valueOf('opening'), joan.text.includes('We have kept your text from')]).toEqual(['Half a sen', true])
    await window.press('Save decision letter', { opening: 'From another window' })
    expect([window.status, window.text.includes('Half a sen')]).toEqual([409, true])
    await window.press('Save decision letter')
    expect([window.status, window.valueOf('opening'), await db()('working_copies').select()]).toEqual([
      200,
      'From another window',
      [],
    ])
    const late = await autosaves(service, joan, { opening: 'Half a sentence', closing: 'Yours' }, form)
    expect([late.status, late.answer?.text]).toEqual([200, expect.stringContaining('A newer version was saved')])
    await joan.open(form.at)
    expect([joan.valueOf('opening'), joan.headings.includes('Newer saved version')]).toEqual(['Half a sentence', true])
    await joan.press('Save decision letter')
    expect([joan.status, joan.valueOf('opening')]).toEqual([200, 'Half a sentence'])
  })

  test('the trustee sees what a coordinator changed after the decision', async () => {
    const { coordinator, trustee, at, as } = world
    await decided('Well done.')
    const samuel = await as(trustee, at('/decision'))
    expect(samuel.text).not.toContain('Changes to the decision letter after the decision')
    const joan = await as(coordinator, at('/decision/letter'))
    const closing = joan.valueOf('closing') as string
    await joan.press('Save decision letter', { opening: 'A new opening.', closing })
    await samuel.open(at('/decision'))
    for (const text of [
      'Changes to the decision letter after the decision',
      'A new opening.',
      'We are delighted to write',
    ])
      expect(samuel.text).toContain(text)
    expect((await as(trustee, at('/decision/letter'))).status).toBe(403)
  })

  test('releasing a letter that has only the standard text needs a confirmation', async () => {
    const { coordinator, at, as } = world
    await decided()
    const joan = await as(coordinator, at('/decision'))
    await joan.press('Release decision letter')
    expect([joan.status, joan.errors]).toEqual([
      422,
      ['Tick the box to release only our standard text, or edit the decision letter first'],
    ])
    await joan.press('Release decision letter', { sure: 'yes' })
    expect(joan.notices).toEqual(['The decision letter has been released.'])
  })

  test('a page opened before a decision was corrected cannot change or release the new letter', async () => {
    const { service, coordinator, trustee, chair, at, as, db, application, status } = world
    await decided('Well done.')
    const joan = await as(coordinator, at('/decision'))
    const [editing, timing, many] = [1, 2, 3].map(() => anotherWindow(service, joan))
    await editing!.open(at('/decision/letter'))
    await timing!.open(at('/decision/release-time'))
    await many!.open('/decisions/letters')
    await (await as(coordinator, at('/decision/correction'))).press('Ask a trustee', { reason: 'It is not met.' })
    const samuel = await as(trustee, at('/decision/answer'))
    await samuel.press('Send answer', { answer: 'new decision', reason: 'I agree.' })
    await sendsBack(await samuel.open(at('/decision')), 'Please look again.')
    const nadia = await as(chair, at('/proposal'))
    await nadia.press('Send to a trustee', { outcome: 'not yet', outcomeReason: 'L1.', decisionLetter: 'Not yet.' })
    expect(nadia.notices).toEqual(['The proposal is with a trustee.'])
    await decides(await samuel.open(at('/decision')))
    expect(await status()).toBe('decided')
    await editing!.press('Save decision letter', { opening: 'Congratulations!' })
    await timing!.press('Set release time')
    await many!.press('Release the selected decision letters', { letters: [application.id], when: 'now' })
    const late = await joan.send(at('/decision/release'), { version: '1', sure: 'yes' })
    expect([editing!.status, timing!.status, many!.status, late.status]).toEqual([409, 409, 409, 409])
    const held = await db()('decisions').where({ application_id: application.id, reversed_at: null })
    expect(held.map(row => [row.letter_opening.includes('Congratulations'), row.release_at, row.released_at])).toEqual([
      [false, null, null],
    ])
    await joan.open(at('/decision'))
    await joan.press('Release decision letter')
    expect(joan.notices).toEqual(['The decision letter has been released.'])
  })

  test('an edit of an older version loses no text, and the letter cannot be edited after its release', async () => {
    const { coordinator, at, as } = world
    await decided('Well done.')
    const joan = await as(coordinator, at('/decision/letter'))
    const version = joan.valueOf('version') as string
    await joan.press('Save decision letter', { opening: 'First.' })
    const late = await joan.send(at('/decision/letter'), { version, opening: 'Second.', closing: '' })
    expect([late.status, late.text.includes('First.'), late.valueOf('opening')]).toEqual([409, true, 'Second.'])
    await joan.open(at('/decision'))
    await joan.press('Release decision letter')
    expect((await joan.open(at('/decision/letter'))).status).toBe(404)
  })
})
