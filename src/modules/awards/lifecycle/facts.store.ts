import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { ApplicationKind, ApplicationStatus } from '../../../domain/application.ts'
import type { AwardFacts } from '../../../domain/award-guards.ts'
import type { Award } from '../../../domain/award.ts'
import type { Terms } from '../../../domain/framework.ts'
import type { Outcome } from '../../../domain/judgements.ts'
import { returnedToRenewalOn, isWithUs, waitsFor, type RenewalApplication } from '../../../domain/renewal-case.ts'
import type { TermDates } from '../../../domain/terms.ts'
import { addDays, type Day, type Instant } from '../../../domain/time.ts'
import type { LastDay } from '../../../domain/valid-to.ts'
import type { NamedAward } from '../awards/award.store.ts'

type Held = Pick<Award, 'id'>

/** The term that runs, with what it copied from its framework version when it began. */
export interface TermInForce extends TermDates {
  number: number
  applicationId: string | null
  settings: Terms & { reminders: number[] }
}

/** @throws when the award has none: every award begins with one */
export async function termInForce(db: Db | Tx, { id }: Held): Promise<TermInForce> {
  const rows = await db('terms').where({ award_id: id }).orderBy('number', 'desc')
  const last = rows[0]
  if (!last) throw new Error(`the award ${id} has no term`)
  // from paper: 0 months, and its anchor is the next day
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

/** Its renewals and reappraisals that are under way. There is one at most, and what is read of it is little. */
export async function renewalApplicationsOf(db: Db | Tx, { id }: Held): Promise<RenewalApplication[]> {
  const rows = await db('applications')
    .where({ award_id: id })
    .whereIn('kind', ['renewal', 'reappraisal'])
    .whereNot('status', 'withdrawn')
    .where(open => open.whereNot('status', 'decided').orWhereNull('decision_letter_released_at'))
    .orderBy('id')
    .select<(Row<'applications'> & { outcomeReleased: string | null })[]>(
      'applications.*',
      db.raw(`(select outcome from decisions
      where decisions.application_id = applications.id and released_at is not null and reversed_at is null
      order by released_at desc, decided_at desc limit 1) as "outcomeReleased"`),
    )
  const questions =
    rows.length === 0
      ? []
      : await db('questions')
          .whereIn(
            'application_id',
            rows.map(row => row.id),
          )
          .where({ status: 'open' })
          .select('application_id', 'reply_by')
  return rows.map(row => ({
    id: row.id,
    kind: row.kind as ApplicationKind,
    status: row.status as ApplicationStatus,
    isSubmitted: row.submitted_at !== null,
    decisionLetterReleased: row.decision_letter_released_at !== null,
    until: row.until,
    outcomeReleased: row.outcomeReleased as Outcome | null,
    questionsUntil: questions.filter(({ application_id }) => application_id === row.id).map(({ reply_by }) => reply_by),
  }))
}

/**
 * The last day on which an award whose last valid day is past can be renewed; null while it is not past, or a renewal
 * that is with us stops the lapse.
 */
export async function lapsesAfter(
  db: Db | Tx,
  { id, validTo }: Pick<Award, 'id' | 'validTo'>,
  today: Day,
): Promise<Day | null> {
  if (validTo === null || validTo >= today || (await renewalApplicationsOf(db, { id })).some(it => isWithUs(it, today)))
    return null
  return addDays(validTo, (await termInForce(db, { id })).settings.lapseAfterDays)
}

const beginATerm = ['grant', 'record', 'renew']

/** What happened since the term that runs was given: the count of full and light renewals starts from it. */
export interface InTerm {
  /** letters that said `not yet` */
  notYets: number
  lapse: boolean
  /** the first day of the state it is in now */
  since: Day
}

export async function inThisTerm(db: Db | Tx, { id }: Held): Promise<InTerm> {
  const changes = await db('award_changes').where({ award_id: id }).orderBy('number').select('move', 'from_day', 'at')
  const began = changes.findLastIndex(({ move }) => beginATerm.includes(move))
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
    lapse: changes.slice(began + 1).some(({ move }) => move === 'lapse'),
    since: changes.at(-1)?.from_day ?? ('' as Day),
  }
}

/** How many light renewals were awarded since the last full appraisal; an award from paper counts as one. */
export async function lightSinceFull(db: Db | Tx, { id }: Held): Promise<number> {
  const kinds = await db('terms')
    .leftJoin('applications', 'applications.id', 'terms.application_id')
    .where('terms.award_id', id)
    .orderBy('terms.number', 'desc')
    .pluck<(string | null)[]>('applications.kind')
  const full = kinds.findIndex(kind => kind !== 'renewal')
  return full === -1 ? kinds.length : full
}

/** What the rules of an award look at besides its own row. */
export interface Context {
  cases: RenewalApplication[]
  term: TermInForce
  inTerm: InTerm
}

export async function awardContext(db: Db | Tx, award: Pick<NamedAward, 'id'>): Promise<Context> {
  return {
    cases: await renewalApplicationsOf(db, award),
    term: await termInForce(db, award),
    inTerm: await inThisTerm(db, award),
  }
}

export function factsOf(
  award: Pick<NamedAward, 'status' | 'validTo'>,
  { cases, term }: Pick<Context, 'cases' | 'term'>,
  today: Day,
): AwardFacts {
  return {
    ...emptyAwardContext(today),
    status: award.status,
    validTo: award.validTo,
    renewalOpensDays: term.settings.renewalOpensDays,
    lapseAfterDays: term.settings.lapseAfterDays,
    aRenewalIsWithUs: cases.some(it => isWithUs(it, today)),
    returnedToRenewalOn: returnedToRenewalOn(cases, today),
  }
}

/** Of an award that is only being made. */
export const emptyAwardContext = (today: Day): AwardFacts => ({
  status: 'not started',
  today,
  validTo: null,
  renewalOpensDays: 0,
  lapseAfterDays: 0,
  aRenewalIsWithUs: false,
  returnedToRenewalOn: null,
  outcome: null,
  kind: null,
  isReopened: false,
  decidedElsewhere: false,
  branchesAreFree: true,
  until: null,
})

export const waitsOf = (cases: readonly RenewalApplication[]): Day[] => cases.flatMap(waitsFor)
export const lastDayOf = ({ validTo, baseValidTo, isKeptByRenewal }: NamedAward): LastDay => ({
  validTo,
  baseValidTo,
  holds: isKeptByRenewal,
})
