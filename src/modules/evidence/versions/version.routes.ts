import { NotFound } from '../../../domain/refusals.ts'
import { isRevisable } from '../../../domain/revisions.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm } from '../../../web/form.ts'
import { actor } from '../../../web/request.ts'
import { get, upload, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { filesListed } from '../items/evidence-item.pages.ts'
import { findEvidence, isShown, type EvidenceFile, type EvidencePiece } from '../items/evidence-item.store.ts'
import { takeOneFile } from '../files/file.forms.ts'
import { addRevision } from './version.actions.ts'
import { revisionForm } from './version.forms.ts'
import { revisionPage } from './version.pages.ts'

/** A newer version of a file; every older one is kept. */
export const revisionRoutes = (parts: Parts): Route[] => {
  const { db } = parts
  return [
    get('/evidence/:id/files/:fileId/revision', 'evidence.edit', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      page(
        res,
        'evidence/versions/new',
        revisionPage(res.locals.t, piece, newestIn(piece, req.params.fileId), emptyForm),
      )
    }),

    upload('/evidence/:id/files/:fileId/revision', 'evidence.edit', async (req, res, permission) => {
      const { t } = res.locals
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      const file = openIn(piece, req.params.fileId) // replaced meanwhile, it is refused with a sentence
      const name = await takeOneFile(parts, req, res, {
        piece,
        form: revisionForm,
        show: (form, harm) => page(res, 'evidence/versions/new', revisionPage(t, piece, file, form, harm)),
        act: (work, now, revision, restrict) => addRevision(work, now, file, revision, restrict),
      })
      if (name === null) return
      const done = t(parts.config.scanner === 'none' ? 'revisions.done' : 'revisions.done.waits', { name })
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
