import { NotFound } from '../../../domain/refusals.ts'
import { canHaveNewVersion } from '../../../domain/file-versions.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, upload, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { filesListed } from '../items/evidence-item.pages.ts'
import { findEvidence, isShown, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { takeOneFile } from '../files/file.forms.ts'
import { addVersion } from './version.actions.ts'
import { versionForm } from './version.forms.ts'
import { versionPage } from './version.pages.ts'

/** A newer version of a file; every older one is kept. */
export const versionRoutes = (parts: Parts): Route[] => {
  const { db } = parts
  return [
    get('/evidence/:id/files/:fileId/version', 'evidence.edit', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      page(
        res,
        'evidence/versions/new',
        versionPage(res.locals.t, evidence, newestIn(evidence, req.params.fileId), emptyForm),
      )
    }),

    upload('/evidence/:id/files/:fileId/version', 'evidence.edit', async (req, res, permission) => {
      const { t } = res.locals
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      const file = openIn(evidence, req.params.fileId) // replaced meanwhile, it is refused with a sentence
      const name = await takeOneFile(parts, req, res, {
        evidence,
        form: versionForm,
        show: (form, personalData) =>
          page(res, 'evidence/versions/new', versionPage(t, evidence, file, form, personalData)),
        act: (work, now, fileVersion, restrict) => addVersion(work, now, file, fileVersion, restrict),
      })
      if (name === null) return
      const done = t(parts.config.scanner === 'none' ? 'versions.done' : 'versions.done.waits', { name })
      flash(res, isShown(evidence.showings, file) ? t('versions.done.shown', { done }) : done)
      res.redirect(303, `/evidence/${evidence.id}`)
    }),
  ]
}

/** @throws NotFound for what does not open, is redacted, or off the shelf */
function openIn(evidence: EvidenceItem, id: string): EvidenceFile {
  const file = filesListed(evidence).find(each => each.id === id && canHaveNewVersion({ ...each, replacedAt: null }))
  if (!file) throw new NotFound()
  return file
}

function newestIn(evidence: EvidenceItem, id: string): EvidenceFile {
  const file = openIn(evidence, id)
  if (!canHaveNewVersion(file)) throw new NotFound()
  return file
}
