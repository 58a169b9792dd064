import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { addMinutes, type Instant } from '../../../src/domain/time.ts'
import { readersById } from '../../../src/email/readers.store.ts'
import { startMerge } from '../../../src/modules/site/merges/merge.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import type { Visitor } from '../../support/visitor.ts'

const text = (code: string) => `New readers join with a first name only. This is the answer to ${code}.`

eachDatabase('examples from other libraries', engine => {
  let world: PanelWorld
  let reader: Visitor
  beforeAll(async () => {
    world = await aPanelWorld(engine)
    const other = await anOrganisation(world.service, { name: 'Brindle Moor Library' })
    const person = await aPersonWho(world.service, { name: 'Rhian Moss', member: [[other, 'contributor']] })
    reader = await signedIn(world.service, person)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.db()('example_texts').delete()
    await world.db()('examples').delete()
    await world.db()('example_choices').delete()
    await world.db()('applications').update({ may_be_shared: 0 })
    await world.submits()
  })

  /** Decides the application, as awarded unless `outcome` says otherwise, and releases its letter. */
  async function awarded(outcome = 'awarded'): Promise<void> {
    await world.seated()
    await released(outcome, world.service.clock.now())
  }

  async function released(outcome: string, at: Instant): Promise<void> {
    const { application, coordinator, trustee, db } = world
    await db()('applications')
      .where({ id: application.id })
      .update({ status: 'decided', decision_letter_released_at: at })
    await db()('decisions').insert({
      id: newId(),
      application_id: application.id,
      outcome,
      decision_letter: 'Well done.',
      decided_by: trustee.id,
      decided_at: at,
      released_at: at,
      released_by: coordinator.id,
      letter_released: 'Well done.',
    } as never)
  }

  async function shared(sharing = 'unnamed'): Promise<void> {
    await awarded()
    const marian = await world.as(world.lead, world.at())
    await marian.follow('Share this application as an example')
    await marian.press('Save', { sharing })
  }

  async function prepared(sharing?: string): Promise<Visitor> {
    await shared(sharing)
    const joan = await world.as(world.coordinator, world.at('/example'))
    return joan.press('Copy these answers', { region: 'North West', criteria: ['L1', 'L4'].map(world.idOf) })
  }

  async function edited(sharing?: string): Promise<Visitor> {
    const joan = await prepared(sharing)
    for (const code of ['L1', 'L4']) {
      await joan.open(world.at(`/example/criteria/${code}`))
      await joan.press('Save text', { answer: text(code) })
    }
    return joan
  }

  async function published(sharing?: string): Promise<Visitor> {
    const joan = await edited(sharing)
    await joan.open(world.at('/example/publication'))
    await joan.press('Publish example', { read: 'yes' })
    expect(joan.notices).toEqual(['The example has been published. We will email the library’s leads.'])
    return joan
  }

  const list = async (query = ''): Promise<string> => (await reader.open(`/examples${query}`)).text
  const choices = () => world.db()('example_choices').where({ application_id: world.application.id }).pluck('sharing')
  const exampleId = async (): Promise<string> => (await world.db()('examples').first('id'))!.id

  test('an application that did not lead to an award cannot be shared as an example', async () => {
    await awarded('not yet')
    const marian = await world.as(world.lead, world.at())
    expect(marian.links.map(({ text }) => text)).not.toContain('Share this application as an example')
    expect((await marian.open(world.at('/example/sharing'))).status).toBe(403)
  })

  test('an application can become an example only if its last released decision granted an award', async () => {
    const { db, application, lead, coordinator, at, as, service } = world
    const seen = async () => {
      const marian = await as(lead, at())
      const isLinked = marian.links.some(({ text }) => text === 'Share this application as an example')
      const { status } = await marian.open(at('/example/sharing'))
      return [isLinked, status, (await as(coordinator, '/examples/waiting')).text.includes('Ashcombe Libraries')]
    }
    await awarded('not yet')
    expect(await seen()).toEqual([false, 403, false])
    await db()('applications').where({ id: application.id }).update({ may_be_shared: 1 })
    await released('awarded with recommendations', addMinutes(service.clock.now(), 1))
    expect(await seen()).toEqual([true, 200, true])
    await released('not yet', addMinutes(service.clock.now(), 2))
    expect(await seen()).toEqual([true, 200, false])
    await db()('applications').where({ id: application.id }).update({ may_be_shared: 0 })
    expect(await seen()).toEqual([false, 403, false])
  })

  test('once the last released decision grants no award, a lead can stop sharing but choose nothing else', async () => {
    const { lead, at, as, service } = world
    await shared()
    await released('not yet', addMinutes(service.clock.now(), 1))
    const marian = await as(lead, at('/example/sharing'))
    expect(
      marian
        .$('[name=sharing]')
        .get()
        .map(radio => marian.$(radio).val()),
    ).toEqual(['no', 'unnamed'])
    await marian.send(at('/example/sharing'), { sharing: 'named' })
    expect(marian.status).toBe(403)
    await marian.open(at('/example/sharing'))
    await marian.press('Save', { sharing: 'no' })
    expect(marian.notices).toEqual(['Saved. Other libraries cannot read answers from this application.'])
    expect(await choices()).toEqual(['no'])
    expect((await marian.open(at('/example/sharing'))).status).toBe(403)
  })

  test('while an application that led to an award is reopened, a lead can still stop sharing it', async () => {
    await shared()
    await world
      .db()('applications')
      .where({ id: world.application.id })
      .update({ status: 'with the panel', decision_letter_released_at: null })
    expect(await choices()).toEqual(['unnamed'])
    const marian = await world.as(world.lead, world.at('/example/sharing'))
    await marian.press('Save', { sharing: 'no' })
    expect(marian.notices).toEqual(['Saved. Other libraries cannot read answers from this application.'])
    expect(await choices()).toEqual(['no'])
  })

  test('a library agrees to share an example, and another library finds it from a criterion’s page', async () => {
    const { coordinator, lead, at, as, db, service } = world
    await awarded()
    const joan = await as(coordinator, at('/example'))
    expect(joan.text).toContain('The library has not agreed to share this application.')
    expect(joan.buttons).not.toContain('Copy these answers')
    const marian = await as(lead, at())
    await marian.follow('Share this application as an example')
    expect(marian.text).toContain('You have not agreed to share your application')
    await marian.press('Save', { sharing: 'unnamed' })
    expect(marian.text).toContain('Marian Tull chose the current answer on 1 March 2027.')

    await joan.open('/home')
    await joan.follow('1 example to check')
    await joan.follow('Ashcombe Libraries')
    await joan.press('Copy these answers', { region: '', criteria: [] })
    expect([joan.status, joan.errors]).toEqual([422, ['Choose a part of the UK', 'Choose at least one answer']])
    await joan.press('Copy these answers', { region: 'North West', criteria: ['L1', 'L4'].map(world.idOf) })
    await joan.open(at('/example/criteria/L1'))
    await joan.press('Save text', { answer: 'Marian Tull welcomes you at ASHCOMBE.' })
    expect(joan.notices).toEqual(['The text has been saved. It still contains 2 names.'])
    await joan.open(at('/example/publication'))
    await joan.press('Publish example', { read: 'yes' })
    expect([joan.status, joan.errors]).toEqual([422, ['Before you publish, read and save 1 more answer']])
    await joan.open(at('/example/criteria/L4'))
    await joan.press('Save text', { answer: text('L4') })
    await joan.open(at('/example/publication'))
    await joan.press('Publish example', { read: 'yes' })
    expect([joan.status, joan.errors]).toEqual([422, ['Before you publish, replace 2 marked names']])
    expect(await list()).toContain('No examples match these filters yet.')
    await joan.open(at('/example/criteria/L1'))
    await joan.press('Save text', { answer: text('L1') })
    await joan.open(at('/example/publication'))
    await joan.press('Publish example')
    expect([joan.status, joan.errors]).toEqual([
      422,
      ['Tick the box to confirm that you have read all the answers, and that nothing in them identifies a person'],
    ])
    await joan.press('Publish example', { read: 'yes' })
    expect(joan.text).toContain('Published on 1 March 2027 by Joan Hartnell.')
    expect((await joan.open('/examples/waiting')).text).toContain('There are no examples to check.')

    const emails = await db()('outbox').where({ name: 'example published' }).select('address', 'subject')
    expect(emails).toEqual([{ address: lead.email, subject: 'Other libraries can now read your example' }])
    await marian.open(at('/example/sharing'))
    expect(marian.text).toContain(text('L1'))

    const own = await anOrganisation(service, { name: 'Cold Fell Library' })
    const person = await aPersonWho(service, { member: [[own, 'lead']] })
    const draft = await anApplication(service, own, { status: 'draft', startedBy: person })
    const other = await signedIn(service, person, `/applications/${draft.id}/criteria/L4`)
    await other.follow('How other libraries answered')
    expect(other.text).toContain('Library service, North West')
    expect([other.text.includes(text('L4')), other.text.includes(text('L1'))]).toEqual([true, false])
    expect(other.html).not.toMatch(/Ashcombe|Millbrook|Marian/)
    await other.follow('Library service, North West')
    expect([other.text.includes(text('L1')), other.text.includes('2 to 10 branches')]).toEqual([true, true])
    expect(other.html).not.toMatch(/Ashcombe|Millbrook|Marian/)
    expect((await other.open(`/applications/${draft.id}/criteria/L2`)).text).not.toContain('How other libraries')
  })

  test('an example names the library only if it agreed, and never a person', async () => {
    const joan = await prepared('named')
    await joan.open(world.at('/example/criteria/L1'))
    await joan.press('Save text', { answer: 'Ashcombe Libraries welcomes you at Millbrook.' })
    expect(joan.notices).toEqual(['The text has been saved.'])
    await joan.open(world.at('/example/criteria/L4'))
    await joan.press('Save text', { answer: 'Marian greets you.' })
    await joan.open(world.at('/example/publication'))
    await joan.press('Publish example', { read: 'yes' })
    expect([joan.status, joan.errors]).toEqual([422, ['Before you publish, replace 1 marked name']])
    await joan.open(world.at('/example/criteria/L4'))
    await joan.press('Save text', { answer: 'A colleague greets you.' })
    await joan.open(world.at('/example/publication'))
    await joan.press('Publish example', { read: 'yes' })
    expect(await list()).toContain('Ashcombe Libraries North West · 2 to 10 branches')
    const marian = await world.as(world.lead, world.at('/example/sharing'))
    await marian.press('Save', { sharing: 'unnamed' })
    expect(await list()).toContain('No examples match these filters yet.')
    await joan.open(world.at('/example/publication'))
    await joan.press('Publish example', { read: 'yes' })
    expect([joan.status, joan.errors]).toEqual([422, ['Before you publish, replace 2 marked names']])
  })

  test('an example names an endorsing group only if it names the library, and never the endorser', async () => {
    const { at, db, lead, application, service } = world
    const joan = await edited('named')
    await db()('endorsements').insert({
      id: newId(),
      application_id: application.id,
      group_name: 'Harbour Lights Welcome',
      email: 'group@harbour.example',
      shared: '{}',
      asked_by: lead.id,
      asked_at: service.clock.now(),
      cancelled_at: null,
      answered_at: service.clock.now(),
      answer: 'endorsed',
      name: 'Rosalind Amadi',
      role: 'chair',
      words: '',
    })
    await joan.open(at('/example/criteria/L1'))
    await joan.press('Save text', { answer: 'Rosalind of Harbour Lights Welcome speaks for us.' })
    expect(joan.notices).toEqual(['The text has been saved. It still contains 1 name.'])
    await db()('example_choices').update({ sharing: 'unnamed' })
    await joan.open(at('/example/publication'))
    await joan.press('Publish example', { read: 'yes' })
    expect([joan.status, joan.errors]).toEqual([422, ['Before you publish, replace 2 marked names']])
  })

  test('an example is removed immediately when its library stops sharing', async () => {
    await published()
    const id = await exampleId()
    expect((await reader.open(`/examples/${id}`)).status).toBe(200)
    const marian = await world.as(world.lead, world.at('/example/sharing'))
    await marian.press('Save', { sharing: 'no' })
    expect(marian.notices).toEqual(['Saved. Other libraries cannot read answers from this application.'])
    expect([(await reader.open(`/examples/${id}`)).status, (await list()).includes('Library service')]).toEqual([
      404,
      false,
    ])
    expect([await world.db()('examples'), await world.db()('example_texts')]).toEqual([[], []])
    const joan = await world.as(world.coordinator, world.at('/example'))
    await joan.send(world.at('/example'), { region: 'Wales', criteria: world.idOf('L1'), idempotencyKey: newId() })
    expect([joan.status, joan.errors]).toEqual([
      422,
      ['You cannot continue, because the library no longer shares this application'],
    ])
  })

  test('an outdated form cannot restart sharing that a colleague has stopped, but can always stop it', async () => {
    const { service, organisation, at, as } = world
    await shared()
    const page = at('/example/sharing')
    const other = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }), page)
    const marian = await as(world.lead, page)
    await other.press('Save', { sharing: 'no' })
    await marian.press('Save', { sharing: 'named' })
    expect([marian.status, marian.errors, marian.$('[name=sharing]:checked').val(), await choices()]).toEqual([
      409,
      ['Someone else has changed this answer. Check it, then save if you want another answer'],
      'no',
      ['no'],
    ])
    await marian.press('Save', { sharing: 'named' })
    expect([marian.status, await choices()]).toEqual([200, ['named']])
    await other.open(page)
    await marian.press('Save', { sharing: 'unnamed' })
    await other.press('Save', { sharing: 'no' })
    expect([other.status, await choices()]).toEqual([200, ['no']])
  })

  test('the agreement ticked in the application counts until a lead chooses again', async () => {
    const { db, application, coordinator, at, as } = world
    await awarded()
    await db()('applications').where({ id: application.id }).update({ may_be_shared: 1, kind: 'renewal' })
    expect((await as(coordinator, at('/example'))).text).toContain('agreed to share this application without its name')
    const marian = await as(world.lead, at('/example/sharing'))
    expect(marian.text).toContain('In your application, you said that we may share it')
    await marian.press('Save', { sharing: 'no' })
    expect((await as(coordinator, '/examples/waiting')).text).toContain('There are no examples to check.')
  })

  test('a coordinator cannot prepare an example from an application that did not lead to an award', async () => {
    await awarded('not yet')
    await world.db()('applications').where({ id: world.application.id }).update({ may_be_shared: 1 })
    const joan = await world.as(world.coordinator, world.at('/example'))
    expect(joan.text).toContain(
      'There are no answers to copy. Only an application that led to an award can become an example.',
    )
    expect((await joan.open('/examples/waiting')).text).toContain('There are no examples to check.')
  })

  test('examples can be filtered by criterion, size and region, and are listed in pages', async () => {
    await published()
    const [example] = await world.db()('examples')
    const searchFor = (more: string) => `?stream=libraries&${more}`
    const isFound = async (query: string) => (await list(query)).includes('Library service, North West')
    for (const [query, expected] of [
      ['', true],
      [searchFor(`criterion=${world.idOf('L1')}`), true],
      [searchFor(`criterion=${world.idOf('L2')}`), false],
      [searchFor('size=few'), true],
      [searchFor('size=many'), false],
      [searchFor('region=North+West'), true],
      [searchFor('region=Wales'), false],
      [searchFor(`criterion=${world.idOf('L4')}&size=few&region=North+West`), true],
      ['?stream=%00&criterion=%27%3B--&size=constructor&region[]=x&published=x&id=%F0', true],
      ['?stream=nothing&criterion=__proto__', true],
    ] as const)
      expect([query, await isFound(query)]).toEqual([query, expected])
    for (let count = 0; count < 12; count += 1) {
      await world.submits()
      await awarded()
      await world.db()('applications').where({ id: world.application.id }).update({ may_be_shared: 1 })
      const id = newId()
      await world
        .db()('examples')
        .insert({ ...example!, id, application_id: world.application.id, region: 'Wales' })
      const [first] = await world.db()('example_texts').where({ example_id: example!.id })
      await world
        .db()('example_texts')
        .insert({ ...first!, id: newId(), example_id: id })
    }
    const seen = new Set<string>()
    await reader.open('/examples')
    for (let pages = 0; pages < 3; pages += 1) {
      for (const { href } of reader.links) if (/^\/examples\/[a-z0-9]{20}/.test(href)) seen.add(href)
      if (!reader.links.some(({ text: label }) => label === 'Next page')) break
      await reader.follow('Next page')
    }
    expect(seen.size).toBe(13)
  })

  test('an example under an older, unmapped framework version is listed, but not found by criterion', async () => {
    await published()
    const row = (await world.db()('framework_versions').first())!
    const older = { ...row, id: newId(), version: '0.0', published_at: '2025-01-01T09:00:00.000Z' as never }
    await world.db()('framework_versions').insert(older)
    await world.db()('examples').update({ framework_version_id: older.id })
    expect(await list(`?criterion=${world.idOf('L1')}`)).toContain('No examples match these filters yet.')
    expect(await list()).toContain('Library service, North West')
  })

  test('only signed-in people at libraries and the charity can read examples', async () => {
    const { service, at, coordinator, chair, trustee, application, organisation } = world
    await published()
    const id = await exampleId()
    const visitor = await signedIn(service, world.lead)
    visitor.cookies.clear()
    for (const address of ['/examples', `/examples/${id}`]) {
      await visitor.open(address)
      expect([visitor.address.startsWith('/sign-in'), visitor.text.includes(text('L1'))]).toEqual([true, false])
    }
    const nobody = await aPersonWho(service, {})
    expect((await signedIn(service, nobody, `/examples/${id}`)).status).toBe(404)
    for (const person of [chair, trustee, coordinator, world.lead])
      expect((await (await world.as(person)).open(`/examples/${id}`)).status).toBe(200)
    const observer = await aPersonWho(service, { member: [[organisation, 'observer']] })
    const barred = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, barred, 'conflict')
    const alsoMember = await aPersonWho(service, { roles: ['coordinator'], member: [[organisation, 'lead']] })
    for (const [person, below, status] of [
      [observer, '/example/sharing', 403],
      [chair, '/example', 403],
      [barred, '/example', 404],
      [barred, '/example/publication', 404],
      [alsoMember, '/example', 403],
    ] as const)
      expect([below, (await (await world.as(person)).open(at(below))).status]).toEqual([below, status])
    expect((await reader.open('/examples/waiting')).status).toBe(404)
    expect((await reader.open(at('/example'))).status).toBe(404)
  })

  test('coordinators are not asked to check an example if they belong to its library or have a conflict', async () => {
    const { service, application, organisation } = world
    await shared()
    const barred = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, barred, 'conflict')
    const alsoMember = await aPersonWho(service, { roles: ['coordinator'], member: [[organisation, 'lead']] })
    for (const person of [barred, alsoMember]) {
      const visitor = await signedIn(service, person, '/examples/waiting')
      expect(visitor.text).toContain('There are no examples to check.')
      expect((await visitor.open('/home')).text).not.toContain('example to check')
    }
    expect((await world.as(world.coordinator, '/examples/waiting')).text).toContain('Ashcombe Libraries')
  })

  test('the history of an example names neither the library nor its lead', async () => {
    const { service, db, application, lead } = world
    await published()
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    const lines = (await signedIn(service, administrator, '/history')).text
    expect(lines).toContain('A library The library changed how it shares its application with other libraries')
    expect(lines).not.toMatch(/Marian Tull[^.]{0,60}other libraries/)
    const events = await db()('events').where('name', 'like', 'example.%')
    expect(events.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['example.chosen', 'example.prepared', 'example.text_saved', 'example.published']),
    )
    expect(events.every(each => each.application_id === null && each.organisation_id === null)).toBe(true)
    expect(JSON.stringify(events)).not.toContain(application.id)
    expect((await (await world.as(lead)).open(world.at('/history'))).text).not.toContain('example')
  })

  test('an example is deleted when its application is reopened, and hidden when its library closes', async () => {
    const { service, organisation, coordinator, db, at, as, application } = world
    await published()
    const id = await exampleId()
    await db()('organisations').where({ id: organisation.id }).update({ closed_at: service.clock.now() })
    expect((await reader.open(`/examples/${id}`)).status).toBe(404)
    const own = await anOrganisation(service, { name: 'Cold Fell Library' })
    const person = await aPersonWho(service, { member: [[own, 'lead']] })
    const draft = await anApplication(service, own, { status: 'draft', startedBy: person })
    const other = await signedIn(service, person, `/applications/${draft.id}/criteria/L4`)
    expect([other.status, other.text.includes('How other libraries answered')]).toEqual([200, false])
    await db()('organisations').where({ id: organisation.id }).update({ closed_at: null })
    expect((await reader.open(`/examples/${id}`)).status).toBe(200)

    const trustee = await aPersonWho(service, { roles: ['trustee'] })
    await aDeclaration(service, application, trustee)
    const joan = await as(coordinator, at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'A finding was wrong.' })
    const samuel = await as(trustee, at('/decision/answer'))
    await samuel.press('Send answer', { answer: 'new decision', reason: 'Yes, it was.' })
    expect([await db()('examples'), await db()('example_texts')]).toEqual([[], []])
  })

  test('an example is hidden after its library is merged, until a coordinator publishes it again', async () => {
    const { service, organisation, coordinator, at, as, db } = world
    await published()
    const other = await anOrganisation(service, { name: 'Fernley Libraries', branches: ['Fernley Wood'] })
    await db()('memberships').where({ organisation_id: organisation.id }).update({ ended_at: service.clock.now() })
    const [found] = await readersById(service.parts.db, [coordinator.id])
    await service.parts.write(found!.actor, work =>
      startMerge(work, { fromId: organisation.id, intoId: other.id, reason: 'The county runs it now.' }),
    )
    expect(await list()).toContain('No examples match these filters yet.')
    const joan = await as(coordinator, at('/example/publication'))
    await joan.press('Publish example', { read: 'yes' })
    expect(await list()).toContain('Library service, North West')
  })

  test('a text that changed after a coordinator opened it is neither overwritten nor published', async () => {
    const { service, coordinator, application, at, as } = world
    const joan = await edited()
    const other = await aPersonWho(service, { name: 'Wen Coordinator', roles: ['coordinator'] })
    await aDeclaration(service, application, other)
    await joan.open(at('/example/criteria/L1'))
    const publisher = await signedIn(service, coordinator, at('/example/publication'))
    const wen = await as(other, at('/example/criteria/L1'))
    await wen.press('Save text', { answer: 'The text of another colleague.' })
    await joan.press('Save text', { answer: 'My own text.' })
    expect([joan.status, joan.errors]).toEqual([
      409,
      ['Someone else changed this text. Compare it with yours, then save again'],
    ])
    expect([joan.text.includes('The text of another colleague.'), joan.valueOf('answer')]).toEqual([
      true,
      'My own text.',
    ])
    await publisher.press('Publish example', { read: 'yes' })
    expect([publisher.status, publisher.errors]).toEqual([
      409,
      ['Someone else changed this example. Read all the answers again, then publish'],
    ])
    await publisher.press('Publish example', { read: 'yes' })
    expect(publisher.status).toBe(200)
    await joan.press('Save text', { answer: 'Too late.' })
    expect(joan.status).toBe(404)
  })

  test('markup in an example is shown as text', async () => {
    const joan = await edited()
    await joan.open(world.at('/example/criteria/L1'))
    await joan.press('Save text', { answer: '<script>alert(1)</script> {{x}} \u202e <img src=x onerror=y>' })
    await joan.open(world.at('/example/publication'))
    await joan.press('Publish example', { read: 'yes' })
    await reader.open(`/examples?criterion=${world.idOf('L1')}`)
    expect(reader.text).toContain('<script>alert(1)</script> {{x}}')
    expect(reader.html).not.toContain('<script>alert')
  })

  let texts = 0
  behavesLikeEveryForm('the form for the text of an example', async () => {
    const joan = await prepared()
    texts += 1
    const { version } = (await world
      .db()('example_texts')
      .where({ item_id: world.idOf('L1') })
      .first('version'))!
    return {
      person: joan,
      address: world.at('/example/criteria/L1'),
      fields: { version: String(version), answer: `A town welcomes people ${texts}.` },
      other: ['answer', 'Another text.'],
      refused: { answer: '' },
      canRepeat: false,
      saved: async () => (await world.db()('example_texts').whereNotNull('edited_at')).length,
    }
  })
})
