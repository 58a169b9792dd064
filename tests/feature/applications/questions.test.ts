import { expect, test } from '@jest/globals'
import { autosaves } from '../../support/autosaving.ts'
import { expireQuestions } from '../../../src/modules/applications/questions/question.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anItemOfEvidence,
  anOrganisation,
  aPersonWho,
  aRound,
  aSeat,
  signedIn,
} from '../../support/factories.ts'
import { aFile } from '../../support/evidence.ts'
import { behavesLikeEveryButton, behavesLikeEveryForm } from '../../support/form-life.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow, type Visitor } from '../../support/visitor.ts'

eachDatabase('questions', engine => {
  test('the library sees a question without the member’s name, and its lead can reply', async () => {
    const service = await aService(engine)
    const { lead, member, address } = await anApplicationWithThePanel(service)
    const asking = await signedIn(service, member, `${address}/questions`)
    expect(asking.text).toContain('If something is not clear, ask the library a question.')
    await asking.open(`${address}/criteria/L1/questions/new`)
    await asking.press('Send question', { body: 'Which branches?', replyBy: '2027-02-28' })
    expect(asking.errors).toEqual(['Enter a date after today'])
    await asking.press('Send question', { body: 'Which branches?', replyBy: '2027-03-20' })
    expect(asking.notices).toEqual(['Your question has been sent to Ashcombe Libraries.'])
    const library = await signedIn(service, lead, `${address}/questions`)
    expect([library.headings[0], library.text.includes('Which branches?'), library.text.includes(member.name)]).toEqual(
      ['Questions for you', true, false],
    )
    expect(library.text).toContain('You can reply to questions and attach evidence.')
    await library.follow('Reply')
    await library.press('Send reply', { reply: 'All of them.' })
    expect(library.notices).toEqual(['Your reply has been sent.'])
    await library.open(`${address}/questions`)
    expect(library.text).toContain('Replied Your reply, 1 March 2027 All of them.')
    await asking.open(`${address}/questions`)
    expect(asking.text).toContain('Replied The library’s reply, 1 March 2027 All of them.')
    await service.end()
  })

  test('a panel member is not told to ask a question once the application is decided', async () => {
    const service = await aService(engine)
    const { member, address } = await anApplicationWithThePanel(service)
    await service.database.writer('applications').update({ status: 'decided' })
    const reader = await signedIn(service, member, `${address}/questions`)
    expect(reader.text).toContain('You can only ask questions while we are reading the application.')
    expect(reader.text).toContain('No questions')
    expect(reader.text).not.toContain('ask the library a question')
    await service.end()
  })

  test('a reply with personal details is sent only once the lead says why they are safe to share', async () => {
    const service = await aService(engine)
    const { lead, member, address } = await anApplicationWithThePanel(service)
    const reply = 'Ask Helena Brook on 07700 900456 about the Ashcombe branch.'
    const library = await signedIn(service, lead, `${address}/questions/${await asked(service, member, address)}/reply`)
    await library.press('Send reply', { reply })
    const question = () => service.database.db('questions').first('status', 'reply', 'kept_reason')
    expect([library.status, library.text.includes('Could this identify someone?'), library.valueOf('reply')]).toEqual([
      422,
      true,
      reply,
    ])
    expect([library.text.includes('07700 900456'), library.text.includes('Phone number · Your reply')]).toEqual([
      true,
      true,
    ])
    expect(await question()).toEqual({ status: 'open', reply: null, kept_reason: '' })
    await library.press('Send reply', { personalData: 'removed' })
    expect(library.errors).toEqual(['The personal details are still there. Remove them or choose another option'])
    await library.press('Send reply', { personalData: 'keep', personalDataReason: 'She is our press officer.' })
    expect(library.notices).toEqual(['Your reply has been sent.'])
    expect(await question()).toEqual({ status: 'answered', reply, kept_reason: 'She is our press officer.' })
    expect(library.text).toContain(
      'Why the personal details in this reply are safe to share: She is our press officer.',
    )
    const panel = await signedIn(service, member, `${address}/questions`)
    expect([panel.text.includes(reply), panel.text.includes('press officer')]).toEqual([true, false])
    await service.end()
  })

  test('a member who has asked a question can go back to its criterion', async () => {
    const service = await aService(engine)
    const { lead, member, address } = await anApplicationWithThePanel(service)
    const back = ({ $ }: Visitor) => $('.govuk-back-link').text().trim()
    const asking = await signedIn(service, member, `${address}/appraisal/L1`)
    await asking.follow('Ask the library a question')
    expect(back(asking)).toBe('Questions and replies')
    await asking.press('Send question', { body: 'Which branches?' })
    expect(asking.notices).toEqual(['Your question has been sent to Ashcombe Libraries.'])
    await asking.follow('Back to L1')
    expect([asking.status, asking.address]).toEqual([200, `${address}/appraisal/L1`])
    await asking.open(`${address}/questions`)
    expect(back(asking)).toBe('Ashcombe Libraries')
    const library = await signedIn(service, lead, `${address}/questions?criterion=L1`)
    expect(back(library)).toBe('First application')
    await service.end()
  })

  test('the panel is emailed when the library has not replied to a question in time', async () => {
    const service = await aService(engine)
    const { member, address } = await anApplicationWithThePanel(service)
    await asked(service, member, address)
    await service.post()
    service.clock.set('2027-03-16T00:10:00Z')
    expect([await expireQuestions(service.parts), await expireQuestions(service.parts)]).toEqual([1, 0])
    const emails = await service.post()
    expect(emails.map(({ to, subject }) => [to, subject])).toEqual([
      [member.email, 'Ashcombe Libraries has not replied to a question'],
    ])
    expect(emails[0]!.text).toContain(`${address}/questions`)
    await service.end()
  })

  test.each(['more evidence asked', 'resubmitted'])(
    'the email about an unanswered question says to wait before asking again if the application is “%s”',
    async status => {
      const service = await aService(engine)
      const { member, address } = await anApplicationWithThePanel(service)
      await asked(service, member, address)
      await service.database.writer('applications').update({ status })
      await service.post()
      service.clock.set('2027-03-16T00:10:00Z')
      expect(await expireQuestions(service.parts)).toBe(1)
      const [email, ...more] = await service.post()
      expect([email!.to, email!.subject, more]).toEqual([
        member.email,
        'Ashcombe Libraries has not replied to a question',
        [],
      ])
      expect(email!.text).toContain('You can ask again once the application is back with the panel.')
      expect(email!.text).not.toContain('continue without a reply')
      await service.end()
    },
  )

  test('once the application has been withdrawn, the library is not asked to reply', async () => {
    const service = await aService(engine)
    const { lead, member, address } = await anApplicationWithThePanel(service)
    await asked(service, member, address)
    const visitor = await signedIn(service, lead, address)
    expect(visitor.text).toContain('We have 1 question for you')
    await visitor.open(`${address}/questions`)
    expect(visitor.text).toContain('Reply by')
    await service.database.writer('applications').update({ status: 'withdrawn' })
    await visitor.open(address)
    expect(visitor.text).not.toContain('We have 1 question for you')
    await visitor.open(`${address}/questions`)
    expect(visitor.text).toContain('Asked on')
    expect(visitor.text).not.toMatch(/reply/i)
    await service.end()
  })

  test('no one is emailed about an unanswered question once the application has been withdrawn', async () => {
    const service = await aService(engine)
    const { member, address } = await anApplicationWithThePanel(service)
    await asked(service, member, address)
    await service.database.writer('applications').update({ status: 'withdrawn' })
    await service.post()
    service.clock.set('2027-03-16T00:10:00Z')
    expect([await expireQuestions(service.parts), await service.post()]).toEqual([1, []])
    await service.end()
  })

  test('the suggested reply date is no later than the day when findings are due, unless that is today', async () => {
    const service = await aService(engine)
    const { member, address } = await anApplicationWithThePanel(service)
    const asking = await signedIn(service, member)
    const panel = { application_id: address.split('/')[2]!, version: 1 }
    const suggested = async (due: string) => {
      await service.database.writer('panels').where(panel).delete()
      await service.database.writer('panels').insert({ ...panel, read_by: due as never })
      await asking.open(`${address}/criteria/L1/questions/new`)
      return ['day', 'month'].map(part => asking.valueOf(`replyBy-${part}`)).join('/')
    }
    expect([await suggested('2027-03-09'), await suggested('2027-03-20'), await suggested('2027-03-01')]).toEqual([
      '9/3',
      '15/3',
      '15/3', // findings are due today, and a reply needs a later date
    ])
    await service.end()
  })

  test('a reply is saved automatically while it is typed, until it is sent', async () => {
    const service = await aService(engine)
    const { lead, member, address } = await anApplicationWithThePanel(service)
    const form = { as: lead, at: `${address}/questions/${await asked(service, member, address)}/reply` }
    const library = await signedIn(service, lead, form.at)
    expect((await autosaves(service, library, { reply: 'All of th' }, form)).status).toBe(200)
    await library.open(form.at)
    expect([library.valueOf('reply'), library.text.includes('We have kept your text')]).toEqual(['All of th', true])
    await library.press('Send reply', { reply: 'All of them.' })
    expect([library.notices, await service.database.db('working_copies')]).toEqual([['Your reply has been sent.'], []])
    await library.open(form.at)
    expect([library.status, library.headings[0]]).toEqual([409, 'This question has been answered'])
    await library.send(form.at, { version: '0', reply: 'Two branches' })
    expect([library.status, library.text.includes('Two branches')]).toEqual([409, true])
    expect(library.links).toContainEqual(expect.objectContaining({ href: `${address}/questions` }))
    const late = await signedIn(service, lead, '/home')
    expect((await autosaves(service, late, { version: '0', reply: 'Too late' }, form)).status).toBe(403)
    await service.end()
  })

  test('a question and its reply date are saved while they are typed, until the question is sent', async () => {
    const service = await aService(engine)
    const { member, address } = await anApplicationWithThePanel(service)
    const form = { as: member, at: `${address}/criteria/L1/questions/new` }
    const asking = await signedIn(service, member, form.at)
    const typed = { body: 'Which bran', 'replyBy-day': '20', 'replyBy-month': '3', 'replyBy-year': '2027' }
    expect((await autosaves(service, asking, typed, form)).status).toBe(200)
    await asking.open(form.at)
    expect(Object.fromEntries(Object.keys(typed).map(name => [name, asking.valueOf(name)]))).toEqual(typed)
    expect(asking.text).toContain('We have kept your text from')
    const other = anotherWindow(service, asking)
    service.clock.set('2027-03-01T09:05:00Z')
    await other.open(`${form.at}?other`)
    await autosaves(service, other, { ...typed, body: 'Which library?' }, form)
    await asking.press('Send question', { body: 'Which branches?' })
    expect([asking.status, asking.text.includes('Unsaved text from another window')]).toEqual([409, true])
    await asking.press('Send question')
    expect([asking.notices, await service.database.db('working_copies')]).toEqual([
      ['Your question has been sent to Ashcombe Libraries.'],
      [],
    ])
    expect((await service.database.db('questions').first())!.reply_by).toBe('2027-03-20')
    await asking.open(form.at)
    expect([asking.valueOf('body'), asking.valueOf('replyBy-day')]).toEqual(['', '15'])
    await service.end()
  })

  test('a reply with a file that the panel could not open is refused, and its text is kept', async () => {
    const service = await aService(engine)
    const { lead, member, address, organisation } = await anApplicationWithThePanel(service)
    const evidence = await anItemOfEvidence(service, organisation, lead, {
      title: 'A letter',
      items: ['staff-training'],
    })
    const file = { evidence, by: lead }
    const library = await signedIn(service, lead, `${address}/questions/${await asked(service, member, address)}/reply`)
    const refused = async (error: string) => {
      await library.press('Send reply', { reply: 'All of them.', evidence: [evidence] })
      expect([library.status, library.errors, library.valueOf('reply')]).toEqual([422, [error], 'All of them.'])
    }
    const change = (id: string, row: Record<string, unknown>) =>
      service.database.writer('evidence_files').where({ id }).update(row)
    const letter = await aFile(service, file, { state: 'scanning' })
    await refused(
      'We are still checking a file in “A letter” for viruses. ' +
        'Wait a minute or two, or send your reply without this evidence',
    )
    await change(letter, { state: 'ready', to_redact_at: service.clock.now() })
    const copy = 'Add a redacted copy of the file in “A letter”, or send your reply without this evidence'
    await refused(copy)
    await change(letter, { to_redact_at: null })
    await aFile(service, file, { redacts_file_id: letter })
    await change(letter, { replaced_at: service.clock.now() })
    const version = await aFile(service, file, { replaces_id: letter })
    await refused(copy)
    await aFile(service, file, { redacts_file_id: version, state: 'scanning' })
    await aFile(service, file, { state: 'refused' })
    await aFile(service, file, { state: 'scanning', removed_at: service.clock.now() })
    await library.press('Send reply', { reply: 'All of them.', evidence: [evidence] })
    expect(library.notices).toEqual(['Your reply has been sent.'])
    await service.end()
  })

  test('a question is not found under the address of another application', async () => {
    const service = await aService(engine)
    const { lead, member, address } = await anApplicationWithThePanel(service)
    const question = await asked(service, member, address)
    const other = await anApplicationWithThePanel(service)
    const library = await signedIn(service, lead, `${other.address}/questions/${question}/reply`)
    expect(library.status).toBe(404)
    await library.open(`${address}/questions/${question}/reply`)
    expect(library.status).toBe(200)
    await service.end()
  })
})

eachDatabase('the form to ask a question', engine => {
  behavesLikeEveryForm(
    async () => {
      const service = await aService(engine)
      const { member, address } = await anApplicationWithThePanel(service)
      return {
        service,
        visitor: await signedIn(service, member, `${address}/criteria/L1/questions/new`),
        button: 'Send question',
        typed: { body: 'Which branches?', replyBy: '2027-03-20' },
        invalid: { replyBy: '2027-02-30' },
        timesSaved: () => events(service, 'question.asked'),
      }
    },
    { text: 'body' },
  )
})

eachDatabase('the form to reply to a question', engine => {
  behavesLikeEveryForm(async () => {
    const service = await aService(engine)
    const { lead, member, address } = await anApplicationWithThePanel(service)
    const question = await asked(service, member, address)
    return {
      service,
      visitor: await signedIn(service, lead, `${address}/questions/${question}/reply`),
      button: 'Send reply',
      typed: { reply: 'All of them.' },
      invalid: { reply: '' },
      timesSaved: () => events(service, 'question.answered'),
    }
  })
})

eachDatabase('the page to withdraw a question', engine => {
  test('the page says that a withdrawal is final, and “Keep the question” withdraws nothing', async () => {
    const service = await aService(engine)
    const { member, address } = await anApplicationWithThePanel(service)
    await asked(service, member, address)
    const visitor = await signedIn(service, member, `${address}/questions`)
    await visitor.follow('Withdraw this question L1 Staff and volunteers learn')
    expect(visitor.text).toContain(
      'L1 Staff and volunteers learn Withdraw this question? “Which branches?” ' +
        'The library will see that the question was withdrawn, and can no longer reply to it. ' +
        'You cannot undo this, but you can ask a new question. Withdraw question Keep the question',
    )
    await visitor.follow('Keep the question')
    expect([visitor.address, await events(service, 'question.withdrawn')]).toEqual([`${address}/questions`, 0])
    await service.end()
  })

  test('the leads are told by email that a withdrawn question needs no reply', async () => {
    const service = await aService(engine)
    const { member, lead, address } = await anApplicationWithThePanel(service)
    const question = await asked(service, member, address)
    await service.post()
    await (await signedIn(service, member, `${address}/questions/${question}/withdrawal`)).press('Withdraw question')
    expect((await service.post()).map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
      `${lead.email}: You do not need to reply to a question about your application`,
    ])
    await service.end()
  })

  behavesLikeEveryButton(async () => {
    const service = await aService(engine)
    const { member, address } = await anApplicationWithThePanel(service)
    const question = await asked(service, member, address)
    return {
      service,
      visitor: await signedIn(service, member, `${address}/questions/${question}/withdrawal`),
      button: 'Withdraw question',
      timesSaved: () => events(service, 'question.withdrawn'),
    }
  })
})

async function anApplicationWithThePanel(service: Service) {
  await aRound(service)
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
  const member = await aPersonWho(service, { name: 'Huw Tegid', roles: ['appraiser'] })
  const application = await anApplication(service, organisation, { status: 'with the panel', startedBy: lead })
  await aSeat(service, application, member, { offeredBy: coordinator })
  await aDeclaration(service, application, member)
  return { organisation, lead, member, address: `/applications/${application.id}` }
}

/**
 * Asks a question about L1.
 * @returns the id of the first question in the database
 */
async function asked(service: Service, member: Parameters<typeof signedIn>[1], address: string): Promise<string> {
  const visitor = await signedIn(service, member, `${address}/criteria/L1/questions/new`)
  await visitor.press('Send question', { body: 'Which branches?' })
  return (await service.database.writer('questions').first('id'))!.id
}

const events = async (service: Service, name: string): Promise<number> =>
  (await service.database.writer('events').where({ name })).length
