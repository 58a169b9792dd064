import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, runLookups, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Framework } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import {
  countRestricted,
  isSignedTextCurrent,
  textToSign,
  withoutTitle,
  type SignedText,
  type SignOff,
} from '../../../domain/sign-off.ts'
import type { Instant } from '../../../domain/time.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { evidenceInAnswers } from '../answers/answer-evidence.store.ts'
import { answersIn } from '../answers/answer.store.ts'
import { extrasFrom, extrasLookups } from '../submissions/answer-extras.store.ts'

type Application = Pick<ApplicationRecord, 'id' | 'organisationId'>

interface SignOffRow {
  askedAt: Instant
  signedBy: string | null
  signedAt: Instant | null
  changedAt: Instant | null
  seen: string | null
}

/** The sign-off of an application, as a lookup; null until it is asked for. */
export const signOffLookup = withKeptSql((db: Db | Tx, id: string): Lookup<SignOff | null> =>
  lookup<SignOffRow, SignOff | null>(
    () =>
      db('sign_offs')
        .leftJoin('people', 'people.id', 'sign_offs.signed_by')
        .where({ application_id: id })
        .select(
          'sign_offs.asked_at as askedAt',
          'people.name as signedBy',
          'sign_offs.signed_at as signedAt',
          'sign_offs.changed_at as changedAt',
          'sign_offs.seen',
        ),
    ['askedAt', 'signedBy', 'signedAt', 'changedAt', 'seen'],
    ([row]) => (row ? { ...row, seen: row.seen === null ? null : (JSON.parse(row.seen) as SignedText) } : null),
  ),
)

/** Whether an organisation requires a sign-off, as a lookup. */
export const wantsSignOff = withKeptSql((db: Db | Tx, organisationId: string): Lookup<boolean> =>
  lookup<{ wanted: number }, boolean>(
    () => db('organisations').where({ id: organisationId }).select('sign_off_wanted as wanted'),
    ['wanted'],
    ([row]) => row?.wanted === 1,
  ),
)

/**
 * The names of the library's active observers. Leaves out observers who also write for the library, because they cannot
 * sign off.
 */
export const observersIn = withKeptSql((db: Db | Tx, organisationId: string): Lookup<string[]> =>
  lookup<{ name: string }, string[]>(
    () =>
      db('memberships')
        .join('people', 'people.id', 'memberships.person_id')
        .where('memberships.organisation_id', organisationId)
        .where('memberships.role', 'observer')
        .whereNull('memberships.ended_at')
        .where('people.status', 'active')
        .whereNotExists(
          db('memberships as writing')
            .whereRaw('writing.person_id = people.id and writing.organisation_id = memberships.organisation_id')
            .whereIn('writing.role', ['lead', 'contributor'])
            .whereNull('writing.ended_at')
            .select(db.raw('1')),
        )
        .orderBy(['people.name_key', 'people.id'])
        .select('people.name'),
    ['name'],
    rows => rows.map(({ name }) => name),
  ),
)

/** An application, its text and its sign-off, for the sign-off page. */
export interface SignOffSubject {
  application: ApplicationRecord
  framework: Framework
  signOff: SignOff | null
  isWanted: boolean
  observers: readonly string[]
  now: SignedText
  /** the number of restricted items of evidence */
  restricted: number
}

/**
 * @throws as `findApplication` does
 * @throws NotFound for a person who cannot read the answers
 */
export async function findSignOff(
  db: Db | Tx,
  { actor, permission, id }: { actor: Actor; permission: 'answer.read' | 'sign_off.ask' | 'sign_off.make'; id: string },
): Promise<SignOffSubject> {
  const application = await findApplication(db, actor, permission, id)
  if (!can(actor, 'answer.read', application)) throw new NotFound()
  const { answers, used, targets, endorsements, pledge, ...found } = await runLookups(db, {
    signOff: signOffLookup(db, application.id),
    isWanted: wantsSignOff(db, application.organisationId),
    observers: observersIn(db, application.organisationId),
    ...textLookups(db, application),
  })
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const extras = extrasFrom(framework, application, { targets, endorsements, pledge })
  const now = textToSign(application, { answers, used, extras })
  return { application, framework, ...found, now, restricted: countRestricted(used) }
}

/** Whether the application is signed off exactly as it is now. */
export async function isSignedOff(db: Db | Tx, application: ApplicationRecord): Promise<boolean> {
  const signOff = await runLookup(db, signOffLookup(db, application.id))
  if (!signOff?.seen) return false
  const { answers, used, ...library } = await runLookups(db, textLookups(db, application))
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const extras = extrasFrom(framework, application, library)
  return isSignedTextCurrent(signOff.seen, textToSign(application, { answers, used, extras }))
}

/** The lookups for the text that a sign-off covers. */
const textLookups = (db: Db | Tx, application: ApplicationRecord) => ({
  answers: answersIn(db, application.id),
  used: evidenceInAnswers(db, application.id),
  ...extrasLookups(db, application),
})

/**
 * Asks for a sign-off, for the first time or again. Keeps the text that was signed before, so that the page can show
 * what has changed.
 */
export async function upsertRequest(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  { by, at }: { by: string; at: Instant },
): Promise<void> {
  await trx('sign_offs')
    .insert({
      id: newId(),
      application_id: id,
      asked_by: by,
      asked_at: at,
      signed_by: null,
      signed_at: null,
      changed_at: null,
      seen: null,
    })
    .onConflict('application_id')
    .merge({ asked_by: by, asked_at: at })
}

export async function updateSigned(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  { by, at, seen }: { by: string; at: Instant; seen: SignedText },
): Promise<void> {
  await trx('sign_offs')
    .where({ application_id: id })
    .update({ signed_by: by, signed_at: at, changed_at: null, seen: JSON.stringify(seen) })
}

/** SQL condition: the organisation requires a sign-off, and nobody has signed off the current text. */
export const isSignOffMissing = `((sign_offs.signed_at is null or sign_offs.changed_at is not null)
  and exists (select 1 from organisations where organisations.id = applications.organisation_id
  and organisations.sign_off_wanted = 1))`

/** Whether an observer has signed the application off, even if it has changed since. */
export async function wasSigned(trx: Tx, { id }: Pick<Application, 'id'>): Promise<boolean> {
  return (await trx('sign_offs').where({ application_id: id }).whereNotNull('signed_at').first('id')) !== undefined
}

/** Ids of the applications that observers have signed off and whose answers use this evidence. */
export const signedUsing = (trx: Tx, evidenceId: string): Promise<string[]> =>
  trx('answer_evidence')
    .join('answers', 'answers.id', 'answer_evidence.answer_id')
    .join('sign_offs', 'sign_offs.application_id', 'answers.application_id')
    .where('answer_evidence.evidence_id', evidenceId)
    .whereNotNull('sign_offs.signed_at')
    .distinct()
    .orderBy('sign_offs.application_id')
    .pluck('sign_offs.application_id')

/**
 * The organisation's applications whose sign-off was asked for, but is missing or out of date.
 * @returns their ids; `wasSigned` is true if an observer signed an earlier text
 */
export async function missingSignOffs(trx: Tx, organisationId: string): Promise<{ id: string; wasSigned: boolean }[]> {
  const rows = await trx('sign_offs')
    .join('applications', 'applications.id', 'sign_offs.application_id')
    .where('applications.organisation_id', organisationId)
    .where(missing => void missing.whereNull('sign_offs.signed_at').orWhereNotNull('sign_offs.changed_at'))
    .orderBy('applications.id')
    .select('applications.id', 'sign_offs.signed_at')
  return rows.map(({ id, signed_at: at }) => ({ id, wasSigned: at !== null }))
}

/** @returns false when the application was never signed off, or was already marked as changed */
export async function markChanged(trx: Tx, { id }: Pick<Application, 'id'>, at: Instant): Promise<boolean> {
  const changed = await trx('sign_offs')
    .where({ application_id: id })
    .whereNotNull('signed_at')
    .whereNull('changed_at')
    .update({ changed_at: at, asked_at: at })
  return changed > 0
}

/** Ids of the organisation's applications that observers have signed off, even if they have changed since. */
export const signedOffIn = (trx: Tx, { id }: { id: string }): Promise<string[]> =>
  trx('sign_offs')
    .join('applications', 'applications.id', 'sign_offs.application_id')
    .where('applications.organisation_id', id)
    .whereNotNull('sign_offs.signed_at')
    .orderBy('applications.id')
    .pluck('applications.id')

/** Removes a sign-off with the text that was signed, and keeps the request for it. */
export async function clearSigned(trx: Tx, { id }: Pick<Application, 'id'>, at: Instant): Promise<void> {
  const none = { signed_by: null, signed_at: null, changed_at: null, seen: null }
  await trx('sign_offs')
    .where({ application_id: id })
    .update({ ...none, asked_at: at })
}

/** Makes a sign-off count again, because all changes made after it were undone. */
export async function markUnchanged(trx: Tx, { id }: Pick<Application, 'id'>): Promise<void> {
  await trx('sign_offs').where({ application_id: id }).update({ changed_at: null })
}

/** Erases the title of erased evidence from the texts that the organisation's observers signed. */
export async function eraseSignedTitle(
  trx: Tx,
  { organisationId, evidenceId }: { organisationId: string; evidenceId: string },
): Promise<void> {
  const rows = await trx('sign_offs')
    .join('applications', 'applications.id', 'sign_offs.application_id')
    .where('applications.organisation_id', organisationId)
    .whereNotNull('sign_offs.seen')
    .select('sign_offs.id', 'sign_offs.seen')
  for (const { id, seen } of rows) {
    const erased = withoutTitle(JSON.parse(seen!) as SignedText, evidenceId)
    if (erased)
      await trx('sign_offs')
        .where({ id, seen })
        .update({ seen: JSON.stringify(erased) })
  }
}
