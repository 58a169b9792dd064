import { expect } from '@jest/globals'
import { load } from 'cheerio'
import { setTimeout as after } from 'node:timers/promises'
import { dayOf, londonTimeOf, type Instant } from '../../../src/domain/time.ts'
import type { KeptEmail } from '../../support/smtp.ts'
import type { RunningService } from '../running-service.ts'
import { daysIn } from '../../support/calendar.ts'
import { people, type Role } from './people.ts'

/** The emails on the mail server. Each is read once, so that unexpected emails stay unread and are noticed. */
export interface Postbox {
  /**
   * Waits for an unread email with this subject, and checks that it has no calendar entry.
   * @throws when none arrives within half a minute
   */
  email(role: Role, subject: string): Promise<KeptEmail>
  /**
   * Lists the unread emails and marks them as read. A line, such as `2026-12-02 lead, mailbox: Your renewal …`, has the
   * time unless it is 7am, and the dates of any calendar entries.
   */
  sinceLastVisit(): string[]
  /** The newest of a person’s emails, read or unread. */
  latest(role: Role): KeptEmail
}

export function aPostbox({ post, cameAt, address }: RunningService): Postbox {
  const read = new Set<KeptEmail>()
  const unread = (role?: Role): KeptEmail[] =>
    (role ? post.to(people[role].email) : post.emails).filter(mail => !read.has(mail))
  const open = (mail: KeptEmail): KeptEmail => {
    read.add(mail)
    expectSameTextAndHtml(mail, address)
    return mail
  }
  return {
    async email(role, subject) {
      for (let tries = 0; tries < 600; tries += 1) {
        const found = unread(role).findLast(({ parsed }) => parsed.subject === subject)
        if (found) {
          expect([subject, daysIn(found)]).toEqual([subject, []])
          return open(found)
        }
        await after(50)
      }
      throw new Error(
        `no email "${subject}" came to the ${role}; unread are: ${
          unread(role)
            .map(({ parsed }) => parsed.subject)
            .join(' · ') || 'none'
        }`,
      )
    },
    sinceLastVisit() {
      const lines = new Map<string, { when: string; what: string; readers: Role[] }>()
      for (const mail of unread()) {
        const [when, what] = [momentOf(cameAt(mail)), subjectAndDates(open(mail))]
        const line = lines.get(`${when} ${what}`) ?? { when, what, readers: [] }
        line.readers.push(roleOf(mail))
        lines.set(`${when} ${what}`, line)
      }
      return [...lines.values()]
        .map(({ when, what, readers }) => `${when} ${inOrder(readers).join(', ')}: ${what}`)
        .sort()
    },
    latest: role => post.to(people[role].email).at(-1)!,
  }
}

/** The link to our service in an email. */
export const linkIn = ({ parsed }: KeptEmail): string => parsed.text!.match(/https?:\/\/\S+/)![0]

function expectSameTextAndHtml({ parsed }: KeptEmail, address: string): void {
  const html = load(String(parsed.html))
  const links = html('a')
    .toArray()
    .map(link => html(link).attr('href'))
  expect([parsed.subject, links, links[0]?.startsWith(`${address}/`)]).toEqual([
    parsed.subject,
    parsed.text!.match(/https?:\/\/\S+/g),
    true,
  ])
  html('title').remove()
  html('br').replaceWith(' ')
  html('p').append(' ')
  const shown = wordsOf(html.root().text())
  expect([parsed.subject, wordsOf(parsed.text!.replace(/^-- $/m, '')).filter(word => !shown.includes(word))]).toEqual([
    parsed.subject,
    [],
  ])
}

/** The words of a text, without the colons at their ends. */
const wordsOf = (text: string): string[] =>
  text
    .split(/\s+/)
    .map(word => word.replace(/:$/, ''))
    .filter(word => word !== '')

const momentOf = (at: Instant): string =>
  londonTimeOf(at) === '07:00' ? dayOf(at) : `${dayOf(at)} ${londonTimeOf(at)}`
const subjectAndDates = (mail: KeptEmail): string => [mail.parsed.subject, ...daysIn(mail)].join(' + ')

const roles = Object.keys(people) as Role[]
const roleOf = ({ to }: KeptEmail): Role =>
  roles.find(role => people[role].email !== '' && to.includes(people[role].email))!
const inOrder = (some: readonly Role[]): Role[] => some.toSorted((a, b) => roles.indexOf(a) - roles.indexOf(b))
