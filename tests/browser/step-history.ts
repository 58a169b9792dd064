import { expect } from '@jest/globals'
import type { EventName } from '../../src/history/record.ts'
import { translator } from '../../src/words/words.ts'
import { folded } from '../support/page-forms.ts'
import type { Walk } from './walk.ts'
import type { Walker } from './walker.ts'

/** Step 7: every change is in the history, every email was sent, and no invariant is broken. */
export async function checkHistory(walk: Walk): Promise<void> {
  const { administrator, coordinator, lead, trustee, chair, visitor } = walk.actor
  const { application, organisation } = walk.places
  const [everyChange, withoutApplications] = [
    await allChanges(coordinator, '/history'),
    await allChanges(administrator, '/history'),
  ]
  const happened = await recordedChanges(walk)
  expect(Object.fromEntries(everyChange)).toEqual(Object.fromEntries(happened))
  expect([
    happened.get('Decision made'),
    withoutApplications.get('Decision made'),
    withoutApplications.get('A round was set up'),
  ]).toEqual([1, undefined, 1])
  const ofTheApplication = await recordedChanges(walk, application.split('/').at(-1))
  expect(Object.fromEntries(await allChanges(coordinator, `${application}/history`))).toEqual(
    Object.fromEntries(ofTheApplication),
  )
  expect([
    ofTheApplication.get('A seat was accepted'),
    ofTheApplication.get('A panel member gave all their findings'),
    (ofTheApplication.get('A finding was saved') ?? 0) > 50,
  ]).toEqual([3, 3, true])

  const ownOfTheLibrary = await allChanges(lead, `${application}/history`)
  expect([
    ownOfTheLibrary.get('Application submitted'),
    ownOfTheLibrary.get('Decision made'),
    ownOfTheLibrary.has('We worked on your application'),
  ]).toEqual([1, 1, true])
  expect([...ownOfTheLibrary.keys()].filter(change => /seat|declaration|findings|A finding/.test(change))).toEqual([])

  await administrator.open('/mail')
  // the lead's copy; the shared mailbox gets this email too
  const granted = await walk.service.parts
    .db('outbox')
    .where({ name: 'award granted' })
    .whereNotNull('person_id')
    .first('id')
  await administrator.open(`/mail/${granted!.id}`)
  expect(
    await walk.service.parts.db('outbox').whereNot({ status: 'sent' }).select('name', 'status', 'failure'),
  ).toEqual([])
  for (const address of [
    '/applications',
    '/awards',
    '/organisations',
    '/rounds',
    `${application}/panel`,
    `${application}/decision`,
  ])
    await coordinator.open(address)
  for (const address of ['/home', `${organisation}/applications`, walk.places.award, '/account', '/account/security'])
    await lead.open(address)
  for (const address of ['/home', '/applications', application]) await trustee.open(address)
  for (const address of ['/appraisals', application]) await chair.open(address)
  for (const address of ['/help', '/accessibility', '/privacy', '/sign-in', '/password/forgotten'])
    await visitor.open(address)
  await visitor.open(application)
  expect(visitor.address()).toBe('/sign-in')
  await administrator.open(application, 404)
  expect(await walk.service.broken()).toEqual([])
}

/** The number of events with each text, for one application or for all, from the database. */
async function recordedChanges({ service: { parts } }: Walk, applicationId?: string): Promise<Map<string, number>> {
  const t = translator('en')
  const names = await parts
    .db('events')
    .modify(query => {
      if (applicationId) query.where({ application_id: applicationId })
    })
    .pluck<EventName[]>('name')
  return counted(names.map(name => t(`event.${name}`)))
}

/**
 * Counts the changes in a history, over all its pages. One line can show that findings were saved several times.
 */
async function allChanges(walker: Walker, address: string): Promise<Map<string, number>> {
  const lines: string[] = []
  await walker.open(address)
  for (;;) {
    const $ = await walker.html()
    for (const line of $('.los-events .govuk-body').get()) {
      const change = folded($(line).text())
        .split(/(?:History of this application|Open award|Open organisation)$/)[0]!
        .trim()
      const times = /^Findings were saved (\d+) times$/.exec(change)?.[1]
      lines.push(...(times ? Array<string>(Number(times)).fill('A finding was saved') : [change]))
    }
    const isLast = !$('main a')
      .get()
      .some(link => folded($(link).text()).startsWith('Earlier'))
    if (isLast) return counted(lines)
    await walker.follow('Earlier')
  }
}

function counted(changes: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const change of changes) counts.set(change, (counts.get(change) ?? 0) + 1)
  return counts
}
