import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { libraryStream } from '../../../src/domain/framework.ts'
import type { Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { someEvidence } from '../../support/evidence.ts'
import {
  aLibrary,
  anApplicationIn,
  publishedFramework,
  aSignedInPerson,
  type Known,
  type Library,
} from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'

const covering = (day: string) => ({ period_from: day as Day, period_to: day as Day })
const needsConsent = { kind: 'photo people', panel_until: null }
const showsPeopleUntil = (day: string) => ({ kind: 'photo people', panel_until: day as Day })

eachDatabase('freshness of evidence', engine => {
  let service: Service
  let library: Library
  let other: Library
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries', ['Central', 'Millbrook', 'Quarry Lane'])
    other = await aLibrary(service, 'Thornwick Library', ['Thornwick'])
  })
  afterAll(() => service.end())
  /** Each test starts without evidence. */
  afterEach(() =>
    service.database.transaction(trx =>
      trx('evidence')
        .update({ removed_at: service.clock.now() })
        .then(() => undefined),
    ),
  )

  const freshness = ({ id }: { id: string }, on = '') => `/organisations/${id}/freshness${on}`
  /** The rows of the table whose caption starts with `name`. */
  const group = ({ $ }: Known, name: string) =>
    $('table')
      .filter((_, table) => $(table).find('caption').text().trim().startsWith(name))
      .find('tbody tr')
      .map((_, row) =>
        $(row)
          .children()
          .map((_, cell) => $(cell).text().replace(/\s+/g, ' ').trim())
          .get()
          .join(' | '),
      )
      .get()

  test('the page shows which criteria need new evidence by a chosen day, and what to add', async () => {
    await someEvidence(service, library, { items: ['staff-training'], ...covering('2026-05-10') })
    await someEvidence(service, library, { items: ['joining-without-barriers'], ...covering('2027-02-10') })
    await library.lead.open(freshness(library, '?on=2027-06-01'))
    expect(library.lead.valueOf('on-month')).toBe('6')
    expect(group(library.lead, 'Evidence that will be out of date when you submit (1 criterion)')).toEqual([
      expect.stringContaining(
        'L1 Staff and volunteers learn | Your evidence Covers up to 10 May 2026 | What to add Evidence from 1 June ' +
          '2026 or later Your evidence is up to date until 10 May 2027.',
      ),
    ])
    expect(
      group(library.lead, '1 criterion with evidence that will be up to date when you submit').length +
        group(library.lead, '1 criterion where evidence of any age counts').length,
    ).toBe(1)
    expect(library.lead.headings).toContain('24 criteria need new evidence or consent by 1 June 2027')
  })

  test('evidence that expires before the day of submission does not count', async () => {
    const expiring = { ...covering('2027-02-20'), expires_on: '2027-05-10' as Day }
    await someEvidence(service, library, { items: ['visible-welcome'], ...expiring })
    await library.lead.open(freshness(library, '?on=2027-05-10'))
    expect(group(library.lead, '1 criterion with evidence that will be up to date when you submit')).toHaveLength(1)
    await library.lead.open(freshness(library, '?on=2027-05-11'))
    expect(group(library.lead, '1 criterion with evidence that will be up to date when you submit')).toEqual([])
    expect(library.lead.text).toContain('will have expired by the day you submit')
  })

  test('evidence whose consent ends before you submit does not count, and the page says so', async () => {
    await Promise.all([
      someEvidence(service, library, {
        items: ['visible-welcome'],
        ...showsPeopleUntil('2027-05-10'),
        ...covering('2027-02-20'),
      }),
      someEvidence(service, library, { items: ['staff-training'], ...needsConsent, ...covering('2027-02-20') }),
      someEvidence(service, library, {
        items: ['joining-without-barriers'],
        ...showsPeopleUntil('2027-02-28'),
        ...covering('2027-02-20'),
      }),
    ])
    await library.lead.open(freshness(library, '?on=2027-06-01'))
    expect(group(library.lead, 'Consent that ends before you submit (2 criteria)')).toEqual([
      'E1 Joining without barriers | Your evidence 1 item that needs consent | What to do By 1 June 2027, ' +
        'ask everyone shown or quoted whether they still agree ' +
        'You can add other evidence from 1 June 2024 or later instead.',
      'E3 Visible welcome | Your evidence Covers up to 20 February 2027 | What to do By 10 May 2027, ' +
        'ask everyone shown or quoted whether they still agree ' +
        'You can add other evidence from 1 June 2024 or later instead.',
    ])
    expect(
      group(library.lead, 'No evidence that you can use (23 criteria)').find(row => row.startsWith('L1')),
    ).toContain('1 item that needs consent')
    expect(library.lead.headings).toContain('25 criteria need new evidence or consent by 1 June 2027')
    await library.lead.open(freshness(library, '?on=2027-05-10'))
    expect(group(library.lead, '1 criterion with evidence that will be up to date when you submit')).toEqual([
      'E3 Visible welcome | Your evidence Covers up to 20 February 2027 | Up to date until 10 May 2027',
    ])
  })

  test('the day defaults to the end of the award or the round, whichever is earlier, or else to today', async () => {
    await other.lead.open(freshness(other))
    expect(other.lead.text).toContain('Enter the day you plan to submit. Today is 1 March 2027.')
    const framework = (await service.parts.db('framework_versions').first('id'))!
    const [round, application] = [newId(), await anApplicationIn(service, other, 'draft')]
    await service.database.transaction(async trx => {
      await trx('rounds').insert({
        id: round,
        name: 'Spring',
        stream_id: libraryStream,
        framework_version_id: framework.id,
        opens_at: service.clock.now(),
        closes_at: '2027-05-31T22:59:00.000Z' as never,
        accepts_until: '2027-05-31T22:59:00.000Z' as never,
        version: 1,
      })
      await trx('applications').where({ id: application }).update({ round_id: round })
    })
    await other.lead.open(freshness(other))
    expect(other.lead.text).toContain('The round for your application closes on 31 May 2027')
    await service.database.transaction(async trx =>
      trx('round_extensions').insert({
        id: newId(),
        round_id: round,
        organisation_id: other.id,
        closes_at: '2027-06-14T16:00:00.000Z' as never,
        accepts_until: '2027-06-14T16:00:00.000Z' as never,
        reason: 'The library was flooded',
        extended_by: other.lead.id,
        extended_at: service.clock.now(),
      }),
    )
    await other.lead.open(freshness(other))
    expect(other.lead.text).toContain('The round for your application closes on 14 June 2027')
    await service.database.transaction(async trx =>
      trx('awards')
        .insert({
          id: newId(),
          organisation_id: other.id,
          stream_id: libraryStream,
          code: 'AAAA',
          status: 'valid',
          valid_to: '2027-04-30' as Day,
          base_valid_to: '2027-04-30' as Day,
          granted_on: '2026-05-01' as Day,
          is_recorded: 0,
          is_kept_by_renewal: 0,
          due_on: '2027-04-30' as Day,
          full_reappraisal_reason: null,
          decided_by: null,
          source: null,
          version: 1,
        })
        .then(() => undefined),
    )
    await other.lead.open(freshness(other))
    expect(other.lead.text).toContain('Your award is valid until 30 April 2027')
    expect([other.lead.valueOf('on-day'), other.lead.valueOf('on-month'), other.lead.valueOf('on-year')]).toEqual([
      '30',
      '4',
      '2027',
    ])
  })

  test('an impossible or past day is refused, and the page keeps what was entered', async () => {
    await library.lead.open(`${freshness(library)}?on-day=1&on-month=12&on-year=2027`)
    expect(library.lead.text).toContain('by 1 December 2027')
    await library.lead.open(`${freshness(library)}?on-day=31&on-month=2&on-year=2027`)
    expect([
      library.lead.status,
      library.lead.errors.length,
      library.lead.valueOf('on-day'),
      library.lead.valueOf('on-month'),
    ]).toEqual([422, 1, '31', '2'])
    await library.lead.open(freshness(library, '?on=2027-02-28'))
    expect([library.lead.status, library.lead.errors, library.lead.valueOf('on-day')]).toEqual([
      422,
      ['The day you submit must be today or in the future'],
      '28',
    ])
    await library.lead.open(freshness(library, '?on=2027-03-01'))
    expect(library.lead.status).toBe(200)
    for (const wrong of ['?on=never', '?on=2027-02-31', '?on=9999-12-31', '?on=0001-01-01']) {
      await library.lead.open(freshness(library, wrong))
      expect([wrong, library.lead.status]).toEqual([wrong, 422])
    }
    for (const odd of ['?on=', '?on-day=', '?criteria[]=all']) {
      await library.lead.open(freshness(library, odd))
      expect([odd, library.lead.status]).toEqual([odd, 200])
    }
  })

  test('criteria whose evidence has no dates are listed separately', async () => {
    await someEvidence(service, library, { items: ['visible-welcome'] })
    await library.lead.open(freshness(library, '?on=2027-06-01'))
    expect(group(library.lead, '1 criterion with evidence that has no dates')).toEqual([
      'E3 Visible welcome | Your evidence 1 item without dates | Up to date until Not known',
    ])
  })

  test('only the library’s team can open the page', async () => {
    const coordinator = await aSignedInPerson(service, 'A coordinator', ['coordinator'])
    for (const actor of [other.lead, await aSignedInPerson(service, 'An appraiser', ['appraiser'])]) {
      for (const id of [library.id, newId(), 'x']) {
        await actor.open(freshness({ id }))
        expect([id, actor.status]).toEqual([id, 404])
      }
    }
    await coordinator.open(freshness(library))
    expect(coordinator.status).toBe(403)
  })

  test('the list of evidence links to the page, which is part of Evidence in the navigation', async () => {
    await someEvidence(service, library, { items: ['visible-welcome'] })
    await library.observer.open(`/organisations/${library.id}/evidence`)
    await library.observer.follow('Is your evidence up to date?')
    expect({
      status: library.observer.status,
      address: library.observer.address,
      section: library.observer.$('nav [aria-current=true]').text(),
    }).toEqual({ status: 200, address: freshness(library), section: 'Evidence' })
  })
})
