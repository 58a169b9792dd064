import { branchesOf, findOrganisation, openOn, teamOf } from '../../organisations/organisations.public.ts'
import { lookUp } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { cleanName } from '../../../files/names.ts'
import type { Parts } from '../../../parts.ts'
import { sendFile } from '../../../web/downloads.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { doneBefore, onceOnly } from '../../../web/form-ids.ts'
import { harmPanel, readHarm } from '../personal-data/personal-data.pages.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { alsoWrong, parseForm, refusalOf, typedIn } from '../../../web/parse-form.ts'
import { pickMost } from '../picker/picker.pages.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { storeAll } from '../../../web/store-all.ts'
import { page } from '../../../web/view-engine.ts'
import { capturesOf, findCapture, type Capture, type CapturePlace } from './inbox.store.ts'
import { recordCaptureLooks, recordLook } from '../../../history/record.ts'
import { latestFramework } from '../editing/editing.routes.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { piecesBeside } from '../picker/picker.store.ts'
import { placesIn } from '../editing/receiving.forms.ts'
import { namesKnownAt, recordHarm } from '../personal-data/personal-data.actions.ts'
import { heldIn, nameGiven } from '../personal-data/personal-data.forms.ts'
import { asReceived, joinCapture, removeObjects, takeIn } from './inbox.actions.ts'
import { joinForm, sortForm } from './inbox.forms.ts'
import { formOfCapture, joinPage, ownersIn, sortPage, trayPage } from './inbox.pages.ts'

const onAPage = 50

/** What came in through capture links, for the leads: looked at, and one by one made into evidence. Several at once: tray-bulk.routes.ts. */
export const trayRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts

  const offeredAt = async (organisation: Organisation, today: Parameters<typeof openOn>[1], capture: Capture) => {
    const [branches, framework, team] = [
      await branchesOf(db, organisation),
      await latestFramework(db),
      await teamOf(db, organisation),
    ]
    const open = openOn(branches, today)
    return {
      branches: branches.filter(branch => open.includes(branch) || branch.id === capture.branchId),
      framework,
      team,
    }
  }

  const recordLooksAt = (who: Actor, captures: readonly Capture[]) =>
    write(who, work =>
      recordCaptureLooks(
        work,
        captures.map(({ id }) => id),
      ),
    )

  /** As it is sorted: without the files that were unticked, under the names they were given. */
  const asGiven = (capture: Capture, body: unknown): Capture => {
    const kept = heldIn(body)
    const files = kept.length === 0 ? capture.files : capture.files.filter(({ id }) => kept.includes(id))
    return {
      ...capture,
      files: files.map(file => ({
        ...file,
        name: cleanName(nameGiven(body, file.id).trim() || file.name) ?? file.name,
      })),
    }
  }

  return [
    get('/organisations/:id/tray', 'capture.manage', async (req, res, permission) => {
      const who = actor(res)
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const after = placeAfter(req, 'at', 'capture')
      const found = await lookUp(
        db,
        capturesOf(
          db,
          organisation,
          after && { arrivedAt: after.at as CapturePlace['arrivedAt'], id: after.capture },
          onAPage + 1,
        ),
      )
      const { lines, next } = pageOf(found, onAPage, `/organisations/${organisation.id}/tray`, ({ arrivedAt, id }) => ({
        at: arrivedAt,
        capture: id,
      }))
      if (lines.length > 0) await recordLooksAt(who, lines)
      page(
        res,
        'evidence/inbox/list',
        trayPage(res.locals.t, organisation, lines, next, after !== null, res.locals.today),
      )
    }),

    get('/organisations/:id/tray/:captureId', 'capture.manage', async (req, res, permission) => {
      const who = actor(res)
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const capture = await findCapture(db, organisation, req.params.captureId)
      await recordLooksAt(who, [capture])
      page(
        res,
        'evidence/inbox/sort',
        sortPage(
          res.locals.t,
          organisation,
          capture,
          await offeredAt(organisation, res.locals.today, capture),
          res.locals.today,
          formOfCapture(who, capture),
        ),
      )
    }),

    post('/organisations/:id/tray/:captureId', 'capture.manage', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const { data, form } = parseForm(sortForm(t), req.body)
      const before = await doneBefore(db, who, data?.formId ?? '')
      if (before) return res.redirect(303, before)
      const capture = await findCapture(db, organisation, req.params.captureId)
      const offered = await offeredAt(organisation, today, capture)
      const owner = ownersIn(offered.team).find(({ personId }) => personId === (typedIn(req.body, 'owner') || who.id))
      const wrong = alsoWrong(form, req.body, owner ? null : { field: 'owner', message: t('tray.owner.wrong') })
      if (wrong || !data || !owner)
        return page(
          res.status(422),
          'evidence/inbox/sort',
          sortPage(t, organisation, capture, offered, today, wrong ?? emptyForm),
        )
      const given = asGiven(capture, req.body)
      const harm = readHarm(t, req.body, placesIn(data, given.files), await namesKnownAt(db, who, organisation))
      const draw = (asked: Form, found = harm.found) =>
        page(
          res.status(422),
          'evidence/inbox/sort',
          sortPage(t, organisation, capture, offered, today, asked, harmPanel(t, asked, found, given.files)),
        )
      if (harm.ask) return draw(harm.ask)
      const about = {
        ...data,
        sensitivity: harm.answer?.choice === 'restrict' ? ('restricted' as const) : data.sensitivity,
      }
      let [address, objects] = ['', [] as string[]]
      const refused = await refusalOf(t, req.body, async () => {
        address = await storeAll(parts, who, asReceived([given], {}), (work, files) =>
          onceOnly(work, data.formId, async () => {
            const taken = await takeIn(work, organisation, offered.framework, capture, {
              given: about,
              ownerId: owner.personId,
              files,
            })
            await recordHarm(work, 'evidence', { id: taken.id, organisationId: organisation.id }, harm)
            objects = taken.objects
            return `/evidence/${taken.id}`
          }),
        )
      })
      if (refused) return draw(refused, [])
      await removeObjects(parts, objects)
      flash(res, t('tray.sort.done', { title: data.title }))
      res.redirect(303, address)
    }),

    get('/organisations/:id/tray/:captureId/joining', 'capture.manage', async (req, res, permission) => {
      const [who, { t }, search] = [actor(res), res.locals, queryText(req, 'search')]
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const capture = await findCapture(db, organisation, req.params.captureId)
      await recordLooksAt(who, [capture])
      page(
        res,
        'evidence/inbox/join',
        joinPage(
          t,
          organisation,
          capture,
          await piecesBeside(db, who, organisation, null, search, res.locals.today, pickMost + 1),
          search,
          res.locals.today,
          formOf({ note: capture.words }),
        ),
      )
    }),

    post('/organisations/:id/tray/:captureId/joining', 'capture.manage', async (req, res, permission) => {
      const [who, { t, today }, search] = [actor(res), res.locals, queryText(req, 'search')]
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const { data, form } = parseForm(joinForm(t), req.body)
      const before = await doneBefore(db, who, data?.formId ?? '')
      if (before) return res.redirect(303, before)
      const capture = await findCapture(db, organisation, req.params.captureId)
      const given = asGiven(capture, req.body)
      const piece = await findEvidence(db, who, 'evidence.edit', typedIn(req.body, 'piece')).catch(
        (problem: unknown) => {
          if (problem instanceof NotFound) return null
          throw problem
        },
      )
      const wrong = alsoWrong(
        form,
        req.body,
        piece?.organisationId === organisation.id ? null : { field: 'piece', message: t('tray.join.piece.wrong') },
      )
      const harm = data && readHarm(t, req.body, placesIn(data, given.files), await namesKnownAt(db, who, organisation))
      const draw = async (asked: Form, found = harm?.found ?? []) =>
        page(
          res.status(422),
          'evidence/inbox/join',
          joinPage(
            t,
            organisation,
            capture,
            await piecesBeside(db, who, organisation, null, search, today, pickMost + 1),
            search,
            today,
            asked,
            harmPanel(t, asked, found, found.length === 0 ? [] : given.files),
          ),
        )
      if (wrong || !harm || !piece) return draw(wrong ?? emptyForm, [])
      if (harm.ask) return draw(harm.ask)
      let [address, objects] = ['', [] as string[]]
      const refused = await refusalOf(t, req.body, async () => {
        address = await storeAll(parts, who, asReceived([given], {}), (work, files) =>
          onceOnly(work, data.formId, async () => {
            objects = await joinCapture(work, capture, piece, data.note, files, harm.answer?.choice === 'restrict')
            await recordHarm(work, 'evidence', piece, harm)
            return `/evidence/${piece.id}`
          }),
        )
      })
      if (refused)
        return draw(
          {
            ...refused,
            errors: refused.errors.map(error => ({ ...error, field: error.field === 'files' ? 'piece' : error.field })),
          },
          [],
        )
      await removeObjects(parts, objects)
      flash(res, t('tray.join.done', { title: piece.title }))
      res.redirect(303, address)
    }),

    get('/organisations/:id/tray/:captureId/files/:fileId', 'capture.manage', async (req, res, permission) => {
      const organisation = await findOrganisation(db, actor(res), permission, req.params.id)
      const file = openIn(await findCapture(db, organisation, req.params.captureId), req.params.fileId)
      await write(actor(res), work =>
        recordLook(work, { what: 'file', thingId: file.id, organisationId: organisation.id }),
      )
      await sendFile(res, parts, file, 'inline')
    }),

    // On the page of the tray, whose looks are recorded.
    get('/organisations/:id/tray/:captureId/files/:fileId/small', 'capture.manage', async (req, res, permission) => {
      const organisation = await findOrganisation(db, actor(res), permission, req.params.id)
      const { small, name } = openIn(await findCapture(db, organisation, req.params.captureId), req.params.fileId)
      if (!small) throw new NotFound()
      await sendFile(res, parts, { ...small, name, type: 'image/webp' }, 'inline')
    }),
  ]
}

function openIn(capture: Capture, id: string): Capture['files'][number] {
  const file = capture.files.find(each => each.id === id)
  if (file?.state !== 'ready') throw new NotFound()
  return file
}
