import { expect } from '@jest/globals'
import type { KeptEmail } from '../../support/smtp.ts'
import type { Review } from '../review.ts'
import type { RunningService } from '../running-service.ts'
import type { Walker } from '../walker.ts'
import { password, people, type Role } from './people.ts'
import { aPostbox, linkIn, type Postbox } from './postbox.ts'

/** The service, emails and addresses that the steps share, and how to open pages as a person. */
export interface Years {
  service: RunningService
  review: Review
  post: Postbox
  places: { organisation: string; award: string; code: string; application: string }
  /** Signs in a person if needed, because no session lasts for months, and opens an address. */
  as(role: Role, address?: string): Promise<Walker>
  /** Opens the link in an email, and signs in if needed. */
  follows(role: Role, email: KeptEmail): Promise<Walker>
}

/** Signs in on the sign-in page, which redirects to the requested page. */
export async function signIn(walker: Walker, role: Role): Promise<void> {
  await walker.press('Sign in', { email: people[role].email, password })
  expect(walker.address()).not.toBe('/sign-in')
}

/** @param enter opens a browser or HTTP client for a role, and reviews its pages for that role */
export function someYears(service: RunningService, review: Review, enter: (role: string) => Promise<Walker>): Years {
  const walkers = new Map<Role, Walker>()
  const walkerOf = async (role: Role): Promise<Walker> => {
    const walker = walkers.get(role) ?? (await enter((people[role] as { as?: string }).as ?? role))
    walkers.set(role, walker)
    return walker
  }
  const arrives = async (role: Role, address: string): Promise<Walker> => {
    const walker = await walkerOf(role)
    await walker.open(address)
    if (walker.address() === '/sign-in') await signIn(walker, role)
    return walker
  }
  return {
    service,
    review,
    post: aPostbox(service),
    places: { organisation: '', award: '', code: '', application: '' },
    as: (role, address = '/home') => arrives(role, address),
    follows: (role, email) => arrives(role, linkIn(email)),
  }
}

/**
 * Checks what the public page about the award says for each day in `expected`: true for valid, false for not valid,
 * null for not known yet.
 */
export async function expectValidity(
  { as, places }: Years,
  expected: Readonly<Record<string, boolean | null>>,
): Promise<void> {
  const said: Record<string, boolean | null> = {}
  for (const day of Object.keys(expected)) {
    const text = await (await as('visitor', `/verify/${places.code}?on=${day}`)).text()
    expect([day, text]).toEqual([
      day,
      expect.stringMatching(/(Valid on|Not valid on|We cannot confirm this award for) /),
    ])
    said[day] = text.includes('We cannot confirm this award for ') ? null : text.includes('Valid on ')
  }
  expect(said).toEqual(expected)
}

/** Checks that a person’s page contains each of these texts. */
export async function expectOnPage(years: Years, role: Role, address: string, ...texts: string[]): Promise<void> {
  const text = await (await years.as(role, address)).text()
  for (const each of texts) expect([role, address, text]).toEqual([role, address, expect.stringContaining(each)])
}

/** Checks the state of the award on three pages: the lead’s home, the renewals board, and the award’s page. */
export async function expectAwardState(
  years: Years,
  { home, board, award, shown = 'all' }: { home: string; board: string; award: string; shown?: string },
): Promise<void> {
  await expectOnPage(years, 'lead', '/home', home)
  await expectOnPage(years, 'coordinator', `/renewals?show=${shown}`, 'Wexcombe Libraries', board)
  await expectOnPage(years, 'lead', years.places.award, award)
}

/** Checks on three pages that the award is valid and when its renewal opens, with nothing to do until then. */
export async function expectNothingDueUntil(years: Years, opens: string, validTo: string): Promise<void> {
  await expectAwardState(years, {
    home: `Your award is valid until ${validTo}. You can renew it from ${opens}.`,
    board: `Renewal opens on ${opens}`,
    award: `You do not need to renew yet. The renewal opens on ${opens}.`,
  })
  await expectOnPage(years, 'lead', years.places.award, `Valid until ${validTo}`)
}
