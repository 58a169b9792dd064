import {
  type TeamMember,
  branchesOf,
  branchesTakenBeside,
  openOn,
  organisationOf,
  teamOf,
} from '../../organisations/organisations.public.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Framework, PanelReason } from '../../../domain/framework.ts'
import { panelReasons } from '../../../domain/panel-reasons.ts'
import type { AnswerFacts } from '../../../domain/progress.ts'
import { mayOpen } from '../../../domain/readable-evidence.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { answerFactsOf } from '../answers/answer.store.ts'
import { writtenSince, type WrittenSince } from '../since-last-year/since-last-year.store.ts'
import { awardById, termInForce } from '../../awards/awards.public.ts'
import { evidenceCardsOf } from '../../evidence/evidence.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { questionsOf } from '../questions/question.store.ts'
import { recommendationsWithContext, type RecommendationLine } from '../recommendations/recommendation.store.ts'
import { evidenceSubjects } from '../submissions/submission.store.ts'
import { panelFacts } from '../renewals/renewal.store.ts'

/** Branches and people, as they are and as they were. Names, in order. */
export interface Changed {
  branches: { now: number; came: string[]; went: string[]; others: string[] }
  team: readonly TeamMember[]
  mailbox: string | null
}

export interface Light {
  application: ApplicationRecord
  framework: Framework
  written: WrittenSince
  facts: readonly AnswerFacts[]
  /** titles of the evidence used, by item, as far as this person may open it */
  titles: ReadonlyMap<string, readonly string[]>
  recommendations: readonly RecommendationLine[]
  changed: Changed
  dates: RenewalDates | null
  panel: readonly PanelReason[]
  openQuestions: number
  at: Instant
}

/** All that the one page shows. The same number of queries, however large the library. */
export async function lightOf(db: Db, actor: Actor, application: ApplicationRecord, at: Instant): Promise<Light> {
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const [written, facts] = [
    await writtenSince(db, application, dayOf(at)),
    await answerFactsOf(db, application, dayOf(at)),
  ]
  const others = (await recommendationsWithContext(db, application)).filter(
    each => each.applicationId !== application.id,
  )
  return {
    application,
    framework,
    written,
    facts,
    at,
    titles: await titlesOf(db, actor, application, written.used),
    recommendations: others,
    changed: await changedIn(db, application, written, dayOf(at)),
    dates: application.awardId === null ? null : await renewalDates(db, application.awardId),
    panel: panelReasons(framework, await panelFacts(db, application, facts)),
    openQuestions: application.isSubmitted
      ? (await questionsOf(db, application)).filter(({ status }) => status === 'open').length
      : 0,
  }
}

async function changedIn(
  db: Db,
  application: ApplicationRecord,
  { before }: WrittenSince,
  today: Day,
): Promise<Changed> {
  const organisation = await organisationOf(db, application)
  const all = await branchesOf(db, organisation)
  const taken = await branchesTakenBeside(db, application)
  const { scope } = application
  const known = before?.scope ?? []
  return {
    branches: {
      now: scope.length,
      came: all
        .filter(({ id }) => scope.includes(id) && !known.some(branch => branch.id === id))
        .map(({ name }) => name),
      went: known.filter(({ id }) => !scope.includes(id)).map(({ name }) => name),
      others: openOn(all, today)
        .filter(({ id }) => !scope.includes(id) && !taken.has(id))
        .map(({ name }) => name),
    },
    team: await teamOf(db, organisation),
    mailbox: organisation.roleMailbox,
  }
}

/** By when a renewal is to be handed in, and until when it still may be. */
export interface RenewalDates {
  validTo: Day | null
  lapsesAfter: Day | null
  status: string
}

export async function renewalDates(db: Db, awardId: string): Promise<RenewalDates | null> {
  const award = await awardById(db, awardId)
  if (!award) return null
  const { settings } = await termInForce(db, award)
  return {
    status: award.status,
    validTo: award.validTo,
    lapsesAfter: award.validTo && addDays(award.validTo, settings.lapseAfterDays),
  }
}

/** Titles of the pieces that answers use, by item; what this person may not open is left out. */
export async function titlesOf(
  db: Db,
  actor: Actor,
  application: ApplicationRecord,
  used: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, string[]>> {
  const ids = [...new Set([...used.values()].flat())]
  const held = await evidenceSubjects(db, ids)
  const titles = new Map(
    (
      await evidenceCardsOf(
        db,
        ids.filter(id => mayOpen(actor, application, held.get(id))),
      )
    ).map(({ id, title }) => [id, title]),
  )
  return new Map(
    [...used].map(([item, evidenceItems]) => [
      item,
      evidenceItems.map(id => titles.get(id)).filter(title => title !== undefined),
    ]),
  )
}
