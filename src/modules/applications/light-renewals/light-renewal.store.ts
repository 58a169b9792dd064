import {
  type Branch,
  type TeamMember,
  branchesIn,
  branchesTakenBesideWith,
  openOn,
  organisationWith,
  teamIn,
} from '../../organisations/organisations.public.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { hasConsent } from '../../../domain/consent.ts'
import { itemsAskedBy, type Framework, type PanelReason } from '../../../domain/framework.ts'
import type { MoveReason } from '../../../domain/move-reasons.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { panelReasons } from '../../../domain/panel-reasons.ts'
import type { AnswerFacts } from '../../../domain/completeness.ts'
import { isSignedTextCurrent, textToSign, type SignOff } from '../../../domain/sign-off.ts'
import type { PledgeTargetsEndorsements } from '../../../domain/submission.ts'
import { earlierTargets, targetsOfItem, type Target } from '../../../domain/target.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { evidenceInAnswers, type UsedEvidence } from '../answers/answer-evidence.store.ts'
import { answerFactsLookup, type Answer } from '../answers/answer.store.ts'
import { writtenLookups, writtenSinceFrom, type WrittenSince } from '../since-last-year/since-last-year.store.ts'
import { frameworkVersion, versionPublishedAt } from '../../frameworks/frameworks.public.ts'
import { moveReasonsLookup } from '../move-reasons/move-reason.store.ts'
import { questionsOf } from '../questions/question.store.ts'
import {
  recommendationLines,
  recommendationRowsLookup,
  type RecommendationLine,
  type RecommendationRow,
} from '../recommendations/recommendation.store.ts'
import { extrasNowFrom } from '../submissions/answer-extras.store.ts'
import { titlesIn, touchedLookup, untouchedAmong } from '../checking-answers/checking-answers.store.ts'
import { signOffLookup } from '../sign-offs/sign-off.store.ts'
import { panelFactsFrom, panelRowsLookup } from '../panel-requests/panel-request.store.ts'
import { renewalDatesWith, type RenewalDates } from '../renewals/renewal.store.ts'

/** The team, the shared mailbox, and how the branches differ from those in the last application. */
export interface TeamAndBranches {
  /** `now` is the number in scope. The lists contain names; `others` lists further open branches that can be added */
  branches: { now: number; added: string[]; removed: string[]; others: string[] }
  team: readonly TeamMember[]
  mailbox: string | null
}

export interface LightRenewal {
  application: ApplicationRecord
  framework: Framework
  written: WrittenSince
  facts: readonly AnswerFacts[]
  /** the number of things to do before submitting, without the missing parts of answers; see `countOthers` */
  alsoToDo: number
  /** titles of the used evidence that this person can open, by item */
  titles: ReadonlyMap<string, readonly string[]>
  recommendations: readonly RecommendationLine[]
  /** the earlier targets; empty unless the criteria ask for progress on them */
  targets: readonly Target[]
  changed: TeamAndBranches
  dates: RenewalDates | null
  panel: readonly PanelReason[]
  openQuestions: number
  /** the texts of returns, requests, holds and new deadlines, newest first; empty before submission */
  reasons: readonly MoveReason[]
  publishedAt: Instant | null
  at: Instant
}

/** Everything on the page of a light renewal. The number of queries is constant. */
export async function lightRenewalOf(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  at: Instant,
): Promise<LightRenewal> {
  const { facts, dates, panel, recommendations, ...found } = await runLookups(db, {
    ...writtenLookups(db, application),
    attached: evidenceInAnswers(db, application.id),
    facts: answerFactsLookup(db, application, dayOf(at)),
    organisation: organisationWith(db, application.organisationId),
    branches: branchesIn(db, application.organisationId),
    team: teamIn(db, application.organisationId),
    taken: branchesTakenBesideWith(db, application),
    dates: application.awardId === null ? null : renewalDatesWith(db, application.awardId),
    recommendations: recommendationRowsLookup(db, application),
    panel: panelRowsLookup(db, application),
    touched: touchedLookup(db, application, dayOf(at)),
    signOff: signOffLookup(db, application.id),
    reasons: application.isSubmitted ? moveReasonsLookup(db, application) : null,
  })
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const extras = await extrasNowFrom(db, application, framework, found)
  const written = await writtenSinceFrom(db, application, { ...found, extras }, { on: dayOf(at) })
  return {
    application,
    framework,
    publishedAt: await versionPublishedAt(db, application.frameworkVersionId),
    written,
    facts,
    at,
    reasons: found.reasons ?? [],
    alsoToDo: countOthers(application, { ...found, extras }, dayOf(at)),
    titles: titlesIn(actor, application, found.attached),
    recommendations: await earlierRecommendations(db, application, recommendations),
    targets: itemsAskedBy(framework, application.kind).some(({ id }) => id === earlierTargets)
      ? targetsOfItem(earlierTargets, application, found.targets)
      : [],
    changed: changedIn(application, written, found, dayOf(at)),
    dates,
    panel: panelReasons(framework, await panelFactsFrom(db, application, panel)),
    openQuestions: application.isSubmitted
      ? (await questionsOf(db, application)).filter(({ status }) => status === 'open').length
      : 0,
  }
}

const earlierRecommendations = async (
  db: Db | Tx,
  { id }: ApplicationRecord,
  rows: readonly RecommendationRow[] | null,
): Promise<RecommendationLine[]> =>
  (await recommendationLines(db, rows)).filter(({ applicationId }) => applicationId !== id)

interface LeftToDo {
  organisation: Organisation
  answers: readonly Answer[]
  attached: readonly UsedEvidence[]
  extras: PledgeTargetsEndorsements
  /**
   * the ids of the items that have changed since the application went back to its library; null when the library was
   * not asked to change particular items
   */
  touched: Set<string> | null
  signOff: SignOff | null
}

/**
 * The number of items not yet changed as requested, plus the answers whose evidence lacks a consent, plus 1 if a
 * sign-off is needed.
 */
function countOthers(application: ApplicationRecord, it: LeftToDo, today: Day): number {
  const { answers, attached: used, extras } = it
  const untouched = untouchedAmong(application, it.touched)
  const withoutConsent = new Set(used.filter(each => !hasConsent(each, today)).map(({ itemId }) => itemId))
  const isSigned = isSignedTextCurrent(it.signOff?.seen ?? null, textToSign(application, { answers, used, extras }))
  return untouched.length + withoutConsent.size + (it.organisation.signOffWanted && !isSigned ? 1 : 0)
}

interface Library {
  organisation: Organisation
  branches: readonly Branch[]
  team: readonly TeamMember[]
  /** ids of branches in another award that has not ended, or in another application under way */
  taken: ReadonlySet<string>
}

function changedIn(
  application: ApplicationRecord,
  { before }: WrittenSince,
  { organisation, branches: all, team, taken }: Library,
  today: Day,
): TeamAndBranches {
  const { scope } = application
  const known = before?.scope ?? []
  return {
    branches: {
      now: scope.length,
      added: all
        .filter(({ id }) => scope.includes(id) && !known.some(branch => branch.id === id))
        .map(({ name }) => name),
      removed: known.filter(({ id }) => !scope.includes(id)).map(({ name }) => name),
      others: openOn(all, today)
        .filter(({ id }) => !scope.includes(id) && !taken.has(id) && !known.some(branch => branch.id === id))
        .map(({ name }) => name),
    },
    team,
    mailbox: organisation.roleMailbox,
  }
}
