import { expect } from '@jest/globals'
import { declareNoConflict } from './step-panel.ts'
import { emailTo, linkIn, type Walk } from './walk.ts'

/** Step 6, first half: the chair records the panel's agreed findings, and a trustee decides. */
export async function decideApplication(walk: Walk): Promise<void> {
  const { chair, peer, trustee } = walk.actor
  const { application } = walk.places
  await peer.open(`${application}/meeting`)
  await chair.open(`${application}/meeting`)
  await chair.press('Record the 23 findings that you all agree on')
  for (const [code, judgement] of [
    ['E2', 'partly met'],
    ['S4', 'met'],
  ] as const) {
    await chair.open(`${application}/meeting/${code}`)
    await chair.press('Record agreed finding', { judgement, reason: `We talked about ${code} and agree.` })
  }
  await chair.follow('Continue to the proposal')
  await chair.press('Add recommendation', {}, 422)
  await chair.press('Add recommendation', {
    kind: 'improvement',
    body: 'Name a second person who looks after this.',
    owner: 'library manager',
    dueOn: '2027-12-31',
  })
  await chair.press('Save', {
    outcome: 'awarded with recommendations',
    decisionLetter:
      'Dear friends at Wexcombe Libraries,\n\nThe panel was moved by what you do.\n\nWith warm regards,\nthe panel',
  })
  await chair.press('Send to a trustee')

  await trustee.open(
    linkIn(walk, await emailTo(walk, 'trustee', 'The proposal for Wexcombe Libraries needs a trustee’s decision')),
    403,
  )
  await trustee.follow('Make your declaration')
  await declareNoConflict(trustee, application)
  await trustee.open(`${application}/decision`)
  await trustee.press('Continue', { decision: 'accept' })
  await trustee.press('Record this decision', { read: true })
}

/** Step 6, second half: the decision letter is released, the award starts, and anyone can check it. */
export async function releaseDecisionLetter(walk: Walk): Promise<void> {
  const { coordinator, lead } = walk.actor
  await lead.open(walk.places.application)
  expect(await lead.text()).not.toContain('Awarded')
  await coordinator.open(
    linkIn(walk, await emailTo(walk, 'coordinator', 'The decision letter to Wexcombe Libraries is ready to release')),
  )
  await coordinator.open(`${walk.places.application}/decision`)
  await coordinator.press('Release decision letter')

  const email = await emailTo(walk, 'lead', 'The decision on Wexcombe Libraries’ application')
  expect(email.parsed.text).toContain('The panel was moved by what you do.')
  await lead.open(linkIn(walk, email))
  expect(await lead.text()).toContain('The panel was moved by what you do.')
  const begun = await emailTo(walk, 'lead', 'Wexcombe Libraries is now a Library of Sanctuary')
  await lead.open(linkIn(walk, begun))
  walk.places.award = lead.address()
  walk.places.code = /code is ([A-Z0-9-]{12})/.exec(begun.parsed.text!)![1]!
  expect(await lead.text()).toContain(walk.places.code)
  await lead.follow('View or print the certificate')
  await lead.open('/home')

  const visitor = await walk.enters('visitor')
  await visitor.open('/verify')
  await visitor.press('Check this award', { code: 'AAAA' }, 422)
  await visitor.press('Check this award', { code: walk.places.code.toLowerCase() })
  expect(await visitor.text()).toContain('Valid on 1 March 2027')
  await visitor.press('Check this day', { on: '2027-02-28' })
  expect(await visitor.text()).toContain('Not valid on 28 February 2027')
}
