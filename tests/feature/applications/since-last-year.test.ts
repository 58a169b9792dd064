import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, confirmsMapping, publishes, type ADraft } from '../../support/drafting.ts'
import { aDeclaration, anOrganisation, aPersonWho, aSeat, signedIn, type APerson } from '../../support/factories.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { addParts, aCheckedRenewal, aSubmittedTarget } from '../../support/renewal.ts'
import { aHolder } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('the changes since the last decided application', engine => {
  let service: Service
  beforeEach(async () => {
    service = await aService(engine)
  })
  afterEach(() => service.end())

  const wordsIn = (visitor: Visitor, tag: 'ins' | 'del', within = '.los-change'): string[] =>
    visitor
      .$(`${within} ${tag}`)
      .map((_, element) => visitor.$(element).children().last().text().trim())
      .get()
  const changed = (visitor: Visitor): string[] =>
    visitor
      .$('.los-change[aria-labelledby] .los-area')
      .map((_, element) => visitor.$(element).text().replace(/\s+/g, ' ').trim())
      .get()
  async function queriesOf(read: () => Promise<unknown>): Promise<number> {
    let queries = 0
    const count = () => {
      queries += 1
    }
    service.database.db.on('query', count)
    await read()
    service.database.db.removeListener('query', count)
    return queries
  }
  const address = ({ id }: { id: string }) => `/applications/${id}/since-last-year`
  /** Changes one part of an application's submission. */
  async function changePart({ id }: { id: string }, name: string, changes: Record<string, unknown>): Promise<void> {
    const db = service.database.writer
    const part = await db('submission_parts')
      .join('submissions', 'submissions.id', 'submission_parts.submission_id')
      .where({ application_id: id, name })
      .first('submission_id', 'content')
    const content = JSON.stringify({ ...(JSON.parse(part!.content!) as object), ...changes })
    await db('submission_parts').where({ submission_id: part!.submission_id, name }).update({ content })
  }

  test('a trustee sees the differences word by word, and the number of unchanged answers', async () => {
    const { trustee, renewal } = await aCheckedRenewal(service)
    const visitor = await signedIn(service, trustee, `/applications/${renewal.id}/decision`)
    await visitor.follow('Changes since last time')
    expect([visitor.address, visitor.headings[0]]).toEqual([address(renewal), 'Changes since 2026'])
    expect(visitor.text).toContain(
      'The text, evidence or criterion has changed for 2 of 3 answers. The other answer is unchanged.',
    )
    expect(changed(visitor)).toEqual([
      'Joining without barriers (E1) Answer changed',
      'Visible welcome (E3) Evidence changed',
    ])
    expect([wordsIn(visitor, 'del'), wordsIn(visitor, 'ins')]).toEqual([
      ['a name.'],
      ['nothing at all.', 'Photographs of the new signs, 1 September 2026 to 31 January 2027'],
    ])
    expect(visitor.text).toContain('Answer in 2026 Joining needs a name.')
    expect(visitor.text).toContain('A year of story hours in Tigrinya.')
    expect(visitor.text).toContain('1 unchanged answer Named lead (E2)')
    expect(visitor.text).toContain('The previous application, submitted on 1 May 2026')
  })

  test('a trustee learns how much evidence is no longer available because a consent was withdrawn', async () => {
    const { trustee, renewal, signs } = await aCheckedRenewal(service)
    const pages = [address(renewal), `/applications/${renewal.id}/decision`]
    const sentence = '1 item of evidence is no longer available.'
    const visitor = await signedIn(service, trustee)
    for (const page of pages) expect((await visitor.open(page)).text).not.toContain(sentence)
    await service.database.writer('evidence').where({ id: signs }).update({ panel_until: null })
    for (const page of pages) expect((await visitor.open(page)).text).toContain(sentence)
  })

  test('an answer counts as changed if evidence was removed, even if its other evidence is old', async () => {
    const { trustee, award, renewal, signs, photos } = await aCheckedRenewal(service)
    const old = { periodFrom: '2023-01-01', periodTo: '2023-03-31' }
    for (const application of [award.application, renewal]) await changePart(application, `evidence/${signs}`, old)
    await changePart(award.application, 'answers/visible-welcome', { evidence: [signs, photos] })
    await addParts(service, award.application, { [`evidence/${photos}`]: { id: photos, title: 'Photographs', ...old } })
    await changePart(renewal, 'answers/visible-welcome', { evidence: [signs] })
    const visitor = await signedIn(service, trustee, address(renewal))
    expect(visitor.text).not.toContain('Neither the answer nor its evidence has changed')
    expect(changed(visitor)).toContain('Visible welcome (E3) Evidence changed')
    expect(wordsIn(visitor, 'del', '.los-change:has(#E3)')).toEqual(['Photographs, 1 January 2023 to 31 March 2023'])
  })

  test('the page filters by kind of change, and shows everything for an unknown filter', async () => {
    const { trustee, renewal } = await aCheckedRenewal(service)
    const visitor = await signedIn(service, trustee, `${address(renewal)}?show=evidence`)
    expect(changed(visitor)).toEqual(['Visible welcome (E3) Evidence changed'])
    await visitor.follow('Answers, 1')
    expect(changed(visitor)).toEqual(['Joining without barriers (E1) Answer changed'])
    for (const show of ['<script>', 'constructor', '', 'answers&show=evidence'])
      expect([
        show,
        changed(await visitor.open(`${address(renewal)}?show=${encodeURIComponent(show)}`)).length,
      ]).toEqual([show, 2])
  })

  test('people who can open restricted evidence see its name, and others only the number', async () => {
    const { trustee, coordinator, organisation, renewal, photos } = await aCheckedRenewal(service)
    await service.database.writer('evidence').where({ id: photos }).update({ sensitivity: 'restricted' })
    const observer = await aPersonWho(service, { member: [[organisation, 'observer']] })
    const shown = 'Photographs of the new signs'
    const counted = '1 restricted item of evidence that you cannot open'
    for (const [person, isNamed] of [
      [trustee, true],
      [coordinator, false],
      [observer, false],
    ] as const) {
      const { text } = await signedIn(service, person, address(renewal))
      expect([text.includes(shown), text.includes(counted)]).toEqual([isNamed, !isNamed])
    }
  })

  test('a panel member cannot see the library’s own ratings before giving all findings', async () => {
    const { organisation, lead, coordinator, renewal } = await aCheckedRenewal(service, {
      kind: 'reappraisal',
      status: 'with the panel',
    })
    const peer = await aPersonWho(service, { name: 'Huw Prosser', roles: ['appraiser'] })
    await aSeat(service, renewal, peer, { offeredBy: coordinator })
    await aDeclaration(service, renewal, peer)
    await changePart(renewal, 'answers/named-lead', { ownRating: 'partly met' })
    const member = await signedIn(service, peer, `/applications/${renewal.id}/appraisal`)
    await member.follow('Changes since last time')
    expect([member.status, member.text.includes('Joining needs'), member.text.includes('own rating')]).toEqual([
      200,
      true,
      false,
    ])
    expect(changed(member)).toHaveLength(2)
    const library = await signedIn(service, lead, address(renewal))
    expect(library.text).toContain('Library’s own rating: Partly met. Last time: Met.')
    expect(organisation.name).toBe('Ashcombe Libraries')
  })

  test.each(['page', 'PDF'])(
    'the access log records when people outside the library read the %s, but not when the library does',
    async what => {
      const below = what === 'PDF' ? '.pdf' : ''
      const { trustee, lead, renewal } = await aCheckedRenewal(service)
      const views = () => service.database.writer('access_log').where({ application_id: renewal.id }).pluck('person_id')
      await signedIn(service, lead, `${address(renewal)}${below}`)
      expect(await views()).toEqual([])
      await signedIn(service, trustee, `${address(renewal)}${below}`)
      expect(await views()).toEqual([trustee.id])
    },
  )

  test('the changes can be downloaded as a tagged PDF, which marks them as “Added” and “Removed”', async () => {
    const { trustee, renewal } = await aCheckedRenewal(service)
    const visitor = await signedIn(service, trustee, `${address(renewal)}?show=evidence`)
    await visitor.follow('Download changes (PDF)')
    expect([visitor.status, visitor.headers['content-type'], visitor.address]).toEqual([
      200,
      'application/pdf',
      `${address(renewal)}.pdf`,
    ])
    const pdf = await readPdf(visitor.content)
    expect(pdf).toMatchObject({ isTagged: true, isUa1: true, language: 'en' })
    expect(pdf.title).toBe('Ashcombe Libraries: Changes since 2026')
    const text = pdf.pages.join(' ').replace(/\s+/g, ' ')
    for (const part of [
      'The text, evidence or criterion has changed for 2 of 3 answers. The other answer is unchanged.',
      'This application, submitted on',
      'The previous application, submitted on 1 May 2026',
      'Joining without barriers (E1) Answer changed Joining needs Removed: a name. Added: nothing at all.',
      'Visible welcome (E3) Evidence changed',
      'Added: Photographs of the new signs, 1 September 2026 to 31 January 2027',
      'A year of story hours in Tigrinya.',
      'Downloaded by Trustee Fell on 1 March 2027',
    ])
      expect(text).toContain(part)
  })

  test('the PDF names restricted evidence only for people who can open it', async () => {
    const { trustee, coordinator, renewal, photos } = await aCheckedRenewal(service)
    await service.database.writer('evidence').where({ id: photos }).update({ sensitivity: 'restricted' })
    const textFor = async (person: APerson) =>
      (await readPdf((await signedIn(service, person, `${address(renewal)}.pdf`)).content)).pages.join(' ')
    expect(await textFor(trustee)).toContain('Photographs of the new signs')
    const counted = await textFor(coordinator)
    expect([counted.includes('Photographs'), counted.includes('1 restricted item')]).toEqual([false, true])
  })

  test('people who can read the page can download the PDF, and others get “not found” for both', async () => {
    const { trustee, lead, coordinator, organisation, renewal } = await aCheckedRenewal(service)
    const other = await anOrganisation(service, { name: 'Brindle Moor Library' })
    const unknown = { id: renewal.id.replace(/./gu, letter => (letter === 'a' ? 'b' : 'a')) }
    const seen: [string, number, number, boolean][] = []
    for (const [who, person] of [
      ['trustee', trustee],
      ['lead', lead],
      ['coordinator', coordinator],
      ['observer', await aPersonWho(service, { member: [[organisation, 'observer']] })],
      ['appraiser without a seat', await aPersonWho(service, { roles: ['appraiser'] })],
      ['another library', await aPersonWho(service, { member: [[other, 'lead']] })],
    ] as const) {
      const visitor = await signedIn(service, person, address(renewal))
      const page = visitor.status
      await visitor.open(`${address(renewal)}.pdf`)
      const [pdf, text] = [visitor.status, visitor.text]
      await visitor.open(`${address(unknown)}.pdf`)
      seen.push([who, page, pdf, text === visitor.text])
    }
    expect(seen).toEqual([
      ['trustee', 200, 200, false],
      ['lead', 200, 200, false],
      ['coordinator', 200, 200, false],
      ['observer', 200, 200, false],
      ['appraiser without a seat', 404, 404, true],
      ['another library', 404, 404, true],
    ])
  })

  test('a reappraisal shows changes to targets and to who signed the pledge', async () => {
    const { trustee, renewal, award } = await aCheckedRenewal(service, { kind: 'reappraisal', status: 'recommended' })
    const pledge = { signedBy: 'Leopold Vasquez-Thorn', role: 'chair', signedOn: '2024-03-27', wording: '' }
    await addParts(service, award.application, { pledge, 'targets/1': aSubmittedTarget({}) })
    await addParts(service, renewal, {
      pledge: { ...pledge, signedBy: 'Amaryllis Vasquez-Thorn' },
      'targets/1': aSubmittedTarget({ status: 'reached', items: ['progress-on-targets'] }),
      'targets/2': aSubmittedTarget({ id: '2', body: 'A choir' }),
    })
    const visitor = await signedIn(service, trustee, address(renewal))
    expect(changed(visitor)).toContain('Pledge signed (P1) Answer changed')
    const differences = (code: string) => {
      const within = `.los-change:has(#${code})`
      return [code, wordsIn(visitor, 'del', within), wordsIn(visitor, 'ins', within)]
    }
    expect(['P1', 'F1', 'F2'].map(differences)).toEqual([
      ['P1', ['Leopold'], ['Amaryllis']],
      ['F1', ['Two story hours.'], ['A choir.']],
      ['F2', ['Not started.'], ['Reached.']],
    ])
    await visitor.open(`${address(renewal)}.pdf`)
    expect((await readPdf(visitor.content)).pages.join(' ')).toContain('Amaryllis')
  })

  test('targets and endorsements that a draft does not have yet are not shown as changes', async () => {
    const { lead, award, application } = await aHolder(service)
    await addParts(service, application, {
      'targets/1': aSubmittedTarget({}),
      'endorsements/1': {
        id: '1',
        answer: 'endorsed',
        group: 'Ashcombe City of Sanctuary',
        name: 'Hibo Warsame',
        role: 'chair',
        words: 'They listen.',
        at: '2026-04-01T09:00:00.000Z',
      },
    })
    await service.database.writer('pledges').delete()
    service.clock.set('2027-06-15T09:00:00Z')
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start reappraisal')
    const page = library.address
    expect(library.text).not.toContain('Changed since last time')
    await library.follow('Changes since last time')
    expect(library.text).toMatch(/^.* The text, evidence or criterion has changed for 0 of \d+ answers\./)
    await library.open(`${page}/criteria/F1`)
    expect(library.text).not.toContain('Answer changed')
  })

  test('the library sees the changes while it writes a renewal, but a coordinator cannot', async () => {
    const { lead, award } = await aHolder(service)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    expect(library.text).toContain('19 answers, with 1 item of evidence')
    await library.press('Start renewal')
    expect(library.notices).toEqual([
      'Renewal started. We copied 19 answers, with 1 item of evidence from last time. ' +
        'Only your library can read it until you submit it.',
    ])
    const id = library.address.split('/').at(-1)!
    await library.follow('Changes since last time')
    expect(library.text).toContain('The text, evidence or criterion has changed for 0 of 19 answers.')
    await library.open(`/applications/${id}/criteria/L1`)
    await library.press('Save', { narrative: 'What we all do about L1.\n\n<b>Signs</b> in 6 languages.' })
    await library.open(address({ id }))
    expect(wordsIn(library, 'ins')).toEqual(['all', '<b>Signs</b> in 6 languages.'])
    await service.database
      .writer('evidence')
      .update({ period_from: '2023-01-01' as Day, period_to: '2024-01-31' as Day })
    await library.open(address({ id }))
    expect(library.headings.find(heading => heading.endsWith('with evidence that is out of date'))).toMatch(
      /^\d+ answers/,
    )
    expect(library.text).toContain('Newest evidence from January 2024')
    await service.database.writer('evidence').update({ period_from: null, period_to: null })
    await library.open(address({ id }))
    expect(library.text).toContain('Your answers as they are now')
    expect((await signedIn(service, coordinator, address({ id }))).status).toBe(403)
  })

  test('the page exists only after an earlier decision, and not for another library', async () => {
    const { lead, application, award } = await aHolder(service)
    const other = await anOrganisation(service, { name: 'Brindle Moor Library' })
    const stranger = await aPersonWho(service, { member: [[other, 'lead']] })
    const library = await signedIn(service, lead, address(application))
    expect(library.status).toBe(404)
    await library.open(`/awards/${award.id}/renewal`)
    await library.press('Start renewal')
    const id = library.address.split('/').at(-1)!
    expect((await signedIn(service, stranger, address({ id }))).status).toBe(404)
    await service.database.writer('applications').where({ id: application.id }).update({ status: 'withdrawn' })
    expect((await library.open(address({ id }))).status).toBe(404)
  })

  test('reading the comparison and renaming evidence do not change the stored submissions', async () => {
    const { lead, trustee, renewal } = await aCheckedRenewal(service)
    const hashes = () => service.database.writer('submissions').orderBy('id').select('id', 'sha256', 'manifest')
    const parts = () => service.database.writer('submission_parts').orderBy(['submission_id', 'name'])
    const before = [await hashes(), await parts()]
    await signedIn(service, lead, address(renewal))
    await signedIn(service, trustee, address(renewal))
    await service.database.writer('evidence').update({ title: 'Another title' })
    expect([await hashes(), await parts()]).toEqual(before)
  })

  test('a comparison of many answers needs no more queries than one of few', async () => {
    const { trustee, lead, renewal } = await aCheckedRenewal(service)
    const visitor = await signedIn(service, trustee, address(renewal))
    const few = await queriesOf(() => visitor.open(address(renewal)))
    const db = service.database.writer
    const [part] = await db('submission_parts').where('name', 'like', 'answers/%').limit(1)
    const names = ['staff-training', 'induction', 'local-need', 'public-awareness'].map(item => ({
      ...part!,
      name: `answers/${item}`,
      content: JSON.stringify({ ...(JSON.parse(part!.content!) as object), item }),
    }))
    await db('submission_parts').insert(names)
    expect(await queriesOf(() => visitor.open(address(renewal)))).toBe(few)
    expect(lead.name).toBe('Marian Lead')
  })
})

eachDatabase('the changes across versions of the criteria', engine => {
  let service: Service
  let draft: ADraft
  beforeEach(async () => {
    service = await aService(engine)
    draft = await aDraft(service)
  })
  afterEach(() => service.end())

  test('the page shows the new wording of a criterion, and that the answer is the same', async () => {
    const { award, lead } = await aHolder(service)
    await draft.coordinator.open(`${draft.address}/items/visible-welcome`)
    const description = String(draft.coordinator.valueOf('description'))
    await draft.coordinator.press('Save', { description: `${description} Signs are in the languages people read.` })
    await draft.coordinator.open(`${draft.address}/mapping/visible-welcome`)
    await draft.coordinator.press('Save', { from: ['visible-welcome'], judged: 'wider' })
    await confirmsMapping(draft)
    await publishes(draft)
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start renewal')
    await library.follow('Changes since last time')
    await library.follow('Criteria, 1')
    expect(library.headings).toContain('Visible welcome (E3)')
    expect(
      library
        .$('.los-change ins')
        .map((_, element) => library.$(element).children().last().text().trim())
        .get(),
    ).toEqual(['Signs are in the languages people read.'])
    expect(library.text).toContain('The answer is the same as last time.')
    expect(library.text).toContain('The criteria changed from')
  })
})
