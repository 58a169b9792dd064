import { allRoles, type Role } from './actor.ts'
import type { MessageName } from './email-kinds.ts'

/** The input that a move asks a person for. Moves by the clock or a decision letter ask for none. */
export type Asked =
  | 'scope'
  | 'reason'
  | 'reasons'
  | 'until'
  | 'criteria'
  | 'outcome'
  | 'decisionLetter'
  | 'proposal'
  | 'organisation'
  | 'from'
  | 'to'
  | 'who decided'
  | 'source'

export interface Move<Status extends string, Guard extends string> {
  /** `not started`: the move creates the application or award */
  from: readonly (Status | 'not started')[]
  /** `previous state`: the state before the current one. `unchanged`: only dates or facts change */
  to: Status | 'previous state' | 'unchanged'
  /** the roles that can make the move, and the guards for each */
  by: { readonly [S in Role]?: readonly Guard[] }
  /** for roles that can make the move from only some of the states in `from`: those states */
  only?: { readonly [S in Role]?: readonly Status[] }
  /** states that this move does not change, whatever `to` says */
  stays?: readonly Status[]
  asks?: readonly Asked[]
  /** extra input that a person must enter when the move starts from these states */
  asksAlsoFrom?: { readonly [S in Status]?: readonly Asked[] }
  sends?: readonly MessageName[]
}

export type Moves<Status extends string, Guard extends string> = Readonly<Record<string, Move<Status, Guard>>>
export type Guards<Guard extends string, Facts> = Readonly<Record<Guard, (facts: Facts) => boolean>>

/** A move that one of a person's roles allows now, with the guards that block it. */
export interface Offer<Name extends string, Guard extends string> {
  move: Name
  as: Role
  unmet: Guard[]
  asks: readonly Asked[]
}

/**
 * The moves that a person's roles allow now, including those that a guard blocks. If several roles allow a move, the
 * role with the fewest failed guards counts.
 */
export function offers<Guard extends string, Facts, Table extends Moves<string, Guard>>(
  table: Table,
  guards: Guards<Guard, Facts>,
  { status, roles, facts }: { status: string; roles: readonly Role[]; facts: Facts },
): Offer<keyof Table & string, Guard>[] {
  return Object.entries<Move<string, Guard>>(table).flatMap(([name, move]) => {
    const possible = roles
      .filter(role => startsFrom(move, status, role))
      .map(as => ({
        move: name as keyof Table & string,
        as,
        unmet: (move.by[as] ?? []).filter(guard => !guards[guard](facts)),
        asks: asksOf(move, status, as),
      }))
    return possible.sort((a, b) => a.unmet.length - b.unmet.length).slice(0, 1)
  })
}

/** The names of the moves that a role can make from a state, before guards are checked. */
export function movesFrom<Table extends Moves<string, string>>(
  table: Table,
  role: Role,
  status: string,
): (keyof Table & string)[] {
  return Object.keys(table).filter(name => startsFrom(table[name]!, status, role))
}

/** The roles that can make a move, in a fixed order. */
export function whoMay(move: Move<string, string>): Role[] {
  return allRoles.filter(role => move.by[role])
}

/**
 * The state after a move, and the state that `previous state` restores later. A move that changes no state keeps both.
 * @throws Error for a move to `previous state` when there is no previous state
 */
export function stateAfter<Status extends string>(
  move: Move<Status, string>,
  now: { status: Status; statusBefore: Status | null },
): { status: Status; statusBefore: Status | null } {
  const { status, statusBefore } = now
  if (move.to === 'unchanged' || move.to === status || move.stays?.includes(status)) return now
  if (move.to !== 'previous state') return { status: move.to as Status, statusBefore: status }
  if (statusBefore === null) throw new Error(`there is no state before ${status}`)
  return { status: statusBefore, statusBefore: status }
}

function startsFrom(move: Move<string, string>, status: string, role: Role): boolean {
  return move.by[role] !== undefined && (move.only?.[role] ?? move.from).includes(status)
}

function asksOf(move: Move<string, string>, status: string, as: Role): readonly Asked[] {
  if (as === 'clock' || as === 'decision letter') return []
  return [...(move.asks ?? []), ...(move.asksAlsoFrom?.[status] ?? [])]
}
