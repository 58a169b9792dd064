import { describe, expect, test } from '@jest/globals'
import { addressKey, isAddress } from '../../src/email/addresses.ts'

describe('real addresses', () => {
  test.each([
    'lead@demo.example',
    'a@b.example',
    'first.last+sanctuary@library.example.org',
    "o'brien@county.example",
    'x_y-z@a-b.example',
    'marian@llyfrgell.cymru.example',
    'łucja@biblioteka.example',
    'info@bücherei.example',
    'dev@xn--bcherei-n2a.example',
    'кн@библиотека.example',
    '123@456.example',
    'root@127.example',
    `${'a'.repeat(64)}@b.example`,
    'UPPER@CASE.EXAMPLE',
  ])('the address %s is accepted', text => {
    expect(isAddress(text)).toBe(true)
  })
})

describe('text that is not exactly one address', () => {
  test.each([
    '',
    '@',
    'a@',
    '@b.example',
    'a',
    'a b@c.example',
    ' a@b.example',
    'a@b.example ',
    'a@b',
    'a@localhost',
    'a@.example',
    'a@b..example',
    'a@b.example.',
    '.a@b.example',
    'a.@b.example',
    'a..b@c.example',
    'a@b@c.example',
    'a@b.example,c@d.example',
    'a@b.example;c@d.example',
    'a@b.example c@d.example',
    'a@b.example\nBcc: thief@evil.example',
    'a@b.example\r\nBcc: thief@evil.example',
    'a@b.example\u2028thief@evil.example',
    'a\0@b.example',
    'a@b.example\0',
    'a@b.example%0aBcc:thief@evil.example',
    '<a@b.example>',
    'A <a@b.example>',
    '"a b"@c.example',
    '"a@b.example"@c.example',
    'a(comment)@b.example',
    'a@(comment)b.example',
    '@relay.example:a@b.example',
    'relay!a@b.example@',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@10.0.1',
    'a@-b.example',
    'a@b-.example',
    'a@b_c.example',
    'a@b.example/../c',
    'a@b.example?subject=x',
    'a@b.example#x',
    'a@b.example:25',
    'a:b@c.example',
    'a,b@c.example',
    'a\\b@c.example',
    'group:a@b.example;',
    'a\u202eb@c.example',
    'a\u200bb@c.example',
    'a@b\u200b.example',
    'a＠b.example',
    '😀@b.example',
    'a@😀.example',
    `${'a'.repeat(65)}@b.example`,
    `a@${'b'.repeat(64)}.example`,
    `a@${'b.'.repeat(125)}example`,
    `${'a'.repeat(100_000)}@b.example`,
  ])('the text %j is refused as an address', text => {
    expect(isAddress(text)).toBe(false)
  })
})

test.each([
  ['Lead@Demo.Example', 'lead@demo.example'],
  [' lead@demo.example ', 'lead@demo.example'],
  ['info@BÜCHEREI.example', 'info@xn--bcherei-n2a.example'],
  ['e\u0301@b.example', '\u00e9@b.example'],
  ['first.last+tag@b.example', 'first.last+tag@b.example'],
])('%j and %j are the same mailbox', (typed, key) => {
  expect(addressKey(typed)).toBe(key)
})
