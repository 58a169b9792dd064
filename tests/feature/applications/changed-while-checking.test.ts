import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, aPersonWho, aRound, aTeam, everythingWritten, signedIn } from '../../support/factories.ts'
import { aHolder, writtenRenewal } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'

const refused = 'The application has changed since you opened this page. Check your answers again, then submit'

async function aCompleteDraft(service: Service) {
  const { lead, organisation } = await aTeam(service)
  const hana = await aPersonWho(service, { name: 'Hana Sedlar', member: [[organisation, 'contributor']] })
  const application = await anApplication(service, organisation, { startedBy: lead, round: await aRound(service) })
  await everythingWritten(service, application, lead)
  return { lead, hana, organisation, application, list: `/applications/${application.id}` }
}

const submitted = async (service: Service): Promise<number> =>
  (await service.database.writer('submissions').select('id')).length

eachDatabase('an application that changes while a lead checks it', engine => {
  test('an application with text that the lead has not seen is not submitted; the page says who saved it', async () => {
    const service = await aService(engine)
    const { lead, hana, list } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, `${list}/submission`)
    service.clock.minutesPass(1)
    const byHana = await signedIn(service, hana, `${list}/criteria/L2`)
    await byHana.press('Save', { narrative: 'Call Dana on 07700 900123.' })
    await byLead.press('Submit application')
    expect([byLead.status, byLead.errors, await submitted(service)]).toEqual([409, [refused], 0])
    const changed = byLead.$('#changed a').map((_, link) => [[byLead.$(link).text(), byLead.$(link).attr('href')]])
    expect(changed.get()).toEqual([[expect.stringMatching(/^L2 .*, saved by Hana Sedlar$/), `${list}/criteria/L2`]])
    expect(byLead.text).toContain('Call Dana on 07700 900123.')
    expect(byLead.headings).toContain('Could this identify someone?')
    await byLead.press('Submit application')
    expect([byLead.headings[0], await submitted(service)]).toEqual(['Application submitted', 1])
    await service.end()
  })

  test('an application with a change to its evidence that the lead has not seen is not submitted', async () => {
    const service = await aService(engine)
    const { lead, list } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, `${list}/submission`)
    await service.database.writer('evidence').update({ title: 'Renamed since' })
    await byLead.press('Submit application')
    expect([byLead.status, byLead.errors, await submitted(service)]).toEqual([409, [refused], 0])
    expect(byLead.$('#changed').text()).toContain('Another part has changed, such as the evidence or the contacts.')
    await service.end()
  })

  test('an application with a newly missing answer is not submitted, and the page counts what is left', async () => {
    const service = await aService(engine)
    const { lead, hana, list } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, `${list}/submission`)
    const byHana = await signedIn(service, hana, `${list}/criteria/L2`)
    await byHana.press('Save', { narrative: '' })
    await byLead.press('Submit application')
    expect([byLead.status, byLead.errors, byLead.buttons]).toEqual([
      422,
      ['Complete 1 more thing before you submit'],
      [],
    ])
    await service.end()
  })

  test('an application is submitted if someone saved an answer again without changing it', async () => {
    const service = await aService(engine)
    const { lead, hana, list } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, `${list}/submission`)
    const byHana = await signedIn(service, hana, `${list}/criteria/L2`)
    await byHana.press('Save')
    await byLead.press('Submit application')
    expect([byLead.headings[0], await submitted(service)]).toEqual(['Application submitted', 1])
    await service.end()
  })

  test('a light renewal with a change that the lead has not seen is not submitted', async () => {
    const service = await aService(engine)
    const { lead, organisation, award } = await aHolder(service)
    const hana = await aPersonWho(service, { name: 'Hana Sedlar', member: [[organisation, 'contributor']] })
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open(`${address}/submission`)
    const before = await submitted(service)
    service.clock.minutesPass(1)
    const byHana = await signedIn(service, hana, address)
    await byHana.press('Save', { 'answer-L1': 'Changed since.' })
    await library.press('Submit renewal')
    expect([library.status, library.errors, await submitted(service)]).toEqual([409, [refused], before])
    expect(library.$('#changed').text()).toContain('saved by Hana Sedlar')
    await library.press('Submit renewal')
    expect([library.headings[0], await submitted(service)]).toEqual(['Renewal submitted', before + 1])
    await service.end()
  })
})
