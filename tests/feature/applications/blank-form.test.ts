import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anAward, anOrganisation, aPersonWho, aRound, aTeam, signedIn } from '../../support/factories.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { aService } from '../../support/service.ts'
import { aVisitor, type Visitor } from '../../support/visitor.ts'

async function textOfPdf(visitor: Visitor): Promise<string> {
  expect([visitor.status, visitor.headers['content-type']]).toEqual([200, 'application/pdf'])
  const read = await readPdf(visitor.content)
  expect(read).toMatchObject({ isTagged: true, isUa1: true, language: 'en' })
  return read.pages.join(' ').replace(/\s+/g, ' ')
}

eachDatabase('the blank form', engine => {
  test('anyone can read all questions before applying, on a page and in a PDF', async () => {
    const service = await aService(engine)
    await aRound(service)
    const visitor = await aVisitor(service).open('/apply')
    await visitor.follow('Read the criteria and the blank form')
    expect([visitor.status, visitor.headings[0]]).toEqual([200, 'The criteria'])
    expect(visitor.$('main h3').length).toBe(32)
    expect(visitor.text.match(/20,000 characters/g)).toHaveLength(1)
    expect(visitor.text.match(/Write as you would to a colleague\./g)).toHaveLength(1)
    await visitor.follow('Download the blank form (PDF)')
    expect(visitor.headers['content-disposition']).toContain('Blank form, First application, version 0.1.pdf')
    const text = await textOfPdf(visitor)
    for (const part of [
      'First application: Library of Sanctuary, working draft 0.1',
      'Version 0.1 of the criteria, published on',
      'Working draft, not issued by City of Sanctuary',
      'P1 ',
      'L1 ',
      'What counts as evidence',
      '150 to 300 words is enough.',
      'Your answer can have up to 20,000 characters.',
      'Summary in plain language',
    ])
      expect(text).toContain(part)
    await service.end()
  })

  test('the criteria of a retired stream can still be read, because its awards can be renewed', async () => {
    const service = await aService(engine)
    await aRound(service)
    await service.database.writer('streams').update({ retired_at: service.clock.now() })
    const visitor = await aVisitor(service).open('/apply')
    await visitor.follow('Read the criteria and the blank form')
    expect([visitor.status, visitor.headings[0]]).toEqual([200, 'The criteria'])
    expect((await visitor.open('/criteria?stream=nothing')).status).toBe(404)
    await service.end()
  })

  test('the blank form can show only the questions of a light renewal or of a full reappraisal', async () => {
    const service = await aService(engine)
    await aRound(service)
    const visitor = aVisitor(service)
    const questionsOf = async (kind: string): Promise<string[]> => {
      await visitor.open(`/criteria?kind=${kind}`)
      return visitor
        .$('main h3')
        .map((_, heading) => visitor.$(heading).attr('id')!)
        .get()
    }
    const first = await questionsOf('first')
    const renewal = await questionsOf('renewal')
    const reappraisal = await questionsOf('reappraisal')
    expect([first.includes('P1'), renewal.includes('P1'), reappraisal.includes('P1')]).toEqual([true, false, true])
    expect([first.includes('F2'), renewal.includes('F2'), reappraisal.includes('F2')]).toEqual([false, true, true])
    expect([first, renewal, reappraisal].map(({ length }) => length)).toEqual([32, 27, 35])
    expect(visitor.text).not.toContain('Confirm that your last answer is still true.')
    await visitor.open('/criteria/form.pdf?kind=renewal')
    const text = await textOfPdf(visitor)
    expect(text).toContain('Renewal: Library of Sanctuary')
    expect(text).toContain(
      'Confirm that your last answer is still true. Write a new answer only if something has changed.',
    )
    expect(await questionsOf('cakes')).toEqual(first)
    for (const address of ['/criteria?stream=cakes', '/criteria/form.pdf?stream=cakes'])
      expect((await visitor.open(address)).status).toBe(404)
    await service.end()
  })

  test('the help page and the pages that start an application or a renewal link to the blank form', async () => {
    const service = await aService(engine)
    await aRound(service)
    const { organisation, lead } = await aTeam(service)
    const awarded = await anOrganisation(service)
    const other = await aPersonWho(service, { member: [[awarded, 'lead']] })
    const award = await anAward(service, awarded, { startedBy: other })
    const pages = [
      [lead, `/organisations/${organisation.id}/applications/new`, '/criteria?kind=first&stream=libraries'],
      [other, `/awards/${award.id}/renewal`, '/criteria?kind=renewal&stream=libraries'],
      [lead, '/help', '/criteria'],
    ] as const
    for (const [person, address, href] of pages) {
      const visitor = await signedIn(service, person, address)
      const link = visitor.links.find(({ text }) => text === 'Read the criteria and the blank form')
      expect([address, link?.href]).toEqual([address, href])
    }
    await service.end()
  })
})
