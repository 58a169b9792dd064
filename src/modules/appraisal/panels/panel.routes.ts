import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Request } from 'express'
import type { Actor } from '../../../domain/actor.ts'
import { seatKinds } from '../../../domain/application.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { longDay } from '../../../words/format.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { movesOfferedTo } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { helpersIn } from '../seat-helpers/seat-helper.store.ts'
import { nothingChosen, peopleOnAPage, type SeatingChoice } from '../seating/seating.pages.ts'
import { maxCandidatesRead, peopleForPanel, profilesOnPanel } from '../seating/seating.store.ts'
import { meetingsAbout } from '../panel-meetings/panel-meeting.store.ts'
import { findSeat, seatLinesIn } from '../seats/seat.store.ts'
import { chairOf, makeChair } from './chair.actions.ts'
import { offerAgain, offerSeat, passToPanel, setReadBy, withdrawSeat } from './panel.actions.ts'
import { chairForm, offerForm, readByForm, withdrawForm } from './panel.forms.ts'
import {
  makeChairPage,
  panelForReaders,
  panelPage,
  staleReadBy,
  withdrawSeatPage,
  type PanelCasework,
} from './panel.pages.ts'
import { readByLookup } from './panel.store.ts'

export const panelRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/panel', 'panel.read', async (req, res, permission) => {
    const { t } = res.locals
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    if (can(actor, 'panel.manage', application)) {
      const asked = { at: parts.clock.now(), choice: choiceIn(req.query) }
      const casework = await caseworkOf(parts.db, actor, application, asked)
      return page(res, 'appraisal/panels/panel', panelPage(t, casework))
    }
    const framework = await frameworkVersion(parts.db, application.frameworkVersionId)
    const dates = await runLookups(parts.db, datesOf(parts.db, application))
    const shown = { application, framework, ...dates, today: res.locals.today }
    page(res, 'appraisal/panels/members', panelForReaders(t, actor, shown))
  }),

  submitForm(parts, {
    path: '/applications/:id/panel',
    permission: 'panel.manage',
    load: async ({ db, actor, permission, params, at }) =>
      caseworkOf(db, actor, await findApplication(db, actor, permission, params.id), { at }),
    form: ({ t }, { framework, people, seats }) =>
      offerForm(t, framework, [...people.map(({ id }) => id), ...seats.flatMap(({ personId }) => personId ?? [])]),
    act: (work, { application }, { data }) => offerSeat(work, application, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/panel`,
      notice: t('panels.offer.done'),
    }),
    redraw: ({ t }, casework, form) => show('appraisal/panels/panel', panelPage(t, casework, { offer: form })),
  }),

  submitForm(parts, {
    path: '/applications/:id/panel/read-by',
    permission: 'panel.manage',
    load: async ({ db, actor, permission, params, at }) =>
      caseworkOf(db, actor, await findApplication(db, actor, permission, params.id), { at }),
    form: ({ t, today }) => readByForm(t, today),
    act: (work, { application }, { data }) => setReadBy(work, application, data),
    done: (t, { application }, { data }) => ({
      address: `/applications/${application.id}/panel`,
      notice: t('panels.read_by.done', { day: longDay(t, data.readBy) }),
    }),
    redraw: ({ t }, casework, form) => show('appraisal/panels/panel', panelPage(t, casework, { readBy: form })),
    redrawStale: async ({ db, t, actor, at }, { application }, form) => {
      const casework = await caseworkOf(db, actor, application, { at })
      return show('appraisal/panels/panel', panelPage(t, casework, { readBy: staleReadBy(t, casework, form) }))
    },
  }),

  submitForm(parts, {
    path: '/applications/:id/panel/passing',
    permission: 'panel.manage',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    act: (work, application) => passToPanel(work, application),
    done: (t, application) => ({
      address: `/applications/${application.id}`,
      notice: t('panels.passed', { organisation: application.organisationName }),
    }),
  }),

  submitForm(parts, {
    path: '/applications/:id/panel/seats/:seatId/offer',
    permission: 'panel.manage',
    load: async ({ db, actor, permission, params, at }) => {
      const application = await findApplication(db, actor, permission, params.id)
      if (!looksLikeId(params.seatId)) throw new NotFound()
      return {
        seat: await findSeat(db, application, params.seatId),
        ...(await caseworkOf(db, actor, application, { at })),
      }
    },
    act: (work, { application, seat }) => offerAgain(work, application, seat),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/panel`,
      notice: t('panels.offer.done'),
    }),
    redraw: ({ t }, casework, form) => show('appraisal/panels/panel', panelPage(t, casework, { offer: form })),
  }),

  get('/applications/:id/panel/seats/:seatId/withdrawal', 'panel.manage', async (req, res, permission) => {
    const { application, seat } = await activeSeat(parts.db, actorOf(res), permission, req.params)
    page(res, 'appraisal/panels/withdraw', withdrawSeatPage(res.locals.t, application, seat))
  }),

  submitForm(parts, {
    path: '/applications/:id/panel/seats/:seatId/withdrawal',
    permission: 'panel.manage',
    load: ({ db, actor, permission, params }) => activeSeat(db, actor, permission, params),
    form: () => withdrawForm(),
    act: (work, { application, seat }, { data }) => withdrawSeat(work, application, { ...data, seatId: seat.id }),
    done: (t, { application, seat }) => ({
      address: `/applications/${application.id}/panel`,
      notice: t(seat.status === 'offered' ? 'panels.withdraw.offer.done' : 'panels.withdraw.seat.done', {
        name: seat.name,
      }),
    }),
  }),

  get('/applications/:id/panel/seats/:seatId/chair', 'panel.manage', async (req, res, permission) => {
    const { application, seat } = await activeSeat(parts.db, actorOf(res), permission, req.params)
    if (seat.chairs || seat.status === 'offered') return res.redirect(303, `/applications/${application.id}/panel`)
    const chair = chairOf(application)
    const before = chair && (await findSeat(parts.db, application, chair.id))
    page(res, 'appraisal/panels/chair', makeChairPage(res.locals.t, application, { seat, before }))
  }),

  submitForm(parts, {
    path: '/applications/:id/panel/seats/:seatId/chair',
    permission: 'panel.manage',
    load: ({ db, actor, permission, params }) => activeSeat(db, actor, permission, params),
    form: () => chairForm(),
    act: (work, { application, seat }, { data }) => makeChair(work, application, { ...data, seatId: seat.id }),
    done: (t, { application, seat }) => ({
      address: `/applications/${application.id}/panel`,
      notice: t('panels.make_chair.done', { name: seat.name }),
    }),
  }),
]

/** Reads the coordinator's search, filter and chosen person from the page's address. */
function choiceIn(query: Request['query']): SeatingChoice {
  const text = (name: string) => queryText({ query }, name, 100)
  const shown = Number(text('shown'))
  return {
    search: text('search'),
    kind: seatKinds.find(kind => kind === text('kind')) ?? null,
    person: text('person'),
    shown: Number.isInteger(shown) && shown > peopleOnAPage ? Math.min(shown, maxCandidatesRead) : peopleOnAPage,
  }
}

async function caseworkOf(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  { at, choice = nothingChosen }: { at: Instant; choice?: SeatingChoice },
): Promise<PanelCasework> {
  const offer = (await movesOfferedTo(db, actor, application, { at })).find(({ move }) => move === 'seat')
  const { people, ...found } = await runLookups(db, {
    people: peopleForPanel(db, application, { search: choice.search, now: at }),
    seats: seatLinesIn(db, application.id),
    helpers: helpersIn(db, application.id),
    onPanel: profilesOnPanel(db, application.id, at),
    ...datesOf(db, application),
  })
  return {
    application,
    framework: await frameworkVersion(db, application.frameworkVersionId),
    people: people.filter(({ id }) => id !== actor.id),
    ...found,
    unmet: offer?.unmet ?? null,
    today: dayOf(at),
    choice,
  }
}

const datesOf = (db: Db | Tx, application: ApplicationRecord) => ({
  readBy: readByLookup(db, application.id),
  meetings: meetingsAbout(db, application.id),
})

/** A seat that is offered or accepted. @throws NotFound for any other seat */
async function activeSeat(
  db: Db | Tx,
  actor: Actor,
  permission: 'panel.manage',
  { id, seatId }: { id: string; seatId: string },
) {
  const application = await findApplication(db, actor, permission, id)
  if (!looksLikeId(seatId)) throw new NotFound()
  const seat = await findSeat(db, application, seatId)
  if (seat.status !== 'offered' && seat.status !== 'accepted') throw new NotFound()
  return { application, seat }
}
