import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { eachDatabase } from '../../support/database.ts'
import { aConsent, anAnswerWith, withdrawConsent } from '../../support/evidence.ts'
import { anAward, aSubmission } from '../../support/factories.ts'
import {
  aLibrary,
  anApplicationIn,
  aSignedInPerson,
  publishedFramework,
  submitAnswerWith,
  type Known,
  type Library,
} from '../../support/library.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { pdfOfText } from '../../support/pdf-pages.ts'
import { aService, type Service } from '../../support/service.ts'
import { entriesOf } from '../../support/zip-entries.ts'

const leaflet = pdfOfText([{ written: [{ x: 60, y: 700, text: 'Faces of the circle' }] }])
const title = 'Faces of a circle'
const password = 'open the library door'

eachDatabase('a library’s observer and evidence whose consent was withdrawn', engine => {
  let service: Service
  let library: Library
  let evidence: string
  let file: string
  let draft: string
  let submitted: string
  let renewal: string
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    const { lead } = library
    const coordinator = await aSignedInPerson(service, 'Cody Ordinator', ['coordinator'])
    const member = await aSignedInPerson(service, 'Robin Reader', ['appraiser'])
    await lead.open(`/organisations/${library.id}/evidence/new`)
    await lead.press('Add evidence', { title, files: [{ name: 'circle.pdf', content: leaflet }] })
    evidence = lead.address.split('/').at(-1)!
    file = (await service.parts.db('evidence_files').first('id'))!.id
    await aConsent(service, evidence, lead)
    await timetable
      .find(({ name }) => name === 'make-previews')!
      .run(service.parts, '2027-03-01' as never, new AbortController().signal)
    submitted = await anApplicationIn(service, library, 'with the panel')
    await anAnswerWith(service, evidence, { applicationId: submitted, itemId: 'staff-training', by: lead })
    await submitAnswerWith(service, evidence, { applicationId: submitted, by: lead, readers: { coordinator, member } })
    draft = await anApplicationIn(service, library, 'draft')
    await anAnswerWith(service, evidence, { applicationId: draft, itemId: 'staff-training', by: lead })
    const award = await anAward(
      service,
      { id: library.id, name: '', branches: library.branches.map(({ id }) => id) },
      { startedBy: lead },
    )
    await aSubmission(service, award.application, lead, {
      at: '2026-05-01T08:00:00Z',
      answers: [{ item: 'induction', evidence: [evidence] }],
      evidence: [{ id: evidence, title }],
    })
    renewal = await anApplicationIn(service, library, 'draft')
    await service.database
      .writer('applications')
      .where({ id: renewal })
      .update({ kind: 'reappraisal', award_id: award.id, previous_application_id: award.application.id })
    await anAnswerWith(service, evidence, { applicationId: renewal, itemId: 'staff-training', by: lead })
  })
  afterAll(() => service.end())

  /** The addresses of the evidence and its file. */
  const own = () => [
    `/evidence/${evidence}`,
    ...['', '/small', '/pages/1', '/pages/1/picture'].map(part => `/evidence/${evidence}/files/${file}${part}`),
  ]
  /** Pages that name the evidence to everyone who can open it. */
  const naming = () => [
    `/organisations/${library.id}/evidence`,
    `/organisations/${library.id}/evidence?search=circle`,
    '/search?q=circle',
    `/applications/${submitted}/criteria/L1`,
    `/applications/${submitted}/submissions/1`,
    `/applications/${draft}/criteria/L1`,
    `/applications/${renewal}/since-last-year`,
    `/applications/${renewal}/since-last-year.pdf`,
    `/applications/${draft}/sign-off`,
  ]
  const wordsAt = async (actor: Known, address: string, as: 'html' | 'text') => {
    await actor.open(address)
    return address.endsWith('.pdf') ? (await readPdf(actor.content)).pages.join(' ').replace(/\s+/g, ' ') : actor[as]
  }
  const statusesOf = async (actor: Known) => {
    const statuses: number[] = []
    for (const address of own()) statuses.push((await actor.open(address), actor.status))
    return statuses
  }
  const namedBy = async (actor: Known) => {
    const named: [string, boolean][] = []
    for (const address of naming()) named.push([address, (await wordsAt(actor, address, 'html')).includes(title)])
    return named
  }
  const isInZip = async (actor: Known) => {
    await actor.open(`/organisations/${library.id}/export`)
    await actor.press('Download evidence', { password })
    return entriesOf(actor.content).get('index.html')!.toString().includes(title)
  }

  test('after a withdrawal, observers no longer see the evidence anywhere, but leads and contributors do', async () => {
    const { lead, contributor, observer } = library
    const everywhere = naming().map(address => [address, true])
    expect(await statusesOf(observer)).toEqual(own().map(() => 200))
    expect(await namedBy(observer)).toEqual(everywhere)
    expect(await isInZip(observer)).toBe(true)
    expect(await isInZip(contributor)).toBe(true)
    await service.database.writer('evidence_items').insert({ evidence_id: evidence, item_id: 'induction' })

    await lead.open(`/evidence/${evidence}/consents`)
    await lead.follow('Withdraw consent')
    expect(lead.text).toContain('City of Sanctuary, the panel and the library’s observers will immediately lose access')
    await withdrawConsent(lead, evidence)

    for (const [actor, link] of [
      [observer, '/home'],
      [contributor, `/evidence/${evidence}`],
    ] as const) {
      const sent = service.parts.db('outbox').where({ name: 'consent withdrawn', person_id: actor.id })
      const body = (await sent.first('body'))!.body!
      expect(body).toContain('You last downloaded this evidence on 1 March 2027. It is for L2.')
      expect([body.includes(link), body.includes(title)]).toEqual([true, false])
    }

    await observer.open(`/evidence/${newId()}`)
    const absent = observer.text
    for (const address of own()) {
      await observer.open(address)
      expect([address, observer.status, observer.text]).toEqual([address, 404, absent])
    }
    expect(await namedBy(observer)).toEqual(naming().map(address => [address, false]))
    for (const address of naming()) {
      const counted = (await wordsAt(observer, address, 'text')).replace(
        '1 item of evidence is no longer available',
        '',
      )
      expect([address, /1 (item of evidence|restricted)/.exec(counted)?.[0]]).toEqual([address, undefined])
    }
    expect(await isInZip(observer)).toBe(false)
    for (const actor of [lead, contributor]) expect(await statusesOf(actor)).toEqual(own().map(() => 200))
    expect((await namedBy(contributor)).filter(([address]) => !address.endsWith('/sign-off'))).toEqual(
      everywhere.slice(0, -1),
    )
  })
})
