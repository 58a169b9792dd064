import { branchesOf, findOrganisation, openOn, teamOf } from '../../organisations/organisations.public.ts'
import type { Request } from 'express'
import { lookUpAll } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { isOpenTurn, turnNumber, turnPeriod } from '../../../domain/recurring.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { formOf, valuesOf } from '../../../web/form.ts'
import { onceOnly, sentAs } from '../../../web/form-ids.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf, valuesIn, withError } from '../../../web/parse-form.ts'
import { pickMost } from '../picker/picker.pages.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { longDay } from '../../../words/format.ts'
import { eventsAbout } from '../../../history/events-about.ts'
import { piecesBeside, withChosen } from '../picker/picker.store.ts'
import { latestFramework } from '../editing/editing.routes.ts'
import {
  addRecurrence,
  answerTurn,
  changeRecurrence,
  endRecurrence,
  leaveTurnOut,
  whoMayBeAsked,
} from './recurring.actions.ts'
import { chosenForm, endingForm, leaveOutForm, newRecurrenceForm, recurrenceForm } from './recurring.forms.ts'
import {
  endingPage,
  leaveOutPage,
  pickForTurn,
  recurrenceEdit,
  recurrenceList,
  recurrencePage,
  type OfferedThere,
} from './recurring.pages.ts'
import { findRecurrence, recurrenceLines, type Recurrence, type RecurringPermission } from './recurring.store.ts'
import { monthsOf } from '../occurrences/occurrence.pages.ts'
import { piecesOf, piecesWith, turnsOf } from '../occurrences/occurrence.store.ts'

const listed = 50
const turnsShown = 24
const piecesShown = 200

/** What a library collects again and again: the list, one of them, and what becomes of each turn. Adding a piece for one: evidence.routes.ts. */
export const recurringRoutes = ({ db, write, clock }: Parts): Route[] => {
  const libraryOf = async (who: Actor, permission: RecurringPermission, id: string) => {
    const organisation = await findOrganisation(db, who, permission, id)
    return { ...organisation, organisationId: organisation.id, organisationName: organisation.name }
  }
  const offeredIn = async (
    organisation: { id: string },
    today: Day,
    recurrence: Recurrence | null,
  ): Promise<OfferedThere> => {
    const [branches, team] = await Promise.all([branchesOf(db, organisation), teamOf(db, organisation)])
    const open = openOn(branches, today)
    return {
      branches: branches.filter(branch => open.includes(branch) || branch.id === recurrence?.branch?.id),
      team: whoMayBeAsked(team),
      framework: await latestFramework(db),
    }
  }
  /** @throws NotFound for a turn that is not open yet; Stale when it is the next and the form is sent: its day was moved meanwhile, and what was typed is given back */
  const findTurn = async (
    who: Actor,
    permission: RecurringPermission,
    { params: { id, turn }, method }: Pick<Request<{ id: string; turn: string }>, 'params' | 'method'>,
  ) => {
    const recurrence = await findRecurrence(db, who, permission, id)
    const number = turnNumber(turn)
    if (number === null) throw new NotFound()
    if (!isOpenTurn(recurrence, number, dayOf(clock.now())))
      throw method === 'POST' && number === recurrence.nextTurn ? new Stale() : new NotFound()
    return { recurrence, turn: number }
  }
  const candidates = (who: Actor, { id, organisationId }: Recurrence, turn: number, search: string) =>
    piecesBeside(db, who, { id: organisationId }, piecesWith(db, id, turn), search, dayOf(clock.now()), pickMost + 1)

  return [
    get('/organisations/:id/recurring-evidence', 'recurring.read', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      const library = await libraryOf(who, permission, req.params.id)
      const show = queryText(req, 'show') === 'ended' ? 'ended' : 'going on'
      const after = placeAfter(req, 'at', 'id')
      const address = `/organisations/${library.id}/recurring-evidence${show === 'ended' ? '?show=ended' : ''}`
      const { lines, next } = pageOf(
        await recurrenceLines(db, library, show, after, listed + 1),
        listed,
        address,
        ({ nextDue, endedAt, id }) => ({ at: endedAt ?? nextDue, id }),
      )
      page(
        res,
        'evidence/recurring/list',
        recurrenceList(
          t,
          library,
          lines,
          show,
          can(who, 'recurring.manage', library),
          { isLater: after !== null, next },
          today,
        ),
      )
    }),

    get('/organisations/:id/recurring-evidence/new', 'recurring.manage', async (req, res, permission) => {
      const library = await libraryOf(actor(res), permission, req.params.id)
      page(
        res,
        'evidence/recurring/edit',
        recurrenceEdit(res.locals.t, library, null, await offeredIn(library, res.locals.today, null)),
      )
    }),

    post('/organisations/:id/recurring-evidence/new', 'recurring.manage', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      const library = await libraryOf(who, permission, req.params.id)
      const offered = await offeredIn(library, today, null)
      const { data, form } = parseForm(newRecurrenceForm(t, offered), req.body)
      let done = ''
      const refused =
        form ??
        (await refusalOf(t, req.body, async () => {
          done = await write(who, work =>
            onceOnly(
              work,
              sentAs(data.formId, 'title', req.body),
              async () => `/recurring-evidence/${await addRecurrence(work, library, offered.framework, data)}`,
            ),
          )
        }))
      if (refused)
        return page(res.status(422), 'evidence/recurring/edit', recurrenceEdit(t, library, null, offered, refused))
      flash(res, t('recurring.added'))
      res.redirect(303, done)
    }),

    get('/recurring-evidence/:id', 'recurring.read', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      const recurrence = await findRecurrence(db, who, permission, req.params.id)
      const before = turnNumber(queryText(req, 'before'))
      const { turns, pieces } = await lookUpAll(db, {
        turns: turnsOf(db, recurrence.id, before, turnsShown + 1),
        pieces: piecesOf(db, who, recurrence.id, before, piecesShown),
      })
      const shown = turns.slice(0, turnsShown)
      page(
        res,
        'evidence/recurring/show',
        recurrencePage(
          t,
          recurrence,
          {
            turns: shown,
            pieces,
            earlier: turns.length > turnsShown ? shown.at(-1)!.turn : null,
            isLater: before !== null,
            events: await eventsAbout(db, { kind: 'recurring', id: recurrence.id }),
            framework: await latestFramework(db),
            mayAnswer: can(who, 'recurring.answer', { id: recurrence.organisationId }),
            mayManage: can(who, 'recurring.manage', { id: recurrence.organisationId }),
          },
          today,
        ),
      )
    }),

    get('/recurring-evidence/:id/edit', 'recurring.manage', async (req, res, permission) => {
      const recurrence = await findRecurrence(db, actor(res), permission, req.params.id)
      page(
        res,
        'evidence/recurring/edit',
        recurrenceEdit(
          res.locals.t,
          recurrence,
          recurrence,
          await offeredIn({ id: recurrence.organisationId }, res.locals.today, recurrence),
        ),
      )
    }),

    post('/recurring-evidence/:id/edit', 'recurring.manage', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      const recurrence = await findRecurrence(db, who, permission, req.params.id)
      const offered = await offeredIn({ id: recurrence.organisationId }, today, recurrence)
      const { data, form } = parseForm(recurrenceForm(t, offered), req.body)
      const refused =
        form ??
        (await refusalOf(t, req.body, () =>
          write(who, work => changeRecurrence(work, recurrence, offered.framework, data, data.version)),
        ))
      if (refused)
        return page(
          res.status(422),
          'evidence/recurring/edit',
          recurrenceEdit(t, recurrence, recurrence, offered, refused),
        )
      const { nextDue, nextTurn, ...now } = await findRecurrence(db, who, 'recurring.read', recurrence.id)
      flash(res, t('recurring.changed', { period: monthsOf(t, turnPeriod(now, nextTurn)), day: longDay(t, nextDue) }))
      res.redirect(303, `/recurring-evidence/${recurrence.id}`)
    }),

    get('/recurring-evidence/:id/ending', 'recurring.manage', async (req, res, permission) => {
      page(
        res,
        'evidence/recurring/ending',
        endingPage(res.locals.t, await findRecurrence(db, actor(res), permission, req.params.id)),
      )
    }),

    post('/recurring-evidence/:id/ending', 'recurring.manage', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const recurrence = await findRecurrence(db, who, permission, req.params.id)
      await write(who, work => endRecurrence(work, recurrence, endingForm.parse(req.body ?? {}).version))
      flash(res, t('recurring.ended.done'))
      res.redirect(303, `/organisations/${recurrence.organisationId}/recurring-evidence`)
    }),

    get('/recurring-evidence/:id/turns/:turn/evidence', 'recurring.answer', async (req, res, permission) => {
      const { recurrence, turn } = await findTurn(actor(res), permission, req)
      const search = queryText(req, 'search')
      page(
        res,
        'evidence/recurring/pick',
        pickForTurn(res.locals.t, recurrence, turn, await candidates(actor(res), recurrence, turn, search), search),
      )
    }),

    post('/recurring-evidence/:id/turns/:turn/evidence', 'recurring.answer', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const { recurrence, turn } = await findTurn(who, permission, req)
      const search = queryText(req, 'search')
      const offered = await withChosen(
        db,
        who,
        await candidates(who, recurrence, turn, search),
        valuesOf(formOf(valuesIn(req.body)), 'evidence'),
      )
      const { data, form } = parseForm(
        chosenForm(
          t('answers.pick.unknown'),
          offered.map(({ id }) => id),
        ),
        req.body,
      )
      const refused =
        form ??
        (data.evidence.length > 0
          ? null
          : withError(req.body, { field: 'evidence', message: t('answers.pick.missing') }))
      if (refused)
        return page(
          res.status(422),
          'evidence/recurring/pick',
          pickForTurn(t, recurrence, turn, offered, search, refused),
        )
      const { formId, evidence } = data!
      const done = await write(who, work =>
        onceOnly(work, formId, async () => {
          await answerTurn(work, recurrence, turn, evidence)
          return `/recurring-evidence/${recurrence.id}`
        }),
      )
      flash(
        res,
        t('recurring.answered', {
          day: longDay(t, (await findRecurrence(db, who, 'recurring.read', recurrence.id)).nextDue),
        }),
      )
      res.redirect(303, done)
    }),

    get('/recurring-evidence/:id/turns/:turn/leaving-out', 'recurring.answer', async (req, res, permission) => {
      const { recurrence, turn } = await findTurn(actor(res), permission, req)
      page(res, 'evidence/recurring/leave-out', leaveOutPage(res.locals.t, recurrence, turn))
    }),

    post('/recurring-evidence/:id/turns/:turn/leaving-out', 'recurring.answer', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const { recurrence, turn } = await findTurn(who, permission, req)
      const { data, form } = parseForm(leaveOutForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/recurring/leave-out', leaveOutPage(t, recurrence, turn, form))
      await write(who, work => leaveTurnOut(work, recurrence, turn, data.reason))
      flash(
        res,
        t('recurring.left_out', {
          day: longDay(t, (await findRecurrence(db, who, 'recurring.read', recurrence.id)).nextDue),
        }),
      )
      res.redirect(303, `/recurring-evidence/${recurrence.id}`)
    }),
  ]
}
