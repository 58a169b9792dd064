import type { Db } from '../../../src/db/connection.ts'
import type { Day } from '../../../src/domain/time.ts'
import type { KeptEmail } from '../smtp.ts'
import { barredFromApplication, barredFromAward } from './barred.ts'
import { peopleOf } from './people.ts'

/**
 * Tasks for the charity on a Monday that are missing from the weekly list of a coordinator who is allowed to know of
 * them.
 */
export async function missingFromWeeklyList(db: Db, weekly: readonly KeptEmail[], on: Day): Promise<string[]> {
  const people = await peopleOf(db, on)
  const applications = await db('applications')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .whereIn('applications.status', ['submitted', 'checked', 'resubmitted', 'with a trustee', 'on hold'])
    .select('applications.id', 'organisations.id as place', 'organisations.name', 'applications.status')
  const awards = await db('awards')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .whereIn('awards.status', ['lapsed', 'suspended', 'overdue'])
    .whereNull('awards.removed_at')
    .select('awards.id', 'organisations.id as place', 'organisations.name', 'awards.status')
  const barred = new Set([...(await barredFromApplication(db)), ...(await barredFromAward(db))])
  const texts = new Map(weekly.map(({ to: [address], parsed }) => [String(address).toLowerCase(), parsed.text ?? '']))
  return [...applications, ...awards].flatMap(({ id, place, name, status }) =>
    people
      .charity('coordinator', place)
      .filter(who => !barred.has(`${id} ${who.id}`))
      .filter(({ address }) => !isNamed(texts.get(address.toLowerCase()) ?? '', name, status))
      .map(({ address }) => `${on} not in the weekly list of ${address}: ${name}, ${status}`),
  )
}

/** Whether a task is in the text. Overdue awards share one line, so the email need not name each of them. */
const isNamed = (text: string, name: string, status: string): boolean =>
  text.replace(/\s+/g, ' ').includes(name) || (status === 'overdue' && /awards? (is|are) overdue/.test(text))
