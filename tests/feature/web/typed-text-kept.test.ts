import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '../../../src/db/connection.ts'
import type { MemberRole } from '../../../src/domain/actor.ts'
import { Busy, NoRoom, TooMany } from '../../../src/domain/refusals.ts'
import { eachDatabase } from '../../support/database.ts'
import { aLibrary, publishedFramework, type Known, type Library } from '../../support/library.ts'
import { signIn } from '../../support/signing-in.ts'
import { aPerson, type Person } from '../../support/person.ts'
import { fieldPart, filePart, multipart, post, sendRaw } from '../../support/raw-http.ts'
import { csv } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

const text = 'What nobody wants to write a second time: 晴れた丘の図書館'
const files = [{ name: 'own.csv', content: csv }]
const noFiles = 'You will need to choose your files again.'
const refusals = {
  'too busy': () => new Busy(),
  'no room': () => new NoRoom(),
  'too many': () => new TooMany(60),
  'a bug': () => new Error('of ours'),
}

eachDatabase('text in a refused form', engine => {
  let service: Service
  let library: Library
  let other: Library
  let writer: Known
  let refuses: keyof typeof refusals | null = null
  let lacksRoom = false

  beforeAll(async () => {
    service = await aService(engine, {}, parts => ({
      ...parts,
      write: async (actor, act) => {
        if (refuses) throw refusals[refuses]()
        return parts.write(actor, act)
      },
      files: { ...parts.files, freeBytes: () => (lacksRoom ? Promise.resolve(0) : parts.files.freeBytes()) },
    }))
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
    writer = library.contributor
  })
  beforeEach(async () => {
    refuses = null
    lacksRoom = false
    await signIn(service, writer, writer.id)
  })
  afterAll(() => service.end())

  const port = () => (service.server.address() as { port: number }).port
  const list = (below: string) => `/organisations/${library.id}/evidence/${below}`
  const becomes = (role: MemberRole) =>
    service.database.transaction(trx =>
      trx('memberships')
        .where({ person_id: writer.id })
        .update({ role })
        .then(() => undefined),
    )
  const signsInAs = (person: Known) => {
    writer.cookies.clear()
    for (const [name, value] of person.cookies) writer.cookies.set(name, value)
  }
  const newest = async (table: 'partners' | 'evidence' | 'upload_links') =>
    (await service.parts.db(table).where({ organisation_id: library.id }).pluck<string[]>('id')).at(-1)!
  const copied = ({ $ }: Person) =>
    $('textarea[readonly]')
      .map((_, area) => $(area).text().replace(/^\n/, ''))
      .get()
  const stored = async () =>
    (await readdir(join(service.parts.config.dataFolder, 'uploads'), { recursive: true })).filter(name =>
      /\/[^/]{20}$/.test(name),
    )

  async function aPartner(): Promise<string> {
    await library.lead.open(`/organisations/${library.id}/partners/new`)
    await library.lead.press('Add partner', {
      name: 'Sunny Hill',
      language: 'en',
      kind: 'refugee organisation',
      since: '2025-05-03',
    })
    return library.lead.address.split('/')[2]!
  }
  async function anItem(title = 'A poster'): Promise<string> {
    await writer.open(list('new'))
    await writer.press('Add evidence', { title, kind: 'policy', files })
    expect(writer.status).toBe(200)
    return writer.address.split('/')[2]!
  }
  async function anUploadLink(): Promise<string> {
    await library.lead.open(`/organisations/${library.id}/upload-links`)
    await library.lead.press('Create link', { branch: library.branches[0]!.id, days: '90' })
    return new URL(library.lead.$('.los-poster__address').text().trim()).pathname
  }

  describe('a form with files', () => {
    const button = { new: 'Add evidence', quick: 'Save it' } as const
    const why = {
      'too busy': [
        503,
        () => {
          refuses = 'too busy'
        },
      ],
      'the database disk is full': [
        507,
        () => {
          refuses = 'no room'
        },
      ],
      'no room for files': [
        507,
        () => {
          lacksRoom = true
        },
      ],
      'a bug': [
        500,
        () => {
          refuses = 'a bug'
        },
      ],
      'the person was signed out': [
        401,
        () => {
          writer.cookies.clear()
        },
      ],
      'someone else signed in': [401, () => signsInAs(library.lead)],
      'someone from another library signed in': [401, () => signsInAs(other.lead)],
      'the person lost the role': [403, () => becomes('observer')],
    } as const

    test.each(
      Object.keys(why).flatMap(says =>
        (['new', 'quick'] as const).map(form => [form, says as keyof typeof why] as const),
      ),
    )('the text of a %s form refused for the reason “%s” can be copied, and no file is kept', async (form, says) => {
      const [status, happens] = why[says]
      await writer.open(list(form))
      const before = await stored()
      const idempotencyKey = String(writer.valueOf('idempotencyKey'))
      await happens()
      await writer.press(writer.buttons.includes(button[form]) ? button[form] : writer.buttons.at(-1)!, {
        title: text,
        ...(form === 'new' && { kind: 'policy', summary: 'Short words' }),
        files,
      })
      refuses = null
      await becomes('contributor')
      expect([writer.status, copied(writer), writer.text.includes(noFiles), writer.buttons]).toEqual([
        status,
        form === 'new' ? [text, 'Short words'] : [text],
        true,
        [],
      ])
      expect([writer.html.includes(idempotencyKey), writer.links.at(-1)!.text, await stored()]).toEqual([
        false,
        'Open the page again',
        before,
      ])
    })

    test.each(['more', 'version', 'redaction'])(
      'a person who was signed out can copy the text of a refused form (%s)',
      async form => {
        const evidence = await anItem()
        const file = (await service.parts.db('evidence_files').where({ evidence_id: evidence }).first('id'))!.id
        writer.cookies.clear()
        await writer.send(
          `/evidence/${evidence}/${form === 'more' ? form : `files/${file}/${form}`}`,
          { idempotencyKey: 'a'.repeat(20), note: text, files },
          'multipart',
        )
        expect([writer.status, copied(writer), writer.text.includes(noFiles)]).toEqual([401, [text], true])
      },
    )

    test('the text can still be copied if the evidence has been removed', async () => {
      const evidence = await anItem()
      await writer.open(`/evidence/${evidence}/more`)
      await service.database.transaction(trx =>
        trx('evidence')
          .where({ id: evidence })
          .update({ removed_at: service.clock.now() })
          .then(() => undefined),
      )
      await writer.press(writer.buttons.at(-1)!, { note: text, files })
      expect([writer.status, copied(writer), writer.text.includes(noFiles), writer.buttons]).toEqual([
        404,
        [text],
        true,
        [],
      ])
    })

    test('the text can be copied if its upload link ended or was used too often, or the service is busy', async () => {
      const colleague = aPerson(`http://127.0.0.1:${port()}`)
      const address = await anUploadLink()
      for (const [refusal, status] of [
        ['too busy', 503],
        ['too many', 429],
      ] as const) {
        await colleague.open(address)
        refuses = refusal
        await colleague.press('Send', { words: text, people: 'no', files })
        refuses = null
        expect([colleague.status, copied(colleague), colleague.text.includes(noFiles)]).toEqual([status, [text], true])
      }
      await colleague.open(address)
      await library.lead.send(`/organisations/${library.id}/upload-links/${await newest('upload_links')}/ending`)
      await colleague.press('Send', { words: text, people: 'no', files })
      const ended = colleague.html
      expect([
        colleague.status,
        colleague.text.includes('This link does not work'),
        copied(colleague),
        colleague.text.includes(noFiles),
      ]).toEqual([404, true, [text], true])
      await colleague.send('/upload/abcd-efgh-ijkl-mnop-qrst', { words: text, people: 'no', files }, 'multipart')
      expect([colleague.status, colleague.html === ended]).toEqual([404, true])
    })

    test('a form sent while signed out gets 401, even if its text cannot be read or is too long', async () => {
      const address = list('new')
      const body = multipart('b', [fieldPart('note', text), filePart('files', 'a.csv', csv)])
      const headers = { 'Sec-Fetch-Site': 'same-origin' }
      const responses = {
        'cut off': await sendRaw(port(), [post(address, body.subarray(0, -8), headers)]),
        'no boundary': await sendRaw(port(), [
          post(address, body, { ...headers, 'Content-Type': 'multipart/form-data' }),
        ]),
        'a megabyte in a field': await sendRaw(port(), [
          post(address, multipart('b', [fieldPart('note', text), fieldPart('more', 'x'.repeat(1024 ** 2))]), headers),
        ]),
        'more than is read': await sendRaw(port(), [
          post(address, body, { ...headers, 'Content-Length': String(64 * 1024 ** 2 + 1) }),
        ]),
        'of a length nobody says': await sendRaw(port(), [
          post(
            address,
            Buffer.from(`${body.length.toString(16)}\r\n${body.toString('latin1')}\r\n0\r\n\r\n`, 'latin1'),
            { ...headers, 'Content-Length': '', 'Transfer-Encoding': 'chunked' },
          ),
        ]),
        'from elsewhere': await sendRaw(port(), [post(address, body, { 'Sec-Fetch-Site': 'cross-site' })]),
      }
      expect(
        Object.entries(responses).map(([says, { status, text: page }]) => [
          says,
          status,
          page.includes('What nobody wants'),
        ]),
      ).toEqual([
        ['cut off', 401, true],
        ['no boundary', 401, false],
        ['a megabyte in a field', 401, true],
        ['more than is read', 401, false],
        ['of a length nobody says', 401, false],
        ['from elsewhere', 403, false],
      ])
      expect(service.logged.filter(line => line.includes('the page for a refusal failed'))).toEqual([])
    })
  })

  describe('a form without files', () => {
    test('the text can be copied from a form about a partner or evidence that was removed', async () => {
      for (const [below, typed, press] of [
        ['edit', { agreed: text }, 'Save'],
        ['activities/new', { title: text, from: '2027-01-10' }, 'Add activity'],
      ] as const) {
        const partner = await aPartner()
        await writer.open(`/partners/${partner}/${below}`)
        const button = writer.buttons.find(each => each.startsWith(press)) ?? writer.buttons.at(-1)!
        await library.lead.open(`/partners/${partner}/removal`)
        await library.lead.press(library.lead.buttons.at(-1)!)
        await writer.press(button, typed)
        expect([
          below,
          writer.status,
          copied(writer).includes(text),
          writer.buttons,
          writer.text.includes(noFiles),
        ]).toEqual([below, 404, true, [], false])
      }
      const evidence = await anItem()
      await writer.open(`/evidence/${evidence}/edit`)
      await service.database.transaction(trx =>
        trx('evidence')
          .where({ id: evidence })
          .update({ removed_at: service.clock.now() })
          .then(() => undefined),
      )
      await writer.press(writer.buttons.at(-1)!, { summary: text })
      expect([writer.status, copied(writer)]).toEqual([404, ['A poster', text]])
      await writer.send(`/evidence/${evidence}/edit`, { summary: 'Soon written again' })
      expect([writer.status, copied(writer)]).toEqual([404, []])
    })

    test('a form sent to a forbidden page gets the same response as one sent to a missing page', async () => {
      const [partner, evidence] = [await aPartner(), await anItem()]
      const never = 'q'.repeat(20)
      for (const [hidden, none, how] of [
        [`/partners/${partner}/edit`, `/partners/${never}/edit`, 'urlencoded'],
        [`/evidence/${evidence}/more`, `/evidence/${never}/more`, 'multipart'],
        [list('new'), `/organisations/${never}/evidence/new`, 'multipart'],
      ] as const) {
        const pages: unknown[][] = []
        for (const address of [hidden, none]) {
          await other.lead.send(address, { idempotencyKey: 'a'.repeat(20), version: '1', note: text }, how)
          pages.push([other.lead.status, copied(other.lead), other.lead.html])
        }
        expect([pages[0]!.slice(0, 2), pages[0]]).toEqual([[404, [text]], pages[1]])
      }
    })

    test.each([
      ['too many', 429],
      ['a bug', 500],
      ['too busy', 503],
    ] as const)('the text can be sent again from the error page “%s”, and is saved once', async (refusal, status) => {
      await writer.open(`/organisations/${library.id}/partners/new`)
      refuses = refusal
      await writer.press('Add partner', {
        name: `${text} ${refusal}`,
        language: 'en',
        kind: 'refugee organisation',
        since: '2025-05-03',
      })
      refuses = null
      expect([writer.status, copied(writer), writer.$('.los-code').length]).toEqual([
        status,
        [`${text} ${refusal}`],
        refusal === 'a bug' ? 1 : 0,
      ])
      await writer.press('Send your form again')
      expect([
        writer.status,
        await service.parts.db('partners').where({ organisation_id: library.id, name: `${text} ${refusal}` }),
      ]).toEqual([200, [expect.anything()]])
    })

    test('the text is sent again with the version that the person saw', async () => {
      await writer.open('/account')
      refuses = 'too busy'
      await writer.press('Save', { name: 'Idris Vaughan of Millbrook' })
      refuses = null
      await writer.press('Send your form again')
      expect([writer.status, writer.address, writer.valueOf('name')]).toEqual([
        200,
        '/account',
        'Idris Vaughan of Millbrook',
      ])
    })

    test('the text that can be copied never includes passwords or hidden fields', async () => {
      for (const [refusal, status] of [
        ['a bug', 500],
        ['too busy', 503],
      ] as const) {
        refuses = refusal
        await writer.send('/sign-in', {
          email: 'somebody.with.a.long.name@library.example',
          password: 'a password that nobody may read',
          username: 'somebody.with.a.long.name@hidden.example',
        })
        expect([writer.status, writer.html.includes('nobody may read'), copied(writer)]).toEqual([
          status,
          false,
          ['somebody.with.a.long.name@library.example'],
        ])
      }
    })
  })
})

test('the text of a form with files is kept while another connection locks the database', async () => {
  const service = await aService('sqlite') // SQLite locks the whole database for one transaction; PostgreSQL does not
  await publishedFramework(service)
  const { lead, id, branches } = await aLibrary(service, 'Fellside Libraries')
  await lead.open(`/organisations/${id}/upload-links`)
  await lead.press('Create link', { branch: branches[0]!.id, days: '90' })
  const uploadPage = new URL(lead.$('.los-poster__address').text().trim()).pathname
  const other = openDatabase(service.database.where)
  const responses: unknown[] = []
  for (const address of [`/organisations/${id}/evidence/new`, uploadPage]) {
    await lead.open(address)
    await other.writer.raw('begin immediate')
    await lead.press(
      lead.buttons.at(-1)!,
      address === uploadPage ? { words: text, people: 'no', files } : { title: text, kind: 'policy', files },
    )
    await other.writer.raw('rollback')
    responses.push([lead.status, lead.headers['retry-after'], lead.text.includes(text), lead.text.includes(noFiles)])
  }
  await other.close()
  expect(responses).toEqual([
    [503, '5', true, true],
    [503, '5', true, true],
  ])
  await service.end()
})
