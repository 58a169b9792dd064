import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { matchesManifest, type Part } from '../../../src/domain/manifest.ts'
import { instant, type Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  anItemOfEvidence,
  aRound,
  aSeat,
  everythingWritten,
  signedIn,
  type AnApplication,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { behavesLikeEveryButton } from '../../support/form-life.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow, type Visitor } from '../../support/visitor.ts'

eachDatabase('a submission', engine => {
  let service: Service
  let round: string
  let coordinator: APerson
  let organisation: AnOrganisation
  let [lead, contributor]: APerson[] = []
  let application: AnApplication
  const at = (below = '') => `/applications/${application.id}${below}`
  const rows = <Row = Record<string, unknown>>(
    table: string,
    where: Record<string, unknown> = { application_id: application.id },
  ) => service.database.db(table).where(where) as unknown as Promise<Row[]>
  const status = async () => (await rows('applications', { id: application.id }))[0]!.status

  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
    coordinator = await aPersonWho(service, { name: 'The coordinator', roles: ['coordinator'] })
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    service.clock.set('2027-03-01T09:00:10Z')
    organisation = await anOrganisation(service)
    lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    contributor = await aPersonWho(service, { name: 'Idris Vaughan', member: [[organisation, 'contributor']] })
    application = await anApplication(service, organisation, { startedBy: lead, round })
    await service.post()
  })

  /**
   * Submits a complete application.
   * @returns the lead’s browser, on the receipt
   */
  async function submitted(): Promise<Visitor> {
    await everythingWritten(service, application, contributor!)
    const visitor = await signedIn(service, lead!, at('/submission'))
    return visitor.press('Submit application')
  }

  test('submitting creates a receipt, a frozen copy, one event in the history and two emails', async () => {
    const evidence = await everythingWritten(service, application, contributor!)
    const visitor = await signedIn(service, lead!, at('/submission'))
    expect(visitor.text).toContain('By submitting, you confirm that these contacts are correct.')
    await visitor.press('Submit application')
    expect([visitor.status, visitor.address, visitor.headings[0]]).toEqual([
      200,
      at('/submission'),
      'Application submitted',
    ])
    const [submission] = await rows<{ id: string; receipt: string; sha256: string; manifest: string }>('submissions')
    expect(visitor.text).toContain(`Receipt number ${submission!.receipt}`)
    expect(visitor.text).toContain('Ashcombe Libraries, submission 1 1 March 2027, 9am')
    expect(visitor.text).toContain('Your leads also get this receipt by email: Marian Tull.')
    expect(visitor.text.replaceAll(' ', '')).toContain(submission!.sha256)
    expect(await status()).toBe('submitted')
    expect(await rows('submission_evidence', { submission_id: submission!.id })).toEqual([
      { submission_id: submission!.id, evidence_id: evidence },
    ])
    expect((await rows<{ name: string }>('events')).map(({ name }) => name)).toEqual(['application.submit'])
    const emails = await service.post()
    expect(emails.map(({ to }) => to).toSorted()).toEqual([lead!.email, coordinator.email].toSorted())
    expect(emails.find(({ to }) => to === lead!.email)!.text).toContain(submission!.receipt)
  })

  test('the receipt mentions the check until it is done, and says “nothing to do” if no question is open', async () => {
    const visitor = await submitted()
    const [check, nothing] = ['A coordinator will check that', 'You do not need to do anything now.']
    const says = async () => {
      await visitor.open(at('/submission'))
      return [visitor.text.includes(check), visitor.text.includes(nothing)]
    }
    expect(await says()).toEqual([true, true])
    const db = service.database.writer
    await db('applications').where({ id: application.id }).update({ status: 'checked' })
    expect(await says()).toEqual([false, true])
    await aDeclaration(service, application, coordinator)
    const asking = await signedIn(service, coordinator, at('/criteria/L1/questions/new'))
    await asking.press('Send question', { body: 'Which branches?', replyBy: '2027-03-20' })
    expect(asking.errors).toEqual([])
    expect(await says()).toEqual([false, false])
    for (const status of ['submitted', 'resubmitted']) {
      await db('applications').where({ id: application.id }).update({ status })
      expect([status, await says()]).toEqual([status, [status === 'submitted', false]])
    }
    expect(visitor.text).toContain(
      'A coordinator will send your new evidence to the panel. The panel will read what you added.',
    )
  })

  test('the checksum on the receipt covers every part of the frozen copy', async () => {
    await submitted()
    const [submission] = await rows<{ id: string; sha256: string; manifest: string }>('submissions')
    expect(createHash('sha256').update(submission!.manifest).digest('hex')).toBe(submission!.sha256)
    const parts = await rows<Part>('submission_parts', { submission_id: submission!.id })
    expect(parts.map(part => matchesManifest(submission!.manifest, part))).toEqual(parts.map(() => true))
    expect(parts.some(part => matchesManifest(submission!.manifest, { ...part, content: `${part.content} ` }))).toBe(
      false,
    )
    expect(submission!.manifest.split('\n').length).toBe(parts.length + 5)
    const [line] = submission!.manifest.split('\n').slice(4)
    const first = parts.find(({ name }) => line!.endsWith(`  ${name}`))!
    expect(line!.slice(0, 64)).toBe(
      createHash('sha256')
        .update(Buffer.concat([Buffer.from(first.salt, 'hex'), Buffer.from(first.content)]))
        .digest('hex'),
    )
  })

  test('saving the summary leads to the page for checking answers when nothing else is missing', async () => {
    await everythingWritten(service, application, contributor!)
    await service.database.writer('applications').where({ id: application.id }).update({ summary: '' })
    const visitor = await signedIn(service, lead!, at('/criteria/S6'))
    await visitor.press('Save and continue', { narrative: 'We count what changes.' })
    expect(visitor.address).toBe(at('/summary'))
    await visitor.press('Save', { summary: 'Everybody is welcome.' })
    expect([visitor.address, visitor.buttons]).toEqual([at('/submission'), ['Submit application']])
  })

  test('a form sent 20 times makes one submission, and each window shows the receipt or a 503 page', async () => {
    await everythingWritten(service, application, contributor!)
    const visitor = await signedIn(service, lead!, at('/submission'))
    const form = {
      idempotencyKey: visitor.valueOf('idempotencyKey') as string,
      seen: visitor.valueOf('seen') as string,
    }
    const windows = Array.from({ length: 20 }, () => anotherWindow(service, visitor))
    await Promise.all(windows.map(each => each.send(at('/submission'), form)))
    const responses = new Set(windows.map(each => `${each.status} ${each.headings[0]}`))
    expect([...responses].filter(response => !response.startsWith('503'))).toEqual(['200 Application submitted'])
    expect([
      (await rows('submissions')).length,
      (await rows('events')).length,
      (await service.post()).filter(({ to }) => to === lead!.email).length,
    ]).toEqual([1, 1, 1])
    await visitor.send(at('/submission'), form)
    expect([visitor.status, visitor.headings[0], (await rows('submissions')).length]).toEqual([
      200,
      'Application submitted',
      1,
    ])
    await visitor.send(at('/submission'))
    expect([visitor.headings[0], (await rows('submissions')).length]).toEqual(['Application submitted', 1])
  })

  test.each([
    ['can be submitted a minute before the round closes', '2027-04-30T15:59:00Z', 'submitted'],
    ['can be submitted within the grace period', '2027-04-30T16:29:00Z', 'submitted'],
    ['cannot be submitted after the grace period', '2027-04-30T16:30:00Z', 'draft'],
    ['cannot be submitted before the round opens', '2027-01-31T09:00:00Z', 'draft'],
  ])('an application %s', async (_, moment, expected) => {
    await everythingWritten(service, application, contributor!)
    service.clock.set(moment)
    const visitor = await signedIn(service, lead!, at('/submission'))
    await (expected === 'submitted' ? visitor.press('Submit application') : visitor.send(at('/submission')))
    expect(await status()).toBe(expected)
    if (expected === 'draft') expect([visitor.status, visitor.text.includes('No round is open.')]).toEqual([422, true])
  })

  test('later renaming does not change a submission, and pages that change the application are closed', async () => {
    const visitor = await submitted()
    const writer = service.database.writer
    await writer('evidence').where({ organisation_id: organisation.id }).update({ title: 'Renamed since' })
    await writer('branches').where({ organisation_id: organisation.id }).update({ name: 'Closed since' })
    await visitor.follow('View your submission')
    expect([visitor.status, visitor.headings[0]]).toEqual([200, 'Submission 1'])
    expect([
      visitor.text.includes('Joining without proof of address'),
      visitor.text.includes('Millbrook'),
      visitor.text.includes('since'),
    ]).toEqual([true, true, false])
    await visitor.open(at('/criteria/L1'))
    expect(visitor.buttons).toEqual(['Add comment'])
    await visitor.send(at('/criteria/L1'), { narrative: 'Changed since', version: '1' })
    expect([visitor.status, visitor.headings[0], visitor.text.includes('Changed since')]).toEqual([
      409,
      'This application has been submitted',
      true,
    ])
    for (const page of ['/assignments', '/criteria/L1/assignment', '/scope', '/word', '/word/changes', '/draft.docx']) {
      await visitor.open(at(page))
      const link = visitor.links.find(({ text }) => text === 'Open the application')
      expect([page, visitor.status, visitor.headings[0], link?.href]).toEqual([
        page,
        409,
        'This application has been submitted',
        at(),
      ])
    }
    expect(visitor.text).toContain('You can use Word again if City of Sanctuary returns the application')
    for (const [status, heading] of [
      ['decided', 'This application has been decided'],
      ['withdrawn', 'This application has been withdrawn'],
    ] as const) {
      const decision_letter_released_at = status === 'decided' ? service.clock.now() : null
      await writer('applications').where({ id: application.id }).update({ status, decision_letter_released_at })
      for (const page of ['/assignments', '/scope', '/word'])
        expect([page, (await visitor.open(at(page))).status, visitor.headings[0]]).toEqual([page, 409, heading])
    }
    await writer('applications')
      .where({ id: application.id })
      .update({ status: 'decided', decision_letter_released_at: null })
    await visitor.open(at('/scope'))
    expect(visitor.headings[0]).toBe('This application has been submitted')
    await writer('applications').where({ id: application.id }).update({ status: 'submitted' })
    expect((await visitor.open(at('/submissions/2'))).status).toBe(404)
    for (const odd of ['0', '01', '1.0', '-1', 'x', '1e0', '%00', '99999'])
      expect((await visitor.open(at(`/submissions/${odd}`))).status).toBe(404)
  })

  test('a panel member reads a submission after a declaration, without the library’s own ratings', async () => {
    await submitted()
    await anItemOfEvidence(service, organisation, lead!, { title: 'Never attached' })
    const person = await aPersonWho(service, { roles: ['appraiser'] })
    await aSeat(service, application, person, { offeredBy: coordinator, kind: 'local group' })
    const appraiser = await signedIn(service, person, at('/submissions/1'))
    expect([appraiser.status, appraiser.headings[0]]).toEqual([403, 'Make your declaration first'])
    await aDeclaration(service, application, person)
    await aDeclaration(service, application, coordinator)
    await appraiser.open(at('/submissions/1'))
    expect(appraiser.links.map(({ href }) => href)).toContainEqual(
      expect.stringMatching(new RegExp(`^/evidence/\\w+\\?case=${application.id}$`)),
    )
    expect([appraiser.text.includes('What we do about L1.'), appraiser.text.includes('own rating Met')]).toEqual([
      true,
      false,
    ])
    const own = await signedIn(service, lead!, at('/submissions/1'))
    expect([own.text.includes('Your own rating Met'), own.text.includes('Library’s own rating')]).toEqual([true, false])
    const reader = await signedIn(service, coordinator, at('/criteria/L1'))
    expect([
      reader.text.includes('What we do about L1.'),
      reader.text.includes('Joining without proof'),
      reader.headings.includes('The library’s own rating'),
      reader.buttons,
    ]).toEqual([true, true, true, []])
    await service.database
      .writer('answers')
      .where({ application_id: application.id })
      .update({ narrative: 'being rewritten' })
    await reader.open(at('/criteria/L1'))
    expect([reader.text.includes('What we do about L1.'), reader.text.includes('being rewritten')]).toEqual([
      true,
      false,
    ])
    expect((await rows<{ person_id: string }>('access_log')).map(({ person_id }) => person_id).toSorted()).toEqual(
      [person.id, coordinator.id, coordinator.id].toSorted(),
    )
    await reader.open(at('/submissions/1'))
    expect(reader.text).toContain('Library’s own rating Met')
  })

  test('observers cannot see the titles of restricted evidence in a submission', async () => {
    await submitted()
    await service.database
      .writer('evidence')
      .where({ organisation_id: organisation.id })
      .update({ sensitivity: 'restricted' })
    const observer = await signedIn(
      service,
      await aPersonWho(service, { member: [[organisation, 'observer']] }),
      at('/submissions/1'),
    )
    expect([
      observer.status,
      observer.text.includes('Joining without proof'),
      observer.text.includes('1 restricted item of evidence that you cannot open'),
    ]).toEqual([200, false, true])
    await observer.open(at('/criteria/L1'))
    expect(observer.text).not.toContain('Joining without proof')
  })

  test('a library submits a second time when the panel asks for more evidence, and new parts are marked', async () => {
    const visitor = await submitted()
    await service.database
      .writer('applications')
      .where({ id: application.id })
      .update({
        status: 'more evidence asked',
        status_before: 'with the panel',
        status_since: instant('2027-03-01T09:05:00Z'),
        until: '2027-04-01' as Day,
        reasons: 'Which branches?',
        items_asked: '["staff-training"]',
        version: 9,
      })
    service.clock.set('2027-03-01T09:10:00Z')
    await visitor.open(at())
    expect([
      visitor.text.includes('Which branches?'),
      visitor.text.includes('You can change only this answer: L1 Staff and volunteers learn'),
      visitor.text.includes('1 answer needs changing.'),
      visitor.text.includes('leave recommended criteria empty'),
    ]).toEqual([true, true, true, false])
    expect(visitor.$('.los-notice a').attr('href')).toBe(at('/criteria/L1'))
    await visitor.follow('L1 Staff and volunteers learn')
    expect(visitor.$('.los-aside').text()).toContain('Needs a change')
    await visitor.open('/home')
    expect(visitor.links.find(({ text }) => text === 'Continue application')!.href).toBe(at('/criteria/L1'))
    const colleague = await signedIn(service, contributor!, at())
    expect(colleague.text).not.toContain('You can keep writing until then')
    await visitor.open(at('/submission'))
    expect(visitor.headings[1]).toBe('1 thing left to do')
    await visitor.send(at('/criteria/L2'), { narrative: 'x', version: '1' })
    expect([visitor.status, visitor.headings[0]]).toEqual([409, 'You cannot change this answer now'])
    const added = await anItemOfEvidence(service, organisation, lead!, { title: 'Training log of Millbrook' })
    await visitor.open(at('/criteria/L1/evidence'))
    await visitor.press('Attach', { use: added })
    await visitor.open(at('/criteria/L1'))
    expect(visitor.$('.los-aside').text()).not.toContain('Needs a change')
    await visitor.open(at('/submission'))
    await visitor.press('Submit again')
    expect([await status(), visitor.text.includes('submission 2'), (await rows('submissions')).length]).toEqual([
      'resubmitted',
      true,
      2,
    ])
    await visitor.open(at('/submissions/2'))
    expect(
      visitor
        .$('.los-sheet')
        .filter((_, sheet) => visitor.$(sheet).text().includes('Added after the panel asked for more'))
        .map((_, sheet) => visitor.$(sheet).find('.los-crit').text())
        .get(),
    ).toEqual(['L1'])
    await visitor.open(at('/submissions/1'))
    expect(visitor.text).not.toContain('Training log of Millbrook')
  })
})

eachDatabase('the form to submit an application', engine => {
  behavesLikeEveryButton(async () => {
    const service = await aService(engine)
    const round = await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    await everythingWritten(service, application, lead)
    return {
      service,
      visitor: await signedIn(service, lead, `/applications/${application.id}/submission`),
      button: 'Submit application',
      timesSaved: async () => (await service.database.writer('submissions').select('id')).length,
    }
  })
})
