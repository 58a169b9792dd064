import type { Db, Tx } from '../db/connection.ts'
import { addDays, addMinutes, dayOf, instantAt, type Instant } from '../domain/time.ts'
import { fillMergeFields, type MergeField, type WordedEmail, type Wording } from '../domain/wording.ts'
import type { T } from '../words/words.ts'
import { catalogueWording, wordsFor } from './wording.store.ts'

/** The parts of an email's text. */
export interface EmailText {
  subject: string
  paragraphs: readonly string[]
  /** the only link of the email; null when it has none. `path`, such as /home, is on this service */
  action: { label: string; path: string } | null
  /** the last line, such as how to choose emails */
  note?: string
}

/** The opening and closing paragraphs of an email that coordinators can edit. Both are empty for other emails. */
export interface EditableParagraphs {
  opening: readonly string[]
  closing: readonly string[]
}
const notWritten: EditableParagraphs = { opening: [], closing: [] }

/** An email without a token. */
export interface PlainEmail<Facts> {
  token: null
  /** the editable text; null when the words are fixed */
  wording: { name: WordedEmail; values(t: T, facts: Facts): Partial<Record<MergeField, string>> } | null
  /** @param written the editable text; by default the text of the catalogue */
  render(t: T, facts: Facts, written?: EditableParagraphs): EmailText
}

export const tokenUses = ['invitation', 'seat offer', 'endorsement', 'password reset', 'sign-in link'] as const
export type TokenUse = (typeof tokenUses)[number]

/** How long a token lasts: `lastsMinutes`, or until the end of the day in London, `lastsDays` after the email. */
export type TokenLife = { use: TokenUse } & ({ lastsMinutes: number } | { lastsDays: number })

/** An email with a secret link. Its text is written again with a new token each time it is sent. */
export interface TokenEmail {
  token: TokenLife
  /** null when the email is no longer needed */
  renderWith(db: Db, t: T, entityId: string, token: string): Promise<RenderedWithToken | null>
}

export interface RenderedWithToken {
  name: string | null
  rendered: EmailText
  /** when the token expires, if that is before the end of its usual life */
  until?: Instant | undefined
}

export type Email<Facts = never> = PlainEmail<Facts> | TokenEmail

/** Declares an email without a token, whose words are fixed. */
export const email = <Facts>(render: (t: T, facts: Facts) => EmailText): PlainEmail<Facts> => ({
  token: null,
  wording: null,
  render,
})

/** Declares an email whose opening and closing coordinators can edit. */
export const wordedEmail = <Facts>(
  name: WordedEmail,
  values: (t: T, facts: Facts) => Partial<Record<MergeField, string>>,
  render: (t: T, facts: Facts, written: EditableParagraphs) => EmailText,
): PlainEmail<Facts> => ({
  token: null,
  wording: { name, values },
  render: (t, facts, written = ourWords(t, name, values(t, facts))) => render(t, facts, written),
})

function ourWords(t: T, name: WordedEmail, values: Partial<Record<MergeField, string>>): EditableParagraphs {
  const { opening, closing } = catalogueWording(t, name)
  return writtenFrom({ opening: fillMergeFields(opening, values), closing: fillMergeFields(closing, values) })
}

/** Splits an opening and a closing into paragraphs, at empty lines. */
export const writtenFrom = ({ opening, closing }: Wording): EditableParagraphs => ({
  opening: paragraphsOf(opening),
  closing: paragraphsOf(closing),
})

const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n{2,}/)
    .map(each => each.trim())
    .filter(Boolean)

/** The opening and closing in use, with merge fields filled in; empty for emails that coordinators cannot edit. */
export async function writtenFor<Facts>(
  db: Db | Tx,
  t: T,
  { wording }: PlainEmail<Facts>,
  facts: Facts,
): Promise<EditableParagraphs> {
  if (wording === null) return notWritten
  return writtenFrom(await wordsFor(db, t, { name: wording.name, values: wording.values(t, facts) }))
}

/** The time until which a token works if its email is sent at `at`. */
export const expiryOf = (token: TokenLife, at: Instant): Instant =>
  'lastsDays' in token
    ? instantAt(addDays(dayOf(at), token.lastsDays + 1), '00:00')
    : addMinutes(at, token.lastsMinutes)

/** Declares an email with a secret link. */
export function tokenEmail<Facts extends { name: string | null; until?: Instant }>(
  token: TokenEmail['token'],
  facts: (db: Db, entityId: string) => Promise<Facts | null>,
  render: (t: T, facts: Facts, token: string) => EmailText,
): TokenEmail {
  return {
    token,
    async renderWith(db, t, entityId, secret) {
      const found = await facts(db, entityId)
      return found && { name: found.name, rendered: render(t, found, secret), until: found.until }
    },
  }
}
