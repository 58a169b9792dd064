import { expect, test } from '@jest/globals'
import { anAwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the certificate', engine => {
  test('shows the dates and the code to the library, and is not found by another library', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2026-10-01')
    const address = `/awards/${life.award.id}/certificate`
    const library = await signedIn(service, life.people.lead, address)
    expect([library.status, library.headings]).toEqual([200, ['Ashcombe Libraries']])
    await library.follow('Download certificate (PDF)')
    expect([library.status, library.headers['content-type']]).toEqual([200, 'application/pdf'])
    expect(library.headers['content-disposition']).toContain(`filename="Certificate ${life.award.code}.pdf"`)
    const { pages } = await readPdf(library.content)
    await library.open(address)
    for (const text of ['1 June 2026 to 31 May 2027', 'Accredited since 2026, without a gap', life.award.code])
      expect([library.text.includes(text), pages[0]!.includes(text)]).toEqual([true, true])
    expect(pages[0]).toContain(`/verify/${life.award.code}`)
    expect(pages[0]).not.toContain('not valid today')
    const elsewhere = await aPersonWho(service, {
      member: [[await anOrganisation(service, { name: 'Elsewhere' }), 'lead']],
    })
    const visitor = await signedIn(service, elsewhere, address)
    expect(visitor.status).toBe(404)
    const { html } = visitor
    expect([(await visitor.open(`${address}.pdf`)).status, visitor.html]).toEqual([404, html])
    await service.end()
  })

  test('says when the award is not valid', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2027-06-02')
    const library = await signedIn(service, life.people.lead, `/awards/${life.award.id}/certificate`)
    expect(library.text).toContain('This award is not valid today. Please do not show the certificate.')
    await library.follow('Download certificate (PDF)')
    const { pages } = await readPdf(library.content)
    expect(pages[0]).toContain('This award is not valid today. Please do not show the certificate.')
    await service.end()
  })
})
