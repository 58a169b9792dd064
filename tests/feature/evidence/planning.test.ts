import { libraryStream } from '../../../src/domain/framework.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import type { Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aLibrary,
  anApplicationIn,
  publishedFramework,
  somebody,
  type Known,
  type Library,
} from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'

interface AnItemOfEvidence {
  items?: string[]
  branches?: string[]
  to?: string | null
  sensitivity?: string
  owner?: Known
  at?: Library
  removed?: boolean
  consentUntil?: string | null
}

eachDatabase('planning', engine => {
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
  /** Each test begins with an empty shelf. */
  afterEach(() =>
    service.database.transaction(trx =>
      trx('evidence')
        .update({ removed_at: service.clock.now() })
        .then(() => undefined),
    ),
  )

  const evidence = async (row: AnItemOfEvidence): Promise<string> => {
    const {
      items = [],
      branches = [],
      to = '2027-02-01',
      sensitivity = 'ordinary',
      owner = library.lead,
      at = library,
    } = row
    const [id, now] = [newId(), service.clock.now()]
    await service.database.transaction(async trx => {
      await trx('evidence').insert({
        id,
        organisation_id: at.id,
        title: `Piece ${id}`,
        kind: 'policy',
        summary: '',
        period_from: to as Day | null,
        period_to: to as Day | null,
        language: 'en',
        sensitivity,
        owner_id: owner.id,
        received_at: now,
        removed_at: row.removed ? now : null,
        version: 1,
        ...(row.consentUntil === undefined
          ? {}
          : { kind: 'photo people', panel_until: row.consentUntil as Day | null }),
      })
      if (items.length > 0) await trx('evidence_items').insert(items.map(item_id => ({ evidence_id: id, item_id })))
      const named = at.branches.filter(({ name }) => branches.includes(name))
      if (named.length > 0)
        await trx('evidence_branches').insert(named.map(branch => ({ evidence_id: id, branch_id: branch.id })))
    })
    return id
  }
  /** the marks of one criterion down the table, by branch */
  const column = ({ $ }: Known, code: string): string[] => {
    const codes = $('.los-grid thead tr:last-child th')
      .map((_, head) => $(head).find('a').contents().first().text())
      .get()
    return $('.los-grid tbody tr')
      .map((_, row) => `${$(row).find('th').text().trim()}: ${$(row).find('td').eq(codes.indexOf(code)).text()}`)
      .get()
  }
  const coverage = ({ id }: Library) => `/organisations/${id}/coverage`
  const freshness = ({ id }: Library, on = '') => `/organisations/${id}/freshness${on}`
  /** the criteria of one group of the forecast, with what is said of the first */
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

  test('the bar under the header says where it belongs: to evidence, as the tray and partners do', async () => {
    for (const address of [
      coverage(library),
      freshness(library),
      ...['inbox', 'partners', 'regular-evidence', 'evidence'].map(each => `/organisations/${library.id}/${each}`),
    ]) {
      await library.lead.open(address)
      expect([address, library.lead.$('nav [aria-current=true]').text()]).toEqual([address, 'Evidence'])
    }
  })

  describe('coverage', () => {
    test('an empty shelf says so, kindly, and leads to the first piece', async () => {
      await library.lead.open(coverage(library))
      expect([library.lead.status, library.lead.headings.slice(0, 2)]).toEqual([
        200,
        ['Coverage by branch', 'Nothing to show yet'],
      ])
      expect(library.lead.links.map(({ text }) => text)).toContain('Add evidence')
      await library.observer.open(coverage(library))
      expect(library.observer.links.map(({ text }) => text)).not.toContain('Add evidence')
    })

    test('each branch shows its number, whole-service evidence, old evidence only, or nothing', async () => {
      await Promise.all([
        evidence({ items: ['visible-welcome'], branches: ['Central'] }),
        evidence({ items: ['visible-welcome'], branches: ['Central'], to: '2020-01-01' }),
        evidence({ items: ['visible-welcome'], branches: ['Millbrook'], to: '2020-01-01' }),
        evidence({ items: ['joining-without-barriers'], to: null }),
      ])
      await library.lead.open(coverage(library))
      expect(column(library.lead, 'E3')).toEqual(['Central: 2', 'Millbrook: old', 'Quarry Lane: 0'])
      expect(column(library.lead, 'E1')).toEqual(['Central: all', 'Millbrook: all', 'Quarry Lane: all'])
      expect(library.lead.text).toContain('2 branches have nothing from the period for E3')
    })

    test('a piece that an answer uses counts for its criterion, once, and a removed one for none', async () => {
      const used = await evidence({ items: ['visible-welcome'], branches: ['Quarry Lane'] })
      await evidence({ items: ['visible-welcome'], branches: ['Central'], removed: true })
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

    test('what is restricted counts for whoever may open it, and for nobody else', async () => {
      await evidence({ items: ['visible-welcome'], branches: ['Central'], sensitivity: 'restricted' })
      await evidence({ items: ['joining-without-barriers'] })
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

    test('what waits for a consent counts nowhere', async () => {
      await Promise.all([
        evidence({ items: ['visible-welcome'], branches: ['Central'], consentUntil: null }),
        evidence({ items: ['visible-welcome'], branches: ['Millbrook'], consentUntil: '2027-02-28' }),
        evidence({ items: ['visible-welcome'], branches: ['Quarry Lane'], consentUntil: '2027-03-01' }),
      ])
      await library.lead.open(coverage(library))
      expect(column(library.lead, 'E3')).toEqual(['Central: 0', 'Millbrook: 0', 'Quarry Lane: 1'])
    })

    test('a branch that has closed is not among them', async () => {
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
      await evidence({ items: ['visible-welcome'], at: other, owner: other.lead })
      await other.lead.open(coverage(other))
      expect(column(other.lead, 'E3')).toEqual(['Thornwick: all'])
    })
  })

  describe('the freshness forecast', () => {
    test('says for a chosen day which criteria lack current evidence, and what to collect by when', async () => {
      await evidence({ items: ['staff-training'], to: '2026-05-10' })
      await evidence({ items: ['joining-without-barriers'], to: '2027-02-10' })
      await library.lead.open(freshness(library, '?on=2027-06-01'))
      expect(library.lead.valueOf('on-month')).toBe('6')
      expect(group(library.lead, 'Too old by then')).toEqual([
        expect.stringContaining(
          'L1 Staff and volunteers learn | What is there Covers up to 10 May 2026 | What to collect Something ' +
            'that covers 1 June 2026 or later, by 1 June 2027 What you have counts until 10 May 2027.',
        ),
      ])
      expect(group(library.lead, 'Fresh on that day').length + group(library.lead, 'Does not age').length).toBe(1)
      expect(library.lead.headings).toContain('For 24 criteria you have something to collect by 1 June 2027')
    })

    test('evidence whose consent ends before the day does not count, and consent is asked for by then', async () => {
      await Promise.all([
        evidence({ items: ['visible-welcome'], to: '2027-02-20', consentUntil: '2027-05-10' }),
        evidence({ items: ['staff-training'], to: '2027-02-20', consentUntil: null }),
        evidence({ items: ['joining-without-barriers'], to: '2027-02-20', consentUntil: '2027-02-28' }),
      ])
      await library.lead.open(freshness(library, '?on=2027-06-01'))
      expect(group(library.lead, 'Without consent by then')).toEqual([
        'E1 Joining without barriers | What is there 1 piece that waits for consent | What to collect Ask for ' +
          'consent again by 1 June 2027 Otherwise something else that covers 1 June 2024 or later, by 1 June ' +
          '2027.',
        'E3 Visible welcome | What is there Covers up to 20 February 2027 | What to collect Ask for consent ' +
          'again by 10 May 2027 Otherwise something else that covers 1 June 2024 or later, by 1 June 2027.',
      ])
      expect(group(library.lead, 'Nothing yet').find(row => row.startsWith('L1'))).toContain(
        '1 piece that waits for consent',
      )
      expect(library.lead.headings).toContain('For 25 criteria you have something to collect by 1 June 2027')
      await library.lead.open(freshness(library, '?on=2027-05-10'))
      expect(group(library.lead, 'Fresh on that day')).toEqual([
        'E3 Visible welcome | What is there Covers up to 20 February 2027 | Counts until10 May 2027',
      ])
    })

    test('without a chosen day, uses the end of the award, then of the round, then today', async () => {
      await other.lead.open(freshness(other))
      expect(other.lead.text).toContain(
        'Nothing is due at present, so without another choice it is today, 1 March 2027.',
      )
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
          grace_minutes: 0,
          version: 1,
        })
        await trx('applications').where({ id: application }).update({ round_id: round })
      })
      await other.lead.open(freshness(other))
      expect(other.lead.text).toContain('The round you write for closes on 31 May 2027')
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
      expect(other.lead.text).toContain('Your award ends on 30 April 2027')
      expect([other.lead.valueOf('on-day'), other.lead.valueOf('on-month'), other.lead.valueOf('on-year')]).toEqual([
        '30',
        '4',
        '2027',
      ])
    })

    test('a day has three boxes; an impossible day is refused beside them and stays typed', async () => {
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
        ['Enter today or a later day'],
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

    test('evidence without a period cannot be told', async () => {
      await evidence({ items: ['visible-welcome'], to: null })
      await library.lead.open(freshness(library, '?on=2027-06-01'))
      expect(group(library.lead, 'Cannot be told')).toEqual([
        'E3 Visible welcome | What is there 1 piece without a period | Counts untilNot known',
      ])
    })
  })

  test('both belong to the library: nobody else finds them, and its shelf leads to them', async () => {
    const coordinator = await somebody(service, 'A coordinator', ['coordinator'])
    const nobodys = newId()
    for (const actor of [other.lead, await somebody(service, 'An appraiser', ['appraiser'])]) {
      for (const address of [
        coverage(library),
        freshness(library),
        coverage({ ...library, id: nobodys }),
        freshness({ ...library, id: 'x' }),
      ]) {
        await actor.open(address)
        expect([address, actor.status]).toEqual([address, 404])
      }
    }
    await coordinator.open(coverage(library))
    expect(coordinator.status).toBe(403)
    await evidence({ items: ['visible-welcome'] })
    await library.observer.open(`/organisations/${library.id}/evidence`)
    await library.observer.follow('Coverage')
    expect([library.observer.status, library.observer.address]).toEqual([200, coverage(library)])
  })
})
