import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Request } from 'express'
import type { Actor } from '../../../domain/actor.ts'
import { MoveRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { can } from '../../../domain/permissions.ts'
import { parseDay, type Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { newIdempotencyKey, claimKey } from '../../../web/form-ids.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { addressOf, boardPage } from '../renewals-board/renewals-board.pages.ts'
import { board, boardLines, linesOfAwards } from '../renewals-board/renewals-board.store.ts'
import { donePage, extensionPage, extensionPreview, manualReminderPage, type Chosen } from './renewals-bulk.pages.ts'
import { doneBy, keyOf, leadNames } from './renewals-bulk.store.ts'
import { filterNames, type Filters } from '../renewals-board/filters.store.ts'
import { extendShown, remindByHand, type Done } from './renewals-bulk.actions.ts'
import { chosenForm, extensionForm, mostAtOnce } from './renewals-bulk.forms.ts'

const perPage = 30

export function renewalRoutes({ db, write }: Parts): Route[] {
  return [
    get('/renewals', 'renewals.list', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      allow(actor, permission)
      const filters = filtersIn(req)
      const { lines: found, counts } = await board(db, actor, filters, today, placeAfter(req, 'end', 'id'), perPage + 1)
      const { lines, next } = pageOf(found, perPage, addressOf(filters), ({ endsOn, id }) => ({ end: endsOn, id }))
      page(
        res,
        'overview/renewals-board/board',
        boardPage(t, { lines, next, counts, filters, today, mayManage: can(actor, 'renewals.manage') }),
      )
    }),

    get('/renewals/extension', 'renewals.manage', async (req, res, permission) => {
      const actor = actorOf(res)
      allow(actor, permission)
      page(
        res,
        'overview/renewals-board/extension',
        extensionPage(res.locals.t, actor, await chosenBy(req, actor, res.locals.today)),
      )
    }),

    post('/renewals/extension', 'renewals.manage', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      allow(actor, permission)
      const { award: shown } = chosenForm.parse(req.body ?? {})
      const { data, form } = parseForm(extensionForm(t, today), req.body)
      if (form)
        return page(
          res.status(422),
          'overview/renewals-board/extension',
          extensionPage(
            t,
            actor,
            await withLeads(
              actor,
              shown.map(({ id }) => id),
            ),
            form,
          ),
        )
      if (data.then === 'look')
        return page(
          res,
          'overview/renewals-board/preview',
          extensionPreview(
            t,
            actor,
            await withLeads(
              actor,
              shown.map(({ id }) => id),
            ),
            data,
          ),
        )
      const idempotencyKey = data.idempotencyKey || newIdempotencyKey()
      for (const each of data.award)
        await once(actor, keyOf(idempotencyKey, each.id), work => extendShown(work, each, data))
      res.redirect(303, data.award.length > 0 ? `/renewals/done/${idempotencyKey}` : '/renewals')
    }),

    get('/renewals/reminder', 'renewals.manage', async (req, res, permission) => {
      const actor = actorOf(res)
      allow(actor, permission)
      page(
        res,
        'overview/renewals-board/reminder',
        manualReminderPage(res.locals.t, actor, await chosenBy(req, actor, res.locals.today), res.locals.today),
      )
    }),

    post('/renewals/reminder', 'renewals.manage', async (req, res, permission) => {
      const actor = actorOf(res)
      allow(actor, permission)
      const { award, idempotencyKey: given } = chosenForm.parse(req.body ?? {})
      const idempotencyKey = given || newIdempotencyKey()
      for (const { id } of award) await once(actor, keyOf(idempotencyKey, id), work => remindByHand(work, id))
      res.redirect(303, award.length > 0 ? `/renewals/done/${idempotencyKey}` : '/renewals')
    }),

    get('/renewals/done/:key', 'renewals.manage', async (req, res, permission) => {
      const actor = actorOf(res)
      allow(actor, permission)
      const done = /^[a-z2-7]{20}$/.test(req.params.key)
        ? await doneBy(db, actor, req.params.key)
        : new Map<string, Done>()
      if (done.size === 0) throw new NotFound()
      page(
        res,
        'overview/renewals-board/done',
        donePage(res.locals.t, await linesOfAwards(db, actor, [...done.keys()]), done),
      )
    }),
  ]

  /**
   * Each award in a transaction of its own: what one refuses takes nothing from the others, and a form sent again goes
   * on where it stopped.
   */
  async function once(actor: Actor, key: string, act: (work: UnitOfWork) => Promise<Done>): Promise<void> {
    try {
      await write(actor, work => claimKey(work, key, () => act(work)))
    } catch (refusal) {
      if (!(refusal instanceof MoveRefused || refusal instanceof Stale || refusal instanceof NotFound)) throw refusal
      await write(actor, work => claimKey(work, key, () => Promise.resolve<Done>('changed meanwhile')))
    }
  }

  /** The awards ticked, or all that a filter of the board shows. */
  async function chosenBy(req: Pick<Request, 'query'>, actor: Actor, today: Day): Promise<Chosen> {
    const { award } = chosenForm.parse(req.query)
    if (award.length > 0 || queryText(req, 'show') === '')
      return withLeads(
        actor,
        award.map(({ id }) => id),
      )
    const lines = await boardLines(db, actor, filtersIn(req), today, null, mostAtOnce + 1)
    return {
      lines: lines.slice(0, mostAtOnce),
      isCut: lines.length > mostAtOnce,
      leads: await leadNames(
        db,
        lines.map(({ organisationId }) => organisationId),
      ),
    }
  }

  async function withLeads(actor: Actor, ids: readonly string[]): Promise<Chosen> {
    const lines = await linesOfAwards(db, actor, ids)
    return {
      lines,
      isCut: false,
      leads: await leadNames(
        db,
        lines.map(({ organisationId }) => organisationId),
      ),
    }
  }
}

/** A filter or month that is none shows what the board shows first. */
function filtersIn(req: Pick<Request, 'query'>): Filters {
  const show = filterNames.find(name => name === queryText(req, 'show')) ?? filterNames[0]
  return { show, name: queryText(req, 'name', 100), month: parseDay(`${queryText(req, 'month')}-01`) }
}
