import type { Request } from 'express'
import { parseDay } from '../../../domain/time.ts'
import { digest, emailNames, type OutboxName } from '../../../email/templates.ts'
import { emailStatuses } from '../../../email/outbox.store.ts'
import { queryText } from '../../../web/lists.ts'
import type { EmailFilters } from './email.store.ts'

export const statusFilters = [...emailStatuses, 'undelivered'] as const

/** The kinds of email that the list can be filtered by. */
export const kindFilters: readonly OutboxName[] = [...emailNames, digest]

/** The filters in the query string of the list of emails. Unknown statuses and kinds are ignored. */
export function filtersAsked(req: Pick<Request, 'query'>): EmailFilters {
  const asked = (name: string) => queryText(req, name)
  return {
    status: statusFilters.find(status => status === asked('status')) ?? null,
    words: asked('words'),
    organisation: asked('organisation'),
    name: kindFilters.find(name => name === asked('email')) ?? null,
    from: dayAsked(req, 'from'),
    to: dayAsked(req, 'to'),
  }
}

/** A date from three fields, or in the form 2027-03-14; null for any other text. */
function dayAsked(req: Pick<Request, 'query'>, name: string) {
  const [year, month, day] = ['year', 'month', 'day'].map(part => queryText(req, `${name}-${part}`, 4))
  const typed = year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : ''
  return parseDay(typed || queryText(req, name))
}
