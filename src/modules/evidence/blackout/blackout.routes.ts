import { as } from '../../../db/unit-of-work.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { blackOut } from '../../../files/blackout.ts'
import { nameFor } from '../../../files/endings.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { onceOnly } from '../../../web/form-ids.ts'
import { refusalOf, withError } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { storeAll } from '../../../web/store-all.ts'
import { receiveMade } from '../../../web/uploads.ts'
import { page } from '../../../web/view-engine.ts'
import { asTheyAreNow } from '../../organisations/organisations.public.ts'
import { readBlackout } from './blackout.forms.ts'
import { blackoutPage } from './blackout.pages.ts'
import { findEvidence, type EvidenceFile, type EvidencePiece } from '../items/evidence-item.store.ts'
import { addTwin } from '../redaction/redaction.actions.ts'
import { toRedact } from '../redaction/redaction.routes.ts'

/** A redacted version of a picture, made here: areas of it are blacked out. */
export const blackoutRoutes = (parts: Parts): Route[] => {
  const { db, files } = parts
  return [
    get('/evidence/:id/files/:fileId/blackout', 'evidence.edit', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      page(
        res,
        'evidence/blackout/blackout',
        blackoutPage(res.locals.t, piece, pictureIn(piece, req.params.fileId), emptyForm, []),
      )
    }),

    post('/evidence/:id/files/:fileId/blackout', 'evidence.edit', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const piece = await findEvidence(db, who, permission, req.params.id)
      const picture = pictureIn(piece, req.params.fileId)
      const read = readBlackout(t, req.body)
      if (read.form)
        return page(
          res.status(read.form.errors.length > 0 ? 422 : 200),
          'evidence/blackout/blackout',
          blackoutPage(t, piece, picture, read.form, read.areas),
        )
      const again = (form: Form) =>
        page(res.status(422), 'evidence/blackout/blackout', blackoutPage(t, piece, picture, form, read.areas))
      // never after the file that it stands for: its name may be somebody's
      const name = nameFor(
        t('blackout.name', { number: piece.files.filter(({ redactsId }) => redactsId !== null).length + 1 }),
        picture.type,
      )
      const made = await receiveMade(files, { ...picture, name }, {}, () => blackOut(files, picture, read.areas))
      if (!made) return again(withError(req.body, { field: 'areas', message: t('blackout.failed') }))
      const refused = await refusalOf(t, req.body, () =>
        storeAll(parts, who, made, (work, [twin]) =>
          onceOnly(work, read.formId, async () => {
            const now = await asTheyAreNow(work.trx, who)
            await addTwin(as(now, work), await findEvidence(work.trx, now, permission, piece.id), picture, twin!)
            return `/evidence/${piece.id}`
          }),
        ),
      )
      if (refused) return again({ ...refused, errors: refused.errors.map(error => ({ ...error, field: 'areas' })) })
      flash(res, t('redaction.done'))
      res.redirect(303, `/evidence/${piece.id}`)
    }),
  ]
}

function pictureIn(piece: EvidencePiece, id: string): EvidenceFile {
  const file = toRedact(piece, id)
  if (!fileTypes[file.type].picture) throw new NotFound()
  return file
}
