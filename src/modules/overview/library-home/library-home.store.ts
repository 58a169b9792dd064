import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import { strongestRoleIn, type Actor, type MemberRole } from '../../../domain/actor.ts'
import type { ApplicationKind, ApplicationStatus } from '../../../domain/application.ts'
import { isRenewalOpen } from '../../../domain/award-guards.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import { addDays, dayOf, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { isSignOffMissing } from '../../applications/applications.public.ts'
import { settingsOfTerm } from '../../awards/awards.public.ts'
import { acceptsForLibrary, closesForLibrary, roundNow } from '../../frameworks/frameworks.public.ts'

/**
 * One of the person's libraries, with the applications that `ownApplications` finds and its awards that have not ended.
 */
export interface LibraryHome {
  organisationId: string
  name: string
  role: MemberRole
  /** whether the library is closed, so that nothing new can be started */
  isClosed: boolean
  applications: OwnApplication[]
  awards: OwnAward[]
}

export interface OwnApplication {
  id: string
  kind: ApplicationKind
  status: ApplicationStatus
  until: Day | null
  decisionLetterReleasedAt: Instant | null
  submittedAt: Instant | null
  frameworkVersionId: string
  opensAt: Instant | null
  closesAt: Instant | null
  /** the end of the grace period, which is not announced */
  acceptsUntil: Instant | null
  criteriaAsked: readonly string[]
  awardId: string | null
  /** 1 when the library has entered who signed the pledge */
  pledges: number
  /** 1 when an observer has been asked to sign the application off and has not signed its current text */
  signOffsAsked: number
  openQuestions: number
  replyBy: Day | null
  /** 1 when a decision letter was released and the application is open again */
  isReopened: number
}
export interface OwnAward {
  id: string
  code: string
  status: AwardStatus
  validTo: Day | null
  baseValidTo: Day
  renewalOpensDays: number
  lapseAfterDays: number
  /** the number of recommendations without a response */
  recommendations: number
  promisedBy: Day | null
  /** 1 when the award was made before this service and has not been renewed in it */
  isBeforeService: number
  /** whether the award's renewal can be started now and is a full reappraisal */
  isFullNext: boolean
}

/** The number of days for which a decision letter counts as new. The library can ask for a review in that time. */
export const decisionLetterIsNew = 28

/** The lookups for all of a person's libraries. `librariesFrom` combines their results. */
export const aboutLibraries = (db: Db, organisations: readonly string[], now: Instant) => ({
  organisations: ownOrganisations(db, organisations),
  applications: ownApplications(db, organisations, {
    now,
    newSince: instantAt(addDays(dayOf(now), -decisionLetterIsNew), '00:00'),
  }),
  awards: ownAwards(db, organisations),
})

const ownOrganisations = withKeptSql((db: Db, ids: readonly string[]): Lookup<OwnOrganisation[]> => {
  const own = () =>
    db('organisations')
      .whereIn('id', [...ids])
      .orderBy(['name_key', 'id'])
      .select('id', 'name', 'closed_at as closedAt')
  return lookup<OwnOrganisation, OwnOrganisation[]>(own, ['id', 'name', 'closedAt'], rows => rows)
})
interface OwnOrganisation {
  id: string
  name: string
  closedAt: Instant | null
}
type OfOne<Entity> = Entity & { organisationId: string }

export function librariesFrom(
  actor: Actor,
  {
    organisations,
    applications,
    awards,
  }: {
    organisations: readonly OwnOrganisation[]
    applications: readonly OfOne<OwnApplication>[]
    awards: readonly OfOne<OwnAward>[]
  },
): LibraryHome[] {
  return organisations.map(({ id, name, closedAt }) => ({
    organisationId: id,
    name,
    isClosed: closedAt !== null,
    role: strongestRoleIn(actor, id) ?? 'observer',
    applications: applications.filter(({ organisationId }) => organisationId === id),
    awards: awards.filter(({ organisationId }) => organisationId === id),
  }))
}

/**
 * Open applications, and those with a new decision letter. For a library whose awards have all ended, or that has none,
 * also its latest application that was not withdrawn.
 * @param at.newSince the time from which a decision letter counts as new
 */
const ownApplications = withKeptSql(
  (
    db: Db,
    organisations: readonly string[],
    { now, newSince }: { now: Instant; newSince: Instant },
  ): Lookup<OfOne<OwnApplication>[]> => {
    const shown = () =>
      db('applications')
        .joinRaw(`left join rounds on rounds.id = ${roundNow}`, [now])
        .whereIn('applications.organisation_id', [...organisations])
        .whereNot('applications.status', 'withdrawn')
        .where(
          shown =>
            void shown
              .whereNot('applications.status', 'decided')
              .orWhereNull('applications.decision_letter_released_at')
              .orWhere('applications.decision_letter_released_at', '>=', newSince)
              .orWhereRaw(`not exists (select 1 from awards where awards.organisation_id = applications.organisation_id
            and awards.status <> 'ended')
        and not exists (select 1 from applications as later
        where later.organisation_id = applications.organisation_id and later.started_at > applications.started_at
        and later.status <> 'withdrawn')`),
        )
        .orderBy([
          { column: 'applications.started_at', order: 'desc' },
          { column: 'applications.id', order: 'desc' },
        ])
        .limit(40)
        .select(
          'applications.organisation_id as organisationId',
          'applications.id',
          'applications.kind',
          'applications.status',
          'applications.until',
          'applications.decision_letter_released_at as decisionLetterReleasedAt',
          'applications.submitted_at as submittedAt',
          'applications.framework_version_id as frameworkVersionId',
          'applications.items_asked as criteriaAsked',
          'applications.award_id as awardId',
          'rounds.opens_at as opensAt',
          db.raw(`${closesForLibrary} as "closesAt"`),
          db.raw(`${acceptsForLibrary} as "acceptsUntil"`),
          db.raw('(select count(*) from pledges where pledges.application_id = applications.id) as pledges'),
          db.raw(
            `(select count(*) from sign_offs where sign_offs.application_id = applications.id and ${isSignOffMissing}
          and applications.status in ('draft', 'returned')) as "signOffsAsked"`,
          ),
          db.raw(
            `(select count(*) from questions where questions.application_id = applications.id
          and questions.status = 'open') as "openQuestions"`,
          ),
          db.raw(
            `(select min(reply_by) from questions where questions.application_id = applications.id
          and questions.status = 'open') as "replyBy"`,
          ),
          db.raw(
            `case when applications.decision_letter_released_at is null and exists (select 1 from decisions
          where decisions.application_id = applications.id and decisions.released_at is not null)
          then 1 else 0 end as "isReopened"`,
          ),
        )
    return lookup<OfOne<OwnApplication>, OfOne<OwnApplication>[]>(
      shown,
      [
        'organisationId',
        'id',
        'kind',
        'status',
        'until',
        'decisionLetterReleasedAt',
        'submittedAt',
        'frameworkVersionId',
        'criteriaAsked',
        'awardId',
        'opensAt',
        'closesAt',
        'acceptsUntil',
        'pledges',
        'signOffsAsked',
        'openQuestions',
        'replyBy',
        'isReopened',
      ],
      rows => rows,
      ['criteriaAsked'],
    )
  },
)

interface AwardLine extends Omit<OwnAward, 'renewalOpensDays' | 'lapseAfterDays' | 'isFullNext'> {
  organisationId: string
  settings: { renewalOpensDays?: number; lapseAfterDays?: number } | null
}

/** Awards that have not ended, each with the number of recommendations without a response. */
const ownAwards = withKeptSql((db: Db, organisations: readonly string[]): Lookup<OfOne<OwnAward>[]> => {
  const held = () =>
    db('awards')
      .whereIn('awards.organisation_id', [...organisations])
      .whereNot('awards.status', 'ended')
      .orderByRaw('coalesce(awards.valid_to, awards.base_valid_to), awards.id')
      .limit(40)
      .select(
        'awards.organisation_id as organisationId',
        'awards.id',
        'awards.code',
        'awards.status',
        'awards.valid_to as validTo',
        'awards.base_valid_to as baseValidTo',
        db.raw(
          `case when awards.is_recorded = 1 and not exists (select 1 from terms where terms.award_id = awards.id
          and terms.application_id is not null) then 1 else 0 end as "isBeforeService"`,
        ),
        db.raw(`${settingsOfTerm} as settings`),
        db.raw(
          `(select count(*) from recommendations where recommendations.award_id = awards.id
          and recommendations.status = 'open') as recommendations`,
        ),
        // with `due_on || ''`, SQLite reads the few recommendations of this award, not all open ones by date
        db.raw(
          `(select min(due_on || '') from recommendations where recommendations.award_id = awards.id
          and recommendations.status = 'open') as "promisedBy"`,
        ),
      )
  return lookup<AwardLine, OfOne<OwnAward>[]>(
    held,
    [
      'organisationId',
      'id',
      'code',
      'status',
      'validTo',
      'baseValidTo',
      'settings',
      'recommendations',
      'promisedBy',
      'isBeforeService',
    ],
    rows =>
      rows.map(({ settings, ...row }) => ({
        ...row,
        renewalOpensDays: settings?.renewalOpensDays ?? 180,
        lapseAfterDays: settings?.lapseAfterDays ?? 30,
        isFullNext: false, // `withNextKinds` finds it
      })),
    ['settings'],
  )
})

/** The award's renewal, reappraisal or reopened application until its decision letter is released; null without one. */
export const renewalOf = (award: OwnAward, applications: readonly OwnApplication[]): OwnApplication | null =>
  applications.find(
    ({ awardId, decisionLetterReleasedAt }) => awardId === award.id && decisionLetterReleasedAt === null,
  ) ?? null

/** Whether a renewal of the award can be started today. A lapsed award can only be renewed by a full reappraisal. */
export const canRenew = (award: OwnAward, today: Day): boolean =>
  isRenewalOpen({ ...award, today, kind: 'reappraisal' })

export const isNews = (releasedAt: Instant, today: Day): boolean =>
  dayOf(releasedAt) >= addDays(today, -decisionLetterIsNew)
