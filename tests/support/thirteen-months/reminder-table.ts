import type { Db } from '../../../src/db/connection.ts'
import { dayOf, type Day, type Instant } from '../../../src/domain/time.ts'

/** One email, or one line of a reminder email, with the day on which it was sent. */
export interface Sent {
  day: Day
  address: string
  /**
   * the role that a reminder was for. For other emails: all roles of the person, joined with “+”; `nobody` for a person
   * without roles; `invited` or `mailbox` for an address without an account
   */
  as: string
  /** the name of the email or, for a reminder, `reminder: ` and the kind of date */
  kind: string
  subject: string
}

/** Every email sent after this time, by day, kind and address. A reminder email has a line for each reminder in it. */
export async function sentSince(db: Db, since: Instant): Promise<Sent[]> {
  const reminders: (Omit<Sent, 'day'> & { at: Instant })[] = await db('reminders')
    .join('outbox', 'outbox.id', 'reminders.email_id')
    .where('outbox.sent_at', '>', since)
    .select('outbox.sent_at as at', 'outbox.address', 'reminders.recipient as as', 'reminders.kind', 'outbox.subject')
  const others: (Omit<Sent, 'day' | 'as'> & { at: Instant; person: string | null; entity: string })[] = await db(
    'outbox',
  )
    .where('sent_at', '>', since)
    .whereNot('name', 'reminders')
    .select('sent_at as at', 'address', 'name as kind', 'subject', 'person_id as person', 'entity')
  const roles = await rolesOf(db)
  return [
    ...reminders.map(({ at, ...line }) => ({ day: dayOf(at), ...line, kind: `reminder: ${line.kind}` })),
    ...others.map(({ at, person, entity, ...line }) => ({
      day: dayOf(at),
      ...line,
      as: person === null ? withoutAccount(entity) : (roles.get(person) ?? 'nobody'),
    })),
  ].toSorted((a, b) => a.day.localeCompare(b.day) || a.kind.localeCompare(b.kind) || a.address.localeCompare(b.address))
}

const withoutAccount = (entity: string): string => (entity === 'seat' ? 'invited' : 'mailbox')

/** All roles of each person by id, joined with “+”. */
async function rolesOf(db: Db): Promise<Map<string, string>> {
  const held = [
    ...(await db('memberships').whereNull('ended_at').select('person_id', 'role')),
    ...(await db('charity_roles').whereNull('ended_at').select('person_id', 'role')),
  ]
  const roles = new Map<string, string>()
  for (const { person_id, role } of held) {
    const before = roles.get(person_id)
    if (!before?.split('+').includes(role)) roles.set(person_id, before ? `${before}+${role}` : role)
  }
  return roles
}

/**
 * The table as text: for each role and kind, the number of lines and of people, the first and last day, and an example.
 */
export function summaryOf(sent: readonly Sent[]): string {
  const groups = new Map<string, Sent[]>()
  for (const line of sent) {
    const key = `${line.as}\t${line.kind}`
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  const rows = [...groups]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([key, lines]) =>
      [
        ...key.split('\t'),
        String(lines.length),
        String(new Set(lines.map(({ address }) => address)).size),
        lines[0]!.day,
        lines.at(-1)!.day,
        `${lines[0]!.address}: ${lines[0]!.subject}`,
      ].join(' | '),
    )
  return ['role | what | lines | people | first | last | example', ...rows].join('\n')
}

/** Every line: the day, the recipient, their role, the kind of email or reminder, and the subject of the email. */
export const linesOf = (sent: readonly Sent[]): string =>
  sent.map(({ day, address, as, kind, subject }) => [day, address, as, kind, subject].join(' | ')).join('\n')
