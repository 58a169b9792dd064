import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { openDraft, signDraft } from '../../../src/modules/applications/word-drafts/word-draft.forms.ts'
import { instant } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  aPersonWho,
  aRound,
  aTeam,
  everythingWritten,
  signedIn,
  type AnApplication,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { partsOf } from '../../support/word-drafts.ts'

const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

async function aDraft(service: Service, row: Record<string, unknown> = {}) {
  const team = await aTeam(service)
  const application = await anApplication(service, team.organisation, {
    startedBy: team.lead,
    round: await aRound(service),
    ...row,
  })
  return { ...team, application, docx: `/applications/${application.id}/draft.docx` }
}

const written = (service: Service, application: AnApplication, itemId: string, narrative: string) =>
  service.database.writer('answers').insert({
    id: newId(),
    application_id: application.id,
    item_id: itemId,
    narrative,
    own_rating: null,
    written_by: null,
    written_at: service.clock.now(),
    version: 4,
  })

eachDatabase('a draft in Word', engine => {
  test('every member of the library can download the draft, and nobody else can', async () => {
    const service = await aService(engine)
    const { lead, contributor, observer, application, docx } = await aDraft(service)
    for (const person of [lead, contributor, observer]) {
      const visitor = await signedIn(service, person, `/applications/${application.id}`)
      await visitor.follow('Write in Word')
      await visitor.follow('Download the draft (Word)')
      expect([visitor.status, visitor.headers['content-type']]).toEqual([200, wordType])
      expect(visitor.headers['content-disposition']).toContain(`Draft ${application.number} 2027-03-01.docx`)
    }
    expect((await signedIn(service, await aPersonWho(service, {}), docx)).status).toBe(404)
    // A coordinator knows that there is a draft, but cannot read it.
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    expect((await signedIn(service, coordinator, docx)).status).toBe(403)
    await service.end()
  })

  test('the document has every question with its answer, and no evidence', async () => {
    const service = await aService(engine)
    const { lead, observer, application, docx } = await aDraft(service)
    await everythingWritten(service, application, lead)
    await service.database
      .writer('answers')
      .where({ application_id: application.id, item_id: 'staff-training' })
      .update({ narrative: 'We train & learn.\nEveryone <joins>.\n\nمرحبا بالجميع' })
    const parts = partsOf((await signedIn(service, observer, docx)).content)
    const body = parts.get('word/document.xml')!
    expect(body.match(/w:name="los_question_/g)).toHaveLength(32)
    expect(body.match(/w:name="los_answer_/g)).toHaveLength(32)
    expect(body).toContain('Answer to L1')
    expect(body).toContain('We train &amp; learn.')
    expect(body).toContain('Everyone &lt;joins&gt;.')
    expect(body).toContain('What we do about P1.')
    const arabic = body.slice(body.lastIndexOf('<w:p>', body.indexOf('مرحبا')), body.indexOf('مرحبا'))
    expect([arabic.includes('<w:bidi/>'), arabic.includes('<w:rtl/>')]).toEqual([true, true])
    expect([...parts.values()].join('')).not.toContain('Joining without proof of address')
    expect(parts.get('docProps/core.xml')).not.toContain('The observer')
    expect([...parts.keys()].filter(name => !/(\.xml|\.rels|\/)$/.test(name))).toEqual([])
    await service.end()
  })

  test('the document has only the questions about which the panel asked for more evidence', async () => {
    const service = await aService(engine)
    const { lead, docx } = await aDraft(service, {
      status: 'more evidence asked',
      items_asked: JSON.stringify(['staff-training']),
    })
    const body = partsOf((await signedIn(service, lead, docx)).content).get('word/document.xml')!
    expect(body.match(/los_answer_[A-Z]\d+/g)).toEqual(['los_answer_L1'])
    await service.end()
  })

  test('a submitted application or a light renewal has no draft in Word', async () => {
    const service = await aService(engine)
    const submitted = await aDraft(service, { status: 'submitted' })
    const visitor = await signedIn(service, submitted.lead, `/applications/${submitted.application.id}`)
    expect(visitor.links.map(({ text }) => text)).not.toContain('Write in Word')
    expect((await visitor.open(submitted.docx)).status).toBe(409)
    const renewal = await aDraft(service, { kind: 'renewal' })
    const other = await signedIn(service, renewal.lead, renewal.docx)
    expect(other.status).toBe(404)
    await service.end()
  })

  test('the document is signed, so that we can recognise it when it is imported', async () => {
    const service = await aService(engine)
    const { lead, application, docx } = await aDraft(service)
    await written(service, application, 'staff-training', 'We train.')
    const custom = partsOf((await signedIn(service, lead, docx)).content).get('docProps/custom.xml')!
    const pieces = [...custom.matchAll(/name="Library of Sanctuary \d+"><vt:lpwstr>([^<]*)</g)].map(([, text]) => text!)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(255)
    const secret = service.parts.config.sessionSecret
    const carried = openDraft(secret, pieces.join(''))
    expect(carried).toMatchObject({ applicationId: application.id, downloadedAt: service.clock.now() })
    expect(carried!.answers.find(({ code }) => code === 'L1')).toEqual({ code: 'L1', version: 4, text: 'We train.' })
    expect(openDraft('another secret', pieces.join(''))).toBeNull()
    await service.end()
  })
})

test('the longest draft can be signed and read back, and a changed one is refused', () => {
  const draft = {
    applicationId: 'a',
    frameworkVersionId: 'b',
    downloadedAt: instant('2027-03-01T09:00Z'),
    answers: Array.from({ length: 40 }, (_, place) => ({
      code: `L${place}`,
      version: place,
      text: Array.from({ length: 20_000 }, (_each, at) =>
        String.fromCodePoint(97 + (((at * (place + 7) * 31) % 997) % 26)),
      ).join(''),
    })),
    written: ['a paragraph of a question'],
  }
  const signed = signDraft('secret', draft)
  expect(openDraft('secret', signed)).toEqual(draft)
  expect(
    openDraft(
      'secret',
      signed.replace(/^./, letter => (letter === 'A' ? 'B' : 'A')),
    ),
  ).toBeNull()
  expect(openDraft('secret', '')).toBeNull()
})
