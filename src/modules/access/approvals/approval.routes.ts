import type { Db, Tx } from '../../../db/connection.ts'
import type { Instant } from '../../../domain/time.ts'
import { readersById } from '../../../email/readers.store.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { confirmPassword } from '../reauthentication/reauthentication.actions.ts'
import { answerRequest, type Answered } from '../requests/request.actions.ts'
import type { RequestRecord } from '../requests/request.store.ts'
import { answerForm } from './approval.forms.ts'
import { approvalPage, placeOf, type RequestShown } from './approval.pages.ts'
import { approvalsOf, findRequest, leadsSeen } from './approval.store.ts'

/** The page for approving or refusing a new role. Leads and the charity's people use the same page. */
export const approvalRoutes = (parts: Parts): Route[] => [
  get('/approvals/:id', 'approval.read', async (req, res, permission) => {
    const [actor, now] = [actorOf(res), parts.clock.now()]
    const request = await findRequest(parts.db, actor, permission, { id: req.params.id, now })
    const shown = await requestShown(parts.db, request, now)
    const reader = { actor, isConfirmed: isConfirmed(res.locals.signIn, now) }
    page(res, 'access/approvals/one', approvalPage(res.locals.t, shown, reader))
  }),

  submitForm(parts, {
    path: '/approvals/:id',
    permission: 'approval.answer',
    load: ({ db, actor, permission, params, at: now }) => findRequest(db, actor, permission, { id: params.id, now }),
    confirm: () => confirmPassword(parts),
    form: ({ t }) => answerForm(t),
    act: (work, { id }, { data }) => answerRequest(work, id, data),
    done: (t, request, { result }) => ({ address: '/approvals', notice: noticeOf(t, request, result) }),
    redraw: async ({ db, t, actor, at: now, isConfirmed }, request, form) =>
      show('access/approvals/one', approvalPage(t, await requestShown(db, request, now), { actor, isConfirmed, form })),
  }),
]

const noticeOf = (t: T, request: RequestRecord, answered: Answered): string =>
  t(`approvals.saved.${answered}`, { name: request.name, place: placeOf(t, request) })

async function requestShown(db: Db | Tx, request: RequestRecord, now: Instant): Promise<RequestShown> {
  const readers = await readersById(db, request.approvedBy)
  return {
    request,
    given: await approvalsOf(db, [request]),
    approvers: readers.map(({ actor }) => actor),
    leads: request.organisationId === null ? [] : await leadsSeen(db, request.organisationId, now),
  }
}
