import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { unconfirmedIn } from '../../../domain/framework-mapping.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { confirmPassword } from '../../access/access.public.ts'
import {
  languagesLookup,
  mappingFrom,
  storedMappingLookup,
  versionBefore,
  versionIn,
  type VersionRecord,
} from '../../frameworks/frameworks.public.ts'
import { publishVersion } from './publication.actions.ts'
import { publicationForm } from './publication.forms.ts'
import { publicationPage, type ToPublish } from './publication.pages.ts'
import { publicationCountsLookup } from './publication.store.ts'

/**
 * Publishes a version of the criteria. The routes are in this module because publishing moves drafts of applications.
 */
export const publicationRoutes = (parts: Parts): Route[] => [
  get('/frameworks/:id/publication', 'frameworks.edit', async (req, res, permission) => {
    const draft = await versionIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    if (draft.publishedAt !== null) throw new NotFound()
    const at = parts.clock.now()
    const about = await toPublish(parts.db, draft, {
      actor: actorOf(res),
      at,
      isConfirmed: isConfirmed(res.locals.signIn, at),
    })
    page(res, 'applications/publishing/publish', publicationPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/publication',
    permission: 'frameworks.edit',
    load: versionIn,
    confirm: () => confirmPassword(parts),
    form: ({ t }) => publicationForm(t),
    act: (work, draft, { data }) => publishVersion(work, draft, data),
    done: (t, { id, version }, { result: count }) => ({
      address: `/frameworks/${id}`,
      notice:
        count > 0
          ? t('frameworks.publish.done', { version, count })
          : t('frameworks.publish.done.no_drafts', { version }),
    }),
    redraw: async ({ db, actor, t, at, isConfirmed: confirmed }, draft, form) =>
      show(
        'applications/publishing/publish',
        publicationPage(t, await toPublish(db, draft, { actor, at, isConfirmed: confirmed }), form),
      ),
    redrawStale: async ({ db, actor, t, at, isConfirmed: confirmed }, draft, form) =>
      show(
        'applications/publishing/publish',
        publicationPage(t, await toPublish(db, draft, { actor, at, isConfirmed: confirmed }), {
          values: { ...form.values, version: String(draft.revision), read: '' },
          errors: [{ field: 'read', message: t('frameworks.publish.changed') }],
        }),
      ),
  }),
]

async function toPublish(
  db: Db | Tx,
  draft: VersionRecord,
  { actor, at, isConfirmed }: { actor: Actor; at: Instant; isConfirmed: boolean },
): Promise<ToPublish> {
  const before = await versionBefore(db, draft)
  const { counts, languages, stored } = await runLookups(db, {
    counts: publicationCountsLookup(db, actor, { frameworkId: draft.frameworkId, streamId: draft.streamId, at }),
    languages: before ? languagesLookup(db, before.id) : null,
    stored: before ? storedMappingLookup(db, draft.id) : null,
  })
  const unconfirmed = before && stored ? unconfirmedIn(mappingFrom(stored, draft, before)) : 0
  return { draft, before, counts, languages: languages ?? [], unconfirmed, isConfirmed }
}
