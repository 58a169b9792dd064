import { afterAll } from '@jest/globals'
import { setComparison } from '../../src/db/kept-sql.ts'

/** How many uses of each kept statement are compared. Comparing all of them would make the tests slower. */
const most = 4
const compared = new Map<string, number>()
const differing: string[] = []

/** Fails a test file in which a kept statement differs from one that is put together again, or cannot be kept. */
export function compareKeptSql(): void {
  setComparison({
    isDue: key => {
      const times = (compared.get(key) ?? 0) + 1
      compared.set(key, times)
      return times <= most
    },
    differs: statement => differing.push(statement),
  })
  afterAll(() => {
    const found = differing.splice(0)
    if (found.length > 0) throw new Error(`SQL that depends on more than its shape:\n${found.join('\n')}`)
  })
}
