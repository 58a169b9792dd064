import { afterAll, beforeEach } from '@jest/globals'
import { setComparison } from '../../src/db/kept-sql.ts'

/** How many uses of each kept statement are compared. Comparing all of them would make the tests slower. */
const most = 4
const compared = new Map<string, number>()
const differing: string[] = []

/** Fails a test file if a statement has a whole record as an argument, or a kept statement differs when built again. */
export function compareKeptSql(): void {
  compare()
  beforeEach(compare) // a test may have set another comparison
  afterAll(() => {
    const found = differing.splice(0)
    if (found.length > 0) throw new Error(`SQL that depends on more than its shape:\n${found.join('\n')}`)
  })
}

const compare = (): void =>
  setComparison({
    isDue: key => {
      const times = (compared.get(key) ?? 0) + 1
      compared.set(key, times)
      if (times === 1 && hasRecord(key)) differing.push(`a record as an argument: ${key}`)
      return times <= most
    },
    differs: statement => void differing.push(statement),
  })

/**
 * Whether an argument in this key has so many fields that it must be a whole record. Almost every record has a
 * different shape, so SQL kept for one would hardly ever be used again.
 */
const hasRecord = (key: string): boolean =>
  key.match(/\{[^{}]*\}/g)?.some(fields => fields.match(/[{,]\w+:/g)!.length > 12) ?? false

/**
 * Notes differing statements until the end of the test. They do not make the test fail.
 * @param isDue whether to compare each use
 * @returns a function that returns the statements noted so far
 */
export function differencesNoted(isDue: () => boolean): () => readonly string[] {
  const noted: string[] = []
  setComparison({ isDue, differs: statement => void noted.push(statement) })
  return () => noted
}
