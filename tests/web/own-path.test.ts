import { expect, test } from '@jest/globals'
import { ownPath } from '../../src/web/own-path.ts'

test.each(['/home', '/applications/abc?part=2#end', '/people?search=%2F%2Felsewhere', '/a/../b//c'])(
  'signing in can continue to %s',
  next => {
    expect(new URL(ownPath(next), 'http://localhost:3000').origin).toBe('http://localhost:3000')
    expect(ownPath(next, 'refused')).not.toBe('refused')
  },
)

test.each([
  'https://elsewhere.example/',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '\\\\elsewhere.example',
  '/\t/elsewhere.example',
  '/\n/elsewhere.example',
  ' //elsewhere.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/..//elsewhere.example',
  '/.//elsewhere.example',
  'home',
  '',
  `/${'a'.repeat(2_001)}`,
  undefined,
  ['/home'],
  { next: '/home' },
])('signing in continues to the home page instead of %j', next => {
  expect(ownPath(next)).toBe('/home')
})
