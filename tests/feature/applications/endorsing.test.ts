import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { hashOfToken, newToken } from '../../../src/email/tokens.ts'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, aRound, aTeam, everythingWritten, signedIn } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor, anotherWindow } from '../../support/visitor.ts'

const group = { group: 'Ashcombe City of Sanctuary', email: 'group@ashcombe.example' }
const answer = {
  answer: 'endorsed',
  words: 'People are met with kindness there.',
  name: 'Rosalind Amadi',
  role: 'chair',
  confirmed: 'yes',
}

/** A library that has asked a group for its endorsement, with the link that was emailed and a browser for the group. */
async function aRequest(service: Service) {
  const team = await aTeam(service)
  const round = await aRound(service)
  const application = await anApplication(service, team.organisation, { startedBy: team.lead, round })
  await everythingWritten(service, application, team.lead)
  const db = service.database.writer
  await db('evidence').update({ panel_until: '9999-12-31' as never })
  const page = `/applications/${application.id}/endorsements`
  const lead = await signedIn(service, team.lead, page)
  await lead.press('Send request', group)
  const [email] = await service.post()
  const link = /\/endorsements\/[\w-]{43}/.exec(email!.text)![0]
  return { ...team, application, db, page, lead, link, outsider: aVisitor(service) }
}

const requests = (service: Service) => service.parts.db('endorsements').orderBy('asked_at').orderBy('id')

eachDatabase('the page that an endorsement link opens', engine => {
  test('the page shows the pledge, the scope and the plan, and nothing else of the application', async () => {
    const service = await aService(engine)
    const { outsider, link } = await aRequest(service)
    await outsider.open(link)
    for (const shown of ['Ashcombe Libraries', 'What we do about P1.', 'What we do about P3.', 'Central', 'Millbrook'])
      expect(outsider.text).toContain(shown)
    for (const hidden of ['What we do about L1.', 'What we do about P2.', 'Two branches where everybody', 'The lead'])
      expect([hidden, outsider.html.includes(hidden)]).toEqual([hidden, false])
    expect(outsider.links.filter(({ href }) => href.startsWith('http'))).toEqual([])
    const { headers } = outsider
    expect([headers['cache-control'], headers['x-robots-tag'], headers['referrer-policy']]).toEqual([
      'no-store',
      'noindex',
      'same-origin',
    ])
    await service.end()
  })

  test('the group’s answer is shown to the library and frozen in the submission, and leads are emailed', async () => {
    const service = await aService(engine)
    const { application, lead, page, outsider, link } = await aRequest(service)
    for (let times = 0; times < 3; times += 1) await aVisitor(service).open(link) // email scanners open the link first
    await outsider.open(link)
    await outsider.press('Send answer', answer)
    expect([outsider.address, outsider.headings[0]]).toEqual(['/endorsements/thanks', 'Thank you'])
    expect(outsider.html).not.toContain('Ashcombe')
    const emails = await service.post()
    expect(emails.map(({ subject }) => subject)).toEqual(['A local group has replied to your endorsement request'])
    expect(JSON.stringify(emails)).not.toContain('Rosalind')
    await lead.open(page)
    expect([lead.text.includes('Endorsed'), lead.text.includes('Rosalind Amadi, chair, 1 March 2027')]).toEqual([
      true,
      true,
    ])
    const below = `/applications/${application.id}`
    await lead.open(`${below}/criteria/P6`)
    expect(lead.text).toContain(answer.words)
    await lead.open(`${below}/submission`)
    expect(lead.text).toContain(answer.words)
    await lead.press('Submit application')
    const before = await service.parts.db('submissions').first('sha256')
    await service.database.writer('endorsements').update({ words: 'Changed later' })
    await lead.open(`${below}/submissions/1`)
    expect(lead.text).toContain('Ashcombe City of Sanctuary endorsed this application on 1 March 2027.')
    expect([lead.text.includes(answer.words), lead.text.includes('Changed later')]).toEqual([true, false])
    expect(await service.parts.db('submissions').first('sha256')).toEqual(before)
    const [line] = await service.parts.db('events').where({ name: 'application.endorsement_answered' })
    expect([line!.actor, line!.person_id, line!.facts.includes('Rosalind')]).toEqual([
      'an endorsement link',
      null,
      false,
    ])
    await lead.open(`${below}/history`)
    expect(lead.text).toContain('Endorsement request answered by a local group')
    await service.end()
  })

  test('an incomplete answer is refused with an error for each field, and the typed text is kept', async () => {
    const service = await aService(engine)
    const { outsider, link } = await aRequest(service)
    await outsider.open(link)
    await outsider.press('Send answer', { words: 'Some words' })
    expect([outsider.status, outsider.errors, outsider.valueOf('words')]).toEqual([
      422,
      [
        'Choose whether your group endorses the application',
        'Enter your name',
        'Enter your role in the group',
        'Tick the box to confirm that you are answering on behalf of the group and do not work for the library',
      ],
      'Some words',
    ])
    await outsider.press('Send answer', { ...answer, answer: 'not yet', words: '...' })
    expect([outsider.status, outsider.errors]).toEqual([
      422,
      ['Say what the library needs to do before you can endorse its application'],
    ])
    await outsider.press('Send answer', { ...answer, name: '\u2060\u200b', words: 'x'.repeat(2_001) })
    expect([outsider.status, outsider.errors]).toEqual([422, ['Use 2,000 characters or fewer', 'Enter your name']])
    const hostile = { ...answer, words: ['a', 'b'], name: '\u202eeve' } as never
    expect((await outsider.send(link, hostile)).status).toBe(422)
    await outsider.press('Send answer', {
      ...answer,
      answer: 'not yet',
      words: 'Please finish the plan.',
      name: '<b>Eve</b>',
    })
    expect(outsider.address).toBe('/endorsements/thanks')
    expect((await requests(service)).map(({ answer: given, name }) => [given, name])).toEqual([
      ['not yet', '<b>Eve</b>'],
    ])
    await service.end()
  })

  test('unknown, expired, cancelled and used links, and those of a submitted application, look the same', async () => {
    const service = await aService(engine)
    const { application, organisation, db, lead, page, outsider, link } = await aRequest(service)
    const responses = new Set<string>()
    const look = async (address = link) => {
      await outsider.open(address)
      responses.add(`${outsider.status} ${outsider.html}`)
      expect(outsider.html).not.toContain('Ashcombe')
      await outsider.send(address, answer)
      expect(outsider.status).toBe(404)
      expect(outsider.text).toContain(answer.words) // the page shows the text, so that it can be copied
    }
    for (const unknown of [newToken(), 'short', '%00', `${'a'.repeat(42)}.`]) await look(`/endorsements/${unknown}`)
    for (const status of ['submitted', 'withdrawn']) {
      await db('applications').where({ id: application.id }).update({ status })
      await look()
    }
    await db('applications').where({ id: application.id }).update({ status: 'draft' })
    await db('organisations').where({ id: organisation.id }).update({ closed_at: service.clock.now() })
    await look()
    await db('organisations').where({ id: organisation.id }).update({ closed_at: null })
    await db('email_tokens').update({ expires_at: addMinutes(service.clock.now(), -1) })
    await look()
    await db('email_tokens').update({ expires_at: addMinutes(service.clock.now(), 60) })
    expect((await outsider.open(link)).status).toBe(200)
    await outsider.press('Send answer', answer)
    await look()
    await lead.open(page)
    await lead.press('Send request', { ...group, email: 'second@ashcombe.example' })
    const second = /\/endorsements\/[\w-]{43}/.exec((await service.post()).map(({ text }) => text).join())![0]
    await lead.press('Cancel request')
    await look(second)
    expect(responses.size).toBe(1)
    const given = await service.parts.db('endorsements').orderBy('email').pluck('answer')
    expect(given).toEqual(['endorsed', null])
    await service.end()
  })

  test('the token of another kind of link does not open the page', async () => {
    const service = await aService(engine)
    const { db, outsider } = await aRequest(service)
    const [token, [row]] = [newToken(), await requests(service)]
    await db('email_tokens').insert({
      id: newId(),
      kind: 'invitation',
      token_hash: hashOfToken(token),
      about_id: row!.id,
      person_id: null,
      made_at: service.clock.now(),
      expires_at: addMinutes(service.clock.now(), 60),
      used_at: null,
    })
    expect((await outsider.open(`/endorsements/${token}`)).status).toBe(404)
    await service.end()
  })

  test('an answer sent 20 times is recorded once, and each window shows the thanks or a 503 page', async () => {
    const service = await aService(engine)
    const { outsider, link } = await aRequest(service)
    await outsider.open(link)
    const hidden = (name: string) => String(outsider.valueOf(name))
    const fields = { ...answer, seen: hidden('seen'), idempotencyKey: hidden('idempotencyKey') }
    const windows = Array.from({ length: 20 }, () => anotherWindow(service, outsider))
    await Promise.all(windows.map(window => window.send(link, fields)))
    const sent = windows.filter(({ status }) => status !== 503).map(({ status, address }) => `${status} ${address}`)
    expect(new Set(sent)).toEqual(new Set(['200 /endorsements/thanks']))
    const events = await service.parts.db('events').where({ name: 'application.endorsement_answered' })
    expect([events.length, (await service.post()).length]).toEqual([1, 1])
    await service.end()
  })

  test('one of two simultaneous answers is recorded, and the other person keeps their text', async () => {
    const service = await aService(engine)
    const { outsider, link } = await aRequest(service)
    const other = aVisitor(service)
    await Promise.all([outsider.open(link), other.open(link)])
    await Promise.all([
      outsider.press('Send answer', answer),
      other.press('Send answer', { ...answer, answer: 'not yet', words: 'Please finish the plan first.' }),
    ])
    expect([outsider.status, other.status].toSorted()).toEqual([200, 404])
    const lost = outsider.status === 404 ? outsider : other
    expect(lost.text).toContain(lost === outsider ? answer.words : 'Please finish the plan first.')
    const events = await service.parts.db('events').where({ name: 'application.endorsement_answered' })
    expect(events.length).toBe(1)
    await service.end()
  })

  test('a group that has not read the latest shared text reads it first, and keeps what it entered', async () => {
    const service = await aService(engine)
    const { db, lead, page, outsider, link } = await aRequest(service)
    await outsider.open(link)
    await db('answers').where({ narrative: 'What we do about P3.' }).update({ narrative: 'Our new plan.' })
    await lead.open(page)
    await lead.press('Send request again')
    const pages = [link, ...(await service.post()).map(({ text }) => /\/endorsements\/[\w-]{43}/.exec(text)![0])]
    expect(pages).toHaveLength(2)
    await outsider.press('Send answer', answer)
    expect([outsider.status, outsider.errors]).toEqual([
      409,
      ['The library has changed what it shares. Read it again, then send your answer'],
    ])
    for (const shown of ['Our new plan.', answer.words]) expect(outsider.text).toContain(shown)
    expect(['answer', 'name', 'role'].map(name => outsider.valueOf(name))).toEqual([
      'endorsed',
      'Rosalind Amadi',
      'chair',
    ])
    expect((await requests(service)).map(row => row.answered_at)).toEqual([null])
    await outsider.press('Send answer', { confirmed: 'yes' })
    expect(outsider.address).toBe('/endorsements/thanks')
    expect((await requests(service)).map(row => row.answer)).toEqual(['endorsed'])
    await service.end()
  })

  test('an answer is refused from a network over its limit, and from another website', async () => {
    const service = await aService(engine)
    const { db, outsider, link } = await aRequest(service)
    const elsewhere = aVisitor(service, { 'Sec-Fetch-Site': 'cross-site' })
    expect((await elsewhere.send(link, answer)).status).toBe(403)
    await outsider.open(link)
    await db('limit_counters').whereLike('counted', 'endorsement links%').update({ count: 120 })
    await outsider.press('Send answer', answer)
    expect([outsider.status, Number(outsider.headers['retry-after']) > 0]).toEqual([429, true])
    expect(outsider.html).toContain(answer.words)
    expect((await requests(service)).map(({ answered_at }) => answered_at)).toEqual([null])
    await service.end()
  })
})
