import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  anApplication,
  aRound,
  aTeam,
  everythingWritten,
  signedIn,
  type AnApplication,
  type APerson,
} from '../../support/factories.ts'
import { libreOfficeIsMissing, savedByLibreOffice } from '../../support/libre-office.ts'
import { aService, type Service } from '../../support/service.ts'
import { answered, paragraph, run, withBody, withComments } from '../../support/word-drafts.ts'

if (libreOfficeIsMissing) process.stdout.write(`The round trip through LibreOffice ${libreOfficeIsMissing}\n`)
const roundTrip = libreOfficeIsMissing ? describe.skip : describe

roundTrip(`a draft in a real LibreOffice${libreOfficeIsMissing ? ` (${libreOfficeIsMissing})` : ''}`, () => {
  let service: Service
  let application: AnApplication
  let lead: APerson
  const word = () => `/applications/${application.id}/word`
  const answers = () => service.database.writer('answers').where({ application_id: application.id })
  const downloaded = async (): Promise<Buffer> =>
    (await signedIn(service, lead, `/applications/${application.id}/draft.docx`)).content
  const imported = async (content: Buffer) => {
    const visitor = await signedIn(service, lead, word())
    return visitor.press('Import document', { file: [{ name: 'draft.docx', content }] })
  }

  beforeAll(async () => {
    service = await aService('sqlite')
    const round = await aRound(service)
    const team = await aTeam(service)
    lead = team.lead
    application = await anApplication(service, team.organisation, { startedBy: lead, round })
    await everythingWritten(service, application, lead)
    const text = 'Two lines:\none & two.\n\n• a list\n• of two\n\nمرحبا بالجميع 👩‍👩‍👧 e\u0301'
    await answers().where({ item_id: 'staff-training' }).update({ narrative: text })
  })
  afterAll(() => service.end())

  test('a document that was only opened and saved in LibreOffice has no changes', async () => {
    const docx = await downloaded()
    const visitor = await imported(savedByLibreOffice(docx, 'docx', 'docx'))
    expect([visitor.address, visitor.notices]).toEqual([word(), ['The document has no changes.']])
    const twice = savedByLibreOffice(savedByLibreOffice(docx, 'docx', 'odt'), 'odt', 'docx')
    const again = await imported(twice)
    expect([again.address, again.notices]).toEqual([word(), ['The document has no changes.']])
  })

  test('changes, tracked changes and comments survive being saved by LibreOffice', async () => {
    const by = 'w:id="901" w:author="Sam" w:date="2027-03-01T10:00:00Z"'
    const changed = withBody(await downloaded(), xml =>
      answered(
        answered(xml, 'L2', paragraph(run('A new first paragraph.')), paragraph(run('And a second one.'))),
        'L3',
        paragraph(
          run('We '),
          `<w:del ${by}><w:r><w:delText>never</w:delText></w:r></w:del>`,
          `<w:ins ${by}>${run('always')}</w:ins>`,
          run(' welcome.'),
        ),
      ),
    )
    const commented = withComments(changed, [{ on: 'L2', author: 'Head of service', text: 'Much better' }])
    const visitor = await imported(savedByLibreOffice(commented, 'docx', 'docx'))
    expect(visitor.text).toContain('We read it as if you had accepted them all')
    expect(visitor.$('section').length).toBe(2)
    await visitor.press('Add 1 comment')
    await visitor.press(`Use this text ${visitor.$('#L2 h2').text().trim()}`)
    await visitor.press(`Use this text ${visitor.$('#L3 h2').text().trim()}`)
    const texts = (await answers()).map(({ narrative }) => narrative)
    expect(texts).toEqual(expect.arrayContaining(['A new first paragraph.\n\nAnd a second one.', 'We always welcome.']))
    const [comment] = await service.database.writer('comments')
    expect(comment).toMatchObject({ body: 'Much better', from_author: 'Head of service', written_by: lead.id })
  })
})
