import { expect, test } from '@jest/globals'
import { limitedProcess } from '../../../src/files/limited-process.ts'

test('a limited process whose job never ends is killed at its time limit', async () => {
  const ask = limitedProcess('../../tests/support/probe-child.mjs')
  expect('ended' in (await ask({ task: 'spin' }))).toBe(true)
})
