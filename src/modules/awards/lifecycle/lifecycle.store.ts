import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Answers, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import { newAwardFacts, type AwardFacts } from '../../../domain/award-guards.ts'
import {
  preventsLapse,
  returnedToRenewalOn,
  libraryDeadlines,
  type RenewalApplication,
} from '../../../domain/renewal-deadlines.ts'
import type { Award, AwardChange, AwardStatus } from '../../../domain/award.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { addDays, type Day, type Instant } from '../../../domain/time.ts'
import type { LastDay } from '../../../domain/valid-to.ts'
import { readersById, type Reader } from '../../../email/readers.store.ts'
import { closesWhenAwardLapses, outcomeReleased } from '../../access/access.public.ts'
import { awardById, changesWith, type NamedAward } from '../awards/award.store.ts'
import {
  latestTerm,
  notYetsWith,
  sinceTermBegan,
  termInForce,
  termsWith,
  type SinceTermBegan,
  type Term,
  type TermInForce,
} from '../terms/term.store.ts'

type AwardId = Pick<Award, 'id'>

/**
 * Reads an award and locks its row until the transaction ends.
 * @throws NotFound when there is no such award
 */
export async function lockAward(trx: Tx, id: string): Promise<NamedAward> {
  await trx('awards').where({ id }).forUpdate().first('id')
  const award = await awardById(trx, id)
  if (!award) throw new NotFound()
  return award
}

/** @returns the changed award. @throws Stale when the award has changed since it was read */
export async function updateAward(
  trx: Tx,
  award: NamedAward,
  changes: Partial<Omit<Row<'awards'>, 'id' | 'version'>>,
): Promise<NamedAward> {
  const { id, version } = award
  const changed = await trx('awards')
    .where({ id, version })
    .update({ ...changes, version: version + 1 })
  if (changed === 0) throw new Stale()
  return lockAward(trx, id)
}

/** Sets the day on which the nightly job next checks an award. Keeps the version, because no form edits this day. */
export async function setDueOn(trx: Tx, { id }: AwardId, due_on: Day): Promise<void> {
  await trx('awards').where({ id }).whereNot({ due_on }).update({ due_on })
}

/** One page of the awards that the nightly job must check by today, ordered by the day on which they are due. */
export async function awardsDue(
  db: Db,
  today: Day,
  after: { dueOn: string; id: string } | null,
  limit = 200,
): Promise<{ id: string; dueOn: Day }[]> {
  return db('awards')
    .where('due_on', '<=', today)
    .modify(query => {
      if (after) query.whereRaw('(due_on, id) > (?, ?)', [after.dueOn, after.id])
    })
    .orderBy(['due_on', 'id'])
    .limit(limit)
    .select<{ id: string; dueOn: Day }[]>('id', 'due_on as dueOn')
}

/**
 * Ended awards that still have an open application, and lapsed awards that still have an open light renewal
 * (`closesWhenAwardLapses`). This only happens when a nightly run failed.
 */
export async function overAwardsWithOpenApplications(db: Db, limit = 200): Promise<Pick<Award, 'id' | 'status'>[]> {
  const rows = await db('awards')
    .join('applications', 'applications.award_id', 'awards.id')
    .whereIn('awards.status', ['ended', 'lapsed'])
    .whereNot('applications.status', 'withdrawn')
    .where(open =>
      open.whereNot('applications.status', 'decided').orWhereNull('applications.decision_letter_released_at'),
    )
    .where(over => over.where('awards.status', 'ended').orWhereRaw(closesWhenAwardLapses))
    .orderBy('awards.id')
    .limit(limit)
    .distinct<{ id: string; status: string }[]>('awards.id', 'awards.status')
  return rows.map(({ id, status }) => ({ id, status: status as AwardStatus }))
}

/** The leads to email about an award: none until emails are switched on for their organisation. */
export const leadsOf = async (trx: Db | Tx, award: Pick<Award, 'organisationId'>): Promise<Reader[]> =>
  readersById(trx, await leadMemberships(trx, award.organisationId).pluck('memberships.person_id'))

/** The number of leads that `leadsOf` finds, as a lookup. */
export const leadCountLookup = withKeptSql((db: Db | Tx, organisationId: string): Lookup<number> =>
  lookup<{ id: string }, number>(
    () =>
      leadMemberships(db, organisationId)
        .join('people', 'people.id', 'memberships.person_id')
        .where('people.status', 'active')
        .distinct('people.id'),
    ['id'],
    rows => rows.length,
  ),
)

const leadMemberships = (db: Db | Tx, organisationId: string) =>
  db('memberships')
    .join('organisations', 'organisations.id', 'memberships.organisation_id')
    .where('memberships.organisation_id', organisationId)
    .where('memberships.role', 'lead')
    .whereNull('memberships.ended_at')
    .whereNotNull('organisations.emails_started_at')

// A review does not count once a later application has renewed the award, because the review can then change nothing.
const openReview = `select 1 from decision_requests where decision_requests.application_id = applications.id
  and decision_requests.kind = 'review' and decision_requests.status = 'asked'
  and not exists (select 1 from terms join applications as later on later.id = terms.application_id
    where terms.award_id = applications.award_id and later.started_at > applications.started_at)`

const gaveCurrentTerm = `applications.id = (select application_id from terms
  where terms.award_id = applications.award_id order by number desc limit 1)`

/**
 * The award's renewals and reappraisals that are open or under review, with the facts that the award's rules need.
 * Includes the first application if it gave the current term and is open again, or is under review after `not yet`.
 */
export const renewalApplicationsOf = (db: Db | Tx, award: AwardId): Promise<RenewalApplication[]> =>
  runLookup(db, renewalApplicationsWith(db, award.id))

interface RenewalRow extends Omit<RenewalApplication, 'isSubmitted' | 'decisionLetterReleased' | 'isUnderReview'> {
  submittedAt: Instant | null
  releasedAt: Instant | null
  reviews: number | string
  questions: { replyBy: Day }[]
}

/** The lookup behind `renewalApplicationsOf`, to run with others. */
const renewalApplicationsWith = withKeptSql((db: Db | Tx, id: string): Lookup<RenewalApplication[]> => {
  const applications = () =>
    db('applications')
      .where({ award_id: id })
      .where(counted => counted.whereNot('kind', 'first').orWhereRaw(gaveCurrentTerm))
      .whereNot('status', 'withdrawn')
      .where(open =>
        open
          .whereNot('status', 'decided')
          .orWhereNull('decision_letter_released_at')
          .orWhereRaw(`exists (${openReview})`),
      )
      .orderBy('id')
      .select(
        'id',
        'kind',
        'status',
        'submitted_at as submittedAt',
        'decision_letter_released_at as releasedAt',
        'until',
        db.raw(`${outcomeReleased} as "outcomeReleased"`),
        db.raw(`(select count(*) from (${openReview}) as reviews) as reviews`),
        jsonList(
          db,
          { replyBy: 'questions.reply_by' },
          `from questions where questions.application_id = applications.id and questions.status = 'open'`,
          'questions',
        ),
      )
  return lookup<RenewalRow, RenewalApplication[]>(
    applications,
    ['id', 'kind', 'status', 'submittedAt', 'releasedAt', 'until', 'outcomeReleased', 'reviews', 'questions'],
    rows =>
      rows
        .filter(({ kind, outcomeReleased }) => kind !== 'first' || outcomeReleased === 'not yet')
        .map(({ submittedAt, releasedAt, reviews, questions, ...row }) => ({
          ...row,
          isSubmitted: submittedAt !== null,
          decisionLetterReleased: releasedAt !== null,
          isUnderReview: Number(reviews) > 0,
          questionsUntil: questions.map(({ replyBy }) => replyBy),
        })),
    ['questions'],
  )
})

/**
 * Whether the charity has a renewal of the award (see `preventsLapse`). The status of the award does not always show
 * this.
 */
const isRenewalWithUs = async (db: Db | Tx, award: AwardId, today: Day): Promise<boolean> =>
  (await renewalApplicationsOf(db, award)).some(it => preventsLapse(it, today))

/** SQL condition on `awards`: the award is suspended, and a renewal or a review of it may be with the charity. */
export const isSuspendedMaybeWithUs = `(awards.status = 'suspended' and exists (select 1 from applications
  where applications.award_id = awards.id and applications.submitted_at is not null
  and applications.status <> 'withdrawn'
  and (applications.decision_letter_released_at is null or exists (select 1 from decision_requests
    where decision_requests.application_id = applications.id and decision_requests.status = 'asked'))))`

/** The ids of the suspended awards whose renewal is with the charity. Their status does not show that. */
export async function suspendedWithUs(
  db: Db | Tx,
  awards: readonly { id: string; mayBeWithUs?: boolean }[],
  today: Day,
): Promise<Set<string>> {
  const withUs = new Set<string>()
  for (const { id, mayBeWithUs } of awards)
    if (mayBeWithUs && (await isRenewalWithUs(db, { id }, today))) withUs.add(id)
  return withUs
}

/**
 * The last day to renew an award whose last valid day has passed; null for other awards, and while the charity has a
 * renewal of the award.
 */
export async function lapsesAfter(
  db: Db | Tx,
  { id, validTo }: Pick<Award, 'id' | 'validTo'>,
  today: Day,
): Promise<Day | null> {
  if (validTo === null || validTo >= today || (await isRenewalWithUs(db, { id }, today))) return null
  return addDays(validTo, (await termInForce(db, { id })).settings.lapseAfterDays)
}

/** The facts that the rules of an award need besides its own row. */
export interface AwardContext {
  /** the award's history, oldest change first, without undone moves of the nightly job */
  changes: AwardChange[]
  /** the award's terms, earliest first */
  terms: Term[]
  applications: RenewalApplication[]
  term: TermInForce
  sinceTermBegan: SinceTermBegan
}

export async function awardContext(db: Db | Tx, award: AwardId): Promise<AwardContext> {
  return awardContextFrom(award, await runLookups(db, awardContextLookups(db, award)))
}

/** The lookups for `awardContextFrom`. */
export const awardContextLookups = (db: Db | Tx, award: AwardId) => ({
  changes: changesWith(db, award.id),
  terms: termsWith(db, award.id),
  renewals: renewalApplicationsWith(db, award.id),
  notYets: notYetsWith(db, award.id),
})

export const awardContextFrom = (
  award: AwardId,
  { changes, terms, renewals, notYets }: Answers<ReturnType<typeof awardContextLookups>>,
): AwardContext => ({
  changes,
  terms,
  applications: renewals,
  term: latestTerm(award, terms),
  sinceTermBegan: sinceTermBegan(changes, notYets),
})

export function factsOf(
  award: Pick<NamedAward, 'status' | 'validTo'>,
  { applications, term }: Pick<AwardContext, 'applications' | 'term'>,
  today: Day,
): AwardFacts {
  return {
    ...newAwardFacts(today),
    status: award.status,
    validTo: award.validTo,
    renewalOpensDays: term.settings.renewalOpensDays,
    lapseAfterDays: term.settings.lapseAfterDays,
    aRenewalIsWithUs: applications.some(it => preventsLapse(it, today)),
    returnedToRenewalOn: returnedToRenewalOn(applications, today),
  }
}

/** The last days on which the library can submit a returned application again, or answer an open question. */
export const libraryDeadlinesOf = (applications: readonly RenewalApplication[]): Day[] =>
  applications.flatMap(libraryDeadlines)

export const lastDayOf = ({ validTo, baseValidTo, isKeptByRenewal }: NamedAward): LastDay => ({
  validTo,
  baseValidTo,
  isKeptByRenewal,
})
