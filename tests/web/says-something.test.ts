import { expect, test } from '@jest/globals'
import { saysSomething } from '../../src/web/field-schemas.ts'

test.each(['yes', 'a 1 b', 'النص', '看一下', 'Ni\u200bet', '12.3'])('the reason “%s” is accepted as text', text => {
  expect(saysSomething(text)).toBe(true)
})

test.each(['', '.', '…?!', 'ab', '\u200b\u200b\u200b', '\u3164\u3164\u3164', '\u2800\u2800\u2800', '👍👍👍'])(
  'the reason “%s” counts as empty',
  text => {
    expect(saysSomething(text)).toBe(false)
  },
)
