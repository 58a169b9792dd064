import { expect, test } from '@jest/globals'
import { recentlyUsed } from '../../src/db/recently-used.ts'

test('the cache removes the least recently used entries when it is full', () => {
  const cache = recentlyUsed<string>(10, (key, entry) => key.length + entry.length)
  cache.put('a', '1234')
  cache.put('b', '1234')
  expect(cache.get('a')).toBe('1234')
  cache.put('c', '1234')
  expect(['a', 'b', 'c'].map(key => cache.get(key))).toEqual(['1234', undefined, '1234'])
  cache.put('d', 'longer than ten')
  expect(['a', 'c', 'd'].map(key => cache.get(key))).toEqual([undefined, undefined, undefined])
  cache.put('e', '12345678')
  expect(cache.get('e')).toBe('12345678')
})
