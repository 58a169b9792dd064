import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aConsent, someEvidence } from '../../support/evidence.ts'
import {
  aLibrary,
  anApplicationIn,
  aSignedInPerson,
  declares,
  publishedFramework,
  showInSubmission,
  takesSeat,
  type Known,
  type Library,
} from '../../support/library.ts'
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
  afterAll(() => service.end())

  /** An application whose answer to L1 uses one item of evidence that shows people, with consent. */
  const anApplicationShowing = async (title: string, status: string) => {
    const evidence = await someEvidence(service, library, { title })
    await aConsent(service, evidence, library.lead)
    const application = await anApplicationIn(service, library, status)
    const answer = newId()
    await service.database.transaction(async trx => {
      await trx('answers').insert({
        id: answer,
        application_id: application,
        item_id: 'staff-training',
        narrative: 'What we do',
        written_by: library.lead.id,
        written_at: service.clock.now(),
        version: 1,
      })
      await trx('answer_evidence').insert({
        answer_id: answer,
        evidence_id: evidence,
        attached_at: service.clock.now(),
      })
    })
    return { evidence, application }
  }
  const submitted = async (evidence: string, application: string) => {
    await showInSubmission(service, application, library.lead, [evidence])
    const frozen = { item: 'staff-training', code: 'L1', title: 'Training', narrative: 'What we do', ownRating: 'met' }
    await service.database.transaction(async trx => {
      const submission = await trx('submissions').where({ application_id: application }).first('id')
      await trx('submission_parts').insert({
        submission_id: submission!.id,
        name: 'answers/staff-training',
        position: 99,
        salt: '0'.repeat(64),
        content: JSON.stringify({ ...frozen, evidence: [evidence], supplementary: false }),
      })
    })
    for (const actor of [coordinator, appraiser]) await declares(service, application, actor, 'no conflict')
    await takesSeat(service, application, appraiser)
  }
  const withdraw = async (evidence: string) => {
    await library.lead.open(`/evidence/${evidence}/consents`)
    await library.lead.follow('Withdraw consent')
    await library.lead.press('Withdraw consent')
  }
  const textAt = async (actor: Known, address: string): Promise<string> => {
    await actor.open(address)
    return actor.text
  }
  const close = (application: string) =>
    service.database.writer('applications').where({ id: application }).update({ status: 'withdrawn' })

  describe('in a draft', () => {
    test('a withdrawal asks for other evidence, not for a consent', async () => {
      const { evidence, application } = await anApplicationShowing('Faces in a draft', 'draft')
      await withdraw(evidence)
      const home = await textAt(library.lead, '/home')
      expect(home).toContain('Use other evidence for L1')
      expect(home).toContain('Someone has withdrawn their consent. Remove the evidence and add other evidence.')
      expect(home).not.toContain('needs consent')
      const item = await textAt(library.lead, `/evidence/${evidence}`)
      expect([item.includes('Use other evidence for:'), item.includes('Needs consent')]).toEqual([true, false])
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
        'No application needs other evidence because of this.',
      )
    })
  })

  describe('while the panel reads', () => {
    test('the library learns how to offer other evidence, until it sends some with a reply', async () => {
      const { evidence, application } = await anApplicationShowing('Faces read by a panel', 'with the panel')
      await submitted(evidence, application)
      await withdraw(evidence)
      expect(await textAt(library.lead, '/home')).toContain(
        'Use other evidence for L1 Someone has withdrawn their consent, and you cannot change your answer now. ' +
          'See whom to ask.',
      )
      expect(await textAt(library.contributor, '/home')).not.toContain('Use other evidence')
      await library.lead.open('/home')
      await library.lead.follow('See what to do')
      const criterion = library.lead.text
      expect(criterion).toContain('Consent was withdrawn for 1 item of evidence')
      expect(criterion).toContain('Ask City of Sanctuary to send you a question about it.')
      expect(criterion).toContain('Consent withdrawn. The panel can no longer see this evidence.')
      expect(library.lead.links.some(({ href }) => href.startsWith('mailto:'))).toBe(true)

      await coordinator.open(`/applications/${application}/criteria/L1/questions/new`)
      await coordinator.press('Send question', { body: 'Can you send other evidence?' })
      expect(await textAt(library.lead, '/home')).toContain('Add other evidence to your reply to the question.')
      expect(await textAt(library.lead, `/applications/${application}/criteria/L1`)).toContain('Reply to the question')
      const other = await someEvidence(service, library, { title: 'A policy instead' })
      await library.lead.open(`/applications/${application}/questions`)
      await library.lead.follow('Reply')
      service.clock.set('2027-03-01T09:05:00Z')
      await library.lead.press('Send reply', { reply: 'Here it is.', evidence: [other] } as never)
      expect(await textAt(library.lead, '/home')).not.toContain('Use other evidence')
      await close(application)
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
        for (const text of await readBy(actor)) expect(text).not.toContain('no longer available')
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
      await close(application)
    })
  })
})
