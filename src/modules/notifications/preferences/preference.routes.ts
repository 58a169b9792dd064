import type { Response } from 'express'
import type { Db } from '../../../db/connection.ts'
import { theService, type Actor } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { reminderKinds, type ReminderKind } from '../../../domain/reminder-schedule.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { programRoute, get, post, type Route } from '../../../web/routes.ts'
import { readSignedText } from '../../../web/signed-text.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { languageOf, translator } from '../../../words/words.ts'
import { unsubscribing } from '../digests/digest.actions.ts'
import { addresseeOf, type Addressee } from '../recipients/recipient.store.ts'
import { chooseReminders, unsubscribe } from './preference.actions.ts'
import { choiceForm } from './preference.forms.ts'
import { choicePage, unsubscribePage, type Choice } from './preference.pages.ts'
import { librariesLedAlone, reminderKindsOffered, reminderKindsTurnedOff } from './preference.store.ts'

export const preferenceRoutes = (parts: Parts): Route[] => [
  get('/account/notifications', 'signed in', async (_req, res) => {
    const choice = await choiceOf(parts.db, actorOf(res), res.locals.today)
    page(res, 'notifications/preferences/choice', choicePage(res.locals.t, choice))
  }),

  submitForm(parts, {
    path: '/account/notifications',
    permission: 'signed in',
    load: ({ db, actor, today }) => choiceOf(db, actor, today),
    form: ({ t }) => choiceForm(t),
    act: (work, _choice, { data }) => chooseReminders(work, data),
    done: t => ({ address: '/account/notifications', notice: t('account.notifications.saved') }),
    redraw: ({ t }, choice, form) => show('notifications/preferences/choice', choicePage(t, choice, form)),
  }),

  // Mail programs unsubscribe without a session (RFC 8058), so these routes come before the session and origin checks.
  // The link is signed. Repeating the POST changes nothing.
  programRoute(
    get('/unsubscribe/:token', 'a token', async (req, res) => {
      const { addressee, kinds } = await openLink(parts, req.params.token)
      showUnsubscribe(res, addressee, { kinds, isDone: false })
    }),
  ),
  programRoute(
    post('/unsubscribe/:token', 'a token', async (req, res) => {
      const { addressee, kinds } = await openLink(parts, req.params.token)
      await parts.write(theService, work => unsubscribe(work, addressee.id, kinds))
      showUnsubscribe(res, addressee, { kinds, isDone: true })
    }),
  ),
]

async function choiceOf(db: Db, actor: Actor, today: Day): Promise<Choice> {
  const unwanted = await reminderKindsTurnedOff(db, actor.id)
  return {
    kinds: await reminderKindsOffered(db, actor, unwanted),
    unwanted,
    ledAlone: await librariesLedAlone(db, actor.id, today),
    standsIn: actor.charityRoles.includes('trustee') && !actor.charityRoles.includes('coordinator'),
  }
}

/** @throws NotFound for a link that this service did not sign, and for a person whose account is not active */
async function openLink(
  { db, config }: Parts,
  token: string,
): Promise<{ addressee: Addressee; kinds: ReminderKind[] }> {
  const [personId = '', ...named] = readSignedText(config.sessionSecret, unsubscribing, token)?.split('\n') ?? []
  const addressee = personId === '' ? null : await addresseeOf(db, 'person', personId)
  if (!addressee) throw new NotFound()
  return { addressee, kinds: reminderKinds.filter(kind => named.includes(kind)) }
}

function showUnsubscribe(
  res: Response,
  { language }: Addressee,
  { kinds, isDone }: { kinds: readonly ReminderKind[]; isDone: boolean },
): void {
  res.locals.t = translator(languageOf(language))
  page(res, 'notifications/preferences/unsubscribe', unsubscribePage(res.locals.t, kinds, isDone))
}
