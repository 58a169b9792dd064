import { createHash } from 'node:crypto'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService, withoutRights, type Actor } from '../../../domain/actor.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { errorCode } from '../../../domain/error-code.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { dayOf, millisecondsBetween, type Instant } from '../../../domain/time.ts'
import { calendarOf } from '../../../email/calendar.ts'
import { newToken } from '../../../email/tokens.ts'
import { concurrencyLimit } from '../../../files/concurrency-limit.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { limitInMemory } from '../../../web/limits.ts'
import { languageOf, translator } from '../../../words/words.ts'
import { actorNow } from '../../access/access.public.ts'
import { entryFor } from '../calendar-dates/calendar-date.pages.ts'
import { datesFor } from '../calendar-dates/calendar-date.store.ts'
import { deleteFeed, feedWithToken, markFeedsUsed, saveFeed } from './calendar-feed.store.ts'

const entityOf = ({ id }: { id: string }) => ({ kind: 'person', id }) as const

/** @returns the secret part of the feed's new address. It is shown only once, because only its hash is stored */
export async function makeFeed(work: UnitOfWork): Promise<{ token: string }> {
  const token = newToken()
  await saveFeed(work.trx, work.actor.id, token, work.at)
  await recordEvent(work, 'person.calendar_made', entityOf(work.actor))
  return { token }
}

/** Ends the feed. Does nothing when there is none. */
export async function endFeed(work: UnitOfWork): Promise<void> {
  if (await deleteFeed(work.trx, work.actor.id)) await recordEvent(work, 'person.calendar_ended', entityOf(work.actor))
}

/**
 * Ends the feed of a person who changed their password, because someone else could have made it or could know its
 * address.
 */
export const endFeedOf = (work: UnitOfWork, { personId }: ConsequenceFacts['password changed']): Promise<void> =>
  endFeed(as(withoutRights(personId), work))

/**
 * The limit for reads of one feed. Calendars read it a few times a day, and a person can have it in several calendars.
 */
const readsOfAFeed = { name: 'calendar feed', most: 60, seconds: 60 * 60 }
const secondsBetweenMarks = 60 * 60
/** How many feeds a process reads at a time, so that a thousand calendars do not delay pages. */
const feedsAtATime = 4
const mostWaiting = 2_000

/**
 * Returns a function that reads a feed by its token. The function throws NotFound for an unknown token or an inactive
 * account, TooMany above the limit of reads, and Busy when too many reads are waiting.
 */
export function feedReader({ db, write, clock, config, log }: Parts): (token: string) => Promise<FeedFile> {
  // counts in memory and not in the database, because a thousand calendars can read feeds in the same minute
  const countRead = limitInMemory(readsOfAFeed)
  const markUsed = marking({ write, log })
  const inTurn = concurrencyLimit(feedsAtATime, mostWaiting)
  const baseUrl = config.baseUrl.replace(/\/$/, '')
  const readNow = async (token: string): Promise<FeedFile> => {
    const at = clock.now()
    const feed = await feedWithToken(db, token)
    const actor = feed ? await actorNow(db, feed.personId) : null
    if (!feed || !actor) throw new NotFound()
    countRead(actor.id, at)
    const text = await feedText(db, actor, at, baseUrl)
    if (isMarkedLongAgo(feed.lastUsedAt, at)) markUsed(actor.id, at)
    return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` }
  }
  return token => inTurn(() => readNow(token))
}

export interface FeedFile {
  text: string
  etag: string
}

const isMarkedLongAgo = (lastUsedAt: Instant | null, at: Instant): boolean =>
  lastUsedAt === null || Math.abs(millisecondsBetween(lastUsedAt, at)) >= secondsBetweenMarks * 1_000

/**
 * Returns a function that marks a feed as used. Feeds that are read during a write are marked together in the next
 * transaction.
 */
function marking({ write, log }: Pick<Parts, 'write' | 'log'>): (personId: string, at: Instant) => void {
  let waiting = new Map<string, Instant>()
  let isWriting = false
  const writeWaiting = async (): Promise<void> => {
    isWriting = true
    try {
      while (waiting.size > 0) {
        const now = waiting
        waiting = new Map()
        await write(theService, ({ trx }) => markFeedsUsed(trx, [...now.keys()], [...now.values()].at(-1)!))
      }
    } catch (problem) {
      log.warn({ code: errorCode(problem) }, 'feeds were not marked')
    } finally {
      isWriting = false
    }
  }
  return (personId, at) => {
    waiting.set(personId, at)
    if (!isWriting) void writeWaiting()
  }
}

async function feedText(db: Parts['db'], actor: Actor, at: Instant, baseUrl: string): Promise<string> {
  const t = translator(languageOf(actor.language))
  const today = dayOf(at)
  const dates = await datesFor(db, { ...actor, today }, today)
  return calendarOf(
    dates.map(date => entryFor(t, date, baseUrl)),
    { language: t.language, name: t('service.name') },
  )
}
