// Finds phrases in the text of a page, whatever the case, accents, spaces, hyphens, line breaks and ligatures.

/**
 * In Latin, Greek and similar scripts, phrases of at most this many letters are found only as whole words: "Ann" must
 * not be found in "planning".
 */
const shortest = 4
const separated = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{N}]/u
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
const letterOrNumber = /[\p{L}\p{N}]/u

/**
 * @param characters of a page, one string for each position in its text
 * @returns its letters and digits in one string, and for each the first and last position that it comes from
 */
export function foldedText(characters) {
  const letters = []
  for (const [place, character] of characters.entries())
    for (const letter of folded(character)) letters.push({ letter, from: place, to: place })
  const kept = withoutLamAlef(letters)
  return {
    letters: kept.map(({ letter }) => letter).join(''),
    places: kept.flatMap(({ letter, from, to }) => Array.from({ length: letter.length }, () => ({ from, to }))),
  }
}

const folded = text =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]|\p{Lm}/gu, '')
    .toLowerCase()
    .replaceAll('ς', 'σ')

const [lam, alef] = ['ل', 'ا']

/**
 * PDFs write lam and alef as one glyph, which may be read in either order. So alefs next to a lam count as part of the
 * lam.
 */
function withoutLamAlef(letters) {
  const kept = []
  for (const each of letters) {
    if (each.letter === alef && kept.at(-1)?.letter === lam) {
      kept.at(-1).to = each.to
      continue
    }
    let { from } = each
    if (each.letter === lam) while (kept.at(-1)?.letter === alef) ({ from } = kept.pop())
    kept.push({ ...each, from })
  }
  return kept
}

/** The letters and digits of a phrase, in lower case and without accents. Empty when there is nothing to find. */
export const foldedPhrase = phrase => foldedText([...phrase]).letters

/**
 * @param text returned by `foldedText`
 * @param characters from which `text` was made
 * @returns the first and last position of each occurrence
 */
export function occurrencesOf(phrase, text, characters) {
  const sought = foldedPhrase(phrase)
  if (sought === '') return []
  const found = rangesOf(sought, text)
  // Some programs store right-to-left text from left to right.
  if (rightToLeft.test(sought)) found.push(...rangesOf([...sought].toReversed().join(''), text))
  const isShort = [...sought].length <= shortest
  return isShort ? found.filter(range => isWholeWord(sought, range, characters)) : found
}

function rangesOf(sought, { letters, places }) {
  const ranges = []
  for (let at = letters.indexOf(sought); at >= 0; at = letters.indexOf(sought, at + 1))
    ranges.push({ from: places[at].from, to: places[at + sought.length - 1].to })
  return ranges
}

function isWholeWord(sought, { from, to }, characters) {
  const continues = (edge, neighbour) => separated.test(edge) && letterOrNumber.test(neighbour ?? '')
  return !continues(sought[0], characters[from - 1]) && !continues(sought.at(-1), characters[to + 1])
}
