import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { canItemBeWritten, isBackWithLibrary } from '../../../domain/application.ts'
import { compare } from '../../../domain/compare.ts'
import { hasConsent } from '../../../domain/consent.ts'
import type { Framework } from '../../../domain/framework.ts'
import type { PersonalDetailAt } from '../../../domain/personal-data.ts'
import type { AnswerFacts } from '../../../domain/completeness.ts'
import { mayBeCounted, mayOpen } from '../../../domain/readable-evidence.ts'
import { needsOpenRound } from '../../../domain/round.ts'
import type { SinceLastYear } from '../../../domain/since-last-year.ts'
import { isSignedTextCurrent, textToSign, type SignedText } from '../../../domain/sign-off.ts'
import type { PledgeTargetsEndorsements } from '../../../domain/submission.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { workingCopiesFrom, type WorkingCopy } from '../../../web/working-copies.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { partnershipsIn, personalDetailsInText } from '../../evidence/evidence.public.ts'
import { frameworkVersion, roundOpenNow } from '../../frameworks/frameworks.public.ts'
import { branchesIn, organisationWith, teamIn } from '../../organisations/organisations.public.ts'
import { evidenceInAnswers, type UsedEvidence } from '../answers/answer-evidence.store.ts'
import { copiesOfColleagues, type ColleaguesCopy } from '../answers/editor.store.ts'
import { answerFactsLookup, answersIn, itemsTouchedLookup, type Answer } from '../answers/answer.store.ts'
import { extrasLookups, extrasNowFrom } from '../submissions/answer-extras.store.ts'
import { decidedBeforeLookup } from '../since-last-year/earlier-content.store.ts'
import { writtenSinceFrom } from '../since-last-year/since-last-year.store.ts'
import { signOffLookup } from '../sign-offs/sign-off.store.ts'
import {
  recommendationLines,
  recommendationRowsLookup,
  type RecommendationLine,
} from '../recommendations/recommendation.store.ts'

/** The data for the page where a library checks its application before submitting it. */
export interface ToCheck {
  /** the time at which this data was read */
  at: Instant
  application: ApplicationRecord
  framework: Framework
  answers: readonly Answer[]
  /** whether each answer is complete, and whether it was copied from an earlier application */
  facts: readonly AnswerFacts[]
  /** ids of the evidence used, by item; for observers, without evidence whose consent was withdrawn */
  used: ReadonlyMap<string, readonly string[]>
  /** titles of the used evidence that this person can open, by item */
  titles: ReadonlyMap<string, readonly string[]>
  branches: readonly string[]
  contacts: { leads: readonly { name: string; email: string }[]; mailbox: string | null }
  /** ids of the items that the library was asked to change and has not changed since */
  untouched: readonly string[]
  /** ids of the items that can be written and whose answer uses evidence that lacks a consent */
  withoutConsent: readonly string[]
  /** evidence that this person can open, with a file that needs a redacted copy */
  toRedact: readonly { id: string; title: string }[]
  /** evidence that this person can open, with a file that is being scanned */
  scanning: readonly { id: string; title: string }[]
  /** evidence that this person can open, with a file that was deleted because of a virus */
  withVirus: readonly { id: string; title: string }[]
  /** evidence that this person can open and whose own expiry date has passed; its consents have other dates */
  expired: readonly { id: string; title: string }[]
  /**
   * evidence with a picture or recording for which no one has said whether people can be recognised. Leaves out
   * evidence that this person cannot open or that lacks a consent
   */
  mayShowPeople: readonly UsedEvidence[]
  /** the partners shown in the application */
  partners: readonly { id: string; name: string; englishName: string; items: readonly string[] }[]
  /** the recommendations of earlier applications */
  recommendations: readonly RecommendationLine[]
  /** the targets, endorsements and pledge, as a submission would store them */
  extras: PledgeTargetsEndorsements
  /** the text that a sign-off would cover */
  text: SignedText
  /** possible personal details, each with the item whose answer contains it, or `summary` */
  found: readonly PersonalDetailAt[]
  /**
   * how the answer to each item of a light renewal has changed since last time, by item id; empty for other
   * applications
   */
  since: ReadonlyMap<string, SinceLastYear>
  /** this person's autosaved texts, by the address of their form; a text can be identical to the saved one */
  typed: ReadonlyMap<string, WorkingCopy>
  /** the autosaved texts of colleagues who can write the application */
  typedByOthers: readonly ColleaguesCopy[]
  roundIsOpen: boolean
  /** whether an observer must sign the application off, and has not signed its current text */
  needsSignOff: boolean
}

export async function toCheck(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  at: Instant,
): Promise<ToCheck> {
  const { organisation, answers, facts, used, team, branches, partners, signOff, ...found } = await runLookups(db, {
    organisation: organisationWith(db, application.organisationId),
    answers: answersIn(db, application.id),
    facts: answerFactsLookup(db, application, dayOf(at)),
    used: evidenceInAnswers(db, application.id),
    team: teamIn(db, application.organisationId),
    branches: branchesIn(db, application.organisationId),
    partners: partnershipsIn(db, application.id),
    signOff: signOffLookup(db, application.id),
    ...extrasLookups(db, application),
    recommendations: recommendationRowsLookup(db, application),
    touched: touchedLookup(db, application, dayOf(at)),
    decided: application.kind === 'renewal' ? decidedBeforeLookup(db, application) : null,
    typed: workingCopiesFrom(db, actor.id, `/applications/${application.id}`),
    typedByOthers: copiesOfColleagues(db, application.organisationId, {
      personId: actor.id,
      pattern: `/applications/${application.id}%`,
    }),
  })
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const isMoreAsked = application.status === 'more evidence asked'
  const extras = await extrasNowFrom(db, application, framework, found)
  const text = textToSign(application, { answers, used, extras })
  const recommendations = await recommendationLines(db, found.recommendations)
  const written = { answers, attached: used, decided: found.decided, extras }
  const openable = used.filter(each => mayOpen(actor, application, each))
  return {
    at,
    application,
    framework,
    extras,
    text,
    answers,
    facts,
    used: byItem(
      used.filter(each => mayBeCounted(actor, each)),
      ({ id }) => id,
    ),
    titles: titlesIn(actor, application, used),
    branches: branches.filter(({ id }) => application.scope.includes(id)).map(({ name }) => name),
    contacts: {
      leads: team.filter(({ role, isActive }) => role === 'lead' && isActive),
      mailbox: organisation.roleMailbox,
    },
    untouched: untouchedAmong(application, found.touched),
    withoutConsent: withoutConsentIn(application, used, actor.today),
    toRedact: withoutRepeats(openable.filter(each => each.needsRedactedCopy)),
    scanning: withoutRepeats(openable.filter(each => each.isScanning)),
    withVirus: withoutRepeats(openable.filter(each => each.hasVirus)),
    expired: withoutRepeats(openable.filter(({ expiresOn }) => expiresOn !== null && expiresOn < dayOf(at))),
    mayShowPeople: withoutRepeats(openable.filter(each => each.mayShowPeople && hasConsent(each, actor.today))),
    partners,
    recommendations: recommendations.filter(({ applicationId }) => applicationId !== application.id),
    found: await personalDetailsInText(db, actor, organisation, textsIn(application, answers, extras)),
    since: application.kind === 'renewal' ? await sinceByItem(db, application, written, dayOf(at)) : new Map(),
    typed: found.typed,
    typedByOthers: found.typedByOthers,
    roundIsOpen: await isRoundOpen(db, application, at),
    needsSignOff: organisation.signOffWanted && !isMoreAsked && !isSignedTextCurrent(signOff?.seen ?? null, text),
  }
}

const withoutConsentIn = (
  application: ApplicationRecord,
  used: readonly UsedEvidence[],
  today: Day | undefined,
): string[] => [
  ...new Set(
    used
      .filter(({ itemId, ...each }) => canItemBeWritten(application, itemId) && !hasConsent(each, today))
      .map(({ itemId }) => itemId),
  ),
]

const sinceByItem = async (
  db: Db | Tx,
  application: ApplicationRecord,
  written: Parameters<typeof writtenSinceFrom>[2],
  on: Day,
) =>
  new Map((await writtenSinceFrom(db, application, written, { on })).items.map(({ item, since }) => [item.id, since]))

/** The texts of the summary, answers and targets. `where` is `summary` or the id of the item that the text is about. */
const textsIn = (
  { summary }: ApplicationRecord,
  answers: readonly Answer[],
  { targets }: PledgeTargetsEndorsements,
): { where: string; text: string }[] => [
  { where: 'summary', text: summary ?? '' },
  ...answers.map(({ itemId, narrative }) => ({ where: itemId, text: narrative })),
  ...targets.map(({ items, body, progress }) => ({ where: items[0]!, text: `${body}\n${progress}` })),
]

/** @returns the titles of the used evidence that this person can open, by item */
export const titlesIn = (
  actor: Actor,
  application: ApplicationRecord,
  used: readonly UsedEvidence[],
): Map<string, string[]> =>
  byItem(
    used.filter(each => mayOpen(actor, application, each)),
    ({ title }) => title,
  )

function byItem<Value>(used: readonly UsedEvidence[], valueOf: (each: UsedEvidence) => Value): Map<string, Value[]> {
  const values = new Map<string, Value[]>()
  for (const each of used) values.set(each.itemId, [...(values.get(each.itemId) ?? []), valueOf(each)])
  return values
}

/** Each item of evidence once, sorted by title. */
const withoutRepeats = (used: readonly UsedEvidence[]): UsedEvidence[] =>
  [...new Map(used.map(each => [each.id, each])).values()].toSorted((a, b) => compare(a.title, b.title))

/** @returns ids of the items that the library was asked to change and has not changed since */
export async function untouchedItems(db: Db | Tx, application: ApplicationRecord, today: Day): Promise<string[]> {
  const { touched } = await runLookups(db, { touched: touchedLookup(db, application, today) })
  return untouchedAmong(application, touched)
}

/**
 * The ids of the items that the library has changed since the application was returned to it, or more evidence was
 * requested. Null when neither applies, or no particular items were named. `untouchedAmong` needs the result.
 */
export const touchedLookup = (db: Db | Tx, application: ApplicationRecord, today: Day): Lookup<Set<string>> | null =>
  isBackWithLibrary(application) && application.criteriaAsked.length > 0
    ? itemsTouchedLookup(db, application.id, application.statusSince, today)
    : null

/** `untouchedItems`, calculated from the result of `touchedLookup`. */
export const untouchedAmong = (
  { criteriaAsked }: Pick<ApplicationRecord, 'criteriaAsked'>,
  touched: ReadonlySet<string> | null,
): string[] => (touched ? criteriaAsked.filter(id => !touched.has(id)) : [])

/** Whether a round is open for this application. Always true for an application that needs no round. */
async function isRoundOpen(db: Db | Tx, application: ApplicationRecord, at: Instant): Promise<boolean> {
  if (!needsOpenRound(application)) return true
  return (await roundOpenNow(db, application, at)) !== null
}
