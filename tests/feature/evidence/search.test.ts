import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { evidenceMatchingAll, searchText } from '../../../src/db/full-text.ts'
import type { Row } from '../../../src/db/tables.ts'
import { addDays, addMinutes, instant, type Day } from '../../../src/domain/time.ts'
import { indexAllEvidence } from '../../../src/modules/evidence/search-index/search-index.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anOrganisation,
  aPersonWho,
  anItemOfEvidence,
  signedIn,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { publishedFramework } from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

interface Holding {
  row?: Partial<Row<'evidence'>>
  items?: string[]
  branch?: string
  note?: string
  file?: string
  caption?: string
  alternative?: string
}

eachDatabase('the list of evidence', engine => {
  let service: Service
  let organisation: AnOrganisation
  let people: Record<'lead' | 'contributor' | 'observer', APerson>
  let at: Record<'lead' | 'contributor' | 'observer', Visitor>
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    organisation = await anOrganisation(service)
    const member = (name: string, role: keyof typeof people) =>
      aPersonWho(service, { name, member: [[organisation, role]] })
    people = {
      lead: await member('Marian Tull', 'lead'),
      contributor: await member('Ifan Prys', 'contributor'),
      observer: await member('Vera Stone', 'observer'),
    }
    at = {
      lead: await signedIn(service, people.lead),
      contributor: await signedIn(service, people.contributor),
      observer: await signedIn(service, people.observer),
    }
  })
  afterAll(() => service.end())

  async function addEvidence(
    owner: APerson,
    title: string,
    { row = {}, items = [], branch, note, file, caption = '', alternative = '' }: Holding = {},
    on = organisation,
  ): Promise<string> {
    const [id, db, now] = [
      await anItemOfEvidence(service, on, owner, { title, items }),
      service.database.writer,
      service.clock.now(),
    ]
    if (Object.keys(row).length > 0) await db('evidence').where({ id }).update(row)
    if (branch) await db('evidence_branches').insert({ evidence_id: id, branch_id: branch })
    if (note)
      await db('evidence_notes').insert({
        id: newId(),
        evidence_id: id,
        body: note,
        written_by: owner.id,
        written_at: now,
      })
    if (file)
      await db('evidence_files').insert({
        id: newId(),
        evidence_id: id,
        name: file,
        type: 'image/png',
        size: 10,
        sha256: '0'.repeat(64),
        state: 'ready',
        scanned_by: 'none',
        scanned_at: now,
        uploaded_by: owner.id,
        uploaded_at: now,
        replaces_id: null,
        removed_at: null,
        caption,
        alternative,
        pages: null,
        drawn: null,
      })
    return id
  }
  const index = () => indexAllEvidence(service.parts)
  const list = (query: Record<string, string> = {}, on = organisation) =>
    `/organisations/${on.id}/evidence?${new URLSearchParams(query).toString()}`
  /** Searches, and returns the titles in the order shown. */
  async function found(actor: Visitor, query: Record<string, string>): Promise<string[]> {
    await actor.open(list(query))
    expect([actor.status, actor.errors]).toEqual([200, []])
    return actor
      .$('.los-evidence h3, .los-compare th[scope=row]')
      .toArray()
      .map(each => actor.$(each).find('a').first().text().trim())
  }

  describe('a search by words', () => {
    beforeAll(async () => {
      await addEvidence(people.lead, 'Café Ŵyn: paned a sgwrs yn Llanrŵst')
      await addEvidence(people.lead, 'Вечір казок: Олена Їжакевич читає')
      await addEvidence(people.lead, 'لقاء مع أحمد إبراهيم')
      await addEvidence(people.lead, 'ምሸት ንባብ ምስ ሠላም ገብረህይወት')
      await addEvidence(people.lead, 'Joining policy', {
        note: 'Counted at the desk: seventeen families',
        row: { summary: 'No proof of address is asked for' },
      })
      await addEvidence(people.lead, 'Entrance', {
        file: 'O’Brien–willkommen_plakat.png',
        caption: 'Our signpost',
        alternative: 'A board in nine languages',
      })
      await index()
    })

    test.each([
      ['cafe wyn', 'Café Ŵyn: paned a sgwrs yn Llanrŵst'],
      ['LLANRWST', 'Café Ŵyn: paned a sgwrs yn Llanrŵst'],
      ['їжак', 'Вечір казок: Олена Їжакевич читає'],
      ['олена казок', 'Вечір казок: Олена Їжакевич читає'],
      ['احمد', 'لقاء مع أحمد إبراهيم'],
      ['ابراهيم أحمد', 'لقاء مع أحمد إبراهيم'],
      ['ሰላም', 'ምሸት ንባብ ምስ ሠላም ገብረህይወት'],
      ['ገብረ', 'ምሸት ንባብ ምስ ሠላም ገብረህይወት'],
      ['seventeen', 'Joining policy'],
      ['famil', 'Joining policy'],
      ['proof policy', 'Joining policy'],
      ['obrien', 'Entrance'],
      ["o'brien", 'Entrance'],
      ['plakat', 'Entrance'],
      ['signpost', 'Entrance'],
      ['nine lang', 'Entrance'],
    ])('the search “%s” finds %s', async (search, title) => {
      expect(await found(at.lead, { search })).toEqual([title])
    })

    test('without evidence for a criterion, the list links to a form to add some, except for observers', async () => {
      expect(await found(at.contributor, { item: 'visible-welcome' })).toEqual([])
      await at.contributor.follow('Add evidence for E3')
      expect(at.contributor.valueOf('items')).toBe('visible-welcome')
      expect([
        await found(at.observer, { item: 'visible-welcome' }),
        at.observer.links
          .filter(({ text }) => /^Add evidence for|^Show all evidence$/.test(text))
          .map(({ text }) => text),
      ]).toEqual([[], ['Show all evidence']])
    })

    test.each(['rian', 'policy seventy', 'j', '日本'])(
      'the search “%s” finds nothing, and the page links to all evidence',
      async search => {
        expect(await found(at.lead, { search })).toEqual([])
        expect(at.lead.text).toContain(`No evidence matches “${search}”`)
        await at.lead.open(at.lead.links.find(({ text }) => text === 'Show all evidence')!.href)
        expect(at.lead.text).toContain('6 items, most recently added first')
      },
    )

    test('a search finds long words in rare scripts, and a letter keeps at most 30 combining marks', async () => {
      const [adlam, pile] = [`a${'\u{1e922}'.repeat(40)}`, `a${'\u0301'.repeat(400)}${'\u0316'.repeat(400)}`]
      await at.lead.open(`/organisations/${organisation.id}/evidence/new`)
      await at.lead.press('Add evidence', { title: adlam, kind: 'policy', summary: pile, note: `${adlam} ${pile}` })
      expect([at.lead.errors, await found(at.lead, { search: adlam })]).toEqual([[], [adlam]])
      expect(await service.database.db('evidence').where({ title: adlam }).pluck('summary')).toEqual([
        `a${'\u0301'.repeat(30)}`,
      ])
      await service.database.writer('evidence').where({ title: adlam }).update({ removed_at: service.clock.now() })
    })

    test('the list links to the same search for partners, and to the other pages about evidence', async () => {
      await found(at.lead, { search: 'zoë & lviv' })
      await at.lead.follow('Search partners for “zoë & lviv”')
      expect([at.lead.headings[0], at.lead.address.split('/').at(-1)]).toEqual([
        'Partners',
        'partners?search=zo%C3%AB+%26+lviv',
      ])
      const others = (...more: string[]) => [
        'Regular evidence',
        'Partners',
        ...more,
        'Evidence by branch',
        'Is your evidence up to date?',
        'Download evidence',
      ]
      const related = async (actor: typeof at.lead) => {
        await found(actor, {})
        return actor
          .$('main nav[aria-label="More about your evidence"] a')
          .map((_, link) => actor.$(link).text())
          .get()
      }
      expect([await related(at.lead), await related(at.contributor), await related(at.observer)]).toEqual([
        ['Evidence inbox', ...others('Consents to check'), 'Removed evidence'],
        others('Consents to check'),
        others(),
      ])
      expect(at.lead.$('main nav details a').first().text()).toBe('Partners')
      for (const actor of [at.lead, at.contributor, at.observer]) {
        await found(actor, {})
        for (const link of actor
          .$('main nav a')
          .map((_, each) => actor.$(each).attr('href')!)
          .get())
          expect([link, (await actor.open(link), actor.status)]).toEqual([link, 200])
      }
    })

    test('unusual searches and filters cause no server error, even if they look like commands', async () => {
      const texts = [
        '"',
        '""',
        '"policy',
        'policy"',
        "'",
        "''",
        'policy*',
        '*',
        'NEAR(policy, 5)',
        'policy AND',
        'OR',
        'NOT policy',
        'words:policy',
        '{words}',
        '-policy',
        '^policy',
        '(',
        ')',
        'policy & ! | :*',
        '\\',
        '%',
        '_',
        '·k',
        '·spolicy',
        'a'.repeat(200),
        'policy '.repeat(28),
        '\u0301',
        '\ud800',
        '👋🏽',
        'ﷺ',
        '½',
        '\u202epolicy',
        'po\u0000licy',
      ]
      for (const search of texts) {
        await at.lead.open(list({ search }))
        expect([search, at.lead.status]).toEqual([search, 200])
      }
      await at.lead.open(list({ search: '"*" !' }))
      expect(at.lead.text).toContain('Enter at least one letter or number.')
      for (const query of [
        'search[]=policy&search[a]=b',
        'search=a&search=b',
        'search=%00',
        'kind[]=policy',
        'place=-1&search=policy',
        'place=1e400&search=policy',
        `place=${'9'.repeat(30)}&search=policy`,
        'order=sideways',
        `year=${'1'.repeat(300)}`,
      ]) {
        await at.lead.open(`/organisations/${organisation.id}/evidence?${query}`)
        expect([query, at.lead.status]).toEqual([query, 200])
      }
      expect((await at.lead.open(list({ search: 'a'.repeat(100_000) }))).status).toBe(431)
      expect(service.logged.filter(line => line.includes('a bug'))).toEqual([])
    })
  })

  test('changed evidence is found by its new words, and no longer by its old words', async () => {
    const titled = async (press: string, title: string, more = {}) => {
      await at.contributor.press(press, { title, kind: 'policy', ...more })
      expect([at.contributor.status, at.contributor.errors]).toEqual([200, []])
    }
    await at.contributor.open(`/organisations/${organisation.id}/evidence/new`)
    await titled('Add evidence', 'Rhubarb morning', { note: 'Seen by a visitor' })
    expect(await found(at.observer, { search: 'rhub' })).toEqual(['Rhubarb morning'])
    await at.contributor.open(at.contributor.address)
    await at.contributor.open(at.contributor.links.find(({ href }) => href.endsWith('/edit'))!.href)
    await titled('Save', 'Gooseberry morning')
    expect([await found(at.observer, { search: 'rhub' }), await found(at.observer, { search: 'goose' })]).toEqual([
      [],
      ['Gooseberry morning'],
    ])
  })

  test('a search shows no trace of another library’s evidence, or of evidence the reader cannot open', async () => {
    await addEvidence(people.lead, 'Heron ordinary')
    await addEvidence(people.lead, 'Heron of the lead', { row: { sensitivity: 'restricted' } })
    await addEvidence(people.contributor, 'Heron of the contributor', { row: { sensitivity: 'restricted' } })
    const elsewhere = await anOrganisation(service, { name: 'Marrowdale Libraries' })
    const both = await signedIn(
      service,
      await aPersonWho(service, {
        name: 'Noor Bell',
        member: [
          [organisation, 'observer'],
          [elsewhere, 'lead'],
        ],
      }),
    )
    await addEvidence(people.lead, 'Heron elsewhere', {}, elsewhere)
    await index()
    const heronsFoundBy = async (actor: Visitor) => [
      ...(await found(actor, { search: 'heron' })).toSorted(),
      actor.$('.los-found').text(),
    ]
    expect(await heronsFoundBy(at.lead)).toEqual([
      'Heron of the contributor',
      'Heron of the lead',
      'Heron ordinary',
      '3 items, most recently added first',
    ])
    expect(await heronsFoundBy(at.contributor)).toEqual([
      'Heron of the contributor',
      'Heron ordinary',
      '2 items, most recently added first',
    ])
    expect(await heronsFoundBy(at.observer)).toEqual(['Heron ordinary', '1 item'])
    expect(await heronsFoundBy(both)).toEqual(['Heron ordinary', '1 item'])
    await both.open(list({ search: 'heron' }, elsewhere))
    expect([both.text.includes('Heron elsewhere'), both.$('.los-found').text()]).toEqual([true, '1 item'])

    // The page must be the same as for a word that no evidence contains.
    const page = async (actor: Visitor, search: string) =>
      (await actor.open(list({ search, kind: 'policy' }))).html
        .replaceAll(search, '…')
        .replaceAll(encodeURIComponent(search).replaceAll('%20', '+'), '…')
    expect(await page(at.observer, 'heron of')).toBe(await page(at.observer, 'heronx yz'))
    expect(await page(at.lead, 'heron of')).not.toBe(await page(at.lead, 'heronx yz'))
    expect([at.lead.$('#open').length, at.observer.$('#open').length]).toEqual([1, 0])
  })

  test('the list can be filtered with and without a search, and each filter can be removed', async () => {
    const day = (text: string) => text as Day
    const today = day('2027-03-01')
    await addEvidence(people.lead, 'Otter A', {
      items: ['staff-training'],
      branch: organisation.branches[0]!,
      row: { kind: 'event', period_from: day('2024-11-01'), period_to: day('2026-01-31'), language: 'cy' },
    })
    await addEvidence(people.contributor, 'Otter B', {
      branch: organisation.branches[1]!,
      row: { period_from: null, period_to: null, to_complete: 1 },
    })
    await addEvidence(people.lead, 'Otter C', {
      row: {
        sensitivity: 'restricted',
        expires_on: addDays(today, -1),
        period_from: day('2021-02-01'),
        period_to: day('2021-02-01'),
      },
    })
    for (const [name, expires] of [
      ['D', today],
      ['E', '2027-02-28'],
      ['F', '2026-12-31'],
      ['G', '1987-05-05'],
      ['H', '2028-01-01'],
    ] as const) {
      await addEvidence(people.lead, `Otter ${name}`, {
        row: { expires_on: day(expires), period_from: day('2022-01-01'), period_to: day('2022-12-31') },
      })
    }
    for (const [name, until] of [
      ['I', null],
      ['J', addDays(today, -1)],
      ['K', today],
    ] as const) {
      await addEvidence(people.lead, `Otter ${name}`, {
        row: { kind: 'photo people', panel_until: until, period_from: null, period_to: null },
      })
    }
    await index()
    const ottersFound = async (choice: Record<string, string>) =>
      (await found(at.lead, { search: 'otter', ...choice }))
        .map(title => title.replace('Otter ', ''))
        .toSorted()
        .join('')
    expect([
      await ottersFound({}),
      await ottersFound({ item: 'staff-training' }),
      await ottersFound({ branch: organisation.branches[0]! }),
      await ottersFound({ year: '2025' }),
      await ottersFound({ year: '2021' }),
      await ottersFound({ year: 'none' }),
      await ottersFound({ kind: 'event' }),
      await ottersFound({ state: 'to complete' }),
      await ottersFound({ state: 'expired' }),
      await ottersFound({ state: 'current' }),
      await ottersFound({ owner: people.contributor.id }),
      await ottersFound({ language: 'cy' }),
      await ottersFound({ open: 'restricted' }),
      await ottersFound({ kind: 'event', state: 'expired' }),
      await ottersFound({ kind: 'nonsense' }),
      await ottersFound({ year: '2022', state: 'expired' }),
      await ottersFound({ state: 'needs consent' }),
      await ottersFound({ state: 'needs consent', kind: 'event' }),
    ]).toEqual([
      'ABCDEFGHIJK',
      'A',
      'ACDEFGHIJK',
      'A',
      'C',
      'BIJK',
      'A',
      'B',
      'CEFG',
      'ADHIJK',
      'B',
      'A',
      'C',
      '',
      'ABCDEFGHIJK',
      'EFG',
      'IJ',
      '',
    ])
    expect((await found(at.lead, { state: 'expired' })).toSorted()).toEqual([
      'Otter C',
      'Otter E',
      'Otter F',
      'Otter G',
    ])
    expect(await found(at.lead, { language: 'cy' })).toEqual(['Otter A'])
    expect((await found(at.lead, { state: 'needs consent' })).toSorted()).toEqual(['Otter I', 'Otter J'])
    const shown = [/Needs consent/g, /Consent ended on/g].map(words => at.lead.text.match(words)?.length)
    // One “Needs consent” is in the filter, and one is beside an item.
    expect([at.lead.$('.los-found').text(), ...shown]).toEqual(['2 items, most recently added first', 2, 1])

    await at.lead.open(list({ search: 'otter', kind: 'event', state: 'expired', order: 'oldest' }))
    expect([
      at.lead.valueOf('search'),
      at.lead.valueOf('kind'),
      at.lead.valueOf('state'),
      at.lead.valueOf('order'),
    ]).toEqual(['otter', 'event', 'expired', 'oldest'])
    expect([
      at.lead.$('.los-search summary').text().trim(),
      at.lead.text.includes('No evidence matches “otter”'),
    ]).toEqual(['Filter (2 selected)', true])
    for (const [text, answer] of [
      ['Remove filter “Event”', '4 items, in the order they were added'],
      ['Remove filter “Expired”', '11 items, in the order they were added'],
    ]) {
      await at.lead.open(at.lead.links.find(link => link.text === text)!.href)
      expect(at.lead.$('.los-found').text()).toBe(answer)
      if (text === 'Remove filter “Event”')
        expect(at.lead.links.filter(link => link.text.startsWith('Remove filter “')).map(link => link.text)).toEqual([
          'Remove filter “Expired”',
        ])
    }
  })

  describe('a long list', () => {
    const titles = Array.from({ length: 123 }, (_, index) => `Kestrel ${String(index).padStart(3, '0')}`)
    let long: AnOrganisation
    beforeAll(async () => {
      long = await anOrganisation(service, { name: 'Longshelf Libraries' })
      await service.database.writer('memberships').insert({
        id: newId(),
        person_id: people.lead.id,
        organisation_id: long.id,
        role: 'lead',
        started_at: service.clock.now(),
        readers_confirmed_at: service.clock.now(),
        ended_at: null,
      })
      // Some items have the same time, as after a quick upload.
      for (const [index, title] of titles.entries())
        await addEvidence(
          people.lead,
          title,
          { row: { received_at: addMinutes(instant('2027-01-01T09:00:00Z'), Math.floor(index / 4)) } },
          long,
        )
      await index()
    })

    test.each([
      ['kestrel', 'newest'],
      ['kestrel', 'oldest'],
      ['', 'newest'],
      ['', 'oldest'],
    ])('each item is on exactly one page of the search “%s”, %s first', async (search, order) => {
      const seen: string[] = []
      const pages: number[] = []
      let next: string | undefined = list({ ...(search ? { search } : {}), order }, long)
      while (next) {
        await at.lead.open(next)
        expect([at.lead.status, at.lead.$('.los-found').text()]).toEqual([
          200,
          `More than 100 items, ${order === 'newest' ? 'most recently added first' : 'in the order they were added'}`,
        ])
        const lines = at.lead
          .$('.los-compare th[scope=row] a')
          .toArray()
          .map(each => at.lead.$(each).text())
        pages.push(lines.length)
        seen.push(...lines)
        next = at.lead.$('a[rel=next]').attr('href')
        if (next) expect(new URLSearchParams(next.split('?')[1]).get('search') ?? '').toBe(search)
      }
      expect(pages).toEqual([50, 50, 23])
      const minutes = seen.map(title => Math.floor(Number(title.slice(-3)) / 4))
      expect(minutes).toEqual(minutes.toSorted((a, b) => (order === 'newest' ? b - a : a - b)))
      expect(seen.toSorted()).toEqual(titles)
    })

    test('a search keeps its order when a word occurs in more than 1,000 items', async () => {
      const db = service.database.writer
      const [pattern] = await db('evidence').where({ organisation_id: long.id }).limit(1)
      const number = (index: number) => `Osprey ${String(index).padStart(4, '0')}`
      const many = Array.from({ length: 1_050 }, (_, index) => ({
        ...pattern!,
        id: newId(),
        title: number(index),
        received_at: addMinutes(instant('2027-02-01T09:00:00Z'), index),
      }))
      for (let from = 0; from < many.length; from += 50) await db('evidence').insert(many.slice(from, from + 50))
      await index()
      for (const [order, first] of [
        ['newest', 1_049],
        ['oldest', 0],
      ] as const) {
        const step = order === 'newest' ? -1 : 1
        const pages: string[][] = []
        await at.lead.open(list({ search: 'ospr', order }, long))
        for (let page = 0; page < 2; page += 1) {
          if (page > 0) await at.lead.open(at.lead.$('a[rel=next]').attr('href')!)
          pages.push(
            at.lead
              .$('.los-compare th[scope=row] a')
              .toArray()
              .map(each => at.lead.$(each).text()),
          )
        }
        expect(pages.flat()).toEqual(Array.from({ length: 100 }, (_, place) => number(first + step * place)))
      }
    })

    test('an observer’s search shows the same, however much evidence with withdrawn consent matches it', async () => {
      const shelf = await anOrganisation(service, { name: 'Quietshelf Libraries' })
      const observer = await signedIn(service, await aPersonWho(service, { member: [[shelf, 'observer']] }))
      const lead = await signedIn(service, await aPersonWho(service, { member: [[shelf, 'lead']] }))
      const add = async (count: number, row: Partial<Row<'evidence'>>) => {
        const first = await addEvidence(people.lead, 'Plover', {}, shelf)
        const pattern = (await service.database.writer('evidence').where({ id: first }).first())!
        await service.database
          .writer('evidence')
          .where({ id: first })
          .update({ ...pattern, ...row })
        const more = Array.from({ length: count - 1 }, (_, index) => ({
          ...pattern,
          id: newId(),
          title: `Plover ${index}`,
          received_at: addMinutes(instant('2027-02-01T09:00:00Z'), index * 3),
          ...row,
        }))
        for (let from = 0; from < more.length; from += 50)
          await service.database.writer('evidence').insert(more.slice(from, from + 50))
        await index()
      }
      const pages = async () => {
        const seen: string[] = []
        for (const order of ['newest', 'oldest'])
          for (const search of ['plov', 'plover 1', ''])
            for (let next: string | undefined = list({ search, order }, shelf); next;) {
              seen.push((await observer.open(next)).html)
              next = observer.$('a[rel=next]').attr('href')
            }
        return [...seen, (await observer.open('/search?q=plover')).html]
      }
      await add(70, {})
      const before = await pages()
      expect([before.length, before[0]!.includes('70 items')]).toEqual([11, true])
      await add(1_050, { title: 'Plover 1 hidden', consent_withdrawn: 1 })
      expect(await pages()).toEqual(before)
      await lead.open(list({ search: 'plov' }, shelf))
      expect(lead.$('.los-found').text()).toBe('More than 100 items, most recently added first')
    })

    test('a search has the same results with every query strategy', async () => {
      const wanted = searchText(service.parts.db, [[[{ word: 'kestr', begins: true }]]])
      const foundBy = async (direction: 'asc' | 'desc', most: { near: number; few: number }) => {
        const [ids, reads]: [string[], number[]] = [[], []]
        for (let beyond: number | null = null; reads.at(-1) !== 0;) {
          const rows: { id: string; place: number }[] = await evidenceMatchingAll(
            service.parts.db,
            wanted,
            {
              narrow: query => query.select('evidence.id').where('evidence.organisation_id', long.id),
              direction,
              beyond,
              limit: 50,
            },
            most,
          )
          ids.push(...rows.map(({ id }) => id))
          reads.push(rows.length)
          beyond = Number(rows.at(-1)?.place ?? beyond)
        }
        return { ids, reads }
      }
      for (const direction of ['asc', 'desc'] as const) {
        const [near, byIndex, walked] = [
          await foundBy(direction, { near: 2_000, few: 10_000 }),
          await foundBy(direction, { near: 3, few: 10_000 }),
          await foundBy(direction, { near: 3, few: 5 }),
        ]
        expect([near!.reads, new Set(near!.ids).size]).toEqual([[50, 50, 23, 0], 123])
        expect([byIndex, walked]).toEqual([near, near])
      }
    })

    test('on SQLite, every step of a search uses an index, without sorting', async () => {
      // PostgreSQL’s query plan depends on the number of rows, so it is not tested.
      if (!engine.startsWith('sqlite')) return
      const asked: { sql: string; bindings: unknown[] }[] = []
      const listen = (query: { sql: string; bindings: unknown[] }): void => void asked.push(query)
      service.database.db.on('query', listen)
      const queries: Record<string, string>[] = [
        {},
        { search: 'kestrel' },
        { search: 'kes', order: 'oldest' },
        { kind: 'policy' },
        { state: 'expired' },
        { state: 'needs consent' },
        { state: 'current' },
      ]
      for (const query of queries) await at.lead.open(list(query, long))
      service.database.db.removeListener('query', listen)
      const statements = asked.filter(
        ({ sql }) => sql.includes('evidence') && sql.startsWith('select') && sql.includes('received_at'),
      )
      expect(statements.length).toBeGreaterThan(10)
      for (const { sql, bindings } of statements) {
        const steps = (
          await service.database.db.raw<{ detail: string }[]>(`explain query plan ${sql}`, bindings as never)
        ).map(({ detail }) => detail)
        expect(
          steps.filter(
            step =>
              (/^SCAN/.test(step) && !/VIRTUAL TABLE INDEX|SCAN r$|first_drawn|CONSTANT ROW/.test(step)) ||
              step.includes('TEMP B-TREE'),
          ),
        ).toEqual([])
      }
    })
  })
})
