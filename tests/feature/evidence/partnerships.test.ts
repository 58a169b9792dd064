import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Tx } from '../../../src/db/connection.ts'
import type { Day } from '../../../src/domain/time.ts'
import { frozenPartnershipsAreWhole, partnersBelongToOneLibrary } from '../../../src/invariants/partners.ts'
import { eachDatabase } from '../../support/database.ts'
import { aRound, everythingWritten } from '../../support/factories.ts'
import {
  aLibrary,
  anApplicationIn,
  declares,
  publishedFramework,
  aSignedInPerson,
  takesSeat,
  type Known,
  type Library,
} from '../../support/library.ts'
import { partnerSteps, ukrainianName } from '../../support/partners.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('partnerships in applications', engine => {
  let service: Service
  let library: Library
  let other: Library
  let appraiser: Known
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    await aRound(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
    appraiser = await aSignedInPerson(service, 'Robin Reader', ['appraiser'])
  })
  afterAll(() => service.end())
  const { activity, add, attach, evidence } = partnerSteps(() => ({ service, library }))

  test('the panel sees partnerships as they were submitted, without evidence that needs consent', async () => {
    const partner = await add()
    await activity(partner)
    const [open, restricted, waiting] = [
      await evidence('Parcel list'),
      await evidence('Notes of a meeting', { sensitivity: 'restricted' }),
      await evidence('Picture of readers', { kind: 'photo people', panel_until: null }),
    ]
    await attach(partner, [open, restricted, waiting])
    const application = await anApplicationIn(service, library, 'draft')
    await library.lead.open(`/applications/${application}/criteria/E12`)
    await library.lead.press('Show a partnership')
    await library.lead.press('Save', { partner } as never)
    expect([
      library.lead.address,
      library.lead.text.includes('Twelve books a year each way.'),
      library.lead.text.includes('Notes of a meeting'),
    ]).toEqual([`/applications/${application}/criteria/E12`, true, true])
    expect(
      library.lead
        .$('main section .govuk-list')
        .last()
        .find('li')
        .map((_, line) => library.lead.$(line).text().replace(/\s+/g, ' ').trim())
        .get()
        .toSorted(),
    ).toEqual(['Notes of a meeting', 'Parcel list', 'Picture of readers · Needs consent'])
    await library.observer.open(`/applications/${application}/criteria/E12`)
    expect([
      library.observer.text.includes('Parcel list'),
      library.observer.text.includes('Notes of a meeting'),
    ]).toEqual([true, false])
    await library.lead.open(`/applications/${application}/submission`)
    expect(library.lead.text).toContain('Sunny Hill Library Shown under E12')

    await submits(application)
    await library.lead.open(`/partners/${partner}/edit`)
    await library.lead.press('Save', { agreed: 'Nothing any more.', englishName: 'Another name' } as never)
    await attach(partner, [await evidence('Came later')])
    for (const address of [
      `/applications/${application}/appraisal/E12`,
      `/applications/${application}/criteria/E12`,
      `/applications/${application}/submissions/1`,
    ]) {
      await appraiser.open(address)
      const words = [
        ukrainianName,
        'Sunny Hill Library',
        'Twelve books a year each way.',
        '12 October 2026: Reading in two languages',
        'Parcel list',
        'Notes of a meeting',
        'Nothing any more.',
        'Another name',
        'Came later',
        'Picture of readers',
        'Reader development librarian',
      ]
      expect([address, words.map(each => appraiser.text.includes(each))]).toEqual([
        address,
        [true, true, true, true, true, true, false, false, false, false, false],
      ])
      expect(appraiser.$('section bdi[lang=uk]').first().text()).toBe(ukrainianName)
    }
    await appraiser.open(`/evidence/${open}`)
    expect(appraiser.status).toBe(200)
    for (const address of [`/evidence/${waiting}`, `/partners/${partner}`]) {
      await appraiser.open(address)
      expect(appraiser.status).toBe(404)
    }
    await library.lead.open(`/partners/${partner}/removal`)
    await library.lead.press('Remove partner')
    await appraiser.open(`/applications/${application}/appraisal/E12`)
    expect(appraiser.text).toContain('Twelve books a year each way.')
  })

  test('a partnership no longer shows evidence whose consent is withdrawn', async () => {
    const [partner, shown] = [
      await add(),
      await evidence('Shown with consent', { kind: 'photo people', panel_until: '2099-01-01' as Day }),
    ]
    await attach(partner, [shown])
    const application = await anApplicationIn(service, library, 'draft')
    await library.lead.open(`/applications/${application}/criteria/E12/partners`)
    await library.lead.press('Save', { partner } as never)
    await submits(application)
    const seen = async () => {
      await appraiser.open(`/applications/${application}/appraisal/E12`)
      return appraiser.text.includes('Shown with consent')
    }
    expect(await seen()).toBe(true)
    await service.database.transaction(trx =>
      trx('evidence')
        .where({ id: shown })
        .update({ panel_until: null })
        .then(() => undefined),
    )
    expect(await seen()).toBe(false)
  })

  test('a partner’s evidence completes an answer, or answers the panel’s request, only with consent', async () => {
    const [partner, shown] = [
      await add(),
      await evidence('Parcels, with faces', { kind: 'photo people', panel_until: null }),
    ]
    await attach(partner, [shown])
    const application = await anApplicationIn(service, library, 'draft')
    await everythingWritten(
      service,
      { id: application, number: '', organisation: { id: library.id, name: '', branches: [] } },
      library.lead,
    )
    const change = (act: (trx: Tx) => Promise<unknown>) =>
      service.database.transaction(trx => act(trx).then(() => undefined))
    await change(trx =>
      trx('answer_evidence')
        .whereIn(
          'answer_id',
          trx('answers').where({ application_id: application, item_id: 'partnerships' }).select('id'),
        )
        .delete(),
    )
    const lacks = async () => {
      await library.lead.open(`/applications/${application}/criteria/E12`)
      const onItsPage = library.lead.text.includes('Needs evidence')
      await library.lead.open(`/applications/${application}`)
      const onTheList = /E12 Partnerships[^.]*?Needs evidence/.test(library.lead.text)
      await library.lead.open(`/applications/${application}/submission`)
      return [onItsPage, onTheList, library.lead.text.includes('E12 Partnerships: add evidence')]
    }
    expect(await lacks()).toEqual([true, true, true])
    await library.lead.open(`/applications/${application}/criteria/E12/partners`)
    await library.lead.press('Save', { partner } as never)
    expect(await lacks()).toEqual([true, true, true])
    await change(trx =>
      trx('evidence')
        .where({ id: shown })
        .update({ panel_until: '2027-03-01' as Day }),
    )
    expect(await lacks()).toEqual([false, false, false])
    await change(trx =>
      trx('evidence')
        .where({ id: shown })
        .update({ panel_until: '2027-02-28' as Day }),
    )
    expect(await lacks()).toEqual([true, true, true])

    await change(trx =>
      trx('evidence')
        .where({ id: shown })
        .update({ panel_until: '2099-01-01' as Day }),
    )
    await library.lead.open(`/applications/${application}/submission`)
    await library.lead.press('Submit application')
    service.clock.minutesPass(5)
    await change(trx =>
      trx('applications')
        .where({ id: application })
        .update({
          status: 'more evidence asked',
          status_before: 'with the panel',
          status_since: service.clock.now(),
          until: '2027-04-01' as Day,
          reasons: 'Since when?',
          items_asked: '["partnerships"]',
        }),
    )
    const asked = async () => {
      await library.lead.open(`/applications/${application}/submission`)
      return library.lead.text.includes('add the evidence that the panel asked for')
    }
    expect(await asked()).toBe(true)
    service.clock.minutesPass(5)
    const late = await evidence('The agreement, signed')
    await attach(partner, [late])
    expect(await asked()).toBe(false)
    await change(trx =>
      trx('evidence')
        .where({ id: late })
        .update({ panel_until: '2027-02-28' as Day }),
    )
    expect(await asked()).toBe(true)
    await change(trx =>
      trx('evidence')
        .where({ id: late })
        .update({ panel_until: '9999-12-31' as Day }),
    )
    await library.lead.open(`/applications/${application}/submission`)
    await library.lead.press('Submit again')
    expect((await service.parts.db('applications').where({ id: application }).first('status'))!.status).toBe(
      'resubmitted',
    )
    await change(trx => trx('applications').where({ id: application }).update({ status: 'withdrawn' }))
  })

  test('the invariants report another library’s evidence in a current or a submitted partnership', async () => {
    const [partner, foreign] = [
      await add(),
      await evidence('Elsewhere', { organisation_id: other.id, owner_id: other.lead.id }),
    ]
    const broken = async () => {
      const it = { database: service.database, uploads: '', now: service.clock.now(), confirmed: [] }
      return [...(await frozenPartnershipsAreWhole(it)), ...(await partnersBelongToOneLibrary(it))].map(
        ({ rule, what }) => `${rule} ${what}`,
      )
    }
    expect(await broken()).toEqual([])
    await service.database.transaction(trx =>
      trx('partner_evidence')
        .insert({ partner_id: partner, evidence_id: foreign, attached_at: service.clock.now() })
        .then(() => undefined),
    )
    expect(await broken()).toEqual([`I11 evidence ${foreign} belongs to another library`])
    const part = (await service.parts.db('submission_parts').where('name', 'like', 'partners/%').first())!
    await service.database.transaction(trx =>
      trx('submission_parts')
        .where({ submission_id: part.submission_id, name: part.name })
        .update({ content: JSON.stringify({ ...(JSON.parse(part.content!) as object), evidence: [foreign] }) })
        .then(() => undefined),
    )
    expect(await broken()).toEqual([
      `I3 ${part.name} names evidence ${foreign}, which it does not hold`,
      `I11 evidence ${foreign} belongs to another library`,
    ])
  })

  /** Submits the application, and gives a panel member a seat and a declaration, so that they can read it. */
  async function submits(application: string): Promise<void> {
    await everythingWritten(
      service,
      { id: application, number: '', organisation: { id: library.id, name: '', branches: [] } },
      library.lead,
    )
    await library.lead.open(`/applications/${application}/submission`)
    await library.lead.press('Submit application')
    expect([library.lead.status, await service.parts.db('submissions').where({ application_id: application })]).toEqual(
      [200, [expect.objectContaining({ number: 1 })]],
    )
    await service.database.transaction(trx =>
      trx('applications')
        .where({ id: application })
        .update({ status: 'with the panel' })
        .then(() => undefined),
    )
    await declares(service, application, appraiser, 'no conflict')
    await takesSeat(service, application, appraiser)
  }
})
