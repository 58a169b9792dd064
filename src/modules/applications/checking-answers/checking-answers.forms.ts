import { createHash } from 'node:crypto'
import { z } from 'zod'
import { compare } from '../../../domain/compare.ts'
import type { Instant } from '../../../domain/time.ts'
import type { ToCheck } from './checking-answers.store.ts'

/** A hash of what the page shows, so that a lead cannot submit an application that has since changed. */
export function fingerprintToCheck({ application, text, contacts, ...it }: ToCheck): string {
  const shown = {
    text,
    isConfirmed: application.restIsConfirmed,
    branches: it.branches.toSorted(compare),
    evidence: inOrder(it.used),
    titles: inOrder(it.titles),
    partners: inOrder(new Map(it.partners.map(({ id, name, items }) => [id, [name, ...items]]))),
    recommendations: it.recommendations.map(({ id, body, notes }) => ({ id, body, notes })),
    leads: contacts.leads.map(({ name, email }) => `${name} ${email}`).toSorted(compare),
    mailbox: contacts.mailbox,
  }
  return createHash('sha256').update(JSON.stringify(shown), 'utf8').digest('hex')
}

const inOrder = (lists: ReadonlyMap<string, readonly string[]>): [string, string[]][] =>
  [...lists]
    .map(([key, list]): [string, string[]] => [key, list.toSorted(compare)])
    .toSorted(([a], [b]) => compare(a, b))

/** The value of the form's hidden field: when the page was opened, and the fingerprint of what it shows. */
export const seenToCheck = (it: ToCheck): string => `${it.at} ${fingerprintToCheck(it)}`

/** Splits the value made by `seenToCheck`; both parts are empty when the form has none. */
export const submissionForm = z.object({
  seen: z
    .unknown()
    .optional()
    .transform(value => {
      const [openedAt = '', fingerprint = ''] = typeof value === 'string' ? value.split(' ') : []
      return { openedAt: openedAt as Instant, fingerprint }
    }),
})
