import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import {
  belongsToDecision,
  namesFound,
  namesToAvoidFrom,
  panelNamesLookups,
} from '../../applications/applications.public.ts'
import type { Decision } from '../decisions/decision.store.ts'

export interface UnreleasedLetter {
  application: ApplicationRecord
  decision: Decision
}

export type LetterNames = ReadonlyMap<string, readonly string[]>

/**
 * The names of panel members and their helpers that appear in texts for the library: each letter, its recommendations
 * and the agreed findings. Coordinators check these names, because chairs see only the names that members chose to
 * show.
 * @param actor the coordinator, who sees the members' real names
 * @returns the names by the id of the application; none for a letter without names
 */
export async function namesInLetters(
  db: Db | Tx,
  actor: Actor,
  letters: readonly UnreleasedLetter[],
): Promise<LetterNames> {
  const applications = letters.map(({ application }) => application)
  const decisionIds = letters.map(({ decision }) => decision.id)
  const { recommendations, findings, ...names } = await runLookups(db, {
    ...panelNamesLookups(db, applications),
    recommendations: recommendationTexts(db, decisionIds),
    findings: findingTexts(
      db,
      applications.map(({ id }) => id),
    ),
  })
  return new Map(
    letters.flatMap(({ application, decision }) => {
      const texts = [
        ...[decision.letter.opening, decision.decisionLetter, decision.letter.closing],
        ...[...recommendations, ...findings].filter(({ id }) => id === application.id).map(({ text }) => text),
      ]
      const found = namesFound(texts.join('\n\n'), namesToAvoidFrom(actor, [application], names))
      return found.length === 0 ? [] : [[application.id, found] as const]
    }),
  )
}

/** A text, with the id of its application. */
interface TextOf {
  id: string
  text: string
}

const recommendationTexts = withKeptSql((db: Db | Tx, decisionIds: readonly string[]): Lookup<TextOf[]> =>
  lookup<Omit<TextOf, 'text'> & { body: string; owner: string }, TextOf[]>(
    () =>
      db('decisions')
        .join('recommendations', 'recommendations.application_id', 'decisions.application_id')
        .whereRaw(belongsToDecision)
        .whereIn('decisions.id', [...decisionIds])
        .select('decisions.application_id as id', 'recommendations.body', 'recommendations.owner'),
    ['id', 'body', 'owner'],
    rows => rows.map(({ id, body, owner }) => ({ id, text: `${body}\n\n${owner}` })),
  ),
)

const findingTexts = withKeptSql((db: Db | Tx, applicationIds: readonly string[]): Lookup<TextOf[]> =>
  lookup<TextOf, TextOf[]>(
    () =>
      db('agreed_findings')
        .whereIn('application_id', [...applicationIds])
        .select('application_id as id', 'reason as text'),
    ['id', 'text'],
    rows => rows,
  ),
)
