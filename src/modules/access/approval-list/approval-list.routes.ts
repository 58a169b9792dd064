import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { addMonths, dayOf, instantAt, type Instant } from '../../../domain/time.ts'
import { readersById } from '../../../email/readers.store.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { approvalsOf } from '../approvals/approval.store.ts'
import type { RequestRecord } from '../requests/request.store.ts'
import { approvalList, type ApprovalsShown, type Listed } from './approval-list.pages.ts'
import { requestsDecided, requestsFor, requestsForOthers } from './approval-list.store.ts'

const linesOnAPage = 30
const linesFolded = 10
const decidedMonths = 12

interface Wanted {
  now: Instant
  /** the list to show on its own; null for the first page, and for later pages of the reader's own list */
  show: 'others' | 'decided' | null
  waiting: { askedAt: string; id: string } | null
  decided: { decidedAt: string; id: string } | null
}

/**
 * The page of approval requests that concern the reader: waiting for the reader, waiting for someone else, and decided.
 */
export const approvalListRoutes = ({ db, clock }: Parts): Route[] => [
  get('/approvals', 'approvals.list', async (req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const show = queryText(req, 'show')
    const wanted: Wanted = {
      now: clock.now(),
      show: show === 'others' || show === 'decided' ? show : null,
      waiting: placeAfter(req, 'askedAt', 'id'),
      decided: placeAfter(req, 'decidedAt', 'id'),
    }
    page(res, 'access/approval-list/list', approvalList(res.locals.t, actor, await approvalsShown(db, actor, wanted)))
  }),
]

async function approvalsShown(db: Db, actor: Actor, wanted: Wanted): Promise<ApprovalsShown> {
  const { show, waiting } = wanted
  const isFirst = show === null && waiting === null
  const mine = show === null ? await minePage(db, actor, wanted) : null
  const others = isFirst || show === 'others' ? await othersPage(db, actor, wanted) : null
  const decided = isFirst || show === 'decided' ? await decidedPage(db, actor, wanted, isFirst) : null
  const requests = [mine, others, decided].flatMap(listed => listed?.requests ?? [])
  const given = await approvalsOf(db, requests)
  const readers = await readersById(db, [...new Set(given.map(({ approverId }) => approverId))])
  return { mine, others, decided, given, approvers: readers.map(({ actor: each }) => each), isFirst }
}

const keysWaiting = ({ askedAt, id }: RequestRecord) => ({ askedAt, id })

async function minePage(db: Db, actor: Actor, { now, waiting: after }: Wanted): Promise<Listed> {
  const found = await requestsFor(db, actor, { now, after, limit: linesOnAPage + 1 })
  const { lines: requests, next } = pageOf(found, linesOnAPage, '/approvals', keysWaiting)
  return { requests, next }
}

async function othersPage(db: Db, actor: Actor, { now, show, waiting }: Wanted): Promise<Listed> {
  const after = show === 'others' ? waiting : null
  const found = await requestsForOthers(db, actor, { now, after, limit: linesOnAPage + 1 })
  const { lines: requests, next } = pageOf(found, linesOnAPage, '/approvals?show=others', keysWaiting)
  return { requests, next }
}

async function decidedPage(db: Db, actor: Actor, { now, decided: after }: Wanted, isFolded: boolean): Promise<Listed> {
  const since = instantAt(addMonths(dayOf(now), -decidedMonths), '00:00')
  const most = isFolded ? linesFolded : linesOnAPage
  const found = await requestsDecided(db, actor, { now, since, after, limit: most + 1 })
  const { lines: requests, next } = pageOf(found, most, '/approvals?show=decided', ({ decidedAt, id }) => ({
    decidedAt: decidedAt ?? '',
    id,
  }))
  return { requests, next }
}
