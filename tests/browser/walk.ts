import { expect } from '@jest/globals'
import { setTimeout as after } from 'node:timers/promises'
import type { KeptEmail } from '../support/smtp.ts'
import type { Review } from './review.ts'
import type { RunningService } from './running-service.ts'
import type { Walker } from './walker.ts'

/** One run from an empty database to an award: its people, and the addresses found so far. */
export interface Walk {
  service: RunningService
  review: Review
  /** Gives a person a browser or an HTTP client. */
  enters(role: Role): Promise<Walker>
  actor: Record<Role, Walker>
  /** Addresses without the host, found during the run. */
  places: { organisation: string; application: string; award: string; code: string }
}

export type Role = keyof typeof people
/** Fictional people. `as` is the role for their pages, so that a page which two of them see is reviewed once. */
export const people = {
  administrator: { name: 'Ruth Ambler', email: 'ruth.ambler@charity.example' },
  'second administrator': { name: 'Piet Lindqvist', email: 'piet.lindqvist@charity.example', as: 'administrator' },
  coordinator: { name: 'Joan Hartnell', email: 'joan.hartnell@charity.example' },
  trustee: { name: 'Samuel Okoro-Finch', email: 'samuel.finch@charity.example' },
  chair: { name: 'Nadia Rahmani', email: 'nadia.rahmani@panel.example' },
  peer: { name: 'Huw Prosser', email: 'huw.prosser@panel.example', as: 'appraiser' },
  neighbour: { name: 'Clare Dunmore', email: 'clare.dunmore@panel.example', as: 'appraiser' },
  lead: { name: 'Marian Whitlock', email: 'marian.whitlock@wexcombe.example' },
  contributor: { name: 'Tomasz Bielak', email: 'tomasz.bielak@wexcombe.example' },
  stranger: { name: 'Alex Morrow', email: 'alex.morrow@elsewhere.example' },
  'kestrel lead': { name: 'Idris Pennell', email: 'idris.pennell@kestrelvale.example', as: 'lead' },
  'corran lead': { name: 'Mòrag Caimbeul', email: 'morag.caimbeul@lochcorran.example', as: 'lead' },
  'wennol lead': { name: 'Siân Treharne', email: 'sian.treharne@wennol.example', as: 'lead' },
  visitor: { name: '', email: '' },
} as const
export const password = 'quiet heron under the bridge'

/** @param enter opens a browser or HTTP client for a role, and reviews its pages for that role */
export function aWalk(service: RunningService, review: Review, enter: (role: string) => Promise<Walker>): Walk {
  const actor = {} as Walk['actor']
  return {
    service,
    review,
    actor,
    places: { organisation: '', application: '', award: '', code: '' },
    enters: async role => (actor[role] = await enter((people[role] as { as?: string }).as ?? role)),
  }
}

/**
 * Waits for an email and returns the newest.
 * @throws when none arrives within a minute
 */
export async function emailTo({ service }: Walk, role: Role, subject: string | RegExp): Promise<KeptEmail> {
  const { email } = people[role]
  const isSubject = (text = '') => (typeof subject === 'string' ? text === subject : subject.test(text))
  for (let tries = 0; tries < 1_200; tries += 1) {
    const found = service.post.to(email).findLast(({ parsed }) => isSubject(parsed.subject))
    if (found) return found
    await after(50)
  }
  throw new Error(
    `no email "${subject}" came to ${email}; there are: ${
      service.post
        .to(email)
        .map(({ parsed }) => parsed.subject)
        .join(' · ') || 'none'
    }`,
  )
}

/** The first link to this service in an email. The text and HTML parts must have the same link. */
export function linkIn({ service }: Walk, { parsed }: KeptEmail): string {
  const inText = parsed.text!.match(/https?:\/\/\S+/g) ?? []
  const link = inText.find(address => address.startsWith(service.address))
  if (!link) throw new Error(`no link to this service in this email: ${parsed.text}`)
  expect(String(parsed.html)).toContain(`href="${link}"`)
  return link
}

/** Opens the invitation from its email and creates the account. */
export async function acceptInvitation(
  walk: Walk,
  role: Role,
  subject = 'You are invited to help with the Library of Sanctuary award',
): Promise<Walker> {
  const link = linkIn(walk, await emailTo(walk, role, subject))
  const walker = await walk.enters(role)
  await walker.open(link)
  await walker.press('Create account', { name: people[role].name, password })
  return walker
}

/** Opens a page, and signs in first if the last sign-in has expired. */
export async function comeBack({ actor }: Walk, role: Role, address: string): Promise<Walker> {
  const walker = actor[role]
  await walker.open(address)
  if (walker.address() === '/sign-in') await walker.press('Sign in', { email: people[role].email, password })
  return walker
}
