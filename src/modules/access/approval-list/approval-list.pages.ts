import type { Actor } from '../../../domain/actor.ts'
import { countsAsApprover } from '../../../domain/role-approval.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Cell, Pagination, Table, TableRow } from '../../../web/components.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { otherApprover, placeOf } from '../approvals/approval.pages.ts'
import type { ApprovalGiven } from '../approvals/approval.store.ts'
import type { RequestRecord } from '../requests/request.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/approval-list/list': ReturnType<typeof approvalList>
  }
}

/** A page of one of the three lists, with the address of the next page. */
export interface Listed {
  requests: readonly RequestRecord[]
  next: string | null
}

/** The lists that the reader sees; null for a list that is not on this page. */
export interface ApprovalsShown {
  mine: Listed | null
  others: Listed | null
  decided: Listed | null
  given: readonly ApprovalGiven[]
  /** the people who have answered, with their current roles */
  approvers: readonly Actor[]
  /** whether this is the first page, with all lists */
  isFirst: boolean
}

export function approvalList(t: T, actor: Actor, shown: ApprovalsShown) {
  const { mine, others, decided, isFirst } = shown
  const first = isFirst ? null : { text: t('approvals.first'), href: '/approvals' }
  const pages = (listed: Listed | null): Pagination => ({
    previous: first,
    next: listed?.next ? { text: t('approvals.next'), href: listed.next } : null,
  })
  return {
    title: t('approvals.title'),
    back: { text: t('home.title'), href: '/home' },
    wide: true,
    mine: mine && {
      table:
        mine.requests.length > 0
          ? waitingTable(t, actor, shown, { listed: mine, caption: countOfMine(t, mine) })
          : null,
      pages: pages(mine),
    },
    others: others && {
      table:
        others.requests.length > 0
          ? waitingTable(t, actor, shown, { listed: others, caption: t('approvals.others') })
          : null,
      pages: pages(others),
    },
    decided: decided && {
      isFolded: isFirst,
      table: decided.requests.length > 0 ? decidedTable(t, shown, decided, isFirst) : null,
      all: isFirst && decided.next ? { text: t('approvals.decided.all'), href: '/approvals?show=decided' } : null,
      pages: isFirst ? { previous: null, next: null } : pages(decided),
    },
  }
}

const countOfMine = (t: T, { requests, next }: Listed): string =>
  next === null ? t('approvals.mine', { count: requests.length }) : t('approvals.mine.many')

function waitingTable(
  t: T,
  actor: Actor,
  shown: ApprovalsShown,
  { listed, caption }: { listed: Listed; caption: string },
): Table {
  return {
    caption,
    captionSize: 'm',
    columns: [t('approvals.column.request'), t('approvals.column.asked'), t('approvals.column.approves')],
    rows: listed.requests.map((request): TableRow => ({
      cells: [
        requestCell(t, request, actor),
        { text: longDay(t, dayOf(request.askedAt)), figures: true },
        whoApproves(t, request, shown),
      ],
    })),
  }
}

const requestCell = (t: T, request: RequestRecord, actor: Actor | null) => ({
  text: t('approvals.line', { name: request.name, role: t(`role.${request.role}`), place: placeOf(t, request) }),
  href: `/approvals/${request.id}`,
  reason: invitedBy(t, request, actor),
})

function invitedBy(t: T, { invitedBy: by, invitedByName: name }: RequestRecord, actor: Actor | null): string | null {
  if (by !== null && by === actor?.id) return t('approvals.line.invited.you')
  return name === null ? null : t('approvals.line.invited', { name })
}

/** The people whose approvals count, and who else must approve. */
function whoApproves(t: T, request: RequestRecord, { given, approvers }: ApprovalsShown): Cell {
  const counting = approvers.filter(each => countsAsApprover(each, request)).map(({ id }) => id)
  const names = given
    .filter(({ requestId, approverId }) => requestId === request.id && counting.includes(approverId))
    .map(({ name }) => name)
  return {
    text:
      request.status === 'to confirm'
        ? t('approvals.approves.to confirm')
        : otherApprover(t, request, names.length > 0),
    reason: names.length === 0 ? null : t('approvals.line.given', { names: list(t, names) }),
  }
}

function decidedTable(t: T, { given }: ApprovalsShown, { requests }: Listed, isFolded: boolean): Table {
  return {
    caption: t('approvals.decided'),
    captionSize: isFolded ? 'hidden' : 'm',
    columns: [
      t('approvals.column.request'),
      t('approvals.column.decided'),
      t('approvals.column.outcome'),
      t('approvals.column.answered'),
    ],
    rows: requests.map((request): TableRow => ({
      cells: [
        requestCell(t, request, null),
        { text: request.decidedAt === null ? null : longDay(t, dayOf(request.decidedAt)), figures: true },
        {
          status:
            request.status === 'refused'
              ? { icon: 'dash', text: t('approvals.status.refused'), tone: 'stop' }
              : { icon: 'tick', text: t('approvals.status.approved'), tone: 'done' },
        },
        { text: answeredBy(t, request, given) },
      ],
    })),
  }
}

/** The names of the people who answered, or a text that the invitation counted as the approval. */
function answeredBy(t: T, { id }: RequestRecord, given: readonly ApprovalGiven[]): string {
  const answers = given.filter(({ requestId, byInvitation }) => requestId === id && !byInvitation)
  return answers.length === 0
    ? t('approvals.answered.invitation')
    : list(
        t,
        answers.map(({ name }) => name),
      )
}
