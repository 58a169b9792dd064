import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import * as made from '../../support/document-texts.ts'
import { everyRow } from '../../support/every-row.ts'
import { inboxWorld } from '../../support/inbox.ts'
import type { Known, Library } from '../../support/library.ts'
import { jpeg } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

// All names and details in these documents are fictional.

const name = 'Yara Haddad'
const paragraphs = (...texts: string[]) => made.word(made.plain(...texts))
const scan = made.pdfOfPages([{ content: made.scanned }], '', [made.pictureObject])

eachDatabase('the check for personal details in documents', engine => {
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

  const add = async (actor: Known, typed: Record<string, unknown>) => {
    await actor.open(`/organisations/${library.id}/evidence/new`)
    await actor.press('Add evidence', { kind: 'policy', ...typed } as never)
  }
  /** The content of the question: its file headings, and the details found. */
  const asked = ({ $ }: Known) =>
    $('#personal-data-question h3, #personal-data-question li')
      .map((_, line) => $(line).text().replace(/\s+/g, ' ').trim())
      .get()
  /** The details found, by file. The files of a form are read concurrently, so their order varies. */
  const askedByFile = (actor: Known) => {
    const found: Record<string, string[]> = {}
    let file = ''
    for (const line of asked(actor))
      if (line.includes(' · ')) (found[file] ??= []).push(line)
      else file = line
    return found
  }
  const evidenceItems = async () => Number((await service.parts.db('evidence').count<{ n: number }[]>('id as n'))[0]!.n)

  test('the page asks about personal details in documents, by file and place, and stores none of them', async () => {
    const { lead } = library
    const before = await evidenceItems()
    await add(lead, {
      title: 'The register',
      files: [
        {
          name: 'register.pdf',
          content: made.pdfOfPages([
            { lines: ['Spring term'] },
            { lines: ['Who came:', `${name}, born on 4 March 1991`] },
          ]),
        },
        {
          name: 'plan.docx',
          content: made.word(made.plain('Our plan', 'Ring 07700 900142', 'or 07700 900142'), {
            'word/comments.xml': made.wordPart(
              'comments',
              `<w:comment w:author="Hana Sedlar">${made.plain('Ask R-3')}</w:comment>`,
            ),
          }),
        },
        { name: 'hours.txt', content: Buffer.from('Open from ten to six') },
      ],
    })
    expect([lead.status, lead.errors, await evidenceItems(), askedByFile(lead)]).toEqual([
      422,
      [],
      before,
      {
        'register.pdf': [`${name} Name · page 2, line 2`, 'born on 4 March 1991 Date of birth · page 2, line 2'],
        'plan.docx': [
          '07700 900142 Phone number · paragraph 2, and 1 more place',
          'Hana Sedlar Name · comment by Hana Sedlar',
        ],
      },
    ])
    expect(lead.text).toContain(
      'We found 4 details that could identify someone. Nothing has been added to your evidence yet.',
    )
    expect(lead.text).toContain('We cannot read handwriting or text in pictures')

    await lead.press('Add evidence', { personalData: 'keep' })
    expect([lead.errors, asked(lead).length]).toEqual([['Enter why it is safe to share the details'], 6])
    await lead.press('Add evidence', { personalData: 'removed' })
    expect(lead.errors).toEqual(['The personal details are still there. Remove them or choose another option'])
    await lead.press('Add evidence', { personalData: 'keep', personalDataReason: 'They agreed' })
    expect([lead.status, lead.errors, await evidenceItems()]).toEqual([200, [], before + 1])
    const rows = await everyRow(service.database)
    expect([rows.includes('They agreed'), rows.includes(name), rows.includes('900142')]).toEqual([true, false, false])
    expect(service.logged.join('').includes(name)).toBe(false)
    expect(JSON.stringify(await service.post()).includes(name)).toBe(false)
  })

  test('the page asks again when a different document replaces the one that it asked about', async () => {
    const { lead } = library
    await add(lead, { title: 'A plan', files: [{ name: 'plan.docx', content: paragraphs(`For ${name}`) }] })
    expect(asked(lead)).toEqual(['plan.docx', `${name} Name · paragraph 1`])
    const before = await evidenceItems()
    await lead.press('Add evidence', {
      held: [],
      personalData: 'keep',
      personalDataReason: 'She agreed',
      files: [{ name: 'plan.docx', content: paragraphs('For Amina Yusuf') }],
    } as never)
    expect([lead.errors, asked(lead), await evidenceItems()]).toEqual([
      ['There is more to check. Choose what to do with everything listed below'],
      ['plan.docx', 'Amina Yusuf Name · paragraph 1'],
      before,
    ])
    await lead.press('Add evidence', {
      held: [],
      personalData: 'removed',
      files: [{ name: 'plan.docx', content: paragraphs('For everyone') }],
    } as never)
    expect([lead.status, lead.headings[0]]).toEqual([200, 'A plan'])
  })

  test('the page does not ask about team members’ names, or about ordinary documents', async () => {
    const { lead } = library
    const policy = paragraphs('Welcome policy', 'Central Library, 12 High Street, Fellside FE1 2AB. Call 01234 567890.')
    const byUs = made.word(made.plain('Our plan'), {
      'word/comments.xml': made.wordPart(
        'comments',
        `<w:comment w:author="${library.contributor.name}">${made.plain('Good')}</w:comment>`,
      ),
    })
    await add(lead, {
      title: 'Two plans',
      files: [
        { name: 'policy.docx', content: policy },
        { name: 'plan.docx', content: byUs },
      ],
    })
    expect([lead.status, lead.headings[0]]).toEqual([200, 'Two plans'])
  })

  test('the page names documents that we could not read, and accepts them without a reason', async () => {
    const { lead } = library
    await add(lead, { title: 'A poster', files: [{ name: 'poster.pdf', content: scan }] })
    expect([lead.status, lead.errors, asked(lead)]).toEqual([422, [], ['poster.pdf']])
    expect(lead.text).toContain('We could not check 1 document.')
    expect(lead.text).toContain('We could not read this document because it contains only pictures. Check it yourself.')
    expect(lead.$('[name=personalDataReason]').length).toBe(0)
    await lead.press('Add evidence', {})
    expect(lead.errors).toEqual(['Choose what to do with the document that we could not check'])
    await lead.press('Add evidence', { personalData: 'removed' })
    expect(lead.errors).toEqual([
      'We still cannot check the document. Check it yourself, leave it out, or choose another option',
    ])
    await lead.press('Add evidence', { personalData: 'keep' })
    expect([lead.status, lead.headings[0]]).toEqual([200, 'A poster'])
    expect(lead.text).toContain('A document that we could not check: No one can be identified from the document.')
  })

  test('the page offers a redacted copy of a scan, which is made by blacking out areas', async () => {
    const { lead } = library
    await add(lead, { title: 'A scanned letter', files: [{ name: 'scan.pdf', content: scan }] })
    expect([lead.status, lead.$('[name=personalData]').first().val()]).toEqual([422, 'redact'])
    await lead.press('Add evidence', { personalData: 'redact' })
    expect([lead.status, lead.headings[0], lead.address.split('/').at(-1)]).toEqual([
      200,
      'Make a redacted copy',
      'redacted-copy',
    ])
    expect(lead.text).toContain('Page 1 has no text that we can read.')
    await lead.press('Make a redacted copy')
    expect(lead.errors).toEqual(['Enter words or phrases, or add an area to black out'])
    await lead.press('Add an area')
    await lead.press('Make a redacted copy')
    expect(lead.headings[0]).toBe('Redacted copy made')
  })

  test('the page asks about a file’s name and content together, and collapses a long list', async () => {
    const { lead } = library
    const people = Array.from({ length: 60 }, (_, at) => `07700 9000${String(at).padStart(2, '0')}`)
    await add(lead, {
      title: 'Numbers',
      note: 'Ring 07700 900199',
      files: [{ name: 'Yara Haddad.csv', content: Buffer.from(people.join('\n')) }],
    })
    const lines = asked(lead)
    expect(lines.slice(0, 4)).toEqual([
      '07700 900199 Phone number · Note',
      'Yara Haddad.csv',
      `${name} Name · file name`,
      '07700 900000 Phone number · row 1',
    ])
    expect([
      lines.length,
      lead.$('#personal-data-question details li').length,
      lead.$('#personal-data-question summary').text().trim(),
      lead.text.includes('And 11 more.'),
      lead.text.includes('We found 62 details'),
    ]).toEqual([52, 40, 'Show 40 more', true, true])
    await lead.press('Add evidence', { personalData: 'restrict' })
    expect(lead.status).toBe(200)
  })

  describe('each way to add a document', () => {
    let evidence: string
    let file: string
    beforeAll(async () => {
      await add(library.lead, {
        title: 'Our opening',
        files: [{ name: 'opening.txt', content: Buffer.from('At ten') }],
      })
      evidence = library.lead.address
      const [, id] = /evidence\/(\w+)/.exec(evidence)!
      file = (await service.parts.db('evidence_files').where({ evidence_id: id! }).first('id'))!.id
    })
    const details = (ending: string) => paragraphs(`For ${name}, ${ending}`)
    const question = [`${name} Name · paragraph 1`]
    const found = () => asked(library.lead).filter(line => line.includes('Name ·'))

    test('the page asks about personal details in a document added to evidence', async () => {
      await library.lead.open(`${evidence}/more`)
      await library.lead.press('Save', { files: [{ name: 'a.docx', content: details('more') }] } as never)
      expect([library.lead.status, found()]).toEqual([422, question])
    })

    test('the page asks about personal details in a quick upload', async () => {
      await library.lead.open(`/organisations/${library.id}/evidence/quick`)
      await library.lead.press('Add evidence', {
        title: 'x',
        files: [{ name: 'a.docx', content: details('quick') }],
      } as never)
      expect([library.lead.status, found()]).toEqual([422, question])
    })

    test('the page asks about personal details in a new version', async () => {
      await library.lead.open(`${evidence}/files/${file}/version`)
      await library.lead.press('Add version', { files: [{ name: 'a.docx', content: details('version') }] } as never)
      expect([library.lead.status, found()]).toEqual([422, question])
    })

    test('the page asks about personal details in a redacted copy', async () => {
      await library.lead.open(`${evidence}/files/${file}/redaction`)
      await library.lead.press('Add redacted copy', { files: [{ name: 'a.docx', content: details('copy') }] } as never)
      expect([library.lead.status, found()]).toEqual([422, question])
    })

    test('the page asks about personal details in an inbox item', async () => {
      const { lead } = library
      const files = [
        { name: 'a.docx', content: details('from the branch') },
        { name: 'photo.jpg', content: await jpeg() },
      ]
      const id = await world.sent('From Millbrook', 'no', files)
      await lead.open(`${world.inbox}/${id}`)
      await lead.press('Add to evidence', { kind: 'policy' })
      expect([lead.status, found()]).toEqual([422, question])
      await lead.press('Add to evidence', { personalData: 'restrict' })
      expect([lead.status, lead.headings[0]]).toEqual([200, 'From Millbrook'])
    })

    test('the page asks about personal details in an inbox item that is added to existing evidence', async () => {
      const { lead } = library
      const id = await world.sent('For the opening', 'no', [{ name: 'a.docx', content: details('for the opening') }])
      await lead.open(`${world.inbox}/${id}/adding`)
      await lead.press('Add to this evidence', { evidence: evidence.split('/').at(-1)! })
      expect([lead.status, found()]).toEqual([422, question])
    })

    test('inbox items are not added in bulk if a document could identify someone or cannot be checked', async () => {
      const { lead } = library
      const ids = [
        await world.sent('A letter', 'no', [{ name: 'a.docx', content: details('letter') }]),
        await world.sent('A scan', 'no', [{ name: 'a.pdf', content: scan }]),
        await world.sent('A timetable', 'no', [{ name: 'a.txt', content: Buffer.from('At eleven') }]),
      ]
      await lead.open(`${world.inbox}/evidence?${ids.map(id => `inboxItem=${id}`).join('&')}`)
      await lead.press('Add to evidence', { inboxItem: ids, kind: 'policy' })
      expect([lead.status, lead.errors]).toEqual([
        422,
        ['Nothing was added, because there is a problem with 2 items. Leave them out, or open each one on its own'],
      ])
      expect(lead.text).toContain('The text or a file may identify someone. Open the item on its own to check')
      expect(lead.text).toContain('We could not check the document in this item. Open the item on its own to check')
      await lead.press('Add to evidence', { inboxItem: [ids[2]!], kind: 'policy' })
      expect([lead.status, lead.errors]).toEqual([200, []])
    })
  })
})
