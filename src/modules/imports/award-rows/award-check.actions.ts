import type { Db, Tx } from '../../../db/connection.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { judgeOrganisation, type OrganisationHere } from '../../../domain/import-matching.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import type { AwardGiven, Reason } from '../../../domain/import-rows.ts'
import { libraryStream } from '../../../domain/framework.ts'
import type { Day } from '../../../domain/time.ts'
import {
  branchesOf,
  branchesTaken,
  openOn,
  organisationsHere,
  type Branch,
} from '../../organisations/organisations.public.ts'
import { newRow, type ReadRow } from '../imports/import-row.actions.ts'
import type { ImportRow, RowResult } from '../imports/import-row.store.ts'
import { awardsLike } from './award-row.store.ts'

/** The branches of the organisation that has an award in the file. */
interface AwardPlace {
  open: readonly Branch[]
  /** the ids of branches in an award that has not ended or in an open application */
  taken: ReadonlySet<string>
}

/**
 * The result of checking one award. `scope` lists the ids of the award's branches; it is empty if there is a problem.
 */
export interface AwardFound {
  result: RowResult
  reasons: readonly Reason[]
  organisationId: string | null
  matchId: string | null
  scope: readonly string[]
}

/** Compares the awards in a file with the database, and with earlier awards in the file. Writes nothing. */
export async function checkAwards(
  db: Db,
  actor: Actor,
  importId: string,
  { read, today }: { read: readonly ReadRow[]; today: Day },
): Promise<ImportRow[]> {
  const here = await organisationsHere(db)
  const claimed = new Map<string, number>()
  const rows: ImportRow[] = []
  for (const row of read) {
    const found =
      row.problems.length > 0
        ? problem(...row.problems, ...organisationProblem(row, here))
        : await findAward(db, actor, row.award!, { here, today })
    const twice =
      found.result === 'new' ? found.scope.map(id => claimed.get(id)).find(number => number !== undefined) : undefined
    for (const id of found.scope) claimed.set(id, row.number)
    const isTwice = twice !== undefined
    rows.push(
      newRow(importId, {
        ...row,
        part: 1,
        kind: 'award',
        title: row.award!.organisation,
        place: row.award!.place,
        given: row.award,
        ...found,
        result: isTwice ? 'problem' : found.result,
        reasons: isTwice ? [{ is: 'branch twice', with: { row: twice } }] : found.reasons,
      }),
    )
  }
  return rows
}

/**
 * Finds the organisation and the branches of an award.
 * @returns `new` for an award to record; `same` when it is already recorded; `problem`, with the reasons, when it
 * cannot be recorded
 */
export async function findAward(
  db: Db | Tx,
  actor: Actor,
  given: AwardGiven,
  { here, today }: { here: readonly OrganisationHere[]; today: Day },
): Promise<AwardFound> {
  const verdict = judgeOrganisation({ name: given.organisation, place: given.place }, here)
  if (verdict.result !== 'same') return problem({ is: whyNoOrganisation(verdict), with: nameIn(verdict) })
  const organisation = verdict.match
  if (membershipsIn(actor, organisation.id).length > 0) return problem({ is: 'own organisation' })
  if (organisation.isClosed) return problem({ is: 'closed organisation' })
  const about: AwardPlace = {
    open: openOn(await branchesOf(db, organisation), today),
    taken: await branchesTaken(db, organisation, libraryStream),
  }
  const { scope, unknown, unclear } = scopeOf(given, about.open)
  if (unknown.length > 0) return problem({ is: 'unknown branches', with: { names: unknown.join(', ') } })
  if (unclear.length > 0) return problem({ is: 'unclear branches', with: { names: unclear.join(', ') } })
  if (scope.length === 0) return problem({ is: 'no open branch' })
  const like = await awardsLike(db, organisation, { from: given.from, to: given.to, scope })
  if (like?.isEnded) return problem({ is: 'ended award' })
  if (like) return { result: 'same', reasons: [], organisationId: organisation.id, matchId: like.id, scope }
  const taken = about.open.filter(({ id }) => scope.includes(id) && about.taken.has(id))
  if (taken.length > 0)
    return problem({
      is: 'branches taken',
      with: {
        names: taken
          .map(({ name }) => name)
          .join(', ')
          .slice(0, 300),
      },
    })
  const reasons = given.to < today ? [{ is: 'award past', with: { day: given.to } }] : []
  return { result: 'new', reasons, organisationId: organisation.id, matchId: null, scope }
}

const problem = (...reasons: readonly Reason[]): AwardFound => ({
  result: 'problem',
  reasons,
  organisationId: null,
  matchId: null,
  scope: [],
})

/** If a row has one of these problems, the name of its organisation may be wrong. */
const unreadable = ['columns', 'short row', 'cell formula', 'cell error', 'cell long', 'no organisation', 'too long']

/**
 * The reason why the organisation of a row with other problems was not found. Empty when it was found, or when the row
 * has a problem in `unreadable`.
 */
function organisationProblem({ award, problems }: ReadRow, here: readonly OrganisationHere[]): Reason[] {
  if (!award || problems.some(({ is }) => unreadable.includes(is))) return []
  const verdict = judgeOrganisation({ name: award.organisation, place: award.place }, here)
  return verdict.result === 'same' ? [] : [{ is: whyNoOrganisation(verdict), with: nameIn(verdict) }]
}

type OrganisationVerdict = ReturnType<typeof judgeOrganisation>

export function whyNoOrganisation(verdict: OrganisationVerdict): string {
  if (verdict.result === 'new') return 'unknown organisation'
  return verdict.reasons.some(({ is }) => is === 'several here') ? 'several organisations' : 'organisation unclear'
}

export const nameIn = (verdict: OrganisationVerdict): Record<string, string> =>
  verdict.result === 'new' ? {} : { name: verdict.match.name }

/**
 * `scope`: the ids of the open branches that an award names, or of all open branches if it names none. `unknown`: the
 * names of branches that are not open or do not exist. `unclear`: the names that several open branches share.
 */
function scopeOf(
  { branches }: AwardGiven,
  open: readonly Branch[],
): Record<'scope' | 'unknown' | 'unclear', readonly string[]> {
  if (branches.length === 0) return { scope: open.map(({ id }) => id), unknown: [], unclear: [] }
  const keys = open.map(({ id, name }) => ({ id, key: keyOfName(name) }))
  const found = branches.map(name => ({
    name,
    ids: keys.filter(({ key }) => key === keyOfName(name)).map(({ id }) => id),
  }))
  return {
    scope: [...new Set(found.flatMap(({ ids }) => ids))],
    unknown: found.filter(({ ids }) => ids.length === 0).map(({ name }) => name),
    unclear: found.filter(({ ids }) => ids.length > 1).map(({ name }) => name),
  }
}
