import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { instant } from '../../../src/domain/time.ts'
import { eraseOldEnquiries } from '../../../src/modules/organisations/enquiries/enquiry.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { everyRow } from '../../support/every-row.ts'
import { anOrganisation, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

const given = {
  name: 'Westmoor Libraries',
  kind: 'library service',
  place: 'Westmoor',
  contactName: 'Ada Grange',
  contactRole: 'Library manager',
  email: 'ada@westmoor.example',
  message: 'We have six branches.',
}

eachDatabase('library services that would like to apply', engine => {
  let service: Service
  let coordinatorPerson: APerson
  let network = 0
  beforeAll(async () => {
    service = await aService(engine)
    coordinatorPerson = await aPersonWho(service, { roles: ['coordinator'] })
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    await service.database.writer('enquiries').delete()
    await service.database.writer('limit_counters').delete()
    await service.post()
  })

  const aStranger = () => aVisitor(service, { 'X-Forwarded-For': `198.51.100.${(network += 1)}` })
  const aCoordinator = (start = '/enquiries') => signedIn(service, coordinatorPerson, start)
  const rows = () => service.database.writer('enquiries').orderBy('asked_at')
  const eventsNamed = (name: string) => service.database.writer('events').where({ name }).orderBy('sequence')
  const anEnquiry = async (more: Partial<typeof given> = {}): Promise<string> => {
    const before = (await rows()).map(({ id }) => id)
    const stranger = await aStranger().open('/apply')
    await stranger.press('Send', { ...given, ...more })
    expect([stranger.status, stranger.address]).toEqual([200, '/apply/sent'])
    return (await rows()).find(({ id }) => !before.includes(id))!.id
  }

  behavesLikeEveryForm('the form that registers an enquiry', async () => ({
    person: await aCoordinator(),
    address: `/enquiries/${await anEnquiry()}`,
    fields: {
      name: `Westmoor ${(network += 1)}`,
      kind: 'library service',
      place: 'Westmoor',
      leadName: 'Ada Grange',
      leadEmail: `ada${network}@westmoor.example`,
      anyway: 'yes',
    },
    other: ['place', 'West Fell'],
    refused: { leadEmail: 'not an address' },
    saved: async () => (await eventsNamed('enquiry.registered')).length,
    canRepeat: false,
  }))

  test('coordinators get an email about an enquiry, with a link and nothing that the sender wrote', async () => {
    const stranger = await aStranger().open('/')
    await stranger.follow('Apply to become a Library of Sanctuary')
    await stranger.press('Send', given)
    expect([stranger.address, stranger.title]).toEqual([
      '/apply/sent',
      'Thank you. We have received your details – Library of Sanctuary',
    ])
    const [row] = await rows()
    const [email, ...others] = await service.post()
    expect([email!.subject, others]).toEqual(['A library service would like to apply', []])
    expect(email!.text).toContain(`/enquiries/${row!.id}`)
    for (const hidden of [given.name, given.contactName, given.email, given.message, given.contactRole])
      expect([hidden, email!.text.includes(hidden), email!.html.includes(hidden)]).toEqual([hidden, false, false])
    const coordinator = await aCoordinator('/home')
    expect(coordinator.links.map(({ text }) => text)).toContain('Read the enquiry')
    await coordinator.follow('Westmoor Libraries would like to apply')
    expect(coordinator.links).toContainEqual(
      expect.objectContaining({ text: `Email ${given.contactName}`, href: `mailto:${given.email}` }),
    )
    for (const shown of [given.contactName, given.email, given.message, given.contactRole])
      expect(coordinator.text).toContain(shown)
    expect((await eventsNamed('enquiry.received')).at(-1)).toMatchObject({
      actor: 'a visitor',
      person_id: null,
      entity_id: row!.id,
      facts: expect.anything(),
    })
  })

  test('an enquiry that is sent twice is saved once, even if both requests arrive together', async () => {
    const stranger = await aStranger().open('/apply')
    const idempotencyKey = stranger.valueOf('idempotencyKey') as string
    const windows = [stranger, aVisitor(service), aVisitor(service)]
    await Promise.all(windows.map(each => each.send('/apply', { ...given, idempotencyKey })))
    await stranger.send('/apply', { ...given, idempotencyKey })
    expect([windows.map(each => each.address), (await rows()).length, (await service.post()).length]).toEqual([
      ['/apply/sent', '/apply/sent', '/apply/sent'],
      1,
      1,
    ])
  })

  test('each problem in an enquiry is shown as an error, and the form keeps what was entered', async () => {
    const stranger = await aStranger().open('/apply')
    await stranger.press('Send', {})
    expect([stranger.status, stranger.errors]).toEqual([
      422,
      [
        'Enter the name of the library service',
        'Choose the type of organisation',
        'Enter the town or area',
        'Enter your name',
        'Enter your role',
        'Enter your work email address',
      ],
    ])
    await stranger.press('Send', { ...given, message: 'x'.repeat(1_001), email: 'ada@westmoor', name: '\u200b\u2064' })
    expect([stranger.status, stranger.errors.length, stranger.valueOf('contactName')]).toEqual([422, 3, 'Ada Grange'])
    const lists = { ...given, name: ['One', 'Two'], kind: 'army' }
    await stranger.send('/apply', lists)
    expect([stranger.status, stranger.errors.length]).toEqual([422, 2])
    expect(await rows()).toEqual([])
  })

  test('markup in an enquiry is shown as text', async () => {
    const id = await anEnquiry({ name: '<b>Moor</b> Libraries', message: '<script>alert(1)</script>\n\n=1+1' })
    const coordinator = await aCoordinator(`/enquiries/${id}`)
    expect(coordinator.text).toContain('<script>alert(1)</script>')
    expect(coordinator.html).not.toContain('<script>alert(1)')
    expect(coordinator.$('main b').length).toBe(0)
  })

  test('the response to an enquiry is the same whether or not the library is registered', async () => {
    const pages: string[] = []
    for (const name of ['Farbeck Libraries', 'Ingleside Libraries']) {
      if (name.startsWith('Farbeck')) await anOrganisation(service, { name, place: 'Farbeck' })
      const stranger = await aStranger().open('/apply')
      await stranger.press('Send', { ...given, name, place: 'Farbeck' })
      pages.push(`${stranger.status} ${stranger.address} ${stranger.text}`)
    }
    expect(pages[0]).toBe(pages[1])
  })

  test('one network can send 10 enquiries a day, and all networks together 100', async () => {
    const stranger = aStranger()
    for (let count = 0; count < 10; count += 1) {
      await stranger.open('/apply')
      expect((await stranger.press('Send', { ...given, name: `Library ${count}` })).address).toBe('/apply/sent')
    }
    await stranger.open('/apply')
    await stranger.press('Send', given)
    expect([stranger.status, Number(stranger.headers['retry-after']) > 0, (await rows()).length]).toEqual([
      429,
      true,
      10,
    ])
    expect(stranger.html).toContain(given.message)
    expect(stranger.text).toContain('We could not do what you asked. Try again tomorrow.')
    await service.database
      .writer('limit_counters')
      .where('counted', 'like', 'enquiries in total%')
      .update({ count: 100 })
    const another = await aStranger().open('/apply')
    await another.press('Send', given)
    expect([another.status, (await rows()).length]).toEqual([429, 10])
  })

  test('a coordinator registers an enquiry, which invites its sender as the lead', async () => {
    const id = await anEnquiry({ name: 'Tarnside Libraries', place: 'Tarnside', email: 'ada@tarnside.example' })
    await service.post()
    const coordinator = await aCoordinator('/home')
    await coordinator.follow('Tarnside Libraries would like to apply')
    await coordinator.press('Register and invite')
    expect([coordinator.status, coordinator.notices]).toEqual([
      200,
      ['Tarnside Libraries has been registered. We will email an invitation to Ada Grange.'],
    ])
    const [email] = (await service.post()).filter(({ to }) => to === 'ada@tarnside.example')
    expect(email!.text).toContain('/invitations/')
    const [row] = await rows()
    expect([row!.status, coordinator.address]).toEqual(['registered', `/organisations/${row!.organisation_id}`])
    await coordinator.open('/enquiries')
    expect(coordinator.text).toContain('No enquiries are waiting for us.')
    await coordinator.follow('Registered or declined')
    await coordinator.follow('Tarnside Libraries')
    expect([coordinator.text.includes('Registered'), coordinator.buttons.includes('Register and invite')]).toEqual([
      true,
      false,
    ])
    await coordinator.send(`/enquiries/${id}/refusal`, { answer: 'spam' })
    expect([coordinator.status, (await rows()).length]).toEqual([409, 1])
  })

  test('a coordinator is warned of a likely duplicate before registering an enquiry', async () => {
    const organisation = await anOrganisation(service, { name: 'Lowgate Libraries', place: 'Lowgate' })
    const id = await anEnquiry({ name: 'Lowgate Library', place: 'Lowgate', email: 'lo@lowgate.example' })
    const coordinator = await aCoordinator(`/enquiries/${id}`)
    expect(coordinator.links.map(({ href }) => href)).toContain(`/organisations/${organisation.id}`)
    await coordinator.press('Register and invite')
    expect([coordinator.status, (await rows())[0]!.status]).toEqual([422, 'waiting'])
    expect(coordinator.errors).toEqual(['If this organisation is not one of those listed, tick the box to register it'])
    expect(coordinator.text).toContain('invite the sender from its team page')
    expect(coordinator.text).toContain('Is this organisation already registered?')
    await coordinator.press('Register and invite', { anyway: 'yes' })
    expect([coordinator.status, (await rows())[0]!.status]).toEqual([200, 'registered'])
  })

  test('the second coordinator to register an enquiry is told that the page has changed', async () => {
    const id = await anEnquiry({ name: 'Fellgate Libraries', place: 'Fellgate', email: 'jo@fellgate.example' })
    const [first, second] = [await aCoordinator(`/enquiries/${id}`), await aCoordinator(`/enquiries/${id}`)]
    await first.press('Register and invite')
    expect(first.notices).toEqual([
      'Fellgate Libraries has been registered. We will email an invitation to Ada Grange.',
    ])
    await second.press('Register and invite')
    expect([second.status, second.headings[0]]).toEqual([409, 'This page has changed since you opened it'])
    expect(await service.database.writer('organisations').where({ name: 'Fellgate Libraries' })).toHaveLength(1)
  })

  test('declining an enquiry needs a reason, erases the sender’s details immediately and emails nobody', async () => {
    const name = { contactName: 'Quentin Oddley', email: 'quentin@oddley.example', message: 'Oddley message' }
    const id = await anEnquiry({ ...name, contactRole: 'Oddley role' })
    await service.post()
    expect(await everyRow(service.database)).toContain('Quentin Oddley')
    const coordinator = await aCoordinator(`/enquiries/${id}`)
    await coordinator.follow('Decline or delete this enquiry')
    await coordinator.press('Decline or delete', {})
    expect(coordinator.errors).toEqual(['Choose whether to decline or delete this enquiry'])
    await coordinator.press('Decline or delete', { answer: 'decline' })
    expect(coordinator.errors).toEqual(['Enter the reason for declining'])
    await coordinator.press('Decline or delete', { answer: 'decline', reason: 'It is not a library' })
    expect([coordinator.status, coordinator.address]).toEqual([200, '/enquiries'])
    expect(await service.post()).toEqual([])
    const everything = await everyRow(service.database)
    for (const trace of [...Object.values(name), 'Oddley role']) expect(everything).not.toContain(trace)
    await coordinator.open(`/enquiries/${id}`)
    expect([coordinator.text.includes('It is not a library'), coordinator.text.includes('Deleted on')]).toEqual([
      true,
      true,
    ])
    expect(coordinator.text).not.toMatch(/Answer/i)
    await coordinator.open('/enquiries')
    await coordinator.follow('Registered or declined')
    expect(coordinator.text).toContain('Declined')
    expect(coordinator.text).not.toMatch(/Answer/i)
    expect((await eventsNamed('enquiry.declined')).length).toBe(1)
  })

  test('spam is deleted with everything in it', async () => {
    const id = await anEnquiry({ name: 'Spammers United', contactName: 'Spam Sender' })
    await service.post()
    const coordinator = await aCoordinator(`/enquiries/${id}/refusal`)
    await coordinator.press('Decline or delete', { answer: 'spam' })
    expect([coordinator.status, coordinator.notices, await rows()]).toEqual([
      200,
      ['The enquiry has been deleted.'],
      [],
    ])
    const everything = await everyRow(service.database)
    for (const trace of ['Spammers United', 'Spam Sender']) expect(everything).not.toContain(trace)
    expect((await eventsNamed('enquiry.deleted')).length).toBe(1)
    expect((await coordinator.open(`/enquiries/${id}`)).status).toBe(404)
  })

  test('the details of a sender are erased 12 months after the answer, and not a day earlier', async () => {
    const id = await anEnquiry({ contactName: 'Months Kept' })
    const waiting = await anEnquiry({ name: 'Still waiting', contactName: 'Still Kept' })
    await service.database
      .writer('enquiries')
      .where({ id })
      .update({ status: 'registered', answered_by: coordinatorPerson.id, answered_at: instant('2026-05-10T12:00:00Z') })
    const runAt = (now: string) => eraseOldEnquiries({ write: service.parts.write, clock: { now: () => instant(now) } })
    const nameOf = async (wanted: string) => (await rows()).find(row => row.id === wanted)!.contact_name
    await runAt('2027-05-10T03:35:00Z')
    expect(await nameOf(id)).toBe('Months Kept')
    await runAt('2027-05-11T03:35:00Z')
    await runAt('2027-05-12T03:35:00Z')
    expect([await nameOf(id), await nameOf(waiting)]).toEqual([null, 'Still Kept'])
    expect((await eventsNamed('enquiry.erased')).length).toBe(1)
  })

  test('when two coordinators answer at the same time, only one answer is recorded', async () => {
    const id = await anEnquiry({ name: 'Bothside Libraries', place: 'Bothside', email: 'both@bothside.example' })
    const [one, other] = [await aCoordinator(), await aCoordinator()]
    await Promise.all([
      one.send(`/enquiries/${id}/refusal`, { answer: 'decline', reason: 'Not a library' }),
      other.send(`/enquiries/${id}/refusal`, { answer: 'spam' }),
    ])
    expect([one.status, other.status].filter(status => status === 200).length).toBe(1)
    const kept = (await rows()).filter(row => row.id === id).map(({ status }) => status)
    expect(kept).toEqual(one.status === 200 ? ['declined'] : [])
  })

  test('the list shows 50 enquiries at a time, longest wait first, and only to coordinators', async () => {
    const [first] = [await anEnquiry({ name: 'Number 0' })]
    const row = (await rows()).find(({ id }) => id === first)!
    const more = Array.from({ length: 54 }, (_, index) => ({
      ...row,
      id: `${'a'.repeat(18)}${'abcdefghij'[Math.floor(index / 10)]}${'abcdefghij'[index % 10]}`,
      name: `Number ${index + 1}`,
      asked_at: instant(`2027-03-02T09:${String(index).padStart(2, '0')}:00Z`),
    }))
    await service.database.writer('enquiries').insert(more)
    const coordinator = await aCoordinator()
    const names = () => coordinator.links.map(({ text }) => text).filter(text => text.startsWith('Number'))
    const firstPage = names()
    await coordinator.follow('Next page')
    expect([firstPage.length, firstPage[0], names()]).toEqual([
      50,
      'Number 0',
      ['Number 50', 'Number 51', 'Number 52', 'Number 53', 'Number 54'],
    ])
    for (const roles of [[], ['trustee'], ['administrator'], ['appraiser']] as const) {
      const person = await signedIn(service, await aPersonWho(service, { roles: [...roles] }))
      const statuses = []
      for (const address of ['/enquiries', `/enquiries/${first}`, `/enquiries/${first}/refusal`])
        statuses.push((await person.open(address)).status)
      expect([roles, statuses]).toEqual([roles, [404, 404, 404]])
    }
    expect((await aStranger().open('/enquiries')).address).toMatch(/^\/sign-in/)
  })

  test('the coordinator’s home page shows how many imported organisations get no emails', async () => {
    const organisation = await anOrganisation(service, { name: 'Imported Libraries' })
    const coordinator = await aCoordinator('/home')
    expect(coordinator.text).not.toContain('Emails are not switched on')
    await service.database.writer('organisations').where({ id: organisation.id }).update({ emails_started_at: null })
    await coordinator.open('/home')
    expect(coordinator.text).toContain('or emails about awards, evidence inboxes or viruses in files.')
    await coordinator.follow('Emails are not switched on for 1 organisation')
    expect([coordinator.status, coordinator.text.includes('Imported Libraries')]).toEqual([200, true])
  })
})

eachDatabase('the limits on enquiries', engine => {
  test('all networks of one IPv6 subscriber together can send 20 enquiries a day', async () => {
    const service = await aService(engine, { trustedProxies: 1 })
    const fromNetwork = async (site: number, part: number): Promise<number> => {
      const stranger = await aVisitor(service, { 'X-Forwarded-For': `2001:db8:${site}:${part}::1` }).open('/apply')
      return (await stranger.press('Send', { ...given, name: `Library ${site} ${part}` })).status
    }
    for (let part = 1; part <= 20; part += 1) expect(await fromNetwork(1, part)).toBe(200)
    expect([await fromNetwork(1, 21), await fromNetwork(2, 1)]).toEqual([429, 200])
    await service.end()
  })
})
