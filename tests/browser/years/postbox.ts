import { expect } from '@jest/globals'
import { load } from 'cheerio'
import { setTimeout as after } from 'node:timers/promises'
import { dayOf, londonTimeOf, type Instant } from '../../../src/domain/time.ts'
import type { KeptEmail } from '../../support/smtp.ts'
import type { RunningService } from '../running-service.ts'
import { daysIn } from '../../support/calendar.ts'
import { people, type Role } from './people.ts'

/** The letters of the mail server, each read once: what nobody expected stays unread. */
export interface Postbox {
  /** waits for a letter that is not read yet. @throws when none comes within half a minute */
  email(role: Role, subject: string): Promise<KeptEmail>
  /**
   * All that is not read yet, a line for those who got the same on one morning at seven: `2026-12-02 lead, mailbox:
   * Your renewal …`; what came at another time says so, and a day that comes along for the calendar stands behind.
   */
  sinceLastVisit(): string[]
  /** the newest of a person's letters, read or not */
  latest(role: Role): KeptEmail
}

export function aPostbox({ post, cameAt, address }: RunningService): Postbox {
  const read = new Set<KeptEmail>()
  const unread = (role?: Role): KeptEmail[] =>
    (role ? post.to(people[role].email) : post.emails).filter(mail => !read.has(mail))
  const open = (mail: KeptEmail): KeptEmail => {
    read.add(mail)
    saysTheSameTwice(mail, address)
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
        `no letter "${subject}" came to the ${role}; unread are: ${
          unread(role)
            .map(({ parsed }) => parsed.subject)
            .join(' · ') || 'none'
        }`,
      )
    },
    sinceLastVisit() {
      const lines = new Map<string, { when: string; what: string; readers: Role[] }>()
      for (const mail of unread()) {
        const [when, what] = [momentOf(cameAt(mail)), whatComesWith(open(mail))]
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

/** The link of a letter that leads to us: there is one, and it is the same in text and HTML. */
export const linkIn = ({ parsed }: KeptEmail): string => parsed.text!.match(/https?:\/\/\S+/)![0]

function saysTheSameTwice({ parsed }: KeptEmail, address: string): void {
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
  const shown = wordsOf(html.root().text())
  expect([parsed.subject, wordsOf(parsed.text!.replace(/^-- $/m, '')).filter(word => !shown.includes(word))]).toEqual([
    parsed.subject,
    [],
  ])
}

/** A colon leads over to a link, or does without one. */
const wordsOf = (text: string): string[] =>
  text
    .split(/\s+/)
    .map(word => word.replace(/:$/, ''))
    .filter(word => word !== '')

const momentOf = (at: Instant): string =>
  londonTimeOf(at) === '07:00' ? dayOf(at) : `${dayOf(at)} ${londonTimeOf(at)}`
const whatComesWith = (mail: KeptEmail): string => [mail.parsed.subject, ...daysIn(mail)].join(' + ')

const roles = Object.keys(people) as Role[]
const roleOf = ({ to }: KeptEmail): Role =>
  roles.find(role => people[role].email !== '' && to.includes(people[role].email))!
const inOrder = (some: readonly Role[]): Role[] => some.toSorted((a, b) => roles.indexOf(a) - roles.indexOf(b))
