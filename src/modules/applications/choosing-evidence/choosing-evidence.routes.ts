import type { Request } from 'express'
import { lookUpAll } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { formOf, valuesOf } from '../../../web/form.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf, valuesIn, withError } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import {
  type FoundEvidence,
  type EvidencePosition,
  evidenceLinesOf,
  noFacets,
  evidenceFound,
  usableAmong,
  wantedIn,
} from '../../evidence/evidence.public.ts'
import { attachEvidence } from '../answers/answer.actions.ts'
import { evidenceForm } from '../answers/answer.forms.ts'
import { findItem } from '../answers/answer.routes.ts'
import { evidenceUsedFor } from '../answers/answer.store.ts'
import { likeliestFor, usesBefore } from './choosing-evidence.store.ts'
import { pickPage, withTicked, type Picking } from './choosing-evidence.pages.ts'

const address = '/applications/:id/criteria/:code/evidence'
const [onAPage, firstMost] = [20, 10]

/**
 * A library's whole shelf beside one item: what was used for it before or says that it is for it first, then
 * everything, or what a search finds.
 */
export function pickRoutes({ db, write }: Parts): Route[] {
  return [
    get(address, 'answer.write', async (req, res, permission) => {
      const found = await findItem(db, actorOf(res), permission, req.params)
      page(res, 'applications/answers/evidence', pickPage(res.locals.t, found, await listFor(actorOf(res), found, req)))
    }),

    post(address, 'answer.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const found = await findItem(db, actor, permission, req.params)
      const usable = await usableAmong(
        db,
        actor,
        { id: found.application.organisationId },
        valuesOf(formOf(valuesIn(req.body)), 'evidence'),
        res.locals.today,
      )
      const { data, form } = parseForm(
        evidenceForm(
          t('answers.pick.unknown'),
          usable.map(({ id }) => id),
        ),
        req.body,
      )
      const refused =
        form ??
        (data.evidence.length === 0
          ? withError(req.body, { field: 'evidence', message: t('answers.pick.missing') })
          : await refusalOf(t, req.body, () =>
              write(actor, work => attachEvidence(work, found.application, found.item, data.evidence)),
            ))
      if (refused) {
        const list = await listFor(actor, found, req)
        const elsewhere = usable.filter(({ id }) => !list.rest.some(({ line }) => line.id === id))
        return page(
          res.status(422),
          'applications/answers/evidence',
          pickPage(t, found, { ...list, first: withTicked(list.first, elsewhere) }, refused),
        )
      }
      flash(res, t('answers.evidence.added', { count: data!.evidence.length }))
      res.redirect(303, `/applications/${found.application.id}/criteria/${found.item.code}`)
    }),
  ]

  async function listFor(
    actor: Actor,
    { application, item }: Awaited<ReturnType<typeof findItem>>,
    req: Request<{ id: string; code: string }>,
  ): Promise<Picking> {
    const [search, after, today, organisation] = [
      queryText(req, 'search'),
      placeIn(req),
      req.res!.locals.today,
      { id: application.organisationId },
    ]
    const wanted = search === '' ? ('all' as const) : wantedIn(actor, organisation, search, noFacets, today)
    const first =
      search === '' && after === null
        ? (await likeliestFor(db, actor, application, item, today, { most: firstMost, onlyTied: true })).evidenceItems
        : []
    const { attached, found } = await lookUpAll(db, {
      attached: evidenceUsedFor(db, application, item.id),
      found:
        wanted &&
        evidenceFound(db, actor, {
          organisationId: organisation.id,
          wanted,
          state: null,
          order: 'newest',
          today,
          after,
          limit: onAPage + 1,
        }),
    })
    const query = search === '' ? '' : `?${new URLSearchParams({ search }).toString()}`
    const here = `/applications/${application.id}/criteria/${item.code}/evidence${query}`
    const { lines: ids, next } = pageOf(found ?? [], onAPage, here, keysOf)
    const rest = ids.map(({ id }) => id).filter(id => !first.some(({ line }) => line.id === id))
    const [lines, uses] = [await evidenceLinesOf(db, actor, rest), await usesBefore(db, application, item, rest)]
    return {
      first,
      rest: lines.map(line => ({ line, usedAt: uses.get(line.id) ?? null })),
      attached: attached.map(({ id }) => id),
      search,
      today,
      isLater: after !== null,
      next,
    }
  }
}

/** By its place among what was found, or by when it was received. */
function placeIn(req: Pick<Request, 'query'>): EvidencePosition | null {
  const place = queryText(req, 'place')
  if (/^\d{1,16}$/.test(place) && Number.isSafeInteger(Number(place))) return { place: Number(place) }
  const after = placeAfter(req, 'at', 'evidence')
  return after && { receivedAt: after.at as Instant, id: after.evidence }
}

const keysOf = ({ id, receivedAt, place }: FoundEvidence): Record<string, string> =>
  place === null ? { at: receivedAt, evidence: id } : { place: String(place) }
