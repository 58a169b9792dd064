import { theService } from '../../../domain/actor.ts'
import type { Response } from 'express'
import { reminderKinds, type ReminderKind } from '../../../domain/ladder.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import type { Form } from '../../../web/form.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { ahead, get, post, type Route } from '../../../web/routes.ts'
import { openText } from '../../../web/sealed-text.ts'
import { page } from '../../../web/view-engine.ts'
import { languageOf, translator } from '../../../words/words.ts'
import { unwantedBy } from '../reminders/around.store.ts'
import { ledAlone } from './preference.store.ts'
import { chooseReminders, unsubscribe } from '../reminders/release.actions.ts'
import { unsubscribing } from '../reminders/digest.actions.ts'
import { readerOf, type ReminderReader } from '../reminders/reader.store.ts'
import { choiceForm } from './preference.forms.ts'
import { choicePage, unsubscribePage } from './preference.pages.ts'

/** Which reminders somebody wants; and the link of a letter that ends them. */
export const choiceRoutes = (parts: Parts): Route[] => [
  get('/account/notifications', 'signed in', (_req, res) => showChoice(parts, res)),
  post('/account/notifications', 'signed in', async (req, res) => {
    const { write } = parts
    const { data, form } = parseForm(choiceForm(res.locals.t), req.body)
    if (form) return showChoice(parts, res.status(422), form)
    await write(actorOf(res), work => chooseReminders(work, data.wanted))
    flash(res, res.locals.t('account.notifications.saved'))
    res.redirect(303, '/account/notifications')
  }),

  // One click without signing in (RFC 8058). The link carries its own proof, so both stand ahead of session and origin;
  // a look changes nothing.
  ahead(
    get('/unsubscribe/:token', 'a token', async (req, res) => {
      const { reader, kinds } = await whoseLink(parts, req.params.token)
      showUnsubscribing(res, reader, kinds, false)
    }),
  ),
  ahead(
    post('/unsubscribe/:token', 'a token', async (req, res) => {
      const { write } = parts
      const { reader, kinds } = await whoseLink(parts, req.params.token)
      await write(theService, async work =>
        unsubscribe(work, reader.id, kinds, (await unwantedBy(work.trx, [reader.id])).get(reader.id) ?? []),
      )
      showUnsubscribing(res, reader, kinds, true)
    }),
  ),
]

async function showChoice({ db }: Parts, res: Response, form?: Form): Promise<void> {
  const { id } = actorOf(res)
  page(
    res,
    'notifications/preferences/choice',
    choicePage(res.locals.t, (await unwantedBy(db, [id])).get(id) ?? [], await ledAlone(db, id), form),
  )
}

/** @throws NotFound for a link that we did not make, and for somebody who has no account in use any more */
async function whoseLink(
  { db, config }: Parts,
  token: string,
): Promise<{ reader: ReminderReader; kinds: ReminderKind[] }> {
  const [personId = '', ...named] = openText(config.sessionSecret, unsubscribing, token)?.split('\n') ?? []
  const reader = personId === '' ? null : await readerOf(db, 'person', personId)
  if (!reader) throw new NotFound()
  return { reader, kinds: reminderKinds.filter(kind => named.includes(kind)) }
}

function showUnsubscribing(
  res: Response,
  reader: ReminderReader,
  kinds: readonly ReminderKind[],
  isDone: boolean,
): void {
  res.locals.t = translator(languageOf(reader.language))
  page(res, 'notifications/preferences/unsubscribe', unsubscribePage(res.locals.t, kinds, isDone))
}
