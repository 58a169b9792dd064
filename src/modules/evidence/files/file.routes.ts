import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { sendFile } from '../../../web/downloads.ts'
import { emptyForm } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { extendEvidence } from '../editing/editing.actions.ts'
import { moreEvidenceForm } from '../editing/editing.forms.ts'
import { findEvidence, organisationOf } from '../items/evidence-item.store.ts'
import { personalDataCheck } from '../personal-data/personal-data.actions.ts'
import { addressAfter, markFilesToRedact } from '../personal-data/personal-data.forms.ts'
import { addressToRedact } from '../redaction/redaction.pages.ts'
import { recordOpening } from '../viewers/viewer.actions.ts'
import { evidenceFiles } from './file.actions.ts'
import { moreEvidence } from './file.pages.ts'
import { fileOf } from './file.store.ts'

/** Opens the files of an item of evidence, and adds files, links and notes. */
export const fileRoutes = (parts: Parts): Route[] => [
  get('/evidence/:id/files/:fileId', 'evidence.read', async (req, res, permission) => {
    const evidence = await findEvidence(parts.db, actorOf(res), permission, req.params.id)
    const file = fileOf(evidence, req.params.fileId)
    if (file.state !== 'ready') throw new NotFound()
    await parts.write(actorOf(res), work => recordOpening(work, evidence, { what: 'file', entityId: file.id }))
    await sendFile(res, parts, file, 'inline')
  }),

  get('/evidence/:id/more', 'evidence.edit', async (req, res, permission) => {
    const evidence = await findEvidence(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'evidence/files/more', moreEvidence(res.locals.t, evidence, emptyForm))
  }),

  submitForm(parts, {
    path: '/evidence/:id/more',
    permission: 'evidence.edit',
    load: async ({ db, actor, permission, params }) => {
      const evidence = await findEvidence(db, actor, permission, params.id)
      return { evidence, organisation: organisationOf(evidence) }
    },
    files: evidenceFiles(parts),
    form: ({ t }) => moreEvidenceForm(t),
    check: personalDataCheck(parts),
    act: async (work, { evidence }, { data, files, answer }) => {
      const marked = markFilesToRedact(files, answer)
      await extendEvidence(work, evidence, { given: data, files: marked, reply: answer })
      return { address: addressToRedact(evidence.id, marked) ?? addressAfter(work.actor, evidence, answer) }
    },
    done: (t, { evidence }, { result: { address } }) => ({
      address,
      notice: t('evidence.more.done', { title: evidence.title }),
    }),
    redraw: ({ t }, { evidence }, form, question) =>
      show('evidence/files/more', moreEvidence(t, evidence, form, question)),
  }),
]
