import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anItemOfEvidence,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type AnApplication,
  aTeam,
  everythingWritten,
} from '../../support/factories.ts'
import { expectOneChange } from '../../support/sent-forms.ts'
import { aService, type Service } from '../../support/service.ts'
import { type Visitor } from '../../support/visitor.ts'

eachDatabase('answers', engine => {
  let service: Service
  let round: string
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())

  let application: AnApplication
  let library: Awaited<ReturnType<typeof aTeam>>
  let contributor: Visitor
  const at = (below = '') => `/applications/${application.id}${below}`
  beforeEach(async () => {
    library = await aTeam(service)
    application = await anApplication(service, library.organisation, { startedBy: library.lead, round })
    contributor = await signedIn(service, library.contributor, at('/criteria/L1'))
  })

  test('saving an answer leads to the next criterion, and the task list counts the answer', async () => {
    expect(contributor.text).toContain('Staff at all levels, and volunteers, learn')
    await contributor.press('Save and continue', {
      narrative: 'We train everybody, and say “Noswaith dda”. مرحبا',
      ownRating: 'met',
    })
    expect(contributor.address).toBe(at('/criteria/L2'))
    await contributor.open(at())
    expect(contributor.text).toContain('0 of 25 criteria answered. 1 needs evidence. 24 have not been started.')
    await contributor.open(at('/criteria/L1'))
    expect(contributor.valueOf('narrative')).toBe('We train everybody, and say “Noswaith dda”. مرحبا')
    expect(contributor.text).toContain('Needs evidence Last changed by The contributor on')
  })

  test('the page of the next criterion says which criterion was saved', async () => {
    await contributor.press('Save and continue', { narrative: 'We train everybody.' })
    expect([contributor.address, contributor.notices]).toEqual([
      at('/criteria/L2'),
      ['Staff and volunteers learn (L1) saved.'],
    ])
  })

  test('the form is sent to an address without a fragment, so that the next criterion opens at its top', async () => {
    await contributor.press('Save', { narrative: 'We train everybody.' })
    expect(contributor.$('form#answer').attr('action')).toBe(at('/criteria/L1'))
  })

  test('“Save and continue” leads to the next incomplete criterion, and finally to checking answers', async () => {
    await everythingWritten(service, application, library.lead)
    const empty = async (...codes: string[]) => {
      for (const code of codes) {
        await contributor.open(at(`/criteria/${code}`))
        await contributor.press('Save', { narrative: '' })
      }
    }
    await empty('L2', 'E3', 'S1')
    await contributor.open(at('/criteria/L1'))
    const visited: string[] = []
    while (!contributor.address.endsWith('/submission') && visited.length < 20) {
      await contributor.press('Save and continue', { narrative: `Written after ${contributor.address}.` })
      visited.push(contributor.address.replace(at('/criteria/'), ''))
    }
    const recommended = { learn: ['L6'], embed: ['E6', 'E8', 'E10'], share: ['S5', 'S6'] }
    expect(visited).toEqual([
      'L2',
      ...recommended.learn,
      'E3',
      ...recommended.embed,
      'S1',
      ...recommended.share,
      at('/submission'),
    ])
  })

  test('an answer with personal details is saved, and the page shows a warning', async () => {
    await service.database.transaction(trx =>
      trx('applications')
        .where({ id: application.id })
        .update({ summary: 'Ask Halima Warsame.' })
        .then(() => undefined),
    )
    await contributor.press('Save and continue', { narrative: 'Selamawit Haile trains us; ring 07700 900123.' })
    expect(contributor.address).toBe(at('/criteria/L2'))
    await contributor.open(at('/criteria/L1'))
    expect(contributor.text).toContain(
      'Could this identify someone? “Selamawit Haile” (name) and “07700 900123” (phone number). The panel ' +
        'will read this text',
    )
    await contributor.open(at('/submission'))
    const remarks = () =>
      contributor
        .$('main ul.govuk-list--bullet li')
        .map((_, line) => contributor.$(line).text().replace(/\s+/g, ' ').trim())
        .get()
    expect(remarks()).toEqual([
      'Summary “Halima Warsame” (name)',
      'L1 Staff and volunteers learn “Selamawit Haile” (name) and “07700 900123” (phone number)',
    ])
    await contributor.open(at('/criteria/L1'))
    await contributor.press('Save', { narrative: 'The library trains us.' })
    expect(contributor.text).not.toContain('Could this identify someone?')
  })

  test('evidence tagged with the criterion is offered first, and can be attached and removed', async () => {
    await anItemOfEvidence(service, library.organisation, library.lead, { title: 'Annual report' })
    await anItemOfEvidence(service, library.organisation, library.lead, {
      title: 'Training log',
      items: ['staff-training'],
    })
    await contributor.open(at('/criteria/L1'))
    await contributor.press('Search', { narrative: 'Typed before I looked for evidence' })
    expect(
      contributor
        .$('.govuk-checkboxes__label')
        .map((_, label) => contributor.$(label).text().trim())
        .get(),
    ).toEqual(['Training log', 'Annual report'])
    await contributor.press('Attach', {
      use: contributor.$('input[name=use]').first().val() as string,
    })
    expect([contributor.address, contributor.headings, contributor.valueOf('narrative')]).toEqual([
      at('/criteria/L1'),
      expect.arrayContaining(['Training log']),
      'Typed before I looked for evidence',
    ])
    await contributor.press('Remove Training log')
    expect(contributor.headings).not.toContain('Training log')
    expect(
      await service.database.db('events').where({ application_id: application.id }).orderBy('sequence').pluck('name'),
    ).toEqual(['application.answer_written', 'application.evidence_attached', 'application.evidence_detached'])
  })

  test('a search that is too long shows its error beside the field, in an expanded section', async () => {
    await anItemOfEvidence(service, library.organisation, library.lead, { title: 'Rota', items: ['staff-training'] })
    await contributor.open(at('/criteria/L1'))
    await contributor.press('Save', { narrative: 'We train staff.', search: 'x'.repeat(201) })
    expect([contributor.status, contributor.errors, contributor.valueOf('narrative')]).toEqual([
      422,
      ['Use 200 characters or fewer'],
      'We train staff.',
    ])
    expect(contributor.$('details[open] #search[aria-describedby~=search-error]').length).toBe(1)
  })

  test('Enter saves the answer, and also searches if the search field is filled in', async () => {
    await contributor.open(at('/criteria/L1'))
    const first = contributor.$('#answer button[type=submit]').first()
    const sent = {
      version: String(contributor.valueOf('version')),
      narrative: 'Typed, then looked for',
      [first.attr('name')!]: first.attr('value')!,
    }
    await contributor.send(at('/criteria/L1'), { ...sent, search: 'training' })
    expect([contributor.address, contributor.valueOf('search')]).toEqual([
      `${at('/criteria/L1')}/evidence?search=training`,
      'training',
    ])
    await contributor.open(at('/criteria/L1'))
    await contributor.send(at('/criteria/L1'), {
      ...sent,
      version: String(contributor.valueOf('version')),
      search: '',
    })
    expect([contributor.address, contributor.valueOf('narrative')]).toEqual([
      at('/criteria/L1'),
      'Typed, then looked for',
    ])
  })

  test('restricted evidence is hidden from a contributor, who cannot remove it by guessing its id', async () => {
    const close = await anItemOfEvidence(service, library.organisation, library.lead, {
      title: 'Kept close',
      sensitivity: 'restricted',
    })
    const lead = await signedIn(service, library.lead, at('/criteria/L1'))
    await lead.send(at('/criteria/L1/evidence'), { use: close })
    await contributor.open(at('/criteria/L1'))
    const form = {
      narrative: 'Typed before somebody took it out of reach',
      version: contributor.valueOf('version') as string,
    }
    const sendsRemoval = async (remove: string) => {
      await contributor.send(at('/criteria/L1'), { ...form, remove })
      return [contributor.status, contributor.errors, contributor.valueOf('narrative'), contributor.text]
    }
    const never = await sendsRemoval(newId())
    expect([never.slice(0, 3), await sendsRemoval(close)]).toEqual([
      [
        422,
        ['You can no longer open that evidence, so you cannot remove it. Save this page to keep your other changes'],
        form.narrative,
      ],
      never,
    ])
    const used = () => service.database.db('answer_evidence').where({ evidence_id: close }).pluck('evidence_id')
    expect(await used()).toEqual([close])
    await lead.open(at('/criteria/L1'))
    await lead.press('Remove Kept close')
    expect(await used()).toEqual([])
  })

  test('an answer cannot use evidence of another library', async () => {
    const elsewhere = await anOrganisation(service, { name: 'Elsewhere' })
    const owner = await aPersonWho(service, { member: [[elsewhere, 'lead']] })
    const foreign = await anItemOfEvidence(service, elsewhere, owner)
    await contributor.send(at('/criteria/L1/evidence'), { use: foreign })
    expect([contributor.status, contributor.errors]).toEqual([422, ['Choose evidence from the list']])
    expect(await service.database.db('answers').where({ application_id: application.id })).toEqual([])
  })

  test('the second of two people who change an answer sees both versions', async () => {
    const lead = await signedIn(service, library.lead, at('/criteria/L1'))
    await lead.press('Save', { narrative: 'The lead’s words', ownRating: 'partly met' })
    await contributor.press('Save', { narrative: 'The contributor’s words' })
    expect([contributor.status, contributor.headings.slice(0, 3)]).toEqual([
      409,
      ['This answer has changed since you opened it', 'Version saved by The lead', 'Your version'],
    ])
    expect([contributor.valueOf('narrative'), contributor.valueOf('ownRating')]).toEqual([
      'The lead’s words The contributor’s words',
      'partly met',
    ])
    await contributor.press('Save combined text', { narrative: 'Both together' })
    expect(contributor.valueOf('narrative')).toBe('Both together')
  })

  test.each([
    ['too long', { narrative: 'a'.repeat(20_001) }, 'Use 20,000 characters or fewer'],
    ['sent twice', { narrative: ['one', 'two'] }, 'Enter one value only'],
  ])('an answer is refused when its text is %s', async (_, typed, error) => {
    await contributor.send(at('/criteria/L1'), { version: '0', ...typed })
    expect([contributor.status, contributor.errors]).toEqual([422, [error]])
    expect(await service.database.db('answers').where({ application_id: application.id })).toEqual([])
  })

  test('an answer can have 19,999 Ethiopic characters, loses a NUL, and cannot have an unknown rating', async () => {
    await contributor.send(at('/criteria/L1'), {
      version: '0',
      narrative: `${'ሀ'.repeat(19_999)}\0`,
      ownRating: 'met',
    })
    expect(contributor.status).toBe(200)
    expect(
      (await service.database.db('answers').where({ application_id: application.id }).first())!.narrative.length,
    ).toBe(19_999)
    await contributor.send(at('/criteria/L1'), { version: '1', narrative: 'x', ownRating: 'excellent' })
    expect(contributor.status).toBe(422)
  })

  test('an item that is unknown, or that the application does not ask for, has no page', async () => {
    for (const code of ['F2', 'L99', '__proto__', '%00', 'l1', 'L1%2f..'])
      expect((await contributor.open(at(`/criteria/${code}`))).status).toBe(404)
  })

  test('an observer sees answers without a form', async () => {
    await contributor.press('Save', { narrative: 'For the councillor to read' })
    const observer = await signedIn(service, library.observer, at('/criteria/L1'))
    expect([observer.text.includes('For the councillor to read'), observer.buttons]).toEqual([true, []])
    await observer.send(at('/criteria/L1'), { narrative: 'We meet weekly', version: '1' })
    expect([observer.status, observer.text.includes('We meet weekly')]).toEqual([403, true])
  })

  test('an answer is saved once when the form is sent twice, and its text is kept after a sign-out', async () => {
    await expectOneChange(
      service,
      {
        visitor: contributor,
        address: at('/criteria/L1'),
        fields: { version: '0', narrative: 'Everyone at the library is trained.', then: 'next' },
        event: 'application.answer_written',
      },
      'Everyone at the library is trained.',
    )
    expect(contributor.address).toBe(at('/criteria/L2'))
  })

  test('a different text with a used idempotency key is saved only after the person sees both texts', async () => {
    const idempotencyKey = newId()
    await contributor.send(at('/criteria/L1'), { version: '0', narrative: 'The first text', idempotencyKey })
    await contributor.send(at('/criteria/L1'), { version: '0', narrative: 'Another text', idempotencyKey })
    expect([contributor.status, contributor.errors.length, contributor.valueOf('narrative')]).toEqual([
      422,
      1,
      'Another text',
    ])
    await contributor.press('Save')
    expect([contributor.status, contributor.text.includes('The first text')]).toEqual([409, true])
    await contributor.press('Save combined text', { narrative: 'Another text' })
    expect([contributor.status, contributor.valueOf('narrative')]).toEqual([200, 'Another text'])
  })

  test('the page shows two suggestions, and collapses the rest, the search, partnerships and comments', async () => {
    for (const title of ['Report', 'Rota', 'Leaflet', 'Minutes'])
      await anItemOfEvidence(service, library.organisation, library.lead, { title, items: ['staff-training'] })
    await contributor.open(at('/criteria/L1'))
    const labels = (within: string) => contributor.$(`${within} .los-choices label`).length
    expect([labels('#answer'), labels('#answer details')]).toEqual([4, 2])
    expect(
      contributor
        .$('#answer details summary')
        .toArray()
        .map(each => contributor.$(each).text().trim()),
    ).toEqual(['See 2 more suggestions, or search', 'Partnerships (0)', 'Comments (0)'])
    expect(contributor.$('#answer details input[name=search]')).toHaveLength(1)
  })
})
