import { expect, test } from '@jest/globals'
import { anAwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { aService } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

eachDatabase('the certificate', engine => {
  test('the library sees the certificate with its dates and code, and another library cannot find it', async () => {
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
    for (const text of ['1 June 2026 to 31 May 2027', 'Continuously accredited since 2026', life.award.code])
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

  test('an earlier certificate names the current one; the public page says which ones are out of date', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    const address = `/awards/${life.award.id}/certificate`
    life.goTo('2027-03-01')
    const before = await signedIn(service, life.people.lead, `${address}?period=1`)
    expect([before.status, before.text.includes('out of date')]).toEqual([200, false])
    await life.renew()
    life.goTo('2027-07-01')
    const library = await signedIn(service, life.people.lead, address)
    expect([library.text.includes('1 June 2027 to 31 May 2028'), library.text.includes('out of date')]).toEqual([
      true,
      false,
    ])
    await library.open(`${address}?period=1`)
    expect(library.text).toContain('1 June 2026 to 31 May 2027')
    expect(library.text).toContain('The current certificate covers 1 June 2027 to 31 May 2028.')
    await library.follow('Download certificate (PDF)')
    const [sheet] = (await readPdf(library.content)).pages
    expect(sheet).toContain('1 June 2026 to 31 May 2027')
    expect(sheet!.replace(/\s+/g, ' ')).toContain('The current certificate covers 1 June 2027 to 31 May 2028.')
    const visitor = aVisitor(service)
    await visitor.open(`/verify/${life.award.code}`)
    expect(visitor.text).toContain('Certificates with an end date before 1 June 2027 are out of date.')
    await library.open(`${address}?period=7`)
    expect(library.status).toBe(404)
    await service.end()
  })

  test('after the award period, the certificate and the public page say that the period is over', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2027-06-02')
    const library = await signedIn(service, life.people.lead, `/awards/${life.award.id}/certificate`)
    expect(library.text).toContain('The award period ended on 31 May 2027, and the award has not been renewed.')
    const visitor = aVisitor(service)
    await visitor.open(`/verify/${life.award.code}`)
    expect(visitor.text).toContain('The certificate is out of date. The award period ended on 31 May 2027.')
    await service.end()
  })

  test('after the award period, the certificate and its PDF say that the award is not valid today', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2027-06-02')
    const library = await signedIn(service, life.people.lead, `/awards/${life.award.id}/certificate`)
    expect(library.text).toContain('This award is not valid today. Please do not display the certificate.')
    await library.follow('Download certificate (PDF)')
    const { pages } = await readPdf(library.content)
    expect(pages[0]).toContain('This award is not valid today. Please do not display the certificate.')
    await service.end()
  })

  test('a suspended or ended award with a submitted renewal shows the end of its award period', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2027-05-20')
    await life.renew()
    life.goTo('2028-05-20')
    await life.start()
    await life.submitApplication()
    life.goTo('2028-09-01')
    const address = `/awards/${life.award.id}/certificate`
    for (const [as, move] of [
      ['coordinator', 'suspend'],
      ['lead', 'end'],
    ] as const) {
      await life.move(as, move)
      const library = await signedIn(service, life.people.lead, address)
      expect(library.text).toContain('1 June 2027 to 31 May 2028')
      expect(library.text).toContain('The award period ended on 31 May 2028, and the award has not been renewed.')
      await library.open(`${address}?period=1`)
      expect(library.text).toContain('The current certificate covers 1 June 2027 to 31 May 2028.')
      const visitor = aVisitor(service)
      await visitor.open(`/verify/${life.award.code}`)
      expect(visitor.text).toContain('The certificate is out of date. The award period ended on 31 May 2028.')
      life.goTo('2028-09-02')
    }
    await service.end()
  })

  test('while a renewal keeps the award valid, its certificate says so and shows no end date', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2027-05-20')
    await life.start()
    await life.submitApplication()
    life.goTo('2027-09-01')
    const address = `/awards/${life.award.id}/certificate`
    const library = await signedIn(service, life.people.lead, address)
    const dates = 'Valid from 1 June 2026, while City of Sanctuary considers the renewal'
    expect([library.text.includes(dates), library.text.includes('31 May 2027')]).toEqual([true, false])
    await library.follow('Download certificate (PDF)')
    const [sheet, second] = (await readPdf(library.content)).pages
    expect([sheet!.replace(/\s+/g, ' ').includes(dates), second]).toEqual([true, undefined])
    life.goTo('2027-09-02')
    await life.check()
    await life.decide()
    await life.release('awarded')
    life.goTo('2028-08-01')
    await life.start()
    await life.submitApplication()
    life.goTo('2028-12-01')
    const later = await signedIn(service, life.people.lead, `${address}?period=1`)
    expect(later.text).toContain(
      'The current certificate is from 1 June 2027 until City of Sanctuary decides on the next renewal.',
    )
    const visitor = aVisitor(service)
    await visitor.open(`/verify/${life.award.code}`)
    expect(visitor.text).toContain('The award has been renewed, and the current certificate starts on 1 June 2027.')
    await service.end()
  })
})
