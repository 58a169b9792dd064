import { NotFound } from '../../domain/refusals.ts'
import { isRevisable } from '../../domain/revisions.ts'
import type { Parts } from '../../parts.ts'
import { flash } from '../../web/flash.ts'
import { emptyForm } from '../../web/form.ts'
import { onceOnly } from '../../web/form-ids.ts'
import { refusalOf } from '../../web/parse-form.ts'
import { actor } from '../../web/request.ts'
import { get, upload } from '../../web/routes.ts'
import type { Route } from '../../web/routes.ts'
import { storeAll } from '../../web/store-all.ts'
import { receiveFiles } from '../../web/uploads.ts'
import { page } from '../../web/view-engine.ts'
import { asTheyAreNow } from '../team/team.store.ts'
import { filesListed } from './evidence-item.pages.ts'
import { findEvidence, isShown } from './evidence.store.ts'
import type { EvidenceFile, EvidencePiece } from './evidence.store.ts'
import { placesIn, readEvidenceForm } from './evidence-upload.forms.ts'
import { holdAll, namesKnownAt, recordHarm, takeHeld, withHeld } from './harm.actions.ts'
import { readHarm } from './harm.forms.ts'
import { harmPanel } from './harm.pages.ts'
import { addRevision } from './revision.actions.ts'
import { revisionForm } from './revision.forms.ts'
import { revisionPage } from './revision.pages.ts'

/** A newer version of a file; every older one is kept. */
export const revisionRoutes = (parts: Parts): Route[] => {
  const { db, clock } = parts
  return [
    get('/evidence/:id/files/:fileId/revision', 'evidence.edit', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      page(res, 'evidence/revision', revisionPage(res.locals.t, piece, newestIn(piece, req.params.fileId), emptyForm))
    }),

    upload('/evidence/:id/files/:fileId/revision', 'evidence.edit', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const piece = await findEvidence(db, who, permission, req.params.id)
      const file = openIn(piece, req.params.fileId)      // replaced meanwhile, it is refused with a sentence
      const organisation = { id: piece.organisationId, name: piece.organisationName }
      const received = await withHeld(db, who, organisation, await receiveFiles(req, res, parts, { field: 'files', most: 1 }))
      const { data, form } = readEvidenceForm(t, revisionForm(t), received)
      if (form) return page(res.status(received.status), 'evidence/revision', revisionPage(t, piece, file, form, harmPanel(t, form, [], received.held)))
      const harm = readHarm(t, received.body, placesIn({}, received.files), await namesKnownAt(db, who, organisation))
      if (harm.ask) {
        const { held, ask } = await holdAll(parts, t, who, organisation, received, harm.ask)
        return page(res.status(422), 'evidence/revision', revisionPage(t, piece, file, ask, harmPanel(t, ask, harm.found, held)))
      }
      const refused = await refusalOf(t, received.body, () => storeAll(parts, received, (trx, [revision]) => onceOnly(trx, who, data.formId, clock.now(), async () => {
        const now = await asTheyAreNow(trx, who)
        await findEvidence(trx, now, permission, piece.id)
        await takeHeld(trx, received)
        await addRevision(trx, now, piece, file, revision!, clock.now(), harm.answer?.choice === 'restrict')
        await recordHarm(trx, now, piece, harm, clock.now())
        return `/evidence/${piece.id}`
      })))
      if (refused) return page(res.status(422), 'evidence/revision', revisionPage(t, piece, file, refused, harmPanel(t, refused, [], received.held)))
      const done = t(parts.config.scanner === 'none' ? 'revisions.done' : 'revisions.done.waits', { name: received.files[0]?.name ?? file.name })
      flash(res, isShown(piece.showings, file) ? t('revisions.done.shown', { done }) : done)
      res.redirect(303, `/evidence/${piece.id}`)
    }),
  ]
}

/** @throws NotFound for what does not open, is redacted, or off the shelf */
function openIn(piece: EvidencePiece, id: string): EvidenceFile {
  const file = filesListed(piece).find(each => each.id === id && isRevisable({ ...each, replacedAt: null }))
  if (!file) throw new NotFound()
  return file
}

function newestIn(piece: EvidencePiece, id: string): EvidenceFile {
  const file = openIn(piece, id)
  if (!isRevisable(file)) throw new NotFound()
  return file
}
