import { awardMoves, type AwardMove, type AwardStatus } from '../domain/award.ts'
import { stateAfter } from '../domain/moves.ts'
import { addDays, dayOf, type Day, type Instant } from '../domain/time.ts'
import type { Row } from '../db/tables.ts'
import { brokenBy, type Check } from './broken.ts'
import { grouped } from './grouped.ts'

/**
 * I10: the changes of each award are numbered without a gap, are allowed, and lead to its current state. Only a
 * correction or removal can start before the previous change.
 */
export const awardChangesAreValid: Check = async ({ database: { db } }) => {
  const changes = grouped(await db('award_changes').orderBy(['award_id', 'number']), change => change.award_id)
  const held = new Set(
    await db('applications')
      .whereNotNull('award_id')
      .whereNot('kind', 'first')
      .whereNotNull('submitted_at')
      .whereNot('status', 'withdrawn')
      .where(open => open.whereNot('status', 'decided').orWhereNull('decision_letter_released_at'))
      .pluck<string[]>('award_id'),
  )
  const found = (await db('awards').orderBy('code')).flatMap(award => {
    const what = wrongWith(award, changes.get(award.id) ?? [], held.has(award.id))
    return what === null ? [] : [{ entity: `award ${award.code}`, what }]
  })
  return brokenBy('I10', found)
}

function wrongWith(
  { status, valid_to, is_recorded }: Row<'awards'>,
  all: readonly Row<'award_changes'>[],
  isHeld: boolean,
): string | null {
  // If a move of the nightly job was undone, it keeps its number, but no longer counts.
  const changes = all.filter(({ undone_at }) => !undone_at)
  const last = changes.at(-1)
  if (all.some((change, index) => change.number !== index + 1)) return 'its changes are not numbered without a gap'
  if (changes.some((change, index) => !restates(change) && change.from_day < (changes[index - 1]?.from_day ?? '')))
    return 'a change begins before the one before it'
  const early = changes.find(({ from_day, at }) => from_day > dayOf(at))
  if (early) return `${early.move} was made before the day from which it counts`
  for (const [index, change] of changes.entries()) {
    const wrong = wrongStep(changes[index - 1]?.to_status ?? 'not started', change)
    if (wrong !== null) return wrong
  }
  if (last?.to_status !== status || last.valid_to !== valid_to)
    return (
      `it is ${status} to ${valid_to ?? 'no end'}, and its last change says ${last?.to_status ?? 'nothing'} to ` +
      `${last?.valid_to ?? 'no end'}`
    )
  if ((changes[0]?.move === 'record') !== (is_recorded === 1)) return 'is_recorded does not match its first change'
  return valid_to === null && !isHeld && status !== 'ended' ? 'it has no last day, and no renewal is with us' : null
}

/** Corrections and removals set all dates again, so they can start before the previous change. */
const restates = ({ move }: Pick<Row<'award_changes'>, 'move'>): boolean => move === 'correct' || move === 'remove'

function wrongStep(before: string, { move, to_status: to }: Row<'award_changes'>): string | null {
  if (move === 'correct') return to === 'valid' && before !== 'ended' ? null : `${move} never leads to ${to}`
  if (move === 'remove') return to === 'ended' && before !== 'ended' ? null : `${move} never leads to ${to}`
  if (move === 'valid to moved')
    return to === before ? null : `its last day moved, and its state too, from ${before} to ${to}`
  const table: { from: readonly string[] } | undefined = awardMoves[move as AwardMove]
  if (!table?.from.includes(before)) return `${move} does not start from ${before}`
  const after =
    before === 'not started'
      ? 'valid'
      : stateAfter<AwardStatus>(awardMoves[move as AwardMove], { status: before as AwardStatus, statusBefore: null })
          .status
  return to === after ? null : `${move} never leads to ${to}`
}

/**
 * I10: the terms of an award do not overlap. A gap is allowed only before a term that starts on the day of its
 * decision letter.
 */
export const termsFollow: Check = async ({ database: { db } }) => {
  const terms = await db('terms')
    .join('awards', 'awards.id', 'terms.award_id')
    .orderBy(['awards.code', 'terms.number'])
    .select<{ code: string; number: number; anchor: Day; starts_on: Day; ends_on: Day }[]>(
      'awards.code',
      'terms.number',
      'terms.anchor',
      'terms.starts_on',
      'terms.ends_on',
    )
  return brokenBy(
    'I10',
    terms.flatMap((term, index) => {
      const before = terms[index - 1]
      if (before?.code !== term.code) return []
      const following = addDays(before.ends_on, 1)
      const fits =
        term.number === before.number + 1 &&
        (term.starts_on === following || (term.starts_on > following && term.anchor === term.starts_on))
      return fits
        ? []
        : [{ entity: `award ${term.code}`, what: `its term ${term.number} does not follow the one before it` }]
    }),
  )
}

/** Moves that people make only on behalf of the charity. */
const movesOfTheCharity = [
  'openRenewal',
  'extend',
  'suspend',
  'restore',
  'record',
] as const satisfies readonly AwardMove[]

/**
 * I10: no one makes the charity's moves on an award of their own library, or with a conflict of interest. A lead can
 * end the library's award.
 */
export const noMoveInConflict: Check = async ({ database: { db } }) => {
  const rows = await db('events')
    .join('awards', 'awards.id', 'events.entity_id')
    .whereNotNull('events.person_id')
    .whereIn(
      'events.name',
      [...movesOfTheCharity, 'end'].map(move => `award.${move}`),
    )
    .orderBy('events.sequence')
    .select<{ name: string; code: string; at: Instant; member: number; lead: number; conflict: number }[]>(
      'events.name',
      'awards.code',
      'events.at',
      memberAt('', 'member'),
      memberAt("and role = 'lead'", 'lead'),
      db.raw(`(select count(*) from declarations join applications on applications.id = declarations.application_id
        where applications.award_id = awards.id and declarations.person_id = events.person_id and says = 'conflict'
        and made_at <= events.at) as conflict`),
    )
  return brokenBy(
    'I10',
    rows.flatMap(({ name, code, member, lead, conflict }) => {
      if (name === 'award.end' && Number(lead) > 0) return []
      const what = wrongMaker(Number(member) > 0, Number(conflict) > 0)
      return what === null ? [] : [{ entity: `${name} of award ${code}`, what }]
    }),
  )

  function memberAt(condition: '' | "and role = 'lead'", as: 'member' | 'lead') {
    return db.raw(`(select count(*) from memberships where memberships.organisation_id = awards.organisation_id
      and memberships.person_id = events.person_id
      and started_at <= events.at and (ended_at is null or ended_at > events.at) ${condition}) as ${as}`)
  }
}

function wrongMaker(isMember: boolean, isInConflict: boolean): string | null {
  if (isMember) return 'was made by a person from the library'
  return isInConflict ? 'was made by a person with a conflict of interest' : null
}

/** I8: the changes to each award match its events in the history. */
export const awardChangesAreInHistory: Check = async ({ database: { db } }) => {
  const names = [
    ...[...Object.keys(awardMoves), 'correct', 'remove'].map(move => `award.${move}`),
    'award.valid_to_moved',
  ]
  const recorded = grouped(
    await db('events')
      .where({ entity: 'award' })
      .whereIn('name', names)
      .orderBy('sequence')
      .select('entity_id', 'name', 'facts'),
    event => event.entity_id,
  )
  const changes = grouped(await db('award_changes').orderBy(['award_id', 'number']), change => change.award_id)
  const found = (await db('awards').orderBy('code').select('id', 'code')).flatMap(({ id, code }) => {
    const made = (changes.get(id) ?? []).map(lineOfChange)
    const said = (recorded.get(id) ?? []).map(({ name, facts }) =>
      lineOfEvent(name, JSON.parse(facts) as { to: string; validTo: string | null }),
    )
    const at = made.findIndex((line, index) => line !== said[index])
    if (at === -1 && made.length === said.length) return []
    return [
      {
        entity: `award ${code}`,
        what:
          `its history says ${said[at === -1 ? made.length : at] ?? 'nothing'}, and its changes ` +
          `${made[at] ?? 'nothing'}`,
      },
    ]
  })
  return brokenBy('I8', found)
}

const lineOfChange = ({ move, to_status, valid_to }: Row<'award_changes'>): string =>
  lineOfEvent(move === 'valid to moved' ? 'award.valid_to_moved' : `award.${move}`, {
    to: to_status,
    validTo: valid_to,
  })
const lineOfEvent = (name: string, { to, validTo }: { to: string; validTo: string | null }): string =>
  `${name} to ${to} until ${validTo ?? 'no end'}`
