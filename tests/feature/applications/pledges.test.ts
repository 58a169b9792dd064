import { expect, test } from '@jest/globals'
import { addMinutes } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  aTeam,
  everythingWritten,
  signedIn,
} from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-life.ts'
import { aHolder } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'
import { partsOf } from '../../support/word-drafts.ts'

const signedOn = (day: string, month: string, year: string) => ({
  'signedOn-day': day,
  'signedOn-month': month,
  'signedOn-year': year,
})
const pledge = { signedBy: 'Leopold Vasquez-Thorn', role: 'chair of trustees', ...signedOn('27', '3', '2026') }

/** A library with a first application that is complete except for who signed the pledge. */
async function aDraft(service: Service) {
  const team = await aTeam(service)
  const round = await aRound(service)
  const application = await anApplication(service, team.organisation, { startedBy: team.lead, round })
  await everythingWritten(service, application, team.lead)
  const db = service.database.writer
  await db('pledges').delete()
  await db('evidence').update({ panel_until: '9999-12-31' as never })
  const page = `/applications/${application.id}`
  return { ...team, application, db, page, form: `${page}/pledge`, visitor: await signedIn(service, team.lead, page) }
}

const saved = (service: Service) =>
  service.parts.db('pledges').select('signed_by', 'role', 'signed_on', 'wording', 'version')

eachDatabase('who signed the pledge', engine => {
  test('an application cannot be submitted until it says who signed the pledge', async () => {
    const service = await aService(engine)
    const { page, form, visitor } = await aDraft(service)
    await visitor.open(`${page}/submission`)
    expect(visitor.text).toContain('who signed the pledge and when')
    expect(visitor.buttons).not.toContain('Submit application')
    expect((await visitor.send(`${page}/submission`)).status).toBe(422)
    await visitor.open(`${page}/criteria/P1`)
    expect(visitor.text).toContain('Before you submit, enter who signed the pledge and when.')
    await visitor.follow('Enter who signed the pledge')
    expect(visitor.address).toBe(form)
    await visitor.press('Save', { ...pledge, wording: '2019 wording' })
    expect([visitor.address, visitor.notices]).toEqual([`${page}/criteria/P1`, ['Pledge signed (P1) saved.']])
    const sentence = 'Signed by Leopold Vasquez-Thorn, chair of trustees, on 27 March 2026.'
    expect(visitor.text).toContain(sentence)
    await visitor.open(`${page}/submission`)
    expect([visitor.text.includes(sentence), visitor.text.includes('Version of the pledge: 2019 wording')]).toEqual([
      true,
      true,
    ])
    await visitor.press('Submit application')
    expect(visitor.headings[0]).toBe('Application submitted')
    await visitor.open(`${page}/submissions/1`)
    expect(visitor.text).toContain(sentence)
    await service.end()
  })

  test('a submission keeps the name of the person who signed the pledge, and a coordinator can read it', async () => {
    const service = await aService(engine)
    const { application, db, page, form, visitor } = await aDraft(service)
    await visitor.open(form)
    await visitor.press('Save', pledge)
    await visitor.open(`${page}/submission`)
    await visitor.press('Submit application')
    const receipt = await service.parts.db('submissions').first('sha256', 'manifest')
    const part = await service.parts.db('submission_parts').where({ name: 'pledge' }).first('content')
    expect(JSON.parse(part!.content!)).toEqual({
      signedBy: 'Leopold Vasquez-Thorn',
      role: 'chair of trustees',
      signedOn: '2026-03-27',
      wording: '',
    })
    await db('pledges').update({ signed_by: 'Somebody Else' })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, person)
    const coordinator = await signedIn(service, person)
    for (const address of [`${page}/submissions/1`, `${page}/criteria/P1`]) {
      await coordinator.open(address)
      const names = ['Leopold Vasquez-Thorn', 'Somebody Else'].map(name => coordinator.text.includes(name))
      expect([address, coordinator.status, names]).toEqual([address, 200, [true, false]])
    }
    expect((await coordinator.open(form)).status).toBe(403)
    expect(await service.parts.db('submissions').first('sha256', 'manifest')).toEqual(receipt)
    expect((await visitor.open(form)).status).toBe(409)
    await service.end()
  })

  test('the Word document names who signed, and the text for local groups has only the role and the date', async () => {
    const service = await aService(engine)
    const { page, form, visitor } = await aDraft(service)
    await visitor.open(form)
    await visitor.press('Save', pledge)
    await visitor.open(`${page}/draft.docx`)
    expect(partsOf(visitor.content).get('word/document.xml')).toContain(
      'Signed by Leopold Vasquez-Thorn, chair of trustees, on 27 March 2026.',
    )
    await visitor.open(`${page}/endorsements`)
    expect(visitor.text).toContain('Pledge signed on 27 March 2026. Role of the person who signed: chair of trustees.')
    expect(visitor.text).not.toContain('Leopold')
    await service.end()
  })

  test('a missing value, or a date that does not exist or is in the future, is refused with an error', async () => {
    const service = await aService(engine)
    const { form, visitor } = await aDraft(service)
    await visitor.open(form)
    await visitor.press('Save', { signedBy: ' \u200b', role: '', ...signedOn('31', '2', '2026') })
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      [
        'Enter the name of the person who signed',
        'Enter the role of the person who signed',
        'Enter a real date, such as 28 February 2027',
      ],
    ])
    await visitor.press('Save', { ...pledge, ...signedOn('2', '3', '2027') })
    expect([visitor.status, visitor.errors, visitor.valueOf('signedBy'), visitor.valueOf('signedOn-day')]).toEqual([
      422,
      ['The date the pledge was signed must be today or in the past'],
      pledge.signedBy,
      '2',
    ])
    await visitor.press('Save', { ...pledge, ...signedOn('', '', ''), wording: 'x'.repeat(151) })
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      ['Enter the date the pledge was signed', 'Use 150 characters or fewer'],
    ])
    await visitor.send(form, { ...pledge, signedBy: ['a', 'b'] as never })
    expect([visitor.status, await saved(service)]).toEqual([422, []])
    await visitor.open(form)
    await visitor.press('Save', { ...pledge, ...signedOn('1', '3', '2027'), signedBy: '<b>\u202eEve</b>' })
    expect((await saved(service)).map(({ signed_by }) => signed_by)).toEqual(['<b>Eve</b>'])
    await service.end()
  })

  test('an outdated form shows what someone else saved, and keeps what was entered', async () => {
    const service = await aService(engine)
    const { form, visitor } = await aDraft(service)
    await visitor.open(form)
    const other = await anotherWindow(service, visitor).open(form)
    await other.press('Save', { ...pledge, signedBy: 'Ines Calloway' })
    await visitor.press('Save', pledge)
    expect([visitor.status, visitor.valueOf('signedBy'), visitor.text.includes('Signed by Ines Calloway')]).toEqual([
      409,
      pledge.signedBy,
      true,
    ])
    await visitor.press('Save')
    expect((await saved(service)).map(({ signed_by, version }) => [signed_by, version])).toEqual([[pledge.signedBy, 2]])
    await service.end()
  })

  test('changing the pledge details clears the sign-off, and the history does not contain the name', async () => {
    const service = await aService(engine)
    const { lead, observer, application, db, page, form, visitor } = await aDraft(service)
    await visitor.open(form)
    await visitor.press('Save', pledge)
    await db('organisations').update({ sign_off_wanted: 1 })
    await visitor.open(`${page}/sign-off`)
    await visitor.press('Ask for sign-off')
    const byObserver = await signedIn(service, observer, `${page}/sign-off`)
    expect(byObserver.text).toContain('Signed by Leopold Vasquez-Thorn, chair of trustees, on 27 March 2026.')
    await byObserver.press('Sign off', { read: 'yes' })
    const status = async () => {
      await visitor.open(page)
      return visitor.text.includes('Changed since sign-off')
    }
    await visitor.open(form)
    await visitor.press('Save')
    expect(await status()).toBe(false)
    await visitor.open(form)
    await visitor.press('Save', { role: 'mayor' })
    expect(await status()).toBe(true)
    await byObserver.open(`${page}/sign-off`)
    expect(byObserver.$('.los-diff ins').text()).toContain('mayor')
    const events = await service.parts.db('events').where({ name: 'application.pledge_saved' })
    expect(events.map(({ person_id, application_id }) => [person_id, application_id])).toEqual([
      [lead.id, application.id],
      [lead.id, application.id],
    ])
    expect(JSON.stringify(events)).not.toContain('Leopold')
    await visitor.open(`${page}/history`)
    expect(visitor.text).toContain('Pledge details saved')
    await service.end()
  })

  test('an application returned because of the pledge can be submitted again after the pledge changes', async () => {
    const service = await aService(engine)
    const { application, db, page, form, visitor } = await aDraft(service)
    await visitor.open(form)
    await visitor.press('Save', pledge)
    service.clock.set(addMinutes(service.clock.now(), 5))
    await db('applications')
      .where({ id: application.id })
      .update({ status: 'returned', status_since: service.clock.now(), items_asked: '["pledge-signed"]' })
    await visitor.open(`${page}/submission`)
    expect(visitor.buttons).not.toContain('Submit application')
    await visitor.open(form)
    await visitor.press('Save', signedOn('28', '3', '2026'))
    await visitor.open(`${page}/submission`)
    expect(visitor.buttons.some(text => text.startsWith('Submit'))).toBe(true)
    await service.end()
  })

  test('a full reappraisal starts with the earlier pledge, which can be changed', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const settings = { months: 12, fullReappraisalEvery: 1, renewalOpensDays: 180, lapseAfterDays: 30, reminders: [] }
    await service.database.writer('terms').update({ settings: JSON.stringify(settings) })
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await library.press('Start reappraisal')
    await library.open(`${library.address}/criteria/P1`)
    expect(library.text).toContain('Signed by Ines Calloway, head of libraries, on 12 May 2026.')
    await library.follow('Change who signed the pledge')
    await library.press('Save', pledge)
    expect((await saved(service)).map(({ signed_by }) => signed_by).toSorted()).toEqual([
      'Ines Calloway',
      'Leopold Vasquez-Thorn',
    ])
    await service.end()
  })

  test('observers and other libraries cannot change the pledge, and a renewal does not ask for it', async () => {
    const service = await aService(engine)
    const { observer, contributor, application, db, page, form } = await aDraft(service)
    const byObserver = await signedIn(service, observer, `${page}/criteria/P1`)
    expect(byObserver.text).toContain('Who signed the pledge? The library has not entered who signed the pledge.')
    await byObserver.open(form)
    expect([byObserver.status, (await byObserver.send(form, pledge)).status]).toEqual([403, 403])
    const other = await anOrganisation(service, { name: 'Fellwick Libraries' })
    const stranger = await signedIn(service, await aPersonWho(service, { member: [[other, 'lead']] }))
    await stranger.open(`/applications/${'a'.repeat(20)}/pledge`)
    const unknown = stranger.html
    expect([(await stranger.open(form)).status, stranger.html]).toEqual([404, unknown])
    expect([(await stranger.send(form, pledge)).status, await saved(service)]).toEqual([404, []])
    const byContributor = await signedIn(service, contributor, form)
    await byContributor.press('Save', pledge)
    expect((await saved(service)).length).toBe(1)
    await db('applications').where({ id: application.id }).update({ kind: 'renewal' })
    expect((await byContributor.open(form)).status).toBe(404)
    await service.end()
  })

  behavesLikeEveryForm(
    async () => {
      const service = await aService(engine)
      const { form, visitor } = await aDraft(service)
      await visitor.open(form)
      return {
        service,
        visitor,
        button: 'Save',
        typed: pledge,
        invalid: { signedBy: '' },
        timesSaved: async () => (await saved(service))[0]?.version ?? 0,
      }
    },
    { text: 'role', pressesToSave: 2 },
  )
})
