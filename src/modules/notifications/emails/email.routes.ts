import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { emailAddress } from '../../../email/email-address.store.ts'
import { outageOf } from '../../../email/outage.store.ts'
import type { OutboxEmail } from '../../../email/outbox.store.ts'
import { digest } from '../../../email/templates.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { EmailReader } from '../../access/access.public.ts'
import { remindersNow } from '../reminder-list/reminder-list.actions.ts'
import { remindersShownIn } from '../reminder-list/reminder-list.store.ts'
import { sendAgain } from './email.actions.ts'
import { filtersAsked } from './email.forms.ts'
import { addressOfList, emailList, emailPage, whyClosed } from './email.pages.ts'
import { emailLines, findEmail, isSendingStuck, outdatedAmong } from './email.store.ts'

const linesOnAPage = 50

export const emailRoutes = (parts: Parts): Route[] => [
  get('/mail', 'outbox.read', async (req, res, permission) => {
    const { t, today } = res.locals
    allow(actorOf(res), permission)
    const filters = filtersAsked(req)
    const after = placeAfter(req, 'at', 'id')
    const found = await emailLines(parts.db, readerOf(parts, actorOf(res)), { filters, after, limit: linesOnAPage + 1 })
    const list = pageOf(found, linesOnAPage, addressOfList(filters), ({ at, id }) => ({ at, id }))
    const outage = await outageOf(parts.db)
    const isStuck = await isSendingStuck(parts.db, parts.clock.now())
    const reminders = await remindersNow(parts.db, actorOf(res), today)
    page(
      res,
      'notifications/emails/list',
      emailList(t, {
        ...list,
        filters,
        isFirst: after === null,
        isStuck,
        outage,
        reminders,
        mayEdit: can(actorOf(res), 'wordings.manage'),
      }),
    )
  }),

  get('/mail/:id', 'outbox.read', async (req, res, permission) => {
    const email = await findEmail(parts.db, readerOf(parts, actorOf(res)), permission, req.params.id)
    const reminders = await remindersOf(parts.db, actorOf(res), email)
    const known = await emailAddress(parts.db, email.address)
    const outage = await outageOf(parts.db)
    const isOutdated = (await outdatedAmong(parts.db, [email])).size > 0
    const shown = { email, addressId: known?.id ?? null, reminders, outage, isOutdated, viewer: actorOf(res) }
    page(res, 'notifications/emails/one', emailPage(res.locals.t, shown))
  }),

  get('/mail/:id/dates.ics', 'outbox.read', async (req, res, permission) => {
    const email = await findEmail(parts.db, readerOf(parts, actorOf(res)), permission, req.params.id)
    const { text } = email
    if (!text?.calendar || whyClosed(email, await remindersOf(parts.db, actorOf(res), email), actorOf(res)))
      throw new NotFound()
    res.type('text/calendar; charset=utf-8').attachment('dates.ics').send(text.calendar)
  }),

  submitForm(parts, {
    path: '/mail/:id/resending',
    permission: 'outbox.read',
    load: ({ db, actor, permission, params }) => findEmail(db, readerOf(parts, actor), permission, params.id),
    act: (work, email) => sendAgain(work, email),
    done: (t, _email, { result: id }) => ({ address: `/mail/${id}`, notice: t('outbox.again.done') }),
  }),
]

const readerOf = ({ config }: Parts, actor: Actor): EmailReader => ({ actor, isDemo: config.demo })

/** The reminders in an email that the viewer can see; null for an email of another kind. */
const remindersOf = async (db: Db, viewer: Actor, { id, name }: OutboxEmail) =>
  name === digest ? remindersShownIn(db, viewer, id) : null
