import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { withoutRights } from '../../../src/domain/actor.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { recordEvent } from '../../../src/history/record.ts'
import { decisionsHaveProposals } from '../../../src/invariants/lifecycle.ts'
import { askForRole } from '../../../src/modules/access/requests/request.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { aPanelWorld, decides, sendsBack, type PanelWorld } from '../../support/panel.ts'
import type { Visitor } from '../../support/visitor.ts'

/** An event about a declaration. */
type Recorded = [name: `declaration.${'made' | 'changed' | 'lifted'}`, facts?: { says: 'conflict' | 'no conflict' }]

eachDatabase('changing a decision', engine => {
  let world: PanelWorld
  let other: APerson
  beforeAll(async () => {
    world = await aPanelWorld(engine)
    other = await aPersonWho(world.service, { name: 'Ines Moor', roles: ['trustee'] })
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.submits()
    await decided()
  })

  /** The panel proposes an award and a trustee decides. Both trustees have declared. */
  async function decided(): Promise<void> {
    const { service, chair, peer, neighbour, trustee, application, at, as, seated, given } = world
    await seated()
    for (const person of [peer, neighbour, chair]) await given(person)
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    await nadia.open(at('/proposal'))
    await nadia.press('Send to a trustee', { outcome: 'awarded', decisionLetter: 'Well done, Ashcombe.' })
    await aDeclaration(service, application, trustee)
    await aDeclaration(service, application, other)
    await decides(await as(trustee, at('/decision')))
    await service.post()
  }

  const release = async (): Promise<void> => {
    const { service, coordinator, at, as } = world
    const joan = await as(coordinator, at('/decision'))
    await joan.press('Release decision letter')
    expect(joan.notices).toEqual(['The decision letter has been released.'])
    await service.post()
  }
  const askForReview = async (): Promise<Visitor> => {
    const { lead, at, as } = world
    return (await as(lead, at('/review'))).press('Ask for a review', { reason: 'You misread criterion L1.' })
  }
  const endsAward = async (lead: Visitor): Promise<void> => {
    await lead.follow('End the award')
    await lead.press('End the award', { reason: 'The service closes.', sure: 'yes' })
    expect(lead.headings).toContain('Ended')
  }
  /** The person accepts an invitation from the lead. */
  const joinsLibrary = (person: APerson) => {
    const asked = {
      personId: person.id,
      organisationId: world.organisation.id,
      role: 'contributor',
      invitedBy: world.lead.id,
    } as const
    return world.service.parts.write(withoutRights(person.id), work => askForRole(work, asked))
  }
  const leavesLibrary = (person: APerson) =>
    world.db()('memberships').where({ person_id: person.id }).update({ ended_at: world.service.clock.now() })
  const recordsDeclaration = (...[name, facts]: Recorded) => {
    const { id } = world.application
    return world.service.parts.write(withoutRights(world.trustee.id), work =>
      recordEvent(work, name, { kind: 'application', id, applicationId: id }, facts),
    )
  }
  const subjects = async (): Promise<string[]> =>
    (await world.service.post()).map(({ to, subject }) => `${to}: ${subject}`).toSorted()

  test('a trustee reverses a decision before its letter is released, if a coordinator asks', async () => {
    const { coordinator, trustee, lead, at, as, status, db } = world
    const joan = await as(coordinator, at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: '' })
    expect([joan.status, joan.errors]).toEqual([422, ['Enter what is wrong with the decision']])
    await joan.press('Ask a trustee', { reason: 'The outcome was mistyped.' })
    expect(joan.notices).toEqual(['Your request is waiting for a trustee.'])
    expect(joan.text).toContain('A coordinator has asked to reverse this decision.')
    expect(joan.html).not.toContain('Release decision letter')
    expect(await subjects()).toEqual(
      [other, trustee]
        .map(({ email }) => `${email}: Please answer a request to correct the decision on ${world.organisation.name}`)
        .toSorted(),
    )
    const samuel = await as(trustee, at('/decision/answer'))
    await samuel.press('Send answer', { answer: 'new decision', reason: 'Yes, mistyped.' })
    expect([samuel.notices, await status()]).toEqual([['Your answer has been recorded.'], 'with a trustee'])
    const marian = await as(lead, at())
    expect([marian.text.includes('Being decided'), marian.html.includes('mistyped')]).toEqual([true, false])
    expect(await db()('decisions').where({ application_id: world.application.id }).whereNull('reversed_at')).toEqual([])
    await samuel.open(at('/decision'))
    expect(samuel.text).toContain('An earlier decision was reversed')
    expect(samuel.text).toMatch(
      /Samuel Finch reversed it on .* 2027, before the library knew of it\. It was “Awarded”\./,
    )
    expect(samuel.text).toMatch(/The outcome was mistyped\..* Yes, mistyped\./)
    expect((await as(world.chair, at('/decision'))).html).not.toContain('reversed')
    await decides(samuel)
    expect([await status(), samuel.text.includes('was reversed')]).toEqual(['decided', false])
    await release()
  })

  test('the library cannot see the day of a decision, or of its reversal, before the letter is released', async () => {
    const { service, coordinator, trustee, lead, organisation, at } = world
    service.clock.set('2027-03-03T09:00:00Z')
    const joan = await signedIn(service, coordinator, at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'It is mistyped.' })
    const samuel = await signedIn(service, trustee, at('/decision/answer'))
    await samuel.press('Send answer', { answer: 'new decision', reason: 'Yes, mistyped.' })
    const address = `/organisations/${organisation.id}/applications`
    const marian = await signedIn(service, lead, address)
    expect(marian.text).toContain('Being decided Since 1 Mar 2027')
    await samuel.open(at('/decision'))
    await decides(samuel)
    await marian.open(address)
    expect(marian.text).toContain('Being decided Since 1 Mar 2027')
  })

  test('the history shows the library only decisions with a released letter, even after a reopening', async () => {
    const { service, coordinator, trustee, lead, at, as } = world
    const lines = async (): Promise<string[]> => {
      const { $ } = await as(lead, at('/history'))
      const all = $('.los-events li').toArray()
      return all.map(each => $(each).text().replaceAll(/\s+/g, ' ').trim())
    }
    const aboutDecisions = async () => (await lines()).filter(line => /decision|correction/i.test(line))
    const [joan, samuel] = [await as(coordinator, at('/decision/correction')), await as(trustee)]
    await joan.press('Ask a trustee', { reason: 'It is mistyped.' })
    await samuel.open(at('/decision/answer'))
    await samuel.press('Send answer', { answer: 'new decision', reason: 'Yes, mistyped.' })
    service.clock.set(addMinutes(service.clock.now(), 5))
    await samuel.open(at('/decision'))
    await decides(samuel)
    expect(await aboutDecisions()).toEqual([])
    await release()
    const seen = [
      expect.stringContaining('City of Sanctuary Decision letter released'),
      expect.stringContaining('City of Sanctuary Decision made'),
    ]
    expect(await aboutDecisions()).toEqual(seen)
    await joan.open(at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'L1 is wrong.' })
    const ines = await as(other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'new decision', reason: 'Yes, wrong.' })
    expect(await aboutDecisions()).toEqual(seen)
  })

  test('an answer to a correction request is refused if the library has since asked for a review', async () => {
    const { coordinator, lead, at, as } = world
    await release()
    await (await as(coordinator, at('/decision/correction'))).press('Ask a trustee', { reason: 'I may be wrong.' })
    const ines = await as(other, at('/decision/answer'))
    await askForReview()
    await ines.press('Send answer', { answer: 'as decided', reason: 'Between us: keep it.' })
    expect(ines.status).toBe(409)
    const marian = await as(lead, at('/review'))
    expect(marian.html).not.toContain('Between us')
  })

  test('a decision letter can be released after a trustee declines to reverse the decision', async () => {
    const { coordinator, trustee, at, as, status } = world
    const joan = await as(coordinator, at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'I am not sure.' })
    const samuel = await as(trustee, at('/decision/answer'))
    expect(samuel.text).toContain('If the release time has passed, we will release it within a few minutes.')
    await samuel.press('Send answer', { answer: 'as decided', reason: 'Huw Prosser is right.' })
    expect(await status()).toBe('decided')
    await joan.open(at('/decision/correction'))
    expect(joan.text).toContain('Huw Prosser is right.')
    await release()
  })

  test('the button that withdraws a request says what was requested', async () => {
    const { coordinator, lead, at, as } = world
    const joan = await as(coordinator, at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'The outcome was mistyped.' })
    await joan.open(at('/decision/correction'))
    await joan.press('Withdraw the reversal request')
    expect(joan.notices).toEqual(['The request has been withdrawn.'])
    await release()
    await joan.open(at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'A branch is missing.' })
    expect((await joan.open(at('/decision/correction'))).buttons).toContain('Withdraw the correction request')
    await joan.press('Withdraw the correction request')
    await askForReview()
    expect((await as(lead, at('/review'))).buttons).toContain('Withdraw your request for a review')
  })

  test('a trustee cannot reverse a decision without a request from a coordinator', async () => {
    const { trustee, at, as, status } = world
    const samuel = await as(trustee, at('/decision/answer'))
    expect(samuel.text).toContain('There are no open requests to change this decision.')
    expect(samuel.html).not.toContain('Send answer')
    const sent = await samuel.send(at('/decision/answer'), { answer: 'new decision', reason: 'I want to.' })
    expect([sent.status, await status()]).toEqual([409, 'decided'])
  })

  test('a coordinator who is also a trustee cannot answer their own request to reverse a decision', async () => {
    const { service, application, at, as, status } = world
    const both = await aPersonWho(service, { name: 'Ada Lowe', roles: ['coordinator', 'trustee'] })
    await aDeclaration(service, application, both)
    const ada = await as(both, at('/decision/correction'))
    await ada.press('Ask a trustee', { reason: 'I want another outcome.' })
    await ada.open(at('/decision/answer'))
    expect(ada.text).toContain('You made this request, so another trustee must answer.')
    const refused = await ada.send(at('/decision/answer'), { answer: 'new decision', reason: 'I agree with myself.' })
    expect([refused.status, await status()]).toEqual([403, 'decided'])
    const ines = await as(other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'new decision', reason: 'Yes.' })
    expect(await status()).toBe('with a trustee')
    await world.db()('charity_roles').where({ person_id: both.id }).update({ ended_at: service.clock.now() })
  })

  test('the invariants allow a decision by a trustee who declares a conflict after deciding', async () => {
    const { service, trustee, application, db } = world
    const broken = () => decisionsHaveProposals({ database: service.database } as never)
    const own = db()('declarations').where({ application_id: application.id, person_id: trustee.id })
    const later = addMinutes(service.clock.now(), 60)
    await own.clone().update({ says: 'conflict', made_at: later })
    expect(await broken()).toMatchObject([{ what: 'was made without a declaration' }])
    await recordsDeclaration('declaration.made', { says: 'no conflict' })
    expect(await broken()).toEqual([])
  })

  test.each<[string, readonly Recorded[]]>([
    ['ended before', [['declaration.made', { says: 'no conflict' }], ['declaration.lifted']]],
    [
      'changed to a conflict before',
      [
        ['declaration.made', { says: 'no conflict' }],
        ['declaration.changed', { says: 'conflict' }],
      ],
    ],
    ['stated a conflict before', [['declaration.made', { says: 'conflict' }]]],
  ])('a declaration that %s a decision does not count for that decision', async (_what, events) => {
    const { service, trustee, application, db } = world
    const broken = () => decisionsHaveProposals({ database: service.database } as never)
    const decision = db()('decisions').where({ application_id: application.id })
    await db()('declarations').where({ application_id: application.id, person_id: trustee.id }).delete()
    for (const each of events) {
      await recordsDeclaration(...each)
      service.clock.set(addMinutes(service.clock.now(), 1))
    }
    await decision.clone().update({ decided_at: service.clock.now() })
    expect(await broken()).toMatchObject([{ what: 'was made without a declaration' }])
    await recordsDeclaration('declaration.made', { says: 'no conflict' })
    expect(await broken()).toEqual([])
    service.clock.set(addMinutes(service.clock.now(), 1))
    await recordsDeclaration('declaration.lifted')
    expect(await broken()).toEqual([])
  })

  test('a trustee’s declaration still counts after they remove another person’s conflict', async () => {
    const { service, trustee, peer, application, db } = world
    await db()('declarations').where({ application_id: application.id, person_id: trustee.id }).delete()
    await recordsDeclaration('declaration.made', { says: 'no conflict' })
    service.clock.set(addMinutes(service.clock.now(), 1))
    await recordsDeclaration('declaration.lifted')
    const lifted_at = service.clock.now()
    await db()('decisions')
      .where({ application_id: application.id })
      .update({ decided_at: addMinutes(lifted_at, 1) })
    await db()('lifted_conflicts').insert({
      id: newId(),
      application_id: application.id,
      person_id: peer.id,
      reason: null,
      declared_at: lifted_at,
      lifted_by: trustee.id,
      lifted_at,
      lift_reason: 'He told us.',
    })
    expect(await decisionsHaveProposals({ database: service.database } as never)).toEqual([])
  })

  test('a declaration of a conflict does not count for a later decision', async () => {
    const { service, trustee, application, db } = world
    await db()('declarations')
      .where({ application_id: application.id, person_id: trustee.id })
      .update({ says: 'conflict' })
    expect(await decisionsHaveProposals({ database: service.database } as never)).toMatchObject([
      { what: 'was made without a declaration' },
    ])
  })

  test.each(['reversed', 'reopened'])(
    'after a decision is %s, a trustee who joined and left the library must declare again',
    async how => {
      const { service, coordinator, trustee, at, as, status } = world
      if (how === 'reversed')
        await (await as(coordinator, at('/decision/correction'))).press('Ask a trustee', { reason: 'Mistyped.' })
      const reverses = async () => {
        const ines = await as(other, at('/decision/answer'))
        await ines.press('Send answer', { answer: 'new decision', reason: 'Yes.' })
        expect(await status()).toBe('with a trustee')
      }
      if (how === 'reversed') await reverses()
      else await release()
      await joinsLibrary(trustee)
      await leavesLibrary(trustee)
      if (how === 'reopened') {
        await askForReview()
        await reverses()
      }
      const samuel = await signedIn(service, trustee, at('/decision'))
      expect([samuel.status, samuel.buttons.includes('Continue')]).toEqual([403, false])
      expect((await samuel.open(at('/declaration'))).buttons).toContain('Declare')
    },
  )

  test('an open request ends when the library withdraws its application', async () => {
    const { coordinator, lead, at, as, status, db, application } = world
    const joan = await as(coordinator, at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'The outcome was mistyped.' })
    const ines = await as(other, '/home')
    const hasCard = () => ines.links.some(({ href }) => href === at('/decision/answer'))
    expect(hasCard()).toBe(true)
    const marian = await as(lead, at('/withdrawal'))
    await marian.press('Withdraw application', { sure: 'yes' })
    expect(await status()).toBe('withdrawn')
    await ines.open('/home')
    expect(hasCard()).toBe(false)
    expect(await db()('decision_requests').where({ application_id: application.id }).pluck('status')).toEqual([
      'withdrawn',
    ])
    expect((await joan.open(at('/decision'))).text).not.toContain('A coordinator has asked to reverse this decision.')
  })

  test('the trustee who decided is emailed a request for a review if there is no other trustee', async () => {
    const { lead, trustee, organisation, db } = world
    await release()
    await db()('people').where({ id: other.id }).update({ status: 'suspended' })
    await askForReview()
    expect(await subjects()).toEqual(
      [
        `${lead.email}: We have received your request for a review`,
        `${trustee.email}: ${organisation.name} has asked us to review our decision`,
      ].toSorted(),
    )
    await db()('people').where({ id: other.id }).update({ status: 'active' })
  })

  test('the library asks for a review, and another trustee confirms the decision', async () => {
    const { lead, trustee, at, as, status } = world
    await release()
    expect((await askForReview()).notices).toEqual(['We have received your request for a review.'])
    expect(await subjects()).toEqual(
      [
        `${lead.email}: We have received your request for a review`,
        `${other.email}: ${world.organisation.name} has asked us to review our decision`,
      ].toSorted(),
    )
    const joan = await as(world.coordinator, at())
    expect(joan.text).toContain('The library has asked for a review of this decision.')
    expect([
      joan.text.includes('No one, because the application has been decided or withdrawn'),
      joan.html.includes('Release decision letter'),
    ]).toEqual([false, false])
    await joan.follow('Read the request')
    expect(joan.text).toContain('You misread criterion L1.')
    const samuel = await as(trustee, at('/decision/answer'))
    expect(samuel.text).toContain('You made this decision, so another trustee must answer.')
    const refused = await samuel.send(at('/decision/answer'), { answer: 'as decided', reason: 'Mine.' })
    expect(refused.status).toBe(403)
    const ines = await as(other, '/home')
    expect(ines.text).toContain(`${world.organisation.name} has asked us to review our decision`)
    await ines.open(at())
    await ines.follow('Answer the request')
    expect(ines.links.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Read the decision and the decision letter', 'Read the submission']),
    )
    await ines.press('Send answer', { answer: 'as decided', reason: 'L1 was read with care.' })
    const marian = await as(lead, at('/review'))
    expect(marian.text).toContain('We kept the decision as it was')
    expect(marian.text).toContain('L1 was read with care.')
    expect(await status()).toBe('decided')
    expect(await subjects()).toEqual([`${lead.email}: Our answer to ${world.organisation.name}’ request for a review`])
  })

  test('a review can reopen the application, and the library sees the old decision until the new letter', async () => {
    const { service, lead, trustee, chair, at, as, status, db, criteria } = world
    await release()
    await askForReview()
    const ines = await as(other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'new decision', reason: 'The panel should look at L1 again.' })
    expect([ines.notices, await status()]).toEqual([['Your answer has been recorded.'], 'with a trustee'])
    await ines.open(at('/decision'))
    await sendsBack(ines, 'Look at L1 again.')
    service.clock.minutesPass(5)
    const nadia = await as(chair, at('/meeting/L1'))
    await nadia.press('Record agreed finding', { judgement: 'not yet', reason: 'Secret new finding.' })
    const marian = await as(lead, at('/decision'))
    expect(marian.text).toContain('We are looking at this decision again.')
    expect(marian.text).toContain('Well done, Ashcombe.')
    expect(marian.html).not.toContain('Secret new finding.')
    await nadia.open(at('/proposal'))
    await nadia.press('Send to a trustee', {
      outcome: 'awarded',
      outcomeReason: 'The rest is strong.',
      decisionLetter: 'Second letter.',
    })
    await decides(await as(trustee, at('/decision')))
    await marian.open(at('/decision'))
    expect([marian.html.includes('Second letter.'), marian.text.includes('Well done, Ashcombe.')]).toEqual([
      false,
      true,
    ])
    await release()
    await marian.open(at('/decision'))
    expect([marian.html.includes('Second letter.'), marian.text.includes('Secret new finding.')]).toEqual([true, true])
    const frozen = await db()('decision_findings').where({ item_id: criteria[0]!.id })
    expect(frozen.map(({ judgement }) => judgement).toSorted()).toEqual(expect.arrayContaining(['met', 'not yet']))
  })

  test.each(['reversed', 'reopened'])(
    'a trustee who follows the email about a request after a colleague has %s the decision gets the decision page',
    async how => {
      const { coordinator, trustee, at, as, service } = world
      if (how === 'reopened') {
        await release()
        await askForReview()
      } else await (await as(coordinator, at('/decision/correction'))).press('Ask a trustee', { reason: 'Mistyped.' })
      const samuel = await as(trustee, at('/decision/answer'))
      const ines = await as(other, at('/decision/answer'))
      await ines.press('Send answer', { answer: 'new decision', reason: 'Yes.' })
      expect(ines.notices).toEqual(['Your answer has been recorded.'])
      const logged = service.logged.length
      if (how === 'reversed') {
        await samuel.press('Send answer', { answer: 'as decided', reason: 'No.' })
        expect([samuel.status, samuel.text.includes('permission')]).toEqual([409, false])
      }
      await samuel.open(at('/decision/answer'))
      expect([samuel.status, samuel.address]).toEqual([200, at('/decision')])
      expect(service.logged.slice(logged).filter(line => line.includes('decision_request.answer'))).toEqual([])
      await (await as(coordinator)).open(at('/decision/answer'))
      expect((await as(coordinator)).status).toBe(403)
    },
  )

  test('a decision letter that did not arrive is not sent again after a later one', async () => {
    const { service, coordinator, trustee, at, as, db } = world
    await release()
    const letters = () => db()('outbox').where({ name: 'decision letter', application_id: world.application.id })
    await letters().update({ status: 'bounced' })
    const { id } = (await letters().first('id'))!
    const joan = await as(coordinator, '/mail/resending')
    expect(joan.html).toContain(`/mail/${id}`)
    await askForReview()
    await (await as(other, at('/decision/answer'))).press('Send answer', { answer: 'new decision', reason: 'Again.' })
    service.clock.minutesPass(5)
    await decides(await as(trustee, at('/decision')))
    await release()
    await joan.open('/mail/resending')
    expect(joan.html).not.toContain(`/mail/${id}`)
    await joan.send(`/mail/${id}/resending`)
    expect(joan.status).toBe(409)
  })

  test.each<[string, boolean]>([
    ['joined the library after the letter', false],
    ['joined the library after the letter and left it again', true],
  ])('reopening an application sets aside the seat of a member who %s', async (_what, leaves) => {
    const { service, coordinator, peer, organisation, application, at, as, db } = world
    await release()
    await askForReview()
    expect(await joinsLibrary(peer)).toBe('joined')
    expect(await db()('seats').where({ application_id: application.id, person_id: peer.id }).pluck('status')).toEqual([
      'accepted',
    ])
    if (leaves) await leavesLibrary(peer)
    await service.post()
    const ines = await signedIn(service, other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'new decision', reason: 'L1 was misread.' })
    expect(ines.notices).toEqual(['Your answer has been recorded.'])
    const seats = db()('seats').where({ application_id: application.id })
    expect(await seats.clone().where({ person_id: peer.id }).pluck('status')).toEqual(['withdrawn'])
    expect(await seats.clone().whereNot({ person_id: peer.id }).pluck('status')).toEqual(['accepted', 'accepted'])
    const declarations = db()('declarations').where({ application_id: application.id })
    expect(await declarations.clone().where({ person_id: peer.id })).toEqual([])
    expect(await declarations.clone().pluck('says')).toHaveLength(5)
    expect(await subjects()).toEqual(
      expect.arrayContaining([
        `${coordinator.email}: A seat on the panel for ${organisation.name} is vacant`,
        `${peer.email}: We have withdrawn your seat on a panel`,
      ]),
    )
    expect((await as(coordinator, at('/panel'))).text).toContain(
      'Huw Prosser’s seat ended because of a conflict of interest.',
    )
  })

  test('reopening an application sets aside the seat of a former member of a merged organisation', async () => {
    const { service, peer, organisation, application, at, db } = world
    const merged = await anOrganisation(service, { name: 'Fernley Libraries', branches: [] })
    await db()('organisations').where({ id: merged.id }).update({ merged_into: organisation.id })
    await release()
    await askForReview()
    const membership = { id: newId(), person_id: peer.id, organisation_id: merged.id, role: 'lead' }
    await db()('memberships').insert({ ...membership, started_at: service.clock.now(), ended_at: service.clock.now() })
    const ines = await signedIn(service, other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'new decision', reason: 'L1 was misread.' })
    const seats = db()('seats').where({ application_id: application.id, person_id: peer.id })
    expect(await seats.pluck('status')).toEqual(['withdrawn'])
  })

  test('reopening an application does not record the end of a declaration that was never made', async () => {
    const { service, peer, application, at, db } = world
    await release()
    await askForReview()
    await joinsLibrary(peer)
    await db()('declarations').where({ application_id: application.id, person_id: peer.id }).delete()
    const ines = await signedIn(service, other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'new decision', reason: 'L1 was misread.' })
    expect(ines.notices).toEqual(['Your answer has been recorded.'])
    const events = db()('events').where({ application_id: application.id, person_id: peer.id })
    expect(await events.clone().where({ name: 'seat.set_aside' })).toHaveLength(1)
    expect(await events.clone().where({ name: 'declaration.lifted' })).toEqual([])
  })

  test('an answer that would reopen an application with a later renewal is refused, and its text stays', async () => {
    const { service, lead, organisation, application, at, db, status } = world
    await release()
    await askForReview()
    const { award_id } = (await db()('applications').where({ id: application.id }).first('award_id'))!
    const later = await anApplication(service, organisation, { startedBy: lead })
    const started_at = addMinutes(service.clock.now(), 60)
    await db()('applications').where({ id: later.id }).update({ award_id, kind: 'renewal', started_at })
    const ines = await signedIn(service, other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'new decision', reason: 'L1 was misread.' })
    expect([ines.status, ines.errors, ines.valueOf('reason')]).toEqual([
      422,
      ['You cannot reopen this application, because a later one has replaced it. Keep the decision as it is'],
      'L1 was misread.',
    ])
    await ines.press('Send answer', { answer: 'as decided' })
    expect([ines.notices, await status()]).toEqual([['Your answer has been recorded.'], 'decided'])
  })

  test('an answer that would reopen an application whose award has ended is refused, and its text stays', async () => {
    const { service, lead, application, at, as, db, status } = world
    await release()
    await askForReview()
    const { award_id } = (await db()('applications').where({ id: application.id }).first('award_id'))!
    await endsAward(await as(lead, `/awards/${award_id}`))
    const ines = await signedIn(service, other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'new decision', reason: 'L1 was misread.' })
    expect([ines.status, ines.errors, ines.valueOf('reason')]).toEqual([
      422,
      ['You cannot reopen this application, because its award has ended. Keep the decision as it is'],
      'L1 was misread.',
    ])
    await ines.press('Send answer', { answer: 'as decided' })
    expect([ines.notices, await status()]).toEqual([['Your answer has been recorded.'], 'decided'])
  })

  test('after an award ends, the page of its reopened application promises no new decision', async () => {
    const { service, lead, application, at, as, db, status } = world
    await release()
    await askForReview()
    const ines = await signedIn(service, other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'new decision', reason: 'L1 was misread.' })
    const marian = await as(lead, at('/decision'))
    expect(marian.text).toContain('This application has been reopened')
    const { award_id } = (await db()('applications').where({ id: application.id }).first('award_id'))!
    await endsAward(await marian.open(`/awards/${award_id}`))
    expect(await status()).toBe('withdrawn')
    for (const reader of [marian, ines]) {
      await reader.open(at('/decision'))
      expect(reader.status).toBe(200)
      expect(reader.text).not.toContain('We are looking at this decision again')
      expect(reader.text).not.toContain('This application has been reopened')
    }
  })

  test('an organisation cannot be closed until a review of its decision is answered', async () => {
    const { lead, coordinator, application, organisation, at, as, db } = world
    await release()
    await askForReview()
    const { award_id } = (await db()('applications').where({ id: application.id }).first('award_id'))!
    await endsAward(await as(lead, `/awards/${award_id}`))
    const joan = await as(coordinator, `/organisations/${organisation.id}/closing`)
    await joan.press('Close this organisation', { reason: 'It is now run by the county.' })
    expect([joan.status, joan.errors]).toEqual([
      422,
      [
        'Current awards: 0. Applications under way: 1. Before you close this organisation, its awards must have ' +
          'ended or lapsed. Its applications must be withdrawn, or their decision letters released. Requests to ' +
          'review or correct a decision must be answered or withdrawn',
      ],
    ])
    const ines = await as(other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'as decided', reason: 'It is right.' })
    await joan.press('Close this organisation')
    expect(joan.notices).toEqual([`${organisation.name} has been closed.`])
  })

  test('reopening an application withdraws the seat of a chair whose role ended after the letter', async () => {
    const { service, coordinator, chair, organisation, application, at, db } = world
    await release()
    await askForReview()
    const role = db()('charity_roles').where({ person_id: chair.id })
    await role.clone().update({ ended_at: service.clock.now() })
    await service.post()
    const ines = await signedIn(service, other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'new decision', reason: 'L1 was misread.' })
    await role.clone().update({ ended_at: null })
    expect(ines.notices).toEqual(['Your answer has been recorded.'])
    const seats = db()('seats').where({ application_id: application.id })
    expect(await seats.clone().where({ person_id: chair.id }).pluck('status')).toEqual(['withdrawn'])
    expect(await seats.clone().whereNot({ person_id: chair.id }).pluck('status')).toEqual(['accepted', 'accepted'])
    expect(await subjects()).toContain(`${coordinator.email}: A seat on the panel for ${organisation.name} is vacant`)
  })

  test('the library can ask for one review at a time, from the letter’s release until 28 days after it', async () => {
    const { service, lead, at, as } = world
    const marian = await as(lead, at('/review'))
    expect(marian.status).toBe(403)
    await release()
    await askForReview()
    const again = await marian.send(at('/review'), { reason: 'Again.' })
    expect(again.status).toBe(409)
    await marian.open(at('/review'))
    await marian.press('Withdraw your request for a review')
    expect(marian.notices).toEqual(['You have withdrawn your request for a review.'])
    service.clock.set('2027-03-29T12:00:00Z')
    const onLastDay = await signedIn(service, lead, at('/review'))
    expect(onLastDay.html).toContain('Ask for a review')
    service.clock.set('2027-03-30T12:00:00Z')
    const afterwards = await signedIn(service, lead, at('/review'))
    expect(afterwards.text).toContain('The last day to ask for a review was 29 March 2027.')
    const late = await afterwards.send(at('/review'), { reason: 'Too late.' })
    expect([late.status, late.text.includes('You can no longer ask for a review')]).toEqual([422, true])
  })

  test('the library cannot see that a coordinator has asked for a correction', async () => {
    const { lead, coordinator, at, as } = world
    await release()
    const joan = await as(coordinator, at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'Private doubts.' })
    expect(joan.text).toContain('A coordinator has found an error')
    for (const page of ['', '/decision', '/review', '/history']) {
      const marian = await as(lead, at(page))
      expect([page, marian.status, /Private doubts|found an error/.test(marian.html)]).toEqual([page, 200, false])
    }
    expect((await as(lead, at('/decision/correction'))).status).toBe(403)
  })
})
