import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anItemOfEvidence,
  aPersonWho,
  aRound,
  aTeam,
  everythingWritten,
  signedIn,
} from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-life.ts'
import { aHolder } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

/** A complete draft of an organisation that requires a sign-off. */
async function aCompleteDraft(service: Service) {
  const team = await aTeam(service)
  const round = await aRound(service)
  const application = await anApplication(service, team.organisation, { startedBy: team.lead, round })
  await everythingWritten(service, application, team.lead)
  const db = service.database.writer
  await db('organisations').where({ id: team.organisation.id }).update({ sign_off_wanted: 1 })
  await db('evidence').update({ panel_until: '9999-12-31' as never })
  const list = `/applications/${application.id}`
  return { ...team, application, list, page: `${list}/sign-off`, submitting: `${list}/submission` }
}

const emailed = async (service: Service, name: string) =>
  (await service.database.writer('outbox').where({ name }).orderBy('queued_at')).map(({ person_id }) => person_id)

eachDatabase('sign-off by an observer', engine => {
  test('an organisation that requires a sign-off cannot submit without one', async () => {
    const service = await aService(engine)
    const { lead, observer, list, page, submitting } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, submitting)
    expect(byLead.text).toContain('Get sign-off from an observer')
    expect(byLead.text).not.toContain('Submit application')
    await byLead.send(submitting)
    expect(byLead.status).toBe(422)
    await byLead.open(list)
    expect(byLead.text).toContain('Before you submit 2 of 3 done')
    expect(byLead.$('[aria-labelledby=ahead] > li')).toHaveLength(3)
    await byLead.open(page)
    await byLead.press('Ask for sign-off')
    expect(byLead.notices).toEqual(['You have asked for sign-off. We will email your observers.'])
    expect(await emailed(service, 'sign-off wanted')).toEqual([observer.id])
    const byObserver = await signedIn(service, observer, list)
    await byObserver.follow('Sign-off')
    expect(byObserver.text).toContain('Two branches where everybody is welcome.')
    await byObserver.press('Sign off', {})
    expect([byObserver.status, byObserver.errors]).toEqual([422, ['Tick the box to sign off the application']])
    await byObserver.press('Sign off', { read: 'yes' })
    expect(byObserver.notices).toEqual(['You have signed off the application. We will email your library’s leads.'])
    expect(await emailed(service, 'signed off')).toContain(lead.id)
    await byLead.open(list)
    expect(byLead.text).toContain('Before you submit 3 of 3 done')
    await byLead.open(submitting)
    await byLead.press('Submit application')
    expect(byLead.headings[0]).toBe('Application submitted')
    await service.end()
  })

  test('the sign-off page tells leads and observers how many required criteria have no answer', async () => {
    const service = await aService(engine)
    const { lead, observer, application, page } = await aCompleteDraft(service)
    const none = 'required criteria have no answer yet'
    const byLead = await signedIn(service, lead, page)
    expect(byLead.text).not.toContain('no answer yet')
    const db = service.database.writer
    await db('answers')
      .where({ application_id: application.id })
      .whereIn('item_id', ['staff-training', 'visible-welcome', 'digital-and-practical-help'])
      .update({ narrative: ' ' })
    await byLead.open(page)
    expect(byLead.text).toContain(`2 ${none}`)
    expect(byLead.text).toContain('You can still ask for sign-off')
    await byLead.press('Ask for sign-off')
    expect(byLead.notices).toEqual(['You have asked for sign-off. We will email your observers.'])
    const byObserver = await signedIn(service, observer, page)
    expect(byObserver.text).toContain(`2 ${none}`)
    expect(byObserver.text).toContain('You can still sign off')
    await byObserver.press('Sign off', { read: 'yes' })
    expect(byObserver.text).not.toContain(none)
    await service.end()
  })

  test('the home page of an observer asks for the sign-off until it is given', async () => {
    const service = await aService(engine)
    const { lead, observer, page } = await aCompleteDraft(service)
    const byObserver = await signedIn(service, observer, '/home')
    expect(byObserver.text).not.toContain('Read and sign off')
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    await byObserver.open('/home')
    expect(byObserver.text).toContain('Sign off the application from Ashcombe Libraries')
    await byObserver.follow('Read and sign off')
    await byObserver.press('Sign off', { read: 'yes' })
    await byObserver.open('/home')
    expect(byObserver.text).not.toContain('Read and sign off')
    expect(byObserver.$('.los-dues').text()).toContain('You do not need to do anything now.')
    await byLead.open('/home')
    expect(byLead.text).not.toContain('Read and sign off')
    await service.end()
  })

  test.each([
    ['returned', 'We will email you if this application needs your sign-off.'],
    ['more evidence asked', 'A library lead will submit the evidence when it is ready.'],
  ])('an observer’s home page says what happens next with an application in the state “%s”', async (...it) => {
    const [status, text] = it
    const service = await aService(engine)
    const { observer, application } = await aCompleteDraft(service)
    await service.database.writer('applications').where({ id: application.id }).update({ status })
    const byObserver = await signedIn(service, observer, '/home')
    expect(byObserver.$('.los-dues').text()).toContain(`You do not need to do anything now. ${text}`)
    await service.end()
  })

  test.each([
    ['suspended', 'Your award is suspended, so it is not valid. The award page says why.'],
    [
      'overdue',
      'Your award was valid until 20 February 2027. It will lapse on 23 March 2027 unless you renew it before then.',
    ],
  ])('the home page of an observer says that an award is %s while a lead writes its renewal', async (status, text) => {
    const service = await aService(engine)
    const { lead, observer, award } = await aHolder(service)
    const byLead = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await byLead.press('Start renewal')
    const validTo = status === 'overdue' ? '2027-02-20' : '2027-04-30'
    const db = service.database.writer
    await db('awards')
      .where({ id: award.id })
      .update({ status, valid_to: validTo as never })
    const byObserver = await signedIn(service, observer, '/home')
    expect(byObserver.$('.los-dues').text()).toContain(`${text} You do not need to do anything now.`)
    await service.end()
  })

  test('a lead cannot ask for a sign-off that the library has just stopped requiring', async () => {
    const service = await aService(engine)
    const { organisation, lead, observer, page } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, page)
    const choice = `/organisations/${organisation.id}/sign-off`
    const byOther = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }), choice)
    await byOther.press('Save', { wanted: [] })
    await byLead.press('Ask for sign-off')
    expect([byLead.status, await emailed(service, 'sign-off wanted')]).toEqual([409, []])
    await byOther.open(choice)
    await byOther.press('Save', { wanted: 'yes' })
    await byLead.open(page)
    await byLead.press('Ask for sign-off')
    expect(await emailed(service, 'sign-off wanted')).toEqual([observer.id])
    await service.end()
  })

  test('an observer cannot give a sign-off that the library has just stopped requiring', async () => {
    const service = await aService(engine)
    const { organisation, lead, observer, page } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    const byObserver = await signedIn(service, observer, page)
    await byLead.open(`/organisations/${organisation.id}/sign-off`)
    await byLead.press('Save', { wanted: [] })
    await byObserver.press('Sign off', { read: 'yes' })
    expect([byObserver.status, await emailed(service, 'signed off')]).toEqual([409, []])
    expect(byObserver.text).toContain('Your library does not require sign-off')
    await service.end()
  })

  test('an observer whose sign-off is no longer required sees that a colleague has already signed off', async () => {
    const service = await aService(engine)
    const { organisation, lead, observer, page } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    const second = await aPersonWho(service, { member: [[organisation, 'observer']] })
    const [byFirst, bySecond] = [await signedIn(service, observer, page), await signedIn(service, second, page)]
    await byFirst.press('Sign off', { read: 'yes' })
    await byLead.open(`/organisations/${organisation.id}/sign-off`)
    await byLead.press('Save', { wanted: [] })
    await bySecond.press('Sign off', { read: 'yes' })
    expect([bySecond.status, bySecond.errors, bySecond.buttons]).toEqual([409, [], []])
    expect(bySecond.text).toContain('Signed off')
    await service.end()
  })

  test('a lead cannot ask again for a sign-off that an observer has just given', async () => {
    const service = await aService(engine)
    const { organisation, lead, observer, page } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    const byOther = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }), page)
    const byObserver = await signedIn(service, observer, page)
    await byObserver.press('Sign off', { read: 'yes' })
    service.clock.set('2027-03-01T09:10:00Z')
    await byOther.press('Ask for sign-off again')
    expect([byOther.status, await emailed(service, 'sign-off wanted')]).toEqual([409, [observer.id]])
    await byObserver.open('/home')
    expect(byObserver.text).not.toContain('Read and sign off')
    await service.end()
  })

  test('a later change clears a sign-off, and the observer gets one email and sees the changes', async () => {
    const service = await aService(engine)
    const { lead, observer, list, page, submitting } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    const byObserver = await signedIn(service, observer, page)
    await byObserver.press('Sign off', { read: 'yes' })
    await byLead.open(`${list}/criteria/L1`)
    await byLead.press('Save', { narrative: 'What we do about L1 every spring.' })
    await byLead.press('Save', { narrative: 'What we do about L1 every autumn.' })
    expect(await emailed(service, 'sign-off wanted again')).toEqual([observer.id])
    await byLead.open(submitting)
    expect(byLead.text).toContain('Get sign-off from an observer')
    await byLead.send(submitting)
    expect(byLead.status).toBe(422)
    await byLead.open(list)
    expect(byLead.text).toContain('Changed since sign-off')
    await byObserver.open(page)
    expect(byObserver.$('.los-diff ins').text().replace(/\s+/g, ' ')).toContain('every autumn.')
    await byObserver.press('Sign off', { read: 'yes' })
    await byLead.open(submitting)
    await byLead.press('Submit application')
    expect(byLead.headings[0]).toBe('Application submitted')
    await service.end()
  })

  test('a local group’s answer clears a sign-off, and the observer then reads the answer', async () => {
    const service = await aService(engine)
    const { lead, observer, list, page, submitting } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, `${list}/endorsements`)
    await byLead.press('Send request', { group: 'Ashcombe City of Sanctuary', email: 'group@ashcombe.example' })
    const [request] = await service.post()
    await byLead.open(page)
    await byLead.press('Ask for sign-off')
    const byObserver = await signedIn(service, observer, page)
    await byObserver.press('Sign off', { read: 'yes' })
    const group = aVisitor(service)
    await group.open(/\/endorsements\/[\w-]{43}/.exec(request!.text)![0])
    await group.press('Send answer', {
      answer: 'endorsed',
      words: 'People are met with kindness there.',
      name: 'Rosalind Amadi',
      role: 'chair',
      confirmed: 'yes',
    })
    expect(await emailed(service, 'sign-off wanted again')).toEqual([observer.id])
    const cleared = await service.parts.db('events').where({ name: 'application.sign_off_cleared' })
    expect(cleared.map(({ actor, person_id }) => [actor, person_id])).toEqual([['an endorsement link', null]])
    await byLead.open(list)
    expect(byLead.text).toContain('Changed since sign-off')
    await byLead.send(submitting)
    expect(byLead.status).toBe(422)
    await byObserver.open(page)
    const changes = byObserver.$('.los-diff').text().replace(/\s+/g, ' ')
    expect(changes).toContain('Ashcombe City of Sanctuary endorsed this application on 1 March 2027.')
    expect(changes).toContain('People are met with kindness there.')
    await byObserver.press('Sign off', { read: 'yes' })
    expect(byObserver.$('.los-folds').text()).toContain('Rosalind Amadi, chair, answered for the group.')
    await byLead.open(submitting)
    await byLead.press('Submit application')
    expect(byLead.headings[0]).toBe('Application submitted')
    await service.end()
  })

  test('a sign-off is refused if the text changed while the observer read it', async () => {
    const service = await aService(engine)
    const { lead, observer, list, page } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    const byObserver = await signedIn(service, observer, page)
    await byLead.open(`${list}/criteria/L1`)
    await byLead.press('Save', { narrative: 'Something else.' })
    await byObserver.press('Sign off', { read: 'yes' })
    expect([byObserver.status, byObserver.errors]).toEqual([
      409,
      ['Someone changed the application while you were reading. Read it again, then sign it off'],
    ])
    expect(await service.database.writer('sign_offs').first('signed_at')).toEqual({ signed_at: null })
    await byObserver.press('Sign off', { read: 'yes' })
    expect(byObserver.notices).toEqual(['You have signed off the application. We will email your library’s leads.'])
    await service.end()
  })

  test('a sign-off is refused if the text changed, even if the observer first forgot to tick the box', async () => {
    const service = await aService(engine)
    const { lead, observer, list, page } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    const byObserver = await signedIn(service, observer, page)
    await byLead.open(`${list}/criteria/L1`)
    await byLead.press('Save', { narrative: 'Something else.' })
    await byObserver.press('Sign off')
    expect([byObserver.status, byObserver.errors]).toEqual([422, ['Tick the box to sign off the application']])
    await byObserver.press('Sign off', { read: 'yes' })
    expect([byObserver.status, byObserver.errors]).toEqual([
      409,
      ['Someone changed the application while you were reading. Read it again, then sign it off'],
    ])
    expect(await service.database.writer('sign_offs').first('signed_at')).toEqual({ signed_at: null })
    await byObserver.press('Sign off', { read: 'yes' })
    expect(byObserver.notices).toEqual(['You have signed off the application. We will email your library’s leads.'])
    await service.end()
  })

  test('the observer sees only the number of restricted items of evidence', async () => {
    const service = await aService(engine)
    const { organisation, lead, observer, application, page } = await aCompleteDraft(service)
    const db = service.database.writer
    const id = await anItemOfEvidence(service, organisation, lead, {
      title: 'Canary letter',
      sensitivity: 'restricted',
    })
    const answer = await db('answers').where({ application_id: application.id, item_id: 'staff-training' }).first()
    await db('answer_evidence').insert({ answer_id: answer!.id, evidence_id: id, attached_at: service.clock.now() })
    const byObserver = await signedIn(service, observer, page)
    expect(byObserver.text).toContain('1 item of restricted evidence, which observers cannot see')
    expect(byObserver.text).not.toContain('Canary letter')
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    await byObserver.open(page)
    await byObserver.press('Sign off', { read: 'yes' })
    expect((await db('sign_offs').first('seen'))!.seen).not.toContain('Canary letter')
    await service.end()
  })

  test('erasing evidence removes the title it had at a sign-off, and the sign-off no longer counts', async () => {
    const service = await aService(engine)
    const { organisation, lead, observer, application, page, submitting } = await aCompleteDraft(service)
    const db = service.database.writer
    const answer = await db('answers').where({ application_id: application.id, item_id: 'staff-training' }).first()
    const add = async (title: string) => {
      const id = await anItemOfEvidence(service, organisation, lead, { title })
      await db('answer_evidence').insert({ answer_id: answer!.id, evidence_id: id, attached_at: service.clock.now() })
      return id
    }
    const [id, twin] = [await add('Canary letter'), await add('Twin letter')]
    await add('Twin letter')
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    const byObserver = await signedIn(service, observer, page)
    await byObserver.press('Sign off', { read: 'yes' })
    await byLead.open(`/evidence/${id}/edit`)
    await byLead.press('Save', { title: 'A letter of thanks' })
    const seen = async () => (await db('sign_offs').first('seen'))!.seen!
    for (const each of [id, twin]) {
      await byLead.open(`/evidence/${each}/removal`)
      await byLead.press('Remove evidence')
      await byLead.open(`/organisations/${organisation.id}/evidence/removed/${each}/erasure`)
      expect(await seen()).toContain(each === id ? 'Canary letter' : 'Twin letter')
      await byLead.press('Erase now')
    }
    expect([(await seen()).includes('Canary letter'), (await seen()).match(/Twin letter/g)]).toEqual([
      false,
      ['Twin letter'],
    ])
    await byLead.open(submitting)
    expect(byLead.text).toContain('Get sign-off from an observer')
    await byObserver.open(page)
    expect([byObserver.status, byObserver.text.includes('The evidence has changed')]).toEqual([200, true])
    await byObserver.press('Sign off', { read: 'yes' })
    expect(byObserver.notices).toEqual(['You have signed off the application. We will email your library’s leads.'])
    await service.end()
  })

  test('erasing evidence that the application does not use leaves its sign-off as it was', async () => {
    const service = await aService(engine)
    const { organisation, lead, observer, page, submitting } = await aCompleteDraft(service)
    const unused = await anItemOfEvidence(service, organisation, lead, { title: 'An unused photo' })
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    const byObserver = await signedIn(service, observer, page)
    await byObserver.press('Sign off', { read: 'yes' })
    const signOff = async () => service.database.writer('sign_offs').first()
    const before = await signOff()
    await byLead.open(`/evidence/${unused}/removal`)
    await byLead.press('Remove evidence')
    await byLead.open(`/organisations/${organisation.id}/evidence/removed/${unused}/erasure`)
    await byLead.press('Erase now')
    expect([byLead.errors, await signOff()]).toEqual([[], before])
    await byLead.open(submitting)
    expect(byLead.text).not.toContain('Get sign-off from an observer')
    await byLead.press('Submit application')
    expect(byLead.errors).toEqual([])
    await service.end()
  })

  test('restricted evidence that several answers use is counted once', async () => {
    const service = await aService(engine)
    const { organisation, lead, observer, application, page } = await aCompleteDraft(service)
    const db = service.database.writer
    const [one, other] = [
      await anItemOfEvidence(service, organisation, lead, { sensitivity: 'restricted' }),
      await anItemOfEvidence(service, organisation, lead, { sensitivity: 'restricted' }),
    ]
    const answers = await db('answers').where({ application_id: application.id }).orderBy('item_id').limit(2)
    const attached = [
      ...answers.map(({ id }) => ({ answer_id: id, evidence_id: one })),
      { answer_id: answers[0]!.id, evidence_id: other },
    ]
    await db('answer_evidence').insert(attached.map(each => ({ ...each, attached_at: service.clock.now() })))
    const byObserver = await signedIn(service, observer, page)
    expect(byObserver.text.match(/\d items? of restricted evidence, which/g)!.toSorted()).toEqual([
      '1 item of restricted evidence, which',
      '2 items of restricted evidence, which',
    ])
    expect(byObserver.text).toContain('Observers cannot see 2 items of evidence, because they are restricted.')
    await service.end()
  })

  test('a person who writes the application, or is outside the library, cannot sign off', async () => {
    const service = await aService(engine)
    const { organisation, lead, contributor, observer, page } = await aCompleteDraft(service)
    const both = await aPersonWho(service, {
      member: [
        [organisation, 'observer'],
        [organisation, 'contributor'],
      ],
    })
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    expect(await emailed(service, 'sign-off wanted')).toEqual([observer.id])
    for (const person of [lead, contributor, both]) {
      const visitor = await signedIn(service, person, page)
      expect([visitor.status, visitor.$('input[name=read]').length]).toEqual([200, 0])
      await visitor.send(page, { read: 'yes', seen: '' })
      expect(visitor.status).toBe(403)
    }
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const byCoordinator = await signedIn(service, coordinator, page)
    expect(byCoordinator.status).not.toBe(200)
    await service.end()
  })

  test('no one can ask for a sign-off or sign off after the application is submitted', async () => {
    const service = await aService(engine)
    const { lead, observer, page } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, page)
    const byObserver = await signedIn(service, observer, page)
    await service.database.writer('applications').update({ status: 'submitted' })
    await byLead.send(`${page}/request`)
    await byObserver.send(page, { read: 'yes', seen: '' })
    for (const visitor of [byLead, byObserver])
      expect([visitor.status, visitor.headings[0]]).toEqual([409, 'This application has been submitted'])
    expect(await emailed(service, 'sign-off wanted')).toEqual([])
    await service.end()
  })

  test('a library without an observer is told that no one can sign off, and cannot ask for a sign-off', async () => {
    const service = await aService(engine)
    const { lead, observer, page } = await aCompleteDraft(service)
    await service.database
      .writer('memberships')
      .where({ person_id: observer.id })
      .update({ ended_at: service.clock.now() })
    const byLead = await signedIn(service, lead, page)
    expect(byLead.text).toContain('No one on your team can sign off')
    await byLead.send(`${page}/request`, {})
    expect([byLead.status, await service.database.writer('sign_offs')]).toEqual([409, []])
    await service.end()
  })

  test('an observer who also writes for the library does not count as someone who can sign off', async () => {
    const service = await aService(engine)
    const { lead, observer, page } = await aCompleteDraft(service)
    const db = service.database.writer
    const [membership] = await db('memberships').where({ person_id: observer.id })
    const byLead = await signedIn(service, lead, page)
    expect(byLead.text).not.toContain('No one on your team can sign off')
    await db('memberships').insert({ ...membership!, id: newId(), role: 'contributor' })
    await byLead.open(page)
    expect(byLead.text).toContain('No one on your team can sign off')
    await service.end()
  })
})

eachDatabase('the form to sign off', engine => {
  behavesLikeEveryForm(async () => {
    const service = await aService(engine)
    const { lead, observer, page } = await aCompleteDraft(service)
    const byLead = await signedIn(service, lead, page)
    await byLead.press('Ask for sign-off')
    return {
      service,
      visitor: await signedIn(service, observer, page),
      button: 'Sign off',
      typed: { read: 'yes' },
      invalid: { read: [] },
      timesSaved: async () => (await service.database.writer('sign_offs').whereNotNull('signed_at')).length,
    }
  })
})
