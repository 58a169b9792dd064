import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { valueOf } from '../../../web/form.ts'
import { placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { dayAndTime } from '../../../words/format.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { decisionOn } from '../decisions/decision.store.ts'
import { isLetterUntouched } from '../letters/letter.actions.ts'
import { namesInLetters, type UnreleasedLetter } from '../letters/letter-names.store.ts'
import { organisationTLookup } from '../letters/letter.store.ts'
import { setManyReleaseTimes, setReleaseTime, stopRelease } from './release.actions.ts'
import { releaseManyForm, releaseTimeForm, stopForm } from './release.forms.ts'
import {
  releaseManyPage,
  releaseTimePage,
  withNewLetter,
  withoutChangedLetters,
  type ReleasingMany,
  type TimedLetter,
} from './release.pages.ts'
import { firstDueDays, heldLetters, releasesAddress } from './release.store.ts'

/** Coordinators schedule the release of one decision letter, or of many together. */
export const releaseRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/decision/release-time', 'decision_letter.release', async (req, res, permission) => {
    const { t, today } = res.locals
    const asking = { db: parts.db, actor: actorOf(res) }
    const application = await findApplication(parts.db, asking.actor, permission, req.params.id)
    const it = await timedLetter(parts.db, application, today)
    page(res, 'appraisal/releases/time', releaseTimePage(t, await withNames(asking, it, [it])))
  }),

  submitForm(parts, {
    path: '/applications/:id/decision/release-time',
    permission: 'decision_letter.release',
    load: async ({ db, actor, permission, params, today }) =>
      timedLetter(db, await findApplication(db, actor, permission, params.id), today),
    form: ({ t, today, at }) => releaseTimeForm(t, { today, at }),
    act: (work, { application }, { data }) => setReleaseTime(work, application, data),
    done: (t, { application }, { data }) => ({
      address: `/applications/${application.id}/decision`,
      notice: t('releases.done', { moment: dayAndTime(t, data.at) }),
    }),
    redraw: async (asking, it, form) =>
      show('appraisal/releases/time', releaseTimePage(asking.t, await withNames(asking, it, [it]), form)),
    redrawStale: async (asking, it, form) => {
      const shown = await withNames(asking, it, [it])
      return show('appraisal/releases/time', releaseTimePage(asking.t, shown, withNewLetter(asking.t, it, form)))
    },
  }),

  submitForm(parts, {
    path: '/applications/:id/decision/release-time/stop',
    permission: 'decision_letter.release',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    form: () => stopForm,
    act: (work, application, { data: { version } }) => stopRelease(work, application, version),
    done: (t, { id }) => ({ address: `/applications/${id}/decision`, notice: t('releases.stopped') }),
  }),

  get('/decisions/letters', 'decision_letters.release', async (req, res, permission) => {
    const { t, today } = res.locals
    const actor = actorOf(res)
    allow(actor, permission)
    const it = await releasingMany({ db: parts.db, actor, today, query: req.query })
    page(res, 'appraisal/releases/many', releaseManyPage(t, await withNames({ db: parts.db, actor }, it, it.lines)))
  }),

  submitForm(parts, {
    path: '/decisions/letters',
    permission: 'decision_letters.release',
    load: async ({ db, actor, permission, today, query }) => {
      allow(actor, permission)
      return releasingMany({ db, actor, today, query })
    },
    form: ({ t, today, at }, { lines }, values) =>
      releaseManyForm(t, {
        ids: lines.filter(({ isQuestioned }) => !isQuestioned).map(({ application }) => application.id),
        now: { today, at },
        isLater: valueOf({ values, errors: [] }, 'when') === 'later',
      }),
    act: (work, _it, { data }) => setManyReleaseTimes(work, data),
    done: (t, { address }, { result: count }) => ({
      address,
      notice: t('releases.many.done', { count }),
    }),
    redraw: async (asking, it, form) =>
      show('appraisal/releases/many', releaseManyPage(asking.t, await withNames(asking, it, it.lines), form)),
    redrawStale: async (asking, it, form) => {
      const shown = await withNames(asking, it, it.lines)
      return show(
        'appraisal/releases/many',
        releaseManyPage(asking.t, shown, withoutChangedLetters(asking.t, it, form)),
      )
    },
  }),
]

/** The page of the list of letters that starts at the place named in the address. */
async function releasingMany({
  db,
  actor,
  today,
  query,
}: Pick<FormRequest, 'db' | 'actor' | 'today' | 'query'>): Promise<ReleasingMany> {
  const after = placeAfter({ query }, 'since', 'id')
  const address = after ? `${releasesAddress}?${new URLSearchParams(after).toString()}` : releasesAddress
  return { ...(await heldLetters(db, actor, after)), address, isFirst: after === null, today }
}

/** @throws NotFound when there is no unreleased letter */
async function timedLetter(db: Db | Tx, application: ApplicationRecord, today: Day): Promise<TimedLetter> {
  const decision = await decisionOn(db, application)
  if (!decision || decision.releasedAt !== null) throw new NotFound()
  const { organisationT, due } = await runLookups(db, {
    organisationT: organisationTLookup(db, application),
    due: firstDueDays(db, [application.id]),
  })
  const isUntouched = isLetterUntouched(organisationT, application, decision)
  return { application, decision, isUntouched, firstDueOn: due.get(decision.id) ?? null, today }
}

/**
 * Adds the names of people on the panel that occur in these letters. `load` leaves them out, because only pages need
 * them, and `load` also runs in the transaction that saves the form.
 */
const withNames = async <It extends object>(
  { db, actor }: Pick<FormRequest, 'db' | 'actor'>,
  it: It,
  letters: readonly UnreleasedLetter[],
) => ({ ...it, names: await namesInLetters(db, actor, letters) })
