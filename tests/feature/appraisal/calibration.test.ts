import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { keyOfName } from '../../../src/domain/similar-names.ts'
import type { Day } from '../../../src/domain/time.ts'
import { readersById } from '../../../src/email/readers.store.ts'
import { startMerge } from '../../../src/modules/site/merges/merge.actions.ts'
import { calibrating, codes, panelText, text } from '../../support/calibration.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anOrganisation, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('calibration', engine => {
  let world: PanelWorld
  let appraiser: APerson
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.db()('calibration_findings').delete()
    await world.db()('calibrations').delete()
    await world.db()('calibration_criteria').delete()
    await world.db()('calibration_cases').delete()
    await world.submits()
    appraiser = await aPersonWho(world.service, { name: 'Ines Calder', roles: ['appraiser'] })
  })

  const { itemId, decided, prepared, edited, published } = calibrating(() => world)

  test('a case starts with the library’s agreement, and ends with a comparison of judgements', async () => {
    const { service, coordinator, lead, at, as } = world
    await decided()
    const joan = await as(coordinator, at())
    await joan.follow('Calibration case')
    expect(joan.text).toContain('The library has not agreed to let appraisers practise on its application.')
    expect(joan.buttons).not.toContain('Copy these answers')
    const marian = await as(lead, at())
    await marian.follow('Let appraisers practise on this application')
    await marian.press('Agree')
    expect([marian.status, marian.errors]).toEqual([422, ['Tick the box to agree']])
    await marian.press('Agree', { agree: 'yes' })
    expect(marian.text).toContain('On 1 March 2027, Marian Tull agreed to let appraisers practise')
    expect(marian.text).toContain('Appraisers cannot read anything from your application yet.')

    await joan.open(at('/calibration'))
    await joan.press('Copy these answers', { criteria: [itemId('L1'), itemId('L2')] })
    expect([joan.status, joan.errors]).toEqual([422, ['Choose 3 to 5 criteria']])
    await joan.press('Copy these answers', { criteria: codes.map(itemId) })
    expect(joan.text).toMatch(/L1.*2 names to replace.*L2.*L3/)
    await joan.open(at('/calibration/criteria/L1'))
    expect(
      joan
        .$('mark')
        .map((_, mark) => joan.$(mark).text())
        .get(),
    ).toEqual(['Ashcombe', 'Millbrook'])
    await joan.press('Save text', {
      answer: 'Marian Tull of ASHCOMBE rings 0161 496 0123.',
      panelReason: panelText('L1'),
    })
    expect(joan.text).toContain('0161 496 0123')
    await joan.press('Save text', { personalData: 'keep', personalDataReason: 'A made-up number.' })
    expect(joan.notices).toEqual(['The text has been saved. It still contains 2 names.'])
    await joan.open(at('/calibration/publication'))
    await joan.press('Publish case', { read: 'yes' })
    expect([joan.status, joan.errors]).toEqual([
      422,
      ['Before you publish, read and save the text for 2 more criteria'],
    ])
    for (const code of ['L2', 'L3']) {
      await joan.open(at(`/calibration/criteria/${code}`))
      await joan.press('Save text', { answer: text(code), panelReason: panelText(code) })
    }
    await joan.open(at('/calibration/publication'))
    await joan.press('Publish case', { read: 'yes' })
    expect([joan.status, joan.errors]).toEqual([422, ['Before you publish, replace 2 marked names']])
    expect((await signedIn(service, appraiser, '/account/calibration')).text).toContain(
      'There are no past applications for you',
    )
    await joan.open(at('/calibration/criteria/L1'))
    await joan.press('Save text', { answer: text('L1'), panelReason: panelText('L1') })
    await joan.open(at('/calibration/publication'))
    await joan.press('Publish case')
    expect([joan.status, joan.errors]).toEqual([422, ['Tick the box to confirm that you have read the whole case']])
    await joan.press('Publish case', { read: 'yes' })
    expect(joan.text).toContain('Published on 1 March 2027 by Joan Hartnell.')
    await marian.open(at('/calibration/agreement'))
    expect(marian.text).toContain(text('L1'))

    const ines = await signedIn(service, appraiser, '/home')
    await ines.follow('Compare your judgement with a panel’s')
    expect(ines.text).toMatch(/Application 1 0 of 3 answers judged/)
    expect(ines.text).not.toContain('Ashcombe')
    await ines.follow(world.criteria[0]!.title)
    expect(ines.text).toContain(text('L1'))
    expect([ines.text.includes(panelText('L1')), ines.html.includes('Ashcombe')]).toEqual([false, false])
    await ines.press('Save and compare', { reason: 'x' })
    expect([ines.status, ines.errors]).toEqual([422, ['Choose a judgement', 'Enter at least 3 letters or numbers']])
    await ines.press('Save and compare', { judgement: 'met', reason: 'Joining needs no papers.' })
    expect(ines.text).toMatch(
      /Your judgement Met Joining needs no papers. The panel’s judgement Partly met The panel saw/,
    )
    expect(ines.text).toContain(
      'You can see how other appraisers judged this criterion once at least 5 of them have judged it.',
    )
    for (const code of ['L2', 'L3']) {
      await ines.follow(`Next: ${code} ${world.criteria.find(each => each.code === code)!.title}`)
      await ines.press('Save and compare', { judgement: 'not yet', reason: 'There is only a plan.' })
    }
    await ines.follow('Back to all criteria')
    await ines.press('Mark as done')
    expect(ines.text).toContain('You finished this year’s calibration on 1 March 2027.')
    expect((await ines.open('/home')).text).not.toContain('Compare your judgement')
    await joan.open('/pool?search=ines')
    expect(joan.text).toContain('Done on 1 March 2027')
    expect(joan.html).not.toContain('There is only a plan')
  })

  const criterionIds = async (): Promise<string[]> => world.db()('calibration_criteria').orderBy('place').pluck('id')
  const sees = async (visitor: Visitor): Promise<boolean> =>
    (await visitor.open('/account/calibration')).text.includes('Application 1')
  const judges = async (visitor: Visitor, judgement = 'met'): Promise<void> => {
    for (const id of await criterionIds()) {
      await visitor.open(`/account/calibration/${id}`)
      await visitor.press('Save and compare', { judgement, reason: 'It is clear from the text.' })
    }
  }

  let texts = 0
  behavesLikeEveryForm('the judgement form', async () => {
    await published()
    const [id] = await criterionIds()
    return {
      person: await signedIn(world.service, appraiser),
      address: `/account/calibration/${id}`,
      fields: { judgement: 'met', reason: 'Joining needs no papers.' },
      other: ['reason', 'Another reason'],
      refused: { judgement: 'excellent' },
      canRepeat: false,
      saved: async () => (await world.db()('calibration_findings')).length,
    }
  })

  behavesLikeEveryForm('the form for the text of a case', async () => {
    await prepared()
    texts += 1
    const { version } = (await world
      .db()('calibration_criteria')
      .where({ item_id: itemId('L1') })
      .first('version'))!
    return {
      person: await world.as(world.coordinator),
      address: world.at('/calibration/criteria/L1'),
      fields: { version: String(version), answer: `A town welcomes people ${texts}.`, panelReason: 'It is clear.' },
      other: ['answer', 'Another text.'],
      refused: { panelReason: '' },
      canRepeat: false,
      saved: async () => (await world.db()('calibration_criteria').whereNotNull('edited_at')).length,
    }
  })

  test('a case is deleted when its library withdraws the agreement, even while someone is judging it', async () => {
    const { service, lead, coordinator, at, as, db } = world
    await published()
    const ines = await signedIn(service, appraiser, '/account/calibration')
    const [first, second] = await criterionIds()
    await ines.open(`/account/calibration/${first}`)
    await ines.press('Save and compare', { judgement: 'met', reason: 'It is clear from the text.' })
    await ines.open(`/account/calibration/${second}`)
    expect(ines.text).toContain(text('L2'))
    const marian = await as(lead, at('/calibration/agreement'))
    await marian.press('Withdraw your agreement')
    expect(marian.notices).toEqual(['You have withdrawn your agreement. We have deleted any text that we copied.'])
    expect(marian.text).toContain(
      'Marian Tull agreed on 1 March 2027. Marian Tull withdrew the agreement on 1 March 2027.',
    )
    await ines.press('Save and compare', { judgement: 'met', reason: 'It is clear from the text.' })
    expect(ines.status).toBe(404)
    for (const id of [first, second]) expect((await ines.open(`/account/calibration/${id}`)).status).toBe(404)
    expect(await sees(ines)).toBe(false)
    expect(await db()('calibration_cases')).toEqual([])
    expect([await db()('calibration_criteria'), await db()('calibration_findings')]).toEqual([[], []])
    const joan = await as(coordinator, at('/calibration'))
    expect(joan.text).toContain('The library has not agreed to let appraisers practise on its application.')
    await joan.send(at('/calibration'), { criteria: codes.map(itemId), idempotencyKey: newId() })
    expect([joan.status, joan.errors]).toEqual([
      422,
      ['You cannot continue, because the library has withdrawn its agreement'],
    ])
  })

  test('a case is hidden from everyone who could recognise it', async () => {
    const { service, organisation, peer, chair, at, as, db, application } = world
    await published()
    expect(await sees(await signedIn(service, appraiser))).toBe(true)
    const alsoMember = await aPersonWho(service, { roles: ['appraiser'], member: [[organisation, 'observer']] })
    const formerMember = await aPersonWho(service, { roles: ['appraiser'], member: [[organisation, 'lead']] })
    await db()('memberships').where({ person_id: formerMember.id }).update({ ended_at: service.clock.now() })
    const merged = await anOrganisation(service, { name: 'St. Mary’s & All Saints Library', branches: [] })
    await db()('organisations').where({ id: merged.id }).update({ merged_into: organisation.id })
    const ofMerged = await aPersonWho(service, { roles: ['appraiser'], member: [[merged, 'lead']] })
    const employed = await aPersonWho(service, { roles: ['appraiser'] })
    const atLibrary = { person_id: employed.id, name: 'ashcombe libraries', name_key: 'ashcombe libraries', place: 0 }
    await db()('past_employers').insert({ id: newId(), ...atLibrary })
    const employedAtMerged = await aPersonWho(service, { roles: ['appraiser'] })
    const nameThere = 'St Marys and All Saints Library'
    const atMerged = { person_id: employedAtMerged.id, name: nameThere, name_key: keyOfName(nameThere), place: 0 }
    await db()('past_employers').insert({ id: newId(), ...atMerged })
    const declared = await aPersonWho(service, { roles: ['appraiser', 'trustee'] })
    await aDeclaration(service, application, declared)
    const [first] = await criterionIds()
    for (const person of [alsoMember, formerMember, ofMerged, employed, employedAtMerged, declared, peer, chair]) {
      const visitor = await as(person)
      expect([person.name, await sees(visitor)]).toEqual([person.name, false])
      expect((await visitor.open(`/account/calibration/${first}`)).status).toBe(404)
      expect((await visitor.open('/home')).text).not.toContain('Compare your judgement')
    }
    expect((await (await as(alsoMember)).open(at('/calibration'))).status).toBe(403)
  })

  test('a case shows the judgements of other appraisers once five have judged it, but never their names', async () => {
    const { service } = world
    await published()
    const ines = await signedIn(service, appraiser)
    await judges(ines, 'not yet')
    const [first] = await criterionIds()
    for (let count = 1; count <= 5; count += 1) {
      expect((await ines.open(`/account/calibration/${first}`)).text).toContain('once at least 5 of them have')
      const other = await aPersonWho(service, { name: `Otto Unseen ${count}`, roles: ['appraiser'] })
      await judges(await signedIn(service, other), count < 4 ? 'met' : 'partly met')
    }
    await ines.open(`/account/calibration/${first}`)
    expect(ines.text).toMatch(/Met Appraisers 3 Partly met Appraisers 2 Not yet Appraisers 0/)
    expect(ines.html).not.toContain('Otto')
  })

  test('only coordinators and the library’s leads can see which library a case is about', async () => {
    const { service, organisation, coordinator, chair, trustee, at, as, db, application } = world
    await published()
    const observer = await aPersonWho(service, { member: [[organisation, 'observer']] })
    const contributor = await aPersonWho(service, { member: [[organisation, 'contributor']] })
    const administrator = await aPersonWho(service, { roles: ['administrator', 'appraiser'] })
    const barred = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, trustee)
    await aDeclaration(service, application, barred)
    await db()('declarations').where({ person_id: barred.id }).update({ says: 'conflict' })
    for (const [person, status] of [
      [observer, 403],
      [contributor, 403],
      [chair, 403],
      [trustee, 403],
      [barred, 404],
      [administrator, 404],
    ] as const)
      for (const below of ['', '/agreement', '/publication', '/criteria/L1'])
        expect([below, (await (await as(person)).open(at(`/calibration${below}`))).status]).toEqual([below, status])
    for (const person of [observer, contributor, chair, trustee])
      for (const address of [at(), at('/history')]) {
        const visitor = await as(person, address)
        expect([visitor.status, /calibration|practise/i.test(visitor.text)]).toEqual([200, false])
      }
    const lines = (await as(administrator, '/history')).text
    expect(lines).toContain('A library The library agreed to let appraisers practise on its application')
    expect(lines).not.toMatch(/(Marian Tull|Ashcombe Libraries)[^.]{0,60}practise/)
    const byLead = await as(coordinator, `/history?person=${world.lead.id}`)
    expect(byLead.text).not.toContain('practise')
    const events = await db()('events').where('name', 'like', 'calibration.%')
    expect(events.length).toBeGreaterThan(5)
    expect(events.every(each => each.application_id === null && each.organisation_id === null)).toBe(true)
    expect(JSON.stringify(events)).not.toContain(application.id)
  })

  test('reopening an application deletes its case; closing the application then ends the agreement', async () => {
    const { coordinator, service, at, as, db, application } = world
    await published()
    const other = await aPersonWho(service, { roles: ['trustee'] })
    await aDeclaration(service, application, other)
    const joan = await as(coordinator, at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'A finding was wrong.' })
    const samuel = await as(other, at('/decision/answer'))
    await samuel.press('Send answer', { answer: 'new decision', reason: 'Yes, it was.' })
    expect(await world.status()).not.toBe('decided')
    expect(await db()('calibration_cases')).toEqual([])
    expect((await joan.open(at('/calibration'))).status).toBe(403)
    const marian = await as(world.lead, at('/calibration/agreement'))
    expect(marian.text).toContain('Withdraw your agreement')
    const asked = { status: 'more evidence asked', until: '2027-02-20' as Day }
    await db()('applications').where({ id: application.id }).update(asked)
    await joan.open(at('/closing'))
    await joan.press('Close application', { reason: 'No evidence came.' })
    expect(await world.status()).toBe('withdrawn')
    expect((await marian.open(at('/calibration/agreement'))).text).toContain(
      'Marian Tull agreed on 1 March 2027. ' +
        'The agreement ended on 1 March 2027, when the application was withdrawn or closed.',
    )
  })

  test('a text that changed after a coordinator opened it is neither overwritten nor published', async () => {
    const { coordinator, at, as, service, application } = world
    await edited()
    const other = await aPersonWho(service, { name: 'Wen Coordinator', roles: ['coordinator'] })
    await aDeclaration(service, application, other)
    const joan = await as(coordinator, at('/calibration/criteria/L1'))
    const publisher = await signedIn(service, coordinator, at('/calibration/publication'))
    expect(publisher.text).toContain('You edited this case yourself.')
    const wen = await as(other, at('/calibration/criteria/L1'))
    await wen.press('Save text', { answer: 'The text of Wen.', panelReason: panelText('L1') })
    await joan.press('Save text', { answer: 'The text of Joan.' })
    expect([joan.status, joan.errors]).toEqual([
      409,
      ['Someone else changed this text. Compare it with yours, then save again'],
    ])
    expect([joan.text.includes('The text of Wen.'), joan.valueOf('answer')]).toEqual([true, 'The text of Joan.'])
    await publisher.press('Publish case', { read: 'yes' })
    expect([publisher.status, publisher.errors]).toEqual([
      409,
      ['Someone else changed this case. Read it again, then publish'],
    ])
    expect(publisher.text).toContain('The text of Wen.')
    await publisher.press('Publish case', { read: 'yes' })
    expect(publisher.status).toBe(200)
    await joan.press('Save text', { answer: 'Too late.' })
    expect(joan.status).toBe(404)
    await joan.open(at('/calibration'))
    await joan.press('Remove this case')
    expect([joan.notices, await world.db()('calibration_cases')]).toEqual([['The case has been removed.'], []])
  })

  test('the first judgement counts when a criterion is judged in two windows', async () => {
    const { service } = world
    await published()
    const [first] = await criterionIds()
    const one = await signedIn(service, appraiser, `/account/calibration/${first}`)
    const two = await signedIn(service, appraiser, `/account/calibration/${first}`)
    await one.press('Save and compare', { judgement: 'met', reason: 'The first reason.' })
    await two.press('Save and compare', { judgement: 'not yet', reason: 'The second reason.' })
    expect(two.status).toBe(409)
    expect(two.text).toContain('You judged this criterion in another window.')
    expect([two.text.includes('The first reason.'), two.text.includes('The second reason.')]).toEqual([true, false])
    await two.send('/account/calibration', { idempotencyKey: newId() })
    expect([two.status, two.errors]).toEqual([422, ['Judge 2 more answers before you finish']])
  })

  test('a case started in December can be finished in January, and still shows the panel’s judgements', async () => {
    const { service } = world
    await published()
    service.clock.set('2027-12-30T09:00:00Z')
    const [first, ...others] = await criterionIds()
    const judging = { judgement: 'met', reason: 'It is clear from the text.' }
    const ines = await signedIn(service, appraiser, `/account/calibration/${first}`)
    await ines.press('Save and compare', judging)
    service.clock.set('2028-01-03T09:00:00Z')
    const later = await signedIn(service, appraiser)
    for (const id of others) {
      await later.open(`/account/calibration/${id}`)
      await later.press('Save and compare', judging)
      expect([later.status, later.text.includes('The panel’s judgement')]).toEqual([200, true])
    }
    expect((await later.open('/home')).text).toContain('Compare your judgement')
    await later.open('/account/calibration')
    await later.press('Mark as done')
    expect((await later.open('/home')).text).not.toContain('Compare your judgement')
    expect(await world.db()('calibrations').where({ person_id: appraiser.id }).pluck('year')).toEqual([2028])
  })

  test('in the next year, an appraiser is offered only cases that they have not judged yet', async () => {
    const { service } = world
    await published()
    const ines = await signedIn(service, appraiser)
    await judges(ines)
    await ines.open('/account/calibration')
    await ines.press('Mark as done')
    service.clock.set('2028-01-10T09:00:00Z')
    const later = await signedIn(service, appraiser, '/account/calibration')
    expect(later.text).toContain('There are no past applications for you to judge')
    expect((await later.open('/home')).text).not.toContain('Compare your judgement')
    const other = await aPersonWho(service, { roles: ['appraiser'] })
    expect(await sees(await signedIn(service, other))).toBe(true)
    expect(await world.db()('calibrations').where({ person_id: appraiser.id }).pluck('year')).toEqual([2027])
  })

  test('an appraiser is offered two of several cases, including one that they have started', async () => {
    const { service } = world
    await published()
    for (let more = 0; more < 2; more += 1) {
      await world.submits()
      await published()
    }
    const cases: string[] = await world.db()('calibration_cases').orderBy('id').pluck('id')
    const firstOf = async (id: string) => {
      const criterion = await world.db()('calibration_criteria').where({ case_id: id, place: 0 }).first('id')
      return `/account/calibration/${criterion!.id}`
    }
    const [one, two, three] = await Promise.all(cases.map(firstOf))
    const offered = async (visitor: Visitor) => {
      const { html } = await visitor.open('/account/calibration')
      return [one, two, three].filter(href => html.includes(`"${href}"`))
    }
    const ines = await signedIn(service, appraiser)
    expect(await offered(ines)).toEqual([one, two])
    expect((await ines.open(three!)).status).toBe(404)
    await world
      .db()('calibration_findings')
      .insert({
        id: newId(),
        criterion_id: three!.split('/').at(-1)!,
        person_id: appraiser.id,
        judgement: 'met',
        reason: 'It is clear from the text.',
        judged_at: service.clock.now(),
      })
    expect(await offered(ines)).toEqual([one, three])
    expect((await ines.open(two!)).status).toBe(404)
  })

  test('a case is hidden after its library is merged, until a coordinator publishes it again', async () => {
    const { service, organisation, coordinator, at, as, db } = world
    await published()
    const other = await anOrganisation(service, { name: 'Fernley Libraries', branches: ['Fernley Wood'] })
    await db()('memberships').where({ organisation_id: organisation.id }).update({ ended_at: service.clock.now() })
    const [reader] = await readersById(service.parts.db, [coordinator.id])
    await service.parts.write(reader!.actor, work =>
      startMerge(work, { fromId: organisation.id, intoId: other.id, reason: 'The county runs it now.' }),
    )
    expect(await sees(await signedIn(service, appraiser))).toBe(false)
    const joan = await as(coordinator, at('/calibration/publication'))
    await joan.press('Publish case', { read: 'yes' })
    expect(await sees(await signedIn(service, appraiser))).toBe(true)
  })
})
