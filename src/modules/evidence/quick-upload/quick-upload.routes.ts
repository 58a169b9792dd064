import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation, requireReaders } from '../../organisations/organisations.public.ts'
import { latestFramework } from '../items/evidence-item.store.ts'
import { evidenceFiles } from '../files/file.actions.ts'
import { personalDataCheck } from '../personal-data/personal-data.actions.ts'
import { markFilesToRedact } from '../personal-data/personal-data.forms.ts'
import { addressToRedact } from '../redaction/redaction.pages.ts'
import { addQuickly } from './quick-upload.actions.ts'
import { quickForm } from './quick-upload.forms.ts'
import { quickPage, quickStart } from './quick-upload.pages.ts'

/** Quick upload adds evidence from a phone, with a title, a note and files. The details are added later. */
export const quickRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/evidence/quick', 'evidence.add', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    requireReaders(organisation)
    page(res, 'evidence/quick-upload/new', quickPage(res.locals.t, organisation, quickStart))
  }),

  submitForm(parts, {
    path: '/organisations/:id/evidence/quick',
    permission: 'evidence.add',
    load: async ({ db, actor, permission, params }) => {
      const organisation = await findOrganisation(db, actor, permission, params.id)
      requireReaders(organisation)
      return { organisation, framework: await latestFramework(db) }
    },
    files: evidenceFiles(parts),
    form: ({ t }) => quickForm(t),
    check: personalDataCheck(parts),
    act: async (work, about, { data, files, answer }) => {
      const marked = markFilesToRedact(files, answer)
      const ids = await addQuickly(work, about, { given: data, files: marked, reply: answer })
      return { ids, redaction: ids.length === 1 ? addressToRedact(ids[0]!, marked) : null }
    },
    done: (t, { organisation }, { data, result: { ids, redaction } }) =>
      ids.length === 1
        ? { address: redaction ?? `/evidence/${ids[0]}`, notice: t('quick_upload.done', { title: data.title }) }
        : {
            address: `/organisations/${organisation.id}/evidence`,
            notice: t('quick_upload.done.several', { count: ids.length }),
          },
    redraw: ({ t }, { organisation }, form, question) =>
      show('evidence/quick-upload/new', quickPage(t, organisation, form, question)),
  }),
]
