import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { newId } from '../../../src/db/ids.ts'
import type { Day, Instant } from '../../../src/domain/time.ts'
import { readersById } from '../../../src/email/readers.store.ts'
import { startMerge } from '../../../src/modules/site/merges/merge.actions.ts'
import { movingColumns, keptColumns } from '../../../src/modules/site/merged-rows/merged-rows.store.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anItemOfEvidence,
  anOrganisation,
  aPersonWho,
  aRecommendation,
  aRound,
  aSubmission,
  signedIn,
  type AnOrganisation,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('merging two organisations', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
    await aRound(service)
  })
  afterAll(() => service.end())
  const db = () => service.database.writer

  const aCoordinator = async (address?: string) =>
    signedIn(service, await aPersonWho(service, { name: 'Ffion Adeyemi', roles: ['coordinator'] }), address)
  const pair = async (): Promise<[AnOrganisation, AnOrganisation]> => [
    await anOrganisation(service, { name: 'Old Town Library', place: 'Old Town' }),
    await anOrganisation(service, { name: 'County Libraries', place: 'County' }),
  ]
  const start = async (from: { id: string }, into: { id: string }): Promise<string | null> => {
    const { id } = await aPersonWho(service, { roles: ['coordinator'] })
    const [reader] = await readersById(service.parts.db, [id])
    return service.parts.write(reader!.actor, work =>
      startMerge(work, { fromId: from.id, intoId: into.id, reason: 'The county runs it now.' }),
    )
  }

  test('every column with an organisation’s id is in the lists of columns that a merge changes or keeps', async () => {
    const known = [...movingColumns.map(({ table, column }) => `${table}.${column}`), ...Object.keys(keptColumns)]
    const sqlite = await aService('sqlite')
    const inSchema: string[] = []
    const tables = (await sqlite.database.writer('sqlite_master').where({ type: 'table' }).pluck('name')) as string[]
    for (const table of tables) {
      const keys = (await sqlite.database.writer.raw(`pragma foreign_key_list(${table})`)) as {
        from: string
        table: string
      }[]
      const columns = (await sqlite.database.writer.raw(`pragma table_info(${table})`)) as { name: string }[]
      const about = new Set([
        ...keys.filter(key => key.table === 'organisations').map(({ from }) => from),
        ...columns.map(({ name }) => name).filter(name => name === 'organisation_id'),
      ])
      if (!table.startsWith('organisation_names') && !table.startsWith('outbox_words'))
        inSchema.push(...[...about].map(column => `${table}.${column}`))
    }
    await sqlite.end()
    expect(known.toSorted()).toEqual([...inSchema, 'organisations.id'].toSorted())
  })

  test('an organisation without members is merged immediately, and its page redirects to the survivor', async () => {
    const [from, into] = await pair()
    const lead = await aPersonWho(service, { member: [[into, 'lead']] })
    const coordinator = await aCoordinator(`/awards/new?organisation=${from.id}`)
    await coordinator.press('Record the award', {
      scope: from.branches,
      from: '2026-06-01',
      to: '2027-05-31',
      decidedBy: 'Old Town local group',
      source: 'Letter of 1 June 2026',
    })
    const award = coordinator.address
    await coordinator.open(`/organisations/${from.id}`)
    await coordinator.follow('Merge with another organisation')
    expect(coordinator.errors).toEqual([])
    await coordinator.press('Search', { name: '' })
    expect([coordinator.status, coordinator.errors]).toEqual([422, ['Enter any part of the organisation’s name']])
    await coordinator.press('Search', { name: 'county' })
    await coordinator.follow('County Libraries, County')
    expect(coordinator.text).toContain('You cannot undo a merge.')
    expect(coordinator.text).toContain('No lead needs to agree')
    await coordinator.press('Merge the organisations now', { reason: '' })
    expect(coordinator.errors).toEqual([
      'Enter the reason',
      'Tick the box to confirm that these are the right organisations',
    ])
    await coordinator.press('Merge the organisations now', { reason: 'The county runs it now.', sure: 'yes' })
    expect([coordinator.address, coordinator.notices]).toEqual([
      `/organisations/${into.id}`,
      ['Old Town Library has been merged into County Libraries.'],
    ])
    await coordinator.open(`/organisations/${from.id}`)
    expect(coordinator.address).toBe(`/organisations/${into.id}`)
    await coordinator.open('/organisations?name=old+town')
    expect(coordinator.links.map(({ text }) => text)).not.toContain('Old Town Library')
    await coordinator.open(award)
    expect(coordinator.text).toContain('County Libraries')
    expect(await db()('branches').where({ organisation_id: into.id })).toHaveLength(4)
    const stranger = await signedIn(service, await aPersonWho(service), `/organisations/${from.id}`)
    expect(stranger.status).toBe(404)
    expect((await service.post()).map(({ to, subject }) => [to, subject])).toContainEqual([
      lead.email,
      'Old Town Library has been merged into County Libraries',
    ])
    await coordinator.open(`/history?organisation=${into.id}`)
    expect(coordinator.text).toContain('Another organisation was merged into this one')
  })

  test('applications on which the coordinator has a conflict of interest move too, but are not counted', async () => {
    const [from, into] = await pair()
    const lead = await aPersonWho(service)
    const known = await anApplication(service, from, { startedBy: lead, status: 'decided' })
    const hidden = await anApplication(service, from, { startedBy: lead, status: 'decided' })
    for (const application of [known, hidden]) await aRecommendation(service, application, null)
    const barred = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, hidden, barred, 'conflict')
    const counts = async (visitor: Visitor) => {
      await visitor.open(`/organisations/${from.id}/merge/${into.id}`)
      return ['Applications', 'Recommendations'].map(
        name => new RegExp(`${name} Number (\\d+)`).exec(visitor.text)?.[1],
      )
    }
    expect(await counts(await aCoordinator())).toEqual(['2', '2'])
    expect(await counts(await signedIn(service, barred))).toEqual(['1', '1'])
    await start(from, into)
    expect(await db()('applications').where({ organisation_id: into.id })).toHaveLength(2)
  })

  test('the page says when a merge switches on the emails of the survivor', async () => {
    const [from, into] = await pair()
    const switchesOn = 'We will switch on emails for County Libraries, because Old Town Library already gets them.'
    const coordinator = await aCoordinator(`/organisations/${from.id}/merge/${into.id}`)
    expect(coordinator.text).not.toContain(switchesOn)
    await db()('organisations').where({ id: into.id }).update({ emails_started_at: null })
    await coordinator.open(`/organisations/${from.id}/merge/${into.id}`)
    expect(coordinator.text).toContain(switchesOn)
  })

  test('the survivor of a merge needs sign-off if either organisation needed it, and the page says so', async () => {
    const [from, into] = await pair()
    const needsSignOff = 'After the merge, an observer must sign off County Libraries’ applications'
    const wanted = async ({ id }: { id: string }) =>
      (await db()('organisations').where({ id }).first('sign_off_wanted'))!.sign_off_wanted
    const coordinator = await aCoordinator(`/organisations/${from.id}/merge/${into.id}`)
    expect(coordinator.text).not.toContain(needsSignOff)
    await db()('organisations').where({ id: from.id }).update({ sign_off_wanted: 1 })
    await coordinator.open(`/organisations/${from.id}/merge/${into.id}`)
    expect(coordinator.text).toContain(needsSignOff)
    await coordinator.press('Merge the organisations now', { reason: 'One service now.', sure: 'yes' })
    expect([coordinator.status, await wanted(into)]).toEqual([200, 1])
    const chosen = await db()('events').where({ name: 'organisation.sign_off_chosen', entity_id: into.id })
    expect(chosen).toHaveLength(1)
  })

  test('if both libraries require sign-off, the survivor’s observers must sign off what moves to it', async () => {
    const [from, into] = await pair()
    await db()('organisations').whereIn('id', [from.id, into.id]).update({ sign_off_wanted: 1 })
    const lead = await aPersonWho(service, { member: [[from, 'lead']] })
    const observers = [
      await aPersonWho(service, { member: [[from, 'observer']] }),
      await aPersonWho(service, { member: [[into, 'observer']] }),
    ]
    const application = await anApplication(service, from, { startedBy: lead })
    const byLead = await signedIn(service, lead, `/applications/${application.id}/sign-off`)
    await byLead.press('Ask for sign-off')
    const subject = 'Please read and sign off your library’s application'
    const asked = async () =>
      (await service.post()).filter(email => email.subject.includes(subject)).map(({ to }) => to)
    expect(await asked()).toEqual([observers[0]!.email])
    const address = `/merges/${await start(from, into)}`
    await byLead.open(address)
    await byLead.press('Save your answer', { answer: 'agree' })
    const coordinator = await aCoordinator(address)
    await coordinator.press('Finish the merge', { sure: 'yes' })
    expect(await asked()).toEqual([observers[1]!.email])
  })

  test('when both libraries have evidence, a lead of each must agree, and members need approval again', async () => {
    const [from, into] = await pair()
    const [one, other] = [
      await aPersonWho(service, { name: 'Marian Oak', member: [[from, 'lead']] }),
      await aPersonWho(service, { name: 'Idris Elm', member: [[into, 'lead']] }),
    ]
    await anItemOfEvidence(service, from, one)
    await anItemOfEvidence(service, into, other)
    const coordinator = await aCoordinator(`/organisations/${from.id}/merge/${into.id}`)
    await coordinator.press('Ask the leads to agree to the merge', { reason: 'One service now.', sure: 'yes' })
    const address = coordinator.address
    const cardsOf = async (visitor: Visitor) =>
      (await visitor.open('/home')).links.filter(({ href }) => href === address).map(({ text }) => text)
    expect(await cardsOf(coordinator)).toEqual([])
    await coordinator.open(address)
    expect([address, coordinator.buttons.includes('Finish the merge')]).toEqual([
      expect.stringMatching(/^\/merges\/[a-z2-7]{20}$/),
      false,
    ])
    await coordinator.send(`${address}/completion`, { sure: 'yes' })
    expect([coordinator.status, await db()('evidence').where({ organisation_id: from.id })]).toEqual([
      409,
      [expect.anything()],
    ])
    const [marian, idris] = [await signedIn(service, one, address), await signedIn(service, other, address)]
    const question = ['Decide whether to merge Old Town Library into County Libraries', 'Read and answer']
    expect([await cardsOf(marian), await cardsOf(idris)]).toEqual([question, question])
    await marian.open(address)
    await idris.open(address)
    const stranger = await signedIn(service, await aPersonWho(service), address)
    expect(stranger.status).toBe(404)
    await marian.press('Save your answer')
    expect(marian.errors).toEqual(['Choose whether you agree to the merge'])
    await marian.press('Save your answer', { answer: 'agree' })
    expect(marian.text).toContain('Marian Oak agreed to the merge on behalf of Old Town Library')
    await marian.send(`${address}/completion`, { sure: 'yes' })
    expect(marian.status).toBe(403)
    expect([await cardsOf(marian), await cardsOf(coordinator)]).toEqual([[], []])
    await idris.press('Save your answer', { answer: 'agree' })
    expect([await cardsOf(idris), await cardsOf(coordinator)]).toEqual([
      [],
      ['Finish merging Old Town Library into County Libraries', 'Check and finish'],
    ])
    await coordinator.open(address)
    await coordinator.press('Finish the merge', { sure: 'yes' })
    expect(coordinator.notices).toEqual(['Old Town Library has been merged into County Libraries.'])
    await marian.open(`/organisations/${into.id}/evidence`)
    expect(marian.status).toBe(404)
    await idris.open(`/organisations/${into.id}/evidence`)
    expect([idris.status, await db()('evidence').where({ organisation_id: into.id })]).toEqual([
      200,
      [expect.anything(), expect.anything()],
    ])
    expect(
      await db()('access_requests').where({ organisation_id: into.id }).select('person_id', 'role', 'status'),
    ).toEqual([{ person_id: one.id, role: 'lead', status: 'waiting' }])
    await idris.open(`/organisations/${into.id}/evidence/new`)
    expect(idris.address).toContain('/readers')
    await idris.open('/approvals')
    await idris.follow('Marian Oak, Lead at County Libraries')
    expect(idris.text).toContain('They used this address at the library that was merged')
    expect(idris.text).not.toMatch(/accepted the invitation|opened the invitation/i)
    const emails = (await service.post()).filter(({ text }) => text.includes('Marian Oak'))
    expect(emails.some(({ text }) => text.includes('needs approval for a role at County Libraries'))).toBe(true)
    expect(emails.filter(({ text }) => text.includes('accepted an invitation'))).toEqual([])
  })

  test('a lead must agree before another team can read the answers of a withdrawn draft', async () => {
    const [from, into] = await pair()
    const lead = await aPersonWho(service, { name: 'Marian Oak', member: [[from, 'lead']] })
    const other = await aPersonWho(service, { member: [[into, 'lead']] })
    const application = await anApplication(service, from, { startedBy: lead, status: 'withdrawn' })
    const coordinator = await aCoordinator(`/organisations/${from.id}/merge/${into.id}`)
    expect(coordinator.text).toContain('This merge needs the agreement of a lead at Old Town Library')
    await coordinator.press('Ask the leads to agree to the merge', { reason: 'One service now.', sure: 'yes' })
    expect(await db()('applications').where({ organisation_id: from.id })).toHaveLength(1)
    const marian = await signedIn(service, lead, coordinator.address)
    await marian.press('Save your answer', { answer: 'agree' })
    await coordinator.open(coordinator.address)
    await coordinator.press('Finish the merge', { sure: 'yes' })
    const reader = await signedIn(service, other, `/applications/${application.id}`)
    expect(reader.status).toBe(200)
    const mails = (await service.post()).filter(({ subject }) => subject.includes('has been merged into'))
    const mail = mails.find(({ to }) => to === lead.email)!
    const path = /https?:\/\/[^/\s]+(\/\S*)/.exec(mail.text)?.[1]
    expect([path, (await marian.open(path!)).status]).toEqual(['/home', 200])
    expect(marian.text).toContain('County Libraries')
  })

  test('a lead must agree before their team loses its evidence to an organisation without members', async () => {
    const [from, into] = await pair()
    const lead = await aPersonWho(service, { name: 'Marian Oak', member: [[from, 'lead']] })
    await anItemOfEvidence(service, from, lead)
    const coordinator = await aCoordinator(`/organisations/${from.id}/merge/${into.id}`)
    expect(coordinator.text).toContain('because its team will lose access to its evidence, applications and targets')
    expect(coordinator.text).toContain('because the team has no members')
    expect(coordinator.text).not.toMatch(/No lead needs to agree|will be able to read/)
    await coordinator.press('Ask the leads to agree to the merge', { reason: 'One service now.', sure: 'yes' })
    const { address } = coordinator
    expect([address, coordinator.buttons]).toEqual([
      expect.stringMatching(/^\/merges\//),
      expect.not.arrayContaining(['Finish the merge']),
    ])
    const marian = await signedIn(service, lead, '/home')
    expect(marian.links.map(({ href }) => href)).toContain(address)
    await marian.open(address)
    await marian.press('Save your answer', { answer: 'agree' })
    await coordinator.open(address)
    await coordinator.press('Finish the merge', { sure: 'yes' })
    expect(await db()('evidence').where({ organisation_id: into.id })).toHaveLength(1)
  })

  test('no lead needs to agree when none can be reached and the other organisation has no members', async () => {
    const [from, into] = await pair()
    const lead = await aPersonWho(service, { member: [[from, 'lead']] })
    await anItemOfEvidence(service, from, lead)
    const longAgo = '2025-01-01T00:00:00.000Z' as Instant
    await db()('people').where({ id: lead.id }).update({ signed_in_at: longAgo, created_at: longAgo })
    const coordinator = await aCoordinator(`/organisations/${from.id}/merge/${into.id}`)
    expect(coordinator.text).toContain('Old Town Library has no lead who can be reached')
    expect(coordinator.buttons).toContain('Merge the organisations now')
  })

  test('a lead of both libraries gets one email about the proposal and one about the merge', async () => {
    const [from, into] = await pair()
    const both = await aPersonWho(service, {
      member: [
        [from, 'lead'],
        [into, 'lead'],
      ],
    })
    for (const of of [from, into]) await anItemOfEvidence(service, of, both)
    await service.post()
    const id = await start(from, into)
    const subjects = async () =>
      (await service.post()).filter(({ to }) => to === both.email).map(({ subject }) => subject)
    expect(await subjects()).toHaveLength(1)
    const lead = await signedIn(service, both, `/merges/${id}`)
    await lead.press('Save your answer', { answer: 'agree' })
    const coordinator = await aCoordinator(`/merges/${id}`)
    await coordinator.press('Finish the merge', { sure: 'yes' })
    expect((await subjects()).filter(subject => subject.includes('has been merged into'))).toHaveLength(1)
  })

  test('a survivor that gets the mailbox of the other library must confirm its contacts again', async () => {
    const [from, into] = await pair()
    const lead = await aPersonWho(service, { member: [[into, 'lead']] })
    await db()('organisations').where({ id: from.id }).update({ role_mailbox: 'libraries@old-town.example' })
    const { id } = await anApplication(service, into, { startedBy: lead })
    const confirmed = { kind: 'renewal', contacts_confirmed_at: service.clock.now() }
    await db()('applications').where({ id }).update(confirmed)
    expect(await start(from, into)).toBeNull()
    expect((await db()('applications').where({ id }).first())!.contacts_confirmed_at).toBeNull()
  })

  test('a mailbox that both libraries share gets one email about the proposal and one about the merge', async () => {
    const [from, into] = await pair()
    const [one, other] = [
      await aPersonWho(service, { member: [[from, 'lead']] }),
      await aPersonWho(service, { member: [[into, 'lead']] }),
    ]
    await anItemOfEvidence(service, from, one)
    await anItemOfEvidence(service, into, other)
    await db()('organisations').where({ id: from.id }).update({ role_mailbox: 'Libraries@county.example' })
    await db()('organisations').where({ id: into.id }).update({ role_mailbox: 'libraries@county.example' })
    await service.post()
    const id = await start(from, into)
    const subjects = async () =>
      (await service.post())
        .filter(({ to }) => to.toLowerCase() === 'libraries@county.example')
        .map(({ subject }) => subject)
    expect(await subjects()).toHaveLength(1)
    for (const lead of [one, other])
      await (await signedIn(service, lead, `/merges/${id}`)).press('Save your answer', { answer: 'agree' })
    const coordinator = await aCoordinator(`/merges/${id}`)
    await coordinator.press('Finish the merge', { sure: 'yes' })
    expect((await subjects()).filter(subject => subject.includes('has been merged into'))).toHaveLength(1)
  })

  test('a library with evidence or partners cannot be merged after its last lead has left', async () => {
    const [from, into] = await pair()
    const former = await aPersonWho(service, { member: [[from, 'lead']] })
    const newcomer = await aPersonWho(service, { member: [[into, 'lead']] })
    await db()('memberships').where({ person_id: former.id }).update({ ended_at: service.clock.now() })
    await db()('partners').insert({
      id: newId(),
      organisation_id: from.id,
      name: 'Harbour Welcome',
      name_key: 'harbour welcome',
      language: 'en',
      kind: 'other',
      since: '2026-01-01' as Day,
      added_at: service.clock.now(),
      version: 1,
    })
    const refused = 'A lead must agree, and one of these organisations has no lead. Invite a lead first'
    await expect(start(from, into)).rejects.toThrow()
    await anItemOfEvidence(service, from, former)
    const coordinator = await aCoordinator(`/organisations/${from.id}/merge/${into.id}`)
    expect(coordinator.text).toContain(refused)
    await coordinator.press('Ask the leads to agree to the merge', { reason: 'One service now.', sure: 'yes' })
    expect([coordinator.status, coordinator.errors]).toEqual([422, [refused]])
    const library = await signedIn(service, newcomer, `/organisations/${into.id}/evidence`)
    expect([library.status, await db()('evidence').where({ organisation_id: from.id })]).toEqual([
      200,
      [expect.anything()],
    ])
  })

  test('a merge ends when a lead refuses, and moves nothing', async () => {
    const [from, into] = await pair()
    const lead = await aPersonWho(service, { member: [[from, 'lead']] })
    await anItemOfEvidence(service, from, lead)
    await aPersonWho(service, { member: [[into, 'contributor']] })
    const id = await start(from, into)
    const library = await signedIn(service, lead, `/merges/${id}`)
    await service.post()
    await library.press('Save your answer', { answer: 'refuse' })
    const told = (await service.post()).filter(({ subject }) => subject === `${from.name} refused a merge`)
    expect([
      told.length > 0,
      told.every(({ to, text }) => to !== lead.email && text.includes(`/merges/${id}`)),
    ]).toEqual([true, true])
    expect([library.text.includes('Refused by a lead'), library.buttons.includes('Save your answer')]).toEqual([
      true,
      false,
    ])
    expect(await db()('evidence').where({ organisation_id: from.id })).toHaveLength(1)
    await expect(start(from, into)).resolves.toMatch(/^[a-z2-7]{20}$/)
    const coordinator = await aCoordinator(`/organisations/${from.id}/merge/${into.id}`)
    expect(coordinator.text).toContain('One of these organisations is already part of another merge')
    await coordinator.follow('Open the other merge')
    await coordinator.press('Withdraw this merge')
    await coordinator.open(`/organisations/${from.id}/merge/${into.id}`)
    expect(coordinator.text).not.toMatch(/another merge|other merge/)
  })

  test('the page links to the open merge of a library, except for members of a library in that merge', async () => {
    const [from, into] = await pair()
    const third = await anOrganisation(service, { name: 'Shire Libraries' })
    const lead = await aPersonWho(service, { member: [[from, 'lead']] })
    await anItemOfEvidence(service, from, lead)
    await aPersonWho(service, { member: [[third, 'contributor']] })
    const id = await start(from, third)
    const member = await aPersonWho(service, { roles: ['coordinator'], member: [[third, 'observer']] })
    const page = `/organisations/${from.id}/merge/${into.id}`
    for (const [visitor, links] of [
      [await aCoordinator(page), [`/merges/${id}`]],
      [await signedIn(service, member, page), []],
    ] as const) {
      expect(visitor.text).toContain('One of these organisations is already part of another merge')
      expect(visitor.links.map(({ href }) => href).filter(href => href.startsWith('/merges/'))).toEqual(links)
    }
  })

  test('two organisations cannot be merged if they are the same or both have an application under way', async () => {
    const [from, into] = await pair()
    const person = await aPersonWho(service)
    const coordinator = await aCoordinator(`/organisations/${from.id}/merge/${from.id}`)
    expect(coordinator.text).toContain('Choose 2 different organisations')
    await coordinator.press('Merge the organisations now', { reason: 'Tidy up', sure: 'yes' })
    expect([coordinator.status, coordinator.errors]).toEqual([422, ['Choose 2 different organisations']])
    await anApplication(service, from, { startedBy: person })
    await anApplication(service, into, { startedBy: person })
    await coordinator.open(`/organisations/${from.id}/merge/${into.id}`)
    await coordinator.press('Ask the leads to agree to the merge', { reason: 'Tidy up', sure: 'yes' })
    expect(coordinator.errors).toEqual([
      'Both organisations have an application under way. ' +
        'Wait until one is withdrawn or closed, or its decision letter is released',
    ])
    expect(await db()('branches').where({ organisation_id: from.id })).toHaveLength(2)
  })

  test('only one merge succeeds when two organisations are merged into each other at the same time', async () => {
    const [one, other] = await pair()
    const results = await Promise.allSettled([start(one, other), start(other, one)])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await db()('organisations').whereIn('id', [one.id, other.id]).whereNotNull('merged_into')).toHaveLength(1)
  })

  test('a merge loses nothing and leaves submissions unchanged, whatever the organisations contain', async () => {
    const holding = fc.record({
      branches: fc.array(
        fc.string({ minLength: 1, maxLength: 20 }).filter(name => !name.includes('\0')),
        { minLength: 1, maxLength: 4 },
      ),
      evidence: fc.nat({ max: 3 }),
      notes: fc.nat({ max: 3 }),
      isDecided: fc.boolean(),
    })
    const inTables = [
      'branches',
      'evidence',
      'evidence_items',
      'organisation_notes',
      'applications',
      'application_branches',
      'submissions',
      'submission_parts',
      'submission_evidence',
      'awards',
      'award_branches',
      'award_changes',
      'terms',
      'decisions',
    ] as const
    const everything = async () =>
      Object.fromEntries(
        await Promise.all(
          inTables.map(
            async table =>
              [table, (await db()(table as 'branches')).map(row => JSON.stringify(row)).toSorted()] as const,
          ),
        ),
      )
    await fc.assert(
      fc.asyncProperty(holding, holding, async (first, second) => {
        const made: AnOrganisation[] = []
        for (const [at, { branches, evidence, notes, isDecided }] of [first, second].entries()) {
          const organisation = await anOrganisation(service, {
            name: `Service ${at} ${newId()}`,
            branches: branches.map((name, index) => `${name} ${index}`),
          })
          const person = await aPersonWho(service)
          const items = []
          for (let count = 0; count < evidence; count += 1)
            items.push(await anItemOfEvidence(service, organisation, person, { items: ['l1'] }))
          for (let count = 0; count < notes; count += 1)
            await db()('organisation_notes').insert({
              id: newId(),
              organisation_id: organisation.id,
              person_id: person.id,
              body: `Note ${count}`,
              made_at: service.clock.now(),
            })
          if (isDecided) {
            const application = await anApplication(service, organisation, {
              startedBy: person,
              status: 'decided',
              decision_letter_released_at: service.clock.now(),
            })
            await aSubmission(service, application, person, {
              answers: [],
              evidence: items.map(id => ({ id, title: 'Policy' })),
            })
          }
          made.push(organisation)
        }
        const [from, into] = made as [AnOrganisation, AnOrganisation]
        const lead = (of: AnOrganisation) => aPersonWho(service, { member: [[of, 'lead']] })
        if ([first, second].every(({ evidence, isDecided }) => evidence > 0 || isDecided))
          await Promise.all([lead(from), lead(into)])
        const before = await everything()
        const waiting = await start(from, into)
        if (waiting !== null) {
          await db()('organisation_merges').where({ id: waiting }).update({
            from_answer: 'agreed',
            from_answered_at: service.clock.now(),
            into_answer: 'agreed',
            into_answered_at: service.clock.now(),
          })
          const coordinator = await aCoordinator(`/merges/${waiting}`)
          await coordinator.send(`/merges/${waiting}/completion`, { sure: 'yes' })
          expect(coordinator.status).toBe(200)
        }
        const after = await everything()
        const moved = Object.fromEntries(
          Object.entries(before).map(([table, rows]) => [
            table,
            rows.map(row => row.replaceAll(from.id, into.id)).toSorted(),
          ]),
        )
        expect(after).toEqual(moved)
        expect([after.submissions, after.submission_parts]).toEqual([before.submissions, before.submission_parts])
      }),
      { numRuns: 8, seed: 1 },
    )
  })
})
