import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { inboxWorld } from '../../support/inbox.ts'
import type { Library } from '../../support/library.ts'
import { aPerson, type Person } from '../../support/person.ts'
import { csv, jpegWithMarks, pdf, svg } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the page behind an upload link', engine => {
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

  test('missing values and an invalid file are refused, and the text stays', async () => {
    await colleague.open(address)
    await colleague.press('Send', { words: '' })
    expect([colleague.status, colleague.errors]).toEqual([422, ['Enter a few words about what you are sending']])
    await colleague.press('Send', { words: 'The new sign', files: [{ name: 'a.csv', content: csv }] })
    expect([colleague.status, colleague.errors, colleague.valueOf('words')]).toEqual([
      422,
      ['Choose whether anyone can be identified'],
      'The new sign',
    ])
    await colleague.press('Send', { people: 'no', files: [{ name: 'drawing.svg', content: svg }] })
    expect([colleague.status, colleague.errors.length, await world.waiting()]).toEqual([422, 1, []])
  })

  test('a form that one person opened can be sent by another, because no one need be signed in', async () => {
    const signsIn = (person: Person) => {
      for (const [name, value] of person.cookies) colleague.cookies.set(name, value)
    }
    signsIn(library.contributor)
    await colleague.open(address)
    expect(colleague.valueOf('idempotencyKey')).toContain(library.contributor.id)
    signsIn(library.observer)
    await colleague.press('Send', { words: 'The reading corner', people: 'no' })
    colleague.cookies.clear()
    const words = (await world.waiting()).map(item => item.words)
    expect([colleague.address, words]).toEqual([`${address}?sent`, ['The reading corner']])
  })

  test('the sender is told that the evidence was sent, and no one but the library’s leads can open it', async () => {
    await world.send(
      'The welcome table',
      'no',
      [
        { name: 'table.jpg', content: await jpegWithMarks() },
        { name: 'leaflet.pdf', content: pdf },
      ],
      'Sam',
    )
    expect([colleague.address, colleague.text.includes('Your evidence has been sent')]).toEqual([
      `${address}?sent`,
      true,
    ])
    expect(colleague.text).not.toContain('The welcome table')
    expect(colleague.text).not.toContain('You can now delete')
    expect(colleague.text).toContain('If your own copy could put someone at risk, delete it now.')
    expect(colleague.text).toContain('keep it until your library’s lead has saved your evidence')
    await colleague.follow('Send something else')
    expect(colleague.html).not.toContain('The welcome table')
    const id = await world.idOf('The welcome table')
    const [file] = await service.parts.db('inbox_files').where({ inbox_item_id: id }).pluck<string[]>('id')
    for (const path of [
      world.inbox,
      `${world.inbox}/${id}`,
      `${world.inbox}/${id}/files/${file}`,
      `${world.inbox}/${id}/files/${file}/small`,
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
  })

  test('an upload sent 20 times is saved once, and files sent one by one become one item', async () => {
    const port = world.port
    const group = 'b'.repeat(20)
    const post = async (words: string, idempotencyKey: string, name: string, content: Buffer) => {
      const body = new FormData()
      for (const [field, value] of Object.entries({ words, group, idempotencyKey, people: 'no', sender: '' }))
        body.append(field, value)
      body.append('files', new Blob([new Uint8Array(content)]), name)
      const response = await fetch(`http://127.0.0.1:${port}${address}`, {
        method: 'POST',
        body,
        headers: { 'Sec-Fetch-Site': 'same-origin', Accept: 'application/json' },
      })
      return [response.status, await response.text()]
    }
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => post('Sent at once', 'b'.repeat(20), 'numbers.csv', csv)),
    )
    const accepted = responses.filter(([status]) => status !== 503) // the database may be busy
    expect(new Set(accepted.map(String))).toEqual(new Set([`201,{"href":"?sent"}`]))
    await post('Sent at once', 'c'.repeat(20), 'leaflet.pdf', pdf)
    await post('Sent at once, too', 'd'.repeat(20), 'leaflet.pdf', pdf)
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
    expect(new Set(await world.objects()).size).toBe(
      Number((await service.parts.db('inbox_files').count<{ count: number }[]>('id as count'))[0]!.count) +
        Number((await service.parts.db('inbox_files').count<{ count: number }[]>('small_id as count'))[0]!.count),
    )
  })

  test('uploads from another website, and uploads over the hourly limit, are refused', async () => {
    const before = await world.waiting()
    const elsewhere = aPerson(`http://127.0.0.1:${world.port}`, {
      'Sec-Fetch-Site': 'cross-site',
    })
    await elsewhere.send(address, { words: 'From elsewhere' }, 'multipart')
    expect(elsewhere.status).toBe(403)
    await service.database.writer('limit_counters').where('counted', 'like', 'upload link%').update({ count: 120 })
    await colleague.open(address)
    await colleague.press('Send', { words: 'One too many', people: 'no' })
    expect([colleague.status, Number(colleague.headers['retry-after']) > 0, await world.waiting()]).toEqual([
      429,
      true,
      before,
    ])
    await service.database.writer('limit_counters').delete()
  })

  test('a form sent again with other text shows an error, and the next attempt saves that text', async () => {
    const fields = { words: 'The new shelf', people: 'no', idempotencyKey: 'e'.repeat(20) }
    await colleague.send(address, fields, 'multipart')
    await colleague.send(address, { ...fields, words: 'The new shelf and its sign' }, 'multipart')
    expect([colleague.status, colleague.errors.length, colleague.valueOf('words')]).toEqual([
      422,
      1,
      'The new shelf and its sign',
    ])
    await colleague.press('Send')
    const saved = (await world.waiting()).filter(({ words }) => words.startsWith('The new shelf'))
    expect([colleague.status, saved.map(({ words }) => words).toSorted()]).toEqual([
      200,
      ['The new shelf', 'The new shelf and its sign'],
    ])
  })

  test('an upload is refused when the inbox holds 500 items', async () => {
    const [item] = await service.parts.db('inbox_items').where({ organisation_id: library.id })
    const many = Array.from({ length: 500 }, (_, place) => ({ ...item!, id: newId(), words: `Item ${place}` }))
    await service.database.writer.batchInsert('inbox_items', many, 50)
    await colleague.open(address)
    await colleague.press('Send', { words: 'One item too many' })
    expect([colleague.status, colleague.errors, colleague.valueOf('words')]).toEqual([
      422,
      ['Your library’s evidence inbox is full. Keep your files and notes, and ask your library’s lead to make room'],
      'One item too many',
    ])
    await service.database.writer('inbox_items').whereLike('words', 'Item %').delete()
  })
})
