/** Names that would reveal whose text it is. */
export interface IdentifyingNames {
  /** names of the organisation, its branches and their places. Each distinctive word counts too, such as "Millbrook" */
  places: readonly string[]
  /** names of partners and other groups. Only the whole name counts, because parts of it are often common words */
  groups: readonly string[]
  /** names of people. A first name or surname alone counts too, with a capital letter if its script has them */
  people: readonly string[]
}

/** A name in a text, with its position: from `at` to the character before `end`. */
export interface NameFound {
  /** as written in the text */
  text: string
  at: number
  end: number
}

interface Word {
  folded: string
  at: number
  end: number
  /** begins with a capital, or is in a script without capitals, such as Arabic */
  mayBeName: boolean
}

/** Words in names that do not reveal which place is meant. */
const commonWords = new Set(
  (
    'library libraries service services council city town village county borough district metropolitan royal ' +
    'unitary authority central main old new north south east west northern southern eastern western upper lower ' +
    'great greater little high street road lane avenue square market hall house centre center ' +
    'community communities mobile van bus hub branch learning information public culture cultural leisure ' +
    'arts archive archives museum museums heritage book books reading children friends school ' +
    'university college church chapel park green hill valley bay quay the ' +
    'and for with from saint trust charity association group team project welcome people home help free open ' +
    'llyfrgell llyfrgelloedd cyngor sir dinas tref canolfan gwasanaeth gwasanaethau newydd hen'
  ).split(' '),
)
/** Titles before names. Alone, they name no one. */
const titles = new Set(
  (
    'mr mrs ms miss mx mister dr doctor prof professor rev revd reverend canon father sister brother rabbi imam ' +
    'sheikh sir dame lady lord cllr councillor hon'
  ).split(' '),
)
/**
 * Letters after names, and words for roles, which a panel member can use in place of a name, as in "The Librarian".
 * They name no one.
 */
const roles = new Set(
  (
    'mbe obe cbe librarian reader member panel appraiser trustee chair volunteer manager officer worker ' +
    'coordinator helper person someone'
  ).split(' '),
)
/**
 * Names that are also ordinary words. At the start of a sentence, a capital letter does not show whether the name is
 * meant.
 */
const namesAndWords = new Set(
  (
    'will may mark grace hope joy faith charity rose dawn april june august summer autumn winter spring holly ' +
    'ivy olive ruby pearl amber heather daisy lily violet poppy bill jack frank rob pat sue art drew grant ' +
    'miles dean earl king page young brown white black grey wood woods field fields stone rivers brook bush ' +
    'cook baker long short small sharp wise good best love day bird fox wolf price rich read hand head foot ' +
    'bell ball bond case chance cross banks butler carter fisher hunter mason miller porter potter shepherd ' +
    'singer smith walker ward weaver marsh place power pride self sweet swift noble major snow frost rain ' +
    'storm early victor guy max gene ray don sky star'
  ).split(' '),
)
const shortestWord = 3
/** A word shorter than this counts only with a capital letter: "Bath", not "bath". */
const shortestInAnyCase = 5
/** A word of at least this length also counts at the start of a longer word: "northmere" in "northmerereads". */
const shortestAtStart = 6

/**
 * Finds these names in a text, in order. Ignores accents, hyphens and invisible characters. Case matters only for short
 * or common words, and for parts of people's names.
 */
export function namesIn(text: string, { places, groups, people }: IdentifyingNames): NameFound[] {
  const words = wordsIn(text)
  const found = [
    ...[...places, ...groups, ...people].flatMap(name => wholeName(words, name)),
    ...places.flatMap(distinctiveWords).flatMap(word => wordOfPlace(words, word)),
    ...people.flatMap(partsOfName).flatMap(part => words.filter(each => each.mayBeName && isWord(each, part))),
  ]
  return apart(found).map(({ at, end }) => ({ text: text.slice(at, end), at, end }))
}

/**
 * Finds the names of people on a panel, in order. A first name or surname alone counts too, except:
 * - titles and roles
 * - a common word, such as "Green", without a title before it
 * - an ordinary word, such as "Will", at the start of a sentence and without a title before it
 */
export function panelNamesIn(text: string, people: readonly string[]): NameFound[] {
  const words = wordsIn(text)
  const isTitleOrRole = (word: string): boolean => titles.has(word) || roles.has(word)
  const isCommon = (word: string): boolean => commonWords.has(word) || isTitleOrRole(word)
  const isNamed = (index: number, part: string): boolean => {
    const word = words[index]!
    if (!word.mayBeName || !isWord(word, part)) return false
    const before = words[index - 1]
    if (before && titles.has(before.folded)) return true
    return !isCommon(part) && !(namesAndWords.has(part) && startsSentence(text, word))
  }
  const isWordOnly = (name: string): boolean =>
    foldedWords(name).length === 1 && foldedWords(name).every(word => isCommon(word) || namesAndWords.has(word))
  const found = [
    ...people
      .map(withoutTitle)
      .filter(name => !isWordOnly(name))
      .flatMap(name => wholeName(words, name, isCommon)),
    ...people
      .flatMap(partsOfName)
      .filter(part => !isTitleOrRole(part))
      .flatMap(part => words.filter((_, index) => isNamed(index, part))),
  ]
  return apart(found).map(({ at, end }) => ({ text: text.slice(at, end), at, end }))
}

/** The name without the titles before it. A name that consists only of titles is kept: "Imam Sheikh". */
function withoutTitle(name: string): string {
  const words = foldedWords(name)
  const start = words.findIndex(word => !titles.has(word))
  return (start > 0 ? words.slice(start) : words).join(' ')
}

/** Patterns of the text before the first word of a sentence, of a line or list item, or of a quotation. */
const beforeFirstWord = [
  /(^|[.!?:…]["'’”)\]]*\s+)["'“‘(]*$/,
  /\n\s*([-–•*]\s*|\d+[.)]\s*)?["'“‘(]*$/,
  /["“‘(]\s*["'“‘(]*$/,
]

/** Whether a word is the first of a sentence, a line or a quotation. */
function startsSentence(text: string, { at }: Word): boolean {
  const before = text.slice(Math.max(0, at - 20), at)
  return beforeFirstWord.some(pattern => pattern.test(before))
}

/** Splits a text at the names found in it. `isName` is true for a segment that is a name. */
export function segmentsOf(text: string, found: readonly NameFound[]): { text: string; isName: boolean }[] {
  const ends = [0, ...found.map(({ end }) => end)]
  const segments = found.flatMap((name, index) => [
    { text: text.slice(ends[index], name.at), isName: false },
    { text: name.text, isName: true },
  ])
  return [...segments, { text: text.slice(ends.at(-1)), isName: false }].filter(segment => segment.text !== '')
}

function wordsIn(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*/gu)].map(({ 0: word, index }) => ({
    folded: foldedWord(word),
    at: index,
    end: index + word.length,
    mayBeName: /^[\p{Lu}\p{Lo}]/u.test(word),
  }))
}

const foldedWord = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()

const foldedWords = (name: string): string[] => wordsIn(name).map(({ folded }) => folded)

const isWord = ({ folded }: Word, word: string): boolean => folded === word || folded === `${word}s`

type Place = Pick<Word, 'at' | 'end'>

/**
 * Finds the places where a whole name occurs. One short word, or only common words such as "Central Library", must have
 * capital letters.
 */
function wholeName(
  words: readonly Word[],
  name: string,
  isCommonWord = (word: string): boolean => commonWords.has(word),
): Place[] {
  const wanted = foldedWords(name)
  if (wanted.length === 0) return []
  const joined = wanted.join('')
  const isCommon =
    wanted.every(word => isCommonWord(word) || word.length < shortestWord) ||
    (wanted.length === 1 && joined.length < shortestInAnyCase)
  return words.flatMap((first, at): Place[] => {
    if (!isCommon && joined.length >= shortestAtStart && first.folded.includes(joined)) return [first]
    const here = words.slice(at, at + wanted.length)
    const isHere = here.length === wanted.length && here.every((word, index) => isWord(word, wanted[index]!))
    return isHere && (!isCommon || here.every(word => word.mayBeName)) ? [{ at: first.at, end: here.at(-1)!.end }] : []
  })
}

const distinctiveWords = (name: string): string[] =>
  foldedWords(name).filter(word => word.length >= shortestWord && !commonWords.has(word) && /\p{L}/u.test(word))

const wordOfPlace = (words: readonly Word[], wanted: string): Place[] =>
  words.filter(
    word =>
      (isWord(word, wanted) && (word.mayBeName || wanted.length >= shortestInAnyCase)) ||
      (wanted.length >= shortestAtStart && word.folded.startsWith(wanted)),
  )

const partsOfName = (name: string): string[] => foldedWords(name).filter(word => word.length >= shortestWord)

/** Sorts the names by position, and merges those that overlap. */
function apart(found: readonly Place[]): Place[] {
  const inOrder = found.toSorted((a, b) => a.at - b.at || b.end - a.end)
  return inOrder.reduce<Place[]>((kept, next) => {
    const last = kept.at(-1)
    if (!last || next.at >= last.end) return [...kept, { at: next.at, end: next.end }]
    return [...kept.slice(0, -1), { at: last.at, end: Math.max(last.end, next.end) }]
  }, [])
}
