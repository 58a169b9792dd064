import type { Config } from '../../../config.ts'
import type { Tx } from '../../../db/connection.ts'
import { keyOf, type ReminderKind } from '../../../domain/ladder.ts'
import { isNobodyLeft, roleNow } from '../../../domain/reminding.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { calendarOf } from '../../../email/calendar.ts'
import type { Gather } from '../../../email/claim.ts'
import { drawDigest, entryOf, type DigestLine } from '../../../email/templates/reminders.ts'
import { sealText } from '../../../web/sealed-text.ts'
import { languageOf, translator, type T } from '../../../words/words.ts'
import { judge, type Judged } from './judge.actions.ts'
import { readerOf } from './reader.store.ts'
import { closeLines, linesBeside, linesIn, type StoredLine } from './reminder.store.ts'

/** What the seal of an unsubscribing link says: whose, and which kinds. */
export const unsubscribing = 'unsubscribe'

/** Draws the morning's letter at the moment of sending: each line is asked about once more, and one that no longer holds is left out. */
export const gatherReminders =
  ({ sessionSecret, baseUrl }: Pick<Config, 'sessionSecret' | 'baseUrl'>): Gather =>
  async (trx, letter, at) => {
    const lines = (await linesIn(trx, letter.id)).filter(({ status }) => status === 'in a letter')
    const reader = await readerOf(trx, letter.personId === null ? 'mailbox' : 'person', letter.thingId)
    if (reader && reader.address !== letter.address) {
      await closeLines(trx, lines, 'in a letter', 'address changed', at)
      return 'no line left'
    }
    const beside = await linesBeside(trx, lines)
    const judged = (await judge(trx, lines)).map(each => ({
      ...each,
      because: each.because ?? (isOvertaken(each.line, beside) ? ('overtaken' as const) : null),
    }))
    await closeWhatNoLongerHolds(trx, judged, at)
    const left = judged.filter(({ because }) => because === null)
    if (left.length === 0 || !reader) return 'no line left'
    const t = translator(languageOf(letter.language))
    const shown = left.map(digestLine)
    const firsts = shown.filter((line, place) => line.as !== 'coordinator' && isFirstStep(left[place]!.line, beside))
    return {
      words: { ...drawDigest(t, shown, dayOf(at)), name: letter.personId === null ? null : reader.name },
      calendar: firsts.length === 0 ? null : calendarFor(t, firsts, baseUrl, at),
      unsubscribePath:
        letter.personId === null
          ? null
          : unsubscribePath(
              sessionSecret,
              letter.personId,
              shown.map(({ kind }) => kind),
            ),
    }
  }

export const unsubscribePath = (secret: string, personId: string, kinds: readonly ReminderKind[]): string =>
  `/unsubscribe/${sealText(secret, unsubscribing, [personId, ...new Set(kinds)].join('\n'))}`

async function closeWhatNoLongerHolds(trx: Tx, judged: readonly Judged[], at: Instant): Promise<void> {
  for (const { line, because } of judged)
    if (because !== null) await closeLines(trx, [line], 'in a letter', because, at)
}

const isSameDate = (a: StoredLine, b: StoredLine): boolean => keyOf({ ...a, step: 0 }) === keyOf({ ...b, step: 0 })
/** A later step about the same date is in another letter to the same reader, which tells more. */
const isOvertaken = (line: StoredLine, beside: readonly StoredLine[]): boolean =>
  beside.some(other => isSameDate(other, line) && other.step < line.step)
const isFirstStep = (line: StoredLine, beside: readonly StoredLine[]): boolean =>
  !beside.some(other => isSameDate(other, line) && other.step > line.step)

export function digestLine({ line, thing, around }: Judged): DigestLine {
  return {
    kind: line.kind,
    thingId: line.thingId,
    as: (thing && roleNow(line, thing, around)) ?? line.as,
    about: line.about,
    organisationId: line.organisationId,
    organisation: thing?.organisation ?? '',
    applicationId: line.applicationId,
    lapsesAfter: thing?.lapsesAfter ?? null,
    isSuspended: thing?.isSuspended ?? false,
    nobodyToTell: isNobodyLeft(around),
  }
}

function calendarFor(t: T, lines: readonly DigestLine[], baseUrl: string, at: Instant): string {
  const { hostname } = new URL(baseUrl)
  return calendarOf(
    lines.map(line => {
      const { title, text, path } = entryOf(t, line)
      return {
        uid: `${line.kind.replace(' ', '-')}-${line.thingId}-${line.about}@${hostname}`,
        day: line.about,
        title,
        text,
        address: baseUrl + path,
      }
    }),
    t.language,
    at,
  )
}
