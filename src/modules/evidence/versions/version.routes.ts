import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { canHaveNewVersion } from '../../../domain/file-versions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { emptyForm } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { evidenceFiles } from '../files/file.actions.ts'
import {
  findEvidence,
  isShown,
  organisationOf,
  type EvidenceFile,
  type EvidenceItem,
  type EvidencePermission,
  filesListed,
} from '../items/evidence-item.store.ts'
import { personalDataCheck } from '../personal-data/personal-data.actions.ts'
import { addressAfter, markFilesToRedact } from '../personal-data/personal-data.forms.ts'
import { addressToRedact } from '../redaction/redaction.pages.ts'
import { addVersion } from './version.actions.ts'
import { versionForm } from './version.forms.ts'
import { versionPage } from './version.pages.ts'

/** Adds a newer version of a file. Every older version is kept. */
export const versionRoutes = (parts: Parts): Route[] => [
  get('/evidence/:id/files/:fileId/version', 'evidence.edit', async (req, res, permission) => {
    const about = await versioned({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    if (!canHaveNewVersion(about.file)) throw new NotFound()
    page(res, 'evidence/versions/new', versionPage(res.locals.t, about, emptyForm))
  }),

  submitForm(parts, {
    path: '/evidence/:id/files/:fileId/version',
    permission: 'evidence.edit',
    load: versioned, // also finds a replaced file, so that the person gets a message instead of an error page
    files: evidenceFiles(parts, 1),
    form: ({ t }) => versionForm(t),
    check: personalDataCheck(parts),
    act: async (work, { evidence, file }, { files, answer }) => {
      const [version] = markFilesToRedact(files, answer)
      await addVersion(work, evidence, { file, version: version!, reply: answer })
      return {
        redaction: addressToRedact(evidence.id, [version!]),
        address: addressAfter(work.actor, evidence, answer),
      }
    },
    done: (t, { evidence, file }, { data, result: { redaction, address } }) => {
      const name = data.files[0] ?? ''
      const done = t(parts.config.scanner === 'none' ? 'versions.done' : 'versions.done.waits', { name })
      if (redaction) return { address: redaction, notice: t('versions.done.redact', { name }) }
      return {
        address,
        notice: isShown(evidence.showings, file) ? t('versions.done.shown', { done }) : done,
      }
    },
    redraw: ({ t }, about, form, question) => show('evidence/versions/new', versionPage(t, about, form, question)),
  }),
]

interface OfFile {
  db: Db | Tx
  actor: Actor
  permission: EvidencePermission
  params: { id: string; fileId: string }
}

/** @throws NotFound for a file that cannot be opened, is a redacted copy or was removed */
async function versioned({ db, actor, permission, params }: OfFile) {
  const evidence = await findEvidence(db, actor, permission, params.id)
  return { evidence, organisation: organisationOf(evidence), file: openIn(evidence, params.fileId) }
}

function openIn(evidence: EvidenceItem, id: string): EvidenceFile {
  const file = filesListed(evidence).find(each => each.id === id && canHaveNewVersion({ ...each, replacedAt: null }))
  if (!file) throw new NotFound()
  return file
}
