import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { indexAllEvidence } from '../../../src/modules/evidence/evidence.public.ts'
import { eachDatabase } from '../../support/database.ts'
import { someEvidence } from '../../support/evidence.ts'
import {
  aLibrary,
  anApplicationIn,
  aSignedInPerson,
  publishedFramework,
  type Known,
  type Library,
} from '../../support/library.ts'
import { partnerDetails } from '../../support/partners.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the search from every page', engine => {
  let service: Service
  let library: Library
  let other: Library
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
  })
  afterAll(() => service.end())

  const search = (person: Known, q: string, more = '') => person.open(`/search?q=${encodeURIComponent(q)}${more}`)
  /** The results by the heading of their group. */
  const results = ({ $ }: Known): Record<string, string[]> =>
    Object.fromEntries(
      $('main h2')
        .toArray()
        .map(heading => [
          $(heading).text().trim(),
          $(heading)
            .next()
            .find('li > a, li > strong')
            .toArray()
            .map(each => $(each).text().trim()),
        ]),
    )
  const put = async (title: string, more: Parameters<typeof someEvidence>[2] = {}, of = library) => {
    const id = await someEvidence(service, of, { title, ...more })
    await indexAllEvidence(service.parts)
    return id
  }
  const addPartner = async (name: string, of = library) => {
    await of.lead.open(`/organisations/${of.id}/partners/new`)
    await of.lead.press('Add partner', partnerDetails({ name, language: 'en', englishName: '' }) as never)
    expect(of.lead.errors).toEqual([])
  }

  test.each([
    ['portfolio', 'What counts as evidence?'],
    ['re-accreditation', 'How do I renew the award?'],
    ['reassessment', 'How do I renew the award?'],
    ['cohort', 'What happens when I submit?'],
    ['self-assessment', 'How do I write my application?'],
    ['audit', 'How do I write my application?'],
    ['committee', 'Who reads my application?'],
  ])('a search for “%s”, a word that libraries and charities use, finds help', async (word, heading) => {
    await search(library.lead, word)
    expect(results(library.lead)['Help']).toContain(heading)
  })

  test('a search for “ESOL” finds criteria', async () => {
    await search(library.lead, 'ESOL')
    expect(results(library.lead)['Criteria']?.length).toBeGreaterThan(0)
  })

  test('only people in a library are told that their library’s evidence is searched', async () => {
    const coordinator = await aSignedInPerson(service, 'A coordinator of the charity', ['coordinator'])
    const hints = []
    for (const person of [library.lead, coordinator]) {
      await person.open('/search')
      hints.push(person.$('.govuk-hint').text().trim())
    }
    expect(hints).toEqual([
      'Search the criteria, help, and your library’s evidence and partners. You can enter just the start of a word.',
      'Search the criteria and the help topics. You can enter just the start of a word.',
    ])
  })

  test('pages other than the results have a search for evidence, partners and help in their header', async () => {
    await put('Zimmer: how we welcome people')
    await addPartner('Zimmer Refugee Support')
    const { lead } = library
    for (const address of ['/home', `/organisations/${library.id}/evidence`, '/help', '/no-such-page']) {
      await lead.open(address)
      expect(lead.$('header form[role=search] input[name=q]').length).toBe(1)
    }
    await lead.open('/home')
    await lead.press('Search', { q: 'zimm' })
    expect([lead.address, lead.headings[0], lead.valueOf('q')]).toEqual(['/search?q=zimm', 'Search: zimm', 'zimm'])
    expect(results(lead)).toEqual({
      Evidence: ['Zimmer: how we welcome people'],
      Partners: ['Zimmer Refugee Support'],
    })
    expect(lead.$('header form').filter('[role=search]').length).toBe(0)
    await search(lead, 'signed out')
    expect(results(lead)).toEqual({ Help: ['Why was I signed out?', 'Cookies'] })
    await lead.follow('Why was I signed out?')
    expect(lead.address).toBe('/help#time-out'.split('#')[0])
  })

  test('a criterion in the results opens its page in the draft application, or else its evidence', async () => {
    const { lead } = library
    await search(lead, 'L1')
    const [first] = results(lead)['Criteria']!
    expect(first).toMatch(/^L1 /)
    await lead.follow(first!)
    expect([lead.status, lead.address.startsWith(`/organisations/${library.id}/evidence?item=`)]).toEqual([200, true])
    const application = await anApplicationIn(service, library, 'draft')
    await search(lead, 'L1')
    await lead.follow(first!)
    expect([lead.status, lead.address]).toEqual([200, `/applications/${application}/criteria/L1`])
    await search(library.observer, 'L1')
    await library.observer.follow(first!)
    expect(library.observer.status).toBe(200)
  })

  test('the results show a few of each kind, with a link to the full list', async () => {
    const { lead } = library
    for (const number of [1, 2, 3, 4, 5, 6, 7]) await put(`Quokka ${number}`)
    for (const number of [1, 2, 3, 4, 5, 6]) await addPartner(`Quokka partner ${number}`)
    await search(lead, 'quokka')
    expect(Object.entries(results(lead)).map(([kind, found]) => [kind, found.length])).toEqual([
      ['Evidence', 5],
      ['Partners', 5],
    ])
    await lead.follow('Show all matching evidence')
    expect([lead.address, lead.text.includes('7 items')]).toEqual([
      `/organisations/${library.id}/evidence?search=quokka`,
      true,
    ])
    await search(lead, 'quokka')
    await lead.follow('Show all matching partners')
    expect(lead.text).toContain('Quokka partner 6')
    await search(lead, 'sanctuary')
    expect(results(lead)['Criteria']!.length).toBe(5)
    await lead.follow('Show all matching criteria')
    expect([Object.keys(results(lead)), results(lead)['Criteria']!.length > 5]).toEqual([['Criteria'], true])
    await lead.follow('Search everything for “sanctuary”')
    expect(Object.keys(results(lead))).toContain('Help')
  })

  test('a search finds nothing that was removed, is in another library or is hidden from the person', async () => {
    const { lead, contributor, observer } = library
    await put('Wombat report', {}, other)
    await addPartner('Wombat Trust', other)
    await put('Wombat restricted', { sensitivity: 'restricted' })
    await put('Wombat of a contributor', { sensitivity: 'restricted', owner_id: contributor.id })
    const removed = await put('Wombat removed')
    await search(other.lead, 'wombat')
    expect(results(other.lead)).toEqual({ Evidence: ['Wombat report'], Partners: ['Wombat Trust'] })
    await search(lead, 'wombat')
    expect(results(lead)['Evidence']!.toSorted()).toEqual([
      'Wombat of a contributor',
      'Wombat removed',
      'Wombat restricted',
    ])
    await lead.open(`/evidence/${removed}/removal`)
    await lead.press('Remove evidence')
    const outsider = await aSignedInPerson(service, 'Nobody in particular')
    const coordinator = await aSignedInPerson(service, 'A coordinator', ['coordinator'])
    for (const [person, found] of [
      [lead, ['Wombat of a contributor', 'Wombat restricted']],
      [contributor, ['Wombat of a contributor']],
      [observer, undefined],
      [outsider, undefined],
      [coordinator, undefined],
    ] as const) {
      await search(person, 'wombat')
      expect([person.status, results(person)['Evidence']?.toSorted(), results(person)['Partners']]).toEqual([
        200,
        found,
        undefined,
      ])
      await search(person, 'Thornwick')
      expect(results(person)).toEqual({})
    }
    // The response for hidden evidence is the same as for evidence that does not exist.
    const responseTo = async (word: string) => {
      await search(observer, word)
      return observer.html.replaceAll(word, 'WORD')
    }
    expect(await responseTo('wombat')).toBe(await responseTo('vombat'))
  })

  test('people at the charity find criteria, the charity team’s help and a link to search organisations', async () => {
    const coordinator = await aSignedInPerson(service, 'Another coordinator', ['coordinator'])
    await search(coordinator, 'merge')
    expect(results(coordinator)).toEqual({
      Help: ['An organisation is registered twice or has closed. What can I do?'],
    })
    await coordinator.follow('Search organisations for “merge”')
    expect([coordinator.status, coordinator.address]).toEqual([200, '/organisations?name=merge'])
    for (const code of ['L1', 'F5']) {
      await search(coordinator, code) // only renewals ask for item F5
      await coordinator.follow(results(coordinator)['Criteria']![0]!)
      expect([coordinator.status, coordinator.text.includes(code)]).toEqual([200, true])
    }
    await search(library.lead, 'merge')
    expect(results(library.lead)).toEqual({})
    const appraiser = await aSignedInPerson(service, 'An appraiser', ['appraiser'])
    await search(appraiser, 'L1')
    expect([results(appraiser)['Criteria']![0]!.slice(0, 2), appraiser.$('main li a').length]).toEqual(['L1', 0])
  })

  test('people with several libraries see the library of each result', async () => {
    const person = await aSignedInPerson(service, 'Two libraries')
    for (const [of, role] of [
      [library, 'contributor'],
      [other, 'observer'],
    ] as const)
      await service.database.writer('memberships').insert({
        id: newId(),
        person_id: person.id,
        organisation_id: of.id,
        role,
        started_at: service.clock.now(),
        readers_confirmed_at: service.clock.now(),
        ended_at: null,
      })
    await put('Numbat here')
    await put('Numbat there', {}, other)
    await search(person, 'numbat')
    expect(results(person)['Evidence']!.toSorted()).toEqual(['Numbat here', 'Numbat there'])
    for (const name of ['Fellside Libraries', 'Thornwick Library']) expect(person.text).toContain(name)
  })

  test.each([
    ['quotes and operators', `"policy" AND (NEAR OR *) -- '; drop table evidence`, 200],
    ['a NUL character', 'pol\0icy', 200],
    ['wildcards', '%_*?', 422],
    ['only symbols', '🌍🌍 — !', 422],
    ['right-to-left text with an override', '\u202eسلام\u202c', 200],
    ['combining marks', `e${'\u0301'.repeat(100)}`, 200],
    ['a lone surrogate', 'a\ud800', 200],
    ['10,000 characters', 'x'.repeat(10_000), 422],
  ])('a search for %s shows results, or an error that says what to enter', async (_name, q, status) => {
    const { lead } = library
    await lead.open(`/search?q=${encodeURIComponent(q.replace('\ud800', '{}')).replace('%7B%7D', '%ED%A0%80')}`)
    expect(lead.status).toBe(status)
    expect(lead.errors.length > 0).toBe(status === 422)
    const hasResults = Object.values(results(lead)).some(found => found.length > 0)
    if (status === 200) expect(lead.text.includes('Nothing matches “')).toBe(!hasResults)
    else expect(lead.errors[0]).toMatch(/^(Enter at least one letter or number|Enter 200 characters or fewer)/)
  })

  test('an address with no search text, or with several, shows only the form', async () => {
    for (const query of ['', '?q=', '?q=%20', '?q=a&q=b', '?q[a]=b', '?kind=help']) {
      await library.lead.open(`/search${query}`)
      expect([library.lead.status, library.lead.errors, library.lead.headings]).toEqual([200, [], ['Search']])
    }
    await library.lead.open('/search?q=library&kind=gold')
    expect(Object.keys(results(library.lead)).length).toBeGreaterThan(1)
  })

  test('a search adds at most 5 statements to the page, and no more for 1,000 items than for 10', async () => {
    const big = await aLibrary(service, 'Big Libraries')
    const first = await someEvidence(service, big, { title: 'Emu' })
    const more = async (count: number) => {
      const { id: _id, ...like } = (await service.parts.db('evidence').where({ id: first }).first())!
      const rows = Array.from({ length: count }, (_, index) => ({ ...like, id: newId(), title: `Emu ${index}` }))
      await service.database.writer.batchInsert('evidence', rows, 50)
      await indexAllEvidence(service.parts)
    }
    const statements = async (address: string) => {
      const { db } = service.database
      let count = 0
      const listen = () => void (count += 1)
      db.on('query', listen)
      await big.lead.open(address)
      db.off('query', listen)
      return count
    }
    await more(10)
    await big.lead.open('/search?q=emu')
    const [empty, few] = [await statements('/search'), await statements('/search?q=emu')]
    await more(990)
    expect([await statements('/search?q=emu'), few - empty <= 5]).toEqual([few, true])
  })

  test('people who are not signed in are asked to sign in before they can search', async () => {
    const person = await aSignedInPerson(service, 'Signed out')
    person.cookies.clear()
    await person.open('/search?q=policy')
    expect([person.status, person.address.startsWith('/sign-in')]).toEqual([200, true])
    expect(person.$('header form').length).toBe(0)
  })
})
