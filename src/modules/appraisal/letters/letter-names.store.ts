import type { Db, Tx } from '../../../db/connection.ts'
import { lookup, runLookups, type Answers, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import {
  belongsToDecision,
  namesFound,
  namesToAvoidFrom,
  panelNamesLookups,
} from '../../applications/applications.public.ts'
import type { Decision } from '../decisions/decision.store.ts'

interface UnreleasedLetter {
  application: ApplicationRecord
  decision: Decision
}

/**
 * The names of people on the panel and of their helpers in what the library reads once a letter is released: the
 * letter, its recommendations and the agreed findings. The chair who wrote these sees only shown names.
 * @param actor the coordinator, who sees real names
 * @returns the names by the id of the application; none for a letter without names
 */
export const namesInLetters = async (
  db: Db | Tx,
  actor: Actor,
  letters: readonly UnreleasedLetter[],
): Promise<LetterNames> => namesInLettersFrom(actor, letters, await runLookups(db, letterNamesLookups(db, letters)))

export type LetterNames = ReadonlyMap<string, readonly string[]>

/** The lookups for `namesInLettersFrom`, to combine with others. */
export const letterNamesLookups = (db: Db | Tx, letters: readonly UnreleasedLetter[]) => ({
  ...panelNamesLookups(
    db,
    letters.map(({ application }) => application),
  ),
  recommendations: recommendationTexts(
    db,
    letters.map(({ decision }) => decision.id),
  ),
  // The library of a light renewal reads no findings.
  findings: findingTexts(
    db,
    letters.flatMap(({ application: { id, kind } }) => (kind === 'renewal' ? [] : [id])),
  ),
})

/** As `namesInLetters`, with the answers to `letterNamesLookups`. */
export const namesInLettersFrom = (
  actor: Actor,
  letters: readonly UnreleasedLetter[],
  { recommendations, findings, ...names }: Answers<ReturnType<typeof letterNamesLookups>>,
): LetterNames =>
  new Map(
    letters.flatMap(({ application, decision }) => {
      const texts = [
        ...[decision.letter.opening, decision.decisionLetter, decision.letter.closing],
        ...[...recommendations, ...findings].filter(({ id }) => id === application.id).map(({ text }) => text),
      ]
      const found = namesFound(texts.join('\n\n'), namesToAvoidFrom(actor, [application], names))
      return found.length === 0 ? [] : [[application.id, found] as const]
    }),
  )

/** A text, with the id of its application. */
interface TextOf {
  id: string
  text: string
}

const recommendationTexts = (db: Db | Tx, decisionIds: readonly string[]): Lookup<TextOf[]> =>
  lookup<Omit<TextOf, 'text'> & { body: string; owner: string }, TextOf[]>(
    db('decisions')
      .join('recommendations', 'recommendations.application_id', 'decisions.application_id')
      .whereRaw(belongsToDecision)
      .whereIn('decisions.id', [...decisionIds])
      .select('decisions.application_id as id', 'recommendations.body', 'recommendations.owner'),
    ['id', 'body', 'owner'],
    rows => rows.map(({ id, body, owner }) => ({ id, text: `${body}\n\n${owner}` })),
  )

const findingTexts = (db: Db | Tx, applicationIds: readonly string[]): Lookup<TextOf[]> =>
  lookup<TextOf, TextOf[]>(
    db('agreed_findings')
      .whereIn('application_id', [...applicationIds])
      .select('application_id as id', 'reason as text'),
    ['id', 'text'],
    rows => rows,
  )
