import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { NoRoom } from '../../../src/domain/refusals.ts'
import { addMinutes, instant } from '../../../src/domain/time.ts'
import { deleteOldSignIns } from '../../../src/modules/access/sign-in/sign-in.actions.ts'
import { autosaves } from '../../support/autosaving.ts'
import { eachDatabase, onStatement } from '../../support/database.ts'
import { signedIn, type APerson } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import type { Typed } from '../../support/person.ts'
import type { Visitor } from '../../support/visitor.ts'

// These tests use the working copy of a finding, and send it as the script in the browser does.

eachDatabase('a working copy', engine => {
  let world: PanelWorld
  let huw: Visitor
  const form = () => world.at('/appraisal/L1')
  const signedInAgain = async () => {
    huw = await signedIn(world.service, world.peer, form())
  }
  const copies = () => world.db()('working_copies').orderBy('address')

  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.db()('working_copies').delete()
    await world.submits()
    await world.seated()
    await signedInAgain()
  })

  const keeps = (page: Visitor, typed: Typed, { as = world.peer, at = form() } = {}) =>
    autosaves(world.service, page, typed, { as, at })

  test('a working copy is shown when the form is opened again, and adds no event and no finding', async () => {
    const rows = async () => ({
      events: await world.eventNames(),
      findings: await world.db()('findings').count(),
      keys: await world.db()('idempotency_keys').count(),
    })
    const before = await rows()
    const typed = { judgement: 'met', reason: 'Half a sen', privateNote: 'Only for me' }
    world.service.clock.set('2027-03-01T14:02:10Z')
    await signedInAgain()
    const { status, answer } = await keeps(huw, typed)
    expect([status, answer?.text]).toEqual([200, 'Draft saved at 2:02pm'])
    expect(await rows()).toEqual(before)
    await huw.open(form())
    expect(huw.text).toContain('We have kept your text from 2:02pm. You have not saved it yet.')
    expect({
      judgement: huw.valueOf('judgement'),
      reason: huw.valueOf('reason'),
      privateNote: huw.valueOf('privateNote'),
    }).toEqual(typed)
    await huw.open(world.at('/appraisal'))
    expect(huw.text).toContain('Not saved yet')
  })

  test('a working copy becomes the finding when the form is saved, and is deleted', async () => {
    await keeps(huw, { judgement: 'met', reason: 'Half a sen' })
    await huw.open(form())
    await huw.press('Save', { reason: 'A whole sentence.' })
    expect([huw.status, await world.reasonOf(world.peer, 0), await copies()]).toEqual([200, 'A whole sentence.', []])
    expect(huw.text).not.toContain('We have kept your text')
  })

  test('a working copy is deleted when its author discards it', async () => {
    await keeps(huw, { judgement: 'met', reason: 'Nonsense' })
    await huw.open(form())
    await huw.press('Discard the text we kept')
    expect([huw.status, huw.notices, huw.valueOf('reason'), await copies()]).toEqual([
      200,
      ['Your text has been discarded.'],
      '',
      [],
    ])
  })

  test('another window does not overwrite a working copy, and shows both versions when its form is sent', async () => {
    const other = await signedIn(world.service, world.peer, form())
    await keeps(huw, { judgement: 'met', reason: 'First window' })
    expect((await keeps(huw, { judgement: 'met', reason: 'First window, more' })).status).toBe(200)
    expect((await keeps(other, { judgement: 'not yet', reason: 'Second window' })).status).toBe(409)
    await other.press('Save', { judgement: 'not yet', reason: 'Second window' })
    expect([other.status, other.valueOf('reason')]).toEqual([409, 'Second window'])
    expect(other.text).toContain('First window, more')
    await other.press('Save')
    expect([other.status, await world.reasonOf(world.peer, 0), await copies()]).toEqual([200, 'Second window', []])
  })

  test('a working copy is refused when another window has since saved the finding', async () => {
    const other = await signedIn(world.service, world.peer, form())
    await other.press('Save', { judgement: 'met', reason: 'Saved' })
    expect([(await keeps(huw, { reason: 'Typed on' })).status, await copies()]).toEqual([409, []])
  })

  test('a working copy is shown beside the finding that another window saved after it', async () => {
    await keeps(huw, { judgement: 'met', reason: 'Kept' })
    await world.judged(world.peer)
    await huw.open(form())
    expect([huw.valueOf('reason'), huw.valueOf('version')]).toEqual(['Kept', '1'])
    expect(huw.text).toContain('Saved in another window')
    expect(huw.text).toContain('Huw Prosser on L1')
  })

  test('no one but the person who typed a working copy can read or discard it', async () => {
    await keeps(huw, { judgement: 'met', reason: 'Shown to me', privateNote: 'Secret words' })
    await huw.open(form())
    expect(huw.html).toContain('Secret words')
    const others: [APerson, number][] = [
      [world.chair, 200],
      [world.neighbour, 200],
      [world.coordinator, 403],
      [world.lead, 403],
      [world.trustee, 403],
    ]
    for (const [person, status] of others) {
      const visitor = await signedIn(world.service, person)
      expect([person.name, (await visitor.open(form())).status]).toEqual([person.name, status])
      for (const page of [...world.everyPage(), '/home', '/appraisals'])
        expect([person.name, page, (await visitor.open(page)).html.includes('Secret words')]).toEqual([
          person.name,
          page,
          false,
        ])
      await visitor.send(`${form()}/working-copy/removal`)
      expect(await copies()).toMatchObject([{ person_id: world.peer.id }])
    }
  })

  test('text is not saved in the name of another person who signed in on the same computer', async () => {
    const nadia = await signedIn(world.service, world.chair, form())
    expect((await keeps(nadia, { reason: 'Typed by Huw' }, { as: world.peer })).status).toBe(401)
    expect(await copies()).toEqual([])
  })

  test('no working copy is saved after a seat has ended or all findings are given, or while signed out', async () => {
    await keeps(huw, { judgement: 'met', reason: 'Before' })
    await world.db()('seats').where({ application_id: world.application.id, person_id: world.peer.id }).update({
      status: 'withdrawn',
    })
    expect((await keeps(huw, { reason: 'After' })).status).toBe(404)
    expect((await huw.open(form())).status).toBe(404)
    expect(await copies()).toMatchObject([{ fields: expect.stringContaining('Before') }])
    const clare = await signedIn(world.service, world.neighbour, form())
    await world.given(world.neighbour)
    expect((await keeps(clare, { reason: 'Too late' }, { as: world.neighbour })).status).toBe(403)
    clare.cookies.clear()
    expect((await keeps(clare, { reason: 'Signed out' }, { as: world.neighbour })).status).toBe(401)
  })

  test('a panel member cannot give all findings while a finding is typed but not saved', async () => {
    await world.judged(world.peer)
    await huw.open(form())
    await keeps(huw, { judgement: 'met', reason: 'A better reason' })
    await huw.open(world.at('/appraisal'))
    await huw.press('Give all my findings')
    expect([huw.status, huw.errors]).toEqual([
      422,
      ['Save or discard your unsaved text for L1 before you give your findings'],
    ])
    await huw.open(form())
    await huw.press('Save')
    await huw.open(world.at('/appraisal'))
    await huw.press('Give all my findings')
    expect(huw.notices).toEqual(['Thank you. You have given all your findings.'])
  })

  test('a working copy is refused when it is too long, when too many are sent, or when the disk is full', async () => {
    expect((await keeps(huw, { reason: 'x'.repeat(60_001) })).status).toBe(413)
    const { write } = world.service.parts
    world.service.parts.write = async () => {
      throw new NoRoom()
    }
    try {
      expect((await keeps(huw, { reason: 'No room' })).status).toBe(507)
    } finally {
      world.service.parts.write = write
    }
    world.service.clock.set(addMinutes(world.service.clock.now(), 3))
    await signedInAgain()
    const statuses: number[] = []
    for (let each = 0; each < 61; each += 1) statuses.push((await keeps(huw, { reason: `Text ${each}` })).status)
    expect([statuses.filter(status => status === 200).length, statuses.at(-1)]).toEqual([60, 429])
    world.service.clock.set(addMinutes(world.service.clock.now(), 3))
    await signedInAgain()
    expect((await keeps(huw, { reason: 'Later' })).status).toBe(200)
  })

  test('a working copy contains only fields of the form, whatever is sent', async () => {
    const hostile = {
      reason: 'a\u0000b\ud800',
      unknown: 'x',
      judgement: ['met', 'not yet'],
      workingPage: 'x'.repeat(400),
    }
    expect((await keeps(huw, hostile as Typed)).status).toBe(200)
    const { fields, page } = (await copies())[0]!
    expect([Object.keys(JSON.parse(fields) as object).sort(), page]).toEqual([['judgement', 'reason'], ''])
    expect((await huw.open(form())).status).toBe(200)
  })

  test('saving a working copy needs fewer queries than showing the form', async () => {
    let count = 0
    onStatement(world.service.database, () => {
      count += 1
    })
    await huw.open(form())
    const forThePage = count
    count = 0
    await keeps(huw, { reason: 'Some text' })
    expect(count).toBeLessThan(forThePage)
    expect(count).toBeGreaterThan(3)
  })

  test('a working copy is deleted 60 days after it was last saved', async () => {
    world.service.clock.set('2027-03-01T10:00:00Z')
    await signedInAgain()
    await keeps(huw, { reason: 'Some text' })
    await deleteOldSignIns(world.service.parts.write, instant('2027-04-30T09:59:59Z'))
    expect(await copies()).toHaveLength(1)
    await deleteOldSignIns(world.service.parts.write, instant('2027-04-30T10:00:01Z'))
    expect(await copies()).toEqual([])
  })

  test('the browser’s key for a person is always the same, and differs between people', async () => {
    const keyFor = async (visitor: Visitor) => {
      await visitor.send('/account/browser-key')
      return [visitor.status, visitor.content.toString()]
    }
    const [first, again] = [await keyFor(huw), await keyFor(await signedIn(world.service, world.peer))]
    expect([first[0], again]).toEqual([200, first])
    expect(await keyFor(await signedIn(world.service, world.chair))).not.toEqual(first)
    huw.cookies.clear()
    expect((await keyFor(huw))[0]).toBe(401)
  })

  test('a form is not saved when another person has signed in with the same browser', async () => {
    await huw.open(form())
    const opened = Object.fromEntries(
      ['version', 'workingPage', 'workingCopy', 'workingPerson', 'idempotencyKey'].map(name => [
        name,
        huw.valueOf(name) ?? '',
      ]),
    )
    expect(opened['workingPerson']).toBe(world.peer.id)
    const nadia = await signedIn(world.service, world.chair, form())
    await nadia.send(form(), { ...opened, judgement: 'met', reason: 'What Huw thinks' })
    expect(nadia.status).toBe(401)
    expect(await world.db()('findings').where({ reason: 'What Huw thinks' })).toEqual([])
    await huw.send(form(), { ...opened, judgement: 'met', reason: 'What Huw thinks' })
    expect(await world.db()('findings').where({ reason: 'What Huw thinks' })).toHaveLength(1)
  })
})
