import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { Stale } from '../../../src/domain/refusals.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { readersById } from '../../../src/email/readers.store.ts'
import { addItemToEvidence } from '../../../src/modules/evidence/inbox-sorting/inbox-sorting.actions.ts'
import { inboxItemsWith } from '../../../src/modules/evidence/inbox/inbox.store.ts'
import { eachDatabase } from '../../support/database.ts'
import { inboxWorld } from '../../support/inbox.ts'
import { anItemOfEvidence, aPersonWho, signedIn } from '../../support/factories.ts'
import type { Library } from '../../support/library.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { pdf } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('sorting an item of the evidence inbox', engine => {
  let service: Service
  let world: Awaited<ReturnType<typeof inboxWorld>>
  let library: Library
  let other: Library
  beforeAll(async () => {
    service = await aService(engine)
    world = await inboxWorld(service)
    library = world.library
    other = world.other
  })
  afterAll(async () => {
    const broken = await world.broken()
    await service.end()
    expect(broken).toEqual([])
  })

  test('an inbox item becomes evidence, with its file and time of arrival, once its form has no errors', async () => {
    await world.send('Thank you from 07700 900123', 'yes', [{ name: 'card.pdf', content: pdf }])
    const { lead } = library
    const id = await world.idOf('Thank you from 07700 900123')
    const arrived = (await service.parts.db('inbox_items').where({ id }).first())!.arrived_at
    service.clock.minutesPass(20)
    await lead.open(`${world.inbox}/${id}`)
    expect([lead.valueOf('title'), lead.valueOf('showsPeople'), lead.valueOf('branches')]).toEqual([
      'Thank you from 07700 900123',
      'yes',
      [library.branches[1]!.id],
    ])
    await lead.press('Add to evidence', { kind: 'letter', owner: library.contributor.id })
    expect([lead.status, lead.text.includes('07700 900123'), await world.idOf('Thank you from 07700 900123')]).toEqual([
      422,
      true,
      id,
    ])
    const idempotencyKey = String(lead.valueOf('idempotencyKey'))
    const sorted = {
      idempotencyKey,
      title: 'A thank-you card',
      kind: 'letter',
      showsPeople: 'yes',
      language: 'en',
      sensitivity: 'ordinary',
    }
    await lead.send(`${world.inbox}/${id}`, { ...sorted, owner: other.lead.id })
    expect([lead.status, lead.errors]).toEqual([422, ['Choose a lead or contributor at this library']])
    await lead.press('Add to evidence', { owner: library.contributor.id })
    expect([lead.status, lead.errors, /^\/evidence\//.test(lead.address)]).toEqual([200, [], true])
    const taken = (await world.evidence('A thank-you card'))!
    expect([taken.owner_id, taken.kind, taken.shows_people, taken.to_complete, taken.panel_until]).toEqual([
      library.contributor.id,
      'letter',
      1,
      1,
      null,
    ]) // to_complete is 1, because an inbox item has no criterion and no period
    const [file] = await service.parts.db('evidence_files').where({ evidence_id: taken.id })
    expect([file!.name, file!.state, taken.received_at, file!.uploaded_at, file!.drawn]).toEqual([
      'card.pdf',
      'ready',
      arrived,
      addMinutes(arrived, 20),
      null,
    ])
    expect(await service.parts.db('inbox_items').where({ id })).toEqual([])
  })

  test('files that arrive after the page was opened are neither added nor deleted unseen', async () => {
    const { lead } = library
    const { db } = service.parts
    const id = await world.sent('The new sign', 'no', [{ name: 'one.pdf', content: pdf }])
    await lead.open(`${world.inbox}/${id}`)
    const [first] = await db('inbox_files').where({ inbox_item_id: id })
    /** The sender's phone sends another file for the same item. */
    const sendsAnother = async (name: string) => {
      const file = { ...first!, id: newId(), name, type: 'image/jpeg', sha256: name.padEnd(64, '0') }
      await service.database.writer('inbox_files').insert(file)
    }
    await sendsAnother('two.jpg')
    const arrived = ['The files have changed since you opened this page. Check them before you continue']
    await lead.press('Add to evidence', { kind: 'policy', showsPeople: 'no' })
    expect([lead.status, lead.errors, lead.text.includes('two.jpg')]).toEqual([422, arrived, true])
    await lead.open(`${world.inbox}/removal?inboxItem=${id}`)
    await sendsAnother('three.jpg')
    await lead.press('Delete')
    expect([lead.status, lead.errors, lead.text.includes('three.jpg')]).toEqual([422, arrived, true])
    await lead.open(`${world.inbox}/evidence?inboxItem=${id}`)
    await sendsAnother('four.jpg')
    await lead.press('Add to evidence', { kind: 'policy' })
    expect([lead.status, lead.errors, lead.text.includes('four.jpg')]).toEqual([422, arrived, true])
    expect(await db('inbox_files').where({ inbox_item_id: id })).toHaveLength(4)
    await lead.open(`${world.inbox}/removal?inboxItem=${id}`)
    await lead.press('Delete')
    expect(await db('inbox_items').where({ id })).toEqual([])
  })

  test('a person is asked to check the files when a virus is found after the page was opened', async () => {
    const { lead } = library
    const id = await world.sent('A poster with a virus', 'no', [{ name: 'poster.pdf', content: pdf }])
    await lead.open(`${world.inbox}/${id}`)
    await service.database.writer('inbox_files').where({ inbox_item_id: id }).update({ state: 'refused' })
    const changed = ['The files have changed since you opened this page. Check them before you continue']
    await lead.press('Add to evidence', { kind: 'policy', showsPeople: 'no' })
    expect([lead.status, lead.errors, await world.idOf('A poster with a virus')]).toEqual([422, changed, id])
    await lead.press('Add to evidence')
    expect([lead.status, (await world.evidence('A poster with a virus'))?.kind]).toEqual([200, 'policy'])
  })

  test('an item is not added if a virus is found in its file while the form is being saved', async () => {
    const { parts, database } = service
    const id = await world.sent('Sent with a virus', 'no', [{ name: 'bad.pdf', content: pdf }])
    const [inboxItem] = await inboxItemsWith(parts.db, library, [id])
    const files = inboxItem!.files.map(({ small: _, ...file }) => ({
      ...file,
      scannedBy: 'none',
      scannedAt: parts.clock.now(),
    }))
    const evidence = await anItemOfEvidence(service, library, library.lead)
    const [lead] = await readersById(parts.db, [library.lead.id])
    const add = () =>
      parts.write(lead!.actor, work =>
        addItemToEvidence(work, inboxItem!, { evidenceId: evidence, note: '', files, reply: null }),
      )
    const rows = () => parts.db('evidence_files').where({ evidence_id: evidence }).pluck('name')
    await database.writer('inbox_files').where({ inbox_item_id: id }).update({ state: 'refused' })
    await expect(add()).rejects.toThrow(Stale)
    expect([await world.idOf('Sent with a virus'), await rows()]).toEqual([id, []])
    await database.writer('inbox_files').where({ inbox_item_id: id }).update({ state: 'ready' })
    await add()
    expect(await rows()).toEqual(['bad.pdf'])
  })

  test('files that arrive before the page asks about personal details are not added unseen', async () => {
    const { lead } = library
    const { db } = service.parts
    const id = await world.sent('Write to 07700 900123', 'no', [{ name: 'one.pdf', content: pdf }])
    await lead.open(`${world.inbox}/${id}`)
    const [first] = await db('inbox_files').where({ inbox_item_id: id })
    const sendsAnother = (name: string) =>
      service.database.writer('inbox_files').insert({ ...first!, id: newId(), name, sha256: name.padEnd(64, '0') })
    await sendsAnother('two.pdf')
    await lead.press('Add to evidence', { kind: 'policy', showsPeople: 'no' })
    expect([lead.status, lead.errors, lead.text.includes('two.pdf')]).toEqual([422, [], true])
    await lead.press('Add to evidence', { personalData: 'keep', personalDataReason: 'It is the library’s number' })
    const arrived = ['The files have changed since you opened this page. Check them before you continue']
    expect([lead.status, lead.errors]).toEqual([422, arrived])
    await lead.open(`${world.inbox}/removal?inboxItem=${id}`)
    await sendsAnother('three.pdf')
    await lead.press('Delete')
    expect([lead.status, lead.errors]).toEqual([422, arrived])
    await lead.press('Delete')
    expect([lead.status, await db('inbox_items').where({ id })]).toEqual([200, []])
  })

  test('evidence from an inbox item is marked as incomplete while details are missing', async () => {
    const { lead } = library
    for (const words of ['The opening hours', 'The welcome pack']) {
      await world.send(words, 'no', [])
      await lead.open(`${world.inbox}/${await world.idOf(words)}`)
      await lead.press(
        'Add to evidence',
        words === 'The opening hours'
          ? {
              kind: 'policy',
              items: ['visible-welcome'],
              'periodFrom-day': '1',
              'periodFrom-month': '2',
              'periodFrom-year': '2026',
            }
          : {},
      )
      expect([lead.errors, lead.text.includes('Some details are still missing')]).toEqual([
        [],
        words === 'The welcome pack',
      ])
    }
    await lead.open(`/organisations/${library.id}/evidence?state=to+complete`)
    expect([lead.text.includes('The welcome pack'), lead.text.includes('The opening hours')]).toEqual([true, false])
  })

  test('a lead adds an item to existing evidence of the library', async () => {
    await world.send('The card from behind', 'no', [
      { name: 'behind.pdf', content: Buffer.concat([pdf, Buffer.from('\n')]) },
    ])
    const { lead } = library
    const [id, to] = [await world.idOf('The card from behind'), (await world.evidence('A thank-you card'))!]
    await lead.open(`${world.inbox}/${id}/adding?search=thank`)
    await lead.press('Add to this evidence')
    expect([lead.status, lead.errors]).toEqual([422, ['Choose the evidence to add this item to']])
    await lead.press('Add to this evidence', { evidence: to.id })
    expect([lead.errors, lead.address]).toEqual([[], `/evidence/${to.id}`])
    expect(lead.text).toContain('The card from behind')
    expect((await service.parts.db('evidence_files').where({ evidence_id: to.id }).pluck('name')).toSorted()).toEqual([
      'behind.pdf',
      'card.pdf',
    ])
  })

  test('a file that the lead unticks is left out, even when it is the only file', async () => {
    const files = [{ name: 'rota.pdf', content: Buffer.concat([pdf, Buffer.from('\nrota')]) }]
    const { lead } = library
    const keep = { personalData: 'keep' }
    const why = { personalDataReason: 'It is the number of the library' }
    await lead.open(`${world.inbox}/${await world.sent('The desk rota', 'no', files)}`)
    await lead.press('Add to evidence', { kind: 'policy', title: 'Rota, call 07700 900123' })
    const box = () => `[name=held]${lead.$('[name=held]').is('[checked]') ? ' ticked' : ''}`
    expect([lead.$('[name=held]').length, box()]).toEqual([1, '[name=held] ticked'])
    await lead.press('Add to evidence', { ...keep, held: [] })
    expect([lead.status, lead.$('[name=held]').length, box()]).toEqual([422, 1, '[name=held]'])
    await lead.press('Add to evidence', { title: '' })
    expect([lead.errors.length, lead.$('[name=personalData]').length, box()]).toEqual([1, 0, '[name=held]'])
    await lead.press('Add to evidence', { title: 'Rota, call 07700 900123' })
    await lead.press('Add to evidence', { ...keep, ...why })
    expect([lead.errors, lead.address]).toEqual([
      [],
      `/evidence/${(await world.evidence('Rota, call 07700 900123'))!.id}`,
    ])
    const evidence = (await world.evidence('Rota, call 07700 900123'))!
    expect(await service.parts.db('evidence_files').where({ evidence_id: evidence.id })).toEqual([])

    await lead.open(`${world.inbox}/${await world.sent('The other rota', 'no', files)}/adding`)
    const joined = { evidence: evidence.id, note: 'Or call 07700 900456' }
    await lead.press('Add to this evidence', joined)
    await lead.press('Add to this evidence', { ...joined, ...keep, ...why, held: [] })
    expect([lead.errors, lead.address]).toEqual([[], `/evidence/${evidence.id}`])
    expect(await service.parts.db('evidence_files').where({ evidence_id: evidence.id })).toEqual([])
  })

  test('an item in which someone could be recognised cannot be added to evidence that shows no one', async () => {
    const { lead } = library
    const of = async (title: string) => (await world.evidence(title))!.id
    const [shown, notShown] = [await of('A thank-you card'), await of('The opening hours')]
    for (const [people, reason] of [
      ['yes', 'The sender says that someone can be identified. The evidence you chose does not say'],
      ['not asked', 'The sender says that someone can be identified. The evidence you chose does not say'],
      ['unsure', 'The sender is not sure whether anyone can be identified. The evidence you chose'],
    ] as const) {
      const id = await world.sent(`The welcome tea, ${people}`, people)
      await lead.open(`${world.inbox}/${id}/adding`)
      await lead.press('Add to this evidence', { evidence: notShown })
      expect([lead.status, lead.errors.length, lead.errors[0]!.startsWith(reason)]).toEqual([422, 1, true])
      await lead.press('Add to this evidence', { evidence: shown })
      expect([lead.errors, lead.address]).toEqual([[], `/evidence/${shown}`])
    }
    const id = await world.sent('The tea urn', 'no')
    await lead.open(`${world.inbox}/${id}/adding`)
    await lead.press('Add to this evidence', { evidence: notShown })
    expect([lead.errors, lead.address]).toEqual([[], `/evidence/${notShown}`])
  })

  test('an item that could show someone cannot be added to evidence that others have consented to', async () => {
    const { lead } = library
    await lead.open(`/organisations/${library.id}/evidence/new`)
    await lead.press('Add evidence', { title: 'The reading circle', kind: 'photo people', note: 'Eight in a ring.' })
    const evidence = lead.address.split('/')[2]!
    await lead.open(`/evidence/${evidence}/consents/new`)
    await lead.press('Record consent', {
      person: 'R-3',
      uses: ['panel'],
      language: 'en',
      wording: 'Photo consent',
      heldBy: 'Branch manager',
      heldWhere: 'Cabinet',
      givenOn: '2027-01-10',
    })
    for (const people of ['yes', 'not asked', 'unsure']) {
      const id = await world.sent(`The ninth reader, ${people}`, people)
      await lead.open(`${world.inbox}/${id}/adding`)
      await lead.press('Add to this evidence', { evidence })
      expect([lead.status, lead.errors.length]).toEqual([422, 1])
      expect(lead.errors[0]).toContain('Other people have already given consent for the evidence you chose')
    }
    await lead.open(`${world.inbox}/${await world.sent('The chairs', 'no')}/adding`)
    await lead.press('Add to this evidence', { evidence })
    expect([lead.errors, lead.address]).toEqual([[], `/evidence/${evidence}`])
  })

  test('a colleague who opens a sorted item sees who sorted it, and another library cannot find it', async () => {
    const { lead } = library
    const colleague = await signedIn(service, await aPersonWho(service, { member: [[library, 'lead']] }), '/home')
    const added = await world.sent('Minutes of the welcome group')
    const deleted = await world.sent('Sent by mistake')
    await lead.open(`${world.inbox}/${added}`)
    await lead.press('Add to evidence', { kind: 'letter' })
    const evidence = lead.address
    await lead.open(`${world.inbox}/removal?inboxItem=${deleted}`)
    await lead.press('Delete')
    for (const below of ['', '/adding']) {
      await colleague.open(`${world.inbox}/${added}${below}`)
      expect([colleague.status, colleague.headings[0]]).toEqual([409, 'This item has been sorted'])
      expect(colleague.text).toContain(`${library.lead.name} added it to your library’s evidence on `)
      expect(colleague.links.find(({ text }) => text === 'Open the evidence')?.href).toBe(evidence)
    }
    await colleague.send(`${world.inbox}/${deleted}`, { title: 'Sent by mistake', idempotencyKey: newId() })
    expect(colleague.status).toBe(409)
    expect(colleague.text).toContain(`${library.lead.name} deleted it on `)
    const never = await colleague.open(`${world.inbox}/${newId()}`)
    expect(never.status).toBe(404)
    const stranger = other.lead
    for (const [sorted, unknown] of [
      [`${world.inbox}/${added}`, `/organisations/${newId()}/inbox/${newId()}`],
      [`/organisations/${other.id}/inbox/${added}`, `/organisations/${other.id}/inbox/${newId()}`],
    ] as const) {
      await stranger.open(unknown)
      const { html } = stranger
      await stranger.open(sorted)
      expect([stranger.status, stranger.html]).toEqual([404, html])
    }
  })

  test('no item is added as evidence while the organisation is closed, but items can be deleted', async () => {
    const id = await world.sent('The last summer fair', 'no')
    const { lead } = library
    await lead.open(`${world.inbox}/${id}`)
    await world.closed(true)
    await lead.press('Add to evidence', { title: 'The last summer fair', kind: 'policy' })
    expect([lead.status, lead.headings[0]]).toEqual([409, 'This organisation is closed'])
    for (const address of [`${world.inbox}/${id}/adding`, `${world.inbox}/evidence?inboxItem=${id}`]) {
      await lead.open(address)
      expect([address, lead.status]).toEqual([address, 409])
    }
    await lead.open(`${world.inbox}/removal?inboxItem=${id}`)
    await lead.press('Delete')
    expect([lead.status, lead.notices]).toEqual([200, ['Item deleted.']])
    await world.closed(false)
  })

  const eventsNamed = (name: string) => async () =>
    (await service.parts.db('events').where({ organisation_id: library.id, name }).select('id')).length

  behavesLikeEveryForm('the form to add an item as evidence', async () => ({
    person: library.lead,
    address: `${world.inbox}/${await world.sent('A sign at the door')}`,
    fields: { title: 'A sign at the door', kind: 'policy' },
    other: ['title', 'A sign at the side door of the library'],
    refused: { kind: 'none-such' },
    saved: eventsNamed('evidence.received'),
    canRepeat: false,
    isGoneAfterwards: true,
  }))

  behavesLikeEveryForm('the form to add an item to existing evidence', async () => ({
    person: library.lead,
    address: `${world.inbox}/${await world.sent('The back of the card')}/adding`,
    fields: { evidence: (await world.evidence('A thank-you card'))!.id, note: 'The back of it' },
    other: ['note', 'The back of the card, with a drawing on it'],
    refused: { evidence: 'none-such' },
    saved: eventsNamed('evidence.inbox_item_added'),
    canRepeat: false,
    isGoneAfterwards: true,
  }))
})
