import { libraryStream } from '../../../src/domain/framework.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { fileLimits } from '../../../src/config.ts'
import { newId } from '../../../src/db/ids.ts'
import { theClock, type MemberRole } from '../../../src/domain/actor.ts'
import type { Framework } from '../../../src/domain/framework.ts'
import { addDays, type Instant } from '../../../src/domain/time.ts'
import { addEvidence } from '../../../src/modules/evidence/editing/editing.actions.ts'
import {
  frameworkVersion,
  latestFrameworkVersionId,
} from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { eachDatabase, engines } from '../../support/database.ts'
import {
  aLibrary,
  anApplicationIn,
  declares,
  publishedFramework,
  showInSubmission,
  aSignedInPerson,
  takesSeat,
  type Known,
  type Library,
} from '../../support/library.ts'
import { fieldPart, filePart, multipart, post, sendRaw } from '../../support/raw-http.ts'
import {
  csv,
  docx,
  docxWithMacro,
  heic,
  html,
  jpegWithMarks,
  mark,
  mp4,
  pdf,
  pdfWithScript,
  program,
  svg,
  truncatedJpeg,
} from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'
import { until } from '../../support/until.ts'

eachDatabase('evidence', engine => {
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

  const rows = async () => ({
    evidenceItems: Number((await service.parts.db('evidence').count<{ n: number }[]>('id as n'))[0]!.n),
    files: Number((await service.parts.db('evidence_files').count<{ n: number }[]>('id as n'))[0]!.n),
    objects: (await objects()).length,
    events: Number((await service.parts.db('events').count<{ n: number }[]>('id as n'))[0]!.n),
  })
  const objects = async () => {
    const folder = join(service.database.dataFolder, 'uploads/files')
    const inside = await Promise.all((await readdir(folder)).map(each => readdir(join(folder, each))))
    return inside.flat()
  }
  const staged = () => readdir(join(service.database.dataFolder, 'uploads/staging'))
  const listOf = ({ id }: Library) => `/organisations/${id}/evidence`
  const lastOf = (actor: Known) => actor.address.split('/').at(-1)!

  const add = async (actor: Known, typed: Record<string, unknown>, at = library) => {
    await actor.open(`${listOf(at)}/new`)
    await actor.press('Add evidence', typed as never)
  }
  const added = async (actor: Known, typed: Record<string, unknown>, at = library) => {
    await add(actor, typed, at)
    expect([actor.status, actor.errors, actor.address.split('/')[1]]).toEqual([200, [], 'evidence'])
    return lastOf(actor)
  }

  describe('adding evidence', () => {
    test('an empty list offers to add the first evidence, which needs only a title and a note', async () => {
      await other.lead.open(listOf(other))
      expect([other.lead.title, other.lead.headings.slice(0, 2)]).toEqual([
        'Evidence – Thornwick Library – Library of Sanctuary',
        ['Evidence', 'Add your first item of evidence'],
      ])
      await other.lead.follow('Add evidence')
      await other.lead.press('Add evidence', {
        title: 'What a mother said at the desk',
        note: 'She could join without a letter.',
      })
      expect(other.lead.notices).toEqual(['“What a mother said at the desk” has been added'])
      expect(other.lead.text).toContain('She could join without a letter.')
      await other.observer.open(listOf(other))
      expect(other.observer.headings).toContain('What a mother said at the desk')
      expect(other.observer.links.map(({ text }) => text)).not.toContain('Add evidence')
    })

    test('every field is saved and shown as it was entered', async () => {
      const [central, , quarry] = library.branches
      const id = await added(library.contributor, {
        title: 'ሰላም: joining without a letter',
        kind: 'policy',
        summary: 'First line\nsecond <b>line</b>',
        periodFrom: '2026-04-01',
        periodTo: '2027-02-28',
        language: 'ti',
        branches: [central!.id, quarry!.id],
        items: ['joining-without-barriers', 'staff-training'],
        sensitivity: 'ordinary',
        note: 'Counted by hand.',
        link: 'https://library.example/join?a=1',
        seenOn: '2027-02-01',
        files: [
          { name: 'Політика.pdf', content: pdf },
          { name: 'numbers.csv', content: csv },
        ],
      })
      const page = library.contributor
      for (const words of [
        'First line',
        'second <b>line</b>',
        '1 April 2026 to 28 February 2027',
        'Central',
        'Quarry Lane',
        'Tigrinya',
        'Counted by hand.',
        'Checked on 1 February 2027',
        'Not checked for viruses',
      ]) {
        expect(page.text).toContain(words)
      }
      expect(page.links.map(({ text }) => text)).toEqual(
        expect.arrayContaining(['Політика.pdf', 'numbers.csv', 'https://library.example/join?a=1']),
      )
      const [event] = await service.parts.db('events').where({ entity: 'evidence', entity_id: id })
      expect([event!.name, event!.person_id, event!.organisation_id]).toEqual([
        'evidence.added',
        library.contributor.id,
        library.id,
      ])
      expect(event!.facts).not.toContain('joining')
      await page.follow('Change details')
      expect([
        page.valueOf('title'),
        page.valueOf('periodFrom'),
        page.valueOf('kind'),
        page.valueOf('branches'),
        page.valueOf('items'),
        page.valueOf('language'),
      ]).toEqual([
        'ሰላም: joining without a letter',
        '2026-04-01',
        'policy',
        [central!.id, quarry!.id],
        ['staff-training', 'joining-without-barriers'],
        'ti',
      ])
    })

    test('files that are sent together are listed in the order of their page numbers', async () => {
      const names = Array.from({ length: 12 }, (_, page) => `minutes, page ${page + 1}.txt`)
      const files = names.toReversed().map(name => ({ name, content: Buffer.from(`${name}\n`) }))
      await added(library.contributor, { title: 'Minutes, photographed', files })
      expect(library.contributor.links.map(({ text }) => text).filter(text => names.includes(text))).toEqual(names)
    })

    test('a picture is served without its location and with safe headers, and each view is recorded', async () => {
      const source = await jpegWithMarks()
      expect(source.includes(mark)).toBe(true)
      const id = await added(library.lead, {
        title: 'The welcome sign',
        kind: 'photo',
        files: [{ name: 'IMG_0042.JPG', content: source }],
      })
      const views = () => service.parts.db('access_log').where({ evidence_id: id, what: 'file' }).orderBy('sequence')
      expect(await views()).toEqual([])
      const file = library.lead.links.find(({ text }) => text === 'IMG_0042.JPG')!.href
      await library.observer.open(file)
      expect([
        library.observer.status,
        library.observer.content.includes(mark),
        library.observer.content.includes('Exif'),
      ]).toEqual([200, false, false])
      expect(library.observer.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, no-store',
      })
      await library.lead.open(file)
      expect((await views()).map(view => [view.person_id, view.entity_id])).toEqual([
        [library.observer.id, file.split('/').at(-1)],
        [library.lead.id, file.split('/').at(-1)],
      ])
      await library.lead.open(`/evidence/${id}`)
      expect(library.lead.text).toContain('Opened or downloaded 3 times')
      await library.observer.open(`/evidence/${id}`)
      expect(library.observer.text).not.toContain('Views')
    })

    test('for evidence that can show people, the form must say whether anyone can be recognised', async () => {
      const before = await rows()
      await library.lead.send(`${listOf(library)}/new`, { title: 'A group', kind: 'event', note: 'x' }, 'multipart')
      expect([library.lead.status, library.lead.errors, library.lead.valueOf('title'), await rows()]).toEqual([
        422,
        ['Choose whether anyone can be recognised'],
        'A group',
        before,
      ])
      await library.lead.send(
        `${listOf(library)}/new`,
        { title: 'A group', kind: 'event', showsPeople: 'perhaps', note: 'x' },
        'multipart',
      )
      expect([library.lead.status, library.lead.errors, await rows()]).toEqual([
        422,
        ['Choose whether anyone can be recognised'],
        before,
      ])
    })

    test('evidence added from a criterion is attached to the answer', async () => {
      const application = await anApplicationIn(service, library, 'draft')
      await library.contributor.open(`${listOf(library)}/new?criterion=L1&application=${application}`)
      expect([library.contributor.valueOf('items')]).toEqual(['staff-training'])
      await library.contributor.press('Add evidence', { title: 'Training log', note: 'All branches' })
      expect(library.contributor.address).toBe(`/applications/${application}/criteria/L1`)
      const [answer] = await service.parts.db('answers').where({ application_id: application })
      expect(answer!.item_id).toBe('staff-training')
      expect(await service.parts.db('answer_evidence').where({ answer_id: answer!.id })).toHaveLength(1)
    })

    test.each([
      ['the full form', 'ended', { address: '/organisations/LIBRARY/evidence/new', more: {}, refused: 404 }],
      ['quick upload', 'ended', { address: '/organisations/LIBRARY/evidence/quick', more: {}, refused: 404 }],
      ['another file', 'ended', { address: '/evidence/EVIDENCE/more', more: {}, refused: 404 }],
      ['a redacted copy', 'ended', { address: '/evidence/EVIDENCE/files/FILE/redaction', more: {}, refused: 404 }],
      ['another file', 'observer', { address: '/evidence/EVIDENCE/more', more: {}, refused: 403 }],
      [
        'with personal details',
        'ended',
        {
          address: '/organisations/LIBRARY/evidence/new',
          more: { note: 'Ring Sam Okoro on 07700 900123' },
          refused: 404,
        },
      ],
    ])(
      'the form (%s) saves nothing when the membership changes to “%s” while it is being sent',
      async (_, becomes, { address, more, refused }) => {
        const evidence = await added(library.contributor, {
          title: 'Of who leaves',
          files: [{ name: 'own.csv', content: Buffer.from('a,b\n') }],
        })
        const file = (await service.parts.db('evidence_files').where({ evidence_id: evidence }).first('id'))!.id
        const where = address.replace('LIBRARY', library.id).replace('EVIDENCE', evidence).replace('FILE', file)
        await library.contributor.open(where)
        const typed = Object.entries({
          idempotencyKey: String(library.contributor.valueOf('idempotencyKey')),
          title: 'On its way',
          kind: 'stock',
          sensitivity: 'ordinary',
          language: 'en',
          showsPeople: 'no',
          ...more,
        })
        const body = multipart('b', [
          ...typed.map(([name, value]) => fieldPart(name, value)),
          filePart('files', 'way.csv', csv),
        ])
        const request = post(where, body, {
          'Sec-Fetch-Site': 'same-origin',
          Cookie: [...library.contributor.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        })
        const membership = (changes: { ended_at?: Instant | null; role?: MemberRole }) =>
          service.database.transaction(trx =>
            trx('memberships')
              .where({ person_id: library.contributor.id })
              .update(changes)
              .then(() => undefined),
          )
        const before = await rows()
        async function* slowly() {
          yield request.subarray(0, -40)
          // Waits until the service writes the file to the staging folder.
          await until(async () => (await staged()).length > 0)
          await membership(becomes === 'ended' ? { ended_at: service.clock.now() } : { role: 'observer' })
          yield request.subarray(-40)
        }
        const { status } = await sendRaw((service.server.address() as AddressInfo).port, slowly())
        await membership({ ended_at: null, role: 'contributor' })
        expect([status, await rows(), await staged(), await service.parts.db('held_files')]).toEqual([
          refused,
          before,
          [],
          [],
        ])
        expect((await sendRaw((service.server.address() as AddressInfo).port, [request])).status).toBe(
          'note' in more ? 422 : 303,
        )
      },
    )

    test('evidence is saved once when the form is sent 20 times simultaneously', async () => {
      await library.lead.open(`${listOf(library)}/new`)
      const idempotencyKey = library.lead.valueOf('idempotencyKey') as string
      const before = await rows()
      const port = (service.server.address() as AddressInfo).port
      const cookie = [...library.lead.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const body = multipart('b', [
        fieldPart('idempotencyKey', idempotencyKey),
        fieldPart('title', 'Only once'),
        filePart('files', 'policy.pdf', pdf),
      ])
      const one = post(`${listOf(library)}/new`, body, {
        Cookie: cookie,
        'Sec-Fetch-Site': 'same-origin',
        Host: 'localhost:3000',
      })
      const responses = await Promise.all(Array.from({ length: 20 }, () => sendRaw(port, [one])))
      const accepted = responses.filter(({ status }) => status !== 503) // the database may be busy
      const [{ id }] = (await service.parts.db('evidence').where({ title: 'Only once' }).select('id')) as [
        { id: string },
      ]
      expect(
        new Set(accepted.map(({ status, text }) => `${status} ${/\r\nlocation: (\S+)/i.exec(text)?.[1]}`)),
      ).toEqual(new Set([`303 /evidence/${id}`]))
      const after = await rows()
      expect([
        after.evidenceItems - before.evidenceItems,
        after.files - before.files,
        after.objects - before.objects,
        after.events - before.events,
      ]).toEqual([1, 1, 1, 1])
      expect(await staged()).toEqual([])
    })
  })

  test('“More details” stays open or closed as each person left it', async () => {
    const service = await aService(engine)
    await publishedFramework(service)
    const { contributor, lead, id } = await aLibrary(service, 'Fellside Libraries')
    const address = `/organisations/${id}/evidence/new`
    const isOpen = async (person: Known) => {
      await person.open(address)
      return person.$('details[data-remember]').attr('open') !== undefined
    }
    expect(await isOpen(contributor)).toBe(false)
    await contributor.press('Add evidence', { title: 'A poster', foldOpen: true })
    expect([await isOpen(contributor), contributor.valueOf('foldOpen'), await isOpen(lead)]).toEqual([
      true,
      'yes',
      false,
    ])
    await contributor.press('Add evidence', { title: 'Another poster' })
    expect(await isOpen(contributor)).toBe(true)
    await contributor.press('Add evidence', { title: 'A third poster', foldOpen: false })
    expect([await isOpen(contributor), await service.parts.db('open_folds')]).toEqual([false, []])
    await service.end()
  })

  test('the form shows three fields: what the evidence is, when, and for which criterion', async () => {
    const title = '14 people came to the conversation café'
    await library.contributor.open(`${listOf(library)}/new`)
    const inView = library.contributor
      .$('main form')
      .find('input, select, textarea')
      .filter((_, field) => library.contributor.$(field).closest('details').length === 0)
      .map((_, field) => library.contributor.$(field).attr('name'))
      .get()
      .filter(name => name !== 'idempotencyKey')
    expect(inView).toEqual(['title', 'periodFrom-day', 'periodFrom-month', 'periodFrom-year', 'items'])
    await library.contributor.press('Add evidence', {
      title,
      'periodFrom-day': '1',
      'periodFrom-month': '2',
      'periodFrom-year': '2027',
      items: 'staff-training',
    })
    expect(library.contributor.address).toMatch(/^\/evidence\/[a-z2-7]{20}$/)
    const { id } = (await service.parts.db('evidence').where({ title }).first('id'))!
    expect(await service.parts.db('evidence_notes').where({ evidence_id: id }).pluck('body')).toEqual([title])
  })

  describe('refused forms', () => {
    const wrong: [string, Record<string, unknown>, string][] = [
      ['no content at all', {}, 'Enter a few words about the evidence'],
      ['no title', { note: 'x' }, 'Enter a few words about the evidence'],
      ['a title of only spaces', { title: '  ', note: 'x' }, 'Enter a few words about the evidence'],
      ['two values for the title', { title: ['One', 'Two'], note: 'x' }, 'Enter one value only'],
      [
        'a script as a web address',
        { title: 'A', link: 'javascript:alert(1)' },
        'Enter a web address that starts with https:// or http://',
      ],
      [
        'a web address without a scheme',
        { title: 'A', link: '//library.example' },
        'Enter a web address that starts with https:// or http://',
      ],
      [
        'a web address with a password',
        { title: 'A', link: 'https://me:secret@library.example' },
        'Enter a web address that starts with https:// or http://',
      ],
      [
        'a start on 31 February',
        { title: 'A', note: 'x', 'periodFrom-day': '31', 'periodFrom-month': '2', 'periodFrom-year': '2027' },
        'Enter a real date, such as 28 February 2027',
      ],
      [
        'a year with two digits',
        { title: 'A', note: 'x', 'periodFrom-day': '3', 'periodFrom-month': '2', 'periodFrom-year': '27' },
        'Enter all 4 digits of the year, such as 2027',
      ],
      [
        'an unknown month',
        { title: 'A', note: 'x', 'periodFrom-day': '3', 'periodFrom-month': 'Fab', 'periodFrom-year': '2027' },
        'Enter a real date, such as 28 February 2027',
      ],
      [
        'an end date before the start date',
        { title: 'A', note: 'x', periodFrom: '2027-02-02', periodTo: '2027-02-01' },
        'Enter an end date on or after the start date',
      ],
      [
        'an end date without a start date',
        { title: 'A', note: 'x', periodTo: '2027-02-01' },
        'Enter the start date too',
      ],
      [
        'a start date in three years',
        { title: 'A', note: 'x', periodFrom: '2030-01-01' },
        'Enter a date no more than a year from now',
      ],
      [
        'a web page checked tomorrow',
        { title: 'A', link: 'https://a.example', seenOn: '2027-03-02' },
        'The date you last checked the web page must be today or in the past',
      ],
      [
        'an unknown criterion',
        { title: 'A', note: 'x', items: ['nothing-of-the-kind'] },
        'Choose criteria from the list',
      ],
      ['an unknown language', { title: 'A', note: 'x', language: 'tlh' }, 'Choose a language from the list'],
      ['a note of 6,000 characters', { title: 'A', note: 'ሰ'.repeat(6_000) }, 'Use 5,000 characters or fewer'],
    ]
    test.each(wrong)('a form with %s is refused with an error', async (_name, typed, sentence) => {
      const before = await rows()
      await library.lead.send(`${listOf(library)}/new`, withDays(typed), 'multipart')
      expect([
        library.lead.status,
        library.lead.errors,
        library.lead.title.startsWith('Error: '),
        await rows(),
      ]).toEqual([422, sentence.split(' | '), true, before])
    })

    test.each(['2', '02', 'feb', 'Feb.', ' February '])('the month “%s” is read as February', async month => {
      await library.lead.send(
        `${listOf(library)}/new`,
        {
          title: `In ${month.trim()} then`,
          kind: 'policy',
          note: 'x',
          'periodFrom-day': '3',
          'periodFrom-month': month,
          'periodFrom-year': '2027',
        },
        'multipart',
      )
      expect([
        library.lead.errors,
        await service.database
          .db('evidence')
          .where({ title: `In ${month.trim()} then` })
          .pluck('period_from'),
      ]).toEqual([[], ['2027-02-03']])
    })

    const files: [
      string,
      { name: string; content: Buffer } | (() => Promise<{ name: string; content: Buffer }>),
      RegExp,
    ][] = [
      ['a renamed program', { name: 'policy.pdf', content: program }, /policy\.pdf is a program/],
      ['an empty file', { name: 'empty.txt', content: Buffer.alloc(0) }, /empty\.txt is empty/],
      ['a drawing with scripts', { name: 'sign.png', content: svg }, /sign\.png is an SVG/],
      ['a web page', { name: 'page.txt', content: html }, /page\.txt is a web page/],
      ['a PDF with a script', { name: 'a.pdf', content: pdfWithScript }, /runs scripts/],
      ['a document with macros', { name: 'a.docx', content: docxWithMacro }, /contains macros/],
      ['a HEIC picture', { name: 'a.heic', content: heic }, /HEIC/],
      ['half a picture', async () => ({ name: 'a.jpg', content: await truncatedJpeg() }), /damaged/],
    ]
    test.each(files)(
      'a form with %s shows an error, keeps the text and stores nothing',
      async (_name, given, sentence) => {
        const before = await rows()
        const file = typeof given === 'function' ? await given() : given
        await add(library.lead, {
          title: 'Kept',
          summary: 'Typed at length',
          items: ['joining-without-barriers'],
          files: [{ name: 'good.pdf', content: pdf }, file],
        })
        const page = library.lead
        expect([
          page.status,
          page.errors.length,
          page.valueOf('title'),
          page.valueOf('summary'),
          page.valueOf('items'),
          await rows(),
          await staged(),
        ]).toEqual([422, 1, 'Kept', 'Typed at length', 'joining-without-barriers', before, []])
        expect(page.errors[0]).toMatch(sentence)
        expect(page.text).toContain('Correct the form, then choose your files again')
      },
    )

    test('a form with an invalid field and an invalid file shows both errors', async () => {
      await add(library.lead, { title: '', files: [{ name: 'a.exe', content: program }] })
      expect(library.lead.errors).toEqual([
        'Enter a few words about the evidence',
        expect.stringMatching(/a\.exe is a program/),
      ])
    })

    test('a saved form that is sent again with a refused file shows an error', async () => {
      const typed = { title: 'A note first', note: 'x', idempotencyKey: newId() }
      const again = async (files: readonly object[]) => {
        await library.lead.open(`${listOf(library)}/new`)
        await library.lead.press('Add evidence', { ...typed, files } as never)
        return [library.lead.status, library.lead.notices, library.lead.errors]
      }
      expect(await again([])).toEqual([200, ['“A note first” has been added'], []])
      expect(await again([])).toEqual([200, ['“A note first” has been added'], []])
      const refused = [expect.stringMatching(/a\.exe is a program/)]
      expect(await again([{ name: 'a.exe', content: program }])).toEqual([422, [], refused])
    })

    test('a saved form sent again with a new file is refused once the organisation is closed', async () => {
      const typed = { title: 'A note without a file', note: 'x', idempotencyKey: newId() }
      const again = async (files: readonly object[]) => {
        await library.lead.send(`${listOf(library)}/new`, { ...typed, files } as never, 'multipart')
        return [library.lead.status, library.lead.notices]
      }
      expect(await again([])).toEqual([200, ['“A note without a file” has been added']])
      const close = (closedAt: Instant | null) =>
        service.database.writer('organisations').where({ id: library.id }).update({ closed_at: closedAt })
      await close(service.clock.now())
      const [withoutFile, withFile] = [await again([]), await again([{ name: 'own.csv', content: csv }])]
      await close(null)
      expect([withoutFile, withFile]).toEqual([
        [200, ['“A note without a file” has been added']],
        [409, []],
      ])
    })

    test('evidence keeps its branch when the form can offer no other', async () => {
      const small = await aLibrary(service, 'Fernhill Library', ['Fernhill'])
      const branch = small.branches[0]!.id
      const page = small.lead
      await page.open(`${listOf(small)}/new`)
      expect(page.$('[name=branches]').length).toBe(0)
      const idempotencyKey = page.valueOf('idempotencyKey')
      await page.send(
        `${listOf(small)}/new`,
        { title: 'Open day', note: 'x', branches: branch, idempotencyKey } as never,
        'multipart',
      )
      const id = page.address.split('/').at(-1)!
      await page.open(`/evidence/${id}/edit`)
      expect([page.status, page.valueOf('branches')]).toEqual([200, branch])
      await page.press('Save', { summary: 'On a Saturday' })
      expect([page.status, page.text.includes('On a Saturday')]).toEqual([200, true])
      expect(await service.parts.db('evidence_branches').where({ evidence_id: id }).pluck('branch_id')).toEqual([
        branch,
      ])
    })

    test('a form with another library’s branch, application or address is refused', async () => {
      const before = await rows()
      await library.lead.send(
        `${listOf(library)}/new`,
        { title: 'A', note: 'x', branches: [other.branches[0]!.id] },
        'multipart',
      )
      expect([library.lead.status, library.lead.errors]).toEqual([422, ['Choose branches from the list']])
      const application = await anApplicationIn(service, other, 'draft')
      for (const address of [
        `${listOf(library)}/new?criterion=L1&application=${application}`,
        `${listOf(other)}/new`,
        listOf(other),
      ]) {
        await library.lead.open(address)
        expect(library.lead.status).toBe(404)
        if (address.includes('/new')) await library.lead.send(address, { title: 'A', note: 'x' }, 'multipart')
        expect(library.lead.status).toBe(404)
      }
      const own = await anApplicationIn(service, library, 'draft')
      await library.lead.open(`${listOf(library)}/new?criterion=Z9&application=${own}`)
      expect([library.lead.status, await rows()]).toEqual([404, before])
    })

    test('NUL characters are removed, and a form that arrives incomplete changes nothing', async () => {
      const id = await added(library.lead, { title: 'Zero\0 and \0one', note: '\0x' })
      expect((await service.parts.db('evidence').where({ id }).first())!.title).toBe('Zero and one')
      const before = await rows()
      const cookie = [...library.lead.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const body = multipart('b', [
        fieldPart('title', 'Cut'),
        filePart('files', 'policy.pdf', Buffer.alloc(200_000, 'x')),
      ])
      const whole = post(`${listOf(library)}/new`, body, { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' })
      await sendRaw((service.server.address() as AddressInfo).port, [whole.subarray(0, whole.length - 100_000)], {
        end: true,
      })
      const ended = await sendRaw((service.server.address() as AddressInfo).port, [
        post(`${listOf(library)}/new`, body.subarray(0, -6), { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }),
      ])
      expect([ended.status, await rows(), await staged()]).toEqual([400, before, []])
    })

    test('a web page checked today and a period that starts tomorrow are accepted', async () => {
      const today = service.clock.today()
      await added(library.lead, {
        title: 'Today',
        link: 'http://library.example',
        seenOn: today,
        periodFrom: addDays(today, 1),
      })
    })

    test('a file over the limit is refused; the other fields are kept and nothing is stored', async () => {
      if (engine !== engines()[0]) return // a 50 MB upload is tested on one database only
      const before = await rows()
      await add(library.lead, {
        title: 'Too large',
        summary: 'Typed at length',
        files: [{ name: 'long.mp4', content: Buffer.concat([mp4, Buffer.alloc(fileLimits.bytes + 1 - mp4.length)]) }],
      })
      expect([
        library.lead.status,
        library.lead.errors,
        library.lead.valueOf('summary'),
        await rows(),
        await staged(),
      ]).toEqual([413, ['long.mp4 is larger than 50 MB. Choose a smaller file'], 'Typed at length', before, []])
    })

    test('an observer cannot add evidence', async () => {
      await library.observer.open(`${listOf(library)}/new`)
      expect(library.observer.status).toBe(403)
      const before = await rows()
      await library.observer.send(`${listOf(library)}/new`, { title: 'A', note: 'x' }, 'multipart')
      expect([library.observer.status, await rows()]).toEqual([403, before])
    })
  })

  describe('changing evidence', () => {
    test('a form shows someone else’s change, and overwrites it only when it is sent again', async () => {
      const id = await added(library.lead, { title: 'Before', summary: 'as it was', note: 'x' })
      await library.lead.open(`/evidence/${id}/edit`)
      await library.contributor.open(`/evidence/${id}/edit`)
      await library.contributor.press('Save', { title: 'Theirs', summary: 'their words' })
      await library.lead.press('Save', { title: 'Mine', summary: 'my words' })
      expect([library.lead.status, library.lead.valueOf('title'), library.lead.valueOf('summary')]).toEqual([
        409,
        'Mine',
        'my words',
      ])
      expect(library.lead.text).toContain('their words')
      await library.lead.press('Save')
      expect([library.lead.status, library.lead.headings[0]]).toEqual([200, 'Mine'])
      const events = await service.parts.db('events').where({ entity_id: id }).orderBy('sequence')
      expect(events.map(({ name }) => name)).toEqual(['evidence.added', 'evidence.changed', 'evidence.changed'])
    })

    test('a lead adds to a colleague’s evidence, removes a file, and then removes the evidence', async () => {
      const id = await added(library.contributor, { title: 'Grows', files: [{ name: 'one.pdf', content: pdf }] })
      const before = await objects()
      await library.lead.open(`/evidence/${id}/more`)
      await library.lead.press('Save', {})
      expect(library.lead.errors).toEqual(['Add a file, a web address or a note'])
      await library.lead.press('Save', {
        link: 'https://library.example/',
        files: [{ name: 'two.docx', content: docx }],
      })
      expect([library.lead.status, library.lead.notices, (await objects()).length]).toEqual([
        200,
        ['Your changes to “Grows” have been saved'],
        before.length + 1,
      ])
      const removal = library.lead.links.filter(({ href }) => href.endsWith('/removal') && href.includes('/files/'))
      expect(removal).toHaveLength(2)
      const file = removal[0]!.href.split('/').at(-2)!
      await library.lead.open(removal[0]!.href)
      await library.lead.press('Remove file')
      expect([library.lead.status, library.lead.notices.length]).toEqual([200, 1])
      await library.lead.open(`/evidence/${id}/files/${file}`)
      expect(library.lead.status).toBe(404)
      await library.lead.open(`/evidence/${id}`)
      await library.lead.follow('Remove this evidence')
      await library.lead.press('Remove evidence')
      expect([library.lead.address, library.lead.notices]).toEqual([
        listOf(library),
        ['“Grows” has been removed. A lead can restore it within 30 days.'],
      ])
      await library.lead.open(`/evidence/${id}`)
      expect(library.lead.status).toBe(404)
    })

    test('a contributor cannot remove a colleague’s evidence', async () => {
      const id = await added(library.lead, { title: 'The lead’s', note: 'x' })
      await library.contributor.open(`/evidence/${id}`)
      expect(library.contributor.links.map(({ text }) => text)).not.toContain('Remove this evidence')
      await library.contributor.send(`/evidence/${id}/removal`)
      expect(library.contributor.status).toBe(403)
    })
  })

  describe('reading evidence', () => {
    test('restricted evidence can be opened only by leads and its owner', async () => {
      const id = await added(library.lead, {
        title: 'A letter with a name',
        sensitivity: 'restricted',
        files: [{ name: 'letter.pdf', content: pdf }],
      })
      const file = library.lead.links.find(({ text }) => text === 'letter.pdf')!.href
      const own = await added(library.contributor, {
        title: 'My own restricted note',
        sensitivity: 'restricted',
        note: 'x',
      })
      for (const [actor, opens] of [
        [library.lead, [200, 200, 200]],
        [library.contributor, [404, 404, 200]],
        [library.observer, [404, 404, 404]],
      ] as const) {
        const found = []
        for (const address of [`/evidence/${id}`, file, `/evidence/${own}`]) {
          await actor.open(address)
          found.push(actor.status)
        }
        await actor.open(listOf(library))
        expect([
          found,
          actor.html.includes('A letter with a name'),
          actor.html.includes('My own restricted note'),
        ]).toEqual([opens, actor === library.lead, actor !== library.observer])
      }
    })

    test('another library and an administrator cannot find evidence, and no view is recorded', async () => {
      const id = await added(library.lead, { title: 'Ours', files: [{ name: 'ours.pdf', content: pdf }] })
      const file = library.lead.links.find(({ text }) => text === 'ours.pdf')!.href
      const administrator = await aSignedInPerson(service, 'An administrator', ['administrator', 'appraiser'])
      const views = await service.parts.db('access_log').where({ evidence_id: id })
      for (const actor of [other.lead, administrator]) {
        for (const [real, never] of [
          [`/evidence/${id}`, '/evidence/aaaaaaaaaaaaaaaaaaaa'],
          [file, `/evidence/${id}/files/aaaaaaaaaaaaaaaaaaaa`],
          [`/evidence/${id}/edit`, '/evidence/x/edit'],
        ] as const) {
          await actor.open(real)
          const response = [actor.status, actor.html]
          await actor.open(never)
          expect(response).toEqual([404, actor.html])
        }
      }
      expect(await service.parts.db('access_log').where({ evidence_id: id })).toEqual(views)
    })

    test('the charity sees evidence as it was submitted, after a declaration of no conflict', async () => {
      const id = await added(library.lead, {
        title: 'Handed in',
        files: [{ name: 'then.pdf', content: pdf }],
        note: 'written then',
      })
      const secret = await added(library.lead, { title: 'Handed in, restricted', sensitivity: 'restricted', note: 'x' })
      const kept = await added(library.lead, { title: 'Not handed in', note: 'x' })
      const application = await anApplicationIn(service, library, 'with the panel')
      service.clock.minutesPass(1)
      await showInSubmission(service, application, library.lead, [id, secret])
      service.clock.minutesPass(1)
      await library.lead.open(`/evidence/${id}/more`)
      await library.lead.press('Save', { note: 'written later', files: [{ name: 'later.pdf', content: pdf }] })
      await library.lead.open(`/evidence/${id}/edit`)
      await library.lead.press('Save', { title: 'Reworded since' })
      const [reader, conflicted, undeclared, coordinator, pool] = [
        await aSignedInPerson(service, 'Ruth Secret', ['appraiser']),
        await aSignedInPerson(service, 'C', ['appraiser']),
        await aSignedInPerson(service, 'U', ['appraiser']),
        await aSignedInPerson(service, 'Coordinator', ['coordinator']),
        await aSignedInPerson(service, 'P', ['appraiser', 'trustee']),
      ]
      for (const seated of [reader, conflicted, undeclared]) await takesSeat(service, application, seated)
      await declares(service, application, reader, 'no conflict')
      await declares(service, application, conflicted, 'conflict')
      await declares(service, application, coordinator, 'no conflict')
      const opens = async (actor: Known) => {
        const statuses = []
        for (const each of [id, secret, kept]) {
          await actor.open(`/evidence/${each}`)
          statuses.push(actor.status)
        }
        return statuses
      }
      expect([
        await opens(reader),
        await opens(conflicted),
        await opens(undeclared),
        await opens(coordinator),
        await opens(pool),
      ]).toEqual([
        [200, 200, 404],
        [404, 404, 404],
        [404, 404, 404],
        [200, 404, 404],
        [404, 404, 404],
      ])
      await reader.open(`/evidence/${id}`)
      expect(reader.headings[0]).toBe('Handed in')
      expect([
        reader.text.includes('written then'),
        reader.text.includes('written later'),
        reader.text.includes('then.pdf'),
        reader.text.includes('later.pdf'),
      ]).toEqual([true, false, true, false])
      expect(reader.links.some(({ href }) => href.includes('/edit') || href.includes('/removal'))).toBe(false)
      await reader.open(reader.links.find(({ text }) => text === 'then.pdf')!.href)
      expect(reader.status).toBe(200)
      await library.lead.open(`/evidence/${id}`)
      const later = library.lead.links.find(({ text }) => text === 'later.pdf')!.href
      expect([library.lead.text.includes('A panel member'), library.lead.html.includes('Ruth Secret')]).toEqual([
        true,
        false,
      ])
      await reader.open(later)
      expect(reader.status).toBe(404)
      await reader.send(`/evidence/${id}/removal`)
      expect(reader.status).toBe(403)
    })

    test('evidence in two applications is shown as last submitted, or as in the one it is opened from', async () => {
      const coordinator = await aSignedInPerson(service, 'A coordinator', ['coordinator'])
      const id = await added(library.lead, { title: 'Shown first', note: 'x' })
      const submits = async (application: string, title: string) => {
        service.clock.minutesPass(1)
        await library.lead.open(`/evidence/${id}/edit`)
        await library.lead.press('Save', { title })
        await showInSubmission(service, application, library.lead, [id])
      }
      const sees = async (address: string) => {
        service.clock.minutesPass(1)
        await coordinator.open(address)
        const view = await service.parts.db('access_log').where({ evidence_id: id }).orderBy('at', 'desc').first()
        const back = coordinator.$('.govuk-back-link').attr('href')?.split('/')[2]
        return [coordinator.headings[0], back, view?.application_id]
      }
      const [first, second] = [
        await anApplicationIn(service, library, 'submitted'),
        await anApplicationIn(service, library, 'submitted'),
      ]
      for (const application of [first, second]) await declares(service, application, coordinator, 'no conflict')
      await submits(first, 'As submitted first')
      await submits(second, 'As submitted second')
      expect(await sees(`/evidence/${id}`)).toEqual(['As submitted second', second, second])
      expect(await sees(`/evidence/${id}?case=${first}`)).toEqual(['As submitted first', first, first])
      await submits(first, 'As submitted again')
      expect(await sees(`/evidence/${id}`)).toEqual(['As submitted again', first, first])
      expect(await sees(`/evidence/${id}?case=${second}`)).toEqual(['As submitted second', second, second])
      expect(await sees(`/evidence/${id}?case=unknown`)).toEqual(['As submitted again', first, first])
    })

    test('submitted evidence cannot be removed, and its removed files can still be opened', async () => {
      const id = await added(library.lead, { title: 'Stays', files: [{ name: 'stays.csv', content: csv }] })
      const file = library.lead.links.find(({ text }) => text === 'stays.csv')!.href
      const application = await anApplicationIn(service, library, 'with the panel')
      const reader = await aSignedInPerson(service, 'R', ['appraiser'])
      await takesSeat(service, application, reader)
      await declares(service, application, reader, 'no conflict')
      service.clock.minutesPass(1)
      await showInSubmission(service, application, library.lead, [id])
      service.clock.minutesPass(1)
      await library.lead.open(`/evidence/${id}/removal`)
      expect([library.lead.buttons, library.lead.text.includes('You cannot remove this evidence')]).toEqual([[], true])
      await library.lead.send(`/evidence/${id}/removal`)
      expect([library.lead.status, library.lead.errors.length]).toEqual([422, 1])
      await library.lead.open(`${file}/removal`)
      await library.lead.press('Remove file')
      expect(library.lead.text).toContain('but still part of the submission.')
      for (const actor of [reader, library.lead]) {
        await actor.open(file)
        expect([actor.status, actor.content.equals(csv)]).toEqual([200, true])
      }
    })
  })

  describe('evidence with a virus scanner', () => {
    let says: string
    let scanner: Server
    let watched: Service
    let small: Library
    beforeAll(async () => {
      scanner = createServer(socket => {
        let end = Buffer.alloc(0)
        socket
          .on('error', () => {})
          .on('data', chunk => {
            end = Buffer.concat([end, chunk]).subarray(-4)
            if (end.equals(Buffer.alloc(4))) socket.end(`stream: ${says}\0`)
          })
      }).listen(0, '127.0.0.1')
      await once(scanner, 'listening')
      watched = await aService(engine, {
        scanner: { clamdUrl: `tcp://127.0.0.1:${(scanner.address() as AddressInfo).port}` },
      })
      await publishedFramework(watched)
      small = await aLibrary(watched, 'Watched Library')
    })
    afterAll(async () => {
      await watched.end()
      scanner.close()
    })
    const virus = 'Eicar-Test-Signature FOUND'
    const scanFinds = async (verdict: string) => {
      says = verdict
      const job = timetable.find(({ name }) => name === 'scan-files')!
      await job.run(watched.parts, watched.clock.today(), new AbortController().signal)
    }

    /** Adds evidence with one file, whose scan has not run yet. */
    const addEvidence = async (title: string) => {
      await small.lead.open(`${listOf(small)}/new`)
      await small.lead.press('Add evidence', { title, files: [{ name: 'waits.csv', content: csv }] })
      const [address, id] = [small.lead.address, lastOf(small.lead)]
      const file = (await watched.parts.db('evidence_files').where({ evidence_id: id }).first())!.id
      return { id, address, file: `${address}/files/${file}` }
    }
    afterEach(async () => {
      expect(
        await checkInvariants({
          database: watched.database,
          uploads: join(watched.database.dataFolder, 'uploads'),
          now: watched.clock.now(),
          confirmed: [],
        }),
      ).toEqual([])
    })

    test('no one gets an email about a virus while the emails of their library are off', async () => {
      const off = await aLibrary(watched, 'Imported Library')
      const organisations = watched.database.writer('organisations').where({ name: 'Imported Library' })
      await organisations.update({ emails_started_at: null })
      await off.lead.open(`${listOf(off)}/new`)
      await off.lead.press('Add evidence', { title: 'Bad', files: [{ name: 'bad.pdf', content: pdf }] })
      await watched.post()
      await scanFinds(virus)
      const emails = await watched.post()
      await off.lead.open(off.lead.address)
      expect([off.lead.text.includes('This file contained a virus'), emails]).toEqual([true, []])
    })

    test('a file opens only after its scan finds no virus', async () => {
      const { address, file } = await addEvidence('Waits')
      expect([
        small.lead.text.includes('We are checking this file for viruses.'),
        small.lead.links.some(({ text }) => text === 'waits.csv'),
      ]).toEqual([true, false])
      await small.lead.open(file)
      expect(small.lead.status).toBe(404)
      await scanFinds('OK')
      await small.lead.open(file)
      expect([small.lead.status, small.lead.content.equals(csv)]).toEqual([200, true])
      await small.lead.open(address)
      expect(small.lead.text).not.toContain('We are checking this file for viruses.')
    })

    test('a file with a virus is deleted, and the person who added it gets an email', async () => {
      const { id, address } = await addEvidence('Harmless')
      await scanFinds('OK')
      await small.lead.open(`${address}/more`)
      await small.lead.press('Save', { files: [{ name: 'bad.pdf', content: pdf }] })
      await watched.post()
      await scanFinds(virus)
      const told = await watched.post()
      const { email } = (await watched.parts.db('people').where({ id: small.lead.id }).first('email'))!
      expect(told.map(({ to, subject }) => [to, subject])).toEqual([[email, 'A file that you added contained a virus']])
      expect([told[0]!.text.includes(address), /bad\.pdf|Harmless/.test(told[0]!.text)]).toEqual([true, false])
      await small.lead.open(address)
      expect([
        small.lead.text.includes('This file contained a virus'),
        small.lead.text.includes('Virus found in a file'),
        small.lead.text.includes('We are checking this file for viruses.'),
      ]).toEqual([true, true, false])
      const bad = (await watched.parts.db('evidence_files').where({ evidence_id: id, state: 'refused' }).first())!.id
      await small.lead.open(`${address}/files/${bad}`)
      expect([small.lead.status, await watched.parts.files.has(bad)]).toEqual([404, false])
    })

    test('if the person who added a file with a virus has left the library, its leads get the email', async () => {
      const left = await aSignedInPerson(watched, 'Has Left')
      const { id } = await addEvidence('Left behind')
      await watched.database.writer('evidence_files').where({ evidence_id: id }).update({ uploaded_by: left.id })
      await watched.post()
      await scanFinds(virus)
      const told = await watched.post()
      const { email } = (await watched.parts.db('people').where({ id: small.lead.id }).first('email'))!
      expect(told.map(({ to, subject }) => [to, subject])).toEqual([
        [email, 'A file in your library’s evidence contained a virus'],
      ])
      expect(told[0]!.text).toContain('The person who added it can no longer open this evidence.')
    })

    test('if the person who added a file with a virus cannot open the evidence, its leads get the email', async () => {
      const { id } = await addEvidence('Restricted since')
      await watched.database
        .writer('evidence_files')
        .where({ evidence_id: id })
        .update({ uploaded_by: small.contributor.id })
      await watched.database.writer('evidence').where({ id }).update({ sensitivity: 'restricted' })
      await watched.post()
      await scanFinds(virus)
      const { email } = (await watched.parts.db('people').where({ id: small.lead.id }).first('email'))!
      expect((await watched.post()).map(({ to, subject }) => [to, subject])).toEqual([
        [email, 'A file in your library’s evidence contained a virus'],
      ])
    })

    test('a new version replaces the file only after its scan finds no virus', async () => {
      const { address, file } = await addEvidence('Has versions')
      await scanFinds('OK')
      const addVersion = async (name: string) => {
        await small.lead.open(`${file}/version`)
        await small.lead.press('Add version', { files: [{ name, content: pdf }] })
      }
      const lines = () =>
        small.lead
          .$('.los-files > li > div > p:first-child')
          .toArray()
          .map(each => small.lead.$(each).text().trim().split(/\s/)[0])
      await addVersion('newer.pdf')
      expect([
        lines().includes('waits.csv'),
        small.lead.text.includes('“newer.pdf” will be the latest version once we have checked it for viruses'),
        small.lead.text.includes('New version of “waits.csv”.'),
      ]).toEqual([true, true, true])
      await scanFinds(virus)
      await small.lead.open(address)
      expect([
        lines().includes('waits.csv'),
        small.lead.text.includes('“waits.csv” is still the latest version.'),
      ]).toEqual([true, true])
      await addVersion('newest.pdf')
      await scanFinds('OK')
      await small.lead.open(address)
      expect([lines(), small.lead.text.includes('2 older versions')]).toEqual([['newest.pdf'], true])
    })
  })

  describe('the list', () => {
    let large: Library
    beforeAll(async () => {
      large = await aLibrary(
        service,
        'Sixty-four Libraries',
        Array.from({ length: 64 }, (_, index) => `Branch ${String(index + 1).padStart(2, '0')}`),
      )
    })
    let framework: Framework
    beforeAll(async () => {
      framework = await frameworkVersion(
        service.parts.db,
        await latestFrameworkVersionId(service.parts.db, libraryStream),
      )
    })
    const queriesFor = async (address: string) => {
      await large.lead.open(address) // not counted, because a first request also saves its time
      let queries = 0
      const count = () => {
        queries += 1
      }
      service.parts.db.on('query', count)
      await large.lead.open(address)
      service.parts.db.removeListener('query', count)
      return queries
    }

    test('the list makes as many queries for 61 items as for 1, and shows them in a table with pages', async () => {
      await added(
        large.lead,
        {
          title: 'Piece 00',
          kind: 'statistic',
          note: 'x',
          items: ['staff-training'],
          branches: large.branches.map(({ id }) => id),
        },
        large,
      )
      const withOne = await queriesFor(listOf(large))
      expect(large.lead.$('.los-evidence > li').length).toBe(1)
      expect(large.lead.text).toContain('64 branches')
      expect(
        large.lead
          .$('.los-evidence dt')
          .map((_, term) => large.lead.$(term).text().trim())
          .get(),
      ).toContain('Criteria')
      for (let evidence = 1; evidence <= 60; evidence += 1) {
        service.clock.minutesPass(0.1)
        const given = {
          title: `Piece ${String(evidence).padStart(2, '0')}`,
          kind: 'event',
          summary: '',
          periodFrom: null,
          periodTo: null,
          language: 'en',
          sensitivity: 'ordinary',
          note: 'x',
          link: '',
          seenOn: null,
        } as const
        const [items, branches] = [
          ['joining-without-barriers'],
          large.branches.slice(evidence, evidence + 1).map(({ id }) => id),
        ]
        await service.parts.write({ ...theClock, id: large.lead.id }, work =>
          addEvidence(
            work,
            { organisation: { ...large, readersConfirmed: true, closedAt: null }, framework },
            { given: { ...given, items, branches }, files: [] },
          ),
        )
      }
      expect(await queriesFor(listOf(large))).toBe(withOne)
      const titles = () =>
        large.lead
          .$('tbody tr')
          .get()
          .map(row => large.lead.$(row).find('a').text())
      expect([titles().length, titles()[0], titles().at(-1)]).toEqual([50, 'Piece 60', 'Piece 11'])
      await large.lead.follow('Older evidence')
      expect([titles().length, titles()[0], titles().at(-1)]).toEqual([11, 'Piece 10', 'Piece 00'])
      await large.lead.open(`${listOf(large)}?kind=statistic`)
      expect(large.lead.headings.filter(heading => heading.startsWith('Piece'))).toEqual(['Piece 00'])
      await large.lead.open(`${listOf(large)}?item=staff-training&kind=event`)
      expect(large.lead.text).toContain('No evidence matches these filters.')
      await large.lead.open(`${listOf(large)}?branch=${large.branches[3]!.id}`)
      expect(large.lead.headings.filter(heading => heading.startsWith('Piece'))).toEqual(['Piece 03', 'Piece 00'])
      await large.lead.open(`${listOf(large)}?kind=nonsense&branch=%00&item=1&item=2&at=x&piece=y`)
      expect(large.lead.status).toBe(200)
    })
  })
})

/** Splits each date in the values into the three fields of the form. */
function withDays(typed: Record<string, unknown>): Record<string, never> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => {
      if (!['periodFrom', 'periodTo', 'seenOn'].includes(name)) return [[name, value]]
      const [year, month, day] = String(value).split('-')
      return [
        [`${name}-day`, day],
        [`${name}-month`, month],
        [`${name}-year`, year],
      ]
    }),
  ) as Record<string, never>
}
