import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import type { Award, AwardChange } from '../../../domain/award.ts'
import type { Framework, Terms } from '../../../domain/framework.ts'
import type { TermDates } from '../../../domain/terms.ts'
import type { Day, Instant } from '../../../domain/time.ts'

type AwardId = Pick<Award, 'id'>

/** SQL, for use in a query on `awards`: the settings of the latest term. */
export const settingsOfTerm =
  '(select terms.settings from terms where terms.award_id = awards.id order by terms.number desc limit 1)'

/** One award period. */
export interface Term {
  number: number
  applicationId: string | null
  /** see `TermDates` */
  anchor: Day
  startsOn: Day
  endsOn: Day
  months: number
  /** the settings and reminder schedule, copied from the framework version when the term was saved */
  settings: Terms & { reminders: number[] }
  frameworkVersionId: string
  /** the name of the version of the criteria under which the term was decided; null when it was decided elsewhere */
  label: string | null
  /** the kind of the application that gave the term; null when it was decided elsewhere */
  kind: ApplicationKind | null
  /** false for a decision under a working draft of the criteria */
  issued: boolean
}

type TermRow = Omit<Term, 'settings' | 'issued'> & { settings: string; issued: number }

/** The terms of an award, earliest first. */
export const termsOf = (db: Db | Tx, award: AwardId): Promise<Term[]> => runLookup(db, termsWith(db, award.id))

/** The lookup behind `termsOf`, to run with others in one statement. */
export const termsWith = withKeptSql((db: Db | Tx, id: string): Lookup<Term[]> =>
  lookup<TermRow, Term[]>(
    () =>
      db('terms')
        .join('framework_versions', 'framework_versions.id', 'terms.framework_version_id')
        .leftJoin('applications', 'applications.id', 'terms.application_id')
        .where('terms.award_id', id)
        .orderBy('terms.number')
        .select(
          'terms.number',
          'terms.application_id as applicationId',
          'terms.anchor',
          'terms.starts_on as startsOn',
          'terms.ends_on as endsOn',
          'terms.months',
          'terms.settings',
          'terms.framework_version_id as frameworkVersionId',
          'framework_versions.label',
          'applications.kind',
          'framework_versions.issued',
        ),
    [
      'number',
      'applicationId',
      'anchor',
      'startsOn',
      'endsOn',
      'months',
      'settings',
      'frameworkVersionId',
      'label',
      'kind',
      'issued',
    ],
    rows =>
      rows.map(row => ({
        ...row,
        settings: JSON.parse(row.settings) as Term['settings'],
        label: row.applicationId === null ? null : row.label,
        issued: row.issued === 1,
      })),
  ),
)

/** The latest term. */
export interface TermInForce extends TermDates, Pick<Term, 'number' | 'applicationId' | 'settings'> {}

/** @throws Error for an award without a term, because every award starts with one */
export const termInForce = async (db: Db | Tx, award: AwardId): Promise<TermInForce> =>
  latestTerm(award, await termsOf(db, award))

/**
 * @param terms all terms of an award, earliest first
 * @throws Error when there is no term
 */
export function latestTerm({ id }: AwardId, terms: readonly Term[]): TermInForce {
  const last = terms.at(-1)
  if (!last) throw new Error(`the award ${id} has no term`)
  const { number, applicationId, anchor, startsOn, endsOn, settings } = last
  // The term of a recorded award has 0 months, and its anchor is the day after the term ends.
  const ofAnchor = terms.filter(term => term.anchor === anchor)
  const monthsFromAnchor = ofAnchor.reduce((sum, { months }) => sum + months, 0)
  return { number, applicationId, anchor, monthsFromAnchor, startsOn, endsOn, settings }
}

/** What has happened to an award since its current term began. `movesThatBeginATerm` says when a term begins. */
export interface SinceTermBegan {
  /** the number of decision letters that said `not yet` */
  notYets: number
  hasLapsed: boolean
  /** the day from which the award's latest change applies */
  since: Day
}

/**
 * The moves after which earlier lapses and `not yet` letters no longer count. A correction is one of them, because it
 * restates the term.
 */
export const movesThatBeginATerm = ['grant', 'record', 'renew', 'correct', 'remove']

/**
 * What has happened to an award since its current term began.
 * @param changes the award's history, oldest change first
 * @param notYets when each `not yet` decision letter on the award was released
 */
export function sinceTermBegan(
  changes: readonly Pick<AwardChange, 'move' | 'from' | 'at'>[],
  notYets: readonly Instant[],
): SinceTermBegan {
  const began = changes.findLastIndex(({ move }) => movesThatBeginATerm.includes(move))
  const at = changes[began]?.at ?? ''
  return {
    notYets: notYets.filter(releasedAt => releasedAt > at).length,
    hasLapsed: changes.slice(began + 1).some(({ move }) => move === 'lapse'),
    since: changes.at(-1)?.from ?? ('' as Day),
  }
}

/** When each `not yet` decision letter on an award was released, as a lookup. Leaves out reversed decisions. */
export const notYetsWith = withKeptSql((db: Db | Tx, id: string): Lookup<Instant[]> =>
  lookup<{ releasedAt: Instant }, Instant[]>(
    () =>
      db('decisions')
        .join('applications', 'applications.id', 'decisions.application_id')
        .where('applications.award_id', id)
        .where('decisions.outcome', 'not yet')
        .whereNotNull('decisions.released_at')
        .whereNull('decisions.reversed_at')
        .select('decisions.released_at as releasedAt'),
    ['releasedAt'],
    rows => rows.map(({ releasedAt }) => releasedAt),
  ),
)

/**
 * The number of light renewals since the last full appraisal. A recorded award counts as a full one.
 * @param terms all terms of an award, earliest first
 */
export function lightRenewalsSinceFull(terms: readonly Pick<Term, 'kind'>[]): number {
  const full = terms.findLastIndex(({ kind }) => kind !== 'renewal')
  return terms.length - 1 - full
}

/**
 * Ends the terms of a shortened award on `day`, to make room for its next term. Deletes a term that starts later.
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
  /** the framework version whose terms and reminder schedule are copied */
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
