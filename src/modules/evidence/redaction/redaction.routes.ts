import { NotFound } from '../../../domain/refusals.ts'
import { addMinutes } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { sendFile } from '../../../web/downloads.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm } from '../../../web/form.ts'
import { onceOnly } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, upload, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { recordLook } from '../../../history/record.ts'
import { filesListed } from '../items/evidence-item.pages.ts'
import { findEvidence, type EvidenceFile, type EvidencePiece } from '../items/evidence-item.store.ts'
import { takeOneFile } from '../files/file.forms.ts'
import { addTwin, openUnredacted } from './redaction.actions.ts'
import { twinForm, unredactedForm } from './redaction.forms.ts'
import { redactionPage, unredactedPage } from './redaction.pages.ts'
import { hasOpening } from './redaction.store.ts'

/** So long a reason opens what it was given for. */
const minutesOpen = 15

/** A redacted twin of a file, and the way to what it stands for. */
export const redactionRoutes = (parts: Parts): Route[] => {
  const { db, write, clock } = parts
  return [
    get('/evidence/:id/files/:fileId/redaction', 'evidence.edit', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      page(
        res,
        'evidence/redaction/new',
        redactionPage(res.locals.t, piece, toRedact(piece, req.params.fileId), emptyForm),
      )
    }),

    upload('/evidence/:id/files/:fileId/redaction', 'evidence.edit', async (req, res, permission) => {
      const { t } = res.locals
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      const file = toRedact(piece, req.params.fileId)
      const name = await takeOneFile(parts, req, res, {
        piece,
        form: twinForm,
        show: (form, harm) => page(res, 'evidence/redaction/new', redactionPage(t, piece, file, form, harm)),
        act: (work, now, twin, restrict) => addTwin(work, now, file, twin, restrict),
      })
      if (name === null) return
      flash(res, t('redaction.done'))
      res.redirect(303, `/evidence/${piece.id}`)
    }),

    get('/evidence/:id/files/:fileId/unredacted', 'evidence.read', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      unredactedOf(piece, req.params.fileId)
      page(res, 'evidence/redaction/unredacted', unredactedPage(res.locals.t, piece, emptyForm))
    }),

    post('/evidence/:id/files/:fileId/unredacted', 'evidence.read', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const piece = await findEvidence(db, who, permission, req.params.id)
      const original = unredactedOf(piece, req.params.fileId)
      const { data, form } = parseForm(unredactedForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/redaction/unredacted', unredactedPage(t, piece, form))
      const address = await write(who, work =>
        onceOnly(
          work,
          data.formId,
          async () =>
            `/evidence/${piece.id}/files/${req.params.fileId}/unredacted/${await openUnredacted(work, piece, original, data.reason)}`,
        ),
      )
      res.redirect(303, address)
    }),

    get('/evidence/:id/files/:fileId/unredacted/:openingId', 'evidence.read', async (req, res, permission) => {
      const who = actor(res)
      const piece = await findEvidence(db, who, permission, req.params.id)
      const original = unredactedOf(piece, req.params.fileId)
      if (!(await hasOpening(db, who, original.id, req.params.openingId, addMinutes(clock.now(), -minutesOpen))))
        throw new NotFound()
      const look = {
        what: 'file',
        thingId: original.id,
        evidenceId: piece.id,
        organisationId: piece.organisationId,
        applicationId: piece.through?.id ?? null,
      } as const
      await write(who, work => recordLook(work, look))
      await sendFile(res, parts, original, 'inline')
    }),
  ]
}

/** @throws NotFound for what does not open, or is off the shelf */
export function toRedact(piece: EvidencePiece, id: string): EvidenceFile {
  const file = filesListed(piece).find(each => each.id === id && each.removedAt === null && each.state === 'ready')
  if (!file) throw new NotFound()
  return file
}

/** @throws NotFound for what has no twin, and for the library's own people, who open their files as they are */
function unredactedOf(piece: EvidencePiece, twinId: string): EvidenceFile {
  const original = piece.unredacted.get(twinId)
  if (!original) throw new NotFound()
  return original
}
