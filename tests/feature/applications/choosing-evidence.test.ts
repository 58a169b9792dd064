import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { runLookup } from '../../../src/db/lookups.ts'
import type { Row } from '../../../src/db/tables.ts'
import { addMinutes, instant, type Day } from '../../../src/domain/time.ts'
import { actorNow } from '../../../src/modules/access/access.public.ts'
import { candidatesLookup } from '../../../src/modules/applications/choosing-evidence/choosing-evidence.store.ts'
import { indexAllEvidence } from '../../../src/modules/evidence/search-index/search-index.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anOrganisation,
  aPersonWho,
  anItemOfEvidence,
  aRound,
  aSubmission,
  signedIn,
  type AnApplication,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { expectOneChange } from '../../support/sent-forms.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('choosing evidence for an answer', engine => {
  let service: Service
  let round: string
  beforeAll(async () => {
    service = await aService(engine)
    round = await aRound(service)
  })
  afterAll(() => service.end())

  const day = (text: string) => text as Day
  const at = (minute: number) => addMinutes(instant('2027-01-01T09:00:00Z'), minute)
  const answerTo = async (application: { id: string }, item: string, evidence: readonly string[], writer: APerson) => {
    const [id, db] = [newId(), service.database.writer]
    await db('answers').insert({
      id,
      application_id: application.id,
      item_id: item,
      narrative: 'What we did.',
      own_rating: 'met',
      written_by: writer.id,
      written_at: at(0),
      version: 1,
    })
    await db('answer_evidence').insert(
      evidence.map(evidence_id => ({ answer_id: id, evidence_id, attached_at: at(0) })),
    )
  }
  /** The evidence that can be ticked: title and reasons for suggesting it. */
  const offered = (visitor: Visitor) =>
    visitor
      .$('.los-choices .govuk-checkboxes__item')
      .toArray()
      .map(each => {
        const [, , ...reasons] = visitor.$(each).find('.govuk-hint').text().trim().split(' · ')
        return [visitor.$(each).find('label').text().trim(), reasons.join(' · ')]
      })
  const titles = (visitor: Visitor) => offered(visitor).map(([title]) => title!)
  const attached = (application: { id: string }) =>
    service.database
      .writer('answer_evidence')
      .join('answers', 'answers.id', 'answer_id')
      .join('evidence', 'evidence.id', 'evidence_id')
      .where({ application_id: application.id })
      .orderBy('title')
      .pluck<string[]>('title')

  /** A library with a draft; its lead and contributor are signed in on the page of the first criterion. */
  async function aDraft(name: string) {
    const organisation = await anOrganisation(service, { name })
    const people = {
      lead: await aPersonWho(service, { member: [[organisation, 'lead']] }),
      contributor: await aPersonWho(service, { member: [[organisation, 'contributor']] }),
    }
    const application = await anApplication(service, organisation, { round, startedBy: people.lead })
    const address = `/applications/${application.id}/criteria/L1`
    return {
      organisation,
      people,
      application,
      address,
      lead: await signedIn(service, people.lead, address),
      contributor: await signedIn(service, people.contributor, address),
    }
  }
  interface EvidenceDetails extends Partial<Row<'evidence'>> {
    minute: number
    items?: string[]
  }
  async function addEvidence(
    organisation: AnOrganisation,
    owner: APerson,
    title: string,
    { minute, items = [], ...row }: EvidenceDetails,
  ): Promise<string> {
    const id = await anItemOfEvidence(service, organisation, owner, { title, items })
    await service.database
      .writer('evidence')
      .where({ id })
      .update({ received_at: at(minute), ...row })
    return id
  }

  test('older evidence is suggested to a contributor if the newest items are all restricted to leads', async () => {
    const draft = await aDraft('Overbeck Libraries')
    await addEvidence(draft.organisation, draft.people.lead, 'An older photo', { minute: 0 })
    for (let count = 0; count < 25; count += 1)
      await addEvidence(draft.organisation, draft.people.lead, `Restricted ${count}`, {
        minute: count + 1,
        sensitivity: 'restricted',
      })
    await draft.contributor.open(draft.address)
    expect(titles(draft.contributor)).toEqual(['An older photo'])
    await draft.lead.open(draft.address)
    expect(titles(draft.lead)).toContain('Restricted 24')
  })

  test('suitable older evidence is suggested to a contributor, even after 60 items for leads only', async () => {
    const { organisation, people, address, contributor } = await aDraft('Penhallow Libraries')
    const submitted = async (when: string, evidence: string[]) =>
      answerTo(
        await anApplication(service, organisation, {
          round,
          startedBy: people.lead,
          status: 'decided',
          submitted_at: instant(when),
        }),
        'staff-training',
        evidence,
        people.lead,
      )
    const old = { period_from: day('2024-01-01'), period_to: day('2024-12-31') }
    const items = ['staff-training']
    const usedFirst = await addEvidence(organisation, people.lead, 'Used in 2024', { minute: 0, ...old })
    await addEvidence(organisation, people.lead, 'Tagged first', { minute: 1, ...old, items })
    const later: string[] = []
    for (let count = 0; count < 60; count += 1)
      later.push(await addEvidence(organisation, people.lead, `Later ${count}`, { minute: count + 2, ...old, items }))
    for (let count = 0; count < 20; count += 1)
      await addEvidence(organisation, people.lead, `About something else ${count}`, { minute: count + 100, ...old })
    await submitted('2024-12-31T12:00:00Z', [usedFirst])
    await submitted('2025-12-31T12:00:00Z', later)
    await indexAllEvidence(service.parts)
    // The evidence becomes restricted after indexing, as can happen between two runs of the index job.
    await service.database.writer('evidence').whereIn('id', later).update({ sensitivity: 'restricted' })
    await contributor.open(address)
    expect(offered(contributor).slice(0, 2)).toEqual([
      ['Tagged first', 'Tagged with this criterion'],
      ['Used in 2024', 'Used for this criterion in 2024'],
    ])
  })

  test('ticked evidence that has moved to a later page can be attached, and another library’s cannot', async () => {
    const {
      organisation,
      people: { lead },
      application,
      address,
      lead: visitor,
    } = await aDraft('Fellside Libraries')
    const evidence = await addEvidence(organisation, lead, 'The one that was ticked', { minute: 0 })
    await visitor.open(`${address}/evidence`)
    for (let count = 0; count < 25; count += 1)
      await addEvidence(organisation, lead, `Newer ${count}`, {
        minute: count + 1,
        items: ['visible-welcome', 'staff-training', 'named-lead', 'induction', 'local-need'],
      })
    await visitor.send(`${address}/evidence`, { use: evidence })
    expect([visitor.status, visitor.address, await attached(application)]).toEqual([
      200,
      address,
      ['The one that was ticked'],
    ])
    await visitor.open(`${address}/evidence`)
    expect(visitor.text).not.toContain('The one that was ticked')

    const elsewhere = await anOrganisation(service, { name: 'Marrowdale Libraries' })
    const foreign = await anItemOfEvidence(service, elsewhere, lead, { title: 'Not ours' })
    const old = await addEvidence(organisation, lead, 'An older one', { minute: -1 })
    await visitor.send(`${address}/evidence`, { use: [old, foreign, '__proto__'] })
    expect([visitor.status, visitor.errors, visitor.html.includes('Not ours'), visitor.valueOf('use')]).toEqual([
      422,
      ['Choose evidence from the list'],
      false,
      [old],
    ])
  })

  test('evidence is attached once when the form is sent twice', async () => {
    const { organisation, people, address, lead } = await aDraft('Merrowdale Libraries')
    const evidence = await addEvidence(organisation, people.lead, 'Sent twice', { minute: 0 })
    const form = { visitor: lead, address: `${address}/evidence`, fields: { use: evidence } }
    await expectOneChange(service, { ...form, event: 'application.evidence_attached' }, null)
    expect(lead.notices).toEqual(['1 item of evidence attached.'])
  })

  test('saving new text with evidence says that both were saved', async () => {
    const { organisation, people, address, lead } = await aDraft('Hollinwater Libraries')
    const use = await addEvidence(organisation, people.lead, 'Log', { minute: 0, items: ['staff-training'] })
    await indexAllEvidence(service.parts)
    await lead.open(address)
    await lead.press('Save', { narrative: 'We learn all year', ownRating: 'met', use })
    expect(lead.notices).toEqual(['Answer saved, with 1 item of evidence.'])
    await lead.press('Remove Log', { narrative: 'We learn' })
    expect(lead.notices).toEqual(['Answer saved, and evidence removed from it. Your library still has that evidence.'])
    await lead.press('Save', { use })
    expect(lead.notices).toEqual(['1 item of evidence attached.'])
  })

  test('one button attaches a suggestion, saves the answer and continues', async () => {
    const { organisation, people, application, address, lead } = await aDraft('Innerdale Libraries')
    await addEvidence(organisation, people.lead, 'Training log of this year', { minute: 0, items: ['staff-training'] })
    await indexAllEvidence(service.parts)
    await lead.send(address, { version: '0', narrative: 'Kept text', attach: 'a'.repeat(20) })
    expect([lead.status, lead.errors, lead.valueOf('narrative')]).toEqual([
      422,
      ['Choose evidence from the list'],
      'Kept text',
    ])
    await lead.press('Attach and continue Training log of this year', { narrative: 'We learn all year' })
    expect([lead.address, lead.notices, await attached(application)]).toEqual([
      address.replace('L1', 'L2'),
      ['Staff and volunteers learn (L1) saved, with 1 item of evidence.'],
      ['Training log of this year'],
    ])
  })

  test('attaching evidence is refused if no item is ticked', async () => {
    const { organisation, people, address, lead } = await aDraft('Ashwater Libraries')
    await addEvidence(organisation, people.lead, 'Not ticked', { minute: 0 })
    await lead.open(`${address}/evidence`)
    await lead.press('Attach')
    expect([lead.status, lead.errors]).toEqual([422, ['Choose at least one item of evidence']])
  })

  describe('on the page of an answer', () => {
    let draft: Awaited<ReturnType<typeof aDraft>>
    let ids: Record<string, string>
    let earlier: AnApplication
    beforeAll(async () => {
      draft = await aDraft('Thornwick Library')
      const {
        organisation,
        people: { lead },
      } = draft
      const [closed] = [newId()]
      await service.database.writer('branches').insert({
        id: closed,
        organisation_id: organisation.id,
        name: 'Old Quay',
        kind: 'branch',
        place: null,
        opened_on: null,
        closed_on: null,
        version: 1,
      })
      const old = { period_from: day('2024-01-01'), period_to: day('2024-12-31') }
      const items = ['staff-training']
      const evidenceItems: [name: string, title: string, EvidenceDetails][] = [
        ['new', 'New, about something else', { minute: 90 }],
        ['older', 'Old, about something else', { minute: 95, ...old }],
        ['fresh', 'Training log of this year', { minute: 10, items }],
        ['elsewhere', 'Training at Old Quay', { minute: 20, items }],
        ['stale', 'Training log of long ago', { minute: 30, ...old, items }],
        ['before', 'Slides of then', { minute: 40, ...old }],
        ['expired', 'Beyond its day', { minute: 50, expires_on: day('2027-02-28'), items }],
        ['waits', 'Waiting for somebody', { minute: 60, kind: 'photo people', panel_until: null, items }],
        ['restricted', 'For few people', { minute: 70, sensitivity: 'restricted', items }],
      ]
      ids = {}
      for (const [name, ...evidence] of evidenceItems) ids[name] = await addEvidence(organisation, lead, ...evidence)
      await service.database.writer('evidence_branches').insert({ evidence_id: ids.elsewhere!, branch_id: closed })
      earlier = await anApplication(service, organisation, {
        round,
        startedBy: lead,
        status: 'decided',
        submitted_at: instant('2025-12-31T23:59:00Z'),
      })
      await answerTo(earlier, 'staff-training', [ids.before!, ids.fresh!], lead)
      await answerTo(
        await anApplication(service, organisation, { round, startedBy: lead }),
        'staff-training',
        [ids.older!],
        lead,
      ) // evidence in an application that was never submitted
      await answerTo(
        await anApplication(service, organisation, { round, startedBy: lead, status: 'decided' }),
        'induction',
        [ids.older!],
        lead,
      ) // evidence for an answer about another criterion
      await indexAllEvidence(service.parts)
    })

    test('the most relevant evidence is suggested first, with the reasons', async () => {
      await draft.contributor.open(draft.address)
      expect(offered(draft.contributor)).toEqual([
        [
          'Training log of this year',
          'Used for this criterion in 2025 · Tagged with this criterion · From the last 12 months',
        ],
        ['Training at Old Quay', 'Tagged with this criterion · From the last 12 months'],
        ['Slides of then', 'Used for this criterion in 2025'],
        ['Training log of long ago', 'Tagged with this criterion'],
        ['New, about something else', 'From the last 12 months'],
      ])
      await draft.lead.open(draft.address)
      expect(titles(draft.lead)).toEqual(['For few people', ...titles(draft.contributor).slice(0, 4)])
      await draft.contributor.open(draft.address.replace('L1', 'P1'))
      expect(offered(draft.contributor)).toEqual([]) // for a prerequisite, evidence is not suggested just for being new
    })

    // PostgreSQL’s query plan depends on the number of rows, so only SQLite’s plan is checked.
    const onSqlite = engine.startsWith('sqlite') ? test : test.skip
    onSqlite('the query for suggestions scans no table, and sorts only once', async () => {
      const { db } = service.parts
      const actor = (await actorNow(db, draft.people.lead.id))!
      const application = { ...draft.application, organisationId: draft.organisation.id }
      const asked: { sql: string; bindings: unknown[] }[] = []
      const listen = (query: { sql: string; bindings: unknown[] }): void => void asked.push(query)
      service.database.db.on('query', listen)
      const item = { id: 'staff-training' }
      await runLookup(db, candidatesLookup(db, { actor, application, item, today: service.clock.today() }))
      service.database.db.removeListener('query', listen)
      const { sql, bindings } = asked[0]!
      const steps = (
        await service.database.db.raw<{ detail: string }[]>(`explain query plan ${sql}`, bindings as never)
      ).map(({ detail }) => detail)
      expect(
        steps.filter(
          step => /^SCAN/.test(step) && !/VIRTUAL TABLE INDEX|CONSTANT ROW|SCAN (r|tied|source_\d)$/.test(step),
        ),
      ).toEqual([])
      // Only evidence that was used before is sorted, by the time when its application was submitted.
      expect(steps.filter(step => step.startsWith('USE TEMP B-TREE'))).toHaveLength(1)
    })

    test('“Save and continue” also attaches the ticked evidence', async () => {
      const { contributor, application, address } = draft
      await contributor.open(address)
      await contributor.press('Save and continue', { narrative: 'Everybody learns', use: [ids.fresh!, ids.new!] })
      expect([contributor.address, contributor.notices, await attached(application)]).toEqual([
        address.replace('L1', 'L2'),
        ['Staff and volunteers learn (L1) saved, with 2 items of evidence.'],
        ['New, about something else', 'Training log of this year'],
      ])
      await contributor.open(address)
      expect([contributor.valueOf('narrative'), titles(contributor)]).toEqual([
        'Everybody learns',
        ['Training at Old Quay', 'Slides of then', 'Training log of long ago'],
      ])
      expect(
        await service.database
          .writer('events')
          .where({ application_id: application.id })
          .orderBy('sequence')
          .pluck('name'),
      ).toEqual(['application.answer_written', 'application.evidence_attached'])
      for (const id of [ids.fresh!, ids.new!])
        await contributor.send(address, { version: '1', narrative: 'Everybody learns', remove: id })
    })

    test('the newest evidence is suggested while the attached evidence lacks consent or has expired', async () => {
      const { contributor, application, address } = draft
      const [photo, newer] = [
        await addEvidence(draft.organisation, draft.people.lead, 'Two readers at the table', {
          minute: 91,
          kind: 'photo people',
        }),
        'New, about something else',
      ]
      const change = (row: Partial<Row<'evidence'>>) =>
        service.database.writer('evidence').where({ id: photo }).update(row)
      await contributor.open(address)
      const version = String(contributor.valueOf('version'))
      await contributor.send(address, { version, narrative: 'Everybody learns', use: photo })
      expect([contributor.errors, await attached(application), titles(contributor).includes(newer)]).toEqual([
        [],
        ['Two readers at the table'],
        false,
      ])
      for (const row of [{ panel_until: null }, { panel_until: day('9999-12-31'), expires_on: day('2027-02-28') }]) {
        await change(row)
        await contributor.open(address)
        expect([titles(contributor).length, titles(contributor).includes(newer)]).toEqual([5, true])
      }
      await contributor.send(address, { version, narrative: 'Everybody learns', remove: photo })
      await service.database
        .writer('evidence')
        .where({ id: photo })
        .update({ removed_at: at(99) })
    })

    test('a form with unusable evidence is refused, and keeps the text and the other ticks', async () => {
      const { contributor, application, address } = draft
      const foreign = await anItemOfEvidence(
        service,
        await anOrganisation(service, { name: 'Marrowdale' }),
        draft.people.lead,
      )
      for (const wrong of [ids.expired!, ids.waits!, ids.restricted!, foreign, 'aaaaaaaaaaaaaaaaaaaa', '__proto__']) {
        await contributor.send(address, { version: '1', narrative: 'Typed at length', use: [ids.older!, wrong] })
        expect([
          contributor.status,
          contributor.errors,
          contributor.valueOf('narrative'),
          contributor.valueOf('use'),
        ]).toEqual([422, ['Choose evidence from the list'], 'Typed at length', [ids.older]])
      }
      await contributor.send(address, { version: '0', narrative: 'Typed at length', use: ids.older! })
      expect([
        contributor.status,
        contributor.valueOf('narrative'),
        contributor.$('input[name=use]').val(),
        await attached(application),
      ]).toEqual([409, 'Everybody learns Typed at length', ids.older, []])
      await contributor.press('Save combined text')
      expect([contributor.status, await attached(application)]).toEqual([200, ['Old, about something else']])
      await contributor.send(address, { version: '2', narrative: 'Typed at length', remove: ids.older! })
    })

    test('evidence that expires while the form is being sent is refused, and the text is kept', async () => {
      const [before, today] = [service.clock.now(), service.clock.today()]
      service.clock.set(`${today}T23:59:30Z`)
      const {
        organisation,
        people: { lead },
        application,
        address,
        contributor,
      } = await aDraft('Kestrel Hill')
      const last = await addEvidence(organisation, lead, 'Good until today', {
        minute: 5,
        expires_on: today,
        items: ['staff-training'],
      })
      const { now } = service.clock
      let asked = 0
      service.clock.now = () => (asked++ === 0 ? now() : addMinutes(now(), 1)) // midnight passes before the transaction
      await contributor.send(address, { version: '0', narrative: 'Typed at length', use: last })
      service.clock.now = now
      expect([
        contributor.status,
        contributor.errors,
        contributor.valueOf('narrative'),
        contributor.valueOf('use'),
        await attached(application),
      ]).toEqual([
        422,
        ['Some of the evidence you chose has expired. Choose other evidence, or change the expiry date first'],
        'Typed at length',
        last,
        [],
      ])
      await contributor.send(address, { version: '0', narrative: 'Typed at length', use: last })
      expect([contributor.status, await attached(application)]).toEqual([200, ['Good until today']])
      service.clock.set(before)
    })

    test('a search saves the text first, and its results explain why some evidence cannot be attached', async () => {
      const { contributor, lead, application, address } = draft
      await service.database.writer('evidence_notes').insert({
        id: newId(),
        evidence_id: ids.older!,
        body: 'Counted by Їжак at the désk',
        written_by: draft.people.lead.id,
        written_at: at(0),
      })
      await service.database.writer('evidence_index').where({ evidence_id: ids.older! }).update({ folding: 0 })
      await indexAllEvidence(service.parts)
      await contributor.open(address)
      await contributor.press('Search', { narrative: 'Saved before I look', search: 'їжак desk' })
      expect([contributor.address, offered(contributor)]).toEqual([
        `${address}/evidence?search=%D1%97%D0%B6%D0%B0%D0%BA+desk`,
        [['Old, about something else', 'Added on 1 January 2027']],
      ])
      await contributor.press('Attach', { use: true })
      expect([contributor.address, contributor.valueOf('narrative'), await attached(application)]).toEqual([
        address,
        'Saved before I look',
        ['Old, about something else'],
      ])
      const resultsWithReasons = async (actor: Visitor, search: string) => {
        await actor.open(`${address}/evidence?${new URLSearchParams({ search }).toString()}`)
        return [
          titles(actor),
          actor
            .$('main ul li')
            .toArray()
            .map(each => actor.$(each).text().trim().replace(/\s+/g, ' ')),
        ]
      }
      expect(await resultsWithReasons(lead, 'beyond')).toEqual([[], ['Beyond its day Expired on 28 February 2027']])
      expect(await resultsWithReasons(lead, 'waiting')).toEqual([[], ['Waiting for somebody Needs consent']])
      expect(await resultsWithReasons(lead, 'else')).toEqual([
        ['New, about something else'],
        ['Old, about something else Already attached to this answer'],
      ])
      expect([
        await resultsWithReasons(lead, 'few people'),
        await resultsWithReasons(contributor, 'few people'),
      ]).toEqual([
        [['For few people'], []],
        [[], []],
      ])
      expect(contributor.text).toContain('No results for “few people”')
      expect(await resultsWithReasons(lead, '"*" !')).toEqual([[], []])
    })
  })

  test('all evidence is listed page by page, with and without a search', async () => {
    const {
      organisation,
      people: { lead },
      address,
      lead: visitor,
    } = await aDraft('Longshelf Libraries')
    const all = Array.from({ length: 45 }, (_, index) => `Kestrel ${String(index).padStart(2, '0')}`)
    for (const [index, title] of all.entries())
      await addEvidence(organisation, lead, title, {
        minute: Math.floor(index / 4),
        items: index === 0 ? ['staff-training'] : [],
      })
    await indexAllEvidence(service.parts)
    for (const search of ['', 'kes']) {
      const seen: string[] = []
      let next: string | undefined = `${address}/evidence${search && `?search=${search}`}`
      for (let page = 0; next && page < 5; page += 1) {
        await visitor.open(next)
        seen.push(...titles(visitor))
        next = visitor.$('a[rel=next]').attr('href')
      }
      expect([seen.length - new Set(seen).size, [...new Set(seen)].toSorted(), seen[0]]).toEqual([
        search === '' ? 1 : 0,
        all,
        search === '' ? 'Kestrel 00' : seen[0],
      ]) // Without a search, the suggested item is shown twice: as a suggestion and in the full list.
    }
  })

  test('the page of an item of evidence lists, for each year, where the item was used', async () => {
    const {
      organisation,
      people: { lead: owner },
      application,
      lead,
    } = await aDraft('Merrowby Libraries')
    const db = service.database.writer
    const evidence = await addEvidence(organisation, owner, 'Used again and again', { minute: 0 })
    const observer = await signedIn(
      service,
      await aPersonWho(service, { member: [[organisation, 'observer']] }),
      `/evidence/${evidence}`,
    )
    expect(observer.text).toContain('Not used yet.')
    expect(observer.text).not.toContain('choose this evidence')
    await lead.open(`/evidence/${evidence}`)
    expect(lead.text).toContain('Not used yet. In an application, open a criterion and choose this evidence.')
    await answerTo(application, 'induction', [evidence], owner)
    for (let year = 2026; year > 2019; year -= 1) {
      const earlier = await anApplication(service, organisation, {
        startedBy: owner,
        kind: 'renewal',
        status: 'decided',
        decision_letter_released_at: instant(`${year}-06-01T09:00:00Z`),
        started_at: instant(`${year}-02-01T09:00:00Z`),
      })
      await answerTo(earlier, 'staff-training', [evidence], owner)
      await aSubmission(service, earlier, owner, {
        at: `${year}-03-01T09:00:00Z`,
        answers: [],
        evidence: [{ id: evidence, title: 'Used again and again' }],
      })
      if (year !== 2026) continue
      const [question, partner] = [newId(), newId()]
      await db('questions').insert({
        id: question,
        application_id: earlier.id,
        item_id: 'induction',
        asked_by: owner.id,
        body: 'Which?',
        reply_by: day('2026-04-01'),
        status: 'answered',
        asked_at: at(0),
        closed_at: at(0),
        reply: 'All',
        replied_by: owner.id,
        replied_at: at(0),
        version: 1,
      })
      await db('reply_evidence').insert({ question_id: question, evidence_id: evidence })
      await db('partners').insert({
        id: partner,
        organisation_id: organisation.id,
        name: 'Welcome House',
        name_key: 'welcome house',
        language: 'en',
        english_name: '',
        kind: 'refugee organisation',
        place: 'Ashcombe',
        since: day('2020-01-01'),
        until: null,
        agreed: '',
        contact: '',
        added_at: at(0),
        removed_at: null,
        version: 1,
      })
      await db('partner_evidence').insert({ partner_id: partner, evidence_id: evidence, attached_at: at(0) })
      await db('application_partners').insert({
        application_id: earlier.id,
        item_id: 'staff-training',
        partner_id: partner,
        attached_at: at(0),
      })
    }
    for (const actor of [lead, observer]) {
      await actor.open(`/evidence/${evidence}`)
      const aside = actor.$('.los-aside').text().replace(/\s+/g, ' ')
      expect([
        actor
          .$('.los-aside h3')
          .toArray()
          .map(each => actor.$(each).text())
          .filter(text => /^\d{4}$/.test(text)),
        aside.includes('Used in 8 applications.'),
      ]).toEqual([['2027', '2026', '2025', '2024', '2023'], true])
      for (const words of [
        'Answers: L2 Part of induction',
        'Answers: L1 Staff and volunteers learn',
        'Replies to questions: L2',
        'Partnership with Welcome House: L1',
        'Included in: submission 1 on 1 March 2026',
      ])
        expect(aside).toContain(words)
      await actor.follow('Show earlier applications')
      expect([
        actor
          .$('.los-aside h3')
          .toArray()
          .map(each => actor.$(each).text())
          .filter(text => /^\d{4}$/.test(text)),
        actor.text.includes('Used in 8 applications.'),
      ]).toEqual([['2022', '2021', '2020'], true])
      expect(actor.links.map(({ text }) => text)).not.toContain('Show earlier applications')
    }
    for (const wrong of [
      'started=x&application=__proto__',
      'started[]=a&application=b',
      `started=${'9'.repeat(300)}&application=%00`,
    ])
      expect((await lead.open(`/evidence/${evidence}?${wrong}`)).status).toBe(200)
  })
})
