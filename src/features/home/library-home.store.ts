import type { Db } from '../../db/connection.ts'
import type { Actor, MemberRole } from '../../domain/actor.ts'
import type { ApplicationKind, ApplicationStatus } from '../../domain/application.ts'
import type { AwardStatus } from '../../domain/award.ts'
import { addDays, dayOf, instantAt, type Day, type Instant } from '../../domain/time.ts'

/** A library of one's own, with what runs there: applications under way or just decided, and awards that have not ended. */
export interface LibraryHome { organisationId: string; name: string; role: MemberRole; applications: OwnApplication[]; awards: OwnAward[] }

export interface OwnApplication {
  id: string; kind: ApplicationKind; status: ApplicationStatus; until: Day | null; letterReleasedAt: Instant | null; handedInAt: Instant | null; frameworkVersionId: string
  opensAt: Instant | null; closesAt: Instant | null; criteriaAsked: readonly string[]; awardId: string | null; openQuestions: number; replyBy: Day | null
}
export interface OwnAward {
  id: string; code: string; status: AwardStatus; validTo: Day | null; heldTo: Day; renewalOpensDays: number; lapseAfterDays: number
  /** recommendations that the library has not answered, and the first of their dates */
  promised: number; promisedBy: Day | null
}

const strongest: readonly MemberRole[] = ['lead', 'contributor', 'observer']
/** A library may ask for a review so long: until then its letter stands on the page. */
export const letterIsNews = 28

/** Three queries for all of somebody's libraries, whatever runs there. */
export async function librariesOf(db: Db, who: Actor, today: Day): Promise<LibraryHome[]> {
  const ids = [...new Set(who.memberships.map(({ organisationId }) => organisationId))]
  if (ids.length === 0) return []
  const organisations = await db('organisations').whereIn('id', ids).orderBy(['name_key', 'id']).select('id', 'name')
  const applications = await ownApplications(db, ids, today)
  const awards = await ownAwards(db, ids)
  return organisations.map(({ id, name }) => ({
    organisationId: id, name,
    role: strongest.find(role => who.memberships.some(each => each.organisationId === id && each.role === role)) ?? 'observer',
    applications: applications.filter(({ organisationId }) => organisationId === id),
    awards: awards.filter(({ organisationId }) => organisationId === id),
  }))
}

interface ApplicationLine extends Omit<OwnApplication, 'criteriaAsked' | 'openQuestions'> { organisationId: string; itemsAsked: string; openQuestions: number | string }

/** Under way, or decided so lately that the letter is news; of a library without an award also what was decided last. */
async function ownApplications(db: Db, organisations: readonly string[], today: Day): Promise<(OwnApplication & { organisationId: string })[]> {
  const rows = await db('applications').leftJoin('rounds', 'rounds.id', 'applications.round_id').whereIn('applications.organisation_id', [...organisations]).whereNot('applications.status', 'withdrawn')
    .where(shown => void shown.whereNot('applications.status', 'decided').orWhereNull('applications.letter_released_at')
      .orWhere('applications.letter_released_at', '>=', instantAt(addDays(today, -letterIsNews), '00:00'))
      .orWhereRaw(`not exists (select 1 from awards where awards.organisation_id = applications.organisation_id and awards.status <> 'ended')
        and not exists (select 1 from applications as later where later.organisation_id = applications.organisation_id and later.started_at > applications.started_at and later.status <> 'withdrawn')`))
    .orderBy([{ column: 'applications.started_at', order: 'desc' }, { column: 'applications.id', order: 'desc' }]).limit(40)
    .select<ApplicationLine[]>('applications.organisation_id as organisationId', 'applications.id', 'applications.kind', 'applications.status', 'applications.until',
      'applications.letter_released_at as letterReleasedAt', 'applications.handed_in_at as handedInAt', 'applications.framework_version_id as frameworkVersionId', 'applications.items_asked as itemsAsked',
      'applications.award_id as awardId', 'rounds.opens_at as opensAt', 'rounds.closes_at as closesAt',
      db.raw(`(select count(*) from questions where questions.application_id = applications.id and questions.status = 'open') as "openQuestions"`),
      db.raw(`(select min(reply_by) from questions where questions.application_id = applications.id and questions.status = 'open') as "replyBy"`))
  return rows.map(({ itemsAsked, openQuestions, ...row }) => ({ ...row, criteriaAsked: JSON.parse(itemsAsked) as string[], openQuestions: Number(openQuestions) }))
}

interface AwardLine extends Omit<OwnAward, 'renewalOpensDays' | 'lapseAfterDays' | 'promised'> { organisationId: string; settings: string | null; promised: number | string }

/** What was promised with a letter is the library's to answer from the release on. */
async function ownAwards(db: Db, organisations: readonly string[]): Promise<(OwnAward & { organisationId: string })[]> {
  const rows = await db('awards').whereIn('awards.organisation_id', [...organisations]).whereNot('awards.status', 'ended').orderByRaw('coalesce(awards.valid_to, awards.held_to), awards.id').limit(40)
    .select<AwardLine[]>('awards.organisation_id as organisationId', 'awards.id', 'awards.code', 'awards.status', 'awards.valid_to as validTo', 'awards.held_to as heldTo',
      db.raw('(select settings from terms where terms.award_id = awards.id order by terms.number desc limit 1) as settings'),
      db.raw("(select count(*) from recommendations where recommendations.award_id = awards.id and recommendations.status = 'open') as promised"),
      db.raw(`(select min(due_on) from recommendations where recommendations.award_id = awards.id and recommendations.status = 'open') as "promisedBy"`))
  return rows.map(({ settings, promised, ...row }) => {
    const { renewalOpensDays = 180, lapseAfterDays = 30 } = JSON.parse(settings ?? '{}') as { renewalOpensDays?: number; lapseAfterDays?: number }
    return { ...row, renewalOpensDays, lapseAfterDays, promised: Number(promised) }
  })
}

export const isNews = (releasedAt: Instant, today: Day): boolean => dayOf(releasedAt) >= addDays(today, -letterIsNews)
