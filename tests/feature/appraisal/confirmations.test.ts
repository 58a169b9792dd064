import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, aRecommendation, aSeat, signedIn } from '../../support/factories.ts'
import { aCheckedRenewal } from '../../support/renewal.ts'
import { aService } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'

const recommendation = {
  'kind-1': 'improvement',
  'body-1': 'New signs at Millbrook.',
  'owner-1': 'Branch manager',
  'dueOn-1-day': '30',
  'dueOn-1-month': '9',
  'dueOn-1-year': '2027',
}
import { sendAgain } from '../../support/sent-again.ts'

eachDatabase('the confirmation of a light renewal', engine => {
  test('releasing the decision letter renews the award and opens the recommendations', async () => {
    const service = await aService(engine)
    const { organisation, lead, coordinator, trustee, award, renewal } = await aCheckedRenewal(service)
    const page = `/applications/${renewal.id}/decision`
    const visitor = await signedIn(service, trustee, `/applications/${renewal.id}`)
    await visitor.follow('Confirm the renewal')
    expect(visitor.address).toBe(page)
    expect(visitor.valueOf('decisionLetter')).toContain('We have read Ashcombe Libraries’ renewal')
    expect(visitor.text).toContain(
      'Until then, the library will see “Being decided”. You cannot change your decision after this.',
    )

    await visitor.press('Confirm the renewal', { decisionLetter: '' })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Choose your decision', 'Enter the decision letter']])
    await visitor.press('Confirm the renewal', {
      outcome: 'awarded with recommendations',
      decisionLetter: 'A letter long thought over.',
    })
    expect([visitor.status, visitor.errors, visitor.valueOf('decisionLetter')]).toEqual([
      422,
      ['Add at least one recommendation, or choose another outcome'],
      'A letter long thought over.',
    ])
    expect(visitor.$('#body-1').closest('fieldset').children('legend').text()).toBe('Recommendation 1')
    await visitor.press('Confirm the renewal', { ...recommendation, 'owner-1': '' })
    expect([visitor.status, visitor.errors, visitor.valueOf('body-1'), visitor.valueOf('decisionLetter')]).toEqual([
      422,
      ['Enter who is responsible'],
      'New signs at Millbrook.',
      'A letter long thought over.',
    ])
    const db = service.database.writer
    expect([
      (await db('decisions').where({ application_id: renewal.id })).length,
      (await db('recommendations')).length,
    ]).toEqual([0, 0])
    await visitor.press('Confirm the renewal', { 'owner-1': 'Branch manager' })
    expect([visitor.status, visitor.address, visitor.notices]).toEqual([
      200,
      page,
      ['The renewal has been confirmed. We will hold the decision letter until a coordinator releases it.'],
    ])
    expect(
      (await db('decisions').where({ application_id: renewal.id })).map(
        ({ outcome, proposal_id, decision_letter: decisionLetter, decided_by, released_at }) => [
          outcome,
          proposal_id,
          decisionLetter,
          decided_by,
          released_at,
        ],
      ),
    ).toEqual([['awarded with recommendations', null, 'A letter long thought over.', trustee.id, null]])
    expect((await db('recommendations')).map(({ body, status, proposal_id }) => [body, status, proposal_id])).toEqual([
      ['New signs at Millbrook.', 'proposed', null],
    ])

    const library = await signedIn(service, lead, page)
    expect(library.status).toBe(403)
    await library.open(`/organisations/${organisation.id}/recommendations`)
    expect(library.text.includes('New signs at Millbrook.')).toBe(false)
    const casework = await signedIn(service, coordinator, page)
    expect([
      casework.text.includes('A letter long thought over.'),
      casework.text.includes('New signs at Millbrook.'),
      casework.text.includes('panel'),
    ]).toEqual([true, true, false])
    await casework.press('Release decision letter')
    expect(casework.status).toBe(200)
    await library.open(page)
    expect([
      library.status,
      library.text.includes('A letter long thought over.'),
      library.text.includes('New signs at Millbrook.'),
      library.text.includes('panel'),
    ]).toEqual([200, true, true, false])
    await library.open(`/organisations/${organisation.id}/recommendations`)
    expect(library.text).toContain('New signs at Millbrook.')
    expect((await db('recommendations')).map(({ status, award_id }) => [status, award_id])).toEqual([
      ['open', award.id],
    ])
    expect((await db('awards')).map(({ id, status, valid_to }) => [id, status, valid_to])).toEqual([
      [award.id, 'valid', '2028-04-30'],
    ])
    await service.end()
  })

  test('the trustee’s page and the letter list earlier recommendations that are still open', async () => {
    const service = await aService(engine)
    const { trustee, coordinator, award, renewal } = await aCheckedRenewal(service)
    await aRecommendation(service, award.application, award, {
      kind: 'improvement',
      body: 'A quiet room.',
      dueOn: '2027-06-30',
    })
    const visitor = await signedIn(service, trustee, `/applications/${renewal.id}/decision`)
    expect(visitor.text).toContain('A quiet room.')
    expect(visitor.text).toContain('30 June 2027')
    await visitor.press('Confirm the renewal', { outcome: 'awarded', decisionLetter: 'A letter long thought over.' })
    const casework = await signedIn(service, coordinator, `/applications/${renewal.id}/decision`)
    expect(casework.text).toContain(
      'No new recommendations. Fixed Earlier recommendations that are still open: Improvement: A quiet room.',
    )
    expect(casework.text).not.toContain('Recommendations: none')
    await service.end()
  })

  test('the page and the letter say that a suspended award is not valid', async () => {
    const service = await aService(engine)
    const { trustee, coordinator, award, renewal } = await aCheckedRenewal(service)
    await service.database.writer('awards').where({ id: award.id }).update({ status: 'suspended' })
    const visitor = await signedIn(service, trustee, `/applications/${renewal.id}/decision`)
    expect([
      visitor.text.includes('The award is suspended, so it is not valid until a trustee restores it.'),
      visitor.text.includes('stays valid'),
    ]).toEqual([true, false])
    await visitor.press('Confirm the renewal', { outcome: 'awarded', decisionLetter: 'A letter long thought over.' })
    const casework = await signedIn(service, coordinator, `/applications/${renewal.id}/decision`)
    expect(casework.text).toContain('Your award is suspended, so it is not valid until we restore it.')
    await service.end()
  })

  test('the library does not learn the day of the confirmation before the letter is released', async () => {
    const service = await aService(engine)
    const { organisation, lead, coordinator, trustee, renewal } = await aCheckedRenewal(service, {
      status: 'submitted',
    })
    service.clock.set('2027-03-02T09:00:00Z')
    const casework = await signedIn(service, coordinator, `/applications/${renewal.id}`)
    await casework.follow('Mark as checked')
    await casework.press('Mark as checked')
    service.clock.set('2027-03-04T09:00:00Z')
    const visitor = await signedIn(service, trustee, `/applications/${renewal.id}/decision`)
    await visitor.press('Confirm the renewal', { outcome: 'awarded' })
    const library = await signedIn(service, lead, `/organisations/${organisation.id}/applications`)
    expect(library.text).toContain('Being decided Since 2 Mar 2027')
    await service.end()
  })

  test('two trustees who each confirm a renewal 10 times at the same moment make one decision', async () => {
    const service = await aService(engine)
    const { trustee, renewal } = await aCheckedRenewal(service)
    const address = `/applications/${renewal.id}/decision`
    const second = await aPersonWho(service, { roles: ['trustee'] })
    await aDeclaration(service, renewal, second)
    const [one, other] = [await signedIn(service, trustee, address), await signedIn(service, second, address)]
    const sent = (visitor: typeof one) => ({
      idempotencyKey: visitor.valueOf('idempotencyKey') as string,
      version: visitor.valueOf('version') as string,
      outcome: 'awarded',
      decisionLetter: 'The letter.',
    })
    const presses = [
      ...Array.from({ length: 10 }, () => [one, sent(one)] as const),
      ...Array.from({ length: 10 }, () => [other, sent(other)] as const),
    ]
    const windows = await Promise.all(
      presses.map(([visitor, body]) =>
        anotherWindow(service, visitor).send(`/applications/${renewal.id}/confirmation`, body),
      ),
    )
    const statuses = [windows.slice(0, 10).map(({ status }) => status), windows.slice(10).map(({ status }) => status)]
      .map(all => [...new Set(all)].toString())
      .toSorted()
    expect(statuses).toEqual(['200', '409'])
    const db = service.database.writer
    expect([
      (await db('decisions').where({ application_id: renewal.id })).length,
      (await db('events').where({ name: 'application.confirm' })).length,
      (await db('outbox').where({ name: 'decision letter waiting' })).length,
    ]).toEqual([1, 1, 1])
    await service.end()
  })

  test('a confirmation is refused, and its text kept, when the renewal or a recommendation has changed', async () => {
    const service = await aService(engine)
    const { lead, trustee, award, renewal } = await aCheckedRenewal(service)
    await aRecommendation(service, award.application, award, { kind: 'improvement' })
    const address = `/applications/${renewal.id}/decision`
    const visitor = await signedIn(service, trustee, address)
    const library = await signedIn(service, lead, `/organisations/${renewal.organisation.id}/recommendations`)
    await library.follow('Respond')
    await library.press('Send response', { answer: 'Done in spring.' })
    await visitor.press('Confirm the renewal', { outcome: 'awarded', decisionLetter: 'Words of an evening.' })
    expect([visitor.status, visitor.html.includes('Words of an evening.')]).toEqual([409, true])
    await visitor.open(address)
    expect(visitor.text).toContain('Done in spring.')
    await service.database.writer('applications').where({ id: renewal.id }).update({ version: 9 })
    await visitor.press('Confirm the renewal', { outcome: 'awarded', decisionLetter: 'Words of an evening.' })
    expect([visitor.status, await service.database.writer('decisions').where({ application_id: renewal.id })]).toEqual([
      409,
      [],
    ])
    await service.end()
  })

  test('a trustee cannot confirm if a panel is needed, or a required recommendation or question is open', async () => {
    const service = await aService(engine)
    const { trustee, coordinator, award, renewal } = await aCheckedRenewal(service)
    const address = `/applications/${renewal.id}/decision`
    const visitor = await signedIn(service, trustee, address)
    expect(visitor.buttons).toContain('Confirm the renewal')
    const body = {
      idempotencyKey: '',
      version: visitor.valueOf('version') as string,
      outcome: 'awarded',
      decisionLetter: 'The letter.',
    }
    await service.database
      .writer('applications')
      .where({ id: renewal.id })
      .update({ panel_reason: 'Two branches moved.' })
    await visitor.open(address)
    expect([
      visitor.buttons,
      visitor.text.includes('A panel will read this renewal'),
      visitor.text.includes('Two branches moved.'),
    ]).toEqual([[], true, true])
    await visitor.send(`/applications/${renewal.id}/confirmation`, body)
    expect([visitor.status, await service.database.writer('decisions').where({ application_id: renewal.id })]).toEqual([
      409,
      [],
    ])
    await service.database.writer('applications').where({ id: renewal.id }).update({ panel_reason: null })
    await aRecommendation(service, award.application, award, { kind: 'required', status: 'answered' })
    await visitor.open(address)
    expect([visitor.buttons, visitor.text.includes('a required recommendation is still open')]).toEqual([[], true])
    await service.database.writer('recommendations').update({ status: 'closed', status_since: service.clock.now() })
    await visitor.open(address)
    expect(visitor.buttons).toContain('Confirm the renewal')
    const casework = await signedIn(service, coordinator, `/applications/${renewal.id}/criteria/E3/questions/new`)
    await casework.press('Send question', { body: 'Which branches?' })
    await visitor.open(address)
    expect([visitor.buttons, visitor.text.includes('A question to the library is still open.')]).toEqual([[], true])
    await service.end()
  })

  test('only a trustee who declared no conflict, and has no seat or membership, can confirm', async () => {
    const service = await aService(engine)
    const { organisation, lead, coordinator, renewal } = await aCheckedRenewal(service)
    const address = `/applications/${renewal.id}/decision`
    const body = {
      idempotencyKey: '',
      version: '1',
      outcome: 'awarded',
      decisionLetter: 'The letter.',
    }
    const [undeclared, conflicted, member] = [
      await aPersonWho(service, { roles: ['trustee'] }),
      await aPersonWho(service, { roles: ['trustee'] }),
      await aPersonWho(service, { roles: ['trustee'], member: [[organisation, 'observer']] }),
    ]
    await aDeclaration(service, renewal, conflicted, 'conflict')
    const seated = await aPersonWho(service, { roles: ['trustee'] })
    await aSeat(service, renewal, seated, { offeredBy: coordinator })
    await aDeclaration(service, renewal, seated)
    for (const [name, person, shown, status] of [
      ['lead', lead, 403, 403],
      ['coordinator', coordinator, 200, 403],
      ['undeclared', undeclared, 403, 403],
      ['conflicted', conflicted, 404, 404],
      ['member', member, 403, 403],
      ['seated', seated, 200, 403],
    ] as const) {
      const visitor = await signedIn(service, person, address)
      expect([name, visitor.status, visitor.buttons.includes('Confirm the renewal')]).toEqual([name, shown, false])
      await visitor.send(`/applications/${renewal.id}/confirmation`, body)
      expect([name, visitor.status]).toEqual([name, status])
    }
    expect(await service.database.writer('decisions').where({ application_id: renewal.id })).toEqual([])
    await service.end()
  })

  test('a renewal is confirmed once when the form is sent twice, and different text stays on the page', async () => {
    const service = await aService(engine)
    const { trustee, renewal } = await aCheckedRenewal(service)
    const page = `/applications/${renewal.id}/decision`
    const visitor = await signedIn(service, trustee, page)
    const form = {
      address: `/applications/${renewal.id}/confirmation`,
      typed: { version: visitor.valueOf('version') as string, outcome: 'awarded', decisionLetter: 'The letter.' },
      other: { decisionLetter: 'Another decision letter' },
    }
    expect(await sendAgain(service, visitor, form)).toEqual({
      led: [`200 ${page}`, `200 ${page}`],
      changed: [409, true],
      signedOut: [401, true],
    })
    expect(await service.database.writer('decisions').where({ application_id: renewal.id })).toHaveLength(1)
    await service.end()
  })

  test('a trustee is told that the renewal has changed, and can then confirm it with the same text', async () => {
    const service = await aService(engine)
    const { trustee, renewal } = await aCheckedRenewal(service)
    const visitor = await signedIn(service, trustee, `/applications/${renewal.id}/decision`)
    await service.database.writer('applications').where({ id: renewal.id }).update({ version: 9 })
    await visitor.press('Confirm the renewal', { outcome: 'awarded', decisionLetter: 'The letter.' })
    expect([visitor.status, visitor.valueOf('decisionLetter')]).toEqual([409, 'The letter.'])
    expect(visitor.text).toContain('This renewal changed while you were reading it')
    await visitor.press('Confirm the renewal')
    expect(visitor.notices).toEqual([
      'The renewal has been confirmed. We will hold the decision letter until a coordinator releases it.',
    ])
    await service.end()
  })
})
