import { expect, test } from '@jest/globals'
import { Busy } from '../../src/domain/refusals.ts'
import { concurrencyLimit } from '../../src/files/concurrency-limit.ts'
import { hashPassword, isOutdated, lengthOfPassword, passwordFits } from '../../src/web/passwords.ts'

test('a hash contains its parameters, and only its own password matches', async () => {
  const stored = await hashPassword('open the library door')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(isOutdated(stored)).toBe(false)
  expect(isOutdated('$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHQ$AAAA')).toBe(true)
  expect(
    await Promise.all(
      ['open the library door', 'open the library door ', 'Open the library door', ''].map(typed =>
        passwordFits(stored, typed),
      ),
    ),
  ).toEqual([true, false, false, false])
})

test('without an account, no password matches, and the check takes at least a third of the usual time', async () => {
  const stored = await hashPassword('open the library door')
  const [known, unknown]: [number[], number[]] = [[], []]
  for (let round = 0; round < 20; round += 1) {
    // Alternates checks with and without an account, and compares the fastest of each. Other work on the machine can
    // only add to the time of a check.
    known.push(await timeOf(() => passwordFits(stored, 'something else')))
    unknown.push(await timeOf(() => passwordFits(null, 'nobody')))
  }
  expect(await passwordFits(null, 'nobody')).toBe(false)
  expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3)
})

test('a password of 128 characters is checked to its end, and a longer one does not match', async () => {
  const longest = 'ŵ'.repeat(127)
  const stored = await hashPassword(`${longest}a`)
  expect(
    await Promise.all([`${longest}a`, `${longest}b`, `${longest}ab`].map(typed => passwordFits(stored, typed))),
  ).toEqual([true, false, false])
  expect(lengthOfPassword('🙂🙂')).toBe(2)
})

test('the concurrency limit runs two tasks, queues three and refuses others as Busy', async () => {
  const limited = concurrencyLimit(2, 3)
  let running = 0
  let most = 0
  const pass = () =>
    limited(async () => {
      most = Math.max(most, (running += 1))
      await new Promise(resolve => setTimeout(resolve, 5))
      running -= 1
    })
  const outcomes = await Promise.allSettled(Array.from({ length: 7 }, pass))
  expect(outcomes.map(({ status }) => status)).toEqual([...Array<string>(5).fill('fulfilled'), 'rejected', 'rejected'])
  expect(outcomes.at(-1)).toEqual({ status: 'rejected', reason: expect.any(Busy) })
  expect(most).toBe(2)
  await pass()
})

/** Elapsed milliseconds. `cpuUsage().user` is less exact, because the kernel estimates the share of user time. */
async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await act()
  return performance.now() - began
}
