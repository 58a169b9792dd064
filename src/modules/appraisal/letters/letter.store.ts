import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup, runLookups, type Answers, type Lookup } from '../../../db/lookups.ts'
import { isAward, type Outcome } from '../../../domain/judgements.ts'
import type { LetterFacts, LetterText } from '../../../domain/letter.ts'
import { daysToAskForReview } from '../../../domain/review.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { letterNameOf } from '../../../domain/wording.ts'
import { wordsFor } from '../../../email/wording.store.ts'
import { longDay } from '../../../words/format.ts'
import { languageOf, translator, type T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { validityAfter } from '../../awards/awards.public.ts'
import { branchesIn, openOn, organisationWith } from '../../organisations/organisations.public.ts'
import type { Decision } from '../decisions/decision.store.ts'
import { agreedFindings } from '../meetings/meeting.store.ts'
import { earlierOpenLookup, recommendationsDecidedLookup } from '../proposals/proposal.store.ts'
import { letterParts } from './letter.pages.ts'

/** The translations in the language of the organisation that applied. */
export const organisationT = (db: Db | Tx, application: ApplicationRecord): Promise<T> =>
  runLookup(db, organisationTLookup(db, application))

/** Finds the same translations as `organisationT`, as a lookup to run with others. */
export function organisationTLookup(db: Db | Tx, application: ApplicationRecord): Lookup<T> {
  const organisation = organisationWith(db, application.organisationId)
  return { ...organisation, read: rows => translator(languageOf(organisation.read(rows).language)) }
}

/** The opening and closing of the template in use, filled in for an application. */
export async function templateFor(
  db: Db | Tx,
  application: ApplicationRecord,
  outcome: Outcome,
  at: Instant,
): Promise<Pick<LetterText, 'opening' | 'closing'>> {
  const t = await organisationT(db, application)
  const name = letterNameOf(application.kind, outcome)
  return wordsFor(db, t, { name, values: mergeValues(t, application, dayOf(at)) })
}

export const mergeValues = (t: T, { organisationName, place, number }: ApplicationRecord, day: Day) => ({
  organisation: organisationName,
  place,
  number,
  day: longDay(t, day),
})

/** The date of an unreleased letter: the day of its scheduled release, if that is in the future; otherwise today. */
export const decisionLetterDate = ({ releaseAt }: Pick<Decision, 'releaseAt'>, today: Day): Day =>
  releaseAt && dayOf(releaseAt) > today ? dayOf(releaseAt) : today

/** The parts of a decision that its letter needs. */
export interface Deciding {
  id: string
  outcome: Outcome
  proposalId: string | null
}

interface LetterTime {
  outcome: Outcome
  /** the date of the letter; see `decisionLetterDate` */
  on: Day
  /** the day from which an award counts, if it is not the date of the letter */
  from?: Day
}

export const letterFacts = async (
  db: Db | Tx,
  application: ApplicationRecord,
  decision: Deciding | null,
  when: LetterTime,
): Promise<LetterFacts> =>
  letterFactsFrom(db, application, when, await runLookups(db, letterLookups(db, application, decision)))

/** The queries whose results `letterFactsFrom` needs, to run with other lookups. */
export const letterLookups = (db: Db | Tx, application: ApplicationRecord, decision: Deciding | null) => ({
  branches: branchesIn(db, application.organisationId),
  findings: application.kind === 'renewal' ? null : agreedFindings(db, application.id),
  recommendations: decision && recommendationsDecidedLookup(db, { ...decision, applicationId: application.id }),
  stillOpen: application.awardId === null ? null : earlierOpenLookup(db, application.awardId, application.id),
})

/** Does what `letterFacts` does, with the results of `letterLookups`. */
export async function letterFactsFrom(
  db: Db | Tx,
  application: ApplicationRecord,
  { outcome, on, from = on }: LetterTime,
  found: Answers<ReturnType<typeof letterLookups>>,
): Promise<LetterFacts> {
  return {
    organisation: application.organisationName,
    kind: application.kind,
    outcome,
    ...(await validityAfter(db, application, { outcome, on: isAward(outcome) ? from : on })),
    branches: openOn(found.branches, on)
      .filter(({ id }) => application.scope.includes(id))
      .map(({ name }) => name),
    findings: found.findings ?? [],
    recommendations: found.recommendations ?? [],
    stillOpen: found.stillOpen ?? [],
    reviewUntil: addDays(on, daysToAskForReview),
  }
}

/**
 * The whole text of a letter, in the organisation's language.
 * @param when.on the day on which the letter is released
 */
export async function letterOf(
  db: Db | Tx,
  application: ApplicationRecord,
  decision: Decision,
  when: Omit<LetterTime, 'outcome'>,
): Promise<string> {
  const t = await organisationT(db, application)
  const facts = await letterFacts(db, application, decision, { outcome: decision.outcome, ...when })
  return letterParts(t, facts, { ...decision.letter, body: decision.decisionLetter })
    .map(({ text }) => text)
    .join('\n\n')
}
