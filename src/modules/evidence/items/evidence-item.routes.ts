import { as } from '../../../db/unit-of-work.ts'
import { asTheyAreNow, branchesOf, openOn } from '../../organisations/organisations.public.ts'
import { frozenPiece } from '../submitted/submitted.store.ts'
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
import { onceOnly, sentAs } from '../../../web/form-ids.ts'
import { harmPanel, readHarm } from '../personal-data/personal-data.pages.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf, valuesIn } from '../../../web/parse-form.ts'
import { actor, isScript } from '../../../web/request.ts'
import { get, post, upload, type Route } from '../../../web/routes.ts'
import { storeAll } from '../../../web/store-all.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { eventsAbout } from '../../../history/events-about.ts'
import { recordLook } from '../../../history/record.ts'
import { partnersAbout } from '../partner-evidence/partner-evidence.store.ts'
import { changeEvidence, extendEvidence, removeFile } from '../editing/editing.actions.ts'
import { editEvidenceForm, moreEvidenceForm } from '../editing/editing.forms.ts'
import { editEvidence, formOfPiece, moreEvidence } from '../editing/editing.pages.ts'
import { asHandedIn, evidencePage, fileRemoval, filesListed, type Around } from './evidence-item.pages.ts'
import { looksAt } from '../list/list.store.ts'
import type { UsesShown } from '../uses/use.pages.ts'
import { usesOf, type UsesPlace } from '../uses/use.store.ts'
import { latestFramework, removeBytes } from '../editing/editing.routes.ts'
import { findEvidence, type EvidencePiece } from './evidence-item.store.ts'
import { receiveEvidence } from '../editing/receiving.actions.ts'
import { placesIn, readEvidenceForm } from '../editing/receiving.forms.ts'
import { holdAll, namesKnownAt, recordHarm, takeHeld } from '../personal-data/personal-data.actions.ts'
import { harmAnswersOf } from '../personal-data/personal-data.store.ts'
import { openingsOf } from '../redaction/redaction.store.ts'
import { recurrencesAbout } from '../occurrences/occurrence.store.ts'

/** One piece of evidence and its files. */
export const evidenceItemRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts

  const recordLookAt = (who: Actor, piece: EvidencePiece, what: 'evidence' | 'file', thingId: string) =>
    write(who, work =>
      recordLook(work, {
        what,
        thingId,
        evidenceId: piece.id,
        organisationId: piece.organisationId,
        applicationId: piece.through?.id ?? null,
      }),
    )

  const fileOf = (piece: EvidencePiece, id: string) => {
    const file = filesListed(piece).find(each => each.id === id)
    if (!file) throw new NotFound()
    return file
  }

  const offeredFor = async (piece: EvidencePiece, today: EvidencePiece['periodFrom']) => {
    const branches = await branchesOf(db, { id: piece.organisationId })
    const open = openOn(branches, today!)
    return {
      branches: branches.filter(branch => open.includes(branch) || piece.branches.includes(branch.id)),
      framework: await latestFramework(db),
    }
  }

  return [
    get('/evidence/:id', 'evidence.read', async (req, res, permission) => {
      const who = actor(res)
      const piece = await findEvidence(db, who, permission, req.params.id)
      const around =
        membershipsIn(who, piece.organisationId).length > 0
          ? await aroundOf(db, who, piece, res.locals.today, usesPlace(req))
          : null
      const framework = piece.through
        ? await frameworkVersion(db, piece.through.frameworkVersionId)
        : await latestFramework(db)
      const frozen = piece.through && (await frozenPiece(db, piece.through, piece.id))
      const branches =
        frozen?.branches ??
        (await branchesOf(db, { id: piece.organisationId }))
          .filter(({ id }) => piece.branches.includes(id))
          .map(({ name }) => name)
      await recordLookAt(who, piece, 'evidence', piece.id)
      page(
        res,
        'evidence/items/item',
        evidencePage(
          res.locals.t,
          frozen ? asHandedIn(piece, frozen) : piece,
          framework,
          branches,
          around,
          can(who, 'consent.withdraw', piece, piece.through),
          judgedIn(req, piece, framework),
        ),
      )
    }),

    get('/evidence/:id/files/:fileId', 'evidence.read', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      const file = fileOf(piece, req.params.fileId)
      if (file.state !== 'ready') throw new NotFound()
      await recordLookAt(actor(res), piece, 'file', file.id) // before the bytes go: no look without its line
      await sendFile(res, parts, file, 'inline')
    }),

    get('/evidence/:id/edit', 'evidence.edit', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      page(
        res,
        'evidence/editing/edit',
        editEvidence(res.locals.t, piece, await offeredFor(piece, res.locals.today), formOfPiece(piece)),
      )
    }),

    post('/evidence/:id/edit', 'evidence.edit', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      const piece = await findEvidence(db, who, permission, req.params.id)
      const offered = await offeredFor(piece, today)
      const { data, form } = parseForm(editEvidenceForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/editing/edit', editEvidence(t, piece, offered, form))
      const harm = readHarm(
        t,
        req.body,
        placesIn({
          ...(data.title !== piece.title && { title: data.title }),
          ...(data.summary !== piece.summary && { summary: data.summary }),
        }),
        await namesKnownAt(db, who, { id: piece.organisationId, name: piece.organisationName }),
      )
      if (harm.ask)
        return page(
          res.status(422),
          'evidence/editing/edit',
          editEvidence(t, piece, offered, harm.ask, null, harmPanel(t, harm.ask, harm.found, [])),
        )
      if (harm.answer?.choice === 'restrict') data.sensitivity = 'restricted'
      try {
        const refused = await refusalOf(t, req.body, () =>
          write(who, async work => {
            await changeEvidence(work, piece, offered.framework, data, data.version)
            await recordHarm(work, 'evidence', piece, harm)
          }),
        )
        if (refused) return page(res.status(422), 'evidence/editing/edit', editEvidence(t, piece, offered, refused))
      } catch (problem) {
        if (!(problem instanceof Stale)) throw problem
        const theirs = await findEvidence(db, who, permission, piece.id)
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
      const staysOpen = can(who, 'evidence.read', { ...piece, sensitivity: data.sensitivity }, null)
      res.redirect(303, staysOpen ? `/evidence/${piece.id}` : `/organisations/${piece.organisationId}/evidence`)
    }),

    get('/evidence/:id/more', 'evidence.edit', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      page(res, 'evidence/editing/more', moreEvidence(res.locals.t, piece, emptyForm))
    }),

    upload('/evidence/:id/more', 'evidence.edit', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const piece = await findEvidence(db, who, permission, req.params.id)
      const organisation = { id: piece.organisationId, name: piece.organisationName }
      const received = await receiveEvidence(parts, who, organisation, req, res)
      const { data, form } = readEvidenceForm(t, moreEvidenceForm(t), received)
      if (form)
        return page(
          res.status(received.status),
          'evidence/editing/more',
          moreEvidence(t, piece, form, harmPanel(t, form, [], received.held)),
        )
      const harm = readHarm(t, received.body, placesIn(data, received.files), await namesKnownAt(db, who, organisation))
      if (harm.ask) {
        const { held, ask } = await holdAll(parts, t, who, organisation, received, harm.ask)
        return page(
          res.status(422),
          'evidence/editing/more',
          moreEvidence(t, piece, ask, harmPanel(t, ask, harm.found, held)),
        )
      }
      const refused = await refusalOf(t, received.body, () =>
        storeAll(parts, who, received, (work, files) =>
          onceOnly(
            work,
            isScript(req) ? data.formId : sentAs(data.formId, 'files', received.body, received.sent),
            async () => {
              const now = await asTheyAreNow(work.trx, who)
              await findEvidence(work.trx, now, permission, piece.id)
              await takeHeld(work.trx, received)
              await extendEvidence(as(now, work), piece, data, files, harm.answer?.choice === 'restrict')
              await recordHarm(as(now, work), 'evidence', piece, harm)
              return `/evidence/${piece.id}`
            },
          ),
        ),
      )
      if (refused)
        return page(
          res.status(422),
          'evidence/editing/more',
          moreEvidence(t, piece, refused, harmPanel(t, refused, [], received.held)),
        )
      if (isScript(req)) return res.status(201).json({ href: `/evidence/${piece.id}` })
      flash(res, t('evidence.more.done', { title: piece.title }))
      res.redirect(303, `/evidence/${piece.id}`)
    }),

    get('/evidence/:id/files/:fileId/removal', 'evidence.edit', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      page(res, 'evidence/editing/removal', fileRemoval(res.locals.t, piece, fileOf(piece, req.params.fileId)))
    }),

    post('/evidence/:id/files/:fileId/removal', 'evidence.edit', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      const file = fileOf(piece, req.params.fileId)
      await removeBytes(parts, await write(actor(res), work => removeFile(work, piece, file)))
      flash(res, res.locals.t('evidence.file.removed', { name: file.name }))
      res.redirect(303, `/evidence/${piece.id}`)
    }),
  ]
}

async function aroundOf(
  db: Db,
  who: Actor,
  piece: EvidencePiece,
  today: Day,
  after: UsesPlace | null,
): Promise<Around> {
  return {
    mayEdit: can(who, 'evidence.edit', piece),
    mayRemove: can(who, 'evidence.remove', piece),
    mayKeep: can(who, 'evidence.keep', piece),
    today,
    waits: !isCovered(piece, who.today),
    uses: await usesShown(db, piece, after),
    partners: await partnersAbout(db, piece.id),
    recurring: await recurrencesAbout(db, piece.id),
    looks: membershipsIn(who, piece.organisationId).includes('lead') ? await looksAt(db, piece) : null,
    events: await eventsAbout(db, { kind: 'evidence', id: piece.id }),
    harm: await harmAnswersOf(db, { kind: 'evidence', id: piece.id }),
    openings: membershipsIn(who, piece.organisationId).includes('lead') ? await openingsOf(db, piece.id) : [],
  }
}

const usesOnAPage = 5

/** Whoever came from judging a criterion goes back there. */
function judgedIn(
  req: Pick<Request, 'query'>,
  { showings }: EvidencePiece,
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

async function usesShown(db: Db, piece: EvidencePiece, after: UsesPlace | null): Promise<UsesShown> {
  const { applications, count } = await usesOf(db, piece, after, usesOnAPage + 1)
  const { lines, next } = pageOf(applications, usesOnAPage, `/evidence/${piece.id}`, ({ startedAt, id }) => ({
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
