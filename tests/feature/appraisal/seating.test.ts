import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { keyOfName } from '../../../src/domain/similar-names.ts'
import { addMinutes, type Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  aSeat,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

eachDatabase('choosing a panel', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.submits()
    await world.hasStatus('checked')
    await aDeclaration(world.service, world.application, world.coordinator)
    await world.db()('past_employers').delete()
    await world.db()('appraiser_profiles').delete()
  })

  const saveProfile = async (
    person: APerson,
    given: { kinds?: string[]; weekdays?: string; expertise?: string[]; needs?: string; area?: string; most?: number },
  ) =>
    world
      .db()('appraiser_profiles')
      .insert({
        person_id: person.id,
        kinds: JSON.stringify(given.kinds ?? ['sector peer']),
        expertise: JSON.stringify(given.expertise ?? []),
        needs: given.needs ?? '',
        weekdays: given.weekdays ?? '[2,3]',
        away_from: null,
        away_until: null,
        seats_a_year: given.most ?? 4,
        council_area: given.area ?? '',
        saved_at: world.service.clock.now(),
        version: 1,
      })
  const employed = async (person: APerson, organisationId: string | null, name: string) =>
    world
      .db()('past_employers')
      .insert({
        id: newId(),
        person_id: person.id,
        organisation_id: organisationId,
        name,
        name_key: keyOfName(name),
        place: 0,
      })

  test('the page suggests a complete panel, and the form is filled in with the first person', async () => {
    const { chair, peer, neighbour, coordinator, at, as } = world
    await saveProfile(chair, {
      kinds: ['lived experience'],
      expertise: ['Rural branches'],
      needs: 'Interpreter (Tigrinya)',
    })
    await saveProfile(peer, { kinds: ['sector peer'] })
    await saveProfile(neighbour, { kinds: ['local group'] })
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).toMatch(/Suggested: Nadia Rahmani, .*Why we suggest Nadia Rahmani \(Lived experience\)/)
    expect(casework.text).toContain('Adds knowledge that the panel does not have yet: Rural branches')
    expect([casework.valueOf('person'), casework.valueOf('kind'), casework.valueOf('chairs')]).toEqual([
      chair.id,
      'lived experience',
      'yes',
    ])
    expect(casework.text).toMatch(/Nadia Rahmani Suggested Rural branches.*Tuesday and Wednesday.*Interpreter/)
    const seats = () => world.db()('seats').where({ application_id: world.application.id })
    expect(await seats()).toEqual([]) // a suggestion is not an offer
    for (let offered = 1; offered <= 3; offered += 1) {
      await casework.press('Offer this seat')
      expect([casework.status, (await seats()).length]).toEqual([200, offered])
    }
    expect(casework.text).not.toContain('is needed')
    expect(casework.text).not.toContain('Suggested:')
    expect(casework.buttons).toContain('Pass to the panel')
  })

  test('the page says how long the library has waited for its panel', async () => {
    const { service, coordinator, at, as } = world
    const since = service.clock.now()
    await world.db()('applications').where({ id: world.application.id }).update({ status_since: since })
    const joan = await as(coordinator, at('/panel'))
    expect(joan.text).toContain('Waiting for a panel since today')
    await world
      .db()('applications')
      .where({ id: world.application.id })
      .update({ status_since: addMinutes(since, -1440) })
    await joan.open(at('/panel'))
    expect(joan.text).toContain('Waiting for a panel for 1 day')
  })

  test('the page marks every known conflict, and suggests no one with a conflict', async () => {
    const { service, organisation, application, coordinator, chair, peer, neighbour, at, as } = world
    const member = await aPersonWho(service, {
      name: 'Mem Ber',
      member: [[organisation, 'lead']],
      roles: ['appraiser'],
    })
    const declared = await aPersonWho(service, { name: 'Dec Lared', roles: ['appraiser'] })
    const free = await aPersonWho(service, { name: 'Free Person', roles: ['appraiser'] })
    await aDeclaration(service, application, declared, 'conflict')
    for (const person of [chair, peer, neighbour, member, declared, free])
      await saveProfile(person, {
        kinds: ['lived experience', 'sector peer'],
        ...(person === chair && { area: 'ASHCOMBE' }),
      })
    await employed(peer, organisation.id, 'Under another name')
    await employed(neighbour, null, 'ashcombe  libraries')
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).toMatch(/Suggested: Free Person Why/)
    for (const row of [
      /Nadia Rahmani .*? Lives in this library’s council area Ask the person whether this is a conflict of interest/,
      /Huw Prosser .*? Has worked or volunteered at this library/,
      /Clare Dunmore .*? Has worked or volunteered at this library/,
      /Mem Ber .*? On this library’s team .*?Cannot be chosen/,
      /Dec Lared .*? Declared a conflict of interest .*?Cannot be chosen/,
    ])
      expect(casework.text).toMatch(row)
    await casework.press('Offer this seat', { person: chair.id, kind: 'lived experience', chairs: false })
    expect(casework.status).toBe(200) // the coordinator can choose a person whose conflict does not bar them
  })

  test('former members and staff of a merged organisation have a possible conflict', async () => {
    const { service, organisation, coordinator, peer, neighbour, at, as, db } = world
    const merged = await anOrganisation(service, { name: 'St. Mary’s & All Saints Library, Ynys Môn', branches: [] })
    await db()('organisations').where({ id: merged.id }).update({ merged_into: organisation.id })
    const left = await aPersonWho(service, { name: 'Ffion Reed', member: [[merged, 'lead']], roles: ['appraiser'] })
    await db()('memberships').where({ person_id: left.id }).update({ ended_at: service.clock.now() })
    const elsewhere = await aPersonWho(service, { name: 'Else Where', roles: ['appraiser'] })
    for (const person of [left, peer, neighbour, elsewhere]) await saveProfile(person, {})
    await employed(peer, null, 'St Marys and All Saints Library, YNYS MÔN')
    await employed(elsewhere, merged.id, 'Under another name')
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).toMatch(/Ffion Reed .*? Was on this library’s team/)
    expect(casework.text).toMatch(/Huw Prosser .*? Has worked or volunteered at this library/)
    expect(casework.text).toMatch(/Else Where .*? Has worked or volunteered at this library/)
    expect(casework.text).toMatch(/Suggested: Clare Dunmore Why/)
  })

  test('open and completed seats count towards the limit, and a person at their limit is not suggested', async () => {
    const { service, organisation, lead, coordinator, at, as } = world
    const busy = await aPersonWho(service, { name: 'Busy Body', roles: ['appraiser'] })
    const idle = await aPersonWho(service, { name: 'Idle Reader', roles: ['appraiser'] })
    await saveProfile(busy, { most: 2 })
    await saveProfile(idle, {})
    const open = await anApplication(service, organisation, { status: 'with the panel', startedBy: lead })
    const completed = await anApplication(service, organisation, { status: 'decided', startedBy: lead })
    for (const application of [open, completed]) await aSeat(service, application, busy, { offeredBy: coordinator })
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).toMatch(/Busy Body .*?1 open, 1 completed At their limit of 2/)
    expect(casework.text).toMatch(/Busy Body .*?Last on this library’s panel: 4 January 2027/)
    expect(casework.text).toMatch(/Suggested: Idle Reader Why/)
  })

  test('a person who declined a seat on this panel is not suggested', async () => {
    const { service, application, coordinator, at, as } = world
    const declines = await aPersonWho(service, { name: 'De Cline', roles: ['appraiser'] })
    await saveProfile(declines, { kinds: ['lived experience', 'sector peer', 'local group'] })
    expect((await as(coordinator, at('/panel'))).text).toContain('Suggested: De Cline')
    await aSeat(service, application, declines, { offeredBy: coordinator, status: 'declined' })
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).not.toContain('Suggested: De Cline')
    expect(casework.text).toMatch(/De Cline .*?Has been offered a seat on this panel before/)
  })

  test('the form is filled in with the person chosen from the list, which can be filtered and searched', async () => {
    const { coordinator, chair, peer, at, as } = world
    await saveProfile(chair, { kinds: ['lived experience'] })
    await saveProfile(peer, { kinds: ['sector peer'] })
    const casework = await as(coordinator, at(`/panel?person=${peer.id}`))
    expect([casework.valueOf('person'), casework.valueOf('kind')]).toEqual([peer.id, 'sector peer'])
    await casework.open(at('/panel?kind=lived+experience'))
    expect(casework.text).toMatch(/Lived experience, 1.*Everyone|Everyone, \d+.*Lived experience, 1/)
    expect(casework.$('.los-compare--pool tbody tr').length).toBe(1)
    await casework.open(at('/panel?kind=trustee'))
    const trustees = casework.$('.los-compare--pool tbody tr').length
    expect([trustees > 0, casework.text]).toEqual([true, expect.stringContaining(`Trustee, ${trustees}`)])
    expect(casework.text).toContain(world.trustee.name)
    await casework.open(at('/panel?search=huw'))
    expect(casework.$('.los-compare--pool tbody tr').length).toBe(1)
    await aPersonWho(world.service, { name: 'Élise Achterberg', roles: ['appraiser'] })
    await casework.open(at('/panel?search=elise'))
    expect(casework.$('.los-compare--pool tbody tr').length).toBe(1)
    for (const strange of ['?kind=king&shown=-5', '?shown=1e9', '?person=x&search=%00', '?kind=a&kind=b'])
      expect((await casework.open(at(`/panel${strange}`))).status).toBe(200)
  })

  test('the page shows who is not free on the day that findings are due, and who has entered no days', async () => {
    const { coordinator, peer, application, db, at, as } = world
    await saveProfile(peer, { weekdays: '[1]' })
    const wednesday = '2027-03-31' as Day
    await db()('panels').insert({ application_id: application.id, read_by: wednesday, version: 1 })
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).toMatch(/Huw Prosser .*?Monday Not free on 31 Mar 2027, when findings are due/)
    expect(casework.text).toMatch(/Nadia Rahmani .*?Not known yet/)
  })

  test('the page lists 25 people at a time', async () => {
    const { service, coordinator, at } = world
    for (let count = 10; count < 40; count += 1)
      await aPersonWho(service, { name: `Zed Reader ${count}`, roles: ['appraiser'] })
    const casework = await signedIn(service, coordinator, at('/panel'))
    expect(casework.$('.los-compare--pool tbody tr').length).toBe(25)
    await casework.follow(casework.$('a:contains("Show more people")').text())
    expect(casework.$('.los-compare--pool tbody tr').length).toBeGreaterThan(30)
  })

  test('only coordinators see what appraisers need, and which appraisers are not on the panel', async () => {
    const { chair, peer, trustee, coordinator, application, service, seated, at, as } = world
    await saveProfile(chair, { kinds: ['lived experience'], needs: 'A quiet room' })
    await world.db()('declarations').where({ application_id: application.id }).delete()
    await seated()
    await aDeclaration(service, application, trustee)
    await saveProfile(await aPersonWho(service, { name: 'Wait Ing', roles: ['appraiser'] }), { needs: 'Large print' })
    expect((await as(coordinator, at('/panel'))).text).toContain('Large print')
    for (const person of [peer, trustee])
      for (const text of ['Large print', 'A quiet room', 'Wait Ing'])
        expect((await as(person, at('/panel'))).text).not.toContain(text)
  })
})
