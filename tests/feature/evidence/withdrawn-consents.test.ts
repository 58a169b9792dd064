import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import type { Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { aConsent, anAnswerWith, someEvidence, withdrawConsent } from '../../support/evidence.ts'
import { everythingWritten } from '../../support/factories.ts'
import {
  aLibrary,
  anApplicationIn,
  aSignedInPerson,
  publishedFramework,
  submitAnswerWith,
  type Known,
  type Library,
} from '../../support/library.ts'
import { partnerSteps } from '../../support/partners.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('withdrawn consents', engine => {
  let service: Service
  let library: Library
  let coordinator: Known
  let appraiser: Known
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    coordinator = await aSignedInPerson(service, 'Cody Ordinator', ['coordinator'])
    appraiser = await aSignedInPerson(service, 'Robin Reader', ['appraiser'])
  })
  afterEach(() => service.database.writer('applications').update({ status: 'withdrawn' }))
  afterAll(() => service.end())

  /** An application whose answer to L1 uses one item of evidence that shows people, with consent. */
  const anApplicationShowing = async (title: string, status: string) => {
    const evidence = await someEvidence(service, library, { title })
    await aConsent(service, evidence, library.lead)
    const application = await anApplicationIn(service, library, status)
    await answers(application, 'staff-training', evidence)
    return { evidence, application }
  }
  const answers = (applicationId: string, itemId: string, evidence: string): Promise<string> =>
    anAnswerWith(service, evidence, { applicationId, itemId, by: library.lead })
  const answerTo = async (application: string, item: string): Promise<string> => {
    const { writer } = service.database
    return (await writer('answers').where({ application_id: application, item_id: item }).first('id'))!.id
  }
  const attach = (answer: string, evidence: string) =>
    service.database
      .writer('answer_evidence')
      .insert({ answer_id: answer, evidence_id: evidence, attached_at: service.clock.now() })
  const partners = partnerSteps(() => ({ service, library }))
  const becomes = (application: string, row: Record<string, unknown>) =>
    service.database.writer('applications').where({ id: application }).update(row)
  const submitted = (evidence: string, applicationId: string) =>
    submitAnswerWith(service, evidence, {
      applicationId,
      by: library.lead,
      readers: { coordinator, member: appraiser },
    })
  const withdraw = (evidence: string) => withdrawConsent(library.lead, evidence)
  const textAt = async (actor: Known, address: string): Promise<string> => {
    await actor.open(address)
    return actor.text
  }
  const close = (application: string) => becomes(application, { status: 'withdrawn' })

  describe('in a draft', () => {
    test('after a withdrawal, the library is asked for other evidence, not for a consent', async () => {
      const { evidence, application } = await anApplicationShowing('Faces in a draft', 'draft')
      await withdraw(evidence)
      const home = await textAt(library.lead, '/home')
      expect(home).toContain('Use other evidence for L1')
      expect(home).toContain('Someone has withdrawn their consent. Remove the evidence and add other evidence.')
      expect(home).not.toContain('needs consent')
      const item = await textAt(library.lead, `/evidence/${evidence}`)
      expect([item.includes('Use other evidence for these criteria:'), item.includes('Needs consent')]).toEqual([
        true,
        false,
      ])
      expect(library.lead.links.some(({ href }) => href === `/applications/${application}/criteria/L1`)).toBe(true)
      const criterion = await textAt(library.lead, `/applications/${application}/criteria/L1`)
      expect(criterion).toContain('Consent withdrawn. Remove this evidence and use other evidence.')
      expect(criterion).not.toContain('Record the consent before you submit')
      expect(await textAt(library.contributor, '/home')).toContain('Use other evidence for L1')
      expect(await textAt(library.observer, '/home')).not.toContain('Use other evidence for L1')
      const ledger = await textAt(library.lead, `/organisations/${library.id}/consents`)
      expect([ledger.includes('Consent withdrawn'), ledger.includes('Needs consent')]).toEqual([true, false])
      await close(application)
      expect(await textAt(library.lead, '/home')).not.toContain('Use other evidence')
      expect(await textAt(library.lead, `/evidence/${evidence}`)).toContain(
        'If this was your only evidence for a criterion, add other evidence before you next submit.',
      )
    })
  })

  describe('while the application is with the panel', () => {
    test('the library is told how to send other evidence, until it does so in a reply', async () => {
      const { evidence, application } = await anApplicationShowing('Faces read by a panel', 'with the panel')
      await submitted(evidence, application)
      await withdraw(evidence)
      expect(await textAt(library.lead, '/home')).toContain(
        'Ask City of Sanctuary to send you a question about L1 Someone has withdrawn their consent, and you cannot ' +
          'change your answer now. The answer’s page has the email address.',
      )
      expect(await textAt(library.contributor, '/home')).not.toMatch(/Use other evidence|send you a question/)
      await library.lead.open('/home')
      await library.lead.follow('Go to the answer')
      const criterion = library.lead.text
      expect(criterion).toContain('Consent was withdrawn for 1 item of evidence')
      expect(criterion).toContain('Ask City of Sanctuary to send you a question about it.')
      expect(criterion).toMatch(/Email \S+@\S+\./)
      expect(criterion).toContain('Consent withdrawn. The panel cannot see this evidence.')
      expect(library.lead.links.some(({ href }) => href.startsWith('mailto:'))).toBe(true)

      await coordinator.open(`/applications/${application}/criteria/L1/questions/new`)
      await coordinator.press('Send question', { body: 'Can you send other evidence?' })
      expect(await textAt(library.lead, '/home')).toContain('Add other evidence to your reply to the question.')
      expect(await textAt(library.lead, `/applications/${application}/criteria/L1`)).toContain('Reply to the question')
      const other = await someEvidence(service, library, { title: 'A policy instead' })
      await library.lead.open(`/applications/${application}/questions`)
      await library.lead.follow('Reply')
      service.clock.minutesPass(5)
      await library.lead.press('Send reply', { reply: 'Here it is.', evidence: [other] } as never)
      expect(await textAt(library.lead, '/home')).not.toMatch(/Use other evidence|send you a question/)
    })

    test('a reply shows how much of its evidence is gone, counting only what the reader could open', async () => {
      const { evidence: answered, application } = await anApplicationShowing('Faces of a club', 'with the panel')
      await submitted(answered, application)
      await coordinator.open(`/applications/${application}/criteria/L1/questions/new`)
      await coordinator.press('Send question', { body: 'Can you send a photo?' })
      const sent = await someEvidence(service, library, { title: 'Faces in a reply' })
      await aConsent(service, sent, library.lead)
      const restricted = await someEvidence(service, library, { title: 'Restricted faces in a reply' })
      await aConsent(service, restricted, library.lead)
      await service.database.writer('evidence').where({ id: restricted }).update({ sensitivity: 'restricted' })
      await library.lead.open(`/applications/${application}/questions`)
      await library.lead.follow('Reply')
      await library.lead.press('Send reply', { reply: 'Here it is.', evidence: [sent, restricted] } as never)
      const questions = `/applications/${application}/questions`
      const sentence = (count: number) => (count === 1 ? '1 item of evidence is' : `${count} items of evidence are`)
      expect(await textAt(coordinator, questions)).not.toContain('no longer available')
      await withdraw(sent)
      await withdraw(restricted)
      expect(await textAt(coordinator, questions)).toContain(`${sentence(1)} no longer available.`)
      for (const page of [questions, `/applications/${application}/appraisal/L1`])
        expect(await textAt(appraiser, page)).toContain(`${sentence(2)} no longer available.`)
      expect(await textAt(library.lead, questions)).not.toContain('no longer available')
    })

    test('the panel and the coordinator see only that evidence is no longer available', async () => {
      const { evidence, application } = await anApplicationShowing('Faces of a circle', 'with the panel')
      await submitted(evidence, application)
      const pages = ['criteria/L1', 'submissions/1', 'appraisal/L1'].map(end => `/applications/${application}/${end}`)
      const readBy = async (actor: Known) => {
        const read: string[] = []
        for (const page of actor === coordinator ? pages.slice(0, 2) : pages) read.push(await textAt(actor, page))
        return read
      }
      for (const actor of [coordinator, appraiser])
        for (const text of await readBy(actor))
          expect([text.includes('Faces of a circle'), text.includes('no longer available')]).toEqual([true, false])
      for (const page of [...pages, `/applications/${application}/appraisal`])
        expect([page, (await textAt(appraiser, page)).includes('Working draft, not issued')]).toEqual([page, true])
      expect(await textAt(coordinator, `/applications/${application}`)).toContain('Working draft, not issued')
      await withdraw(evidence)
      for (const actor of [coordinator, appraiser]) {
        for (const text of await readBy(actor)) {
          expect(text).toContain('1 item of evidence is no longer available')
          expect([/consent|withdr/i.exec(text)?.[0], text.includes('Faces of a circle')]).toEqual([undefined, false])
        }
        const [criterion] = await readBy(actor)
        expect(criterion).toContain('If you need other evidence, ask the library a question.')
        const gone = await textAt(actor, `/evidence/${evidence}`)
        const absent = await textAt(actor, `/evidence/${newId()}`)
        expect([actor.status, gone]).toEqual([404, absent])
      }
    })

    test('a withdrawal does not reveal a decision before its letter is released', async () => {
      const { evidence, application } = await anApplicationShowing('Faces at a decision', 'with a trustee')
      await submitted(evidence, application)
      await withdraw(evidence)
      const pages = ['/home', `/applications/${application}/criteria/L1`, `/evidence/${evidence}`]
      const seen = async () => {
        const texts: string[] = []
        for (const actor of [library.lead, library.contributor, library.observer])
          for (const page of pages)
            texts.push((await textAt(actor, page)).replace(/Opened or downloaded \d+ time.*(?=Partnerships)/, ''))
        return texts
      }
      const before = await seen()
      expect(before[0]).toContain('Ask City of Sanctuary to send you a question about L1')
      await becomes(application, { status: 'decided' })
      expect(await seen()).toEqual(before)
      await becomes(application, { decision_letter_released_at: service.clock.now() })
      expect((await seen())[0]).not.toContain('send you a question about L1')
    })

    test('only leads are told to contact City of Sanctuary about other evidence', async () => {
      const { evidence, application } = await anApplicationShowing('Faces for the team', 'with the panel')
      await submitted(evidence, application)
      await withdraw(evidence)
      const criterion = `/applications/${application}/criteria/L1`
      const askALead =
        'City of Sanctuary and the panel cannot see this evidence. Ask a lead at your library to add other evidence.'
      for (const actor of [library.contributor, library.observer]) {
        const text = await textAt(actor, criterion)
        expect(text.includes(askALead)).toBe(actor === library.contributor)
        expect(text).not.toMatch(/Ask City of Sanctuary to send|Email City of Sanctuary/)
        expect(await textAt(actor, `/evidence/${evidence}`)).not.toContain('Use other evidence for these criteria:')
      }
      expect(await textAt(library.lead, `/evidence/${evidence}`)).toContain('Use other evidence for these criteria:')
      for (const status of ['submitted', 'resubmitted', 'on hold']) {
        await becomes(application, { status })
        const told = 'Tell City of Sanctuary that evidence for L1 cannot be used'
        expect((await textAt(library.lead, '/home')).includes(told)).toBe(true)
        expect(await textAt(library.lead, criterion)).toContain(
          'Tell City of Sanctuary. It cannot ask you a question about this answer yet, but will be able to later. ' +
            'You can then add other evidence to your reply.',
        )
      }
    })
  })

  describe('when the panel has asked for more evidence', () => {
    test('a withdrawal does not stop a new submission if the panel did not ask about the answer affected', async () => {
      const evidence = await someEvidence(service, library, { title: 'Faces not asked about' })
      await aConsent(service, evidence, library.lead)
      const application = await anApplicationIn(service, library, 'more evidence asked')
      const branches = library.branches.map(({ id }) => id)
      const organisation = { id: library.id, name: '', branches }
      await everythingWritten(service, { id: application, number: '', organisation }, library.lead)
      await attach(await answerTo(application, 'staff-training'), evidence)
      await submitted(evidence, application)
      await becomes(application, {
        items_asked: '["induction"]',
        status_before: 'with the panel',
        status_since: service.clock.now(),
        until: '2027-04-01',
      })
      const read = async (actor: Known, pages: readonly string[]) => {
        const found: unknown[] = []
        for (const page of pages) {
          const text = await textAt(actor, `/applications/${application}/${page}`)
          found.push([page, actor.status, text.includes('Faces not asked about')])
        }
        return found
      }
      const shown = ['criteria/L1', 'submissions/1']
      for (const actor of [coordinator, appraiser])
        expect(await read(actor, shown)).toEqual(shown.map(page => [page, 200, true]))
      await withdraw(evidence)
      service.clock.minutesPass(5)
      const policy = await someEvidence(service, library, { title: 'Induction checklist' })
      await attach(await answerTo(application, 'induction'), policy)
      expect(await textAt(library.lead, `/applications/${application}/criteria/L1`)).toContain(
        'Tell City of Sanctuary.',
      )
      await library.lead.open(`/applications/${application}/submission`)
      expect(library.lead.text).not.toContain('cannot be used without consent')
      await library.lead.press('Submit again')
      const row = await service.database.writer('applications').where({ id: application }).first('status')
      expect(row?.status).toBe('resubmitted')
      const pages = ['criteria/L1', 'submissions/2', 'submission', 'criteria/L2']
      expect(await read(coordinator, pages)).toEqual(pages.map(page => [page, 200, false]))
      await coordinator.open(`/evidence/${evidence}`)
      expect(coordinator.status).toBe(404)
      await becomes(application, { status: 'with the panel' })
      const pagesOfPanel = [...pages, 'appraisal/L1', 'appraisal/L2']
      expect(await read(appraiser, pagesOfPanel)).toEqual(pagesOfPanel.map(page => [page, 200, false]))
    })

    test('evidence whose consent is withdrawn must be removed from an answer that the panel asked about', async () => {
      const { evidence, application } = await anApplicationShowing('Faces asked about', 'more evidence asked')
      await submitted(evidence, application)
      await becomes(application, { items_asked: '["staff-training"]', until: '2027-04-01' })
      await withdraw(evidence)
      expect(await textAt(library.lead, `/applications/${application}/submission`)).toContain(
        'record missing consents, or use other evidence',
      )
    })
  })

  describe('the task to use other evidence', () => {
    test('the task to use other evidence ends when the library adds evidence or sends a later reply', async () => {
      const evidence = await someEvidence(service, library, { title: 'Faces in a reply' })
      await aConsent(service, evidence, library.lead)
      const application = await anApplicationIn(service, library, 'returned')
      const question = newId()
      await service.database.transaction(async trx => {
        await trx('questions').insert({
          id: question,
          application_id: application,
          item_id: 'staff-training',
          asked_by: coordinator.id,
          body: 'Who came?',
          reply_by: '2027-04-01' as Day,
          status: 'answered',
          asked_at: service.clock.now(),
          reply: 'These people.',
          replied_by: library.lead.id,
          replied_at: service.clock.now(),
          version: 1,
        })
        await trx('reply_evidence').insert({ question_id: question, evidence_id: evidence })
      })
      service.clock.minutesPass(5)
      await withdraw(evidence)
      expect(await textAt(library.lead, '/home')).toContain(
        'Use other evidence for L1 Someone has withdrawn their consent. Add other evidence to your answer.',
      )
      service.clock.minutesPass(5)
      const policy = await someEvidence(service, library, { title: 'A policy' })
      const answer = await answers(application, 'staff-training', policy)
      expect(await textAt(library.lead, '/home')).not.toContain('Use other evidence')
      expect(await textAt(library.lead, `/evidence/${evidence}`)).toContain('If this was your only evidence')
      await service.database.writer('answer_evidence').where({ answer_id: answer }).delete()
      expect(await textAt(library.lead, '/home')).toContain('Use other evidence for L1')
      await service.database.writer('questions').where({ id: question }).update({ replied_at: service.clock.now() })
      expect(await textAt(library.lead, '/home')).not.toContain('Use other evidence')
    })
  })

  test('evidence of a partnership must be replaced only if the latest submission shows it', async () => {
    const evidence = await someEvidence(service, library, { title: 'Faces of partners' })
    await aConsent(service, evidence, library.lead)
    const application = await anApplicationIn(service, library, 'draft')
    const partner = await partners.add()
    await partners.attach(partner, [evidence])
    await service.database.transaction(async trx => {
      await trx('application_partners').insert({
        application_id: application,
        item_id: 'staff-training',
        partner_id: partner,
        attached_at: service.clock.now(),
      })
    })
    await withdraw(evidence)
    expect(await textAt(library.lead, '/home')).not.toContain('Use other evidence')
    expect(await textAt(library.lead, `/applications/${application}/criteria/L1`)).toContain('Consent withdrawn')
    await becomes(application, { status: 'with the panel' })
    await submitted(evidence, application)
    expect(await textAt(library.lead, '/home')).not.toContain('send you a question about L1')
    await service.database.transaction(async trx => {
      const submission = await trx('submissions').where({ application_id: application }).first('id')
      const content = JSON.stringify({ id: partner, items: ['staff-training'], evidence: [evidence] })
      const name = `partners/${partner}`
      await trx('submission_parts').insert({ submission_id: submission!.id, name, position: 98, content, salt: '0' })
    })
    expect(await textAt(library.lead, '/home')).toContain('Ask City of Sanctuary to send you a question about L1')
  })
})
