import { expect, test } from '@jest/globals'
import { errorCode } from '../../src/domain/error-code.ts'
import { DatabaseDown } from '../../src/domain/refusals.ts'

test('an error is named by its code, or by its class if it has none', () => {
  const serializationFailure = Object.assign(new Error('could not serialize access'), { name: 'error', code: '40001' })
  expect(errorCode(serializationFailure)).toBe('40001')
  expect(errorCode(new DatabaseDown('the connection to the database was lost'))).toBe('DatabaseDown')
  expect(errorCode('text')).toBe('unknown')
})
