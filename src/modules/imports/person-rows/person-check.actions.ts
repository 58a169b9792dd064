import type { Db } from '../../../db/connection.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { judgeOrganisation, type OrganisationHere } from '../../../domain/import-matching.ts'
import type { PersonGiven, Reason } from '../../../domain/import-rows.ts'
import { addressKey } from '../../../email/addresses.ts'
import { organisationsHere } from '../../organisations/organisations.public.ts'
import { nameIn, whyNoOrganisation } from '../award-rows/award-check.actions.ts'
import { newRow, type ReadRow } from '../imports/import-row.actions.ts'
import type { ImportRow, RowResult } from '../imports/import-row.store.ts'
import { membersOf, preparedOf } from '../people/prepared-person.store.ts'

/** Compares a file with the people who are prepared, invited, waiting for approval or members. Writes nothing. */
export async function checkPeople(
  db: Db,
  actor: Actor,
  importId: string,
  read: readonly ReadRow[],
): Promise<ImportRow[]> {
  const here = await organisationsHere(db)
  const organisationIds = [...new Set(read.flatMap(row => organisationIn(row, here)?.id ?? []))]
  const known = await membersOf(db, organisationIds)
  const prepared = await preparedOf(db, organisationIds)
  const seen = new Map<string, ReadRow[]>()
  return read.map(row => {
    const { organisationId, ...found } = findPerson(actor, row, here, { known, prepared })
    const key = [organisationId, addressKey(row.person!.email)].join(' ')
    const earlier = organisationId === null ? [] : (seen.get(key) ?? [])
    seen.set(key, [...earlier, row])
    const repeated = repeatOf(row, earlier, found.result)
    return newRow(importId, {
      ...row,
      part: 1,
      kind: 'person',
      title: row.person!.name,
      place: row.person!.organisation,
      given: row.person,
      organisationId,
      ...found,
      ...(repeated && { result: 'problem', reasons: [repeated] }),
    })
  })
}

/**
 * The problem with a row that repeats the person and organisation of an earlier row, with the same role or another one.
 * Undefined when there is no problem.
 */
function repeatOf({ person }: ReadRow, earlier: readonly ReadRow[], result: RowResult): Reason | undefined {
  const same = earlier.find(other => other.person!.role === person!.role)
  if (same) return { is: 'repeated', with: { row: same.number } }
  const [other] = result === 'new' ? earlier : []
  return other && { is: 'person in file', with: { row: other.number, role: other.person!.role } }
}

const organisationIn = ({ person, problems }: ReadRow, here: readonly OrganisationHere[]): OrganisationHere | null => {
  if (problems.length > 0) return null
  const verdict = judgeOrganisation({ name: person!.organisation, place: person!.place }, here)
  return verdict.result === 'same' ? verdict.match : null
}

interface KnownPeople {
  known: Awaited<ReturnType<typeof membersOf>>
  prepared: Awaited<ReturnType<typeof preparedOf>>
}

interface PersonFound {
  result: RowResult
  reasons: readonly Reason[]
  organisationId: string | null
}

function findPerson(
  actor: Actor,
  { person, problems, notes }: ReadRow,
  here: readonly OrganisationHere[],
  { known, prepared }: KnownPeople,
): PersonFound {
  const problem = (reasons: readonly Reason[]): PersonFound => ({ result: 'problem', reasons, organisationId: null })
  if (problems.length > 0) return problem(problems)
  const verdict = judgeOrganisation({ name: person!.organisation, place: person!.place }, here)
  if (verdict.result !== 'same') return problem([{ is: whyNoOrganisation(verdict), with: nameIn(verdict) }])
  if (membershipsIn(actor, verdict.match.id).length > 0) return problem([{ is: 'own organisation' }])
  const found = { reasons: notes, organisationId: verdict.match.id }
  const key = keyOfPerson(verdict.match.id, person!)
  const [from, to] = [prepared.get(key)?.name, person!.name]
  if (from === undefined) return { ...found, result: known.has(key) ? 'same' : 'new' }
  if (from === to) return { ...found, result: 'same' }
  return { ...found, result: 'changed', reasons: [{ is: 'changed name', with: { from, to } }, ...notes] }
}

export const keyOfPerson = (organisationId: string, { email, role }: Pick<PersonGiven, 'email' | 'role'>): string =>
  [organisationId, addressKey(email), role].join(' ')
