import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { aLibrary, publishedFramework, type Known, type Library } from '../../support/library.ts'
import { csv, jpegWithMarks, pdf, svg } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('adding evidence quickly', engine => {
  let service: Service
  let library: Library
  let other: Library
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries', ['Central', 'Millbrook', 'Quarry Lane'])
    other = await aLibrary(service, 'Thornwick Library')
  })
  afterAll(() => service.end())

  const list = () => `/organisations/${library.id}/evidence`
  const evidenceItems = async () =>
    service.parts
      .db('evidence')
      .where({ organisation_id: library.id })
      .orderBy('title')
      .select('id', 'title', 'to_complete')
  const filesOf = (id: string) => service.parts.db('evidence_files').where({ evidence_id: id }).pluck('name')

  describe('quick upload', () => {
    test('a title and a photo are enough, and the evidence is marked as incomplete', async () => {
      const { contributor } = library
      await contributor.open(list())
      await contributor.follow('Quick upload: add photos or files now, details later')
      await contributor.press('Add evidence', {
        title: 'The welcome table',
        files: [{ name: 'IMG_0042.JPG', content: await jpegWithMarks() }],
      })
      expect([contributor.status, contributor.errors, contributor.notices]).toEqual([
        200,
        [],
        ['“The welcome table” has been added. Complete the details when you have time.'],
      ])
      expect(contributor.text).toContain(
        'Some details are still missing: the date, the criteria and whether anyone can be recognised.',
      )
      const address = contributor.address
      await contributor.open(list())
      expect(contributor.text).toContain('Details Incomplete')
      await library.observer.open(address)
      expect(library.observer.text).not.toContain('Some details are still missing')
      await contributor.open(address)
      await contributor.follow('Add details')
      const said: Record<string, string | string[]>[] = [
        {},
        { summary: 'Who comes in finds a chair.' },
        { kind: 'event', showsPeople: 'no' },
        { items: ['visible-welcome'] },
        { items: [], 'periodFrom-day': '1', 'periodFrom-month': '2', 'periodFrom-year': '2026' },
      ]
      for (const each of said) {
        // The evidence stays incomplete until every detail is filled in.
        await contributor.press('Save', each)
        expect([contributor.errors, contributor.text.includes('Some details are still missing')]).toEqual([[], true])
        await contributor.open(`${address}/edit`)
      }
      await contributor.open(address)
      expect(contributor.text).toContain('Some details are still missing: the criteria.')
      await contributor.open(`${address}/edit`)
      await contributor.press('Save', { items: ['visible-welcome'] })
      expect(contributor.text).not.toContain('Some details are still missing')
      await contributor.open(list())
      expect(contributor.text).not.toContain('Details Incomplete')
      await contributor.open(`${address}/edit`)
      await contributor.press('Save', { items: [] }) // Complete evidence is not marked as incomplete again.
      expect([
        contributor.errors,
        (await evidenceItems()).find(({ title }) => title === 'The welcome table')!.to_complete,
      ]).toEqual([[], 0])
    })

    test('a title and either a file or a note are required, and a refused form keeps the title', async () => {
      const { lead } = library
      await lead.open(`${list()}/quick`)
      const before = await evidenceItems()
      await lead.press('Add evidence', { title: '', note: '' })
      expect([lead.status, lead.errors]).toEqual([
        422,
        ['Enter a few words about the evidence', 'Add a file or a note'],
      ])
      expect(lead.text).not.toContain('Correct the form, then choose your files again')
      await lead.press('Add evidence', { title: '', files: [{ name: 'numbers.csv', content: csv }] })
      expect(lead.text).toContain('Correct the form, then choose your files again')
      await lead.press('Add evidence', { title: 'What a father said', note: '' })
      expect([lead.status, lead.errors, lead.valueOf('title'), await evidenceItems()]).toEqual([
        422,
        ['Add a file or a note'],
        'What a father said',
        before,
      ])
      await lead.press('Add evidence', { note: 'He found the desk at once.' })
      expect([
        lead.errors,
        lead.text.includes('He found the desk at once.'),
        lead.text.includes('Not answered yet'),
      ]).toEqual([[], true, true])
    })

    test('several files become one item of evidence, or one item each with the file’s name', async () => {
      const { lead } = library
      const files = [
        { name: 'Політика.pdf', content: pdf },
        { name: 'numbers.csv', content: csv },
      ]
      await lead.open(`${list()}/quick`)
      await lead.press('Add evidence', { title: 'Open day', together: 'one', files })
      const one = lead.address.split('/').at(-1)!
      expect((await filesOf(one)).toSorted()).toEqual(['numbers.csv', 'Політика.pdf'])
      await lead.open(`${list()}/quick`)
      await lead.press('Add evidence', { title: 'Winter', together: 'each', files })
      expect([lead.address, lead.notices]).toEqual([
        list(),
        ['2 items of evidence have been added. Complete their details when you have time.'],
      ])
      expect(
        (await evidenceItems())
          .filter(({ title }) => title.startsWith('Winter'))
          .map(({ title, to_complete }) => [title, to_complete]),
      ).toEqual([
        ['Winter: numbers', 1],
        ['Winter: Політика', 1],
      ])
    })

    test('owners are reminded of incomplete evidence, and leads too after two weeks', async () => {
      const third = await aLibrary(service, 'Eskdale Libraries', ['Central', 'Millbrook'])
      const { lead, contributor, observer } = third
      const cards = async (actor: Known) => {
        await actor.open('/home')
        return actor.links.filter(({ text }) => text.includes('incomplete')).map(({ text, href }) => `${text}: ${href}`)
      }
      const add = async (actor: Known, title: string) => {
        await actor.open(`/organisations/${third.id}/evidence/quick`)
        await actor.press('Add evidence', { title, note: 'From a phone.' })
      }
      const incomplete = `/organisations/${third.id}/evidence?state=to+complete`
      expect(await cards(contributor)).toEqual([])
      await add(contributor, 'Books in Pashto')
      await add(contributor, 'Books in Dari')
      await add(lead, 'A map in five languages')
      expect([await cards(contributor), await cards(lead), await cards(observer)]).toEqual([
        [`2 items of your evidence are incomplete: ${incomplete}&owner=${contributor.id}`],
        [`1 item of your evidence is incomplete: ${incomplete}&owner=${lead.id}`],
        [],
      ])
      await contributor.follow('2 items of your evidence are incomplete')
      expect([contributor.text.includes('Books in Dari'), contributor.text.includes('A map')]).toEqual([true, false])
      await service.database
        .writer('evidence')
        .where({ title: 'Books in Dari' })
        .update({ received_at: addMinutes(service.clock.now(), -15 * 24 * 60) })
      expect([await cards(lead), await cards(observer)]).toEqual([
        [`3 items of evidence are incomplete: ${incomplete}`],
        [],
      ])
      await lead.follow('3 items of evidence are incomplete')
      expect(['Books in Dari', 'Books in Pashto', 'A map'].every(title => lead.text.includes(title))).toBe(true)
      await service.database.writer('evidence').where({ organisation_id: third.id }).update({ to_complete: 0 })
      expect([await cards(contributor), await cards(lead)]).toEqual([[], []])
    })

    test('a forbidden file is refused with a reason, and nothing is stored', async () => {
      const { lead } = library
      const before = await evidenceItems()
      await lead.open(`${list()}/quick`)
      await lead.press('Add evidence', { title: 'A drawing', files: [{ name: 'drawing.svg', content: svg }] })
      expect([lead.status, lead.errors, await evidenceItems()]).toEqual([
        422,
        ['drawing.svg is an SVG file, which can contain scripts. Save it as a PNG or PDF and upload that instead'],
        before,
      ])
      expect(lead.text).toContain('Correct the form, then choose your files again')
    })

    test('the page asks about personal details before it saves, and keeps the files', async () => {
      const { contributor } = library
      const before = await evidenceItems()
      await contributor.open(`${list()}/quick`)
      await contributor.press('Add evidence', {
        title: 'Thank you from 07700 900123',
        together: 'each',
        files: [
          { name: 'one.csv', content: csv },
          { name: 'two.csv', content: csv },
        ],
      })
      expect([
        contributor.status,
        contributor.text.includes('07700 900123'),
        contributor.$('input[name=held]').length,
        contributor.text.includes('Correct the form, then choose your files again'),
        await evidenceItems(),
      ]).toEqual([422, true, 2, false, before])
      await contributor.press('Add evidence', { personalData: 'restrict' })
      expect([contributor.errors, contributor.address]).toEqual([[], list()])
      const kept = await service.parts
        .db('evidence')
        .where({ organisation_id: library.id })
        .whereLike('title', 'Thank you%')
        .orderBy('title')
        .select('title', 'sensitivity')
      expect(kept).toEqual([
        { title: 'Thank you from 07700 900123: one', sensitivity: 'restricted' },
        { title: 'Thank you from 07700 900123: two', sensitivity: 'restricted' },
      ])
      expect(await service.parts.db('held_files').select()).toEqual([])
    })

    test('the response to a script has the address of the evidence, and a file sent twice is added once', async () => {
      const cookie = [...library.lead.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const port = (service.server.address() as { port: number }).port
      const send = async (path: string, fields: Record<string, string>, name: string) => {
        const body = new FormData()
        for (const [field, value] of Object.entries(fields)) body.append(field, value)
        body.append('files', new Blob([new Uint8Array(pdf)]), name)
        const response = await fetch(`http://127.0.0.1:${port}${path}`, {
          method: 'POST',
          body,
          headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', Accept: 'application/json' },
        })
        return { status: response.status, href: ((await response.json()) as { href: string }).href }
      }
      const fields = { title: 'Sent one by one', together: 'one', several: 'yes', idempotencyKey: 'b'.repeat(20) }
      const first = await send(`${list()}/quick`, fields, 'one.pdf')
      expect(first).toEqual({ status: 201, href: expect.stringMatching(/^\/evidence\/[a-z2-7]{20}$/) })
      expect(await send(`${list()}/quick`, fields, 'one.pdf')).toEqual(first)
      expect(await send(`${first.href}/more`, { idempotencyKey: 'c'.repeat(20) }, 'two.pdf')).toEqual(first)
      expect((await filesOf(first.href.split('/').at(-1)!)).toSorted()).toEqual(['one.pdf', 'two.pdf'])
      const each = { title: 'Each by itself', together: 'each', several: 'yes' }
      await send(`${list()}/quick`, { ...each, idempotencyKey: 'd'.repeat(20) }, 'spring.pdf')
      await send(`${list()}/quick`, { ...each, idempotencyKey: 'e'.repeat(20) }, 'summer.pdf')
      expect((await evidenceItems()).map(({ title }) => title).filter(title => title.startsWith('Each'))).toEqual([
        'Each by itself: spring',
        'Each by itself: summer',
      ])
    })

    test('an observer cannot use quick upload, and another library’s lead cannot find it', async () => {
      await library.observer.open(`${list()}/quick`)
      await other.lead.open(`${list()}/quick`)
      expect([library.observer.status, other.lead.status]).toEqual([403, 404])
    })
  })
})
