import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { addDays, addMinutes, dayOf, type Instant } from '../../../src/domain/time.ts'
import { recordEvent, type EventName } from '../../../src/history/record.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  aSeat,
  signedIn,
  type AnApplication,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

type HasId = { id: string }

/** Records these changes in the history of an application, one minute apart. */
async function happens(
  service: Service,
  application: AnApplication,
  changes: readonly (readonly [actor: HasId, name: EventName])[],
  from: Instant = service.clock.now(),
): Promise<void> {
  const [entity, email] = [
    {
      kind: 'application',
      id: application.id,
      organisationId: application.organisation.id,
      applicationId: application.id,
    },
    { kind: 'email', id: newId(), applicationId: application.id },
  ] as const
  for (const [place, [actor, name]] of changes.entries()) {
    await service.database.transaction(trx =>
      recordEvent(
        { trx, actor: actor, at: addMinutes(from, place) },
        name,
        name === 'email.sent_again' ? email : entity,
        {
          says: 'conflict',
          seat: newId(),
        },
      ),
    )
  }
}

/** The lines of a history, without the line about the framework that every service has from the start. */
const linesOf = (visitor: Visitor): string[] =>
  visitor
    .$('.los-events li')
    .toArray()
    .map(line => visitor.$(line).text().replace(/\s+/g, ' ').trim())
    .filter(line => !line.endsWith('A version of the criteria was published'))
/** The lines of a history without their times. */
const linesWithoutTimes = (visitor: Visitor): string[] =>
  linesOf(visitor).map(line => line.slice(line.indexOf('·') + 2))

async function anApplicationWithPanel(service: Service, status = 'with the panel') {
  await aRound(service)
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
  const chair = await aPersonWho(service, { name: 'Nadia Rahmani', roles: ['appraiser', 'trustee'] })
  const peer = await aPersonWho(service, { name: 'Huw Prosser', roles: ['appraiser'] })
  const trustee = await aPersonWho(service, { name: 'Samuel Finch', roles: ['trustee'] })
  const coordinator = await aPersonWho(service, { name: 'Joan Hartnell', roles: ['coordinator'] })
  const application = await anApplication(service, organisation, { startedBy: lead, status })
  await aSeat(service, application, chair, { offeredBy: coordinator, chairs: true, kind: 'lived experience' })
  await aSeat(service, application, peer, { offeredBy: coordinator })
  for (const person of [chair, peer, trustee, coordinator]) await aDeclaration(service, application, person)
  return { organisation, lead, chair, peer, trustee, coordinator, application }
}

eachDatabase('the whole history', engine => {
  test('the history does not name panel members, even when filtered by person', async () => {
    const service = await aService(engine)
    const { organisation, chair, peer, trustee, coordinator, application } = await anApplicationWithPanel(service)
    await happens(service, application, [
      [coordinator, 'seat.offered'],
      [peer, 'seat.taken'],
      [peer, 'declaration.made'],
      [peer, 'declaration.independence'],
      [peer, 'finding.written'],
      [peer, 'finding.all_given'],
      [peer, 'question.asked'],
      [chair, 'agreed_finding.recorded'],
      [chair, 'application.askMore'],
      [trustee, 'question.asked'],
      [trustee, 'declaration.made'],
      [{ id: 'an invited person' }, 'seat.declined'],
    ])
    await service.database.transaction(trx =>
      recordEvent({ trx, actor: chair, at: service.clock.now() }, 'person.changed', { kind: 'person', id: chair.id }),
    )
    const reader = await signedIn(service, coordinator, `/history?organisation=${organisation.id}`)
    const about = 'Ashcombe Libraries'
    const lineOf = (actor: string, what: string) => `${actor} ${what} History of this application ${about}`
    expect(linesWithoutTimes(reader)).toEqual([
      lineOf('The panel', 'A seat was declined'),
      lineOf('City of Sanctuary or its panel', 'A declaration of interest was made'),
      lineOf('Samuel Finch', 'A question was asked'),
      lineOf('The panel', 'More evidence requested'),
      lineOf('The panel', 'An agreed finding was recorded'),
      lineOf('The panel', 'A question was asked'),
      lineOf('The panel', 'A panel member gave all their findings'),
      lineOf('The panel', 'A finding was saved'),
      lineOf('City of Sanctuary or its panel', 'A declaration of interest was made'),
      lineOf('City of Sanctuary or its panel', 'A declaration of interest was made'),
      lineOf('The panel', 'A seat was accepted'),
      lineOf('Joan Hartnell', 'A seat was offered'),
    ])
    const casesBy = async (visitor: Visitor, { id }: HasId) =>
      (await visitor.open(`/history?person=${id}`)).links.filter(({ href }) => href.includes(application.id)).length
    expect([
      await casesBy(reader, chair),
      await casesBy(reader, peer),
      await casesBy(reader, trustee),
      await casesBy(reader, coordinator),
    ]).toEqual([0, 0, 1, 1])
    await reader.open(`/history?person=${chair.id}`)
    expect(linesWithoutTimes(reader)).toEqual(['Nadia Rahmani Account details were changed'])

    const own = await signedIn(service, chair, '/history')
    expect(linesWithoutTimes(own).filter(line => line.startsWith('The panel')).length).toBe(5)
    expect([await casesBy(own, chair), await casesBy(own, peer), await casesBy(own, coordinator)]).toEqual([2, 0, 1])
    await service.end()
  })

  test('the history shows that a declaration was made, not whether it was a conflict', async () => {
    const service = await aService(engine)
    const { peer, coordinator, trustee, application } = await anApplicationWithPanel(service)
    await service.database
      .writer('declarations')
      .where({ person_id: peer.id })
      .update({ says: 'conflict', reason: 'My sister works there.' })
    await happens(service, application, [
      [peer, 'declaration.made'],
      [peer, 'declaration.changed'],
      [peer, 'seat.set_aside'],
      [coordinator, 'seat.withdrawn'],
    ])
    for (const [person, address] of [
      [coordinator, '/history'],
      [trustee, '/history'],
      [coordinator, `/applications/${application.id}/history`],
    ] as const) {
      const reader = await signedIn(service, person, address)
      expect(linesWithoutTimes(reader).map(line => line.replace(/ History of .*/, ''))).toEqual([
        'Joan Hartnell A seat became free',
        'The panel A seat became free',
        'City of Sanctuary or its panel A declaration of interest was made',
        'City of Sanctuary or its panel A declaration of interest was made',
      ])
      expect(reader.$('.los-events').html()).not.toMatch(/conflict|sister|Huw/)
    }
    await service.database
      .writer('charity_roles')
      .insert({ id: newId(), person_id: peer.id, role: 'trustee', started_at: service.clock.now(), ended_at: null })
    const conflicted = await signedIn(service, peer, `/history?person=${peer.id}`)
    expect([conflicted.status, linesOf(conflicted)]).toEqual([200, []])
    await service.end()
  })

  test('the order of the history does not reveal which new person accepted a seat', async () => {
    const service = await aService(engine)
    const { peer, trustee, coordinator, application } = await anApplicationWithPanel(service)
    const account = { kind: 'person', id: peer.id } as const
    await service.database.transaction(trx =>
      recordEvent({ trx, actor: peer, at: service.clock.now() }, 'person.account_opened', account),
    )
    await service.database.transaction(trx =>
      recordEvent({ trx, actor: peer, at: service.clock.now() }, 'access.asked', account, {
        person: peer.id,
        role: 'appraiser',
      }),
    )
    await service.database.writer('access_requests').insert({
      id: newId(),
      person_id: peer.id,
      organisation_id: null,
      role: 'appraiser',
      invited_by: coordinator.id,
      through_seat: 1,
      asked_at: service.clock.now(),
      status: 'approved',
      decided_at: service.clock.now(),
      version: 1,
    })
    await happens(service, application, [[peer, 'seat.taken']])
    await service.database.transaction(trx =>
      recordEvent({ trx, actor: peer, at: addMinutes(service.clock.now(), 60) }, 'person.changed', account),
    )
    for (const person of [trustee, coordinator]) {
      const reader = await signedIn(service, person, '/history')
      const role = person === coordinator ? ' Appraiser' : ''
      expect(linesWithoutTimes(reader)).toEqual([
        'Huw Prosser Account details were changed',
        'The panel A seat was accepted History of this application Ashcombe Libraries',
        `A new person A new role needed approval${role}`,
        'A new person An account was created',
      ])
      await reader.open(`/history?person=${peer.id}`)
      expect(linesWithoutTimes(reader)).toEqual(['Huw Prosser Account details were changed'])
    }
    const keeper = await signedIn(
      service,
      await aPersonWho(service, { roles: ['administrator'] }),
      `/history?person=${peer.id}`,
    )
    expect(linesWithoutTimes(keeper)).toEqual([
      'Huw Prosser Account details were changed',
      'Huw Prosser A new role needed approval Appraiser',
      'Huw Prosser An account was created',
    ])
    await service.end()
  })
})

eachDatabase('the history that the library reads', engine => {
  test('a library sees on which days the charity worked on its application, but not who or how many', async () => {
    const service = await aService(engine)
    const { lead, chair, peer, coordinator, trustee, application } = await anApplicationWithPanel(service)
    const other = await anApplication(service, application.organisation, { startedBy: lead, status: 'with the panel' })
    await aSeat(service, other, chair, { offeredBy: coordinator, chairs: true })
    const next = addMinutes(service.clock.now(), 24 * 60)
    await happens(service, application, [
      [lead, 'application.submit'],
      [coordinator, 'declaration.made'],
      [coordinator, 'application.check'],
      [coordinator, 'seat.offered'],
      [coordinator, 'seat.offered'],
      [chair, 'seat.taken'],
      [peer, 'seat.taken'],
      [peer, 'declaration.changed'],
      [peer, 'seat.set_aside'],
    ])
    await happens(service, other, [
      [lead, 'application.submit'],
      [coordinator, 'application.check'],
      [coordinator, 'seat.offered'],
    ])
    await happens(
      service,
      application,
      [
        [chair, 'finding.written'],
        [peer, 'finding.written'],
        [peer, 'question.asked'],
        [trustee, 'question.asked'],
        [chair, 'agreed_finding.recorded'],
        [chair, 'proposal.written'],
      ],
      next,
    )
    await happens(
      service,
      other,
      [
        [chair, 'question.asked'],
        [trustee, 'question.asked'],
        [chair, 'finding.written'],
      ],
      next,
    )
    const read = async ({ id }: AnApplication) => {
      const reader = await signedIn(service, lead, `/applications/${id}/history`)
      expect(reader.html).not.toMatch(/Nadia|Huw|Joan|Samuel|declar|finding/)
      expect(reader.text).not.toContain('seat') // checks the text and not the HTML, where an id may contain “seat”
      return linesWithoutTimes(reader)
    }
    const worked = 'City of Sanctuary and its panel We worked on your application'
    expect(await read(application)).toEqual([
      worked,
      'City of Sanctuary A question was asked',
      'The panel A question was asked',
      worked,
      'City of Sanctuary Application marked as checked',
      'Marian Tull Application submitted',
    ])
    expect(await read(application)).toEqual(await read(other))
    const days = linesOf(await signedIn(service, lead, `/applications/${application.id}/history`))
      .filter(line => line.includes(worked))
      .map(line => line.slice(0, line.indexOf(' ·')))
    expect(days).toEqual(['2 March 2027', '1 March 2027'])
    await service.end()
  })

  test('library members, even trustees, see no proposal or decision until the letter is released', async () => {
    const service = await aService(engine)
    const { organisation, lead, chair, coordinator, trustee, application } = await anApplicationWithPanel(
      service,
      'with a trustee',
    )
    const casework = await aPersonWho(service, {
      name: 'Ida Moss',
      member: [[organisation, 'observer']],
      roles: ['coordinator', 'trustee'],
    })
    const surfaces = [
      [lead, `/applications/${application.id}/history`],
      [casework, '/history'],
      [casework, `/history?person=${trustee.id}`],
      [casework, `/history?organisation=${organisation.id}`],
    ] as const
    const read = async (): Promise<string[][]> => {
      const all: string[][] = []
      for (const [person, address] of surfaces) all.push(linesOf(await signedIn(service, person, address)))
      return all
    }
    await happens(service, application, [
      [lead, 'application.submit'],
      [chair, 'finding.written'],
      [chair, 'agreed_finding.recorded'],
      [chair, 'application.propose'],
    ])
    const proposed = await read()
    expect(proposed.map(lines => lines.length)).toEqual([3, 3, 0, 3])
    const later = addMinutes(service.clock.now(), 24 * 60)
    await happens(
      service,
      application,
      [
        [trustee, 'declaration.made'],
        [trustee, 'application.decide'],
        [coordinator, 'email.sent_again'],
        [coordinator, 'declaration.made'],
      ],
      later,
    )
    await service.database.writer('applications').where({ id: application.id }).update({ status: 'decided' })
    const decision = {
      application_id: application.id,
      outcome: 'awarded',
      decision_letter: 'Welcome.',
      decided_by: trustee.id,
      decided_at: addMinutes(later, 1),
    }
    await service.database.writer('decisions').insert({ id: newId(), ...decision })
    expect(await read()).toEqual(proposed)
    const charity = await signedIn(service, coordinator, '/history')
    expect(linesWithoutTimes(charity).filter(line => line.startsWith('Samuel Finch Decision made'))).toHaveLength(1)

    await happens(service, application, [[coordinator, 'application.releaseLetter']], addMinutes(later, 60))
    await service.database
      .writer('applications')
      .where({ id: application.id })
      .update({ decision_letter_released_at: later })
    await service.database.writer('decisions').update({ released_at: later })
    const [own, everything, byTrustee] = await read()
    expect(own!.map(line => line.slice(line.indexOf('·') + 2))).toEqual([
      'City of Sanctuary Decision letter released',
      'City of Sanctuary and its panel We worked on your application',
      'City of Sanctuary Decision made',
      'The panel Panel’s proposal sent to a trustee',
      'The panel An agreed finding was recorded',
      'City of Sanctuary and its panel We worked on your application',
      'Marian Tull Application submitted',
    ])
    expect([everything!.length, byTrustee!.length, everything!.join(' ').match(/Nadia|Joan|Samuel/)]).toEqual([
      7,
      0,
      null,
    ])
    expect(dayOf(later)).toBe(addDays(dayOf(service.clock.now()), 1))
    await service.end()
  })
})
