import { gathered } from '../../../email/templates.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { flash } from '../../../web/flash.ts'
import { onceOnly } from '../../../web/form-ids.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { sendAgain } from './email.actions.ts'
import { againForm, statusAsked } from './email.forms.ts'
import { addressOfList, mailList, oneLetter } from './email.pages.ts'
import { findLetter, isMailStuck, letterLines } from './email.store.ts'
import { linesShownIn } from '../reminder-list/reminder-list.store.ts'
import { remindingFor } from '../reminder-list/reminder-list.actions.ts'

const most = 50

export const mailRoutes = ({ db, write, clock }: Parts): Route[] => [
  get('/mail', 'mail.read', async (req, res, permission) => {
    allow(actor(res), permission)
    const status = statusAsked(queryText(req, 'status'))
    const after = placeAfter(req, 'queuedAt', 'id')
    const found = await letterLines(db, actor(res), status, after, most + 1)
    const { lines, next } = pageOf(found, most, addressOfList(status), ({ queuedAt, id }) => ({ queuedAt, id }))
    const isStuck = await isMailStuck(db, clock.now())
    const reminding = await remindingFor(db, actor(res), res.locals.today)
    page(
      res,
      'notifications/emails/list',
      mailList(res.locals.t, { lines, next, status, isFirst: after === null, isStuck, reminding }),
    )
  }),

  get('/mail/:id', 'mail.read', async (req, res, permission) => {
    const letter = await findLetter(db, actor(res), permission, req.params.id)
    const lines = letter.name === gathered ? await linesShownIn(db, actor(res), letter.id) : null
    page(res, 'notifications/emails/one', oneLetter(res.locals.t, letter, lines))
  }),

  post('/mail/:id/resending', 'mail.read', async (req, res, permission) => {
    const letter = await findLetter(db, actor(res), permission, req.params.id)
    const { data } = parseForm(againForm, req.body)
    const address = await write(actor(res), work =>
      onceOnly(work, data?.formId ?? '', async () => `/mail/${await sendAgain(work, letter)}`),
    )
    flash(res, res.locals.t('mail.again.done'))
    res.redirect(303, address)
  }),
]
