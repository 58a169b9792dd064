import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, runLookups, lookup, type Answers, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import {
  mostAsked,
  sharedItems,
  type Endorsement,
  type EndorsementAnswer,
  type SharedText,
} from '../../../domain/endorsement.ts'
import { itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { settingTargets, targetsOfItem } from '../../../domain/target.ts'
import type { Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { branchesIn } from '../../organisations/organisations.public.ts'
import { answersIn } from '../answers/answer.store.ts'
import { pledgeIn } from '../pledges/pledge.store.ts'
import { targetsIn } from '../targets/target.store.ts'

/** An application whose criteria ask for the endorsement of a local group. */
export interface EndorsementSubject {
  application: ApplicationRecord
  framework: Framework
  item: Item
}

export interface EndorsementLine extends Endorsement {
  /** the time when the newest link expires; null before the first email is sent, and after old links are deleted */
  linkUntil: Instant | null
  /** whether the newest email is still in the outbox */
  isUnsent: boolean
  /** whether the newest email did not arrive, because it bounced, failed or was not sent */
  isUndelivered: boolean
}

interface EndorsementRow {
  id: string
  group: string
  email: string
  askedAt: Instant
  askedBy: string
  cancelledAt: Instant | null
  answeredAt: Instant | null
  answer: string | null
  name: string | null
  role: string | null
  words: string | null
  linkUntil: Instant | null
  emailStatus: string | null
}

const endorsementFields = [
  'id',
  'group',
  'email',
  'askedAt',
  'askedBy',
  'cancelledAt',
  'answeredAt',
  'answer',
  'name',
  'role',
  'words',
  'linkUntil',
  'emailStatus',
] as const

const endorsementLines = (db: Db | Tx, applicationId: string) =>
  db('endorsements')
    .join('people', 'people.id', 'endorsements.asked_by')
    .where('endorsements.application_id', applicationId)
    .orderBy(['endorsements.asked_at', 'endorsements.id'])
    .limit(mostAsked)
    .select(
      'endorsements.id',
      'endorsements.group_name as group',
      'endorsements.email',
      'endorsements.asked_at as askedAt',
      'people.name as askedBy',
      'endorsements.cancelled_at as cancelledAt',
      'endorsements.answered_at as answeredAt',
      'endorsements.answer',
      'endorsements.name',
      'endorsements.role',
      'endorsements.words',
      db.raw(`(select max(email_tokens.expires_at) from email_tokens where email_tokens.kind = 'endorsement'
        and email_tokens.about_id = endorsements.id) as "linkUntil"`),
      db.raw(`(select outbox.status from outbox where outbox.entity_id = endorsements.id
        order by outbox.queued_at desc, outbox.id desc limit 1) as "emailStatus"`),
    )

/** An application's requests for endorsements, oldest first, as a lookup. */
export const endorsementsIn = withKeptSql((db: Db | Tx, applicationId: string): Lookup<EndorsementLine[]> =>
  lookup<EndorsementRow, EndorsementLine[]>(
    () => endorsementLines(db, applicationId),
    endorsementFields,
    rows => rows.map(toEndorsement),
  ),
)

const endorsementLookup = withKeptSql((db: Db | Tx, applicationId: string, id: string): Lookup<EndorsementLine[]> =>
  lookup<EndorsementRow, EndorsementLine[]>(
    () => endorsementLines(db, applicationId).where('endorsements.id', id),
    endorsementFields,
    rows => rows.map(toEndorsement),
  ),
)

export const endorsementsOf = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<EndorsementLine[]> =>
  runLookup(db, endorsementsIn(db, application.id))

/** @throws NotFound when the application has no such request */
export async function findEndorsement(
  db: Db | Tx,
  application: Pick<Application, 'id'>,
  id: string,
): Promise<EndorsementLine> {
  const [found] = looksLikeId(id) ? await runLookup(db, endorsementLookup(db, application.id, id)) : []
  if (!found) throw new NotFound()
  return found
}

/** The text that the asked group reads. It never contains evidence. */
export const sharedTextOf = async (
  db: Db | Tx,
  application: ApplicationRecord,
  framework: Framework,
): Promise<SharedText> =>
  sharedTextFrom(application, await runLookups(db, sharedTextLookups(db, application, framework)))

/** The lookups for `sharedTextFrom`, to combine with other lookups. */
export const sharedTextLookups = (db: Db | Tx, application: ApplicationRecord, framework: Framework) => ({
  answers: answersIn(db, application.id),
  branches: branchesIn(db, application.organisationId),
  pledge: pledgeIn(db, application.id),
  targets: itemsAskedBy(framework, application.kind).some(({ id }) => id === settingTargets)
    ? targetsIn(db, application)
    : null,
})

/** As `sharedTextOf`, but from the results of `sharedTextLookups`. */
export function sharedTextFrom(
  application: ApplicationRecord,
  { answers, branches, pledge, targets }: Answers<ReturnType<typeof sharedTextLookups>>,
): SharedText {
  const textOf = (item: string) => answers.find(({ itemId }) => itemId === item)?.narrative ?? ''
  return {
    pledge: textOf(sharedItems.pledge),
    signed: pledge && { on: pledge.signedOn, role: pledge.role },
    scope: branches.filter(({ id }) => application.scope.includes(id)).map(({ name }) => name),
    plan: textOf(sharedItems.plan),
    targets: targetsOfItem(settingTargets, application, targets ?? []).map(({ body, dueOn }) => ({ body, dueOn })),
  }
}

/** Whether this is the address of the library's shared mailbox, or of a person on its own team. */
export async function isOwnAddress(
  trx: Tx,
  { organisationId }: { organisationId: string },
  email: string,
): Promise<boolean> {
  const member = await trx('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .where('memberships.organisation_id', organisationId)
    .whereNull('memberships.ended_at')
    .where('people.email_key', addressKey(email))
    .first('memberships.id')
  if (member) return true
  const library = await trx('organisations').where({ id: organisationId }).first('role_mailbox')
  return library?.role_mailbox != null && addressKey(library.role_mailbox) === addressKey(email)
}

type NewEndorsement = Pick<Row<'endorsements'>, 'application_id' | 'group_name' | 'email' | 'asked_by' | 'asked_at'>

/** @returns the id of the request */
export async function insertEndorsement(trx: Tx, row: NewEndorsement, shared: SharedText): Promise<string> {
  const id = newId()
  const none = { cancelled_at: null, answered_at: null, answer: null, name: null, role: null, words: null } as const
  await trx('endorsements').insert({ ...row, ...none, id, shared: JSON.stringify(shared) })
  return id
}

/** @returns false when the request has already been answered or cancelled */
export const updateShared = (trx: Tx, { id }: { id: string }, shared: SharedText): Promise<boolean> =>
  updateWaiting(trx, id, { shared: JSON.stringify(shared) })

/** @returns false when the request has already been answered or cancelled */
export const markCancelled = (trx: Tx, { id }: { id: string }, at: Instant): Promise<boolean> =>
  updateWaiting(trx, id, { cancelled_at: at })

/** @returns false when the request has already been answered or cancelled */
export async function updateWaiting(trx: Tx, id: string, changes: Partial<Row<'endorsements'>>): Promise<boolean> {
  const changed = await trx('endorsements')
    .where({ id })
    .whereNull('answered_at')
    .whereNull('cancelled_at')
    .update(changes)
  return changed > 0
}

const toEndorsement = (row: EndorsementRow): EndorsementLine => ({
  id: row.id,
  group: row.group,
  email: row.email,
  askedAt: row.askedAt,
  askedBy: row.askedBy,
  cancelledAt: row.cancelledAt,
  linkUntil: row.linkUntil,
  isUnsent: ['waiting', 'sending'].includes(row.emailStatus ?? ''),
  isUndelivered: ['bounced', 'failed', 'not sent'].includes(row.emailStatus ?? ''),
  given:
    row.answeredAt === null
      ? null
      : {
          answer: row.answer as EndorsementAnswer,
          name: row.name ?? '',
          role: row.role ?? '',
          words: row.words ?? '',
          at: row.answeredAt,
        },
})
