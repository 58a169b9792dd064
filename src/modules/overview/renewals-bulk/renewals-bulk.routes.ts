import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Request } from 'express'
import type { Actor } from '../../../domain/actor.ts'
import { MoveRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { can } from '../../../domain/permissions.ts'
import { parseDay, type Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { newFormId, onceOnly } from '../../../web/form-ids.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { addressOf, boardPage } from '../renewals-board/renewals-board.pages.ts'
import { board, boardLines, linesOfAwards } from '../renewals-board/renewals-board.store.ts'
import { donePage, extensionPage, extensionPreview, nudgePage, type Chosen } from './renewals-bulk.pages.ts'
import { doneBy, keyOf, leadNames } from './renewals-bulk.store.ts'
import { filterNames, type Looking } from '../renewals-board/filters.store.ts'
import { extendShown, nudge, type Done } from './renewals-bulk.actions.ts'
import { chosenForm, extensionForm, mostAtOnce } from './renewals-bulk.forms.ts'

const perPage = 30

export function renewalRoutes({ db, write }: Parts): Route[] {
  return [
    get('/renewals', 'renewals.list', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      allow(who, permission)
      const looking = lookingAt(req)
      const { lines: found, counts } = await board(db, who, looking, today, placeAfter(req, 'end', 'id'), perPage + 1)
      const { lines, next } = pageOf(found, perPage, addressOf(looking), ({ endsOn, id }) => ({ end: endsOn, id }))
      page(
        res,
        'overview/renewals-board/board',
        boardPage(t, { lines, next, counts, looking, today, mayManage: can(who, 'renewals.manage') }),
      )
    }),

    get('/renewals/extension', 'renewals.manage', async (req, res, permission) => {
      const who = actor(res)
      allow(who, permission)
      page(
        res,
        'overview/renewals-board/extension',
        extensionPage(res.locals.t, who, await chosenBy(req, who, res.locals.today)),
      )
    }),

    post('/renewals/extension', 'renewals.manage', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      allow(who, permission)
      const { award: shown } = chosenForm.parse(req.body ?? {})
      const { data, form } = parseForm(extensionForm(t, today), req.body)
      if (form)
        return page(
          res.status(422),
          'overview/renewals-board/extension',
          extensionPage(
            t,
            who,
            await withLeads(
              who,
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
            who,
            await withLeads(
              who,
              shown.map(({ id }) => id),
            ),
            data,
          ),
        )
      const formId = data.formId || newFormId()
      for (const each of data.award) await once(who, keyOf(formId, each.id), work => extendShown(work, each, data))
      res.redirect(303, data.award.length > 0 ? `/renewals/done/${formId}` : '/renewals')
    }),

    get('/renewals/nudge', 'renewals.manage', async (req, res, permission) => {
      const who = actor(res)
      allow(who, permission)
      page(
        res,
        'overview/renewals-board/nudge',
        nudgePage(res.locals.t, who, await chosenBy(req, who, res.locals.today), res.locals.today),
      )
    }),

    post('/renewals/nudge', 'renewals.manage', async (req, res, permission) => {
      const who = actor(res)
      allow(who, permission)
      const { award, formId: given } = chosenForm.parse(req.body ?? {})
      const formId = given || newFormId()
      for (const { id } of award) await once(who, keyOf(formId, id), work => nudge(work, id))
      res.redirect(303, award.length > 0 ? `/renewals/done/${formId}` : '/renewals')
    }),

    get('/renewals/done/:formId', 'renewals.manage', async (req, res, permission) => {
      const who = actor(res)
      allow(who, permission)
      const done = /^[a-z2-7]{20}$/.test(req.params.formId)
        ? await doneBy(db, who, req.params.formId)
        : new Map<string, Done>()
      if (done.size === 0) throw new NotFound()
      page(
        res,
        'overview/renewals-board/done',
        donePage(res.locals.t, await linesOfAwards(db, who, [...done.keys()]), done),
      )
    }),
  ]

  /** Each award in a transaction of its own: what one refuses takes nothing from the others, and a form sent again goes on where it stopped. */
  async function once(who: Actor, key: string, act: (work: UnitOfWork) => Promise<Done>): Promise<void> {
    try {
      await write(who, work => onceOnly(work, key, () => act(work)))
    } catch (refusal) {
      if (!(refusal instanceof MoveRefused || refusal instanceof Stale || refusal instanceof NotFound)) throw refusal
      await write(who, work => onceOnly(work, key, () => Promise.resolve<Done>('changed meanwhile')))
    }
  }

  /** The awards ticked, or all that a filter of the board shows. */
  async function chosenBy(req: Pick<Request, 'query'>, who: Actor, today: Day): Promise<Chosen> {
    const { award } = chosenForm.parse(req.query)
    if (award.length > 0 || queryText(req, 'show') === '')
      return withLeads(
        who,
        award.map(({ id }) => id),
      )
    const lines = await boardLines(db, who, lookingAt(req), today, null, mostAtOnce + 1)
    return {
      lines: lines.slice(0, mostAtOnce),
      isCut: lines.length > mostAtOnce,
      leads: await leadNames(
        db,
        lines.map(({ organisationId }) => organisationId),
      ),
    }
  }

  async function withLeads(who: Actor, ids: readonly string[]): Promise<Chosen> {
    const lines = await linesOfAwards(db, who, ids)
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
function lookingAt(req: Pick<Request, 'query'>): Looking {
  const show = filterNames.find(name => name === queryText(req, 'show')) ?? filterNames[0]
  return { show, name: queryText(req, 'name', 100), month: parseDay(`${queryText(req, 'month')}-01`) }
}
