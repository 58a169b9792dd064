import { theService, type Actor } from '../../../src/domain/actor.ts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { createHash } from 'node:crypto'
import { readdir, readFile, stat, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { NotFound } from '../../../src/domain/refusals.ts'
import type { Day, Instant } from '../../../src/domain/time.ts'
import { exportEvidence, recordsToExport } from '../../../src/modules/evidence/export/export.actions.ts'
import { csv } from '../../../src/files/csv.ts'
import type { ZipStream } from '../../../src/files/zip.ts'
import { translator } from '../../../src/words/words.ts'
import { eachDatabase } from '../../support/database.ts'
import { newId } from '../../../src/db/ids.ts'
import { aConsent, someEvidence } from '../../support/evidence.ts'
import { aLibrary, publishedFramework, aSignedInPerson, type Known, type Library } from '../../support/library.ts'
import { pdf } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'
import { entriesOf } from '../../support/zip-entries.ts'

const password = 'open the library door'
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

test('a CSV file marks formulas as text, so that no spreadsheet runs them', () => {
  expect(
    csv([
      ['a', '=1+1', 'b,"c"'],
      [' @x', '-2', 'ሰላም'],
      ['＝1+1', '　＋1', '－2＠'],
    ]),
  ).toBe('\ufeffa,\'=1+1,"b,""c"""\r\n\' @x,\'-2,ሰላም\r\n\'＝1+1,\'　＋1,\'－2＠\r\n')
})

eachDatabase('the download of evidence', engine => {
  let service: Service
  let library: Library
  let other: Library
  let policy: string
  const numbers = Buffer.from('branch,joined\nCentral,12\n')
  const address = () => `/organisations/${library.id}/export`

  const added = async (actor: Known, typed: Record<string, unknown>, at = library) => {
    service.clock.minutesPass(1)
    await actor.open(`/organisations/${at.id}/evidence/new`)
    await actor.press('Add evidence', { showsPeople: 'no', ...typed } as never)
    if (actor.status === 500) throw new Error(service.logged.slice(-3).join())
    expect([actor.status, actor.errors]).toEqual([200, []])
    return actor.address.split('/')[2]!
  }
  const downloadedBy = async (actor: Known, typed: Record<string, string> = {}) => {
    await service.database.writer('limit_counters').delete() // resets the hourly limit on downloads
    await actor.open(address())
    await actor.press('Download evidence', { password, ...typed })
    expect([actor.status, actor.headers['content-type']]).toEqual([200, 'application/zip'])
    return entriesOf(actor.content)
  }
  const logged = () =>
    service.parts
      .db('access_log')
      .where({ what: 'export' })
      .orderBy('sequence')
      .select<{ person_id: string; evidence_id: string }[]>('person_id', 'evidence_id')
  const fileOf = async (evidenceId: string) =>
    (await service.parts.db('evidence_files').where({ evidence_id: evidenceId }).first('id'))!.id
  const fileNamed = async (name: string) => (await service.parts.db('evidence_files').where({ name }).first())!
  const pathOf = async (fileId: string) => {
    const folder = join(service.database.dataFolder, 'uploads/files')
    for (const each of await readdir(folder))
      for (const name of await readdir(join(folder, each))) if (name.includes(fileId)) return join(folder, each, name)
    throw new Error(`no bytes of ${fileId}`)
  }

  const memberAs = (role: 'lead' | 'contributor'): Actor => ({
    id: library[role].id,
    name: 'A member',
    language: 'en',
    memberships: [{ organisationId: library.id, role }],
    charityRoles: [],
  })

  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries', ['Central', 'Millbrook'])
    other = await aLibrary(service, 'Thornwick Library')
    policy = await added(library.lead, {
      title: 'ሰላም: joining <b>without</b> a letter',
      kind: 'policy',
      summary: '=cmd()',
      items: ['joining-without-barriers'],
      branches: [library.branches[0]!.id],
      note: 'Counted by hand.',
      link: 'https://library.example/join',
      files: [
        { name: '../Політика.pdf', content: pdf },
        { name: '=numbers.csv', content: numbers },
      ],
    })
    await added(library.contributor, { title: 'What was said', kind: 'event', note: 'Warm words.' })
    await added(library.lead, {
      title: 'For leads only',
      kind: 'policy',
      sensitivity: 'restricted',
      note: 'Kept back.',
    })
    await added(other.lead, { title: 'Of another library', note: 'Elsewhere.' }, other)
  })
  afterAll(() => service.end())

  describe('the ZIP', () => {
    test('the ZIP has all evidence under its original file names, and two indexes with correct hashes', async () => {
      const entries = await downloadedBy(library.lead)
      const files = [...entries.keys()].filter(name => /^evidence-0001\/0[12]-/.test(name))
      expect(files.map(name => name.replace(/^evidence-0001\/0[12]-/, '')).toSorted()).toEqual([
        '=numbers.csv',
        'Політика.pdf',
      ])
      const linked = entries.get('index.html')!.toString()
      for (const name of files) expect(linked).toContain(`href="${name.split('/').map(encodeURIComponent).join('/')}"`)
      expect([...entries.keys()].filter(name => !files.includes(name))).toEqual([
        'evidence-0001/notes.txt',
        'evidence-0002/notes.txt',
        'evidence-0003/notes.txt',
        'index.html',
        'index.css',
        'index.csv',
      ])
      expect(entries.get(files.find(name => name.endsWith('.csv'))!)).toEqual(numbers)
      const [page, table] = [entries.get('index.html')!.toString(), entries.get('index.csv')!.toString()]
      expect(page).toContain('ሰላም: joining &lt;b&gt;without&lt;/b&gt; a letter')
      expect(page).toContain('Downloaded by Fellside Libraries&#39;s lead on 1 March 2027')
      expect(page).toContain('Політика.pdf')
      const policyInZip = entries.get(files.find(name => name.endsWith('.pdf'))!)!
      expect(policyInZip).toEqual(await readFile(await pathOf((await fileNamed('Політика.pdf')).id)))
      expect((await fileNamed('Політика.pdf')).sha256).toBe(sha256(policyInZip))
      for (const bytes of [policyInZip, numbers])
        expect([page.includes(sha256(bytes)), table.includes(sha256(bytes))]).toEqual([true, true])
      expect(table.split('\r\n')).toHaveLength(6)
      expect(table).toContain("'=numbers.csv")
      expect(entries.get('evidence-0001/notes.txt')!.toString()).toContain('Counted by hand.')
      expect(page + table).not.toContain('Of another library')
    })

    test('the ZIP contains the partners with their details, activities and evidence', async () => {
      const at = service.clock.now()
      const partner = (id: string, name: string, row: Record<string, string>) =>
        ({
          id: id.repeat(20),
          organisation_id: library.id,
          name,
          name_key: id,
          language: 'en',
          english_name: '',
          kind: 'school',
          place: '',
          since: '2025-05-03',
          until: null,
          agreed: '',
          contact: '',
          added_at: at,
          removed_at: null,
          version: 1,
          ...row,
        }) as never
      const restricted = (await service.parts.db('evidence').where({ title: 'For leads only' }).first('id'))!.id
      await service.database.transaction(async trx => {
        await trx('partners').insert(
          partner('a', 'بيت الضيافة', {
            language: 'ar',
            english_name: 'House of <i>Welcome</i>',
            kind: 'refugee organisation',
            place: 'Millbrook',
            agreed: '=Twelve books',
            contact: 'Community librarian',
          }),
        )
        await trx('partners').insert(partner('b', 'Nobody hangs here', {}))
        await trx('partner_activities').insert({
          id: 'c'.repeat(20),
          partner_id: 'a'.repeat(20),
          title: 'Reading in two languages',
          from_day: '2026-10-12' as Day,
          to_day: null,
          version: 1,
        })
        await trx('partner_evidence').insert(
          [policy, restricted].map(evidence_id => ({ partner_id: 'a'.repeat(20), evidence_id, attached_at: at })),
        )
      })
      const [all, seen, selected] = [
        await downloadedBy(library.lead),
        await downloadedBy(library.observer),
        await downloadedBy(library.lead, { kind: 'policy' }),
      ]
      const [page, table] = [all.get('index.html')!.toString(), all.get('partners.csv')!.toString()]
      for (const words of [
        'House of &lt;i&gt;Welcome&lt;/i&gt;',
        'Millbrook',
        '3 May 2025',
        '=Twelve books',
        '12 October 2026: Reading in two languages',
        '3: For leads only',
        'Nobody hangs here',
      ])
        expect([words, page.includes(words)]).toEqual([words, true])
      expect(load(page)('h3 bdi[lang=ar][dir=rtl]').text()).toBe('بيت الضيافة')
      expect(load(page)('p[dir=auto]').text()).toContain('=Twelve books')
      expect(table.split('\r\n')[1]).toBe(
        "بيت الضيافة,House of <i>Welcome</i>,ar,Refugee organisation,Millbrook,2025-05-03,,'=Twelve " +
          'books,Community librarian,12 October 2026: Reading in two languages,"1, 3"',
      )
      expect([
        seen.get('partners.csv')!.toString().split('\r\n')[1]!.endsWith(',1'),
        seen.get('index.html')!.toString().includes('For leads only'),
      ]).toEqual([true, false])
      expect(selected.get('partners.csv')!.toString()).not.toContain('Nobody hangs here')
      await service.database.transaction(trx =>
        trx('partners')
          .where({ organisation_id: library.id })
          .update({ removed_at: at })
          .then(() => undefined),
      )
      expect([...(await downloadedBy(library.lead)).keys()]).not.toContain('partners.csv')
    })

    test('the ZIP of all evidence has consents, targets and regular evidence that the person can read', async () => {
      const records = await aLibrary(service, 'Records Library')
      const open = await someEvidence(service, records, {
        title: 'A circle of readers',
        received_at: '2027-02-01T09:00:00.000Z' as Instant,
      })
      const restricted = await someEvidence(service, records, { title: 'For leads', sensitivity: 'restricted' })
      await aConsent(service, open, records.lead, { person: 'R-1' })
      await aConsent(service, restricted, records.lead, { person: 'R-2', withdrawn_at: service.clock.now() })
      await service.database.writer('targets').insert({
        id: newId(),
        organisation_id: records.id,
        body: '=Train all staff',
        owner_id: records.lead.id,
        due_on: '2027-06-01' as Day,
        status: 'under way',
        progress: '',
        progress_at: null,
        progress_by: null,
        made_by: records.lead.id,
        made_at: service.clock.now(),
        version: 1,
      })
      await service.database.writer('recurring_evidence').insert({
        id: newId(),
        organisation_id: records.id,
        title: 'Members who joined',
        what: 'Count them',
        kind: null,
        branch_id: null,
        every: 'month',
        anchor_on: '2027-04-01' as Day,
        anchor_number: 1,
        next_number: 1,
        next_due: '2027-04-01' as Day,
        due_since: service.clock.now(),
        asked_id: records.lead.id,
        set_up_at: service.clock.now(),
        ended_at: null,
        version: 1,
      })
      const zipOf = async (actor: Known, typed: Record<string, string> = {}) => {
        await service.database.writer('limit_counters').delete()
        await actor.open(`/organisations/${records.id}/export`)
        await actor.press('Download evidence', { password, ...typed })
        return entriesOf(actor.content)
      }
      const all = await zipOf(records.lead)
      const textIn = (zip: Awaited<ReturnType<typeof zipOf>>, name: string) => zip.get(name)?.toString() ?? ''
      const ledger = textIn(all, 'consents.csv')
      expect(ledger.split('\r\n')[0]).toMatch(/,Person,.*,What was agreed,/)
      expect([ledger.includes(`${open},1,R-1,`), ledger.includes(`${restricted},,R-2,`)]).toEqual([true, true])
      expect(ledger.split('\r\n')[2]).toMatch(/,2027-01-10,No end date,2027-03-01$/)
      expect(ledger).not.toMatch(/A circle of readers|For leads/)
      expect(textIn(all, 'targets.csv')).toContain("'=Train all staff")
      expect(textIn(all, 'regular-evidence.csv')).toContain('Members who joined,Count them,Every month')
      const contributor = await zipOf(records.contributor)
      expect([
        textIn(contributor, 'consents.csv').includes('R-1'),
        textIn(contributor, 'consents.csv').includes('R-2'),
      ]).toEqual([true, false])
      const observer = await zipOf(records.observer)
      expect([observer.has('consents.csv'), observer.has('targets.csv')]).toEqual([false, true])
      expect([...(await zipOf(records.lead, { kind: 'policy' })).keys()]).not.toContain('targets.csv')
    })

    test('the ZIP is never cached, and has the day in its name', async () => {
      await downloadedBy(library.lead)
      expect(library.lead.headers).toMatchObject({
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      })
      expect(library.lead.headers['content-disposition']).toContain('evidence-2027-03-01.zip')
    })

    test('the ZIP leaves out restricted evidence that the person cannot read, and the page says so', async () => {
      const before = (await logged()).length
      const page = (await downloadedBy(library.observer)).get('index.html')!.toString()
      expect([page.includes('For leads only'), page.includes('What was said')]).toEqual([false, true])
      expect((await logged()).slice(before).map(({ person_id }) => person_id)).toEqual([
        library.observer.id,
        library.observer.id,
      ])
      await library.observer.open(address())
      expect(library.observer.text).toContain('The download leaves out restricted evidence that you cannot open.')
    })

    test('the index marks only restricted evidence and evidence with a content warning', async () => {
      const { lead } = library
      await added(lead, { title: 'A hard winter', kind: 'event', distressing: 'yes', note: 'Of one evening.' })
      await added(lead, { title: 'A voice', kind: 'recording', note: 'Of one life.' })
      const entries = await downloadedBy(lead)
      const $ = load(entries.get('index.html')!.toString())
      const marked = $('tbody tr')
        .toArray()
        .map(row => [
          $(row).find('td').eq(1).clone().children().remove().end().text().trim(),
          $(row).find('dl').text().replace(/\s+/g, ' ').trim(),
        ])
      expect(marked).toEqual([
        ['ሰላም: joining <b>without</b> a letter', ''],
        ['What was said', ''],
        [
          'For leads only',
          'Restricted Only leads, the owner, the panel and trustees without a conflict of interest can see it.',
        ],
        ['A hard winter', 'Content warning May be distressing'],
        ['A voice', 'Content warning May be distressing'],
      ])
      const rows = entries.get('index.csv')!.toString().split('\r\n')
      expect(
        ['What was said', 'A hard winter', 'A voice'].map(title =>
          rows.find(row => row.includes(title))!.includes(',May be distressing,'),
        ),
      ).toEqual([false, true, true])
      await service.database.transaction(trx =>
        trx('evidence')
          .whereIn('title', ['A hard winter', 'A voice'])
          .update({ removed_at: service.clock.now() })
          .then(() => undefined),
      )
    })

    test('the ZIP contains only the evidence selected', async () => {
      expect([...(await downloadedBy(library.lead, { kind: 'event' })).keys()]).toEqual([
        'evidence-0001/notes.txt',
        'index.html',
        'index.css',
        'index.csv',
      ])
      const byBranch = await downloadedBy(library.lead, { branch: library.branches[1]!.id })
      expect(byBranch.get('index.html')!.toString()).not.toContain('joining')
      const byItem = await downloadedBy(library.lead, { item: 'joining-without-barriers' })
      expect([...byItem.keys()].filter(name => name.endsWith('notes.txt'))).toEqual(['evidence-0001/notes.txt'])
      const none = await downloadedBy(library.lead, { kind: 'stock' })
      expect([...none.keys()]).toEqual(['index.html', 'index.css', 'index.csv'])
    })

    test('the ZIP contains every version of a file and every redacted copy under its own name', async () => {
      const id = await added(library.lead, {
        title: 'Visits',
        kind: 'recording',
        files: [
          { name: 'visits.csv', content: numbers },
          { name: 'plan.pdf', content: pdf },
        ],
      })
      const fileNamed = async (name: string) => {
        const file = await service.parts.db('evidence_files').where({ evidence_id: id, name }).first('id')
        return `/evidence/${id}/files/${file!.id}`
      }
      const [newer, newest, redacted] = [1, 2, 3].map(each => Buffer.from(`branch,joined\nCentral,${each}\n`))
      await library.lead.open(`${await fileNamed('visits.csv')}/redaction`)
      await library.lead.press('Add redacted copy', { files: [{ name: 'no names.csv', content: redacted }] } as never)
      for (const [before, name, content] of [
        ['visits.csv', 'second.csv', newer],
        ['second.csv', 'third.csv', newest],
      ] as const) {
        await library.lead.open(`${await fileNamed(before)}/version`)
        await library.lead.press('Add version', { files: [{ name, content }] } as never)
      }
      const entries = await downloadedBy(library.lead, { kind: 'recording' })
      const place = [...entries.keys()].find(name => entries.get(name)!.equals(newest!))!.replace('-third.csv', '')
      expect([
        place,
        ...[newer!, numbers, redacted!].map(content =>
          [...entries.keys()].find(name => entries.get(name)!.equals(content)),
        ),
      ]).toEqual([
        expect.stringMatching(/^evidence-0001\/0[12]$/),
        `${place}-version-2-second.csv`,
        `${place}-version-1-visits.csv`,
        expect.stringContaining(`${place}-version-1-redacted-`),
      ])
      const [page, table] = [entries.get('index.html')!.toString(), entries.get('index.csv')!.toString()]
      for (const said of [
        'version 3',
        'version 2, replaced by a newer version on 1 Mar 2027',
        'version 1, replaced by a newer version on 1 Mar 2027',
        sha256(numbers),
        sha256(newest!),
      ])
        expect(page).toContain(said)
      expect(table).toContain(`${place}-version-1-visits.csv,visits.csv,1,`)
      expect(table).toContain(`${place}-third.csv,third.csv,3,`)
      await service.database.transaction(trx =>
        trx('evidence')
          .where({ id })
          .update({ removed_at: service.clock.now() })
          .then(() => undefined),
      )
    })

    test('the download page warns about files to check before sharing, and both indexes mark them', async () => {
      const eskdale = await aLibrary(service, 'Eskdale Libraries')
      const { lead, contributor, observer } = eskdale
      const warning = async (actor: Known, query = '') => {
        await actor.open(`/organisations/${eskdale.id}/export${query}`)
        return actor.$('main .los-notice').text().replace(/\s+/g, ' ').trim()
      }
      const plain = await added(lead, { title: 'Opening hours', kind: 'policy', note: 'Ten to four.' }, eskdale)
      expect(await warning(lead)).toBe('')
      const file = (name: string) => ({ name, content: Buffer.from(`${name},12\n`) })
      const both = await added(
        lead,
        { title: 'Letters', kind: 'policy', files: [file('to-redact.csv'), file('original.csv'), file('plain.csv')] },
        eskdale,
      )
      await lead.open(`/evidence/${both}/files/${(await fileNamed('original.csv')).id}/redaction`)
      await lead.press('Add redacted copy', { files: [file('copy.csv')] } as never)
      await service.database
        .writer('evidence_files')
        .where({ name: 'to-redact.csv' })
        .update({ to_redact_at: service.clock.now() })
      await added(lead, { title: 'A case', kind: 'policy', note: 'In full.', sensitivity: 'restricted' }, eskdale)
      const all = 'If you download all your evidence, it includes'
      const ending = 'Use the index in the ZIP file to find the files and evidence to check.'
      const heading = 'Check the download before you share it'
      const toRedact = '1 file that needs a redacted copy'
      const original = '1 original file that has a redacted copy'
      const restricted = '1 item of restricted evidence'
      expect([
        await warning(lead),
        await warning(contributor),
        await warning(observer),
        await warning(lead, `?evidence=${both}`),
        await warning(lead, `?evidence=${plain}`),
      ]).toEqual([
        `${heading} ${all} ${toRedact}, ${original} and ${restricted}. ${ending}`,
        `${heading} ${all} ${original}. ${ending}`,
        '',
        `${heading} The download includes ${toRedact} and ${original}. ${ending}`,
        '',
      ])
      await service.database.writer('limit_counters').delete()
      await lead.open(`/organisations/${eskdale.id}/export`)
      await lead.press('Download evidence', { password })
      const entries = entriesOf(lead.content)
      const $ = load(entries.get('index.html')!.toString())
      const marks = $('li')
        .toArray()
        .map(line => [$(line).find('a').text().trim(), $(line).find('strong').text().trim()])
        .filter(([name]) => name!.endsWith('.csv'))
        .toSorted()
      const remarks = entries.get('index.csv')!.toString().split('\r\n')
      const expected = [
        ['copy.csv', ''],
        ['original.csv', 'Original file that has a redacted copy'],
        ['plain.csv', ''],
        ['to-redact.csv', 'Needs a redacted copy'],
      ]
      expect(marks).toEqual(expected)
      for (const [name, mark] of expected)
        expect(
          remarks
            .find(row => row.includes(`,${name},`))!
            .replaceAll('"', '')
            .endsWith(`,${mark}`),
        ).toBe(true)
    })

    test('the download page says so if the ZIP includes a list of consents', async () => {
      const wasdale = await aLibrary(service, 'Wasdale Libraries')
      await aConsent(service, await someEvidence(service, wasdale), wasdale.lead)
      for (const [actor, says] of [
        [wasdale.lead, true],
        [wasdale.observer, false],
      ] as const) {
        await actor.open(`/organisations/${wasdale.id}/export`)
        expect(
          actor.text.includes(
            'If you download all your evidence, it includes a list of consents, which can name people.',
          ),
        ).toBe(says)
      }
    })

    test('each download adds one entry to the access log for each item', async () => {
      const before = (await logged()).filter(view => view.evidence_id === policy).length
      await downloadedBy(library.lead, { item: 'joining-without-barriers' })
      expect((await logged()).filter(view => view.evidence_id === policy).length).toBe(before + 1)
      await library.lead.open(`/evidence/${policy}`)
      expect(library.lead.text).toContain('Downloaded the evidence')
    })

    test('the ZIP leaves out evidence whose consent is not recorded, and says how many items', async () => {
      const shown = await added(library.lead, { title: 'Faces at the door', kind: 'event', note: 'A picture.' })
      await service.database.transaction(trx =>
        trx('evidence')
          .where({ id: shown })
          .update({ kind: 'photo people', panel_until: null })
          .then(() => undefined),
      )
      const before = (await logged()).length
      const entries = await downloadedBy(library.lead)
      expect(entries.get('index.html')!.toString()).toContain(
        'We left out 1 item because someone shown or quoted has not given consent, or has withdrawn consent.',
      )
      expect(
        [...entries].filter(([, bytes]) => bytes.includes('Faces at the door') || bytes.includes('A picture.')),
      ).toEqual([])
      expect((await logged()).slice(before).map(view => view.evidence_id)).not.toContain(shown)
      await service.database.transaction(trx =>
        trx('evidence')
          .where({ id: shown })
          .update({ removed_at: service.clock.now() })
          .then(() => undefined),
      )
    })

    test('evidence that shows people is in the ZIP only while all of them consent', async () => {
      const shown = await added(library.lead, {
        title: 'Robin at the door',
        kind: 'letter',
        showsPeople: 'yes',
        note: 'What Robin said.',
      })
      const record = async (person: string, ends: string[]) => {
        await library.lead.open(`/evidence/${shown}/consents/new`)
        const [year = '', month = '', day = ''] = ends
        await library.lead.press('Record consent', {
          person,
          uses: ['panel'],
          language: 'en',
          wording: 'Version 2',
          heldBy: 'Manager',
          heldWhere: 'Cabinet',
          'givenOn-day': '10',
          'givenOn-month': '1',
          'givenOn-year': '2027',
          'expiresOn-day': day,
          'expiresOn-month': month,
          'expiresOn-year': year,
        } as never)
        expect([library.lead.status, library.lead.errors]).toEqual([200, []])
      }
      const includedAndNote = async () => {
        const entries = await downloadedBy(library.lead, { kind: 'letter' })
        const index = entries.get('index.html')!.toString()
        return [
          [...entries.values()].some(bytes => bytes.includes('Robin') || bytes.includes('R-3')),
          ...(/We left out \d+ items? [^<]*/.exec(index) ?? ['nothing left out']),
        ]
      }
      expect(await includedAndNote()).toEqual([
        false,
        'We left out 1 item because someone shown or quoted has not given consent, or has withdrawn consent.',
      ])
      await record('R-3', [])
      await record('Robin', ['2027', '3', '1'])
      expect(await includedAndNote()).toEqual([true, 'nothing left out'])
      await service.database.transaction(async trx => {
        await trx('consents')
          .where({ evidence_id: shown, person: 'Robin' })
          .update({ expires_on: '2027-02-28' as Day })
        await trx('evidence')
          .where({ id: shown })
          .update({ panel_until: '2027-02-28' as Day })
      })
      expect(await includedAndNote()).toEqual([false, 'We left out 1 item because someone’s consent for it has ended.'])
      await record('Robin', [])
      expect(await includedAndNote()).toEqual([true, 'nothing left out'])
      await library.lead.open(`/evidence/${shown}/consents`)
      await library.lead.follow('Withdraw consent R-3')
      await library.lead.press('Withdraw consent')
      expect(await includedAndNote()).toEqual([
        false,
        'We left out 1 item because someone shown or quoted has not given consent, or has withdrawn consent.',
      ])
    })

    test.each([
      ['whose consent is withdrawn', '2030-01-01', { panel_until: null }, 'no consent'],
      ['whose consent without an end date is withdrawn', '9999-12-31', { panel_until: null }, 'no consent'],
      ['that is removed', '9999-12-31', { removed_at: '2027-01-01T00:00:00.000Z' }, 'removed'],
    ] as const)(
      'the ZIP and the access log leave out evidence %s during the download',
      async (_, until, change, reason) => {
        const ids = [
          await added(library.lead, { title: 'First one', kind: 'recording', note: 'First words.' }),
          await added(library.lead, { title: 'Second one', kind: 'recording', note: 'Second words.' }),
        ]
        await service.database.transaction(trx =>
          trx('evidence')
            .whereIn('id', ids)
            .update({ panel_until: until as Day })
            .then(() => undefined),
        )
        const { write, clock } = service.parts
        const actor = memberAs('lead')
        const zip = {
          add: async () =>
            write(theService, ({ trx }) =>
              trx('evidence')
                .where({ id: ids[1]! })
                .update(change as never)
                .then(() => undefined),
            ),
        } as unknown as ZipStream
        const filter = { kind: 'recording', itemId: null, branchId: null, ids: null } as const
        const choice = { t: translator('en'), actor, organisation: library, filter, until: clock.now() }
        const before = (await logged()).length
        const exported = await exportEvidence(service.parts, choice, zip)
        expect(exported.map(({ notes, leftOut }) => [notes, leftOut])).toEqual([
          ['evidence-0001/notes.txt', null],
          [null, reason],
        ])
        expect((await logged()).slice(before).map(view => view.evidence_id)).toEqual([ids[0]])
        await service.database.transaction(trx =>
          trx('evidence')
            .whereIn('id', ids)
            .update({ removed_at: clock.now() })
            .then(() => undefined),
        )
      },
    )

    test('a download is cut off if the person leaves the library while it is being sent', async () => {
      const names = ['First of two', 'Second of two']
      for (const title of names) await added(library.contributor, { title, kind: 'recording', note: 'Words.' })
      const { write, clock } = service.parts
      const actor = memberAs('contributor')
      const change = (ended: boolean) =>
        write(theService, async ({ trx }) => {
          await trx('memberships')
            .where({ person_id: actor.id, organisation_id: library.id })
            .update({ ended_at: ended ? clock.now() : null })
        })
      const sent: string[] = []
      const zip = {
        add: async (name: string) => {
          sent.push(name)
          await change(true)
        },
      } as unknown as ZipStream
      const filter = { kind: 'recording', itemId: null, branchId: null, ids: null } as const
      const choice = { t: translator('en'), actor, organisation: library, filter, until: clock.now() }
      await expect(exportEvidence(service.parts, choice, zip)).rejects.toThrow(NotFound)
      expect(sent).toEqual(['evidence-0001/notes.txt'])
      await change(false)
    })

    test('a lead who becomes an observer while a download is being sent no longer gets the consents', async () => {
      const { db, write, clock } = service.parts
      await added(library.lead, { title: 'Sent slowly', kind: 'recording', note: 'Words.' })
      const shown = await added(library.lead, { title: 'A portrait', kind: 'photo' })
      await aConsent(service, shown, library.lead)
      const change = (membership: { role?: 'lead' | 'observer'; ended_at?: Instant | null }) =>
        write(theService, async ({ trx }) => {
          await trx('memberships').where({ person_id: library.lead.id, organisation_id: library.id }).update(membership)
        })
      const zip = { add: () => change({ role: 'observer' }) } as unknown as ZipStream
      const filter = { kind: 'recording', itemId: null, branchId: null, ids: null } as const
      const choice = { t: translator('en'), actor: memberAs('lead'), organisation: library, filter, until: clock.now() }
      const consentsOf = async () => (await recordsToExport(db, choice)).consents.map(({ evidenceId }) => evidenceId)
      expect(await consentsOf()).toContain(shown)
      await exportEvidence(service.parts, choice, zip)
      expect(await consentsOf()).toEqual([])
      await change({ role: 'lead', ended_at: clock.now() })
      await expect(recordsToExport(db, choice)).rejects.toThrow(NotFound)
      await change({ ended_at: null })
      expect(await consentsOf()).toContain(shown)
    })

    test('a file that is removed or hidden while a download is being sent is left out', async () => {
      const ids: string[] = []
      for (const title of ['First of three', 'Second of three', 'Third of three'])
        ids.push(await added(library.lead, { title, kind: 'photo', files: [{ name: 'names.pdf', content: pdf }] }))
      const [, second, third] = ids
      const { write, clock } = service.parts
      const actor = memberAs('contributor')
      const sent: string[] = []
      const zip = {
        add: async (name: string) => {
          sent.push(name)
          await write(theService, async ({ trx }) => {
            await trx('evidence_files').where({ evidence_id: second! }).update({ removed_at: clock.now() })
            await trx('evidence_files').where({ evidence_id: third! }).update({ to_redact_at: clock.now() })
          })
        },
      } as unknown as ZipStream
      const filter = { kind: 'photo', itemId: null, branchId: null, ids } as const
      const choice = { t: translator('en'), actor, organisation: library, filter, until: clock.now() }
      const exported = await exportEvidence(service.parts, choice, zip)
      expect([sent, exported.map(({ files, leftOut }) => [files.length, leftOut])]).toEqual([
        ['evidence-0001/01-names.pdf'],
        [
          [1, null],
          [0, null],
          [0, null],
        ],
      ])
    })

    test('the index of a large download lists its evidence in order', async () => {
      const at = service.clock.now()
      await service.database.transaction(trx =>
        trx
          .batchInsert(
            'evidence',
            Array.from({ length: 230 }, (_, place) => ({
              id: `${'a'.repeat(17)}${(place + 100).toString().replace(/\d/g, digit => 'abcdefghij'[Number(digit)]!)}`,
              organisation_id: library.id,
              title: `Piece ${place}`,
              kind: 'stock',
              summary: '',
              period_from: null,
              period_to: null,
              language: 'en',
              sensitivity: 'ordinary',
              owner_id: library.lead.id,
              received_at: at,
              removed_at: null,
              version: 1,
            })),
            50,
          )
          .then(() => undefined),
      )
      const table = (await downloadedBy(library.lead, { kind: 'stock' }))
        .get('index.csv')!
        .toString()
        .trim()
        .split('\r\n')
        .slice(1)
      expect(table.map(row => row.split(',').slice(0, 2).join())).toEqual(
        Array.from({ length: 230 }, (_, place) => `${place + 1},Piece ${place}`),
      )
    })
  })

  describe('a file that is damaged, missing or not checked', () => {
    test.each([
      ['missing', (path: string) => unlink(path), 'not included because the file is missing', []],
      [
        'shorter than it was',
        async (path: string) => truncate(path, (await stat(path)).size - 3),
        'damaged: it does not match the file that was uploaded',
        ['evidence-0001/01-n.csv'],
      ],
    ] as const)(
      'a file that is %s is marked in the index, and does not stop the download',
      async (name, damage, said, there) => {
        const id = await added(library.lead, {
          title: `Numbers, ${name}`,
          kind: 'statistic',
          files: [{ name: 'n.csv', content: numbers }],
        })
        const path = await pathOf(await fileOf(id))
        await damage(path)
        const entries = await downloadedBy(library.lead, { kind: 'statistic' })
        expect([...entries.keys()]).toEqual([...there, 'index.html', 'index.css', 'index.csv'])
        expect(entries.get('index.html')!.toString()).toContain(said)
        await service.database.transaction(trx =>
          trx('evidence')
            .where({ id })
            .update({ removed_at: service.clock.now() })
            .then(() => undefined),
        )
      },
    )

    test('a file that the virus scanner has not checked is left out', async () => {
      const id = await added(library.lead, {
        title: 'Just arrived',
        kind: 'statistic',
        files: [{ name: 'n.csv', content: numbers }],
      })
      await service.database.transaction(trx =>
        trx('evidence_files')
          .where({ evidence_id: id })
          .update({ state: 'scanning' })
          .then(() => undefined),
      )
      const entries = await downloadedBy(library.lead, { kind: 'statistic' })
      expect([
        [...entries.keys()],
        entries.get('index.html')!.toString().includes('still waiting for a virus check'),
      ]).toEqual([['index.html', 'index.css', 'index.csv'], true])
    })
  })

  describe('the download form', () => {
    test('a download needs the password, and nothing is sent or recorded without it', async () => {
      const before = (await logged()).length
      await library.contributor.open(`${address()}?kind=policy`)
      expect(library.contributor.valueOf('kind')).toBe('policy')
      for (const [typed, error] of [
        ['', 'Enter your password'],
        ['not my password at all', 'That is not your password. Try again'],
        [`${password} `, 'That is not your password. Try again'],
      ] as const) {
        await library.contributor.press('Download evidence', { password: typed })
        expect([
          library.contributor.status,
          library.contributor.errors,
          library.contributor.valueOf('password'),
        ]).toEqual([422, [error], ''])
      }
      expect(library.contributor.valueOf('kind')).toBe('policy')
      expect((await logged()).length).toBe(before)
    })

    test('the form refuses an unknown selection, and several values where one is expected', async () => {
      for (const [field, typed] of [
        ['kind', 'never'],
        ['item', 'never'],
        ['branch', other.branches[0]!.id],
        ['item', ['a', 'b']],
        ['branch', '?'],
      ] as const) {
        await library.lead.send(address(), { password, [field]: typed })
        expect([typed, library.lead.status, library.lead.errors.length]).toEqual([typed, 422, 1])
      }
      await library.lead.send(address(), { password: ['a', 'b'] })
      expect(library.lead.status).toBe(422)
    })

    test('a person can download ten times an hour, and a refused form keeps the choices', async () => {
      await service.database.writer('limit_counters').delete()
      const asks = async (actor: Known, typed: Record<string, string> = {}) => {
        await actor.send(address(), { password, kind: 'event', ...typed })
        return actor.status
      }
      for (let time = 1; time <= 10; time += 1) {
        if (time === 5) expect(await asks(library.lead, { password: 'not my password at all' })).toBe(422)
        expect([time, await asks(library.lead)]).toEqual([time, 200])
      }
      const before = (await logged()).length
      expect(await asks(library.lead)).toBe(429)
      expect([
        library.lead.errors,
        library.lead.valueOf('kind'),
        library.lead.valueOf('password'),
        Number(library.lead.headers['retry-after']) > 0,
        (await logged()).length,
      ]).toEqual([['You have downloaded evidence 10 times in an hour. Try again later'], 'event', '', true, before])
      expect([await asks(library.lead, { password: 'not my password at all' }), library.lead.errors]).toEqual([
        422,
        ['That is not your password. Try again'],
      ])
      expect(await asks(library.contributor)).toBe(200)
    })

    test('only members of the library can open the form', async () => {
      const outsiders = [
        [other.lead, 404],
        [await aSignedInPerson(service, 'A coordinator', ['coordinator']), 403],
        [await aSignedInPerson(service, 'An appraiser', ['appraiser']), 404],
      ] as const
      for (const [actor, status] of outsiders) {
        await actor.open(address())
        expect(actor.status).toBe(status)
        await actor.send(address(), { password })
        expect(actor.status).toBe(status)
      }
    })
  })
})
