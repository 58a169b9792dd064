import { z } from 'zod'
import { addressKey, isAddress } from '../../../email/addresses.ts'
import { text } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'
import type { KnownInPool } from './pool.store.ts'

/** The maximum number of people invited with one form. */
export const mostInvited = 50

export interface PastedLine {
  /** the line number in the pasted list, counting empty lines */
  number: number
  name: string
  email: string
}

/**
 * Parses lines with a name and an email address, separated by a comma, tab or semicolon, or written as Name <address>.
 * Ignores empty lines.
 */
export function linesIn(pasted: string): PastedLine[] {
  return pasted.split(/\n/u).flatMap((line, index) => {
    if (line.trim() === '') return []
    const parts = line.split(/[,;\t<>]/u).map(part => part.trim().replace(/^"|"$/gu, ''))
    const email = parts.find(part => part.includes('@')) ?? ''
    const name = parts.filter(part => part !== email && part !== '').join(' ')
    return [{ number: index + 1, name: name.slice(0, 200), email: email.slice(0, 300) }]
  })
}

export type LineProblem = 'no address' | 'wrong address' | 'no name' | 'repeated' | KnownInPool

/**
 * The lines that cannot be used for an invitation, each with its first problem.
 * @param known the reasons why addresses need no invitation, by `addressKey`
 */
export function problemsOf(
  lines: readonly PastedLine[],
  known: ReadonlyMap<string, KnownInPool>,
): { line: PastedLine; problem: LineProblem }[] {
  return lines.flatMap((line, index) => {
    const problem = problemOf(line, lines.slice(0, index), known)
    return problem ? [{ line, problem }] : []
  })
}

function problemOf(
  { name, email }: PastedLine,
  before: readonly PastedLine[],
  known: ReadonlyMap<string, KnownInPool>,
): LineProblem | null {
  if (email === '') return 'no address'
  if (!isAddress(email)) return 'wrong address'
  if (name === '') return 'no name'
  if (before.some(other => other.email !== '' && addressKey(other.email) === addressKey(email))) return 'repeated'
  return known.get(addressKey(email)) ?? null
}

export const bulkForm = (t: T) =>
  z.object({
    people: text(t, t('pool.bulk.missing'), 20_000)
      .transform(linesIn)
      .refine(lines => lines.length <= mostInvited, t('pool.bulk.many', { most: mostInvited }))
      .refine(lines => problemsOf(lines, new Map()).length === 0, t('pool.bulk.problems')),
  })
