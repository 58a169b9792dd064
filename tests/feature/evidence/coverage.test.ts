import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
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
const recent = covering('2027-02-01')
const needsConsent = { kind: 'photo people', panel_until: null }
const showsPeopleUntil = (day: string) => ({ kind: 'photo people', panel_until: day as Day })

eachDatabase('evidence by branch', engine => {
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

  const coverage = ({ id }: { id: string }) => `/organisations/${id}/coverage`
  /** The cells of one criterion's column, with the names of the branches. */
  const column = ({ $ }: Known, code: string): string[] => {
    const codes = $('.los-grid thead tr:last-child th')
      .map((_, head) => $(head).find('a').contents().first().text())
      .get()
    return $('.los-grid tbody tr')
      .map((_, row) => `${$(row).find('th').text().trim()}: ${$(row).find('td').eq(codes.indexOf(code)).text()}`)
      .get()
  }

  test('the page offers to add the first evidence when there is none', async () => {
    await library.lead.open(coverage(library))
    expect([library.lead.status, library.lead.headings.slice(0, 2)]).toEqual([
      200,
      ['Evidence by branch', 'No evidence to show yet'],
    ])
    expect(library.lead.links.map(({ text }) => text)).toContain('Add evidence')
    await library.observer.open(coverage(library))
    expect(library.observer.links.map(({ text }) => text)).not.toContain('Add evidence')
  })

  test('each branch shows its own evidence, evidence about the whole service, old evidence or none', async () => {
    await Promise.all([
      someEvidence(service, library, { items: ['visible-welcome'], branches: ['Central'], ...recent }),
      someEvidence(service, library, { items: ['visible-welcome'], branches: ['Central'], ...covering('2020-01-01') }),
      someEvidence(service, library, {
        items: ['visible-welcome'],
        branches: ['Millbrook'],
        ...covering('2020-01-01'),
      }),
      someEvidence(service, library, { items: ['joining-without-barriers'] }),
    ])
    await library.lead.open(coverage(library))
    expect(column(library.lead, 'E3')).toEqual(['Central: 2', 'Millbrook: old', 'Quarry Lane: 0'])
    expect(column(library.lead, 'E1')).toEqual(['Central: all', 'Millbrook: all', 'Quarry Lane: all'])
    expect(library.lead.text).toContain('2 branches have no recent evidence for E3')
  })

  test('evidence counts up to and including its expiry date', async () => {
    const expires = (day: string) => ({ ...recent, expires_on: day as Day })
    await Promise.all([
      someEvidence(service, library, { items: ['visible-welcome'], branches: ['Central'], ...expires('2027-02-28') }),
      someEvidence(service, library, { items: ['visible-welcome'], branches: ['Millbrook'], ...expires('2027-03-01') }),
    ])
    await library.lead.open(coverage(library))
    expect(column(library.lead, 'E3')).toEqual(['Central: 0', 'Millbrook: 1', 'Quarry Lane: 0'])
  })

  test('evidence counts once for a criterion whose answer uses it, and removed evidence does not count', async () => {
    const used = await someEvidence(service, library, {
      items: ['visible-welcome'],
      branches: ['Quarry Lane'],
      ...recent,
    })
    await someEvidence(service, library, {
      items: ['visible-welcome'],
      branches: ['Central'],
      removed_at: service.clock.now(),
      ...recent,
    })
    const application = await anApplicationIn(service, library, 'draft')
    await service.database.transaction(async trx => {
      for (const item_id of ['visible-welcome', 'staff-training']) {
        const id = newId()
        await trx('answers').insert({
          id,
          application_id: application,
          item_id,
          narrative: '',
          own_rating: null,
          written_by: library.lead.id,
          written_at: service.clock.now(),
          version: 1,
        })
        await trx('answer_evidence').insert({ answer_id: id, evidence_id: used, attached_at: service.clock.now() })
      }
    })
    await library.lead.open(`${coverage(library)}?criteria=all`)
    expect([column(library.lead, 'E3'), column(library.lead, 'L1')]).toEqual([
      ['Central: 0', 'Millbrook: 0', 'Quarry Lane: 1'],
      ['Central: 0', 'Millbrook: 0', 'Quarry Lane: 1'],
    ])
    expect(library.lead.$('.los-grid thead tr').last().find('th')).toHaveLength(25)
  })

  test('restricted evidence is counted only for people who can open it', async () => {
    await someEvidence(service, library, {
      items: ['visible-welcome'],
      branches: ['Central'],
      sensitivity: 'restricted',
      ...recent,
    })
    await someEvidence(service, library, { items: ['joining-without-barriers'], ...recent })
    const seen = async (actor: Known) => {
      await actor.open(coverage(library))
      return column(actor, 'E3')[0]
    }
    expect([await seen(library.lead), await seen(library.contributor), await seen(library.observer)]).toEqual([
      'Central: 1',
      'Central: 0',
      'Central: 0',
    ])
  })

  test('evidence whose consent is missing or has ended is not counted', async () => {
    await Promise.all([
      someEvidence(service, library, { items: ['visible-welcome'], branches: ['Central'], ...needsConsent, ...recent }),
      someEvidence(service, library, {
        items: ['visible-welcome'],
        branches: ['Millbrook'],
        ...showsPeopleUntil('2027-02-28'),
        ...recent,
      }),
      someEvidence(service, library, {
        items: ['visible-welcome'],
        branches: ['Quarry Lane'],
        ...showsPeopleUntil('2027-03-01'),
        ...recent,
      }),
    ])
    await library.lead.open(coverage(library))
    expect(column(library.lead, 'E3')).toEqual(['Central: 0', 'Millbrook: 0', 'Quarry Lane: 1'])
  })

  test('closed branches are left out', async () => {
    const shut = newId()
    await service.database.transaction(trx =>
      trx('branches')
        .insert({
          id: shut,
          organisation_id: other.id,
          name: 'Shut',
          kind: 'branch',
          place: null,
          opened_on: null,
          closed_on: '2026-01-01' as Day,
          version: 1,
        })
        .then(() => undefined),
    )
    await someEvidence(service, other, { items: ['visible-welcome'], ...recent })
    await other.lead.open(coverage(other))
    expect(column(other.lead, 'E3')).toEqual(['Thornwick: all'])
  })

  test('only the library’s team can open the page', async () => {
    const coordinator = await aSignedInPerson(service, 'A coordinator', ['coordinator'])
    for (const actor of [other.lead, await aSignedInPerson(service, 'An appraiser', ['appraiser'])]) {
      for (const id of [library.id, newId(), 'x']) {
        await actor.open(coverage({ id }))
        expect([id, actor.status]).toEqual([id, 404])
      }
    }
    await coordinator.open(coverage(library))
    expect(coordinator.status).toBe(403)
  })

  test('the list of evidence links to the page, which is part of Evidence in the navigation', async () => {
    await someEvidence(service, library, { items: ['visible-welcome'] })
    await library.observer.open(`/organisations/${library.id}/evidence`)
    await library.observer.follow('Evidence by branch')
    expect({
      status: library.observer.status,
      address: library.observer.address,
      section: library.observer.$('nav [aria-current=true]').text(),
    }).toEqual({ status: 200, address: coverage(library), section: 'Evidence' })
  })
})
