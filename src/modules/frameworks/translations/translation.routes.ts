import { FormRefused } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { nameParameters } from '../../../web/downloads.ts'
import { actorOf } from '../../../web/request.ts'
import { get, upload, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { readFileForm } from '../import-export/file.forms.ts'
import { removeTranslation, saveTranslation } from './translation.actions.ts'
import { mostTranslationBytes, readTranslation, removalForm, translationForm } from './translation.forms.ts'
import { textsToTranslate } from './translation-file.pages.ts'
import { checkTranslationPage, translationPage } from './translation.pages.ts'
import { translationIn } from './translation.store.ts'

const address = '/frameworks/:id/translations/:language'
const view = 'frameworks/translations/translation'

/** Downloads, checks, saves and removes translations of a published version. */
export const translationRoutes = (parts: Parts): Route[] => [
  get(address, 'frameworks.edit', async (req, res, permission) => {
    const subject = await translationIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    page(res, view, translationPage(res.locals.t, subject, null))
  }),

  get(`${address}/texts.yaml`, 'frameworks.edit', async (req, res, permission) => {
    const subject = await translationIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    const { framework, version } = subject.version.document
    const name = `${framework}-${version.replace(/[^\w.-]+/g, '-')}-${subject.language}.yaml`
    res.set('Content-Disposition', `attachment; ${nameParameters(name)}`)
    res.type('application/yaml; charset=utf-8').send(textsToTranslate(res.locals.t, subject))
  }),

  // This form does not use submitForm, because it saves nothing: it only reads the file and shows the next form.
  upload(address, 'frameworks.edit', async (req, res, permission) => {
    const subject = await translationIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    const { t } = res.locals
    const { bytes, fields } = await readFileForm(req, res, mostTranslationBytes)
    if (bytes === 'too large' || bytes === null)
      return page(res.status(bytes === null ? 422 : 413), view, translationPage(t, subject, bytes ?? 'none'))
    const { version: lock } = removalForm.parse({ version: fields.version })
    if (lock !== subject.lock) return page(res.status(409), view, translationPage(t, subject, 'stale'))
    const { translation, problems } = readTranslation(bytes, subject)
    if (problems) return page(res.status(422), view, translationPage(t, subject, problems))
    const yaml = Buffer.from(bytes).toString('utf8')
    page(res, 'frameworks/translations/check', checkTranslationPage(t, subject, { translation, yaml, lock }))
  }),

  submitForm(parts, {
    path: `${address}/replacement`,
    permission: 'frameworks.edit',
    load: translationIn,
    form: () => translationForm,
    act: (work, subject, { data }) => {
      const { translation, problems } = readTranslation(Buffer.from(data.yaml), subject)
      if (problems) throw new FormRefused('file', 'frameworks.import.wrong', { count: problems.length })
      return saveTranslation(work, subject, { lock: data.version, translation })
    },
    done: (t, { version, language }) => ({
      address: `/frameworks/${version.id}`,
      notice: t('translations.saved.done', { language: t(`translations.language.${language}`) }),
    }),
    redraw: ({ t }, subject, form) => show(view, translationPage(t, subject, null, form)),
    redrawStale: ({ t }, subject) => show(view, translationPage(t, subject, 'stale')),
  }),

  submitForm(parts, {
    path: `${address}/removal`,
    permission: 'frameworks.edit',
    load: translationIn,
    form: () => removalForm,
    act: (work, subject, { data }) => removeTranslation(work, subject, data.version),
    done: (t, { version, language }) => ({
      address: `/frameworks/${version.id}`,
      notice: t('translations.removed', { language: t(`translations.language.${language}`) }),
    }),
    redraw: ({ t }, subject, form) => show(view, translationPage(t, subject, null, form)),
    redrawStale: ({ t }, subject) => show(view, translationPage(t, subject, 'stale')),
  }),
]
