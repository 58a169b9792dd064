import { expect } from '@jest/globals'
import { acceptInvitation, comeBack, emailTo, linkIn, password, people, type Role, type Walk } from '../walk.ts'
import { valueOf, type Walker } from '../walker.ts'
import { peopleFile } from './files.ts'
import { checkFile } from './step-awards.ts'
import { asksForPassword } from './step-criteria.ts'
import { invitation } from './step-organisations.ts'

/** Invites two of three imported people, after a preview of their email. */
export async function inviteLeads(walk: Walk): Promise<void> {
  const { coordinator } = walk.actor
  await checkFile(coordinator, 'People to invite', peopleFile)
  await coordinator.press('Import 3 rows')
  await coordinator.follow('Invite people')
  expect(await coordinator.text()).toContain('City of Sanctuary has invited you to work on')
  const chosen: readonly Role[] = ['corran lead', 'wennol lead']
  const ids: string[] = []
  for (const role of chosen) ids.push(await valueOf(coordinator, 'person', people[role].name))
  const typed = { person: ids }
  await coordinator.press('Send invitations', (await asksForPassword(coordinator)) ? { ...typed, password } : typed)
  expect(await coordinator.text()).toContain('Ada Marsh')
  await acceptInvitation(walk, 'corran lead', invitation('Comhairle Loch Corran'))
  await acceptInvitation(walk, 'wennol lead', invitation('Cyngor Dyffryn Wennol'))
  expect(walk.service.post.to('ada.marsh@saltby.example')).toEqual([])
}

/** Switches on emails for one organisation. Its lead gets the newest reminder the next morning. */
export async function startEmails(walk: Walk): Promise<void> {
  const coordinator = await comeBack(walk, 'coordinator', '/home')
  await coordinator.follow('Choose who gets emails')
  const organisation = [await valueOf(coordinator, 'organisation', 'Comhairle Loch Corran')]
  await coordinator.press('Switch on emails', {}, 422)
  await coordinator.press('Switch on emails', { organisation })
  const silent = people['wennol lead'].email
  const before = walk.service.post.to(silent).length
  await walk.service.moveTo('2027-03-03T09:30')
  const reminder = await emailTo(walk, 'corran lead', /Renew your award by 2 May 2027/)
  await comeBack(walk, 'corran lead', new URL(linkIn(walk, reminder)).pathname)
  expect(walk.service.post.to(silent)).toHaveLength(before)
}

/** Checks that the certificate of an imported award does not call the criteria a draft. */
export async function readCertificate(walk: Walk): Promise<void> {
  const lead = await openCertificate(walk, 'corran lead', 'Comhairle Loch Corran')
  expect(await lead.text()).not.toMatch(/draft/i)
}

/** A lead goes from the home page to the certificate of their library. */
export async function openCertificate(walk: Walk, role: Role, organisation: string): Promise<Walker> {
  const lead = await comeBack(walk, role, '/home')
  await lead.follow(organisation)
  const code = (await lead.html())('main table a').first().text()
  await lead.follow(code)
  await lead.follow('View or print the certificate')
  return lead
}
