import type { PersonalDetail } from './personal-data.ts'

// Finds the contact details of libraries and other organisations, such as those in policies and newsletters.
// They are not reported as personal details.

const publicBody =
  'librar(?:y|ies)|council|centre|museums?|galler(?:y|ies)|archives?|hall|offices?|reception|school|college|' +
  'university|hospital|surgery|church|mosque|temple|synagogue|hub|trust|charity|association|ltd|limited|department|' +
  'services?|switchboard|helpline|minicom|enquir(?:y|ies)|customer'
const invitation =
  'contact us|get in touch|opening (?:times|hours)|to (?:book|join|register|volunteer|renew|reserve|find out)|' +
  'for (?:more|further) (?:information|details)'
const publicWords = new RegExp(String.raw`(?<!\p{L})(?:${publicBody}|${invitation})(?!\p{L})`, 'giu')
/**
 * Apart from numbers and words with a capital letter, only these words can come between a public body and its contact
 * details. With any other word, the sentence could be about a person.
 */
const smallWords = new Set(
  (
    'of the and at on in or by for to is our us a any an more please place visit tel telephone phone call ring text ' +
    'fax email e mail website online address post code postcode number direct line information details contact open'
  ).split(' '),
)
const before = 160
/** Websites and email addresses. */
const addresses = /[^\s./@]+[./@]\S+/gu

const mailbox = new RegExp(
  String.raw`(?<!\p{L})(?:${publicBody}|info|contact|hello|admin|events|news|newsletter|press|foi|dpo|help|support|` +
    'team|feedback|bookings?|membership|learning|web|webmaster|communications?|comms|no-?reply|donotreply|jobs|' +
    String.raw`recruitment|complaints|protection|welcome)s?(?!\p{L})`,
  'iu',
)
/** UK numbers that start with 03, 08 or 09. Only organisations have them. */
const serviceNumber = /^(?:\+44|0044|0)[\s()-]*0?[\s()-]*[389]/
const mobileOrAbroad = /^(?:\+44|0044|0)[\s()-]*0?[\s()-]*7|^(?:\+|00)(?!44)/

/**
 * Whether a detail is the contact detail of an organisation, or an ISBN that looks like a phone number.
 * @param at where the detail starts in the text
 * @param names where names of people start in the text
 */
export function isPublicContact(
  { kind, text: detail }: PersonalDetail,
  { text, at, names }: { text: string; at: number; names: readonly number[] },
): boolean {
  if (kind === 'e-mail') return mailbox.test(detail.split('@')[0]!)
  if (kind === 'address') return followsPublicBody(text, at, names)
  if (kind !== 'phone' || mobileOrAbroad.test(detail)) return false
  return serviceNumber.test(detail) || isIsbn(detail) || followsPublicBody(text, at, names)
}

function followsPublicBody(text: string, at: number, names: readonly number[]): boolean {
  const from = Math.max(0, at - before)
  const last = [...text.slice(from, at).matchAll(publicWords)].at(-1)
  if (!last) return false
  const end = from + last.index + last[0].length
  const between =
    text
      .slice(end, at)
      .replace(addresses, ' ')
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return (
    between.every(each => /^[\p{Lu}\p{N}]/u.test(each) || smallWords.has(each)) &&
    !names.some(name => name >= end && name < at)
  )
}

/**
 * Whether a number is an old ISBN: ten digits, the last of them a check digit. Many start with 0, like phone numbers.
 */
function isIsbn(detail: string): boolean {
  if (!/^\d{10}$/.test(detail)) return false
  return [...detail].reduce((sum, digit, index) => sum + Number(digit) * (10 - index), 0) % 11 === 0
}
