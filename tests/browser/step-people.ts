import { expect } from '@jest/globals'
import { acceptInvitation, people, password, type Role, type Walk } from './walk.ts'

/** Step 1: the operator's link makes the first administrator, who invites the charity's people by email. */
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
  for (const [role, as] of charity) {
    await administrator.follow('Invite')
    await administrator.press('Send invitation', { name: people[role].name, email: people[role].email, role: as })
  }
  for (const [role] of charity) await acceptInvitation(walk, role)
  await administrator.open('/people')
  for (const [role] of charity) expect(await administrator.text()).toContain(people[role].name)
}

const charity: readonly (readonly [Role, string])[] = [
  ['second administrator', 'administrator'],
  ['coordinator', 'coordinator'],
  ['trustee', 'trustee'],
  ['chair', 'appraiser'],
  ['peer', 'appraiser'],
]
