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

  test('a lead withdraws a consent for removed evidence, and it stays withdrawn after a restoration', async () => {
    const { lead, contributor } = library
    const shown = await add('Choir practice', 'R-20')
    const removed = await add('Choir concert', 'R-20')
    const row = { at: service.clock.now(), what: 'export', entity_id: removed, evidence_id: removed }
    await service.database
      .writer('access_log')
      .insert({ ...row, person_id: contributor.id, organisation_id: library.id } as never)
    await lead.open(`/evidence/${removed}/removal`)
    await lead.press('Remove evidence')
    await lead.open(`/evidence/${shown}/consents`)
    await lead.follow('Withdraw consent')
    expect(titlesOn(lead)).toEqual(['Choir concert (in removed evidence)'])
    await lead.follow('Choir concert (in removed evidence)')
    expect([lead.headings[0], titlesOn(lead)]).toEqual(['Withdraw R-20’s consent?', ['Choir practice']])
    expect(lead.text).toContain('This evidence has been removed. We will erase it on 31 March 2027.')
    expect(lead.links.map(({ text }) => text)).not.toContain('Remove a consent recorded by mistake')
    const withdrawal = lead.address
    await contributor.open(withdrawal)
    expect(contributor.status).toBe(404)
    await lead.press('Withdraw consent')
    const page = `/organisations/${library.id}/evidence/removed`
    expect([lead.address, lead.text.includes('Consent withdrawn.')]).toEqual([page, true])
    const emails = await service.parts.db('outbox').where({ name: 'consent withdrawn' }).select('person_id', 'body')
    expect(emails).toEqual([{ person_id: contributor.id, body: expect.stringContaining('You last downloaded this') }])
    expect(emails[0]!.body).not.toContain(removed)
    await lead.press('Restore')
    await lead.open(`/evidence/${removed}`)
    expect(lead.text).toContain('Consent withdrawn')
    const consents = await service.parts.db('consents').where({ evidence_id: removed }).select('withdrawn_by')
    expect(consents).toEqual([{ withdrawn_by: lead.id }])
  })

  test('no one can withdraw a consent for erased evidence, and it is not listed', async () => {
    const { lead } = library
    const shown = await add('Lantern parade', 'R-21')
    const erased = await add('Lantern workshop', 'R-21')
    const removed = `/organisations/${library.id}/evidence/removed`
    await lead.open(`/evidence/${erased}/removal`)
    await lead.press('Remove evidence')
    await lead.open(`/evidence/${shown}/consents`)
    await lead.follow('Withdraw consent')
    await lead.follow('Lantern workshop (in removed evidence)')
    const withdrawal = lead.address
    await lead.open(`${removed}/${erased}/erasure`)
    await lead.press('Erase now')
    await lead.open(withdrawal)
    expect(lead.status).toBe(404)
    await lead.open(`/evidence/${shown}/consents`)
    await lead.follow('Withdraw consent')
    expect(titlesOn(lead)).toEqual([])
  })

  test('a contributor does not see others’ restricted evidence; a coordinator sees no other evidence', async () => {
    const { lead, contributor } = library
    const shown = await add('Open day', 'R-9')
    await add('What she told us', 'R-9', { sensitivity: 'restricted' } as object)
    await add('Second open day', 'R-9')
    const removed = await add('Third open day', 'R-9')
    await lead.open(`/evidence/${removed}/removal`)
    await lead.press('Remove evidence')
    const consent = (await service.parts.db('consents').where({ evidence_id: shown }).first('id'))!.id
    const seenBy = async (actor: Person) => {
      await actor.open(`/evidence/${shown}/consents/${consent}/withdrawal`)
      return [actor.status, titlesOn(actor).toSorted()]
    }
    expect(await seenBy(lead)).toEqual([
      200,
      ['Second open day', 'Third open day (in removed evidence)', 'What she told us'],
    ])
    expect(await seenBy(contributor)).toEqual([200, ['Second open day']])
    const coordinator = await aSignedInPerson(service, 'Cody Ordinator', ['coordinator'])
    const applicationId = await anApplicationIn(service, library, 'with the panel')
    const member = await aSignedInPerson(service, 'Robin Reader', ['appraiser'])
    await submitAnswerWith(service, shown, { applicationId, by: lead, readers: { coordinator, member } })
    expect(await seenBy(coordinator)).toEqual([200, []])
  })
})
