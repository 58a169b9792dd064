import { gathered } from '../../../email/templates.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { sendAgain } from './email.actions.ts'
import { againForm, statusAsked } from './email.forms.ts'
import { addressOfList, emailList, emailPage } from './email.pages.ts'
import { findEmail, isSendingStuck, emailLines } from './email.store.ts'
import { linesShownIn } from '../reminder-list/reminder-list.store.ts'
import { remindingFor } from '../reminder-list/reminder-list.actions.ts'

const most = 50

export const emailRoutes = ({ db, write, clock }: Parts): Route[] => [
  get('/mail', 'outbox.read', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const status = statusAsked(queryText(req, 'status'))
    const after = placeAfter(req, 'queuedAt', 'id')
    const found = await emailLines(db, actorOf(res), status, after, most + 1)
    const { lines, next } = pageOf(found, most, addressOfList(status), ({ queuedAt, id }) => ({ queuedAt, id }))
    const isStuck = await isSendingStuck(db, clock.now())
    const reminding = await remindingFor(db, actorOf(res), res.locals.today)
    page(
      res,
      'notifications/emails/list',
      emailList(res.locals.t, { lines, next, status, isFirst: after === null, isStuck, reminding }),
    )
  }),

  get('/mail/:id', 'outbox.read', async (req, res, permission) => {
    const email = await findEmail(db, actorOf(res), permission, req.params.id)
    const lines = email.name === gathered ? await linesShownIn(db, actorOf(res), email.id) : null
    page(res, 'notifications/emails/one', emailPage(res.locals.t, email, lines))
  }),

  post('/mail/:id/resending', 'outbox.read', async (req, res, permission) => {
    const email = await findEmail(db, actorOf(res), permission, req.params.id)
    const { data } = parseForm(againForm, req.body)
    const address = await write(actorOf(res), work =>
      claimKey(work, data?.idempotencyKey ?? '', async () => `/mail/${await sendAgain(work, email)}`),
    )
    flash(res, res.locals.t('outbox.again.done'))
    res.redirect(303, address)
  }),
]
