import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { addDays, addMinutes, dayOf } from '../../../src/domain/time.ts'
import {
  deleteOldInboxItems,
  emailAboutInboxes,
} from '../../../src/modules/evidence/upload-links/upload-link.actions.ts'
import { previewInboxFiles } from '../../../src/files/capture-previews.ts'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { eachDatabase } from '../../support/database.ts'
import { aLibrary, publishedFramework, type Library } from '../../support/library.ts'
import { aPerson, type Person } from '../../support/person.ts'
import { fieldPart, filePart, multipart, post, sendRaw } from '../../support/raw-http.ts'
import { csv, jpegWithMarks, pdf, svg } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('capture links and the tray', engine => {
  let service: Service
  let library: Library
  let other: Library
  let colleague: Person
  let address: string
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries', ['Central', 'Millbrook'])
    other = await aLibrary(service, 'Thornwick Library')
    colleague = aPerson(`http://127.0.0.1:${(service.server.address() as { port: number }).port}`)
    address = await newLink(library, 'Millbrook')
  })
  afterAll(async () => {
    const broken = await checkInvariants({
      database: service.database,
      uploads: uploads(),
      now: service.clock.now(),
      confirmed: [],
    })
    await service.end()
    expect(broken.filter(({ rule }) => ['I2', 'I3', 'I4', 'I5', 'I6', 'I15'].includes(rule))).toEqual([])
  })

  const uploads = () => join(service.parts.config.dataFolder, 'uploads')
  const objects = async () =>
    (await readdir(join(uploads(), 'files'), { recursive: true }))
      .filter(name => name.includes('/'))
      .map(name => name.split('/')[1]!)
  const inbox = () => `/organisations/${library.id}/inbox`
  const waiting = () =>
    service.parts
      .db('inbox_items')
      .where({ organisation_id: library.id })
      .orderBy(['arrived_at', 'id'])
      .select('id', 'words', 'sender', 'people', 'branch_id')
  const idOf = async (words: string) => (await service.parts.db('inbox_items').where({ words }).first('id'))!.id
  const evidence = (title: string) =>
    service.parts.db('evidence').where({ organisation_id: library.id, title, removed_at: null }).first()

  async function newLink(of: Library, branch: string): Promise<string> {
    await of.lead.open(`/organisations/${of.id}/upload-links`)
    await of.lead.press('Make the link', { branch: of.branches.find(({ name }) => name === branch)!.id, days: '90' })
    return new URL(of.lead.$('.los-poster__address').text().trim()).pathname
  }

  async function send(
    words: string,
    people = 'no',
    files: { name: string; content: Buffer }[] = [],
    sender = '',
  ): Promise<void> {
    await colleague.open(address)
    await colleague.press('Send it', { words, people, sender, files })
    expect([colleague.status, colleague.errors]).toEqual([200, []])
  }

  describe('the link', () => {
    test('is shown once, for the wall, and kept as a hash; the page made again shows none', async () => {
      const { lead } = library
      await lead.open(`/organisations/${library.id}/upload-links`)
      await lead.press('Make the link', { branch: '', days: '90' })
      expect([lead.status, lead.errors]).toEqual([422, ['Choose a branch']])
      const idempotencyKey = String(lead.valueOf('idempotencyKey'))
      await lead.send(`/organisations/${library.id}/upload-links`, {
        idempotencyKey,
        branch: other.branches[0]!.id,
        days: '90',
      })
      expect([lead.status, lead.errors]).toEqual([422, ['Choose a branch of this library that is open']])
      await lead.press('Make the link', { branch: library.branches[0]!.id })
      const shown = lead.$('.los-poster__address').text().replace(/\s/g, '')
      const secret = /\/upload\/([a-z2-7-]{24})/.exec(shown)![1]!
      expect(lead.text).toContain('Names, phone numbers, addresses, case numbers')
      expect(JSON.stringify(await service.parts.db('upload_links'))).not.toContain(secret.replaceAll('-', ''))
      await lead.send(`/organisations/${library.id}/upload-links`, {
        idempotencyKey,
        branch: library.branches[0]!.id,
        days: '90',
      })
      expect([lead.address, lead.notices.length, lead.text.includes(secret)]).toEqual([
        `/organisations/${library.id}/upload-links`,
        1,
        false,
      ])
      expect(lead.text).toContain('Central')
    })

    test('is typed off a wall as people type, and is the same', async () => {
      const typed = address.replace('/upload/', '').toUpperCase().replaceAll('-', '').replaceAll('O', '0')
      await colleague.open(`/upload/${typed}`)
      expect([colleague.status, colleague.text.includes('Millbrook, Fellside Libraries')]).toEqual([200, true])
    })

    test('unknown, over and ended answer alike, and take nothing', async () => {
      const ended = await newLink(library, 'Central')
      const [newest] = await service.parts
        .db('upload_links')
        .where({ organisation_id: library.id })
        .whereNot('branch_id', library.branches[1]!.id)
        .orderBy('made_at', 'desc')
        .orderBy('token_hash')
        .pluck<string[]>('id')
      await library.lead.send(`/organisations/${library.id}/upload-links/${newest}/ending`)
      expect(library.lead.notices).toEqual(['The link has ended. Whoever opens it reads that it takes nothing.'])
      const over = await newLink(library, 'Central')
      await service.database
        .writer('upload_links')
        .where({ ended_at: null })
        .orderBy('made_at', 'desc')
        .whereNot('branch_id', library.branches[1]!.id)
        .update({ ends_on: addDays(dayOf(service.clock.now()), -1) })
      const pages: string[] = []
      for (const each of ['/upload/abcd-efgh-ijkl-mnop-qrst', '/upload/%00', ended, over]) {
        for (const path of [each, `${each}/thanks`]) {
          await colleague.open(path)
          pages.push(`${colleague.status} ${colleague.html}`)
        }
        await colleague.send(each, { words: 'Too late', people: 'no' }, 'multipart')
        pages.push(`${colleague.status} ${colleague.html}`)
      }
      expect(pages[0]).toContain('This address takes nothing')
      expect(new Set(pages).size).toBe(1)
      expect(await waiting()).toEqual([])
    })

    test('that ends while something is on its way takes nothing of it', async () => {
      const links = () => service.parts.db('upload_links').where({ organisation_id: library.id }).pluck('id')
      const earlier = await links()
      const closing = await newLink(library, 'Central')
      const [id] = (await links()).filter(each => !earlier.includes(each))
      const body = multipart('b', [
        fieldPart('idempotencyKey', 'c'.repeat(20)),
        fieldPart('words', 'On its way'),
        fieldPart('people', 'no'),
        filePart('files', 'a.csv', csv),
      ])
      const request = post(closing, body, { 'Sec-Fetch-Site': 'same-origin' })
      const staged = () => readdir(join(uploads(), 'staging'))
      const before = await objects()
      async function* slowly() {
        yield request.subarray(0, -40)
        while ((await staged()).length === 0) await new Promise(setImmediate) // until it is being received
        await library.lead.send(`/organisations/${library.id}/upload-links/${id}/ending`)
        yield request.subarray(-40)
      }
      const { status, text } = await sendRaw((service.server.address() as { port: number }).port, slowly())
      expect([
        status,
        text.includes('This address takes nothing'),
        await waiting(),
        await objects(),
        await staged(),
      ]).toEqual([404, true, [], before, []])
    })

    test('only leads make, see and end them; another library’s is not there', async () => {
      for (const actor of [library.contributor, library.observer]) {
        await actor.open(`/organisations/${library.id}/upload-links`)
        expect(actor.status).toBe(403)
      }
      await other.lead.open(`/organisations/${library.id}/upload-links`)
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
  })

  describe('what is sent', () => {
    test('says what is missing beside its field and keeps the words; refuses an invalid file', async () => {
      await colleague.open(address)
      await colleague.press('Send it', { words: '' })
      expect([colleague.status, colleague.errors]).toEqual([422, ['Say in a few words what it is']])
      await colleague.press('Send it', { words: 'The new sign', files: [{ name: 'a.csv', content: csv }] })
      expect([colleague.status, colleague.errors, colleague.valueOf('words')]).toEqual([
        422,
        ['Say whether anybody can be recognised in it'],
        'The new sign',
      ])
      await colleague.press('Send it', { people: 'no', files: [{ name: 'drawing.svg', content: svg }] })
      expect([colleague.status, colleague.errors.length, await waiting()]).toEqual([422, 1, []])
    })

    test('is thanked for and cannot be read back; the lead is told on three pages and once a day', async () => {
      await send(
        'The welcome table',
        'no',
        [
          { name: 'table.jpg', content: await jpegWithMarks() },
          { name: 'leaflet.pdf', content: pdf },
        ],
        'Sam',
      )
      expect([colleague.address, colleague.text.includes('Thank you, it has arrived')]).toEqual([
        `${address}/thanks`,
        true,
      ])
      expect(colleague.text).not.toContain('The welcome table')
      await colleague.follow('Send something else')
      expect(colleague.html).not.toContain('The welcome table')
      const id = await idOf('The welcome table')
      const [file] = await service.parts.db('inbox_files').where({ inbox_item_id: id }).pluck<string[]>('id')
      for (const path of [
        inbox(),
        `${inbox()}/${id}`,
        `${inbox()}/${id}/files/${file}`,
        `${inbox()}/${id}/files/${file}/small`,
      ]) {
        await colleague.open(path)
        expect(colleague.address).toContain('/sign-in')
        for (const actor of [library.contributor, library.observer]) {
          await actor.open(path)
          expect([path, actor.status]).toEqual([path, 403])
        }
        await other.lead.open(path)
        expect(other.lead.status).toBe(404)
        await other.lead.open(path.replace(library.id, other.id))
        expect(other.lead.status === 404 || !other.lead.text.includes('welcome table')).toBe(true)
      }
      await previewInboxFiles(service.parts)
      const { lead } = library
      await lead.open('/home')
      expect(lead.text).toContain('Something waits in your tray')
      await lead.follow('Something waits in your tray')
      expect(lead.text).toContain('The welcome table')
      expect(lead.text).toContain('Sam, Millbrook')
      expect(lead.$('.los-files img').length).toBe(2)
      await lead.open(lead.$('.los-files img').first().attr('src')!)
      expect([lead.status, lead.headers['content-type']]).toEqual([200, 'image/webp'])
      await lead.open(`${inbox()}/${id}/files/${file}`)
      expect(lead.status).toBe(200)
      const looks = await service.parts
        .db('access_log')
        .where({ person_id: lead.id, organisation_id: library.id })
        .whereIn('entity_id', [id, file!])
        .pluck('what')
      expect(looks.toSorted()).toEqual(['file', 'inbox item'])
      const emails = () => service.parts.db('outbox').where({ name: 'inbox waiting' }).select('person_id', 'subject')
      await emailAboutInboxes(service.parts)
      await send('Later that day')
      await emailAboutInboxes(service.parts)
      expect(await emails()).toEqual([{ person_id: lead.id, subject: 'Something from a branch waits in your tray' }])
      expect(JSON.stringify(await service.parts.db('outbox').where({ name: 'inbox waiting' }))).not.toContain(
        'welcome table',
      )
    })

    test('saves twenty equal sends once; gathers files sent one by one; another text is another entry', async () => {
      const port = (service.server.address() as { port: number }).port
      const post = async (words: string, idempotencyKey: string, name: string, content: Buffer) => {
        const body = new FormData()
        for (const [field, value] of Object.entries({ words, idempotencyKey, people: 'no', sender: '' }))
          body.append(field, value)
        body.append('files', new Blob([new Uint8Array(content)]), name)
        const response = await fetch(`http://127.0.0.1:${port}${address}`, {
          method: 'POST',
          body,
          headers: { 'Sec-Fetch-Site': 'same-origin', Accept: 'application/json' },
        })
        return [response.status, await response.text()]
      }
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => post('Sent at once', 'b'.repeat(20), 'numbers.csv', csv)),
      )
      expect(new Set(answers.map(String))).toEqual(new Set([`201,{"href":"${address}/thanks"}`]))
      await post('Sent at once', 'b'.repeat(20), 'leaflet.pdf', pdf)
      await post('Sent at once, too', 'b'.repeat(20), 'leaflet.pdf', pdf)
      const rows = await service.parts
        .db('inbox_items')
        .join('inbox_files', 'inbox_files.inbox_item_id', 'inbox_items.id')
        .whereLike('words', 'Sent at once%')
        .orderBy(['words', 'inbox_files.name'])
        .select('words', 'inbox_files.name')
      expect(rows).toEqual([
        { words: 'Sent at once', name: 'leaflet.pdf' },
        { words: 'Sent at once', name: 'numbers.csv' },
        { words: 'Sent at once, too', name: 'leaflet.pdf' },
      ])
      expect(new Set(await objects()).size).toBe(
        Number((await service.parts.db('inbox_files').count<{ count: number }[]>('id as count'))[0]!.count) +
          Number((await service.parts.db('inbox_files').count<{ count: number }[]>('small_id as count'))[0]!.count),
      )
    })

    test('is not taken from a page that is not ours, and not beyond the limit of an hour', async () => {
      const before = await waiting()
      const elsewhere = aPerson(`http://127.0.0.1:${(service.server.address() as { port: number }).port}`, {
        'Sec-Fetch-Site': 'cross-site',
      })
      await elsewhere.send(address, { words: 'From elsewhere' }, 'multipart')
      expect(elsewhere.status).toBe(403)
      await service.database.writer('limit_counters').where('counted', 'like', 'upload link%').update({ count: 120 })
      await colleague.open(address)
      await colleague.press('Send it', { words: 'One too many', people: 'no' })
      expect([colleague.status, Number(colleague.headers['retry-after']) > 0, await waiting()]).toEqual([
        429,
        true,
        before,
      ])
      await service.database.writer('limit_counters').delete()
    })
  })

  describe('the tray', () => {
    test('a lead turns one into evidence, prefilled, checked and scanned again, and only once', async () => {
      await send('Thank you from 07700 900123', 'yes', [{ name: 'card.pdf', content: pdf }])
      const { lead } = library
      const id = await idOf('Thank you from 07700 900123')
      const arrived = (await service.parts.db('inbox_items').where({ id }).first())!.arrived_at
      service.clock.minutesPass(20)
      await lead.open(`${inbox()}/${id}`)
      expect([lead.valueOf('title'), lead.valueOf('showsPeople'), lead.valueOf('branches')]).toEqual([
        'Thank you from 07700 900123',
        'yes',
        [library.branches[1]!.id],
      ])
      await lead.press('Take it in', { kind: 'letter', owner: library.contributor.id })
      expect([lead.status, lead.text.includes('07700 900123'), await idOf('Thank you from 07700 900123')]).toEqual([
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
      await lead.send(`${inbox()}/${id}`, { ...sorted, owner: other.lead.id })
      expect([lead.status, lead.errors]).toEqual([422, ['Choose a lead or contributor of this library']])
      await lead.press('Take it in', { owner: library.contributor.id })
      expect([lead.status, lead.errors, /^\/evidence\//.test(lead.address)]).toEqual([200, [], true])
      const taken = (await evidence('A thank-you card'))!
      expect([taken.owner_id, taken.kind, taken.shows_people, taken.to_complete, taken.panel_until]).toEqual([
        library.contributor.id,
        'letter',
        1,
        1,
        null,
      ]) // for no criterion, and of no time
      const [file] = await service.parts.db('evidence_files').where({ evidence_id: taken.id })
      expect([file!.name, file!.state, taken.received_at, file!.uploaded_at, file!.drawn]).toEqual([
        'card.pdf',
        'ready',
        arrived,
        addMinutes(arrived, 20),
        null,
      ])
      const to = lead.address
      await lead.send(`${inbox()}/${id}`, sorted)
      expect(lead.address).toBe(to)
      expect(await service.parts.db('inbox_items').where({ id })).toEqual([])
    })

    test('complete when all is chosen; otherwise the list says that it needs more', async () => {
      const { lead } = library
      for (const words of ['The opening hours', 'The welcome pack']) {
        await send(words, 'no', [])
        await lead.open(`${inbox()}/${await idOf(words)}`)
        await lead.press(
          'Take it in',
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
        expect([lead.errors, lead.text.includes('This was added in a hurry.')]).toEqual([
          [],
          words === 'The welcome pack',
        ])
      }
      await lead.open(`/organisations/${library.id}/evidence?state=to+complete`)
      expect([lead.text.includes('The welcome pack'), lead.text.includes('The opening hours')]).toEqual([true, false])
    })

    test('one is joined to a piece, which must be of this library', async () => {
      await send('The card from behind', 'no', [
        { name: 'behind.pdf', content: Buffer.concat([pdf, Buffer.from('\n')]) },
      ])
      const { lead } = library
      const [id, to] = [await idOf('The card from behind'), (await evidence('A thank-you card'))!]
      await lead.open(`${inbox()}/${id}/adding?search=thank`)
      await lead.press('Join it')
      expect([lead.status, lead.errors]).toEqual([422, ['Choose a piece']])
      await lead.press('Join it', { evidence: to.id })
      expect([lead.errors, lead.address]).toEqual([[], `/evidence/${to.id}`])
      expect(lead.text).toContain('The card from behind')
      expect((await service.parts.db('evidence_files').where({ evidence_id: to.id }).pluck('name')).toSorted()).toEqual(
        ['behind.pdf', 'card.pdf'],
      )
    })

    test('several are taken in at once, all or none, and each that cannot says why', async () => {
      await send('A shelf of new books', 'no', [{ name: 'list.csv', content: csv }])
      await send('Who came on Tuesday', 'unsure', [
        { name: 'tuesday.csv', content: Buffer.concat([csv, Buffer.from('1,2\n')]) },
      ])
      await send('The opening', 'yes', [{ name: 'opening.csv', content: Buffer.concat([csv, Buffer.from('3,4\n')]) }])
      const { lead } = library
      const words = ['A shelf of new books', 'Who came on Tuesday', 'The opening']
      const ids = await Promise.all(words.map(idOf))
      await lead.open(`${inbox()}/evidence?${ids.map(id => `inboxItem=${id}`).join('&')}`)
      await lead.press('Take them all in', { inboxItem: ids, kind: 'photo' })
      expect([lead.status, lead.errors]).toEqual([
        422,
        ['2 of them cannot be taken in like this, so none was. Take their ticks out, or open them one by one'],
      ])
      expect(lead.text).toContain('The sender is not sure whether somebody can be recognised. Open it and look')
      expect(lead.text).toContain('this kind asks nobody’s consent')
      expect((await waiting()).filter(each => words.includes(each.words)).length).toBe(3)
      await lead.press('Take them all in', {
        inboxItem: [ids[0]!, ids[2]!],
        kind: 'event',
        owner: library.contributor.id,
      })
      expect([lead.errors, lead.address, lead.notices]).toEqual([
        [],
        `/organisations/${library.id}/evidence`,
        ['2 pieces are on your shelf. Complete them when you have a minute.'],
      ])
      const [list, opening] = [(await evidence('A shelf of new books'))!, (await evidence('The opening'))!]
      expect([list, opening].map(each => [each.kind, each.shows_people, each.owner_id, each.to_complete])).toEqual([
        ['event', 0, library.contributor.id, 1],
        ['event', 1, library.contributor.id, 1],
      ])
      await lead.open(`${inbox()}/evidence?inboxItem=${ids[1]}`)
      await lead.send(`${inbox()}/evidence`, { inboxItem: [ids[0]!, ids[1]!], kind: 'event' })
      expect([lead.status, lead.errors]).toEqual([
        422,
        [
          'One of those you chose was sorted by somebody else meanwhile. Nothing was done with the others: ' +
            'look again and send',
        ],
      ])
    })

    test('several are thrown away with their files, after one more question', async () => {
      const { lead } = library
      const rows = await waiting()
      const [first, second] = rows
      const gone = await service.parts
        .db('inbox_files')
        .whereIn('inbox_item_id', [first!.id, second!.id])
        .select('id', 'small_id')
      expect(gone.length).toBeGreaterThan(0)
      await lead.open(inbox())
      await lead.open(`${inbox()}/removal?inboxItem=${first!.id}&inboxItem=${second!.id}`)
      await lead.press('Throw away')
      expect([lead.address, lead.notices]).toEqual([inbox(), ['2 things are thrown away, with their files.']])
      expect((await waiting()).map(({ id }) => id)).toEqual(rows.slice(2).map(({ id }) => id))
      const left = new Set(await objects())
      expect(gone.flatMap(({ id, small_id: small }) => [id, small]).filter(id => id && left.has(id))).toEqual([])
      const names = await service.parts
        .db('events')
        .where({ organisation_id: library.id })
        .where(name =>
          name.whereLike('name', '%upload%').orWhereLike('name', '%inbox%').orWhere('name', 'evidence.received'),
        )
        .distinct('name')
        .orderBy('name')
        .pluck('name')
      expect(names).toEqual([
        'evidence.inbox_item_added',
        'evidence.received',
        'organisation.inbox_items_deleted',
        'organisation.upload_link_ended',
        'organisation.upload_link_made',
        'organisation.upload_received',
      ])
    })

    test('what nobody sorts for half a year goes by itself', async () => {
      const [first] = await waiting()
      await service.database
        .writer('inbox_items')
        .where({ id: first!.id })
        .update({ arrived_at: addMinutes(service.clock.now(), -181 * 24 * 60) })
      await library.lead.open(inbox())
      expect(library.lead.text).toContain('Thrown away by itself on')
      await deleteOldInboxItems(service.parts)
      expect((await waiting()).some(({ id }) => id === first!.id)).toBe(false)
    })
  })
})
