import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { addDays, addMinutes, dayOf, type Day, type Instant } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { inboxWorld } from '../../support/inbox.ts'
import { aLibrary, type Library } from '../../support/library.ts'
import type { Person } from '../../support/person.ts'
import { fieldPart, filePart, multipart, post, sendRaw } from '../../support/raw-http.ts'
import { csv } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'
import { until } from '../../support/until.ts'
import { dayAndTime, longDay } from '../../../src/words/format.ts'
import { translator } from '../../../src/words/words.ts'

const english = translator('en')

eachDatabase('upload links', engine => {
  let service: Service
  let world: Awaited<ReturnType<typeof inboxWorld>>
  let library: Library
  let other: Library
  let colleague: Person
  let address: string
  beforeAll(async () => {
    service = await aService(engine)
    world = await inboxWorld(service)
    library = world.library
    other = world.other
    colleague = world.colleague
    address = world.address
  })
  afterAll(async () => {
    const broken = await world.broken()
    await service.end()
    expect(broken).toEqual([])
  })

  test('while an organisation is closed, no upload link can be created and existing links do not work', async () => {
    const close = (closed_at: string | null) =>
      service.database
        .writer('organisations')
        .where({ id: library.id })
        .update({ closed_at: closed_at as Instant | null })
    const waiting = (await world.waiting()).length
    const { lead } = library
    await colleague.open(address)
    await lead.open(`/organisations/${library.id}/upload-links`)
    await close(service.clock.now())
    await colleague.press('Send', { words: 'A poster', people: 'no' })
    expect([colleague.status, colleague.headings, (await world.waiting()).length]).toEqual([
      404,
      ['This link does not work'],
      waiting,
    ])
    await colleague.open(address)
    expect(colleague.status).toBe(404)
    await lead.press('Create link', { branch: library.branches[0]!.id, days: '90' })
    expect([lead.status, lead.headings]).toEqual([409, ['This organisation is closed']])
    await lead.open(`/organisations/${library.id}/upload-links`)
    expect(lead.text).toContain('This organisation is closed, so its links do not work.')
    await close(null)
    await colleague.open(address)
    expect(colleague.status).toBe(200)
  })

  test('a poster shows a new upload link until the list of links is opened, and only its hash is stored', async () => {
    const { lead } = library
    await lead.open(`/organisations/${library.id}/upload-links`)
    await lead.press('Create link', { branch: '', days: '90' })
    expect([lead.status, lead.errors]).toEqual([422, ['Choose a branch']])
    await lead.send(`/organisations/${library.id}/upload-links`, { branch: other.branches[0]!.id, days: '90' })
    expect([lead.status, lead.errors]).toEqual([422, ['Choose a branch']])
    const idempotencyKey = String(lead.valueOf('idempotencyKey'))
    const fields = { branch: library.branches[0]!.id, days: '90', idempotencyKey }
    await lead.send(`/organisations/${library.id}/upload-links`, fields)
    const poster = lead.address
    const addressOnPoster = () => lead.$('.los-poster__address').text().replace(/\s/g, '')
    const shown = addressOnPoster()
    const secret = /\/upload\/([a-z2-7-]{24})/.exec(shown)![1]!
    expect(lead.text).toContain('Names, phone numbers, addresses or case numbers')
    for (const table of ['upload_links', 'idempotency_keys'])
      expect(JSON.stringify(await service.parts.db(table))).not.toContain(secret.replaceAll('-', ''))
    await lead.open(poster)
    expect(addressOnPoster()).toBe(shown)
    await lead.send(`/organisations/${library.id}/upload-links`, fields)
    expect([lead.address, addressOnPoster()]).toEqual([poster, shown])
    await lead.open(`/organisations/${library.id}/upload-links`)
    expect(lead.text).toContain('Central')
    await lead.open(poster)
    expect([lead.address, lead.notices.length, lead.html.includes(secret)]).toEqual([
      `/organisations/${library.id}/upload-links`,
      1,
      false,
    ])
    expect(await service.parts.db('upload_links').where({ branch_id: library.branches[0]!.id })).toHaveLength(1)
  })

  test('two links that were created for a branch on the same day can be told apart', async () => {
    const twice = await aLibrary(service, 'Eskdale Libraries')
    const branch = twice.branches[0]!.name
    await world.newLink(twice, branch)
    const first = dayAndTime(english, service.clock.now())
    service.clock.minutesPass(5)
    await world.newLink(twice, branch)
    const second = dayAndTime(english, service.clock.now())
    const { lead } = twice
    await lead.open(`/organisations/${twice.id}/upload-links`)
    for (const moment of [first, second]) expect(lead.text).toContain(`${moment}, ${lead.name}`)
    await lead.follow(`Switch off link ${branch}, created on ${first}`)
    expect(lead.text).toContain(`${lead.name} created this link on ${first}.`)
    await lead.press('Switch off link')
    const [kept, ended] = await service.parts
      .db('upload_links')
      .where({ organisation_id: twice.id })
      .orderBy('made_at', 'desc')
      .select('made_at', 'ended_at')
    expect([dayAndTime(english, kept!.made_at), kept!.ended_at, ended!.ended_at !== null]).toEqual([second, null, true])
  })

  test('links that no longer work are in a collapsed list, with the day on which they were switched off', async () => {
    const own = await aLibrary(service, 'Wharfe Libraries')
    const { id, lead, branches } = own
    await world.newLink(own, branches[0]!.name)
    await lead.open(`/organisations/${id}/upload-links`)
    expect(lead.$('main details')).toHaveLength(0)
    const moment = dayAndTime(english, service.clock.now())
    await lead.follow(`Switch off link ${branches[0]!.name}, created on ${moment}`)
    await lead.press('Switch off link')
    const fold = lead.$('main details')
    expect(fold.find('summary').text().trim()).toBe('Links that no longer work (1)')
    const shown = fold.find('tbody :is(th, td) > :not(.los-compare__label)').toArray()
    const today = longDay(english, dayOf(service.clock.now()))
    expect(shown.map(cell => lead.$(cell).text().trim())).toEqual([
      branches[0]!.name,
      `${moment}, ${lead.name}`,
      `Switched off on ${today}`,
    ])
    expect(lead.text).not.toContain('Your links')
  })

  test('an upload link works in capital letters, without dashes and with zeros typed for the letter O', async () => {
    const typed = address.replace('/upload/', '').toUpperCase().replaceAll('-', '').replaceAll('O', '0')
    await colleague.open(`/upload/${typed}`)
    expect([colleague.status, colleague.text.includes('Millbrook, Fellside Libraries')]).toEqual([200, true])
  })

  test('unknown, expired and ended links give the same response and accept nothing', async () => {
    const ended = await world.newLink(library, 'Central')
    const [newest] = await service.parts
      .db('upload_links')
      .where({ organisation_id: library.id })
      .whereNot('branch_id', library.branches[1]!.id)
      .orderBy('made_at', 'desc')
      .orderBy('token_hash')
      .pluck<string[]>('id')
    await library.lead.open(`/organisations/${library.id}/upload-links/${newest}/ending`)
    expect(library.lead.text).toContain('You cannot switch this link on again, but you can create another one.')
    await library.lead.press('Switch off link')
    expect(library.lead.notices).toEqual(['Link switched off. Anyone who opens it will see that it no longer works.'])
    const over = await world.newLink(library, 'Central')
    await service.database
      .writer('upload_links')
      .where({ ended_at: null })
      .orderBy('made_at', 'desc')
      .whereNot('branch_id', library.branches[1]!.id)
      .update({ ends_on: addDays(dayOf(service.clock.now()), -1) })
    const pages: string[] = []
    for (const each of ['/upload/abcd-efgh-ijkl-mnop-qrst', '/upload/%00', ended, over]) {
      for (const path of [each, `${each}?sent`]) {
        await colleague.open(path)
        pages.push(`${colleague.status} ${colleague.html}`)
      }
      await colleague.send(each, { words: 'Too late', people: 'no' }, 'multipart')
      pages.push(`${colleague.status} ${colleague.html}`)
    }
    expect(pages[0]).toContain('This link does not work')
    expect(new Set(pages).size).toBe(1)
    expect(await world.waiting()).toEqual([])
  })

  test('an upload link accepts nothing while its organisation is closed', async () => {
    await world.closed(true)
    await colleague.open(address)
    expect([colleague.status, colleague.text.includes('This link does not work')]).toEqual([404, true])
    await colleague.send(address, { words: 'Too late', people: 'no' }, 'multipart')
    expect([colleague.status, await world.waiting()]).toEqual([404, []])
    await library.lead.open(`/organisations/${library.id}/upload-links`)
    expect([library.lead.text.includes('Not working now'), library.lead.buttons.includes('Create link')]).toEqual([
      true,
      false,
    ])
    const sent = { branch: library.branches[0]!.id, days: '90' }
    await library.lead.send(`/organisations/${library.id}/upload-links`, sent)
    expect([library.lead.status, library.lead.headings[0]]).toEqual([409, 'This organisation is closed'])
    await world.closed(false)
    await colleague.open(address)
    expect(colleague.status).toBe(200)
  })

  test('a working link can be switched off after 250 later links have ended', async () => {
    const busy = await aLibrary(service, 'Harrow Green Libraries')
    const works = await world.newLink(busy, busy.branches[0]!.name)
    const link = (await service.parts.db('upload_links').where({ organisation_id: busy.id }).first())!
    const later = Array.from({ length: 250 }, () => ({
      ...link,
      id: newId(),
      token_hash: newId(),
      made_at: addMinutes(link.made_at, 1),
      ended_at: addMinutes(link.made_at, 2),
      ended_by: busy.lead.id,
    }))
    await service.database.writer.batchInsert('upload_links', later, 50)
    await busy.lead.open(`/organisations/${busy.id}/upload-links`)
    const moment = dayAndTime(english, link.made_at)
    await busy.lead.follow(`Switch off link ${busy.branches[0]!.name}, created on ${moment}`)
    await busy.lead.press('Switch off link')
    await colleague.open(works)
    expect(colleague.status).toBe(404)
  })

  test('an upload link that ends during an upload accepts nothing', async () => {
    const links = () => service.parts.db('upload_links').where({ organisation_id: library.id }).pluck('id')
    const earlier = await links()
    const closing = await world.newLink(library, 'Central')
    const [id] = (await links()).filter(each => !earlier.includes(each))
    const body = multipart('b', [
      fieldPart('idempotencyKey', 'c'.repeat(20)),
      fieldPart('words', 'On its way'),
      fieldPart('people', 'no'),
      filePart('files', 'a.csv', csv),
    ])
    const request = post(closing, body, { 'Sec-Fetch-Site': 'same-origin' })
    const before = await world.objects()
    async function* slowly() {
      yield request.subarray(0, -40)
      // Waits until the server has begun to receive the upload.
      await until(async () => (await world.staged()).length > 0)
      await library.lead.send(`/organisations/${library.id}/upload-links/${id}/ending`)
      yield request.subarray(-40)
    }
    const { status, text } = await sendRaw(world.port, slowly())
    expect([
      status,
      text.includes('This link does not work'),
      await world.waiting(),
      await world.objects(),
      await world.staged(),
    ]).toEqual([404, true, [], before, []])
  })

  test('only leads of the library can see its upload links, and no other library’s lead can end them', async () => {
    for (const actor of [library.contributor, library.observer]) {
      await actor.open(`/organisations/${library.id}/upload-links`)
      expect(actor.status).toBe(403)
    }
    await other.lead.open(`/organisations/${library.id}/upload-links`)
    expect(other.lead.status).toBe(404)
    const { id } = (await service.parts
      .db('upload_links')
      .where({ organisation_id: library.id, ended_at: null })
      .first('id'))!
    await other.lead.send(`/organisations/${other.id}/upload-links/${id}/ending`)
    expect([other.lead.status, (await service.parts.db('upload_links').where({ id }).first())!.ended_at]).toEqual([
      404,
      null,
    ])
  })

  test('a closed branch’s link still accepts evidence, and the page with the links says so', async () => {
    const { lead } = library
    const says = 'This branch has closed, but its link still works.'
    const closeOn = (closed_on: Day | null) =>
      service.database
        .writer('branches')
        .whereIn(
          'id',
          library.branches.map(({ id }) => id),
        )
        .update({ closed_on })
    const today = dayOf(service.clock.now())
    await closeOn(addDays(today, 1))
    await lead.open(`/organisations/${library.id}/upload-links`)
    expect(lead.text).not.toContain(says)
    await closeOn(today)
    await lead.open(`/organisations/${library.id}/upload-links`)
    expect(lead.text).toContain(says)
    await colleague.open(address)
    await colleague.press('Send', { words: 'The last morning here', people: 'no' })
    expect(colleague.status).toBe(200)
    await lead.open(world.inbox)
    expect(lead.text).toContain('The last morning here')
    await closeOn(null)
  })
})
