import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { discardDraft, saveSettings, startDraft } from './draft.actions.ts'
import { discardForm, settingsForm, startForm } from './draft.forms.ts'
import { discardPage, formOfSettings, formOfStart, settingsPage, startedNotice, startPage } from './draft.pages.ts'
import { draftIn, publishedIn, versionIn } from './draft.store.ts'

/** Starts a draft, changes its settings, and discards it. */
export const draftRoutes = (parts: Parts): Route[] => [
  get('/frameworks/:id/draft', 'frameworks.edit', async (req, res, permission) => {
    const last = await publishedIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    page(res, 'frameworks/drafts/start', startPage(res.locals.t, last, formOfStart(res.locals.t, last)))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/draft',
    permission: 'frameworks.edit',
    load: publishedIn,
    form: ({ t }) => startForm(t),
    act: (work, last, { data }) => startDraft(work, last, data),
    done: (t, _last, { result }) => ({ address: `/frameworks/${result.id}`, notice: startedNotice(t, result) }),
    redraw: ({ t }, last, form) => show('frameworks/drafts/start', startPage(t, last, form)),
  }),

  get('/frameworks/:id/settings', 'frameworks.edit', async (req, res, permission) => {
    const draft = await draftIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    page(res, 'frameworks/drafts/settings', settingsPage(res.locals.t, draft, formOfSettings(draft.document)))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/settings',
    permission: 'frameworks.edit',
    load: versionIn,
    form: ({ t }) => settingsForm(t),
    act: (work, draft, { data }) => saveSettings(work, draft, data),
    done: (t, { id }) => ({ address: `/frameworks/${id}`, notice: t('frameworks.settings.saved') }),
    redraw: ({ t }, draft, form) => show('frameworks/drafts/settings', settingsPage(t, draft, form)),
    redrawStale: ({ t }, draft, form) => show('frameworks/drafts/settings', settingsPage(t, draft, form, 'stale')),
  }),

  get('/frameworks/:id/discarding', 'frameworks.edit', async (req, res, permission) => {
    const draft = await draftIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    page(res, 'frameworks/drafts/discard', discardPage(res.locals.t, draft))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/discarding',
    permission: 'frameworks.edit',
    load: versionIn,
    form: ({ t }) => discardForm(t),
    act: (work, draft, { data }) => discardDraft(work, draft, data.version),
    done: (t, { version }) => ({ address: '/frameworks', notice: t('frameworks.discard.done', { version }) }),
    redraw: ({ t }, draft, form) => show('frameworks/drafts/discard', discardPage(t, draft, form)),
    redrawStale: ({ t }, draft, form) =>
      show(
        'frameworks/drafts/discard',
        discardPage(t, draft, {
          values: { ...form.values, version: String(draft.revision), sure: '' },
          errors: [{ field: 'sure', message: t('frameworks.discard.stale') }],
        }),
      ),
  }),
]
