import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { confirmPassword } from '../../access/access.public.ts'
import { addressOf } from '../emails/email.store.ts'
import { resendEmails, sendTestEmail } from './resending.actions.ts'
import { resendingPage, testPage } from './resending.pages.ts'
import { emailsToResend } from './resending.store.ts'

/** Sends undelivered emails again, and sends the signed-in person a test email. */
export const resendingRoutes = (parts: Parts): Route[] => [
  get('/mail/resending', 'outbox.read', async (_req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const now = parts.clock.now()
    const emails = await emailsToResend(parts.db, actor, now)
    const preview = { emails, isConfirmed: isConfirmed(res.locals.signIn, now) }
    page(res, 'notifications/resending/preview', resendingPage(res.locals.t, preview))
  }),

  submitForm(parts, {
    path: '/mail/resending',
    permission: 'outbox.read',
    load: async ({ db, actor, permission, at }) => {
      allow(actor, permission)
      return emailsToResend(db, actor, at)
    },
    confirm: () => confirmPassword(parts),
    act: work => resendEmails(work),
    done: (t, _about, { result: count }) => ({ address: '/mail', notice: t('outbox.bulk.done', { count }) }),
    redraw: ({ t, isConfirmed: isRecent }, emails, form) =>
      show('notifications/resending/preview', resendingPage(t, { emails, isConfirmed: isRecent }, form)),
  }),

  get('/mail/test', 'outbox.read', async (_req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    page(res, 'notifications/resending/test', testPage(res.locals.t, (await addressOf(parts.db, actor.id)) ?? ''))
  }),

  submitForm(parts, {
    path: '/mail/test',
    permission: 'outbox.read',
    load: async ({ actor, permission }) => allow(actor, permission),
    act: work => sendTestEmail(work),
    done: (t, _about, { result: id }) => ({ address: `/mail/${id}`, notice: t('outbox.test.done') }),
  }),
]
