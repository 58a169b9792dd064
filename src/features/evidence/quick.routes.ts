import type { Parts } from '../../parts.ts'
import { flash } from '../../web/flash.ts'
import { onceOnly } from '../../web/form-ids.ts'
import { actor, isScript } from '../../web/request.ts'
import { get, upload } from '../../web/routes.ts'
import type { Route } from '../../web/routes.ts'
import { storeAll } from '../../web/store-all.ts'
import { receiveFiles } from '../../web/uploads.ts'
import { page } from '../../web/view-engine.ts'
import { latestFramework } from './evidence.routes.ts'
import { readEvidenceForm } from './evidence-upload.forms.ts'
import { findOrganisation } from '../organisations/organisation.store.ts'
import { addQuickly } from './quick.actions.ts'
import { quickForm } from './quick.forms.ts'
import { quickPage, quickStart } from './evidence-form.pages.ts'

/** Evidence in two fields and a file, from a phone; the rest is said later. */
export const quickRoutes = (parts: Parts): Route[] => {
  const { db, clock } = parts
  return [
    get('/organisations/:id/evidence/quick', 'evidence.add', async (req, res, permission) => {
      const organisation = await findOrganisation(db, actor(res), permission, req.params.id)
      page(res, 'evidence/quick', quickPage(res.locals.t, organisation, quickStart))
    }),

    upload('/organisations/:id/evidence/quick', 'evidence.add', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const received = await receiveFiles(req, res, parts, { field: 'files' })
      const { data, form } = readEvidenceForm(t, quickForm(t), received)
      if (form) return page(res.status(received.status), 'evidence/quick', quickPage(t, organisation, form))
      const framework = await latestFramework(db)
      const href = await storeAll(parts, received, (trx, files) => onceOnly(trx, who, data.formId, clock.now(), async () => {
        const ids = await addQuickly(trx, who, organisation, framework, data, files, clock.now())
        return ids.length === 1 ? `/evidence/${ids[0]}` : `/organisations/${organisation.id}/evidence`
      }))
      if (isScript(req)) return res.status(201).json({ href })
      flash(res, data.together === 'each' && received.files.length > 1 ? t('capture.quick.done.several', { count: received.files.length }) : t('capture.quick.done', { title: data.title }))
      res.redirect(303, href)
    }),
  ]
}
