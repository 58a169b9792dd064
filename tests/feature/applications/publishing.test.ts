import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { libraryStream } from '../../../src/domain/framework.ts'
import { Busy } from '../../../src/domain/refusals.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { latestFrameworkVersionId } from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { autosaves } from '../../support/autosaving.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, agreed, confirmsMapping, documentOf, publishes, type ADraft } from '../../support/drafting.ts'
import { aDeclaration, anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { aHolder } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'
import { translatesItem, translating } from '../../support/translating.ts'
import { anotherWindow } from '../../support/visitor.ts'
import { answered, paragraph, run, withBody } from '../../support/word-drafts.ts'

eachDatabase('publishing a version', engine => {
  let service: Service
  let draft: ADraft
  let rollsBack = false
  beforeEach(async () => {
    service = await aService(engine, {}, parts => ({
      ...parts,
      write: (actor, act) =>
        parts.write(actor, async work => {
          const result = await act(work)
          if (rollsBack) throw new Busy()
          return result
        }),
    }))
    draft = await aDraft(service)
  })
  afterEach(() => service.end())
  const versions = () => service.database.writer('framework_versions')
  const versionOf = async (id: string) =>
    (await service.database.writer('applications').where({ id }).first('framework_version_id'))?.framework_version_id

  /** A library that starts its first application. */
  async function aLibrary(name: string) {
    const organisation = await anOrganisation(service, { name })
    const person = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const lead = await signedIn(service, person, `/organisations/${organisation.id}/applications/new`)
    await lead.press('Start application', { scope: [organisation.branches[0]!] })
    return { organisation, person, lead, address: lead.address, id: lead.address.split('/').at(-1)! }
  }

  test('drafts without any saved change move to the new version, and other drafts keep theirs', async () => {
    const [empty, begun] = [await aLibrary('Ashcombe Libraries'), await aLibrary('Brindle Moor Library')]
    await begun.lead.open(`${begun.address}/criteria/L1`)
    await begun.lead.press('Save', { narrative: 'All staff took part' })
    await confirmsMapping(draft)
    await draft.coordinator.open(`${draft.address}/publication`)
    expect(draft.coordinator.text).toContain('1 application Applications with nothing filled in will use version 1')
    expect(draft.coordinator.text).not.toContain('0 awards')
    expect(draft.coordinator.text).toContain('1 application')
    await publishes(draft)
    expect(draft.coordinator.notices).toEqual([
      'Version 1 has been published. It now applies to 1 application that has nothing saved in it.',
    ])
    expect([await versionOf(empty.id), await versionOf(begun.id)]).toEqual([draft.id, draft.publishedId])
    expect((await empty.lead.open(empty.address)).text).toContain('The criteria have changed')
    expect(empty.lead.text).not.toContain('Working draft')
    expect((await begun.lead.open(begun.address)).text).toContain('Working draft')
    expect(begun.lead.text).not.toContain('The criteria have changed')
    for (const below of ['criteria/L1', 'submission'])
      expect((await begun.lead.open(`${begun.address}/${below}`)).text).toContain('Working draft, not issued by')
  })

  test('applications show the criteria as last published, even if an earlier attempt to publish failed', async () => {
    const { lead, address } = await aLibrary('Ashcombe Libraries')
    await confirmsMapping(draft)
    rollsBack = true
    await publishes(draft)
    rollsBack = false
    expect(draft.coordinator.status).toBe(503)
    await draft.coordinator.open(`${draft.address}/items/induction`)
    await draft.coordinator.press('Save', { title: 'Welcome for new staff' })
    await confirmsMapping(draft)
    await publishes(draft)
    expect((await lead.open(address)).text).toContain('Welcome for new staff')
  })

  test('an untouched draft moves even if the coordinator has a conflict, but the page does not count it', async () => {
    const libraries = [
      await aLibrary('Ashcombe Libraries'),
      await aLibrary('Brindle Moor Library'),
      await aLibrary('Cawdale Libraries'),
    ] as const
    const [known, hidden, begun] = libraries
    await begun.lead.open(`${begun.address}/criteria/L1`)
    await begun.lead.press('Save', { narrative: 'All staff took part' })
    await confirmsMapping(draft)
    const { coordinator } = draft
    await coordinator.open(`${draft.address}/publication`)
    expect(coordinator.text).toContain('2 applications Applications with nothing filled in')
    expect(coordinator.text).toContain('1 application Other applications under way')
    for (const library of [hidden, begun]) await aDeclaration(service, library, draft.person, 'conflict')
    await coordinator.open(`${draft.address}/publication`)
    expect(coordinator.text).toContain('1 application Applications with nothing filled in')
    expect(coordinator.text).not.toContain('Other applications under way')
    await publishes(draft)
    expect(coordinator.notices).toEqual([
      'Version 1 has been published. It now applies to 1 application that has nothing saved in it.',
    ])
    expect([await versionOf(known.id), await versionOf(hidden.id)]).toEqual([draft.id, draft.id])
  })

  test('the page says which awards will use a changed reminder schedule, but only if it has changed', async () => {
    const when = 'Awards decided under version 1, or recorded after you publish it, will use the changed schedule.'
    await draft.coordinator.open(`${draft.address}/publication`)
    expect(draft.coordinator.text).not.toContain(when)
    await draft.coordinator.open(`${draft.address}/settings`)
    await draft.coordinator.press('Save', { before: '60, 7, 0' })
    await draft.coordinator.open(`${draft.address}/publication`)
    expect(draft.coordinator.text).toContain(when)
  })

  test('an answer typed for the earlier criteria stays on the page, and is saved only when sent again', async () => {
    const { lead, address, id } = await aLibrary('Ashcombe Libraries')
    await lead.open(`${address}/criteria/L1`)
    await confirmsMapping(draft)
    await publishes(draft)
    await lead.press('Save', { narrative: 'All staff took part' })
    expect([lead.status, lead.headings[0]]).toEqual([409, 'The criteria have changed'])
    expect(lead.$('textarea[name=narrative]').text().trim()).toBe('All staff took part')
    const answers = () => service.database.writer('answers').where({ application_id: id }).pluck('narrative')
    expect(await answers()).not.toContain('All staff took part')
    await lead.press('Save combined text')
    expect([lead.status, lead.errors]).toEqual([200, []])
    expect(await answers()).toContain('All staff took part')
  })

  test('a draft keeps its version while it has unsaved text, an import, an assignment or a comment', async () => {
    const typing = await aLibrary('Ashcombe Library')
    const importing = await aLibrary('Brindle Library')
    const sharing = await aLibrary('Cotter Library')
    const discussing = await aLibrary('Dunmere Library')
    await typing.lead.open(`${typing.address}/criteria/L2`)
    const form = { as: typing.person, at: `${typing.address}/criteria/L2` }
    expect((await autosaves(service, typing.lead, { narrative: 'New starters meet us' }, form)).status).toBe(200)
    const docx = (await importing.lead.open(`${importing.address}/draft.docx`)).content
    const content = withBody(docx, xml => answered(xml, 'L2', paragraph(run('New starters meet us'))))
    await importing.lead.open(`${importing.address}/word`)
    await importing.lead.press('Import document', { file: [{ name: 'draft.docx', content }] })
    await sharing.lead.open(`${sharing.address}/criteria/L2/assignment`)
    await sharing.lead.press('Save', { person: sharing.person.id })
    await discussing.lead.open(`${discussing.address}/criteria/L2/comments`)
    await discussing.lead.press('Add comment', { body: 'Who can write this?' })
    await draft.coordinator.open(`${draft.address}/items/induction`)
    await draft.coordinator.follow('Retire L2')
    await draft.coordinator.press('Retire L2')
    await confirmsMapping(draft)
    await draft.coordinator.open(`${draft.address}/publication`)
    expect(draft.coordinator.text).toContain('4 applications Applications under way will keep version')
    expect(draft.coordinator.$('title').text()).toBe('Publish version 1 – Library of Sanctuary')
    await publishes(draft)
    expect(draft.coordinator.notices).toEqual(['Version 1 has been published.'])
    for (const { id } of [typing, importing, sharing, discussing]) expect(await versionOf(id)).toBe(draft.publishedId)
    expect((await typing.lead.open(`${typing.address}/criteria/L2`)).valueOf('narrative')).toBe('New starters meet us')
    expect((await importing.lead.open(`${importing.address}/word/changes`)).text).toContain('New starters meet us')
  })

  test('a Word document from before a criterion was retired is imported without the answer to it', async () => {
    const { lead, address, id } = await aLibrary('Ashcombe Libraries')
    const docx = (await lead.open(`${address}/draft.docx`)).content
    const content = withBody(docx, xml =>
      answered(answered(xml, 'L1', paragraph(run('All staff'))), 'L2', paragraph(run('New starters meet us'))),
    )
    await draft.coordinator.open(`${draft.address}/items/induction`)
    await draft.coordinator.follow('Retire L2')
    await draft.coordinator.press('Retire L2')
    await confirmsMapping(draft)
    await publishes(draft)
    expect(await versionOf(id)).toBe(draft.id)
    await lead.open(`${address}/word`)
    await lead.press('Import document', { file: [{ name: 'draft.docx', content }] })
    expect(lead.text).toContain('L2: the criteria no longer ask for this answer, so we did not import it.')
    expect([lead.text.includes('All staff'), lead.text.includes('New starters')]).toEqual([true, false])
  })

  test('new evidence for a draft that keeps its version is tagged with the criterion it was added for', async () => {
    const { organisation, lead, address, id } = await aLibrary('Ashcombe Libraries')
    await lead.open(`${address}/criteria/L2`)
    await lead.press('Save', { narrative: 'New starters meet us' })
    await draft.coordinator.open(`${draft.address}/items/induction`)
    await draft.coordinator.follow('Retire L2')
    await draft.coordinator.press('Retire L2')
    await confirmsMapping(draft)
    await publishes(draft)
    expect(await versionOf(id)).toBe(draft.publishedId)
    await lead.open(`/organisations/${organisation.id}/evidence/new?criterion=L2&application=${id}`)
    expect(lead.$('select[name=items] option[selected]').text().trim()).toBe('L2 Part of induction')
    await lead.press('Add evidence', { title: 'Induction checklist', kind: 'policy', note: 'One page' })
    expect([lead.status, lead.errors]).toEqual([200, []])
    expect(await service.database.writer('evidence_items').pluck('item_id')).toEqual(['induction'])
  })

  test('later applications use the new version, even in a round that is already open', async () => {
    await confirmsMapping(draft)
    await publishes(draft)
    const later = await aLibrary('Later Library')
    expect(await versionOf(later.id)).toBe(draft.id)
    expect(await latestFrameworkVersionId(service.database.writer, libraryStream)).toBe(draft.id)
    expect(later.lead.text).not.toContain('The criteria have changed')
  })

  test('a light renewal keeps its version while it has unsaved text', async () => {
    const { award, lead: holder } = await aHolder(service)
    const lead = await signedIn(service, holder, `/awards/${award.id}/renewal`)
    await lead.press('Start renewal')
    const form = { as: holder, at: lead.address }
    const field = lead.$('main textarea').attr('name')!
    expect((await autosaves(service, lead, { [field]: 'We opened a new branch' }, form)).status).toBe(200)
    await confirmsMapping(draft)
    await publishes(draft)
    expect(await versionOf(lead.address.split('/').at(-1)!)).toBe(draft.publishedId)
    expect((await lead.open(form.at)).valueOf(field)).toBe('We opened a new branch')
  })

  describe('a light renewal opened before the new version retires F5', () => {
    const mine = { 'answer-F4': 'Our branch moved', 'answer-F5': 'A year of change' }
    const removed = 'F5 is no longer on this page, so we cannot save this text. Copy it if you still need it: A year of'

    async function openedBefore() {
      const { award, lead: holder } = await aHolder(service)
      const lead = await signedIn(service, holder, `/awards/${award.id}/renewal`)
      await lead.press('Start renewal')
      const { id } = (await documentOf(service, draft.id)).lookingAhead.find(({ code }) => code === 'F5')!
      await draft.coordinator.open(`${draft.address}/items/${id}`)
      await draft.coordinator.follow('Retire F5')
      await draft.coordinator.press('Retire F5')
      await confirmsMapping(draft)
      await publishes(draft)
      const { address } = lead
      expect(await versionOf(address.split('/').at(-1)!)).toBe(draft.id)
      return { lead, holder, address }
    }
    const written = () =>
      service.database.writer('answers').whereIn('narrative', Object.values(mine)).pluck('narrative')

    test('sending the form shows all text and saves none; saving again saves what is still asked for', async () => {
      const { lead } = await openedBefore()
      await lead.press('Save', mine)
      expect([lead.status, lead.text.includes('The criteria have changed'), lead.text.includes(removed)]).toEqual([
        409,
        true,
        true,
      ])
      expect(lead.text).not.toContain('This page was changed in another tab or by a colleague')
      expect([lead.valueOf('answer-F4'), await written()]).toEqual(['Our branch moved', []])
      await lead.press('Check and submit', { noChange: true })
      expect([lead.status, lead.text.includes(removed), await written()]).toEqual([422, true, []])
      await lead.press('Save', { noChange: false })
      expect([lead.status, lead.text.includes('F5 is no longer'), await written()]).toEqual([
        200,
        false,
        ['Our branch moved'],
      ])
    })

    test('text typed after publication is kept, and shown when the page is opened again', async () => {
      const { lead, holder, address } = await openedBefore()
      const form = { as: holder, at: address }
      expect((await autosaves(service, lead, { 'answer-F5': mine['answer-F5'] }, form)).answer?.text).toContain(
        'A newer version was saved after you opened this page.',
      )
      await lead.open(`${address}/submission`)
      expect(lead.text).toContain('You have unsaved text')
      await lead.open(address)
      expect([lead.text.includes('The criteria have changed'), lead.text.includes(removed)]).toEqual([true, true])
      await autosaves(service, lead, { 'answer-F4': mine['answer-F4'] }, form)
      await lead.open(address)
      expect([lead.text.includes(removed), lead.valueOf('answer-F4')]).toEqual([true, 'Our branch moved'])
      await lead.press('Save')
      expect([lead.status, await written()]).toEqual([200, ['Our branch moved']])
    })

    test('text typed after publication is still shown after the renewal is withdrawn', async () => {
      const { lead, holder, address } = await openedBefore()
      await autosaves(service, lead, mine, { as: holder, at: address })
      await lead.open(`${address}/withdrawal`)
      await lead.press('Withdraw application', { sure: 'yes' })
      await lead.open(address)
      for (const text of Object.values(mine)) expect(lead.text).toContain(text)
    })
  })

  test('an unchanged renewal moves to the new version with all its carried answers', async () => {
    const { award, lead: holder } = await aHolder(service)
    const lead = await signedIn(service, holder, `/awards/${award.id}/renewal`)
    await lead.press('Start renewal')
    const id = lead.address.split('/').at(-1)!
    const answers = async () =>
      service.database
        .writer('answers')
        .where({ application_id: id })
        .orderBy('item_id')
        .select('item_id', 'narrative', 'own_rating', 'carried')
    const before = await answers()
    expect(before.length).toBeGreaterThan(5)
    await confirmsMapping(draft)
    await publishes(draft)
    expect([await versionOf(id), await answers()]).toEqual([draft.id, before])
  })

  test('publishing needs the password, a ticked box and the date on which the trustees agreed', async () => {
    const { coordinator, address } = draft
    await confirmsMapping(draft)
    await service.database.writer('sign_ins').update({ confirmed_at: addMinutes(service.clock.now(), -60) })
    await coordinator.open(`${address}/publication`)
    await coordinator.press('Publish version 1', { password: '' })
    expect([coordinator.status, coordinator.errors]).toEqual([
      422,
      ['Read what libraries will see, then tick the box', 'Enter the date the trustees agreed', 'Enter your password'],
    ])
    await coordinator.press('Publish version 1', { ...agreed, password: 'not it' })
    expect([coordinator.status, coordinator.errors.length]).toEqual([422, 1])
    await coordinator.press('Publish version 1', {
      ...agreed,
      'agreedOn-year': '2199',
      password: 'open the library door',
    })
    expect(coordinator.errors).toEqual(['The date the trustees agreed must be today or in the past'])
    expect(await versions().where({ id: draft.id }).first()).toMatchObject({ published_at: null })
    await coordinator.press('Publish version 1', agreed)
    expect([coordinator.status, coordinator.address]).toEqual([200, address])
  })

  test('publishing is refused while a row of the mapping is not confirmed', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/items/induction`)
    await coordinator.follow('Retire L2')
    await coordinator.press('Retire L2')
    await publishes(draft)
    expect([coordinator.status, coordinator.errors]).toEqual([422, ['Confirm 1 row of the mapping']])
    await confirmsMapping(draft)
    await publishes(draft)
    expect(coordinator.status).toBe(200)
  })

  test('the page says which translations the new version does not have yet', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/publication`)
    expect(coordinator.text).not.toContain('Translations')
    const words = { title: 'Cynefino', description: 'Disgrifiad', evidence: 'Tystiolaeth' }
    await (await translating(service)).saves('cy', translatesItem('induction', words))
    await coordinator.open(`${address}/publication`)
    expect(coordinator.text).toContain('Version 1 will be in English only until you upload its translations: Welsh')
  })

  test('publishing is refused while something is missing, and the page says what', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/items/induction`)
    await coordinator.press('Save', { evidence: '' })
    await confirmsMapping(draft)
    await publishes(draft)
    expect([coordinator.status, coordinator.errors]).toEqual([
      422,
      ['Correct the problems listed above before you publish'],
    ])
    expect(coordinator.text).toContain('Say what counts as evidence for these items: L2')
  })

  test('the second of two people who publish a version sees that the first has published it', async () => {
    await confirmsMapping(draft)
    const colleague = await aPersonWho(service, { name: 'Idris Okafor', roles: ['coordinator'] })
    const other = await signedIn(service, colleague, `${draft.address}/publication`)
    await draft.coordinator.open(`${draft.address}/publication`)
    const sent = agreed
    await Promise.all([draft.coordinator.press('Publish version 1', sent), other.press('Publish version 1', sent)])
    const statuses = [draft.coordinator.status, other.status].toSorted()
    expect(statuses).toEqual([200, 422])
    const second = draft.coordinator.status === 422 ? draft.coordinator : other
    const first = draft.coordinator.status === 422 ? 'Idris Okafor' : 'Ffion Adeyemi'
    expect(second.errors).toEqual([`${first} has already published version 1. You do not need to do anything`])
    expect(
      await service.database.writer('events').where({ name: 'framework.published', entity_id: draft.id }),
    ).toHaveLength(1)
  })

  test('publishing is refused if someone has changed the draft since the page was opened', async () => {
    await confirmsMapping(draft)
    const { coordinator, address } = draft
    await coordinator.open(`${address}/publication`)
    const other = await anotherWindow(service, coordinator).open(`${address}/items/induction`)
    await other.press('Save', { title: 'Something else' })
    await coordinator.press('Publish version 1', agreed)
    expect([coordinator.status, coordinator.errors]).toEqual([
      409,
      ['Someone has changed the draft since you opened this page. Read it again before you publish'],
    ])
  })

  test('a published version is final, because the database refuses changes to it', async () => {
    await versions().where({ id: draft.id }).update({ label: 'A draft can change' })
    await confirmsMapping(draft)
    await publishes(draft)
    const before = await versions().where({ id: draft.id }).first()
    for (const change of [
      { document: '{}' },
      { label: 'Other' },
      { version: '9' },
      { issued: 0 as const },
      { published_at: null },
    ])
      await expect(versions().where({ id: draft.id }).update(change)).rejects.toThrow(
        'a published version is never changed',
      )
    await expect(versions().where({ id: draft.id }).delete()).rejects.toThrow('a published version is never changed')
    expect(await versions().where({ id: draft.id }).first()).toEqual(before)
    expect((await documentOf(service, draft.id)).issued).toBe(true)
  })
})
