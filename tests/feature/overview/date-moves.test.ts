import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import type { Day } from '../../../src/domain/time.ts'
import { countYear, runDateMoves } from '../../../src/modules/overview/overview.public.ts'
import { eachDatabase, type Engine } from '../../support/database.ts'
import { aDeclaration, anAward, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

const today = '2027-03-01' as Day
const together = '/capacity/dates?evenings=1&off=8&month=2027-06&by=4&how=together'

/** A service with awards that end in June 2027 and need a full reappraisal next, their lead and a coordinator. */
async function aWorldOf(engine: Engine, names: readonly string[]) {
  const service = await aService(engine)
  await aRound(service)
  const organisations = await Promise.all(names.map(name => anOrganisation(service, { name })))
  const lead = await aPersonWho(service, { member: organisations.map(each => [each, 'lead'] as const) })
  const awards = new Map<string, Awaited<ReturnType<typeof anAward>>>()
  for (const [index, organisation] of organisations.entries())
    awards.set(
      names[index]!,
      await anAward(service, organisation, {
        startedBy: lead,
        status: 'valid',
        validTo: `2027-06-${String(1 + (index % 28)).padStart(2, '0')}`,
      }),
    )
  await service.database.writer('awards').update({ full_reappraisal_reason: 'Another operator' })
  await countYear(service.parts, today)
  const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
  return { service, coordinator, lead, awards, organisations }
}

const cellsOn = (visitor: Visitor): string[] =>
  visitor
    .$('main tbody tr')
    .map((_, row) =>
      visitor
        .$(row)
        .children()
        .map((_index, cell) => visitor.$(cell).children().last().text().trim())
        .get()
        .join(' | '),
    )
    .get()

const datesOf = async (service: Service): Promise<Record<string, string>> =>
  Object.fromEntries(
    (
      await service.database
        .writer('awards')
        .join('organisations', 'organisations.id', 'awards.organisation_id')
        .orderBy('organisations.name')
        .select('organisations.name', 'awards.status', 'awards.valid_to')
    ).map(({ name, status, valid_to }) => [name, `${status} ${valid_to}`]),
  )

eachDatabase('extending the awards of a plan', engine => {
  test('the page shows each award’s old and new date, a reason is required, and leads are emailed', async () => {
    const { service, coordinator, lead, awards } = await aWorldOf(engine, ['Ashcombe', 'Birchford', 'Cold Ash'])
    await aDeclaration(service, awards.get('Cold Ash')!.application, coordinator, 'conflict')
    const casework = await signedIn(service, coordinator, together.replace('/dates', ''))
    await casework.follow('Check the new dates')
    expect([casework.status, casework.headings[0]]).toEqual([200, 'Extend 2 awards?'])
    expect(cellsOn(casework)).toEqual([
      `Ashcombe | 1 June 2027 | 31 October 2027 | ${lead.name}`,
      `Birchford | 2 June 2027 | 31 October 2027 | ${lead.name}`,
      'Cold Ash | You declared a conflict of interest on one of this library’s applications. Another coordinator can ' +
        'extend this award. If no coordinator can, a trustee can extend it on its page.',
    ])
    const before = await datesOf(service)
    await casework.press('Extend 2 awards', { reason: '' })
    expect([casework.status, casework.errors, await datesOf(service)]).toEqual([422, ['Enter a reason'], before])
    await casework.press('Extend 2 awards', { reason: 'We have too few panels this summer.' })
    expect([casework.status, casework.headings[0]]).toEqual([200, '2 awards extended'])
    expect(await datesOf(service)).toEqual({
      ...before,
      Ashcombe: 'extended 2027-10-31',
      Birchford: 'extended 2027-10-31',
    })
    expect(cellsOn(casework).toSorted()).toEqual([
      'Ashcombe | 1 June 2027 | 31 October 2027',
      'Birchford | 2 June 2027 | 31 October 2027',
    ])
    const subjects = (await service.post()).filter(({ to }) => to === lead.email).map(({ subject }) => subject)
    expect(subjects.filter(subject => subject.includes('extended'))).toHaveLength(2)
    const { db } = service.parts
    expect(await db('award_changes').where({ move: 'extend' }).distinct().pluck('reason')).toEqual([
      'We have too few panels this summer.',
    ])
    expect(await db('events').where('name', 'like', 'setting.date_moves%').orderBy('sequence').pluck('name')).toEqual([
      'setting.date_moves_started',
      'setting.date_moves_finished',
    ])
    await service.end()
  })

  test('awards are spread over months, and the page lists awards that it does not extend', async () => {
    const { service, organisations } = await aWorldOf(engine, ['Ashcombe', 'Birchford', 'Cold Ash', 'Dunmere'])
    const own = await aPersonWho(service, { roles: ['coordinator'], member: [[organisations[3]!, 'observer']] })
    const casework = await signedIn(service, own, together.replace('together', 'spread'))
    expect(cellsOn(casework).map(row => row.split(' | ').slice(0, 3).join(' | '))).toEqual([
      'Birchford | 2 June 2027 | 31 July 2027',
      'Cold Ash | 3 June 2027 | 30 September 2027',
      'Ashcombe | 1 June 2027',
      'Dunmere | This is your own library. Another coordinator can extend this award. ' +
        'If no coordinator can, a trustee can extend it on its page.',
    ])
    await service.end()
  })

  test('an award that changed after the check is listed as left out, and the others are extended once', async () => {
    const { service, coordinator, awards } = await aWorldOf(engine, ['Ashcombe', 'Birchford'])
    const casework = await signedIn(service, coordinator, together)
    const { html } = casework
    await service.database
      .writer('awards')
      .where({ id: awards.get('Ashcombe')!.id })
      .increment('version', 1)
    await casework.press('Extend 2 awards', { reason: 'Too few panels.' })
    expect(casework.headings[0]).toBe('1 award extended')
    expect(cellsOn(casework)).toEqual([
      'Birchford | 2 June 2027 | 31 October 2027',
      'Ashcombe | The award has changed since you opened the page. Check the award, then try again.',
    ])
    expect((await datesOf(service)).Ashcombe).toBe('valid 2027-06-01')
    // The same form sent again changes nothing. With a new idempotency key, both awards are left out, because
    // they have changed.
    const done = casework.address
    const fields = {
      idempotencyKey: /name="idempotencyKey" value="([^"]+)"/.exec(html)![1]!,
      date: [...html.matchAll(/name="date" value="([^"]+)"/g)].map(([, value]) => value!),
      reason: 'Too few panels.',
    }
    await casework.send(together, fields)
    expect(casework.address).toBe(done)
    await casework.send(together, { ...fields, idempotencyKey: newId() })
    expect([casework.headings[0], (await datesOf(service)).Birchford]).toEqual([
      'Nothing was changed or sent',
      'extended 2027-10-31',
    ])
    await service.end()
  })

  test('a form is refused when no award in it has a valid date within the next 24 months', async () => {
    const { service, coordinator, awards } = await aWorldOf(engine, ['Ashcombe'])
    const casework = await signedIn(service, coordinator, together)
    const { id } = awards.get('Ashcombe')!
    const before = await datesOf(service)
    for (const date of [`${id}.1.2027-02-01`, `${id}.1.2999-01-31`, `${id}.1.2027-02-31`, `${id}.x`, newId(), '']) {
      await casework.send(together, { idempotencyKey: newId(), date, reason: 'Too few panels.' })
      expect([casework.status, casework.errors]).toEqual([
        422,
        ['You can no longer extend any of these awards. Check the list again'],
      ])
      expect(casework.valueOf('reason')).toBe('Too few panels.')
    }
    expect(await datesOf(service)).toEqual(before)
    expect((await casework.open('/capacity/dates?month=2027-02')).address).toMatch(/^\/capacity\?month=2027-02/)
    expect([casework.status, casework.errors]).toEqual([422, ['Choose one of the next 12 months']])
    await service.end()
  })

  test('a job extends more than 50 awards and continues where it stopped, and the page shows progress', async () => {
    const names = Array.from({ length: 55 }, (_, index) => `Library ${String(index).padStart(2, '0')}`)
    const { service, coordinator } = await aWorldOf(engine, names)
    const casework = await signedIn(service, coordinator, together)
    await casework.press('Extend 55 awards', { reason: 'Too few panels.' })
    const { address } = casework
    expect([casework.headings[0], casework.headings[1]]).toEqual([
      'Extending awards',
      'We have dealt with 0 of 55 awards',
    ])
    const stopping = new AbortController()
    const { write } = service.parts
    let writes = 0
    await runDateMoves(
      {
        ...service.parts,
        write: async (actor, act) => {
          const result = await write(actor, act)
          if ((writes += 1) === 21) stopping.abort()
          return result
        },
      },
      stopping.signal,
    )
    await casework.open(address)
    expect(casework.headings[1]).toBe('We have dealt with 20 of 55 awards')
    expect(Object.values(await datesOf(service)).filter(each => each.startsWith('extended'))).toHaveLength(20)
    await Promise.all([runDateMoves(service.parts), runDateMoves(service.parts)])
    service.clock.set('2027-03-01T09:10:00Z')
    await runDateMoves(service.parts)
    await casework.open(address)
    expect(casework.headings[0]).toBe('55 awards extended')
    expect(await service.parts.db('award_changes').where({ move: 'extend' }).pluck('award_id')).toHaveLength(55)
    await service.end()
  })

  test('the job stops if its coordinator loses the role, and another coordinator can continue the job', async () => {
    const names = Array.from({ length: 52 }, (_, index) => `Library ${String(index).padStart(2, '0')}`)
    const { service, coordinator } = await aWorldOf(engine, names)
    const casework = await signedIn(service, coordinator, together)
    await casework.press('Extend 52 awards', { reason: 'Too few panels.' })
    await service.database
      .writer('charity_roles')
      .where({ person_id: coordinator.id })
      .update({ ended_at: service.clock.now() })
    await runDateMoves(service.parts)
    const other = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), casework.address)
    expect([other.headings[0], other.headings[1]]).toEqual([
      'Some awards have not been extended',
      'We have dealt with 0 of 52 awards',
    ])
    await other.press('Extend the remaining awards')
    await runDateMoves(service.parts)
    await other.open(casework.address)
    expect(other.headings[0]).toBe('52 awards extended')
    await service.end()
  })

  test('the page of a bulk extension is not found for a trustee or with an unknown id', async () => {
    const { service, coordinator } = await aWorldOf(engine, ['Ashcombe'])
    const casework = await signedIn(service, coordinator, together)
    await casework.press('Extend 1 award', { reason: 'Too few panels.' })
    expect(casework.status).toBe(200)
    const trustee = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }), casework.address)
    expect(trustee.status).toBe(404)
    expect((await casework.open(`/capacity/dates/${newId()}`)).status).toBe(404)
    await service.end()
  })
})
