import type { Request } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { valuesOf, type Form } from '../../../web/form.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import {
  type EvidencePosition,
  type FoundEvidence,
  evidenceFound,
  evidenceLinesLookup,
  noFacets,
  usableAmong,
  searchTermsIn,
} from '../../evidence/evidence.public.ts'
import { attachEvidence } from '../answers/answer.actions.ts'
import { attachedEvidenceLookup } from '../answers/answer-evidence.store.ts'
import { findItemToWrite, type ItemSubject } from '../criteria/criterion.store.ts'
import { chooseEvidenceForm } from './choosing-evidence.forms.ts'
import { chooseEvidencePage, withTicked, type EvidenceToChoose } from './choosing-evidence.pages.ts'
import { candidatesLookup, chosenAmong, suggestedIn, usesBeforeLookup } from './choosing-evidence.store.ts'

const address = '/applications/:id/criteria/:code/evidence'
const linesOnAPage = 20
const suggestedAtMost = 10

/** Lists evidence to attach to one answer: suggestions and all the library's evidence, or the results of a search. */
export const choosingEvidenceRoutes = (parts: Parts): Route[] => [
  get(address, 'answer.write', async (req, res, permission) => {
    const actor = actorOf(res)
    const { t, today } = res.locals
    const subject = await findItemToWrite(parts.db, { actor, permission, ...req.params })
    const evidence = await evidenceToChoose({ db: parts.db, actor, query: req.query, today }, subject)
    page(res, 'applications/choosing-evidence/choose', chooseEvidencePage(t, subject, evidence))
  }),

  submitForm(parts, {
    path: address,
    permission: 'answer.write',
    load: ({ db, actor, permission, params }) => findItemToWrite(db, { actor, permission, ...params }),
    form: async (asking, subject, values) =>
      chooseEvidenceForm(asking.t, await usableAmongTicked(asking, subject, { values, errors: [] })),
    act: (work, { application, item }, { data }) => attachEvidence(work, application, item, data.use),
    done: (t, { application, item }, { data }) => ({
      address: `/applications/${application.id}/criteria/${item.code}`,
      notice: t('answers.evidence.added', { count: data.use.length }),
    }),
    redraw: async (asking, subject, form) => {
      const evidence = await evidenceToChoose(asking, subject)
      const ticked = await usableAmongTicked(asking, subject, form)
      const elsewhere = ticked.filter(({ id }) => !evidence.rest.some(({ line }) => line.id === id))
      return show(
        'applications/choosing-evidence/choose',
        chooseEvidencePage(
          asking.t,
          subject,
          { ...evidence, suggested: withTicked(evidence.suggested, elsewhere) },
          form,
        ),
      )
    },
  }),
]

interface Reading {
  db: Db | Tx
  actor: Actor
  query: Request['query']
  today: Day
}

const usableAmongTicked = (
  { db, actor, today }: Pick<Reading, 'db' | 'actor' | 'today'>,
  { application }: ItemSubject,
  form: Form,
) => usableAmong(db, actor, { organisationId: application.organisationId, ids: valuesOf(form, 'use'), today })

async function evidenceToChoose(
  { db, actor, query, today }: Reading,
  { application, item }: ItemSubject,
): Promise<EvidenceToChoose> {
  const organisation = { id: application.organisationId }
  const answer = { applicationId: application.id, organisationId: organisation.id, itemId: item.id }
  const search = queryText({ query }, 'search')
  const after = positionIn(query)
  const wanted =
    search === '' ? ('all' as const) : searchTermsIn(actor, organisation, { search, facets: noFacets, today })
  const suggesting = { actor, application, item, today, most: suggestedAtMost, onlyTaggedOrUsed: true }
  const { attached, found, candidates } = await runLookups(db, {
    attached: attachedEvidenceLookup(db, application.id, item.id),
    candidates: search === '' && after === null ? candidatesLookup(db, suggesting) : null,
    found:
      wanted &&
      evidenceFound(db, actor, {
        organisationId: organisation.id,
        wanted,
        state: null,
        order: 'newest',
        today,
        after,
        limit: linesOnAPage + 1,
      }),
  })
  const searched = search === '' ? '' : `?${new URLSearchParams({ search }).toString()}`
  const here = `/applications/${application.id}/criteria/${item.code}/evidence${searched}`
  const list = pageOf(found ?? [], linesOnAPage, here, keysOf)
  const chosen = chosenAmong(candidates ?? [], suggesting)
  const rest = list.lines.map(({ id }) => id).filter(id => !chosen.some(each => each.id === id))
  const shown = [...chosen.map(({ id }) => id), ...rest]
  const { lines, uses } = await runLookups(db, {
    lines: shown.length > 0 ? evidenceLinesLookup(db, actor, shown) : null,
    uses: rest.length > 0 ? usesBeforeLookup(db, answer, rest) : null,
  })
  return {
    suggested: suggestedIn(lines ?? [], chosen),
    rest: (lines ?? [])
      .filter(({ id }) => rest.includes(id))
      .map(line => ({ line, usedAt: uses?.get(line.id) ?? null })),
    attached: attached.map(({ id }) => id),
    search,
    today,
    isLater: after !== null,
    next: list.next,
  }
}

/** The position at which this page of results starts, in search order or by time of receipt; null on the first page. */
function positionIn(query: Request['query']): EvidencePosition | null {
  const place = queryText({ query }, 'place')
  if (/^\d{1,16}$/.test(place) && Number.isSafeInteger(Number(place))) return { place: Number(place) }
  const after = placeAfter({ query }, 'at', 'evidence')
  return after && { receivedAt: after.at as Instant, id: after.evidence }
}

const keysOf = ({ id, receivedAt, place }: FoundEvidence): Record<string, string> =>
  place === null ? { at: receivedAt, evidence: id } : { place: String(place) }
