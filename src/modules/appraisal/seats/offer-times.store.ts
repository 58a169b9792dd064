import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import type { OfferTimes } from '../../../domain/panel.ts'

/** The columns from which the `OfferTimes` of a seat are read. */
export type OfferTimesRow = Omit<OfferTimes, 'isEmailWaiting'> & { emailsWaiting: number | string }

export const offerTimesFields = ['offeredAt', 'emailedAt', 'emailsWaiting', 'countedFrom'] as const

const offerEmails = "from outbox where outbox.entity_id = seats.id and outbox.name = 'seat offered'"

/** Selects the columns of `OfferTimesRow`, in a query on `seats`. */
export const offerTimesColumns = (db: Db | Tx): (string | Knex.Raw)[] => [
  'seats.offered_at as offeredAt',
  db.raw(`(select max(outbox.sent_at) ${offerEmails}) as "emailedAt"`),
  db.raw(`(select count(*) ${offerEmails} and outbox.status in ('waiting', 'sending', 'unknown')) as "emailsWaiting"`),
  'seats.answer_counted_from as countedFrom',
]

export const toOfferTimes = ({ offeredAt, emailedAt, emailsWaiting, countedFrom }: OfferTimesRow): OfferTimes => ({
  offeredAt,
  emailedAt,
  countedFrom,
  isEmailWaiting: Number(emailsWaiting) > 0,
})
