import { runsBetween, wordsOf } from './word-differences.ts'

export interface Merged {
  text: string
  /**
   * whether some of the text has both versions, because both people changed the same words or the version that they
   * read is not known
   */
  isBoth: boolean
}

/** The version that both people read, and the versions that they wrote. */
interface Versions<Text> {
  read: Text
  theirs: Text
  yours: Text
}
type Words = readonly string[]

/**
 * Merges two versions of a text word by word. Where both changed the same words, keeps both, the other person's first.
 * If `read` is null, keeps everything in either version.
 */
export function mergeTexts({ read, theirs, yours }: { read: string | null; theirs: string; yours: string }): Merged {
  if (sameText(theirs, yours)) return { text: yours, isBoth: false }
  if (read === null) return { text: both(wordsOf(theirs), wordsOf(yours)).join('').trim(), isBoth: true }
  const stretches = stretchesOf({ read: wordsOf(read), theirs: wordsOf(theirs), yours: wordsOf(yours) })
  const merged = stretches.map(resolve)
  return {
    text: merged.reduce((text, { words }) => joined(text, words.join('')), '').trim(),
    isBoth: merged.some(({ isBoth }) => isBoth),
  }
}

/** Splits the versions at the words that all three have. */
function stretchesOf({ read, theirs, yours }: Versions<Words>): Versions<Words>[] {
  const [inTheirs, inYours] = [placesIn(read, theirs), placesIn(read, yours)]
  const stretches: Versions<Words>[] = []
  let from = { read: 0, theirs: 0, yours: 0 }
  const cut = (to: typeof from): void => {
    stretches.push({
      read: read.slice(from.read, to.read),
      theirs: theirs.slice(from.theirs, to.theirs),
      yours: yours.slice(from.yours, to.yours),
    })
    from = to
  }
  read.forEach((_, place) => {
    const [theirPlace, yourPlace] = [inTheirs.get(place), inYours.get(place)]
    if (theirPlace === undefined || yourPlace === undefined) return
    cut({ read: place, theirs: theirPlace, yours: yourPlace })
    cut({ read: place + 1, theirs: theirPlace + 1, yours: yourPlace + 1 })
  })
  cut({ read: read.length, theirs: theirs.length, yours: yours.length })
  return stretches
}

/** The position in `written` of each word of `read` that was kept. */
function placesIn(read: Words, written: Words): Map<number, number> {
  const places = new Map<number, number>()
  let [before, after] = [0, 0]
  for (const { kind, words } of runsBetween(read, written)) {
    if (kind === 'same') words.forEach((_, place) => places.set(before + place, after + place))
    if (kind !== 'added') before += words.length
    if (kind !== 'removed') after += words.length
  }
  return places
}

function resolve({ read, theirs, yours }: Versions<Words>): { words: Words; isBoth: boolean } {
  const text = (words: Words) => words.join('')
  if (text(yours) === text(read)) return { words: theirs, isBoth: false }
  if (text(theirs) === text(read) || sameText(text(theirs), text(yours))) return { words: yours, isBoth: false }
  // A version that differs only in white space counts as unchanged, because each word includes the space after it.
  if (sameText(text(yours), text(read))) return { words: theirs, isBoth: false }
  if (sameText(text(theirs), text(read))) return { words: yours, isBoth: false }
  return { words: both(theirs, yours), isBoth: true }
}

/**
 * All words of both versions. Versions that share most of their words are interleaved; otherwise one follows the other.
 */
function both(theirs: Words, yours: Words): Words {
  const runs = runsBetween(theirs, yours)
  const shared = runs.filter(({ kind }) => kind === 'same').reduce((count, { words }) => count + words.length, 0)
  if (shared * 4 >= 3 * Math.min(theirs.length, yours.length))
    return runs.reduce<string[]>((text, { words }) => [...text, ...apart(text, words)], [])
  return [...theirs, ...apart(theirs, yours)]
}

/**
 * Puts a space before `words`, or an empty line if `before` ends a sentence. Returns `words` unchanged if either is
 * empty, or if `before` ends in white space.
 */
function apart(before: Words, words: Words): Words {
  const last = before.at(-1)
  if (last === undefined || words.length === 0 || /\s$/u.test(last)) return words
  return [/[.!?…]["'’”)]*$/u.test(last) ? '\n\n' : ' ', ...words]
}

const joined = (text: string, next: string): string =>
  text === '' || next === '' || /\s$/u.test(text) || /^\s/u.test(next) ? text + next : `${text} ${next}`

/** Whether two texts differ only in white space. */
export const sameText = (one: string, other: string): boolean =>
  one.trim().replace(/\s+/gu, ' ') === other.trim().replace(/\s+/gu, ' ')
