import { expect } from '@jest/globals'
import { acceptInvitation, emailTo, linkIn, people, password, type Role, type Walk } from './walk.ts'

/**
 * Step 1: the operator's link creates the first administrator, who invites the charity's people by email. The second
 * administrator's role takes effect immediately, and they approve the others.
 */
export async function inviteCharity(walk: Walk): Promise<void> {
  const administrator = await walk.enters('administrator')
  await administrator.open('/')
  await administrator.open(await walk.service.firstLink())
  await administrator.press(
    'Create account',
    { name: people.administrator.name, email: people.administrator.email, password: 'short' },
    422,
  )
  await administrator.press('Create account', { password })
  expect(administrator.address()).toBe('/home')

  await administrator.open('/people')
  await administrator.follow('Invite')
  await administrator.press('Send invitation', { name: 'X', email: people.trustee.email, role: 'trustee' }, 422)
  for (const [index, [role, as]] of charity.entries()) {
    await administrator.open('/people/invitations/new')
    const typed = { name: people[role].name, email: people[role].email, role: as }
    await administrator.press('Send invitation', index === 0 ? { ...typed, password } : typed)
  }
  for (const [role] of charity) await acceptInvitation(walk, role)
  for (const role of waiting) expect(await walk.actor[role].text()).toContain('You are waiting for approval')
  await walk.actor.coordinator.open('/applications', 404)
  await approveCharity(walk)
  await walk.actor.coordinator.open('/applications')
  await administrator.open('/people')
  for (const [role] of charity) expect(await administrator.text()).toContain(people[role].name)
}

/**
 * The second administrator approves the others. The page asks for the password only once, because one entry is valid
 * for 15 minutes.
 */
async function approveCharity(walk: Walk): Promise<void> {
  const second = walk.actor['second administrator']
  const wanted = 'Someone at City of Sanctuary needs approval for a new role'
  await second.open(linkIn(walk, await emailTo(walk, 'second administrator', wanted)))
  for (const [index, role] of waiting.entries()) {
    await second.open('/approvals')
    await second.follow(people[role].name)
    if (index === 0) await second.press('Save your answer', { answer: 'approve' }, 422)
    const answer = { answer: 'approve', how: 'We have worked together for years' }
    await second.press('Save your answer', index === 0 ? { ...answer, password } : answer)
  }
  await second.open('/approvals')
  expect(await second.text()).toContain('There is no one for you to approve.')
  await second.open('/approvals?show=decided')
}

const waiting: readonly Role[] = ['coordinator', 'trustee', 'chair', 'peer']
const charity: readonly (readonly [Role, string])[] = [
  ['second administrator', 'administrator'],
  ['coordinator', 'coordinator'],
  ['trustee', 'trustee'],
  ['chair', 'appraiser'],
  ['peer', 'appraiser'],
]
