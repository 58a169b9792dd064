import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { OrganisationKind } from '../../../domain/organisation.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { NewEnquiry } from './enquiry.forms.ts'

export type EnquiryStatus = 'waiting' | 'registered' | 'declined'

/** A visitor's enquiry about an organisation that would like to apply. */
export interface Enquiry {
  id: string
  name: string
  kind: OrganisationKind
  place: string
  /** null after the sender's details have been erased */
  contact: { name: string; role: string; email: string } | null
  message: string | null
  askedAt: Instant
  status: EnquiryStatus
  organisationId: string | null
  answeredAt: Instant | null
  answeredBy: string | null
  reason: string | null
  erasedAt: Instant | null
}

/** @throws NotFound when there is no such enquiry */
export async function findEnquiry(db: Db | Tx, id: string): Promise<Enquiry> {
  const row = looksLikeId(id)
    ? await db('enquiries')
        .leftJoin('people', 'people.id', 'enquiries.answered_by')
        .where('enquiries.id', id)
        .first<(Row<'enquiries'> & { by: string | null }) | undefined>('enquiries.*', 'people.name as by')
    : undefined
  if (!row) throw new NotFound()
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as OrganisationKind,
    place: row.place,
    contact:
      row.contact_name === null
        ? null
        : { name: row.contact_name, role: row.contact_role ?? '', email: row.email ?? '' },
    message: row.message,
    askedAt: row.asked_at,
    status: row.status as EnquiryStatus,
    organisationId: row.organisation_id,
    answeredAt: row.answered_at,
    answeredBy: row.by,
    reason: row.reason,
    erasedAt: row.erased_at,
  }
}

export interface EnquiryLine {
  id: string
  name: string
  place: string
  askedAt: Instant
  status: EnquiryStatus
}

export const shownEnquiries = ['waiting', 'answered'] as const
export type ShownEnquiries = (typeof shownEnquiries)[number]

/**
 * One page of the enquiries: those waiting for an answer, longest waiting first, or answered ones, newest first.
 * `after` is the last line of the previous page.
 */
export const enquiryLines = withKeptSql(
  (
    db: Db,
    { show, after, limit }: { show: ShownEnquiries; after: { askedAt: string; id: string } | null; limit: number },
  ): Lookup<EnquiryLine[]> => {
    const isWaiting = show === 'waiting'
    return lookup<EnquiryLine, EnquiryLine[]>(
      () =>
        db('enquiries')
          .whereIn('status', isWaiting ? ['waiting'] : ['registered', 'declined'])
          .modify(query => {
            if (after) query.whereRaw(`(asked_at, id) ${isWaiting ? '>' : '<'} (?, ?)`, [after.askedAt, after.id])
          })
          .orderBy(['asked_at', 'id'].map(column => ({ column, order: isWaiting ? 'asc' : 'desc' })))
          .limit(limit)
          .select('id', 'name', 'place', 'asked_at as askedAt', 'status'),
      ['id', 'name', 'place', 'askedAt', 'status'],
      rows => rows,
    )
  },
)

/** @returns the enquiry's id */
export async function insertEnquiry(trx: Tx, given: NewEnquiry, at: Instant): Promise<string> {
  const id = newId()
  await trx('enquiries').insert({
    id,
    name: given.name,
    kind: given.kind,
    place: given.place,
    contact_name: given.contactName,
    contact_role: given.contactRole,
    email: given.email,
    message: given.message || null,
    asked_at: at,
    status: 'waiting',
    organisation_id: null,
    answered_by: null,
    answered_at: null,
    reason: null,
    erased_at: null,
  })
  return id
}

const erased = { contact_name: null, contact_role: null, email: null, message: null }

type Answer = { by: string; at: Instant } & (
  { status: 'registered'; organisationId: string } | { status: 'declined'; reason: string }
)

/**
 * Records the answer to an enquiry. Declining also erases the sender's details and message.
 * @throws Stale when the enquiry has already been answered or deleted
 */
export async function setAnswered(trx: Tx, { id }: { id: string }, answer: Answer): Promise<void> {
  const changed = await trx('enquiries')
    .where({ id, status: 'waiting' })
    .update({
      status: answer.status,
      answered_by: answer.by,
      answered_at: answer.at,
      ...(answer.status === 'registered'
        ? { organisation_id: answer.organisationId }
        : { reason: answer.reason, ...erased, erased_at: answer.at }),
    })
  if (changed === 0) throw new Stale()
}

/** @throws Stale when the enquiry has already been answered or deleted */
export async function deleteEnquiry(trx: Tx, { id }: { id: string }): Promise<void> {
  const deleted = await trx('enquiries').where({ id, status: 'waiting' }).delete()
  if (deleted === 0) throw new Stale()
}

/**
 * Erases the sender's details and message in enquiries answered before a given time.
 * @returns the ids of these enquiries
 */
export async function eraseAnsweredBefore(trx: Tx, before: Instant, at: Instant): Promise<string[]> {
  const rows = await trx('enquiries')
    .whereNull('erased_at')
    .where('answered_at', '<', before)
    .update({ ...erased, erased_at: at })
    .returning('id')
  return rows.map(({ id }) => id)
}
