import { setImmediate as otherRequests } from 'node:timers/promises'
import { logOutage } from '../../../db/outage-log.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { TooMany } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import type { EventStream } from '../../../web/streams.ts'
import { signInEndReason } from '../../../web/sign-ins.ts'
import { signInsWithIds } from '../../access/access.public.ts'
import { discussionOf, liveVersion, type Discussion } from './discussion.store.ts'

/** An open page of a meeting, to which updates are sent. */
export interface Follower {
  signInId: string
  stream: EventStream
  /** `seen` is the data that this reader can see, compared to find changes; `draw` renders it */
  show(actor: Actor, it: Discussion): { seen: unknown; draw(): unknown }
  /** the message sent when the reader can no longer see the meeting */
  over: unknown
}

/** Sends updates of a meeting to the pages that follow it. */
export interface LiveMeetings {
  /** @throws TooMany when the process or this sign-in has too many pages open */
  refuseTooMany(signInId: string): void
  add(meetingId: string, follower: Follower): void
  remove(meetingId: string, follower: Follower): void
}

interface Followed {
  followers: Map<Follower, string>
  it: Discussion | null
  ticks: number
}

/** Milliseconds between two reads of a meeting. */
const everyMilliseconds = 2_000
/**
 * After this many reads of the version alone, the whole meeting is read again. A permission can change while the
 * version stays the same.
 */
const wholeEvery = 5
const maxFollowers = 500
/** The number of pages updated before other requests get their turn. */
const pagesAtOnce = 20
const maxOfOneSignIn = 6

/**
 * Watches meetings through the database, and so sees changes made by any process. Each process polls a meeting once for
 * all pages that it serves.
 */
export function liveMeetings(parts: Pick<Parts, 'db' | 'clock' | 'log'>): LiveMeetings {
  const { log } = parts
  const meetings = new Map<string, Followed>()

  const lookAgain = (id: string, followed: Followed): void => {
    if (meetings.get(id) !== followed) return
    look(parts, id, followed)
      .catch((problem: { code?: string }) => {
        if (!logOutage(log, problem, { job: 'follow a meeting' }))
          log.warn({ code: problem.code ?? 'unknown' }, 'a meeting was not read')
      })
      .finally(() => setTimeout(() => lookAgain(id, followed), everyMilliseconds).unref())
  }

  return {
    refuseTooMany(signInId) {
      const all = [...meetings.values()].flatMap(({ followers }) => [...followers.keys()])
      const own = all.filter(each => each.signInId === signInId)
      if (all.length >= maxFollowers || own.length >= maxOfOneSignIn) throw new TooMany(60)
    },
    add(id, follower) {
      const followed = meetings.get(id) ?? { followers: new Map<Follower, string>(), it: null, ticks: 0 }
      followed.followers.set(follower, '')
      if (meetings.has(id)) return
      meetings.set(id, followed)
      lookAgain(id, followed)
    },
    remove(id, follower) {
      const followed = meetings.get(id)
      followed?.followers.delete(follower)
      if (followed?.followers.size === 0) meetings.delete(id)
    },
  }
}

async function look({ db, clock }: Pick<Parts, 'db' | 'clock'>, id: string, followed: Followed): Promise<void> {
  const version = await liveVersion(db, id)
  if (version !== followed.it?.meeting.live || followed.ticks % wholeEvery === 0)
    followed.it = await discussionOf(db, id)
  followed.ticks += 1
  const followers = [...followed.followers.keys()]
  const found = await signInsWithIds(db, [...new Set(followers.map(({ signInId }) => signInId))])
  const signIns = new Map(found.map(signIn => [signIn.id, signIn]))
  for (const [index, follower] of followers.entries()) {
    if (index % pagesAtOnce === pagesAtOnce - 1) await otherRequests()
    const signIn = signIns.get(follower.signInId)
    const actor = signIn && signInEndReason(signIn, clock.now()) === null ? signIn.actor : null
    sendTo(followed, follower, actor)
  }
}

/**
 * Sends the reader's current view if it differs from the last one sent. Ends the stream if the reader can no longer see
 * the meeting.
 */
function sendTo({ followers, it }: Followed, follower: Follower, actor: Actor | null): void {
  if (!actor || !it || !can(actor, 'panel_meeting.read', it.meeting)) {
    follower.stream.send('over', follower.over)
    return follower.stream.end()
  }
  const { seen, draw } = follower.show(actor, it)
  const text = JSON.stringify(seen)
  if (followers.get(follower) === text) return
  followers.set(follower, text)
  follower.stream.send('meeting', draw())
}
