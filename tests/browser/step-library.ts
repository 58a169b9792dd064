import { expect } from '@jest/globals'
import { acceptInvitation, emailTo, linkIn, people, password, type Walk } from './walk.ts'

const branches = ['Central', 'Northgate', 'Harbour Lane', 'Mobile library']

/** Step 2: a coordinator sets up a round and registers a library with its branches. Its lead invites a colleague. */
export async function registerLibrary(walk: Walk): Promise<void> {
  const { coordinator } = walk.actor
  await coordinator.open('/rounds')
  await coordinator.follow('Set up a round')
  await coordinator.press('Save round', {
    name: 'Spring round 2027',
    opensOn: '2027-02-01',
    closesOn: '2027-04-30',
    graceMinutes: '60',
  })
  await coordinator.open('/organisations')
  await coordinator.follow('Register organisation')
  await coordinator.press('Register organisation', {
    name: 'Wexcombe Libraries',
    kind: 'library service',
    place: 'Wexcombe',
    branches: branches.join('\n'),
    roleMailbox: 'libraries@wexcombe.example',
    leadName: people.lead.name,
    leadEmail: people.lead.email,
    password,
  })

  const invited = 'You are invited to work on Wexcombe Libraries’ Library of Sanctuary award'
  const lead = await walk.enters('lead')
  await lead.open(linkIn(walk, await emailTo(walk, 'lead', invited)))
  await lead.press('Create account', { name: people.lead.name, password })
  expect(lead.address()).toBe('/home')
  await lead.press('Sign out')
  await lead.open('/sign-in')
  await lead.press('Sign in', { email: people.lead.email, password: 'not this one at all' }, 422)
  await lead.press('Sign in', { email: people.lead.email, password })
  expect(lead.address()).toBe('/home')
  await lead.follow('Wexcombe Libraries')
  walk.places.organisation = lead.address()
  await lead.follow('Branches')
  await lead.open(`${walk.places.organisation}/team`)
  await lead.press('Send invitation', {
    name: people.contributor.name,
    email: people.contributor.email,
    role: 'contributor',
  })
  await acceptInvitation(walk, 'contributor', invited)
  await refuseStranger(walk, invited)
  await confirmReaders(walk)
}

/** A coordinator invites a person, who has no access until the lead approves. The lead gets an email and refuses. */
async function refuseStranger(walk: Walk, invited: string): Promise<void> {
  const { coordinator, lead } = walk.actor
  const { organisation } = walk.places
  const { name, email } = people.stranger
  await coordinator.open(`${organisation}/team`)
  await coordinator.press('Send invitation', { name, email, role: 'lead' })
  const stranger = await acceptInvitation(walk, 'stranger', invited)
  expect(await stranger.text()).toContain('A lead must approve it')
  await stranger.open(organisation, 404)
  const wanted = 'Someone at Wexcombe Libraries needs approval for a new role'
  await lead.open(linkIn(walk, await emailTo(walk, 'lead', wanted)))
  expect(await lead.text()).toContain(email)
  await lead.press('Save your answer', { answer: 'refuse', reason: 'No one here knows this person', password })
  await stranger.open('/home')
  expect(await stranger.text()).not.toContain('waiting for approval')
  const refused = await emailTo(walk, 'stranger', 'Your role at Wexcombe Libraries was not approved')
  expect(refused.parsed.text).toContain('No one here knows this person')
}

async function confirmReaders({ actor: { lead, contributor }, places: { organisation } }: Walk): Promise<void> {
  await contributor.open(`${organisation}/evidence/new`)
  expect(await contributor.text()).toContain(`Ask a lead (${people.lead.name}) to confirm this list`)
  await lead.open(`${organisation}/evidence/new`)
  await lead.press('Confirm this list')
  expect(lead.address()).toBe(`${organisation}/evidence/new`)
  await contributor.open(`${organisation}/evidence/new`)
  await contributor.press('Confirm this list')
  expect(contributor.address()).toBe(`${organisation}/evidence/new`)
}
