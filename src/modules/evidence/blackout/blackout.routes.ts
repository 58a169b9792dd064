import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { can } from '../../../domain/permissions.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { blackOut } from '../../../files/blackout.ts'
import { nameFor } from '../../../files/endings.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { receiveMade } from '../../../web/uploads.ts'
import { page } from '../../../web/view-engine.ts'
import { findEvidence, type EvidencePermission } from '../items/evidence-item.store.ts'
import { addRedactedCopy, lockWithNewerCopy } from '../redaction/redaction.actions.ts'
import { copiesBefore } from '../redaction/redaction.store.ts'
import { toRedact } from '../redaction/redaction.routes.ts'
import { blackoutForm, formInQuery, withNewerCopy } from './blackout.forms.ts'
import { blackoutPage } from './blackout.pages.ts'

/** Makes a redacted copy of a picture, with some areas blacked out. */
export const blackoutRoutes = (parts: Parts): Route[] => [
  // Without JavaScript, the buttons to add and remove areas open this page.
  get('/evidence/:id/files/:fileId/blackout', 'evidence.edit', async (req, res, permission) => {
    const about = await redactedPicture({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    const form = formInQuery(res.locals.t, req.query, about.before?.choice?.areas ?? [])
    page(res, 'evidence/blackout/blackout', blackoutPage(res.locals.t, about, form))
  }),

  submitForm(parts, {
    path: '/evidence/:id/files/:fileId/blackout',
    permission: 'evidence.edit',
    load: redactedPicture,
    form: ({ t }) => blackoutForm(t),
    make: async ({ t }, { evidence, picture }, { areas }) => {
      // The copy is not named after the original, because the original's name can identify someone.
      const number = evidence.files.filter(({ redactsId }) => redactsId !== null).length + 1
      const name = nameFor(t('blackout.name', { number }), picture.type)
      const made = await receiveMade(parts.files, { ...picture, name }, {}, () => blackOut(parts.files, picture, areas))
      if (!made) throw new FormRefused('areas', 'blackout.failed')
      return made.files
    },
    act: async (work, { evidence, picture }, { data, files }) => {
      if (await lockWithNewerCopy(work.trx, { evidence, file: picture }, data.latest)) throw new Stale()
      await addRedactedCopy(work, evidence, {
        original: picture,
        redactedCopy: files[0]!,
        choice: { areas: data.areas.map(area => ({ ...area, page: 1 })), readable: [] },
      })
    },
    done: (t, { evidence }) => ({ address: `/evidence/${evidence.id}`, notice: t('redaction.done') }),
    redraw: ({ t }, about, form) => show('evidence/blackout/blackout', blackoutPage(t, about, form)),
    redrawStale: ({ t }, about, form) =>
      show('evidence/blackout/blackout', blackoutPage(t, about, withNewerCopy(t, form, about.before))),
  }),
]

/**
 * @throws NotFound or Forbidden as `findEvidence` does
 * @throws NotFound when the file is not a picture or cannot be redacted
 */
async function redactedPicture(about: {
  db: Db | Tx
  actor: Actor
  permission: EvidencePermission
  params: { id: string; fileId: string }
}) {
  const evidence = await findEvidence(about.db, about.actor, about.permission, about.params.id)
  const picture = toRedact(evidence, about.params.fileId)
  if (!fileTypes[picture.type].picture) throw new NotFound()
  const before = await copiesBefore(about.db, picture)
  return { evidence, picture, before, mayKeep: can(about.actor, 'file_to_redact.keep', evidence) }
}
