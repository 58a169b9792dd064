import type { Request } from 'express'
import type { Db } from '../../db/connection.ts'
import { looksLikeId } from '../../db/ids.ts'
import { lookUp, lookUpAll } from '../../db/lookups.ts'
import type { Actor } from '../../domain/actor.ts'
import { isCovered } from '../../domain/consent.ts'
import { evidenceKindsTaken } from '../../domain/evidence.ts'
import { itemByCode, itemsOf } from '../../domain/framework.ts'
import { can } from '../../domain/permissions.ts'
import type { OrganisationHeld } from '../../domain/permissions.ts'
import { FormRefused, NotFound } from '../../domain/refusals.ts'
import { previewIdsOf } from '../../files/preview.store.ts'
import type { Parts } from '../../parts.ts'
import { flash } from '../../web/flash.ts'
import { onceOnly } from '../../web/form-ids.ts'
import { pageOf, placeAfter, queryText } from '../../web/lists.ts'
import { refusalOf } from '../../web/parse-form.ts'
import { actor } from '../../web/request.ts'
import { get, post, upload } from '../../web/routes.ts'
import type { Route } from '../../web/routes.ts'
import { storeAll } from '../../web/store-all.ts'
import { receiveFiles } from '../../web/uploads.ts'
import { page } from '../../web/view-engine.ts'
import { attachEvidence } from '../answers/answer.actions.ts'
import { findApplication } from '../applications/application.store.ts'
import { frameworkVersion, latestFrameworkVersionId, latestVersionId } from '../frameworks/framework.store.ts'
import { branchesIn, branchesOf, findOrganisation, openOn, organisationFor } from '../organisations/organisation.store.ts'
import { addEvidence, removeEvidence } from './evidence.actions.ts'
import { newEvidenceForm } from './evidence.forms.ts'
import { newEvidence, newForm } from './evidence-form.pages.ts'
import type { Purpose } from './evidence-form.pages.ts'
import { evidenceRemoval } from './evidence-item.pages.ts'
import { holdAll, namesKnownAt, recordHarm, takeHeld, withHeld } from './harm.actions.ts'
import { readHarm } from './harm.forms.ts'
import { harmPanel } from './harm.pages.ts'
import { evidenceLines, usesOf } from './evidence-lists.store.ts'
import type { EvidenceFilter, EvidencePlace } from './evidence-lists.store.ts'
import { evidenceBank } from './evidence.pages.ts'
import { findEvidence } from './evidence.store.ts'
import { placesIn, readEvidenceForm } from './evidence-upload.forms.ts'

const linesOnAPage = 50

/** A library's shelf: the list, adding to it, taking from it. One piece by itself: evidence-item.routes.ts. */
export const evidenceRoutes = (parts: Parts): Route[] => {
  const { db, write, clock } = parts
  return [
    get('/organisations/:id/evidence', 'evidence.list', async (req, res, permission) => {
      const who = actor(res)
      const about = { organisation: organisationFor(db, who, permission, req.params.id), branches: branchesIn(db, req.params), versionId: latestVersionId(db) }
      const { organisation, branches, versionId } = await lookUpAll(db, about)
      const framework = await frameworkVersion(db, versionId)
      const filter = filterIn(req, { items: itemsOf(framework).map(({ id }) => id), branches: branches.map(({ id }) => id) })
      const after = placeAfter(req, 'at', 'piece')
      const found = await lookUp(db, evidenceLines(db, who, organisation, filter, after && { receivedAt: after.at as EvidencePlace['receivedAt'], id: after.piece }, linesOnAPage + 1))
      const { lines, next } = pageOf(found, linesOnAPage, addressOf(organisation, filter), ({ receivedAt, id }) => ({ at: receivedAt, piece: id }))
      page(res, 'evidence/list', evidenceBank(res.locals.t, organisation, { lines, next, filter, branches, framework, mayAdd: can(who, 'evidence.add', organisation), isLater: after !== null }))
    }),

    get('/organisations/:id/evidence/new', 'evidence.add', async (req, res, permission) => {
      const organisation = await findOrganisation(db, actor(res), permission, req.params.id)
      const purpose = await purposeOf(db, actor(res), organisation, req)
      const offered = { branches: openOn(await branchesOf(db, organisation), res.locals.today), framework: await latestFramework(db) }
      page(res, 'evidence/new', newEvidence(res.locals.t, organisation, offered, purpose, newForm(purpose)))
    }),

    upload('/organisations/:id/evidence/new', 'evidence.add', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const purpose = await purposeOf(db, who, organisation, req)
      const offered = { branches: openOn(await branchesOf(db, organisation), res.locals.today), framework: await latestFramework(db) }
      const received = await withHeld(db, who, organisation, await receiveFiles(req, res, parts, { field: 'files' }))
      const { data, form } = readEvidenceForm(t, newEvidenceForm(t), received)
      if (form) return page(res.status(received.status), 'evidence/new', newEvidence(t, organisation, offered, purpose, form, harmPanel(t, form, [], received.held)))
      const harm = readHarm(t, received.body, placesIn(data, received.files), await namesKnownAt(db, who, organisation))
      if (harm.ask) {
        const held = await holdAll(parts, who, organisation, received)
        return page(res.status(422), 'evidence/new', newEvidence(t, organisation, offered, purpose, harm.ask, harmPanel(t, harm.ask, harm.found, held)))
      }
      if (harm.answer?.choice === 'restrict') data.sensitivity = 'restricted'
      let [address, waits] = ['', false]
      const refused = await refusalOf(t, received.body, async () => {
        address = await storeAll(parts, received, (trx, files) => onceOnly(trx, who, data.formId, clock.now(), async () => {
          await takeHeld(trx, received)
          const id = await addEvidence(trx, who, organisation, offered.framework, data, files, clock.now())
          await recordHarm(trx, who, { id, organisationId: organisation.id }, harm, clock.now())
          waits = !isCovered(await findEvidence(trx, who, 'evidence.read', id), res.locals.today)
          if (waits) return `/evidence/${id}/consents`
          if (!purpose) return replyWaiting(req) ?? `/evidence/${id}`
          await attachEvidence(trx, who, purpose.application, purpose.item, [id], clock.now())
          return `/applications/${purpose.application.id}/criteria/${purpose.item.code}`
        }))
      })
      if (refused) return page(res.status(422), 'evidence/new', newEvidence(t, organisation, offered, purpose, refused, harmPanel(t, refused, [], received.held)))
      flash(res, t(waits ? 'consents.attach.later' : purpose ? 'evidence.new.attached' : 'evidence.new.done', { title: data.title }))
      res.redirect(303, address)
    }),

    get('/evidence/:id/removal', 'evidence.remove', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      const answers = (await usesOf(db, piece.id)).filter(use => use.as === 'answer').length
      page(res, 'evidence/removal', evidenceRemoval(res.locals.t, piece, answers, null))
    }),

    post('/evidence/:id/removal', 'evidence.remove', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const piece = await findEvidence(db, who, permission, req.params.id)
      try {
        await removeBytes(parts, await write(trx => removeEvidence(trx, who, piece, clock.now())))
      } catch (refusal) {
        if (!(refusal instanceof FormRefused)) throw refusal
        return page(res.status(409), 'evidence/removal', evidenceRemoval(t, piece, 0, t('evidence.remove.shown')))
      }
      flash(res, t('evidence.remove.done', { title: piece.title }))
      res.redirect(303, `/organisations/${piece.organisationId}/evidence`)
    }),
  ]
}

export const latestFramework = async (db: Db) => frameworkVersion(db, await latestFrameworkVersionId(db))

/** After the commit. What cannot go now goes with the next sweep: its row says that it is removed. */
export async function removeBytes({ files, db, log }: Pick<Parts, 'files' | 'db' | 'log'>, ids: readonly string[]): Promise<void> {
  for (const id of [...ids, ...await previewIdsOf(db, ids)]) await files.remove(id).catch((problem: NodeJS.ErrnoException) => log.warn({ file: id, code: problem.code }, 'the bytes of a removed file are still there'))
}

/** The reply to a question that somebody left to add a piece for it: they go back there. */
function replyWaiting(req: Pick<Request, 'query'>): string | null {
  const [application, question] = [queryText(req, 'case'), queryText(req, 'question')]
  return looksLikeId(application) && looksLikeId(question) ? `/applications/${application}/questions/${question}/reply` : null
}

/** @throws NotFound for an application that is not this library's, or a criterion it does not have */
async function purposeOf(db: Db, who: Actor, organisation: OrganisationHeld, req: Pick<Request, 'query'>): Promise<Purpose | null> {
  const [id, code] = [queryText(req, 'application'), queryText(req, 'criterion')]
  if (id === '' && code === '') return null
  const application = await findApplication(db, who, 'answer.write', id)
  const item = itemByCode(await frameworkVersion(db, application.frameworkVersionId), code)
  if (!item || application.organisationId !== organisation.id) throw new NotFound()
  return { application, item }
}

/** What is chosen in the address; anything that is not on offer chooses nothing. */
function filterIn(req: Pick<Request, 'query'>, { items, branches }: { items: readonly string[]; branches: readonly string[] }): EvidenceFilter {
  const among = <Choice extends string>(choices: readonly Choice[], name: string): Choice | null => choices.find(choice => choice === queryText(req, name)) ?? null
  return { kind: among(evidenceKindsTaken, 'kind'), itemId: among(items, 'item'), branchId: among(branches, 'branch') }
}

function addressOf(organisation: { id: string }, { kind, itemId, branchId }: EvidenceFilter): string {
  const chosen = Object.entries({ kind, item: itemId, branch: branchId }).filter((entry): entry is [string, string] => entry[1] !== null)
  return `/organisations/${organisation.id}/evidence${chosen.length > 0 ? `?${new URLSearchParams(chosen).toString()}` : ''}`
}
