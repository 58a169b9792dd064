import { stringify } from 'yaml'
import { z } from 'zod'
import { FormRefused } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { nameParameters } from '../../../web/downloads.ts'
import { readVersion } from '../../../web/field-schemas.ts'
import { actorOf } from '../../../web/request.ts'
import { get, upload, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { readFileForm } from './file.forms.ts'
import { importDocument } from './import.actions.ts'
import { jsonSchema, mostYamlBytes, readYaml } from './import.forms.ts'
import { checkPage, importPage } from './import.pages.ts'
import { draftIn, isNameTaken, versionIn, type VersionRecord } from '../drafts/draft.store.ts'

/** Downloads the JSON schema and a version as YAML, and replaces a draft with a YAML file. */
export const importRoutes = (parts: Parts): Route[] => [
  get('/frameworks/schema.json', 'framework.read', (_req, res) => {
    res.set('Content-Disposition', `attachment; ${nameParameters('criteria.schema.json')}`)
    res.type('application/schema+json').send(`${JSON.stringify(jsonSchema(), null, 2)}\n`)
  }),

  get('/frameworks/:id/export.yaml', 'frameworks.list', async (req, res, permission) => {
    const version = await versionIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    const name = `${version.document.framework}-${version.version.replace(/[^\w.-]+/g, '-')}.yaml`
    res.set('Content-Disposition', `attachment; ${nameParameters(name)}`)
    res.type('application/yaml; charset=utf-8').send(yamlOf(version))
  }),

  get('/frameworks/:id/import', 'frameworks.edit', async (req, res, permission) => {
    const draft = await draftIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    page(res, 'frameworks/import-export/import', importPage(res.locals.t, draft, null))
  }),

  // This form does not use submitForm, because it saves nothing: it only reads the file and shows the next form.
  upload('/frameworks/:id/import', 'frameworks.edit', async (req, res, permission) => {
    const draft = await draftIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    const { t } = res.locals
    const { bytes } = await readFileForm(req, res, mostYamlBytes)
    if (bytes === 'too large' || bytes === null) {
      res.status(bytes === null ? 422 : 413)
      return page(res, 'frameworks/import-export/import', importPage(t, draft, bytes ?? 'none'))
    }
    const { document, problems } = readYaml(bytes, slugOf(draft))
    if (problems) return page(res.status(422), 'frameworks/import-export/import', importPage(t, draft, problems))
    const isTaken = await isNameTaken(parts.db, draft, document.version)
    const yaml = Buffer.from(bytes).toString('utf8')
    page(res, 'frameworks/import-export/check', checkPage(t, draft, { document, yaml, isTaken }))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/import/replacement',
    permission: 'frameworks.edit',
    load: versionIn,
    form: () => replacementForm,
    act: (work, draft, { data }) => {
      const { document, problems } = readYaml(Buffer.from(data.yaml), slugOf(draft))
      if (problems) throw new FormRefused('file', 'frameworks.import.wrong', { count: problems.length })
      return importDocument(work, draft, { revision: data.version, document })
    },
    done: (t, { id }) => ({ address: `/frameworks/${id}`, notice: t('frameworks.import.done') }),
    redraw: ({ t }, draft, form) => show('frameworks/import-export/import', importPage(t, draft, null, form)),
    redrawStale: ({ t }, draft) => show('frameworks/import-export/import', importPage(t, draft, 'stale')),
  }),
]

const replacementForm = z.object({
  yaml: z.string().max(mostYamlBytes).catch(''),
  version: readVersion(),
})

const slugOf = ({ document }: VersionRecord) => ({ slug: document.framework, stream: document.stream })

/** The version as YAML. The first line names the schema, for text editors. */
const yamlOf = ({ document }: VersionRecord): string => {
  const yaml = stringify(document, { lineWidth: 110, aliasDuplicateObjects: false })
  return `# yaml-language-server: $schema=criteria.schema.json\n${yaml}`
}
