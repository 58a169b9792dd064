import { expect } from '@jest/globals'
import { png } from '../support/sample-files.ts'
import { emailTo, linkIn, people, password, type Role, type Walk } from './walk.ts'
import { valueOf, type Walker } from './walker.ts'

/** Step 5, first half: the coordinator checks the application and offers three seats by email. */
export async function offerSeats(walk: Walk): Promise<void> {
  const { coordinator } = walk.actor
  const { application } = walk.places
  await coordinator.open(
    linkIn(walk, await emailTo(walk, 'coordinator', 'Wexcombe Libraries has submitted its application')),
  )
  expect(await coordinator.text()).not.toContain('What we do about')
  await declareNoConflict(coordinator, application)
  await coordinator.follow('Submission')
  await coordinator.open(`${application}/check`)
  await coordinator.press('Mark as checked')
  await coordinator.open(`${application}/panel`)
  await offerSeat(coordinator, 'chair', { kind: 'lived experience', chairs: true })
  await offerSeat(coordinator, 'peer', { kind: 'sector peer' })
  const { name, email } = people.neighbour
  await coordinator.press('Offer this seat', { name, email, kind: 'local group', independent: true })

  for (const role of ['chair', 'peer'] as const) {
    await walk.actor[role].open(linkIn(walk, await emailTo(walk, role, offered)))
    await walk.actor[role].press('Accept seat', { shownName: people[role].name.split(' ')[0]! })
    await declareNoConflict(walk.actor[role], application)
  }
  const neighbour = await walk.enters('neighbour')
  await neighbour.open(linkIn(walk, await emailTo(walk, 'neighbour', offered)))
  await neighbour.press('Create account', { name, password })
  expect(await neighbour.text()).toContain('You are waiting for approval')
  await walk.actor.trustee.open('/home')
  await walk.actor.trustee.follow(`Approve ${name}`)
  const answer = { answer: 'approve', how: 'I called the group that she is from' }
  await walk.actor.trustee.press('Save your answer', { ...answer, password })
  await neighbour.open('/home')
  await neighbour.follow('You have been offered a seat')
  await neighbour.press('Accept seat', { shownName: 'Clare' })
  await declareNoConflict(neighbour, application, { independent: 'yes' })

  await coordinator.open(`${application}/panel`)
  await coordinator.press('Pass to the panel')
}

const offered = 'Would you like to join a panel for the Library of Sanctuary award?'

async function offerSeat(
  coordinator: Walker,
  role: Role,
  seat: Readonly<Record<string, string | true>>,
): Promise<void> {
  const { email } = people[role]
  await coordinator.press('Offer this seat', { person: await valueOf(coordinator, 'person', email), ...seat })
}

/** Declares no conflict of interest, which opens the application. */
export async function declareNoConflict(
  walker: Walker,
  application: string,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  await walker.open(`${application}/declaration`)
  await walker.press('Declare', { says: 'no conflict', ...more })
}

/**
 * Step 5, second half: each member judges alone, one asks a question, the library replies with new evidence, and all
 * members give their findings.
 */
export async function judgeApplication(walk: Walk): Promise<void> {
  const { lead, chair, peer, neighbour } = walk.actor
  const { application, organisation } = walk.places
  await peer.open(linkIn(walk, await emailTo(walk, 'peer', 'You can now read Wexcombe Libraries’ application')))
  await peer.open(`${application}/appraisal/E2`)
  await peer.follow('Ask the library a question')
  await peer.press('Send question', { body: '' }, 422)
  await peer.press('Send question', { body: 'Who looks after this when the lead is away?' })

  await lead.open(linkIn(walk, await emailTo(walk, 'lead', /^Please reply to a question about your application by /)))
  expect(await lead.text()).not.toContain('Huw')
  await lead.open(`${organisation}/evidence/new`)
  await lead.press('Add evidence', {
    title: 'The rota at the desk',
    kind: 'other',
    files: [{ name: 'rota.png', mimeType: 'image/png', buffer: await png() }],
  })
  await lead.open(`${application}/questions`)
  await lead.follow('Reply')
  await lead.press('Send reply', {
    reply: 'A second colleague does, by rota.',
    evidence: await valueOf(lead, 'evidence', 'The rota at the desk'),
  })
  await peer.open(linkIn(walk, await emailTo(walk, 'peer', 'Wexcombe Libraries has replied to a question')))
  expect(await peer.text()).toContain('A second colleague does, by rota.')

  for (const walker of [chair, peer, neighbour])
    await giveFindings(walker, application, walker === peer ? ['E2', 'S4'] : [])
}

async function giveFindings(walker: Walker, application: string, partly: readonly string[]): Promise<void> {
  await walker.open(`${application}/appraisal`)
  await walker.open(`${application}/appraisal/L1`)
  for (let left = 25; left > 0; left -= 1) {
    const code = walker.address().split('/').at(-1)!
    const more: Readonly<Record<string, string>> =
      code === 'L1' ? { commendation: 'The staff training is lovely.' } : {}
    await walker.press('Save and go', {
      judgement: partly.includes(code) ? 'partly met' : 'met',
      reason: `Shown for ${code}.`,
      ...more,
    })
  }
  await walker.press('Give all my findings')
  expect(await walker.text()).toContain('Thank you. You have given all your findings.')
}
