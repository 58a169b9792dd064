import { givenNames, givenNamesWithSurname } from './given-names.ts'
import { withoutStackedMarks } from './combining-marks.ts'
import type { Instant } from './time.ts'

/**
 * The kinds of personal details that are searched for in a text. The search misses some and reports others by mistake,
 * so people decide.
 */
export const personalDetailKinds = [
  'name',
  'phone',
  'birth',
  'insurance',
  'reference',
  'e-mail',
  'address',
  'hotel',
] as const
export type PersonalDetailKind = (typeof personalDetailKinds)[number]

/** The properties of a document that are checked for personal details. */
export const documentProperties = [
  'author',
  'changed',
  'manager',
  'company',
  'title',
  'subject',
  'keywords',
  'comments',
  'other',
] as const
export interface DocumentProperty {
  property: (typeof documentProperties)[number]
  text: string
}

export interface PersonalDetail {
  kind: PersonalDetailKind
  text: string
}
/**
 * The choices for personal details that are not removed: keep them, restrict who can see the evidence, or make redacted
 * copies of its files.
 */
export type PersonalDataChoice = 'keep' | 'restrict' | 'redact'
/**
 * A person's answer about the personal details that were found: keep them, or restrict the evidence. Only the kinds of
 * the details are stored, never the details.
 */
export interface PersonalDataAnswer {
  kinds: PersonalDetailKind[]
  answer: Exclude<PersonalDataChoice, 'redact'>
  reason: string
  name: string
  at: Instant
}
/** A personal detail, and the form field or file in which it was found (`where`). The caller sets `where`. */
export interface PersonalDetailAt extends PersonalDetail {
  where: string
}

type Found = PersonalDetail & { at: number; end: number }

// Every pattern has a maximum length, so that the search time grows linearly with the text.
const word = String.raw`\p{Lu}[\p{L}\p{M}'’]{1,30}`
const begins = String.raw`(?<![\p{L}\p{M}\p{N}])`
const ends = String.raw`(?![\p{L}\p{M}\p{N}])`
const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|' +
  'aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const date = String.raw`(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/. -]\d{1,2}[/. -]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:${months}),? \d{2,4}|(?:${months}) \d{1,2}(?:st|nd|rd|th)?,? \d{4})`
const streets =
  'Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Way|Terrace|Court|Gardens|Place|Crescent|' +
  'Grove|Square|Row|Walk|Mews|Rise|Parade|Hill'
const whom =
  'boy|girl|man|woman|lady|mother|mum|father|dad|child|daughter|son|sister|brother|' +
  'person|family|reader|student|learner|pupil|volunteer|friend|refugee|member|visitor|teenager'

const pattern = (source: string, flags = ''): RegExp => new RegExp(source, `gu${flags}`)

/**
 * Patterns run in this order. Text matched by one is not matched again. If a pattern has a capture group, only the text
 * of the group is shown, except for references.
 */
const patterns: readonly [PersonalDetailKind, RegExp][] = [
  [
    'e-mail',
    pattern(
      String.raw`(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}`,
    ),
  ],
  [
    'birth',
    pattern(
      String.raw`${begins}(?:d\.?o\.?b\.?|date of birth|birth ?date|birthday|born)(?: is| was| on)?[ :=-]{1,3}${date}${ends}`,
      'i',
    ),
  ],
  ['birth', pattern(String.raw`(?<![\p{N}/.-])\d{1,2}[/.-]\d{1,2}[/.-](?:19[2-9]\d|200\d)(?![\p{N}/-])`)],
  ['insurance', pattern(String.raw`${begins}(?:[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|[a-z]{2}\d{6}[a-d])${ends}`)],
  ['reference', pattern(String.raw`(?<!\p{N})\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?!\p{N})`)],
  [
    'reference',
    pattern(
      String.raw`${begins}(?:GWF ?\d{9}|[A-Z]{2}/\d{5}/\d{4}|UI-\d{4}-\d{6}|[A-Z]{2,4}/\d{6,8}|[ZRE][A-Z][0-9X]\d{6}|[A-Z]\d{7}(?:/\d{1,3})?|\d{2}/\d{2}/\d{5}(?:/\d{3})?)${ends}`,
    ),
  ],
  [
    'reference',
    pattern(
      String.raw`${begins}(?:case|client|claim|asylum|file|police|crime|nhs|passport|visa|home office) (?:number|no\.?|ref(?:erence)?\.?|id)(?![a-z]) ?[:#]? ?(?=[a-z/ -]{0,12}\d)[a-z0-9][a-z0-9/-]{2,30}${ends}`,
      'i',
    ),
  ],
  [
    'phone',
    pattern(
      String.raw`(?<![\p{L}\p{N}@.,£/-])(?:(?:\+|00)\d(?:[ ().-]{0,2}\d){7,13}|44\d{10}|0(?:[ ()-]{0,2}\d){9,10})(?![\p{L}\p{N}])`,
    ),
  ],
  ['address', pattern(String.raw`(?<![\p{N}/.:])\d{1,4}[a-zA-Z]?,? (?:${word} ){1,3}(?:${streets})${ends}`)],
  ['address', pattern(String.raw`${begins}[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}${ends}`)],
  [
    'hotel',
    pattern(
      String.raw`${begins}(?!(?:The|At|In|From|Our|A)[ ](?:Hotel|Inn|Hostel|Lodge))(?:(?:The|At|In|From|Our|A) )?((?:${word}[ -]){1,4}(?:Hotel|Inn|Hostel|Guest ?[Hh]ouse|Lodge|Barracks))${ends}`,
    ),
  ],
  ['hotel', pattern(String.raw`${begins}(?:Hotel ${word}|Travelodge|Novotel|Bibby Stockholm)${ends}`)],
  ['name', pattern(String.raw`${begins}(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Revd?|Imam|Sheikh)\.?[ _](?:${word}[ -])?${word}`)],
  [
    'name',
    pattern(String.raw`${begins}(?:[Nn]ame(?: is| was|:)|(?:${whom}),? (?:called|named)) (${word}(?: ${word})?)`),
  ],
]

/**
 * Possible personal details in a text, a file name or a document's properties, in order, each once.
 * @param known the names of the library, its branches and its team, which need no protection here
 */
export function personalDetailIn(text: string, known: readonly string[]): PersonalDetail[] {
  const inOrder = withoutKnown(foundIn(text), known)
  return inOrder
    .filter(
      (personalData, index) =>
        inOrder.findIndex(other => other.kind === personalData.kind && other.text === personalData.text) === index,
    )
    .map(({ kind, text: shown }) => ({ kind, text: shown }))
}

/**
 * Removes names, addresses, hotels and email addresses made up only of words from `known`. Ignores titles, numbers and
 * the part of an email address after the @.
 */
export function withoutKnown<Detail extends PersonalDetail>(
  details: readonly Detail[],
  known: readonly string[],
): Detail[] {
  const ours = new Set(known.flatMap(wordsOf))
  return details.filter(personalData => !isOurs(personalData, ours))
}

/**
 * The possible personal details in a text, in order, each with its position. Of details that overlap, only the first
 * one found is listed.
 */
export function foundIn(text: string): Found[] {
  const found: Found[] = []
  const add = ({ kind, text: shown, at, end }: Found): void => {
    if (!found.some(other => at < other.end && other.at < end)) found.push({ kind, text: shown.trim(), at, end })
  }
  for (const [kind, each] of patterns) {
    for (const match of text.matchAll(each))
      add({
        kind,
        text: kind === 'reference' ? match[0] : (match[1] ?? match[0]),
        at: match.index,
        end: match.index + match[0].length,
      })
  }
  for (const name of namesIn(text)) add({ kind: 'name', ...name })
  return found.toSorted((one, other) => one.at - other.at)
}

export const personalDetailsIn = (
  places: readonly { where: string; text: string }[],
  known: readonly string[],
): PersonalDetailAt[] =>
  places.flatMap(({ where, text }) => personalDetailIn(text, known).map(personalData => ({ where, ...personalData })))

const mostSurnames = 2
/**
 * Capitalised words that do not count as a surname after a first name, because the two then name a place, a day or an
 * organisation.
 */
const notSurnames = new Set(
  [
    streets,
    'Library|Libraries|Centre|Park|House|Hall|School|Church|College|University|Hospital',
    'Day|Week|Month|Foundation|Trust|Award|Prize|And|The|Of|Cafe|Café|Coronation|Aid|Hotel|Inn|Ward|Room|Festival',
    'II|III|IV|V|VI|VII|VIII',
  ]
    .join('|')
    .toLowerCase()
    .split('|'),
)
const between = /^(?:[ _.-]|)$/

/**
 * Yields first names with up to two capitalised words after them; names in `givenNamesWithSurname` need at least one
 * such word. The words can be joined by a space, dash, underscore, dot or nothing, as in file names.
 */
function* namesIn(text: string): Generator<{ text: string; at: number; end: number }> {
  const tokens = [...text.matchAll(/\p{Lu}?[\p{Ll}\p{M}'’]+|\p{Lu}+(?!\p{Ll})|[\p{Lo}\p{M}]+/gu)]
  const mayBeInSmallLetters = isFileName(text)
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!
    if (!mayBeInSmallLetters && !/^[\p{Lu}\p{Lo}]/u.test(token[0])) continue
    const name = folded(token[0]).replace(/['’]s$/, '')
    const isAlone = givenNames.has(name)
    if (!isAlone && !givenNamesWithSurname.has(name)) continue
    const surnames = surnamesAfter(tokens, at)
    if (surnames.length === 0 && !isAlone) continue
    const last = surnames.at(-1) ?? token
    yield {
      text: [token, ...surnames].map(each => each[0]).join(' '),
      at: token.index,
      end: last.index + last[0].length,
    }
    at += surnames.length
  }
}

function surnamesAfter(tokens: readonly RegExpExecArray[], at: number): RegExpExecArray[] {
  const surnames: RegExpExecArray[] = []
  for (let next = at + 1; next < tokens.length && surnames.length < mostSurnames; next += 1) {
    const [before, token] = [tokens[next - 1]!, tokens[next]!]
    const gap = token.input.slice(before.index + before[0].length, token.index)
    if (!between.test(gap) || !/^\p{Lu}./u.test(token[0]) || notSurnames.has(token[0].toLowerCase())) break
    surnames.push(token)
  }
  return surnames
}

const isFileName = (text: string): boolean => /^\S+\.\w{2,5}$/.test(text)

const folded = (text: string): string =>
  (/[\p{Script=Latin}]/u.test(text)
    ? withoutStackedMarks(text).normalize('NFKD').replace(/\p{M}/gu, '')
    : text
  ).toLowerCase()

export const wordsOf = (text: string): string[] => folded(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'rev', 'revd', 'imam', 'sheikh', 'the'])

/** Whether a name, address, hotel or mailbox is made up only of the library's own words. */
function isOurs({ kind, text }: PersonalDetail, ours: ReadonlySet<string>): boolean {
  if (kind !== 'name' && kind !== 'address' && kind !== 'hotel' && kind !== 'e-mail') return false
  const words = wordsOf(kind === 'e-mail' ? text.split('@')[0]! : text).filter(
    each => !titles.has(each) && !/^\d/.test(each),
  )
  return words.length > 0 && words.every(each => ours.has(each))
}
