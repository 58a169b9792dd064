import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { addMinutes, type Day } from '../../../src/domain/time.ts'
import { deleteOldSignIns } from '../../../src/modules/access/access.public.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  aTeam,
  everythingWritten,
  signedIn,
} from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-life.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

const group = { group: 'Ashcombe City of Sanctuary', email: 'group@ashcombe.example' }

/** A library with a complete first application, whose lead has opened the page for endorsements. */
async function aLibraryThatAsks(service: Service) {
  const team = await aTeam(service)
  const round = await aRound(service)
  const application = await anApplication(service, team.organisation, { startedBy: team.lead, round })
  await everythingWritten(service, application, team.lead)
  const page = `/applications/${application.id}/endorsements`
  return { ...team, application, page, lead: await signedIn(service, team.lead, page), person: team.lead }
}

async function aPartner(
  service: Service,
  organisation: { id: string },
  { name, until = null }: { name: string; until?: string | null },
): Promise<string> {
  const id = newId()
  await service.database.writer('partners').insert({
    id,
    organisation_id: organisation.id,
    name,
    name_key: name.toLowerCase(),
    language: 'en',
    english_name: '',
    kind: 'refugee organisation',
    place: 'Ashcombe',
    since: '2026-01-01' as Day,
    until: until as Day | null,
    agreed: '',
    contact: '',
    added_at: service.clock.now(),
    removed_at: null,
    version: 1,
  })
  return id
}

const requests = (service: Service) => service.parts.db('endorsements').orderBy('asked_at').orderBy('id')
const linksIn = (emails: { text: string }[]) =>
  emails.flatMap(({ text }) => /\/endorsements\/[\w-]{43}/.exec(text)?.[0] ?? [])

eachDatabase('asking for an endorsement', engine => {
  test('a lead sees the text that the group will read, and sends a link that is stored only as a hash', async () => {
    const service = await aService(engine)
    const { application, lead, page, person } = await aLibraryThatAsks(service)
    await lead.open(`/applications/${application.id}/criteria/P6`)
    await lead.follow('Ask for an endorsement')
    expect(lead.address).toBe(page)
    for (const shown of ['What we do about P1.', 'What we do about P3.', 'Central', 'Millbrook'])
      expect(lead.text).toContain(shown)
    expect(lead.text).not.toContain('What we do about L1.')
    await lead.press('Send request', group)
    expect(lead.notices).toEqual([
      'We will email Ashcombe City of Sanctuary. ' +
        'The link in the email will work for 14 days, or until you submit your application, if that is sooner.',
    ])
    const [email, ...others] = (await service.post()).filter(({ to }) => JSON.stringify(to).includes(group.email))
    expect([others, email!.subject]).toEqual([[], 'Ashcombe Libraries has asked for your endorsement'])
    const [link] = linksIn([email!])
    const token = link!.split('/').at(-1)!
    for (const table of ['email_tokens', 'outbox', 'endorsements', 'events', 'idempotency_keys'] as const)
      expect([table, JSON.stringify(await service.parts.db(table)).includes(token)]).toEqual([table, false])
    await lead.open(page)
    expect(lead.text).toContain(`${person.name} asked ${group.email} for an endorsement on 1 March 2027.`)
    expect(lead.text).toContain(
      'The link works until 15 March 2027, or until you submit your application, if that is sooner.',
    )
    await service.end()
  })

  test('the page says that the email was not delivered, until the request is sent again', async () => {
    const service = await aService(engine)
    const { lead, page } = await aLibraryThatAsks(service)
    await lead.press('Send request', group)
    await service.post()
    await service.database.writer('outbox').where({ address: group.email }).update({ status: 'bounced' })
    await lead.open(page)
    expect(lead.text).toContain('The email was not delivered')
    expect(lead.text).toContain(`If ${group.email} is wrong, cancel this request and ask again.`)
    service.clock.set(addMinutes(service.clock.now(), 10))
    await lead.press('Send request again Ashcombe City of Sanctuary')
    await service.post()
    await lead.open(page)
    expect([lead.text.includes('not delivered'), lead.text.includes('The link works until')]).toEqual([false, true])
    await service.end()
  })

  test('the link works until the end of the day that the page shows', async () => {
    const service = await aService(engine)
    const { lead, page, person } = await aLibraryThatAsks(service)
    await lead.press('Send request', group)
    const [email] = await service.post()
    const link = /\/endorsements\/[\w-]{43}/.exec(email!.text)![0]
    const seen = async (at: string) => {
      service.clock.set(at)
      const later = await signedIn(service, person, page)
      const stranger = aVisitor(service)
      await stranger.open(link)
      return [
        later.text.includes('The link works until 15 March 2027'),
        later.text.includes('The link has expired'),
        stranger.status,
      ]
    }
    expect(await seen('2027-03-15T23:59:00Z')).toEqual([true, false, 200])
    expect(await seen('2027-03-16T00:00:00Z')).toEqual([false, true, 404])
    await service.end()
  })

  test('a request whose link expired long ago is still shown as expired', async () => {
    const service = await aService(engine)
    const { lead, page, person } = await aLibraryThatAsks(service)
    await lead.press('Send request', group)
    expect((await lead.open(page)).text).toContain('The email has not been sent yet.')
    await service.post()
    service.clock.minutesPass(120 * 24 * 60)
    await deleteOldSignIns(service.parts.write, service.clock.now())
    const later = await signedIn(service, person, page)
    expect(later.text).toContain('The link has expired. Send the request again')
    expect(later.text).not.toContain('The email has not been sent yet.')
    await later.press('Send request again Ashcombe City of Sanctuary')
    await later.open(page)
    expect(later.text).toContain('The email has not been sent yet.')
    expect(later.text).not.toContain('The link has expired.')
    await service.end()
  })

  test('after submission, the pages say that the link of an unanswered request no longer works', async () => {
    const service = await aService(engine)
    const { application, lead, page } = await aLibraryThatAsks(service)
    await lead.press('Send request', group)
    await service.post()
    await service.database.writer('applications').where({ id: application.id }).update({ status: 'submitted' })
    for (const address of [page, `/applications/${application.id}/criteria/P6`]) {
      await lead.open(address)
      expect([lead.text.includes('Not answered'), lead.text.includes('The group’s link no longer works.')]).toEqual([
        true,
        true,
      ])
      expect(lead.text).not.toContain('Waiting for an answer')
      expect(lead.text).not.toContain('The link works until')
    }
    await service.end()
  })

  test('an application can have at most 100 requests, and the page lists them all', async () => {
    const service = await aService(engine)
    const { application, lead, person, page } = await aLibraryThatAsks(service)
    const asked = Array.from({ length: 100 }, (_, n) => addMinutes(service.clock.now(), n - 100))
    await service.database.writer.batchInsert(
      'endorsements',
      asked.map((at, n) => ({
        id: newId(),
        application_id: application.id,
        group_name: `Group ${n + 1}`,
        email: `group${n}@x.example`,
        shared: '{}',
        asked_by: person.id,
        asked_at: at,
        cancelled_at: at,
        answered_at: null,
        answer: null,
        name: null,
        role: null,
        words: null,
      })),
      50,
    )
    await lead.open(page)
    expect(lead.headings.filter(heading => heading.startsWith('Group ')).length).toBe(100)
    await lead.press('Send request', group)
    expect([lead.status, lead.errors, lead.valueOf('email')]).toEqual([
      422,
      ['You have sent 100 requests, which is the limit. Attach a letter from the group as evidence instead'],
      group.email,
    ])
    await service.end()
  })

  test('the form refuses invalid values, the library’s own addresses, repeats and a fourth open request', async () => {
    const service = await aService(engine)
    const { observer, lead, organisation } = await aLibraryThatAsks(service)
    const own = ['Enter the email address of someone outside your library. This one belongs to your library']
    const mailbox = { role_mailbox: 'hello@ashcombe.example' }
    await service.database.writer('organisations').where({ id: organisation.id }).update(mailbox)
    await lead.press('Send request', { group: '\u200b', email: 'a@b.example, c@d.example' })
    expect([lead.status, lead.errors, lead.valueOf('email')]).toEqual([
      422,
      ['Enter the name of the group', 'Enter one email address, like name@example.org'],
      'a@b.example, c@d.example',
    ])
    for (const email of [observer.email.toUpperCase(), 'Hello@ashcombe.example']) {
      await lead.press('Send request', { ...group, email })
      expect([lead.status, lead.errors]).toEqual([422, own])
    }
    await lead.press('Send request', group)
    await lead.press('Send request', { ...group, email: 'GROUP@ashcombe.example' })
    expect([lead.status, lead.errors]).toEqual([
      422,
      ['You have already sent a request to this address. Send that request again, or cancel it and ask again'],
    ])
    for (const name of ['second', 'third'])
      await lead.press('Send request', { group: name, email: `${name}@x.example` })
    await lead.press('Send request', { group: 'fourth', email: 'fourth@x.example' })
    expect([lead.status, lead.errors]).toEqual([
      422,
      ['You already have 3 requests waiting for an answer, which is the limit. Cancel one, then ask again'],
    ])
    expect((await requests(service)).length).toBe(3)
    await service.end()
  })

  test('a lead chooses a partner of the library, or names another group', async () => {
    const service = await aService(engine)
    const { organisation, lead, page } = await aLibraryThatAsks(service)
    expect(lead.$('#partner').length).toBe(0)
    const other = await anOrganisation(service, { name: 'Fellwick Libraries' })
    const chorus = await aPartner(service, organisation, { name: 'Chorus of Ashcombe' })
    const ended = await aPartner(service, organisation, { name: 'A closed café', until: '2027-02-01' })
    const theirs = await aPartner(service, other, { name: 'Welcome to Fellwick' })
    await lead.open(page)
    const choices = lead.$('#partner option').toArray()
    expect(choices.map(each => lead.$(each).text())).toEqual(['Another group', 'Chorus of Ashcombe'])
    await lead.press('Send request', { partner: '', group: '', email: '' })
    expect([lead.status, lead.errors]).toEqual([
      422,
      ['Enter the name of the group', 'Enter your contact’s email address'],
    ])
    await lead.press('Send request', { ...group, partner: chorus })
    expect([lead.status, lead.errors, lead.valueOf('partner'), lead.valueOf('group')]).toEqual([
      422,
      ['Delete the group’s name, or choose “Another group” above'],
      chorus,
      group.group,
    ])
    for (const unknown of [ended, theirs, 'x'])
      expect([unknown, (await lead.send(page, { email: group.email, partner: unknown })).status]).toEqual([
        unknown,
        422,
      ])
    await lead.open(page)
    await lead.press('Send request', { partner: chorus, group: '', email: group.email })
    expect(lead.notices).toEqual([
      'We will email Chorus of Ashcombe. ' +
        'The link in the email will work for 14 days, or until you submit your application, if that is sooner.',
    ])
    await lead.press('Send request', { partner: '', group: 'The choir', email: 'choir@ashcombe.example' })
    expect((await requests(service)).map(row => [row.group_name, row.email]).toSorted()).toEqual([
      ['Chorus of Ashcombe', group.email],
      ['The choir', 'choir@ashcombe.example'],
    ])
    await service.end()
  })

  test('an address can get at most 3 requests a day, even if they are cancelled', async () => {
    const service = await aService(engine)
    const { lead } = await aLibraryThatAsks(service)
    for (let times = 0; times < 3; times += 1) {
      await lead.press('Send request', group)
      await lead.press('Cancel request')
      expect(lead.notices).toEqual(['Request to Ashcombe City of Sanctuary cancelled. The link no longer works.'])
    }
    await lead.press('Send request', group)
    expect([lead.status, lead.valueOf('group'), Number(lead.headers['retry-after']) > 0]).toEqual([
      429,
      group.group,
      true,
    ])
    expect(lead.errors).toEqual([
      'We cannot send any more requests to this address, or from your library, today. Send this one tomorrow',
    ])
    expect((await requests(service)).map(({ cancelled_at }) => cancelled_at !== null)).toEqual([true, true, true])
    await service.end()
  })

  test('a request can be sent again with the newest text, but not while its email is in the outbox', async () => {
    const service = await aService(engine)
    const { application, lead, page } = await aLibraryThatAsks(service)
    await lead.press('Send request', group)
    await lead.press('Send request again')
    const [first, ...more] = linksIn(await service.post())
    expect(more).toEqual([])
    await lead.open(`/applications/${application.id}/criteria/P3`)
    await lead.press('Save', { narrative: 'A better plan.' })
    await lead.open(page)
    await lead.press('Send request again')
    const [second] = linksIn(await service.post())
    expect(second).not.toBe(first)
    const shared = (await requests(service)).map(row => JSON.parse(row.shared) as { plan: string })
    expect(shared.map(({ plan }) => plan)).toEqual(['A better plan.'])
    const names = await service.parts.db('events').whereLike('name', '%endorsement%').orderBy('sequence').pluck('name')
    expect(names).toEqual(['application.endorsement_asked', 'application.endorsement_asked_again'])
    await service.end()
  })

  test('nothing is sent for a request that was cancelled or an application that was submitted', async () => {
    const service = await aService(engine)
    const { application, lead } = await aLibraryThatAsks(service)
    await lead.press('Send request', group)
    await lead.press('Cancel request')
    await lead.press('Send request', { ...group, email: 'other@ashcombe.example' })
    await service.database.writer('applications').where({ id: application.id }).update({ status: 'submitted' })
    expect(linksIn(await service.post())).toEqual([])
    await service.end()
  })

  test('only leads can ask, all members see the requests, and other libraries get the “not found” page', async () => {
    const service = await aService(engine)
    const { contributor, observer, lead, page } = await aLibraryThatAsks(service)
    await lead.press('Send request', group)
    const [{ id } = { id: '' }] = await requests(service)
    for (const person of [contributor, observer]) {
      const member = await signedIn(service, person, page)
      expect([member.status, member.text.includes(group.group), member.buttons]).toEqual([200, true, []])
      for (const address of [page, `${page}/${id}/resending`, `${page}/${id}/cancellation`])
        expect((await member.send(address, group)).status).toBe(403)
    }
    const other = await anOrganisation(service, { name: 'Fellwick Libraries' })
    const otherLead = await aPersonWho(service, { member: [[other, 'lead']] })
    const theirs = await anApplication(service, other, { startedBy: otherLead })
    const stranger = await signedIn(service, otherLead, `/applications/${'a'.repeat(20)}/endorsements`)
    const unknown = stranger.html
    expect([(await stranger.open(page)).status, stranger.html]).toEqual([404, unknown])
    for (const address of [
      page,
      `${page}/${id}/cancellation`,
      `/applications/${theirs.id}/endorsements/${id}/cancellation`,
      `/applications/${theirs.id}/endorsements/${id}/resending`,
    ])
      expect([address, (await stranger.send(address, group)).status]).toEqual([address, 404])
    expect((await requests(service)).map(({ cancelled_at }) => cancelled_at)).toEqual([null])
    await service.end()
  })

  test('a lead cannot ask after the application is submitted or withdrawn, or after leaving the team', async () => {
    const service = await aService(engine)
    const { application, person, lead, page } = await aLibraryThatAsks(service)
    for (const [status, heading] of [
      ['submitted', 'This application has been submitted'],
      ['more evidence asked', 'This application has been submitted'],
      ['withdrawn', 'This application has been withdrawn'],
    ] as const) {
      await service.database.writer('applications').where({ id: application.id }).update({ status })
      await lead.send(page, group)
      expect([lead.status, lead.headings[0]]).toEqual([409, heading])
    }
    await service.database.writer('applications').where({ id: application.id }).update({ status: 'draft' })
    await service.database
      .writer('memberships')
      .where({ person_id: person.id })
      .update({ ended_at: addMinutes(service.clock.now(), -1) })
    expect((await lead.send(page, group)).status).toBe(404)
    expect(await requests(service)).toEqual([])
    await service.end()
  })

  behavesLikeEveryForm(async () => {
    const service = await aService(engine)
    const { lead } = await aLibraryThatAsks(service)
    return {
      service,
      visitor: lead,
      button: 'Send request',
      typed: group,
      invalid: { email: 'nobody' },
      timesSaved: async () => (await requests(service)).length,
    }
  })
})
