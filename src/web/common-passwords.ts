import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../config.ts'

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '12345678901234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
]
const neighbours = new Set(
  [...rows, ...rows.map(row => [...row].reverse().join(''))].flatMap(row =>
    [...row].slice(1).map((character, index) => row[index]! + character),
  ),
)

let list: ReadonlySet<string> | null = null

/**
 * Whether a password is too common. A password of several words is allowed, even if one of them is common.
 * @param own names and addresses of this person, which also count as common
 */
export function isCommonPassword(password: string, own: readonly string[] = []): boolean {
  const plain = bare(password)
  list ??= read()
  if (plain === '' || own.some(each => bare(each) === plain)) return true
  return isWalk(plain) || isRepeated(plain, list) || list.has(withoutDigits(plain, list))
}

/** Text without case, spaces and punctuation, which do not make a common phrase any safer. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')

/**
 * Whether a password is a keyboard walk: each step repeats a key or goes to its neighbour on the keyboard, in the
 * alphabet or among the digits. Up to three steps may be different, but at most a quarter of the steps.
 */
function isWalk(plain: string): boolean {
  const steps = [...plain].slice(1).map((character, index) => plain[index]! + character)
  const jumps = steps.filter(step => step[0] !== step[1] && !neighbours.has(step)).length
  return jumps <= 3 && jumps <= steps.length / 4
}

/**
 * Whether a password repeats a short or common part, such as "passwordpassword" or "abcabcabcabcabc". A part of more
 * than five characters counts only if it is common.
 */
function isRepeated(plain: string, words: ReadonlySet<string>): boolean {
  for (let length = 1; length <= plain.length / 2; length += 1) {
    const part = plain.slice(0, length)
    if (plain.length % length === 0 && part.repeat(plain.length / length) === plain)
      return length <= 5 || words.has(withoutDigits(part, words))
  }
  return false
}

/** A common word without the digits before or after it. Anything else is returned unchanged. */
function withoutDigits(plain: string, words: ReadonlySet<string>): string {
  const word = plain.replace(/^\d+|\d+$/g, '')
  return words.has(word) ? word : plain
}

function read(): ReadonlySet<string> {
  const lines = readFileSync(join(projectFolder, 'data', 'common-passwords.txt'), 'utf8').split('\n')
  return new Set(
    lines
      .filter(line => !line.startsWith('#'))
      .map(bare)
      .filter(Boolean),
  )
}
