import { fileTypes } from '../../../domain/evidence.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { blackOut } from '../../../files/blackout.ts'
import { nameFor } from '../../../files/endings.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { refusalOf, withError } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { storeAll } from '../../../web/store-all.ts'
import { receiveMade } from '../../../web/uploads.ts'
import { page } from '../../../web/view-engine.ts'
import { readBlackout } from './blackout.forms.ts'
import { blackoutPage } from './blackout.pages.ts'
import { findEvidence, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { addRedactedCopy } from '../redaction/redaction.actions.ts'
import { toRedact } from '../redaction/redaction.routes.ts'

/** A redacted version of a picture, made here: areas of it are blacked out. */
export const blackoutRoutes = (parts: Parts): Route[] => {
  const { db, files } = parts
  return [
    get('/evidence/:id/files/:fileId/blackout', 'evidence.edit', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      page(
        res,
        'evidence/blackout/blackout',
        blackoutPage(res.locals.t, evidence, pictureIn(evidence, req.params.fileId), emptyForm, []),
      )
    }),

    post('/evidence/:id/files/:fileId/blackout', 'evidence.edit', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const picture = pictureIn(evidence, req.params.fileId)
      const read = readBlackout(t, req.body)
      if (read.form)
        return page(
          res.status(read.form.errors.length > 0 ? 422 : 200),
          'evidence/blackout/blackout',
          blackoutPage(t, evidence, picture, read.form, read.areas),
        )
      const again = (form: Form) =>
        page(res.status(422), 'evidence/blackout/blackout', blackoutPage(t, evidence, picture, form, read.areas))
      // never after the file that it stands for: its name may be somebody's
      const name = nameFor(
        t('blackout.name', { number: evidence.files.filter(({ redactsId }) => redactsId !== null).length + 1 }),
        picture.type,
      )
      const made = await receiveMade(files, { ...picture, name }, {}, () => blackOut(files, picture, read.areas))
      if (!made) return again(withError(req.body, { field: 'areas', message: t('blackout.failed') }))
      const refused = await refusalOf(t, req.body, () =>
        storeAll(parts, actor, made, (work, [redactedCopy]) =>
          claimKey(work, read.idempotencyKey, async () => {
            await addRedactedCopy(
              work,
              await findEvidence(work.trx, work.actor, permission, evidence.id),
              picture,
              redactedCopy!,
            )
            return `/evidence/${evidence.id}`
          }),
        ),
      )
      if (refused) return again({ ...refused, errors: refused.errors.map(error => ({ ...error, field: 'areas' })) })
      flash(res, t('redaction.done'))
      res.redirect(303, `/evidence/${evidence.id}`)
    }),
  ]
}

function pictureIn(evidence: EvidenceItem, id: string): EvidenceFile {
  const file = toRedact(evidence, id)
  if (!fileTypes[file.type].picture) throw new NotFound()
  return file
}
