import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { applicationMoves } from '../../../src/domain/application.ts'
import { awardMoves } from '../../../src/domain/award.ts'
import { messages, type MessageName } from '../../../src/domain/email-kinds.ts'
import { emailNames } from '../../../src/email/templates.ts'
import { sourceFiles } from '../../support/source.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

const mailbox = 'libraries@ashcombe.example'

/**
 * Emails to leads that need no copy to the shared mailbox. `team changed` is sent to the mailbox separately. `consent
 * withdrawn here` is about one person, so it must not go to a mailbox that many people read. `mailbox changed` is about
 * the mailbox itself.
 */
const withoutMailboxCopy: readonly MessageName[] = ['consent withdrawn here', 'mailbox changed', 'team changed']

/**
 * Matches code that queues a copy for the shared mailbox. Files that queue an email to leads must contain such code.
 */
const copying = /emailReaders\(|queueMailboxCopy\(/
const toLeads = emailNames.filter(name => messages[name] === 'leads' && !withoutMailboxCopy.includes(name))
const files = sourceFiles('src/modules', '.actions.ts').map(({ text }) => text)

test('code that emails all leads also queues a copy for the shared mailbox', () => {
  const moves = [...Object.values(applicationMoves), ...Object.values(awardMoves)]
  const sent = moves.flatMap(move => ('sends' in move ? [...(move.sends ?? [])] : [])) as string[]
  const without = toLeads.filter(name => {
    const own = files.filter(text => text.includes(`'${name}'`))
    return !sent.includes(name) && !own.some(text => copying.test(text))
  })
  expect(toLeads.length).toBeGreaterThan(25)
  expect(without).toEqual([])
})

eachDatabase('the shared mailbox of a library', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.submits()
    await world.seated()
    await updateOrganisation({ role_mailbox: mailbox })
    await world.service.post()
  })
  const updateOrganisation = (columns: object) =>
    world.db()('organisations').where({ id: world.organisation.id }).update(columns)
  const askQuestion = async () => {
    const chair = await world.as(world.chair, world.at('/criteria/L1/questions/new'))
    await chair.press('Send question', { body: 'Which branches?', replyBy: '2027-03-20' })
  }
  const sent = async () => (await world.service.post()).map(({ to, subject: said }) => [to, said]).toSorted()

  test('the shared mailbox gets a copy of an email to the leads', async () => {
    await askQuestion()
    const emails = await sent()
    expect(emails.map(([to]) => to)).toEqual([mailbox, world.lead.email].toSorted())
    expect(emails[0]![1]).toBe(emails[1]![1])
  })

  test('only the leads get emails while emails are off, or if the mailbox is known only from an import', async () => {
    await updateOrganisation({ emails_started_at: null })
    await askQuestion()
    expect((await sent()).map(([to]) => to)).toEqual([world.lead.email])
    await updateOrganisation({
      emails_started_at: world.service.clock.now(),
      role_mailbox: null,
      imported_mailbox: mailbox,
    })
    await askQuestion()
    expect((await sent()).map(([to]) => to)).toEqual([world.lead.email])
  })

  test('the shared mailbox gets nothing after the library has removed it', async () => {
    await askQuestion()
    await updateOrganisation({ role_mailbox: null })
    expect((await sent()).map(([to]) => to)).toEqual([world.lead.email])
    expect(await world.db()('outbox').where({ address: mailbox, status: 'not sent' }).pluck('not_sent_reason')).toEqual(
      ['no longer needed'],
    )
  })

  test('a copy that did not arrive is sent again to the mailbox that the library has now', async () => {
    await askQuestion()
    await world.service.post()
    const about = { address: mailbox, application_id: world.application.id }
    const { id } = (await world.db()('outbox').where(about).first('id'))!
    await world.db()('outbox').where({ id }).update({ status: 'bounced' })
    await updateOrganisation({ role_mailbox: 'corrected@ashcombe.example' })
    await (await world.as(world.coordinator, `/mail/${id}`)).press('Send this email again')
    expect((await sent()).map(([to]) => to)).toEqual(['corrected@ashcombe.example'])
  })
})
