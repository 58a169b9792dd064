import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aLibrary, anApplicationIn, publishedFramework, type Library } from '../../support/library.ts'
import { partnerSteps } from '../../support/partners.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('partners shown in an answer', engine => {
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
  const { add, events } = partnerSteps(() => ({ service, library }))

  test('an answer can show only the library’s own partners, and hiding one is recorded in the history', async () => {
    const [own, theirs] = [await add(), newId()]
    await service.database.transaction(trx =>
      trx('partners')
        .insert({ ...rowOf(theirs), organisation_id: other.id })
        .then(() => undefined),
    )
    const application = await anApplicationIn(service, library, 'draft')
    const address = `/applications/${application}/criteria/E12/partners`
    await library.lead.open(address)
    await library.lead.send(address, { partner: theirs })
    expect(library.lead.status).toBe(422)
    for (const partner of [[own], []]) {
      await library.lead.open(address)
      await library.lead.press('Save', { partner })
    }
    expect([
      await service.parts.db('application_partners').where({ application_id: application }),
      (await events(application)).slice(-2),
    ]).toEqual([[], ['application.partners_shown', 'application.partners_left_out']])
  })

  test('saving changes only the partners that the person ticked or unticked, not a colleague’s', async () => {
    const [kept, unticked, added, left] = [await add(), await add(), await add(), await add()]
    const application = await anApplicationIn(service, library, 'draft')
    const address = `/applications/${application}/criteria/E12/partners`
    const { lead, contributor } = library
    await lead.open(address)
    await lead.press('Save', { partner: [kept, unticked, left] })
    for (const person of [lead, contributor]) await person.open(address)
    await contributor.press('Save', { partner: [kept, unticked, added] })
    await lead.press('Save', { partner: [kept, left] })
    const shown = await service.parts.db('application_partners').where({ application_id: application })
    expect(shown.map(({ partner_id }) => partner_id).toSorted()).toEqual([kept, added].toSorted())
  })

  test('a partner that the library has removed is no longer shown', async () => {
    const partner = await add()
    const application = await anApplicationIn(service, library, 'draft')
    await library.lead.send(`/applications/${application}/criteria/E12/partners`, { partner })
    await library.lead.open(`/partners/${partner}/removal`)
    expect(await service.parts.db('application_partners').where({ application_id: application })).toHaveLength(1)
    await library.lead.press('Remove partner')
    expect(await service.parts.db('application_partners').where({ application_id: application })).toEqual([])
  })

  const rowOf = (id: string) => ({
    id,
    name: 'Theirs',
    name_key: 'theirs',
    language: 'en',
    english_name: '',
    kind: 'school',
    place: '',
    since: '2026-01-01' as never,
    until: null,
    agreed: '',
    contact: '',
    added_at: service.clock.now(),
    removed_at: null,
    version: 1,
  })
})
