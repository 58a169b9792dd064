import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Row } from '../../../db/tables.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import type { Award } from '../../../domain/award.ts'
import type { Framework, Terms } from '../../../domain/framework.ts'
import type { TermDates } from '../../../domain/terms.ts'
import type { Day, Instant } from '../../../domain/time.ts'

type AwardId = Pick<Award, 'id'>

/** One award period. */
export interface Term {
  number: number
  startsOn: Day
  endsOn: Day
  months: number
  frameworkVersionId: string
  /** the name of the version of the criteria under which the term was decided; null when it was decided elsewhere */
  label: string | null
  /** the kind of the application that gave the term; null when it was decided elsewhere */
  kind: ApplicationKind | null
  /** false for a decision under a working draft of the criteria */
  issued: boolean
}

/** The terms of an award, earliest first. */
export async function termsOf(db: Db | Tx, { id }: AwardId): Promise<Term[]> {
  const rows = await db('terms')
    .join('framework_versions', 'framework_versions.id', 'terms.framework_version_id')
    .leftJoin('applications', 'applications.id', 'terms.application_id')
    .where('terms.award_id', id)
    .orderBy('terms.number')
    .select<(Row<'terms'> & { label: string; issued: number; kind: string | null })[]>(
      'terms.*',
      'framework_versions.label',
      'framework_versions.issued',
      'applications.kind',
    )
  return rows.map(row => ({
    number: row.number,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    months: row.months,
    frameworkVersionId: row.framework_version_id,
    label: row.application_id === null ? null : row.label,
    issued: row.issued === 1,
    kind: row.kind as ApplicationKind | null,
  }))
}

/** The latest term, with the settings that it copied from its framework version when it began. */
export interface TermInForce extends TermDates {
  number: number
  applicationId: string | null
  settings: Terms & { reminders: number[] }
}

/** @throws Error for an award without a term, because every award starts with one */
export async function termInForce(db: Db | Tx, { id }: AwardId): Promise<TermInForce> {
  const rows = await db('terms').where({ award_id: id }).orderBy('number', 'desc')
  const last = rows[0]
  if (!last) throw new Error(`the award ${id} has no term`)
  // The term of a recorded award has 0 months, and its anchor is the day after the term ends.
  const ofAnchor = rows.filter(({ anchor }) => anchor === last.anchor)
  return {
    number: last.number,
    applicationId: last.application_id,
    anchor: last.anchor,
    monthsFromAnchor: ofAnchor.reduce((sum, { months }) => sum + months, 0),
    startsOn: last.starts_on,
    endsOn: last.ends_on,
    settings: JSON.parse(last.settings) as TermInForce['settings'],
  }
}

/** Events since the current term was granted. */
export interface SinceTermBegan {
  /** the number of decision letters that said `not yet` */
  notYets: number
  hasLapsed: boolean
  /** the first day of the award's current state */
  since: Day
}

/**
 * The moves after which earlier lapses and `not yet` letters no longer count. A correction is one of them, because it
 * restates the term.
 */
export const movesThatBeginATerm = ['grant', 'record', 'renew', 'correct', 'remove']

export async function sinceTermBegan(db: Db | Tx, { id }: AwardId): Promise<SinceTermBegan> {
  const changes = await db('award_changes')
    .where({ award_id: id, undone_at: null })
    .orderBy('number')
    .select('move', 'from_day', 'at')
  const began = changes.findLastIndex(({ move }) => movesThatBeginATerm.includes(move))
  const after: Instant = changes[began]?.at ?? ('' as Instant)
  const [counted] = await db('decisions')
    .join('applications', 'applications.id', 'decisions.application_id')
    .where('applications.award_id', id)
    .where('decisions.outcome', 'not yet')
    .where('decisions.released_at', '>', after)
    .whereNull('decisions.reversed_at')
    .count<{ count: number | string }[]>('decisions.id as count')
  return {
    notYets: Number(counted?.count ?? 0),
    hasLapsed: changes.slice(began + 1).some(({ move }) => move === 'lapse'),
    since: changes.at(-1)?.from_day ?? ('' as Day),
  }
}

/** The number of light renewals since the last full appraisal. A recorded award counts as a full one. */
export async function lightRenewalsSinceFull(db: Db | Tx, { id }: AwardId): Promise<number> {
  const kinds = await db('terms')
    .leftJoin('applications', 'applications.id', 'terms.application_id')
    .where('terms.award_id', id)
    .orderBy('terms.number', 'desc')
    .pluck<(string | null)[]>('applications.kind')
  const full = kinds.findIndex(kind => kind !== 'renewal')
  return full === -1 ? kinds.length : full
}

/**
 * Ends the terms of a shortened award on a day, before its next term. Deletes a term that had not begun by then.
 * @returns the number of the next term
 */
export async function endTerms(trx: Tx, { id }: AwardId, day: Day): Promise<number> {
  const terms = () => trx('terms').where({ award_id: id })
  await terms().where('starts_on', '>', day).delete()
  await terms().where('ends_on', '>', day).update({ ends_on: day })
  const [kept] = await terms().count<{ count: number | string }[]>('id as count')
  return Number(kept?.count ?? 0) + 1
}

export interface NewTerm {
  number: number
  dates: Pick<TermDates, 'anchor' | 'startsOn' | 'endsOn'>
  months: number
  frameworkVersionId: string
  /**
   * the framework version whose terms and reminder schedule are copied, so that later versions do not change a term
   * that has begun
   */
  framework: Framework
  applicationId: string | null
}

export async function insertTerm(trx: Tx, award: AwardId, term: NewTerm): Promise<void> {
  const { terms, reminders } = term.framework
  await trx('terms').insert({
    id: newId(),
    award_id: award.id,
    number: term.number,
    framework_version_id: term.frameworkVersionId,
    application_id: term.applicationId,
    anchor: term.dates.anchor,
    starts_on: term.dates.startsOn,
    ends_on: term.dates.endsOn,
    months: term.months,
    settings: JSON.stringify({ ...terms, reminders }),
  })
}
