import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aConsent, someEvidence } from '../../support/evidence.ts'
import {
  aLibrary,
  anApplicationIn,
  aSignedInPerson,
  publishedFramework,
  submitAnswerWith,
  type Library,
} from '../../support/library.ts'
import type { Person } from '../../support/person.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('other evidence of a person who withdraws consent', engine => {
  let service: Service
  let library: Library
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
  })
  afterAll(() => service.end())

  const add = async (title: string, person: string, { of = library, ...row } = {}): Promise<string> => {
    const id = await someEvidence(service, of, { title, ...row })
    await aConsent(service, id, of.lead, { person })
    return id
  }
  const titlesOn = ({ $ }: Person): string[] =>
    $('main .govuk-list--bullet a')
      .map((_, link) => $(link).text().trim())
      .get()

  test('a lead who withdraws consent sees which other evidence has consent in the same name', async () => {
    const { lead } = library
    const first = await add('Reading circle', 'Amina K’s son')
    const second = await add('Sewing group', "amina  k's son")
    await add('Chess club', 'Another person')
    await add('Elsewhere', 'Amina K’s son', { of: await aLibrary(service, 'Thornwick Library') })
    await lead.open(`/evidence/${first}/consents`)
    expect(titlesOn(lead)).toEqual([])
    await lead.follow('Withdraw consent')
    expect(titlesOn(lead)).toEqual(['Sewing group'])
    expect(lead.text).toContain('We will withdraw the consent only for this evidence.')
    await lead.press('Withdraw consent')
    expect([lead.address, titlesOn(lead)]).toEqual([`/evidence/${first}/consents`, ['Sewing group']])
    await lead.follow('Sewing group')
    expect([lead.address, titlesOn(lead)]).toEqual([`/evidence/${second}/consents`, []])
    await lead.follow('Withdraw consent')
    await lead.press('Withdraw consent')
    expect(titlesOn(lead)).toEqual([])
    await lead.open(`/evidence/${first}/consents`)
    expect(titlesOn(lead)).toEqual([])
  })

  test('a contributor does not see others’ restricted evidence; a coordinator sees no other evidence', async () => {
    const { lead, contributor } = library
    const shown = await add('Open day', 'R-9')
    await add('What she told us', 'R-9', { sensitivity: 'restricted' } as object)
    await add('Second open day', 'R-9')
    const consent = (await service.parts.db('consents').where({ evidence_id: shown }).first('id'))!.id
    const seenBy = async (actor: Person) => {
      await actor.open(`/evidence/${shown}/consents/${consent}/withdrawal`)
      return [actor.status, titlesOn(actor).toSorted()]
    }
    expect(await seenBy(lead)).toEqual([200, ['Second open day', 'What she told us']])
    expect(await seenBy(contributor)).toEqual([200, ['Second open day']])
    const coordinator = await aSignedInPerson(service, 'Cody Ordinator', ['coordinator'])
    const applicationId = await anApplicationIn(service, library, 'with the panel')
    const member = await aSignedInPerson(service, 'Robin Reader', ['appraiser'])
    await submitAnswerWith(service, shown, { applicationId, by: lead, readers: { coordinator, member } })
    expect(await seenBy(coordinator)).toEqual([200, []])
  })
})
