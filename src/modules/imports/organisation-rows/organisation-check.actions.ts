import type { Db, Tx } from '../../../db/connection.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import {
  branchesInFile,
  matchBranch,
  judgeOrganisation,
  similarBranches,
  similarEarlier,
  type BranchHere,
  type OrganisationHere,
} from '../../../domain/import-matching.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import type { BranchGiven, OrganisationGiven, Reason } from '../../../domain/import-rows.ts'
import { branchesHere, organisationsHere } from '../../organisations/organisations.public.ts'
import {
  branchRowsUnder,
  foundByComparing,
  otherTypeInFile,
  sameBranchInFile,
  similarBranchInFile,
  updateRow,
  type ImportRow,
  type RowResult,
} from '../imports/import-row.store.ts'
import { findKeyOf, newRow, stateOf, type ReadRow } from '../imports/import-row.actions.ts'

/** Compares the rows of a file with the organisations and branches in the database. Writes nothing. */
export async function checkOrganisations(
  db: Db,
  actor: Actor,
  importId: string,
  read: readonly ReadRow[],
): Promise<ImportRow[]> {
  const here = await organisationsHere(db)
  const grouped = rowsByOrganisation(read)
  const organisations = noteSimilar(grouped.map(rows => organisationRow(importId, actor, rows, here)))
  const groups = grouped.map((rows, index) => ({ rows, organisation: organisations[index] ?? null }))
  const matched = groups.flatMap(({ organisation }) => organisation?.organisationId ?? [])
  const branches = await branchesHere(db, matched)
  return groups.flatMap(({ rows, organisation }) => [
    ...(organisation ? [organisation] : []),
    ...branchRows(importId, rows, organisation, branches.get(organisation?.organisationId ?? '') ?? []),
  ])
}

/**
 * Groups the rows by organisation, which is the same if name and place are the same. A row without a place joins the
 * other rows with its name if these all give one place. If they give several places, the row has a problem.
 */
function rowsByOrganisation(read: readonly ReadRow[]): ReadRow[][] {
  const keyOf = ({ organisation }: ReadRow) => keyOfName(organisation!.name)
  // a place without letters or digits, such as "-", counts as no place
  const placeOf = ({ organisation }: ReadRow) => keyOfName(organisation!.place.replace(/^[^\p{L}\p{N}]+$/u, ''))
  const places = new Map(read.map(row => [keyOf(row), new Set<string>()]))
  for (const row of read) if (placeOf(row) !== '') places.get(keyOf(row))!.add(placeOf(row))
  const groups = new Map<string, ReadRow[]>()
  for (const row of read) {
    const [known, other] = places.get(keyOf(row))!
    const isUnclear = placeOf(row) === '' && other !== undefined
    const key = [keyOf(row), isUnclear ? '' : placeOf(row) || known].join(' · ')
    const problems = isUnclear ? [...row.problems, { is: 'several organisations' }] : row.problems
    const group = groups.get(key)
    if (group) group.push({ ...row, problems })
    else groups.set(key, [{ ...row, problems }])
  }
  return [...groups.values()]
}

/** @returns the row for the organisation of these rows; null when all of them have problems */
function organisationRow(
  importId: string,
  actor: Actor,
  rows: readonly ReadRow[],
  here: readonly OrganisationHere[],
): ImportRow | null {
  const first = rows.find(({ problems }) => problems.length === 0)
  if (!first) return null
  const given = mergedOrganisation(rows)
  const verdict = judgeOrganisation(given, here)
  const match = verdict.result === 'new' ? null : verdict.match
  const isOwn = match !== null && membershipsIn(actor, match.id).length > 0
  const result: RowResult = isOwn ? 'problem' : verdict.result
  const unclear = result === 'new' ? otherType(rows) : []
  const reasons: readonly Reason[] = isOwn ? [{ is: 'own organisation' }] : [...reasonsOf(verdict), ...unclear]
  return newRow(importId, {
    ...first,
    part: 0,
    kind: 'organisation',
    title: given.name,
    place: given.place,
    given,
    result,
    reasons,
    matchId: match?.id ?? null,
    organisationId: result === 'same' ? match!.id : null,
  })
}

/**
 * Adds a reason to each new organisation that may be the same as an earlier one in the file. The earlier one has a
 * similar name, or the same name in another place.
 */
function noteSimilar(organisations: readonly (ImportRow | null)[]): (ImportRow | null)[] {
  const rows = organisations.filter(row => row !== null)
  const similar = similarEarlier(rows.map(({ number, given }) => ({ number, ...(given as OrganisationGiven) })))
  const reasons = new Map(
    rows.map((row, index) => {
      const other = similar[index]
      return [row, other ? [similarTo(other, row)] : []] as const
    }),
  )
  return organisations.map(row =>
    row?.result === 'new' ? { ...row, reasons: [...row.reasons, ...(reasons.get(row) ?? [])] } : row,
  )
}

const similarTo = ({ number, name, place }: OrganisationGiven & { number: number }, { title }: ImportRow): Reason =>
  keyOfName(name) === keyOfName(title)
    ? { is: 'same name in file', with: { row: number, place } }
    : { is: 'similar in file', with: { row: number, name } }

/** A reason to check a new organisation whose rows give different types; none when they agree. */
function otherType(rows: readonly ReadRow[]): Reason[] {
  const typed = rows.filter(({ problems, organisation }) => problems.length === 0 && organisation!.kind !== null)
  const [first] = typed
  const other = typed.find(({ organisation }) => organisation!.kind !== first!.organisation!.kind)
  if (!first || !other) return []
  const [used, type] = [first.organisation!.kind!, other.organisation!.kind!]
  return [{ is: otherTypeInFile, with: { row: other.number, type, first: first.number, used } }]
}

/** The details of an organisation from its rows without problems. Each detail comes from the first row that has it. */
function mergedOrganisation(rows: readonly ReadRow[]): OrganisationGiven {
  const given = rows.filter(({ problems }) => problems.length === 0).map(({ organisation }) => organisation!)
  return {
    name: given[0]!.name,
    kind: given.find(({ kind }) => kind !== null)?.kind ?? null,
    place: given.find(({ place }) => place !== '')?.place ?? '',
    mailbox: given.find(({ mailbox }) => mailbox !== '')?.mailbox ?? '',
  }
}

const reasonsOf = (verdict: { result: string; reasons?: readonly Reason[] }): readonly Reason[] => verdict.reasons ?? []

function branchRows(
  importId: string,
  rows: readonly ReadRow[],
  organisation: ImportRow | null,
  here: readonly BranchHere[],
): ImportRow[] {
  const repeats = repeatsIn(rows)
  const judged = judgeAll(
    rows.map(row => ({ ...row, problems: [...row.problems, ...(repeats.get(row.number) ?? [])] })),
    here,
  )
  return judged.map(({ row, result, reasons, matchId, recordVersion }) =>
    newRow(importId, {
      ...row,
      part: 1,
      parent: organisation?.number ?? null,
      kind: 'branch',
      title: row.branch!.name,
      place: row.organisation!.name,
      findKey: findKeyOf(row.branch!.name, row.organisation!.name, row.branch!.postcode),
      given: row.branch,
      result: organisation?.result === 'problem' && result !== 'problem' ? 'problem' : result,
      reasons: organisation?.result === 'problem' ? [...organisation.reasons] : [...reasons, ...row.notes],
      matchId,
      recordVersion,
      organisationId: organisation?.organisationId ?? null,
    }),
  )
}

interface BranchRow {
  number: number
  branch?: BranchGiven
  problems: readonly Reason[]
}
interface NamedRow {
  number: number
  branch: BranchGiven
}
interface Judged<R> {
  row: R
  result: RowResult
  reasons: readonly Reason[]
  matchId: string | null
  recordVersion: number | null
}

/**
 * Compares rows with branches. Starts with exact matches, so that no question offers a branch that another row has
 * matched.
 */
function judgeAll<R extends BranchRow>(rows: readonly R[], here: readonly BranchHere[]): Judged<R>[] {
  const { exact, used } = exactMatches(rows, here)
  const inOrder = [...here]
  const earlier = branchesInFile<NamedRow>()
  const similar = similarBranches<NamedRow>()
  for (const { number, branch } of exact.keys()) similar.add({ number, branch: branch! })
  return rows.map(row => {
    const problem = (reasons: readonly Reason[]): Judged<R> => ({ row, result: 'problem', reasons, ...noMatch })
    if (row.problems.length > 0) return problem(row.problems)
    const named = { number: row.number, branch: row.branch! }
    const known = exact.get(row)
    if (known) {
      earlier.add(named)
      return known
    }
    const verdict = matchBranch(named.branch, inOrder, used)
    const like = verdict.result === 'new' ? earlier.like(named) : undefined
    if (like) return problem([{ is: sameBranchInFile, with: { row: like.number } }])
    earlier.add(named)
    const near = verdict.result === 'new' ? similar.like(named) : undefined
    similar.add(named)
    const match = verdict.result === 'new' ? null : verdict.match
    if (match) inOrder.push(...inOrder.splice(inOrder.indexOf(match), 1))
    return {
      row,
      result: verdict.result,
      reasons: near ? [similarBranch(near)] : reasonsOf(verdict),
      matchId: match?.id ?? null,
      recordVersion: match?.version ?? null,
    }
  })
}

/** The rows that match a branch exactly, and the ids of these branches. */
function exactMatches<R extends BranchRow>(
  rows: readonly R[],
  here: readonly BranchHere[],
): { exact: Map<R, Judged<R>>; used: Set<string> } {
  const used = new Set<string>()
  const exact = new Map<R, Judged<R>>()
  for (const row of rows.filter(({ problems }) => problems.length === 0)) {
    const verdict = matchBranch(row.branch!, here, used)
    if (verdict.result === 'new' || verdict.result === 'duplicate') continue
    used.add(verdict.match.id)
    exact.set(row, { row, ...verdict, matchId: verdict.match.id, recordVersion: verdict.match.version })
  }
  return { exact, used }
}

const similarBranch = ({ number, branch }: NamedRow): Reason => ({
  is: similarBranchInFile,
  with: { row: number, name: branch.name },
})

const noMatch = { matchId: null, recordVersion: null }

/**
 * The rows that repeat an earlier row, by row number, with the reason. Two open branches count as the same if their
 * names and postcodes match. For closed branches, the dates must match too.
 */
function repeatsIn(rows: readonly ReadRow[]): Map<number, Reason[]> {
  const found = new Map<number, Reason[]>()
  const seen = new Map<string, number>()
  for (const { number, branch, problems } of rows) {
    if (problems.length > 0) continue
    const { name, postcode, opened, closed } = branch!
    const place = [keyOfName(name), postcode].join(' ')
    const keys = [[place, opened?.day, closed?.day].join(' '), ...(closed ? [] : [`open ${place}`])]
    const earlier = keys.map(key => seen.get(key)).find(row => row !== undefined)
    if (earlier !== undefined) found.set(number, [{ is: 'repeated', with: { row: earlier } }])
    for (const key of keys) if (!seen.has(key)) seen.set(key, number)
  }
  return found
}

/**
 * Compares the branches again after a decision about their organisation.
 * @param organisationId null when the organisation is new or left out
 */
export async function checkBranchesAgain(
  trx: Tx,
  parent: ImportRow,
  { organisationId, isLeftOut }: { organisationId: string | null; isLeftOut: boolean },
): Promise<void> {
  const rows = await branchRowsUnder(trx, parent)
  const here = organisationId ? (await branchesHere(trx, [organisationId])).get(organisationId)! : []
  const open = rows
    .filter(({ result, reasons }) => result !== 'problem' || reasons.some(({ is }) => foundByComparing.includes(is)))
    .map(row => ({ ...row, branch: row.given as BranchGiven, problems: [] }))
  for (const { row, result, reasons, matchId, recordVersion } of judgeAll(open, here)) {
    const isAskedAgain = result === 'duplicate' && row.result === 'duplicate' && row.matchId === matchId
    const kept = isAskedAgain ? row.choice : null
    const choice = isLeftOut ? 'leave out' : kept
    await updateRow(trx, row, {
      result,
      reasons,
      matchId,
      recordVersion,
      choice,
      organisationId,
      state: stateOf(result),
    })
  }
}
