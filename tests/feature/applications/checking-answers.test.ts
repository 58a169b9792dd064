import { expect, test } from '@jest/globals'
import type { EvidenceKind } from '../../../src/domain/evidence.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  everythingWritten,
  signedIn,
} from '../../support/factories.ts'
import { autosaves } from '../../support/autosaving.ts'
import { aFile } from '../../support/evidence.ts'
import { aHolder, writtenRenewal, year } from '../../support/renewing.ts'
import { addDays } from '../../../src/domain/time.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('checking answers', engine => {
  test('the page links to each missing part, and offers no submit button', async () => {
    const service = await aService(engine)
    const { lead, address, status } = await aDraft(service)
    const visitor = await signedIn(service, lead, `${address}/submission`)
    expect(visitor.headings[1]).toBe('24 things left to do')
    expect(visitor.buttons).toEqual([])
    await visitor.follow('L1 Staff and volunteers learn: add your answer, your own rating and evidence')
    expect(visitor.address).toBe(`${address}/criteria/L1`)
    await visitor.send(`${address}/submission`)
    expect([visitor.status, visitor.errors, await status()]).toEqual([
      422,
      ['Complete 24 more things before you submit'],
      'draft',
    ])
    expect(visitor.headings).toContain('24 things left to do')
    await service.end()
  })

  test('the page of a complete application shows collapsed answers, the contacts and the submit button', async () => {
    const service = await aService(engine)
    const { lead, application, address } = await aDraft(service)
    await everythingWritten(service, application, lead)
    const visitor = await signedIn(service, lead, `${address}/submission`)
    expect(visitor.text).toContain('Nothing is missing. We will read everything below.')
    expect(visitor.buttons).toEqual(['Submit application'])
    expect(visitor.headings).toContain('Contacts')
    const folds = visitor
      .$('main details summary')
      .map((_, summary) => visitor.$(summary).text().trim())
      .get()
    expect(folds).toEqual([
      'Branches and summary',
      'Prerequisites (6)',
      'Learn (6)',
      'Embed (13)',
      'Share (6)',
      'Looking ahead (1)',
    ])
    expect(visitor.$('main details[open]').length).toBe(0)
    expect(visitor.text).toContain('What we do about L1.')
    await service.end()
  })

  test('a person with unsaved text in an answer must save or discard it before submitting', async () => {
    const service = await aService(engine)
    const { organisation, lead, application, address, status } = await aDraft(service)
    await everythingWritten(service, application, lead)
    const other = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const at = `${address}/criteria/S4`
    const visitor = await signedIn(service, lead, at)
    await autosaves(service, visitor, { narrative: 'We share what we lea' }, { as: lead, at })
    await visitor.open(`${address}/submission`)
    expect(visitor.text).toContain('You have unsaved text')
    expect([visitor.text.includes('Nothing is missing'), visitor.buttons]).toEqual([false, []])
    await visitor.send(`${address}/submission`)
    expect([visitor.status, visitor.errors, await status()]).toEqual([
      422,
      ['Save or discard your unsaved text before you submit'],
      'draft',
    ])
    const byOther = await signedIn(service, other, `${address}/submission`)
    expect([byOther.text.includes('You have unsaved'), byOther.buttons]).toEqual([false, ['Submit application']])

    await visitor.follow('S4 Sharing practice')
    expect(visitor.address).toBe(at)
    await visitor.press('Discard the text we kept')
    await visitor.open(`${address}/submission`)
    expect([visitor.text.includes('unsaved'), visitor.buttons]).toEqual([false, ['Submit application']])
    await service.end()
  })

  test('autosaved text that is the same as the saved answer does not prevent submitting', async () => {
    const service = await aService(engine)
    const { lead, application, address, status } = await aDraft(service)
    await everythingWritten(service, application, lead)
    const at = `${address}/criteria/S4`
    const visitor = await signedIn(service, lead, at)
    const saved = { narrative: String(visitor.valueOf('narrative')), ownRating: String(visitor.valueOf('ownRating')) }
    await autosaves(service, visitor, saved, { as: lead, at })
    await visitor.open(`${address}/submission`)
    await visitor.press('Submit application')
    expect(await status()).toBe('submitted')
    await service.end()
  })

  test('the page names a colleague with unsaved text, which stays private and does not stop submission', async () => {
    const service = await aService(engine)
    const { organisation, lead, application, address, status } = await aDraft(service)
    await everythingWritten(service, application, lead)
    const contributor = await aPersonWho(service, { name: 'Hana Sedlar', member: [[organisation, 'contributor']] })
    const at = `${address}/criteria/S4`
    const byContributor = await signedIn(service, contributor, at)
    await autosaves(service, byContributor, { narrative: 'Only mine' }, { as: contributor, at })
    await byContributor.open(`${address}/submission`)
    expect(byContributor.text).toContain('You have unsaved text')
    const visitor = await signedIn(service, lead, `${address}/submission`)
    const link = { text: 'Hana Sedlar has unsaved text in S4', href: at }
    expect(visitor.links).toContainEqual(expect.objectContaining(link))
    expect(visitor.text).not.toContain('Only mine')
    await visitor.press('Submit application')
    expect(await status()).toBe('submitted')
    await visitor.open(at)
    expect(visitor.text).not.toContain('Only mine')
    await visitor.open(address)
    expect(visitor.text).not.toContain('You have unsaved text')
    await byContributor.open(address)
    expect(byContributor.text).toContain('You cannot save it now, so it is not part of the application.')
    await byContributor.follow('S4 Sharing practice')
    expect(byContributor.address).toBe(at)
    expect(byContributor.text).toContain('You cannot save it now, because this answer can no longer be changed.')
    expect(byContributor.text).toContain('Only mine')
    await byContributor.press('Discard the text we kept')
    expect([byContributor.address, byContributor.notices]).toEqual([at, ['Your text has been discarded.']])
    expect(byContributor.text).not.toContain('Only mine')
    await byContributor.open(address)
    expect(byContributor.text).not.toContain('You have unsaved text')
    await service.end()
  })

  test('after a renewal is submitted, a contributor reads the text they did not save, and discards it', async () => {
    const service = await aService(engine)
    const { lead, contributor, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    const byContributor = await signedIn(service, contributor, address)
    const typed = { ...year, 'answer-F5': 'A year with two floods', summary: 'Three branches.', unchanged: 'yes' }
    await autosaves(service, byContributor, typed, { as: contributor, at: address })
    await library.open(`${address}/submission`)
    await library.press('Submit renewal')
    await byContributor.open(address)
    for (const text of ['You have unsaved text', 'A year with two floods', 'Three branches.'])
      expect(byContributor.text).toContain(text)
    expect(byContributor.text).not.toContain(year['answer-F4'])
    expect((await library.open(address)).text).not.toContain('two floods')
    await byContributor.press('Discard the text we kept')
    expect([byContributor.address, byContributor.notices]).toEqual([address, ['Your text has been discarded.']])
    expect(byContributor.text).not.toContain('two floods')
    await service.end()
  })

  test('unsaved text on the page of a renewal must be saved or discarded before submitting', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open(address)
    const kept = {
      ...year,
      'answer-F5': 'A year with',
      'answer-L1': 'This year, L1.',
      'answer-S2': 'This year, S2.',
      summary: 'Two branches where everybody is welcome.',
      unchanged: 'yes',
      contacts: 'yes',
    }
    await autosaves(service, library, kept, { as: lead, at: address })
    await library.open(`${address}/submission`)
    expect([library.text.includes('You have unsaved text'), library.buttons]).toEqual([true, []])
    await library.send(`${address}/submission`)
    expect(library.errors).toEqual(['Save or discard your unsaved text before you submit'])
    await library.follow('Renew your award')
    await library.press('Check and submit')
    expect(library.buttons).toEqual(['Submit renewal'])
    await service.end()
  })

  test('the page lists evidence that needs a redacted copy, and still offers the submit button', async () => {
    const service = await aService(engine)
    const { lead, application, address } = await aDraft(service)
    await everythingWritten(service, application, lead)
    const { evidence_id: evidence } = (await service.parts.db('answer_evidence').first('evidence_id'))!
    const visitor = await signedIn(service, lead, `${address}/submission`)
    expect(visitor.text.includes('redacted copy')).toBe(false)
    await aFile(service, { evidence, by: lead }, { type: 'application/pdf', to_redact_at: service.clock.now() })
    await visitor.open(`${address}/submission`)
    expect(visitor.headings).toContain('1 item of evidence needs a redacted copy')
    expect(visitor.links.some(({ href }) => href === `/evidence/${evidence}`)).toBe(true)
    expect(visitor.buttons).toEqual(['Submit application'])
    await service.end()
  })

  test('the page lists evidence if only an earlier version of its file has a redacted copy', async () => {
    const service = await aService(engine)
    const { lead, application, address } = await aDraft(service)
    const evidence = await everythingWritten(service, application, lead)
    const heading = '1 item of evidence needs a redacted copy'
    const isListed = async (): Promise<boolean> =>
      (await signedIn(service, lead, `${address}/submission`)).headings.includes(heading)
    const file = { evidence, by: lead }
    const replaced_at = service.clock.now()
    const first = await aFile(service, file, { replaced_at })
    await aFile(service, file, { redacts_file_id: first, replaced_at })
    const second = await aFile(service, file, { replaces_id: first, replaced_at })
    await aFile(service, file, {})
    expect(await isListed()).toBe(false)
    const third = await aFile(service, file, { replaces_id: second })
    expect(await isListed()).toBe(true)
    await aFile(service, file, { redacts_file_id: third })
    expect(await isListed()).toBe(false)
    await service.end()
  })

  test('the page lists evidence with a file that is being scanned, and still offers the submit button', async () => {
    const service = await aService(engine)
    const { lead, application, address } = await aDraft(service)
    const evidence = await everythingWritten(service, application, lead)
    const heading = 'We are still checking 1 item of evidence for viruses'
    const visitor = await signedIn(service, lead, `${address}/submission`)
    expect(visitor.headings).not.toContain(heading)
    await aFile(service, { evidence, by: lead }, { state: 'scanning' })
    await visitor.open(`${address}/submission`)
    expect(visitor.headings).toContain(heading)
    expect(visitor.links).toContainEqual(expect.objectContaining({ href: `/evidence/${evidence}` }))
    expect(visitor.buttons).toEqual(['Submit application'])
    await service.end()
  })

  test('the page lists evidence with a file deleted for its virus until the file is removed or replaced', async () => {
    const service = await aService(engine)
    const { lead, application, address } = await aDraft(service)
    const evidence = await everythingWritten(service, application, lead)
    const visitor = await signedIn(service, lead, `${address}/submission`)
    const isListed = async (): Promise<boolean> => {
      await visitor.open(`${address}/submission`)
      expect(visitor.buttons).toEqual(['Submit application'])
      return visitor.headings.includes('1 item of evidence had a file with a virus')
    }
    const file = { evidence, by: lead }
    expect(await isListed()).toBe(false)
    const alone = await aFile(service, file, { state: 'refused' })
    expect(await isListed()).toBe(true)
    await service.database.writer('evidence_files').where({ id: alone }).update({ removed_at: service.clock.now() })
    expect(await isListed()).toBe(false)
    const first = await aFile(service, file, {})
    await aFile(service, file, { state: 'refused', redacts_file_id: first })
    expect(await isListed()).toBe(false)
    const second = await aFile(service, file, { state: 'refused', replaces_id: first })
    expect(await isListed()).toBe(true)
    await aFile(service, file, { replaces_id: second })
    const replaced = service.database.writer('evidence_files').whereIn('id', [first, second])
    await replaced.update({ replaced_at: service.clock.now() })
    expect(await isListed()).toBe(false)
    await service.end()
  })

  test('expired evidence is listed, is marked on its criterion, and does not prevent submitting', async () => {
    const service = await aService(engine)
    const { lead, application, address } = await aDraft(service)
    const evidence = await everythingWritten(service, application, lead)
    const library = await signedIn(service, lead, `${address}/submission`)
    const heading = '1 item of evidence has expired'
    const shown = async (on: string) => {
      await service.database
        .writer('evidence')
        .where({ id: evidence })
        .update({ expires_on: on as never })
      await library.open(`${address}/submission`)
      const isHere = library.headings.includes(heading)
      expect(library.buttons).toEqual(['Submit application'])
      await library.open(`${address}/criteria/L1`)
      return [isHere, library.text.includes('Expired on 28 February 2027 Change expiry date')]
    }
    expect(await shown(service.clock.today())).toEqual([false, false])
    expect(await shown(addDays(service.clock.today(), -1))).toEqual([true, true])
    await service.end()
  })

  test('the page asks whether anyone can be recognised in a picture or recording until someone answers', async () => {
    const service = await aService(engine)
    const { lead, application, address } = await aDraft(service)
    await everythingWritten(service, application, lead)
    const { evidence_id: evidence } = (await service.parts.db('answer_evidence').first('evidence_id'))!
    const question = 'Check whether anyone can be recognised in 1 item of evidence'
    const isAsked = async (said: { kind: EvidenceKind; shows_people: number | null }): Promise<boolean> => {
      await service.database.writer('evidence').where({ id: evidence }).update(said)
      const visitor = await signedIn(service, lead, `${address}/submission`)
      if (visitor.headings.includes(question)) {
        expect(visitor.buttons).toEqual(['Submit application'])
        expect(visitor.links).toContainEqual(
          expect.objectContaining({ href: `/evidence/${evidence}/edit#showsPeople` }),
        )
      }
      return visitor.headings.includes(question)
    }
    expect(await isAsked({ kind: 'other', shows_people: null })).toBe(false)
    await aFile(service, { evidence, by: lead }, { type: 'application/pdf' })
    expect(await isAsked({ kind: 'other', shows_people: null })).toBe(false)
    await aFile(service, { evidence, by: lead }, { type: 'video/mp4' })
    expect(await isAsked({ kind: 'other', shows_people: null })).toBe(true)
    expect(await isAsked({ kind: 'event', shows_people: null })).toBe(true)
    const forever = await service.parts.db('evidence').where({ id: evidence }).first('panel_until')
    await service.database.writer('evidence').where({ id: evidence }).update({ panel_until: null })
    expect(await isAsked({ kind: 'event', shows_people: null })).toBe(false) // hidden, as after a withdrawn consent
    await service.database.writer('evidence').where({ id: evidence }).update(forever!)
    expect(await isAsked({ kind: 'event', shows_people: 0 })).toBe(false)
    expect(await isAsked({ kind: 'policy', shows_people: null })).toBe(false)
    await service.end()
  })

  test('a contributor can read everything, but only a lead can submit', async () => {
    const service = await aService(engine)
    const { organisation, lead, application, address, status } = await aDraft(service)
    await everythingWritten(service, application, lead)
    const contributor = await aPersonWho(service, { member: [[organisation, 'contributor']] })
    const visitor = await signedIn(service, contributor, `${address}/submission`)
    expect(visitor.text).toContain('What we do about L1.')
    expect(visitor.text).toContain('A library lead needs to submit the application.')
    expect(visitor.buttons).toEqual([])
    expect((await visitor.send(`${address}/submission`)).status).toBe(403)
    expect(await status()).toBe('draft')
    await service.end()
  })
})

async function aDraft(service: Service) {
  const round = await aRound(service)
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const application = await anApplication(service, organisation, { startedBy: lead, round })
  const status = async () =>
    (await service.database.writer('applications').where({ id: application.id }).first('status'))!.status
  return { organisation, lead, application, address: `/applications/${application.id}`, status }
}
