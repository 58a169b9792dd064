import type { Config } from '../../../config.ts'
import type { Tx } from '../../../db/connection.ts'
import { keyOf, type ReminderKind } from '../../../domain/ladder.ts'
import { isNobodyLeft, roleNow } from '../../../domain/reminding.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { calendarOf } from '../../../email/calendar.ts'
import type { Gather } from '../../../email/claim.ts'
import { drawDigest, entryOf, type DigestLine } from '../../../email/templates/reminders.ts'
import { signText } from '../../../web/sealed-text.ts'
import { languageOf, translator, type T } from '../../../words/words.ts'
import { judge, type Judged } from './judge.actions.ts'
import { readerOf } from './reader.store.ts'
import { closeLines, linesBeside, linesIn, type StoredLine } from './reminder.store.ts'

/** What the seal of an unsubscribing link says: whose, and which kinds. */
export const unsubscribing = 'unsubscribe'

/**
 * Draws the morning's letter at the moment of sending: each line is asked about once more, and one that no longer holds
 * is left out.
 */
export const gatherReminders =
  ({ sessionSecret, baseUrl }: Pick<Config, 'sessionSecret' | 'baseUrl'>): Gather =>
  async (trx, email, at) => {
    const lines = (await linesIn(trx, email.id)).filter(({ status }) => status === 'in an email')
    const reader = await readerOf(trx, email.personId === null ? 'mailbox' : 'person', email.entityId)
    if (reader && reader.address !== email.address) {
      await closeLines(trx, lines, 'in an email', 'address changed', at)
      return 'no line left'
    }
    const beside = await linesBeside(trx, lines)
    const judged = (await judge(trx, lines)).map(each => ({
      ...each,
      reason: each.reason ?? (isOvertaken(each.line, beside) ? ('overtaken' as const) : null),
    }))
    await closeWhatNoLongerHolds(trx, judged, at)
    const left = judged.filter(({ reason }) => reason === null)
    if (left.length === 0 || !reader) return 'no line left'
    const t = translator(languageOf(email.language))
    const shown = left.map(digestLine)
    const firsts = shown.filter((line, place) => line.as !== 'coordinator' && isFirstStep(left[place]!.line, beside))
    return {
      words: { ...drawDigest(t, shown, dayOf(at)), name: email.personId === null ? null : reader.name },
      calendar: firsts.length === 0 ? null : calendarFor(t, firsts, baseUrl, at),
      unsubscribePath:
        email.personId === null
          ? null
          : unsubscribePath(
              sessionSecret,
              email.personId,
              shown.map(({ kind }) => kind),
            ),
    }
  }

export const unsubscribePath = (secret: string, personId: string, kinds: readonly ReminderKind[]): string =>
  `/unsubscribe/${signText(secret, unsubscribing, [personId, ...new Set(kinds)].join('\n'))}`

async function closeWhatNoLongerHolds(trx: Tx, judged: readonly Judged[], at: Instant): Promise<void> {
  for (const { line, reason } of judged) if (reason !== null) await closeLines(trx, [line], 'in an email', reason, at)
}

const isSameDate = (a: StoredLine, b: StoredLine): boolean => keyOf({ ...a, step: 0 }) === keyOf({ ...b, step: 0 })
/** A later step about the same date is in another letter to the same reader, which tells more. */
const isOvertaken = (line: StoredLine, beside: readonly StoredLine[]): boolean =>
  beside.some(other => isSameDate(other, line) && other.step < line.step)
const isFirstStep = (line: StoredLine, beside: readonly StoredLine[]): boolean =>
  !beside.some(other => isSameDate(other, line) && other.step > line.step)

export function digestLine({ line, entity, context }: Judged): DigestLine {
  return {
    kind: line.kind,
    entityId: line.entityId,
    as: (entity && roleNow(line, entity, context)) ?? line.as,
    about: line.about,
    organisationId: line.organisationId,
    organisation: entity?.organisation ?? '',
    applicationId: line.applicationId,
    lapsesAfter: entity?.lapsesAfter ?? null,
    isSuspended: entity?.isSuspended ?? false,
    nobodyToEmail: isNobodyLeft(context),
  }
}

function calendarFor(t: T, lines: readonly DigestLine[], baseUrl: string, at: Instant): string {
  const { hostname } = new URL(baseUrl)
  return calendarOf(
    lines.map(line => {
      const { title, text, path } = entryOf(t, line)
      return {
        uid: `${line.kind.replace(' ', '-')}-${line.entityId}-${line.about}@${hostname}`,
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
