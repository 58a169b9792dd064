import {
  branchesIn,
  branchesOf,
  findOrganisation,
  openOn,
  organisationFor,
} from '../../organisations/organisations.public.ts'
import { findApplication } from '../../access/access.public.ts'
import type { Request } from 'express'
import type { Db } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { lookUpAll } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { isCovered } from '../../../domain/consent.ts'
import { libraryStream, itemByCode, itemById, itemsOf } from '../../../domain/framework.ts'
import { can, type OrganisationSubject } from '../../../domain/permissions.ts'
import { isOpenOccurrence, occurrenceNumber } from '../../../domain/recurring.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import { previewIdsOf } from '../../../files/preview.store.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey, sentForm } from '../../../web/form-ids.ts'
import { personalDataQuestion, checkPersonalData } from '../personal-data/personal-data.pages.ts'
import { pageOf, queryText } from '../../../web/lists.ts'
import { refusalOf } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, upload, type Route } from '../../../web/routes.ts'
import { storeAll } from '../../../web/store-all.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion, latestFrameworkVersionId, latestVersionId } from '../../frameworks/frameworks.public.ts'
import { addEvidence, removeEvidence } from './editing.actions.ts'
import { newEvidenceForm } from './editing.forms.ts'
import { newEvidence, newForm, pathOf, type Purpose } from './editing.pages.ts'
import { evidenceRemoval } from '../items/evidence-item.pages.ts'
import { holdAll, namesKnownAt, recordPersonalDataAnswer, takeHeld } from '../personal-data/personal-data.actions.ts'
import { wantedIn } from '../search-index/search-index.store.ts'
import { evidenceLinesOf } from '../list/list.store.ts'
import { countAnswersUsing } from '../uses/use.store.ts'
import {
  addressOf,
  facetsOf,
  isUnfiltered,
  keysOf,
  filtersFrom,
  offeredTo,
  placeIn,
  type Filters,
} from '../search/search.forms.ts'
import { ownersIn, evidenceFound, type FoundEvidence, type EvidencePosition } from '../search/search.store.ts'
import { countedMost, evidenceBank } from '../list/list.pages.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { receiveEvidence } from './receiving.actions.ts'
import { placesIn, readEvidenceForm } from './receiving.forms.ts'
import { answerOccurrence } from '../occurrences/occurrence.actions.ts'
import { findRecurring } from '../recurring/recurring.store.ts'

const linesOnAPage = 50

/** A library's shelf: the list, adding to it, taking from it. One piece by itself: evidence-item.routes.ts. */
export const evidenceRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts
  return [
    get('/organisations/:id/evidence', 'evidence.list', async (req, res, permission) => {
      const [actor, { today }] = [actorOf(res), res.locals]
      const about = {
        organisation: organisationFor(db, actor, permission, req.params.id),
        branches: branchesIn(db, req.params),
        owners: ownersIn(db, req.params),
        versionId: latestVersionId(db, libraryStream),
      }
      const { organisation, branches, owners, versionId } = await lookUpAll(db, about)
      const framework = await frameworkVersion(db, versionId)
      const offered = offeredTo({
        items: itemsOf(framework),
        branches,
        owners,
        today,
        mayOpenRestricted: can(actor, 'evidence.add', organisation),
      })
      const filters = filtersFrom(req, offered)
      const after = placeIn(req, filters)
      const { found, next, count } = await evidenceListPage(db, actor, organisation, filters, today, after)
      const lines = await evidenceLinesOf(
        db,
        actor,
        found.map(({ id }) => id),
      )
      page(
        res,
        'evidence/list/list',
        evidenceBank(res.locals.t, organisation, {
          lines,
          next,
          count,
          filters,
          offered,
          branches,
          owners,
          framework,
          today,
          mayAdd: can(actor, 'evidence.add', organisation),
          maySort: can(actor, 'inbox.manage', organisation),
          mayListConsents: can(actor, 'consent.list', organisation),
          isLater: after !== null,
        }),
      )
    }),

    get('/organisations/:id/evidence/new', 'evidence.add', async (req, res, permission) => {
      const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
      const purpose = await purposeOf(db, actorOf(res), organisation, req, res.locals.today)
      const offered = {
        branches: openOn(await branchesOf(db, organisation), res.locals.today),
        framework: await latestFramework(db),
      }
      page(
        res,
        'evidence/editing/new',
        newEvidence(
          res.locals.t,
          organisation,
          offered,
          purpose,
          newForm(res.locals.t, purpose, itemById(offered.framework, queryText(req, 'item')) ?? null),
        ),
      )
    }),

    upload('/organisations/:id/evidence/new', 'evidence.add', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const purpose = await purposeOf(db, actor, organisation, req, res.locals.today)
      const offered = {
        branches: openOn(await branchesOf(db, organisation), res.locals.today),
        framework: await latestFramework(db),
      }
      const received = await receiveEvidence(parts, actor, organisation, req, res)
      const { data, form } = readEvidenceForm(t, newEvidenceForm(t), received)
      if (form)
        return page(
          res.status(received.status),
          'evidence/editing/new',
          newEvidence(t, organisation, offered, purpose, form, personalDataQuestion(t, form, [], received.held)),
        )
      const personalData = checkPersonalData(
        t,
        received.body,
        placesIn(data, received.files),
        await namesKnownAt(db, actor, organisation),
      )
      if (personalData.ask) {
        const { held, ask } = await holdAll(parts, t, actor, organisation, received, personalData.ask)
        return page(
          res.status(422),
          'evidence/editing/new',
          newEvidence(t, organisation, offered, purpose, ask, personalDataQuestion(t, ask, personalData.found, held)),
        )
      }
      if (personalData.answer?.choice === 'restrict') data.sensitivity = 'restricted'
      let [address, waits] = ['', false]
      const refused = await refusalOf(t, received.body, async () => {
        address = await storeAll(parts, actor, received, (work, files) =>
          claimKey(work, sentForm(data.idempotencyKey, 'title', received.body, received.sent), async () => {
            await findOrganisation(work.trx, work.actor, permission, organisation.id)
            await takeHeld(work.trx, received)
            const id = await addEvidence(work, organisation, offered.framework, data, files)
            await recordPersonalDataAnswer(work, 'evidence', { id, organisationId: organisation.id }, personalData)
            if (purpose && 'occurrence' in purpose)
              await answerOccurrence(work, purpose.recurring, purpose.occurrence, [id])
            waits = !isCovered(await findEvidence(work.trx, work.actor, 'evidence.read', id), res.locals.today)
            if (waits) return `/evidence/${id}/consents`
            if (!purpose) return replyWaiting(req) ?? `/evidence/${id}`
            if ('item' in purpose)
              await work.tell('evidence added', {
                evidenceId: id,
                applicationId: purpose.application.id,
                itemId: purpose.item.id,
              })
            return pathOf(purpose)
          }),
        )
      })
      if (refused)
        return page(
          res.status(422),
          'evidence/editing/new',
          newEvidence(t, organisation, offered, purpose, refused, personalDataQuestion(t, refused, [], received.held)),
        )
      const isTurnMoved = !purpose && queryText(req, 'recurring') !== ''
      flash(
        res,
        t(
          isTurnMoved
            ? 'recurring.new.moved'
            : purpose && 'occurrence' in purpose
              ? 'recurring.new.done'
              : waits
                ? 'consents.attach.later'
                : purpose
                  ? 'evidence.new.attached'
                  : 'evidence.new.done',
          { title: data.title },
        ),
      )
      res.redirect(303, address)
    }),

    get('/evidence/:id/removal', 'evidence.remove', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      const answers = await countAnswersUsing(db, evidence.id)
      page(res, 'evidence/editing/removal', evidenceRemoval(res.locals.t, evidence, answers, null))
    }),

    post('/evidence/:id/removal', 'evidence.remove', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      try {
        await removeBytes(parts, await write(actor, work => removeEvidence(work, evidence)))
      } catch (refusal) {
        if (!(refusal instanceof FormRefused)) throw refusal
        return page(
          res.status(409),
          'evidence/editing/removal',
          evidenceRemoval(t, evidence, 0, t('evidence.remove.shown')),
        )
      }
      flash(res, t('evidence.remove.done', { title: evidence.title }))
      res.redirect(303, `/organisations/${evidence.organisationId}/evidence`)
    }),
  ]
}

export const latestFramework = async (db: Db) => frameworkVersion(db, await latestFrameworkVersionId(db, libraryStream))

/** After the commit. What cannot go now goes with the next sweep: its row says that it is removed. */
export async function removeBytes(
  { files, db, log }: Pick<Parts, 'files' | 'db' | 'log'>,
  ids: readonly string[],
): Promise<void> {
  for (const id of [...ids, ...(await previewIdsOf(db, ids))])
    await files
      .remove(id)
      .catch((problem: NodeJS.ErrnoException) =>
        log.warn({ file: id, code: problem.code }, 'the bytes of a removed file are still there'),
      )
}

/** The reply to a question that somebody left to add a piece for it: they go back there. */
function replyWaiting(req: Pick<Request, 'query'>): string | null {
  const [application, question] = [queryText(req, 'case'), queryText(req, 'question')]
  return looksLikeId(application) && looksLikeId(question)
    ? `/applications/${application}/questions/${question}/reply`
    : null
}

/**
 * What a piece is added for; for nothing too when the day of its turn was moved while the form was open: then it comes
 * to the shelf all the same.
 * @throws NotFound for an application or a recurrence that is not this library's, a criterion it does not have, or a
 * turn that is not open yet
 */
async function purposeOf(
  db: Db,
  actor: Actor,
  organisation: OrganisationSubject,
  req: Pick<Request, 'query' | 'method'>,
  today: Day,
): Promise<Purpose | null> {
  if (queryText(req, 'recurring') !== '') {
    const recurring = await findRecurring(db, actor, 'recurring.answer', queryText(req, 'recurring'))
    const occurrence = occurrenceNumber(queryText(req, 'occurrence'))
    if (recurring.organisationId !== organisation.id || occurrence === null) throw new NotFound()
    if (isOpenOccurrence(recurring, occurrence, today)) return { recurring, occurrence }
    if (req.method === 'POST' && occurrence === recurring.nextOccurrence) return null
    throw new NotFound()
  }
  const [id, code] = [queryText(req, 'application'), queryText(req, 'criterion')]
  if (id === '' && code === '') return null
  const application = await findApplication(db, actor, 'answer.write', id)
  const item = itemByCode(await frameworkVersion(db, application.frameworkVersionId), code)
  if (!item || application.organisationId !== organisation.id) throw new NotFound()
  return { application, item }
}

/** How many there are, as far as somebody counts, and one page of them. */
async function evidenceListPage(
  db: Db,
  actor: Actor,
  organisation: OrganisationSubject,
  filters: Filters,
  today: Day,
  after: EvidencePosition | null,
): Promise<{ found: readonly FoundEvidence[]; next: string | null; count: number }> {
  const wanted = isUnfiltered(filters) ? 'all' : wantedIn(actor, organisation, filters.search, facetsOf(filters), today)
  if (wanted === null) return { found: [], next: null, count: 0 }
  const stretch = (place: EvidencePosition | null, most: number) =>
    evidenceFound(
      db,
      actor,
      organisation,
      { wanted, state: facetsOf(filters).state, order: filters.order },
      today,
      place,
      most,
    )
  const { counted, later } = await lookUpAll(db, {
    counted: stretch(null, countedMost + 1),
    later: after && stretch(after, linesOnAPage + 1),
  })
  const { lines, next } = pageOf(
    later ?? counted.slice(0, linesOnAPage + 1),
    linesOnAPage,
    addressOf(organisation, filters),
    keysOf,
  )
  return { found: lines, next, count: counted.length }
}
