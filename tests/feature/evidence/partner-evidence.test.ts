import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aLibrary, publishedFramework, type Known, type Library } from '../../support/library.ts'
import { partnerSteps } from '../../support/partners.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('evidence for partners', engine => {
  let service: Service
  let library: Library
  let other: Library
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
  })
  afterAll(() => service.end())
  const { add, attach, events, evidence } = partnerSteps(() => ({ service, library }))

  test('evidence and its partner link to each other, and either page can add the link', async () => {
    const [partner, thanks] = [await add(), await evidence('Letter of thanks')]
    await library.lead.open(`/partners/${partner}/evidence`)
    await library.lead.press('Add to partner', { evidence: thanks })
    expect(library.lead.notices).toEqual(['1 item of evidence added'])
    await library.lead.open(`/evidence/${thanks}`)
    await library.lead.follow('Sunny Hill Library')
    expect(library.lead.text).toContain('Letter of thanks')
    await library.lead.press('Remove Letter of thanks')
    await library.lead.open(`/evidence/${thanks}`)
    expect(library.lead.links.map(({ text }) => text)).not.toContain('Sunny Hill Library')
    await library.lead.follow('Choose partners')
    await library.lead.press('Save', { partner } as never)
    expect([library.lead.links.map(({ text }) => text).includes('Sunny Hill Library'), await events(partner)]).toEqual([
      true,
      ['partner.added', 'partner.evidence_attached', 'partner.evidence_detached', 'partner.evidence_attached'],
    ])
  })

  test('choosing partners changes only those that the person ticked or unticked', async () => {
    const [kept, unticked, added, left] = [await add(), await add(), await add(), await add()]
    const thanks = await evidence('Letter of thanks from two schools')
    const address = `/evidence/${thanks}/partners`
    const { lead, contributor } = library
    await lead.open(address)
    await lead.press('Save', { partner: [kept, unticked, left] })
    for (const person of [lead, contributor]) await person.open(address)
    await contributor.press('Save', { partner: [kept, unticked, added] })
    await lead.press('Save', { partner: [kept, left] })
    const about = await service.parts.db('partner_evidence').where({ evidence_id: thanks }).pluck('partner_id')
    expect([about.toSorted(), await events(left)]).toEqual([
      [kept, added].toSorted(),
      ['partner.added', 'partner.evidence_attached', 'partner.evidence_detached'],
    ])
  })

  test('observers cannot see restricted evidence or its count, and another library’s evidence is refused', async () => {
    const [partner, open, closed] = [
      await add({ englishName: 'Counting Library' }),
      await evidence('Open to all'),
      await evidence('Closed to most', { sensitivity: 'restricted' }),
    ]
    await attach(partner, [open, closed])
    const seen = async (actor: Known) => {
      await actor.open(`/partners/${partner}`)
      const onPage = [actor.text.includes('Open to all'), actor.text.includes('Closed to most')]
      await actor.open(`/organisations/${library.id}/partners`)
      return [
        ...onPage,
        actor
          .$('.los-evidence li')
          .filter((_, card) => actor.$(card).text().includes('Counting Library'))
          .text()
          .includes('2 items of evidence'),
      ]
    }
    expect([await seen(library.lead), await seen(library.observer)]).toEqual([
      [true, true, true],
      [true, false, false],
    ])
    await attach(partner, [await evidence('Theirs', { organisation_id: other.id, owner_id: other.lead.id })])
    expect(library.lead.status).toBe(422)
    await library.contributor.send(`/partners/${partner}/evidence/${closed}/removal`, {})
    expect(library.contributor.status).toBe(404)
  })

  test('the history leaves out all events about evidence that the reader cannot open, even 600 of them', async () => {
    const [partner, open, closed, own] = [
      await add(),
      await evidence('Told to all'),
      await evidence('Told to few', { sensitivity: 'restricted' }),
      await evidence('Of the contributor', { sensitivity: 'restricted', owner_id: library.contributor.id }),
    ]
    const historyOf = async (actor: Known) => {
      await actor.open(`/partners/${partner}`)
      return actor
        .$('.los-events li')
        .toArray()
        .map(line => actor.$(line).text().replace(/\s+/g, ' '))
        .map(line => ['Evidence added', 'Evidence removed'].find(words => line.includes(words)) ?? 'else')
    }
    const page = async () => {
      await library.observer.open(`/partners/${partner}`)
      return library.observer.$('main').html()
    }
    const before = await page()
    await attach(partner, [closed])
    await library.lead.send(`/partners/${partner}/evidence/${closed}/removal`, {})
    expect(await page()).toBe(before)
    await attach(partner, [own])
    await attach(partner, [open, closed])
    await library.lead.send(`/partners/${partner}/evidence/${open}/removal`, {})
    const [all, few] = [
      ['Evidence removed', 'Evidence added', 'Evidence added', 'Evidence removed', 'Evidence added', 'else'],
      ['Evidence removed', 'Evidence added', 'else'],
    ]
    expect([
      await historyOf(library.lead),
      await historyOf(library.contributor),
      await historyOf(library.observer),
    ]).toEqual([all, ['Evidence removed', 'Evidence added', 'Evidence added', 'else'], few])
    await service.database.writer('evidence').whereIn('id', [open, closed]).update({ removed_at: service.clock.now() })
    expect([await historyOf(library.lead), await historyOf(library.observer)]).toEqual([all, few])
    const hidden = Array.from({ length: 600 }, () => ({
      id: newId(),
      at: service.clock.now(),
      actor: 'person',
      person_id: library.lead.id,
      name: 'partner.evidence_attached',
      entity: 'partner',
      entity_id: partner,
      organisation_id: library.id,
      application_id: null,
      facts: JSON.stringify({ evidence: [closed] }),
    }))
    await service.database.writer.batchInsert('events', hidden, 50)
    expect([(await historyOf(library.lead)).length, await historyOf(library.observer)]).toEqual([50, few])
  })

  test('evidence is found by any of its words, if the person can open it', async () => {
    const partner = await add()
    for (const [title, note, sensitivity] of [
      ['Log of the reading group', 'held beside the kingfisher', 'ordinary'],
      ['Letters of readers', 'about the kingfisher', 'restricted'],
    ]) {
      await library.lead.open(`/organisations/${library.id}/evidence/new`)
      await library.lead.press('Add evidence', { title: title!, note: note!, sensitivity: sensitivity! } as never)
      service.clock.minutesPass(1)
    }
    const offered = async (actor: Known, search: string) => {
      await actor.open(`/partners/${partner}/evidence?search=${search}`)
      return actor
        .$('.govuk-checkboxes__label')
        .toArray()
        .map(label => actor.$(label).text().trim())
    }
    expect([
      await offered(library.lead, 'kingfi'),
      await offered(library.contributor, 'kingfi'),
      await offered(library.contributor, 'letters'),
      library.contributor.text.includes('No evidence matches “letters”'),
    ]).toEqual([['Letters of readers', 'Log of the reading group'], ['Log of the reading group'], [], true])
    await library.lead.press('Add to partner', {
      evidence: (await service.parts.db('evidence').where({ title: 'Letters of readers' }).first())!.id,
    } as never)
    expect([await offered(library.lead, 'kingfi'), await offered(library.contributor, 'kingfi')]).toEqual([
      ['Log of the reading group'],
      ['Log of the reading group'],
    ])
  })
})
