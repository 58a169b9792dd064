import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addMinutes } from '../../../src/domain/time.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { deleteOldInboxItems, emailAboutInboxes } from '../../../src/modules/evidence/inbox/inbox.actions.ts'
import { previewInboxFiles } from '../../../src/modules/evidence/inbox-previews/inbox-preview.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { inboxWorld } from '../../support/inbox.ts'
import type { Library } from '../../support/library.ts'
import { jpegWithMarks, pdf, png } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the evidence inbox', engine => {
  let service: Service
  let world: Awaited<ReturnType<typeof inboxWorld>>
  let library: Library
  beforeAll(async () => {
    service = await aService(engine)
    world = await inboxWorld(service)
    library = world.library
  })
  afterAll(async () => {
    const broken = await world.broken()
    await service.end()
    expect(broken).toEqual([])
  })

  test('leads see a new item and its pictures, and the access log records who opened it', async () => {
    await world.send(
      'The welcome table',
      'no',
      [
        { name: 'table.jpg', content: await jpegWithMarks() },
        { name: 'leaflet.pdf', content: pdf },
      ],
      'Sam',
    )
    const id = await world.idOf('The welcome table')
    const [file] = await service.parts.db('inbox_files').where({ inbox_item_id: id }).pluck<string[]>('id')
    await previewInboxFiles(service.parts)
    const { lead } = library
    await lead.open('/home')
    expect(lead.text).toContain('1 item in your evidence inbox')
    await lead.follow('1 item in your evidence inbox')
    expect(lead.text).toContain('The welcome table')
    expect(lead.text).toContain('Sam, Millbrook')
    expect(lead.$('.los-files img').length).toBe(2)
    await lead.open(lead.$('.los-files img').first().attr('src')!)
    expect([lead.status, lead.headers['content-type']]).toEqual([200, 'image/webp'])
    await lead.open(`${world.inbox}/${id}/files/${file}`)
    expect(lead.status).toBe(200)
    const views = await service.parts
      .db('access_log')
      .where({ person_id: lead.id, organisation_id: library.id })
      .whereIn('entity_id', [id, file!])
      .pluck('what')
    expect(views.toSorted()).toEqual(['file', 'inbox item'])
  })

  test('leads get one email a day about new items, without the text of the items', async () => {
    const { lead } = library
    const emails = () => service.parts.db('outbox').where({ name: 'inbox waiting' }).select('person_id', 'subject')
    await emailAboutInboxes(service.parts)
    await world.send('Later that day')
    await emailAboutInboxes(service.parts)
    expect(await emails()).toEqual([
      { person_id: lead.id, subject: 'Fellside Libraries has a new item in its evidence inbox' },
    ])
    expect(JSON.stringify(await service.parts.db('outbox').where({ name: 'inbox waiting' }))).not.toContain(
      'welcome table',
    )
  })

  test('pages show the deletion date of an item after 150 days, and it is deleted after 180 days', async () => {
    const [first] = await world.waiting()
    const arrivedBefore = (days: number) =>
      service.database
        .writer('inbox_items')
        .where({ id: first!.id })
        .update({ arrived_at: addMinutes(service.clock.now(), -days * 24 * 60) })
    const shown = []
    for (const days of [149, 150]) {
      await arrivedBefore(days)
      await library.lead.open(world.inbox)
      shown.push(library.lead.text.includes('Will be deleted on or after'))
      await library.lead.open('/home')
      shown.push(/We will delete (it|the oldest) on or after \d+ \w+ \d{4}\./.test(library.lead.text))
    }
    expect(shown).toEqual([false, false, true, true])
    await arrivedBefore(181)
    await deleteOldInboxItems(service.parts)
    expect((await world.waiting()).some(({ id }) => id === first!.id)).toBe(false)
  })

  test('only an item without files says that its sender may not have answered the question about people', async () => {
    const { lead } = library
    const answerShown = () =>
      lead
        .$('dt')
        .filter((_, term) => lead.$(term).text().trim() === 'Can anyone be identified?')
        .next()
        .text()
        .replace(/\s+/g, ' ')
        .trim()
    for (const [words, files, shown] of [
      ['The new sign', [{ name: 'sign.pdf', content: pdf }], 'The sender says no'],
      ['A kind word', [], 'The sender says no, or did not answer'],
    ] as const) {
      await lead.open(`${world.inbox}/${await world.sent(words, 'no', [...files])}`)
      expect([words, answerShown()]).toEqual([words, shown])
    }
  })

  test('a file that cannot be read does not stop the pictures of other files, here or in evidence', async () => {
    const { parts } = service
    const send = async (what: string) => {
      service.clock.minutesPass(1)
      await world.send(what, 'no', [{ name: 'a.png', content: await png() }], 'Sam')
      return (await parts
        .db('inbox_files')
        .where({ inbox_item_id: await world.idOf(what) })
        .first('id'))!.id
    }
    const [unread, later] = [await send('A photo on a bad disk'), await send('A photo on a good disk')]
    const { lead } = library
    await lead.open(`/organisations/${library.id}/evidence/new`)
    await lead.press('Add evidence', { title: 'Evidence', files: [{ name: 'b.png', content: await png() }] } as never)
    const [evidence] = await parts.db('evidence_files').where({ name: 'b.png' }).pluck<string[]>('id')
    const eio = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' })
    const failing = (...ids: (string | undefined)[]) => ({
      ...parts,
      files: { ...parts.files, open: (id: string) => (ids.includes(id) ? Promise.reject(eio) : parts.files.open(id)) },
    })
    const draw = (with_: typeof parts) =>
      timetable
        .find(({ name }) => name === 'make-previews')!
        .run(with_, '2027-03-01' as never, new AbortController().signal)
    const drawn = async () =>
      Promise.all([unread, later].map(async id => (await parts.db('inbox_files').where({ id }).first('drawn'))!.drawn))
    await expect(draw(failing(unread, evidence))).rejects.toBe(eio)
    expect(await drawn()).toEqual([null, 1])
    await draw(parts)
    expect(await drawn()).toEqual([1, 1])
  })
})
