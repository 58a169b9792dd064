import { branchesOf, openOn } from '../../organisations/organisations.public.ts'
import { frozenEvidence } from '../submitted/submitted.store.ts'
import type { Request } from 'express'
import type { Db } from '../../../db/connection.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { isCovered } from '../../../domain/consent.ts'
import { itemByCode, type Framework } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { sendFile } from '../../../web/downloads.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm } from '../../../web/form.ts'
import { claimKey, sentForm } from '../../../web/form-ids.ts'
import { personalDataQuestion, checkPersonalData } from '../personal-data/personal-data.pages.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf, valuesIn } from '../../../web/parse-form.ts'
import { actorOf, isScript } from '../../../web/request.ts'
import { get, post, upload, type Route } from '../../../web/routes.ts'
import { storeAll } from '../../../web/store-all.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { eventsAbout } from '../../../history/events-about.ts'
import { recordView } from '../../../history/record.ts'
import { partnersAbout } from '../partner-evidence/partner-evidence.store.ts'
import { changeEvidence, extendEvidence, removeFile } from '../editing/editing.actions.ts'
import { editEvidenceForm, moreEvidenceForm } from '../editing/editing.forms.ts'
import { editEvidence, formOfEvidence, moreEvidence } from '../editing/editing.pages.ts'
import { asSubmitted, evidencePage, fileRemoval, filesListed, type Context } from './evidence-item.pages.ts'
import { viewsOf } from '../viewers/viewer.store.ts'
import type { UsesShown } from '../uses/use.pages.ts'
import { usesOf, type UsesPlace } from '../uses/use.store.ts'
import { latestFramework, removeBytes } from '../editing/editing.routes.ts'
import { findEvidence, type EvidenceItem } from './evidence-item.store.ts'
import { receiveEvidence } from '../editing/receiving.actions.ts'
import { placesIn, readEvidenceForm } from '../editing/receiving.forms.ts'
import { holdAll, namesKnownAt, recordPersonalDataAnswer, takeHeld } from '../personal-data/personal-data.actions.ts'
import { personalDataAnswersOf } from '../personal-data/personal-data.store.ts'
import { openingsOf } from '../redaction/redaction.store.ts'
import { recurringAbout } from '../occurrences/occurrence.store.ts'

/** One piece of evidence and its files. */
export const evidenceItemRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts

  const recordViewOf = (actor: Actor, evidence: EvidenceItem, what: 'evidence' | 'file', entityId: string) =>
    write(actor, work =>
      recordView(work, {
        what,
        entityId,
        evidenceId: evidence.id,
        organisationId: evidence.organisationId,
        applicationId: evidence.through?.id ?? null,
      }),
    )

  const fileOf = (evidence: EvidenceItem, id: string) => {
    const file = filesListed(evidence).find(each => each.id === id)
    if (!file) throw new NotFound()
    return file
  }

  const offeredFor = async (evidence: EvidenceItem, today: EvidenceItem['periodFrom']) => {
    const branches = await branchesOf(db, { id: evidence.organisationId })
    const open = openOn(branches, today!)
    return {
      branches: branches.filter(branch => open.includes(branch) || evidence.branches.includes(branch.id)),
      framework: await latestFramework(db),
    }
  }

  return [
    get('/evidence/:id', 'evidence.read', async (req, res, permission) => {
      const actor = actorOf(res)
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const context =
        membershipsIn(actor, evidence.organisationId).length > 0
          ? await contextOf(db, actor, evidence, res.locals.today, usesPlace(req))
          : null
      const framework = evidence.through
        ? await frameworkVersion(db, evidence.through.frameworkVersionId)
        : await latestFramework(db)
      const frozen = evidence.through && (await frozenEvidence(db, evidence.through, evidence.id))
      const branches =
        frozen?.branches ??
        (await branchesOf(db, { id: evidence.organisationId }))
          .filter(({ id }) => evidence.branches.includes(id))
          .map(({ name }) => name)
      await recordViewOf(actor, evidence, 'evidence', evidence.id)
      page(
        res,
        'evidence/items/item',
        evidencePage(
          res.locals.t,
          frozen ? asSubmitted(evidence, frozen) : evidence,
          framework,
          branches,
          context,
          can(actor, 'consent.withdraw', evidence, evidence.through),
          judgedIn(req, evidence, framework),
        ),
      )
    }),

    get('/evidence/:id/files/:fileId', 'evidence.read', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      const file = fileOf(evidence, req.params.fileId)
      if (file.state !== 'ready') throw new NotFound()
      await recordViewOf(actorOf(res), evidence, 'file', file.id) // before the bytes go: no look without its line
      await sendFile(res, parts, file, 'inline')
    }),

    get('/evidence/:id/edit', 'evidence.edit', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      page(
        res,
        'evidence/editing/edit',
        editEvidence(res.locals.t, evidence, await offeredFor(evidence, res.locals.today), formOfEvidence(evidence)),
      )
    }),

    post('/evidence/:id/edit', 'evidence.edit', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const offered = await offeredFor(evidence, today)
      const { data, form } = parseForm(editEvidenceForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/editing/edit', editEvidence(t, evidence, offered, form))
      const personalData = checkPersonalData(
        t,
        req.body,
        placesIn({
          ...(data.title !== evidence.title && { title: data.title }),
          ...(data.summary !== evidence.summary && { summary: data.summary }),
        }),
        await namesKnownAt(db, actor, { id: evidence.organisationId, name: evidence.organisationName }),
      )
      if (personalData.ask)
        return page(
          res.status(422),
          'evidence/editing/edit',
          editEvidence(
            t,
            evidence,
            offered,
            personalData.ask,
            null,
            personalDataQuestion(t, personalData.ask, personalData.found, []),
          ),
        )
      if (personalData.answer?.choice === 'restrict') data.sensitivity = 'restricted'
      try {
        const refused = await refusalOf(t, req.body, () =>
          write(actor, async work => {
            await changeEvidence(work, evidence, offered.framework, data, data.version)
            await recordPersonalDataAnswer(work, 'evidence', evidence, personalData)
          }),
        )
        if (refused) return page(res.status(422), 'evidence/editing/edit', editEvidence(t, evidence, offered, refused))
      } catch (problem) {
        if (!(problem instanceof Stale)) throw problem
        const theirs = await findEvidence(db, actor, permission, evidence.id)
        return page(
          res.status(409),
          'evidence/editing/edit',
          editEvidence(
            t,
            theirs,
            offered,
            { values: { ...valuesIn(req.body), version: String(theirs.version) }, errors: [] },
            theirs,
          ),
        )
      }
      flash(res, t('evidence.edit.done', { title: data.title }))
      const staysOpen = can(actor, 'evidence.read', { ...evidence, sensitivity: data.sensitivity }, null)
      res.redirect(303, staysOpen ? `/evidence/${evidence.id}` : `/organisations/${evidence.organisationId}/evidence`)
    }),

    get('/evidence/:id/more', 'evidence.edit', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      page(res, 'evidence/editing/more', moreEvidence(res.locals.t, evidence, emptyForm))
    }),

    upload('/evidence/:id/more', 'evidence.edit', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const organisation = { id: evidence.organisationId, name: evidence.organisationName }
      const received = await receiveEvidence(parts, actor, organisation, req, res)
      const { data, form } = readEvidenceForm(t, moreEvidenceForm(t), received)
      if (form)
        return page(
          res.status(received.status),
          'evidence/editing/more',
          moreEvidence(t, evidence, form, personalDataQuestion(t, form, [], received.held)),
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
          'evidence/editing/more',
          moreEvidence(t, evidence, ask, personalDataQuestion(t, ask, personalData.found, held)),
        )
      }
      const refused = await refusalOf(t, received.body, () =>
        storeAll(parts, actor, received, (work, files) =>
          claimKey(
            work,
            isScript(req) ? data.idempotencyKey : sentForm(data.idempotencyKey, 'files', received.body, received.sent),
            async () => {
              await findEvidence(work.trx, work.actor, permission, evidence.id)
              await takeHeld(work.trx, received)
              await extendEvidence(work, evidence, data, files, personalData.answer?.choice === 'restrict')
              await recordPersonalDataAnswer(work, 'evidence', evidence, personalData)
              return `/evidence/${evidence.id}`
            },
          ),
        ),
      )
      if (refused)
        return page(
          res.status(422),
          'evidence/editing/more',
          moreEvidence(t, evidence, refused, personalDataQuestion(t, refused, [], received.held)),
        )
      if (isScript(req)) return res.status(201).json({ href: `/evidence/${evidence.id}` })
      flash(res, t('evidence.more.done', { title: evidence.title }))
      res.redirect(303, `/evidence/${evidence.id}`)
    }),

    get('/evidence/:id/files/:fileId/removal', 'evidence.edit', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      page(res, 'evidence/editing/removal', fileRemoval(res.locals.t, evidence, fileOf(evidence, req.params.fileId)))
    }),

    post('/evidence/:id/files/:fileId/removal', 'evidence.edit', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      const file = fileOf(evidence, req.params.fileId)
      await removeBytes(parts, await write(actorOf(res), work => removeFile(work, evidence, file)))
      flash(res, res.locals.t('evidence.file.removed', { name: file.name }))
      res.redirect(303, `/evidence/${evidence.id}`)
    }),
  ]
}

async function contextOf(
  db: Db,
  actor: Actor,
  evidence: EvidenceItem,
  today: Day,
  after: UsesPlace | null,
): Promise<Context> {
  return {
    mayEdit: can(actor, 'evidence.edit', evidence),
    mayRemove: can(actor, 'evidence.remove', evidence),
    mayKeep: can(actor, 'evidence.keep', evidence),
    today,
    waits: !isCovered(evidence, actor.today),
    uses: await usesShown(db, evidence, after),
    partners: await partnersAbout(db, evidence.id),
    recurring: await recurringAbout(db, evidence.id),
    looks: membershipsIn(actor, evidence.organisationId).includes('lead') ? await viewsOf(db, evidence) : null,
    events: await eventsAbout(db, { kind: 'evidence', id: evidence.id }),
    personalData: await personalDataAnswersOf(db, { kind: 'evidence', id: evidence.id }),
    openings: membershipsIn(actor, evidence.organisationId).includes('lead') ? await openingsOf(db, evidence.id) : [],
  }
}

const usesOnAPage = 5

/** Whoever came from judging a criterion goes back there. */
function judgedIn(
  req: Pick<Request, 'query'>,
  { showings }: EvidenceItem,
  framework: Framework,
): { case: string; code: string } | null {
  const [item, application] = [itemByCode(framework, queryText(req, 'criterion')), queryText(req, 'case')]
  return item && showings.some(({ applicationId }) => applicationId === application)
    ? { case: application, code: item.code }
    : null
}

function usesPlace(req: Pick<Request, 'query'>): UsesPlace | null {
  const place = placeAfter(req, 'started', 'application')
  return place && { startedAt: place.started as Instant, id: place.application }
}

async function usesShown(db: Db, evidence: EvidenceItem, after: UsesPlace | null): Promise<UsesShown> {
  const { applications, count } = await usesOf(db, evidence, after, usesOnAPage + 1)
  const { lines, next } = pageOf(applications, usesOnAPage, `/evidence/${evidence.id}`, ({ startedAt, id }) => ({
    started: startedAt,
    application: id,
  }))
  const versions = [...new Set(lines.map(({ frameworkVersionId }) => frameworkVersionId))]
  return {
    applications: [...lines],
    count,
    isLater: after !== null,
    next,
    frameworks: new Map(await Promise.all(versions.map(async id => [id, await frameworkVersion(db, id)] as const))),
  }
}
