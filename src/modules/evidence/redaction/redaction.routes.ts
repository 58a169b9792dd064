import { NotFound } from '../../../domain/refusals.ts'
import { addMinutes } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { sendFile } from '../../../web/downloads.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm } from '../../../web/form.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, upload, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { recordView } from '../../../history/record.ts'
import { filesListed } from '../items/evidence-item.pages.ts'
import { findEvidence, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { takeOneFile } from '../files/file.forms.ts'
import { addRedactedCopy, openUnredacted } from './redaction.actions.ts'
import { redactedCopyForm, unredactedForm } from './redaction.forms.ts'
import { redactionPage, unredactedPage } from './redaction.pages.ts'
import { hasOpening } from './redaction.store.ts'

/** So long a reason opens what it was given for. */
const minutesOpen = 15

/** A redacted twin of a file, and the way to what it stands for. */
export const redactionRoutes = (parts: Parts): Route[] => {
  const { db, write, clock } = parts
  return [
    get('/evidence/:id/files/:fileId/redaction', 'evidence.edit', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      page(
        res,
        'evidence/redaction/new',
        redactionPage(res.locals.t, evidence, toRedact(evidence, req.params.fileId), emptyForm),
      )
    }),

    upload('/evidence/:id/files/:fileId/redaction', 'evidence.edit', async (req, res, permission) => {
      const { t } = res.locals
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      const file = toRedact(evidence, req.params.fileId)
      const name = await takeOneFile(parts, req, res, {
        evidence,
        form: redactedCopyForm,
        show: (form, personalData) =>
          page(res, 'evidence/redaction/new', redactionPage(t, evidence, file, form, personalData)),
        act: (work, now, redactedCopy, restrict) => addRedactedCopy(work, now, file, redactedCopy, restrict),
      })
      if (name === null) return
      flash(res, t('redaction.done'))
      res.redirect(303, `/evidence/${evidence.id}`)
    }),

    get('/evidence/:id/files/:fileId/unredacted', 'evidence.read', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      unredactedOf(evidence, req.params.fileId)
      page(res, 'evidence/redaction/unredacted', unredactedPage(res.locals.t, evidence, emptyForm))
    }),

    post('/evidence/:id/files/:fileId/unredacted', 'evidence.read', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const original = unredactedOf(evidence, req.params.fileId)
      const { data, form } = parseForm(unredactedForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/redaction/unredacted', unredactedPage(t, evidence, form))
      const address = await write(actor, work =>
        claimKey(work, data.idempotencyKey, async () => {
          const opening = await openUnredacted(work, evidence, original, data.reason)
          return `/evidence/${evidence.id}/files/${req.params.fileId}/unredacted/${opening}`
        }),
      )
      res.redirect(303, address)
    }),

    get('/evidence/:id/files/:fileId/unredacted/:openingId', 'evidence.read', async (req, res, permission) => {
      const actor = actorOf(res)
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const original = unredactedOf(evidence, req.params.fileId)
      if (!(await hasOpening(db, actor, original.id, req.params.openingId, addMinutes(clock.now(), -minutesOpen))))
        throw new NotFound()
      const look = {
        what: 'file',
        entityId: original.id,
        evidenceId: evidence.id,
        organisationId: evidence.organisationId,
        applicationId: evidence.through?.id ?? null,
      } as const
      await write(actor, work => recordView(work, look))
      await sendFile(res, parts, original, 'inline')
    }),
  ]
}

/** @throws NotFound for what does not open, or is off the shelf */
export function toRedact(evidence: EvidenceItem, id: string): EvidenceFile {
  const file = filesListed(evidence).find(each => each.id === id && each.removedAt === null && each.state === 'ready')
  if (!file) throw new NotFound()
  return file
}

/** @throws NotFound for what has no twin, and for the library's own people, who open their files as they are */
function unredactedOf(evidence: EvidenceItem, twinId: string): EvidenceFile {
  const original = evidence.unredacted.get(twinId)
  if (!original) throw new NotFound()
  return original
}
