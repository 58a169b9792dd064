import { expect, test } from '@jest/globals'
import { limitedProcess } from '../../../src/files/limited-process.ts'

test('a limited process that never stops is ended within the limits of the service', async () => {
  const ask = limitedProcess('../../tests/support/probe-child.mjs')
  expect('ended' in (await ask({ task: 'spin' }))).toBe(true)
})
