import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anItemOfEvidence,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type AnApplication,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'
import { newId } from '../../../src/db/ids.ts'
import { updateConsentCover } from '../../../src/modules/evidence/consents/consent.store.ts'
import type { Day } from '../../../src/domain/time.ts'

eachDatabase('the page for councillors', engine => {
  let service: Service
  let round: string
  let organisation: AnOrganisation
  let application: AnApplication
  let lead: APerson
  let evidence: string
  const at = (below = '') => `/applications/${application.id}/councillors${below}`
  const said = '“I came for the computers and stayed for the reading group.”'
  const written = () => ({
    request: 'Sign off the application by 27 April.',
    cost1: 'Training cover',
    apply1: '£1,200',
    renew1: '300',
    cost2: 'Printing',
    apply2: '650',
    renew2: '',
    hoursToApply: '96',
    hoursToRenew: '40',
    paidFrom: 'The existing library budget',
    number1: '412',
    label1: 'people joined without proof of address',
    number2: '46 of 52',
    label2: 'staff trained',
    period: 'April 2026 to March 2027',
    evidence1: evidence,
    words1: 'I came for the computers and stayed for the reading group.',
    who1: 'Reading group member, Central',
    contact: 'Marian Tull, library manager',
  })
  const consents = (person = 'R-3', row: { council?: 0 | 1; expires?: string | null } = {}) =>
    service.database
      .writer('consents')
      .insert({
        id: newId(),
        evidence_id: evidence,
        person,
        guardian: null,
        for_panel: 1,
        for_council: row.council ?? 1,
        for_charity: 0,
        for_public: 0,
        language: 'en',
        wording: 'v2',
        held_by: 'Marian',
        held_where: 'The safe',
        given_on: '2027-01-10' as Day,
        expires_on: (row.expires ?? null) as Day | null,
        recorded_by: lead.id,
        recorded_at: service.clock.now(),
        withdrawn_at: null,
        withdrawn_by: null,
      })
      .then(covered)
  const covered = () => service.database.transaction(trx => updateConsentCover(trx, evidence))
  const saved = async (): Promise<Visitor> => {
    const marian = await signedIn(service, lead, at('/change'))
    return marian.press('Save', written())
  }
  const pdfText = async (visitor: Visitor): Promise<string> => {
    await visitor.open(at('.pdf'))
    expect([visitor.status, visitor.headers['content-type']]).toEqual([200, 'application/pdf'])
    const pdf = await readPdf(visitor.content)
    expect(pdf).toMatchObject({ isTagged: true, isUa1: true, language: 'en' })
    expect(pdf.pages).toHaveLength(1)
    return pdf.pages.join(' ').replace(/\s+/g, ' ')
  }

  beforeAll(async () => {
    service = await aService(engine)
    round = await aRound(service)
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    organisation = await anOrganisation(service)
    lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    application = await anApplication(service, organisation, { startedBy: lead, round })
    evidence = await anItemOfEvidence(service, organisation, lead, { title: 'What the reading group says' })
    await consents()
  })

  test('the page and its PDF show costs, hours, numbers and quotes, and say not to announce anything yet', async () => {
    const marian = await signedIn(service, lead, `/applications/${application.id}`)
    await marian.follow('Page for councillors')
    expect(marian.text).toContain('No costs have been added yet.')
    await marian.follow('Change the page for councillors')
    await marian.press('Save', written())
    expect([marian.errors, marian.address]).toEqual([[], at()])
    const shown = marian.text.replace(/\s+/g, ' ')
    const pdf = await pdfText(marian)
    for (const text of [shown, pdf])
      for (const part of [
        'Ashcombe Libraries: applying for the Library of Sanctuary award',
        'Do not announce anything until the library has received its decision letter.',
        'This application covers Central and Millbrook.',
        'Sign off the application by 27 April.',
        'Training cover £1,200 £300',
        'Total cost £1,850 £300',
        'Staff time 96 hours 40 hours',
        '412',
        'people joined without proof of address',
        'April 2026 to March 2027. Numbers under 5 are not shown.',
        said,
        'Reading group member, Central',
        'Contact: Marian Tull, library manager',
      ])
        expect(text).toContain(part)
  })

  test('the page and its PDF no longer ask councillors to sign off once the application is submitted', async () => {
    const marian = await signedIn(service, lead, at('/change'))
    await marian.press('Save', written())
    await service.database.writer('applications').where({ id: application.id }).update({ status: 'submitted' })
    await marian.open(at())
    for (const text of [marian.text, await pdfText(marian)])
      expect([text.includes('Training cover'), /Request to councillors|Sign off the/.test(text)]).toEqual([true, false])
  })

  test('the page gives the last day to submit only for a draft, and only until the round closes', async () => {
    const says = 'The library can submit this application until 30 April 2027.'
    const shown = async () => (await signedIn(service, lead, at())).text.includes(says)
    expect(await shown()).toBe(true)
    const row = service.database.writer('applications').where({ id: application.id })
    for (const status of ['returned', 'submitted']) {
      await row.clone().update({ status })
      expect([status, await shown()]).toEqual([status, false])
    }
    await row.clone().update({ status: 'draft' })
    service.clock.set('2027-05-01T09:00:00Z')
    expect(await shown()).toBe(false)
  })

  test('quotes from restricted evidence, or without current consent for council papers, are left out', async () => {
    const marian = await saved()
    expect(marian.text).toContain(said)
    const { writer } = service.database
    const shownAfter = async (change: Promise<unknown>, back: () => Promise<unknown>) => {
      await change
      await covered()
      await marian.open(at())
      const isOnPage = marian.text.includes(said)
      const isInPdf = (await pdfText(marian)).includes(said)
      await back()
      await covered()
      return [isOnPage, isInPdf]
    }
    const theConsent = () => writer('consents').where({ evidence_id: evidence })
    expect([
      await shownAfter(theConsent().update({ expires_on: '2027-02-28' as Day }), () =>
        theConsent().update({ expires_on: null }),
      ),
      await shownAfter(theConsent().update({ withdrawn_at: service.clock.now() }), () =>
        theConsent().update({ withdrawn_at: null }),
      ),
      await shownAfter(theConsent().update({ for_council: 0 }), () => theConsent().update({ for_council: 1 })),
      await shownAfter(consents('R-4', { council: 0 }), () => theConsent().where({ person: 'R-4' }).delete()),
      await shownAfter(writer('evidence').where({ id: evidence }).update({ sensitivity: 'restricted' }), () =>
        writer('evidence').where({ id: evidence }).update({ sensitivity: 'ordinary' }),
      ),
      await shownAfter(Promise.resolve(), () => Promise.resolve()),
    ]).toEqual([
      [false, false],
      [false, false],
      [false, false],
      [false, false],
      [false, false],
      [true, true],
    ])
  })

  test('a quote leaves the form while it cannot be used, and returns when it can be used again', async () => {
    const marian = await saved()
    const { writer } = service.database
    const theConsent = () => writer('consents').where({ evidence_id: evidence })
    const theEvidence = () => writer('evidence').where({ id: evidence })
    const says = '1 quote is not shown, because it can no longer be used in council papers.'
    const hiddenAfter = async (change: PromiseLike<unknown>, back: () => PromiseLike<unknown>) => {
      await change
      await covered()
      await marian.open(at('/change'))
      const isHidden = !marian.html.includes('stayed for the reading group') && marian.text.includes(says)
      await marian.press('Save', { request: 'Sign off the application by 4 May.' })
      expect([marian.errors, marian.text.includes(said), marian.text.includes(says)]).toEqual([[], false, true])
      await back()
      await covered()
      await marian.open(at('/change'))
      return [isHidden, marian.valueOf('words1'), marian.valueOf('evidence1')]
    }
    const expected = [true, written().words1, evidence]
    expect([
      await hiddenAfter(theConsent().update({ withdrawn_at: service.clock.now() }), () =>
        theConsent().update({ withdrawn_at: null }),
      ),
      await hiddenAfter(theConsent().update({ expires_on: '2027-02-28' as Day }), () =>
        theConsent().update({ expires_on: null }),
      ),
      await hiddenAfter(theEvidence().update({ sensitivity: 'restricted' }), () =>
        theEvidence().update({ sensitivity: 'ordinary' }),
      ),
    ]).toEqual([expected, expected, expected])
  })

  test('the words of someone who withdrew their consent cannot be saved as a quote from other evidence', async () => {
    const marian = await saved()
    const withdrawn = evidence
    evidence = await anItemOfEvidence(service, organisation, lead, { title: 'What the choir says' })
    await consents('R-6')
    await marian.open(at('/change'))
    await service.database
      .writer('consents')
      .where({ evidence_id: withdrawn })
      .update({ withdrawn_at: service.clock.now() })
    await service.database.transaction(trx => updateConsentCover(trx, withdrawn))
    await marian.press('Save', { evidence1: evidence })
    expect([marian.status, marian.errors]).toEqual([
      422,
      ['Delete this quote, because it can no longer be used in council papers'],
    ])
    await marian.press('Save', { words1: 'We sing in 9 languages.' })
    expect([marian.errors, marian.text.includes('We sing in 9 languages.')]).toEqual([[], true])
  })

  test('a quote is not saved when its consent is withdrawn while the form is being sent', async () => {
    const marian = await saved()
    await marian.open(at('/change'))
    const { write } = service.parts
    service.parts.write = async (actor, act) => {
      service.parts.write = write
      await service.database
        .writer('consents')
        .where({ evidence_id: evidence })
        .update({ withdrawn_at: service.clock.now() })
      await covered()
      return write(actor, act)
    }
    await marian.press('Save')
    expect([marian.status, marian.errors]).toEqual([
      422,
      ['Delete this quote, because it can no longer be used in council papers'],
    ])
    await marian.press('Save', { evidence1: '', words1: '', who1: '' })
    expect([marian.errors, marian.text.includes('1 quote is not shown')]).toEqual([[], true])
  })

  test('someone who downloaded the PDF gets an email when a person quoted in it withdraws their consent', async () => {
    await saved()
    const observer = await aPersonWho(service, { name: 'Olu Bright', member: [[organisation, 'observer']] })
    const olu = await signedIn(service, observer, at())
    await pdfText(olu)
    const marian = await signedIn(service, lead, `/evidence/${evidence}/consents`)
    await marian.follow('Withdraw consent')
    await marian.press('Withdraw consent')
    const emails = await service.parts
      .db('outbox')
      .where({ name: 'consent withdrawn', entity_id: organisation.id })
      .select('person_id', 'body')
    expect(emails).toEqual([{ person_id: observer.id, body: expect.stringContaining('You last downloaded this') }])
    await pdfText(olu)
    const downloads = await service.parts.db('access_log').where({ what: 'export', evidence_id: evidence })
    expect(downloads).toHaveLength(1)
  })

  test('someone who may not read the evidence of a quote does not see its words in a colleague’s version', async () => {
    const idris = await aPersonWho(service, { name: 'Idris Vaughan', member: [[organisation, 'contributor']] })
    const first = await signedIn(service, idris, at('/change'))
    await saved()
    await service.database.writer('evidence').where({ id: evidence }).update({ sensitivity: 'restricted' })
    await first.press('Save', { paidFrom: 'A grant' })
    expect([first.status, first.html.includes('stayed for the reading group')]).toEqual([409, false])
    expect(first.text).toContain('The existing library budget')
  })

  test('quotes from removed evidence are hidden, shown when the evidence is restored, and erased with it', async () => {
    const marian = await saved()
    expect(marian.text).toContain(said)
    const removed = `/organisations/${organisation.id}/evidence/removed`
    const remove = async () => {
      await marian.open(`/evidence/${evidence}/removal`)
      await marian.press('Remove evidence')
      await marian.open(at())
      expect([marian.status, marian.text.includes(said)]).toEqual([200, false])
    }
    await remove()
    expect(await pdfText(marian)).not.toContain(said)
    await marian.open(at('/change'))
    expect(marian.html).not.toContain('stayed for the reading group')
    await marian.press('Save', { request: 'Sign off the application by 4 May.' })
    expect(marian.text).toContain('Sign off the application by 4 May.')
    await marian.open(removed)
    await marian.press('Restore')
    await marian.open(at())
    expect(marian.text).toContain(said)

    await remove()
    await marian.open(`${removed}/${evidence}/erasure`)
    await marian.press('Erase now')
    expect(await service.database.writer('councillor_quotes').where({ evidence_id: evidence })).toEqual([])
  })

  test('the form refuses costs without a name, numbers under 5 and quotes without consent', async () => {
    const marian = await signedIn(service, lead, at('/change'))
    await service.database.writer('consents').where({ evidence_id: evidence }).update({ for_council: 0 })
    await covered()
    await marian.press('Save', {
      ...written(),
      cost2: '',
      apply1: 'a lot',
      number1: '3',
      label2: '',
      hoursToApply: '-1',
    })
    expect([marian.status, marian.errors.toSorted()]).toEqual([
      422,
      [
        'Choose evidence from the list. The person you want to quote may have withdrawn their consent',
        'Enter a whole number of hours, up to 10,000. For example, 96',
        'Enter the cost in whole pounds, up to 1,000,000. For example, 1200',
        'Enter what the cost is for',
        'Enter what this number shows',
        'Leave out numbers under 5, because they could identify someone',
      ],
    ])
    await consents('R-5')
    await service.database.writer('consents').where({ evidence_id: evidence }).update({ for_council: 1 })
    await covered()
    await marian.open(at('/change'))
    await marian.press('Save', { ...written(), who1: '' })
    expect([marian.status, marian.errors.toSorted()]).toEqual([
      422,
      ['Describe the person you are quoting, without naming them'],
    ])
    expect(marian.valueOf('paidFrom')).toBe('The existing library budget')
  })

  test('observers of the library can read the page, but the charity and other libraries cannot', async () => {
    await saved()
    const elsewhere = await anOrganisation(service, { name: 'Fellside Libraries', place: 'Fellside' })
    const statusOf = async (person: APerson, below: string) => (await signedIn(service, person, at(below))).status
    const observer = await aPersonWho(service, { member: [[organisation, 'observer']] })
    const other = await aPersonWho(service, { member: [[elsewhere, 'lead']] })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const seen = []
    for (const person of [observer, coordinator, other])
      for (const below of ['', '.pdf', '/change']) seen.push(await statusOf(person, below))
    expect(seen).toEqual([200, 200, 403, 403, 403, 403, 404, 404, 404])
  })

  test('a form opened before a colleague’s change shows their version, and does not overwrite it', async () => {
    const idris = await aPersonWho(service, { name: 'Idris Vaughan', member: [[organisation, 'contributor']] })
    const first = await signedIn(service, idris, at('/change'))
    await saved()
    await first.press('Save', { ...written(), paidFrom: 'A grant' })
    expect([first.status, first.valueOf('paidFrom'), first.errors]).toEqual([
      409,
      'A grant',
      ['A colleague has changed this page since you opened it. If you save again, your version will replace theirs'],
    ])
    const theirs = first
      .$('main .govuk-summary-list__row')
      .toArray()
      .map(row => first.$(row).text().replace(/\s+/g, ' ').trim())
    expect(theirs).toEqual(expect.arrayContaining(['Where does the money come from? The existing library budget']))
    expect(theirs.some(row => row.startsWith('Who can councillors contact'))).toBe(false)
    const { paid_from: kept } = (await service.parts
      .db('councillor_pages')
      .where({ application_id: application.id })
      .first())!
    expect(kept).toBe('The existing library budget')
    await first.press('Save')
    expect([first.errors, first.text.includes('A grant')]).toEqual([[], true])
  })
})
