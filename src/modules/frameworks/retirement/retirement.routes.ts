import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup, runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { publishedIn } from '../drafts/draft.store.ts'
import { retireStream, retireVersion } from './retirement.actions.ts'
import { retirementForm } from './retirement.forms.ts'
import { streamRetirementPage, versionRetirementPage, type VersionToRetire } from './retirement.pages.ts'
import { findStream } from '../streams/stream.store.ts'
import { newestOtherLookup, retirementCounts } from './retirement.store.ts'

const view = 'frameworks/retirement/retirement'

/** Retires and reinstates versions and streams. */
export const retirementRoutes = (parts: Parts): Route[] => [
  get('/frameworks/:id/retirement', 'frameworks.edit', async (req, res, permission) => {
    const at = parts.clock.now()
    const about = await versionToRetire({ db: parts.db, actor: actorOf(res), permission, params: req.params, at })
    page(res, view, versionRetirementPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/retirement',
    permission: 'frameworks.edit',
    load: versionToRetire,
    form: ({ t }) => retirementForm(t),
    act: (work, { version }, { data }) => retireVersion(work, version, data),
    done: (t, { version }, { data }) => ({
      address: `/frameworks/${version.id}`,
      notice: t(`frameworks.retirement.done.${data.then}`, { name: version.label }),
    }),
    redraw: ({ t }, about, form) => show(view, versionRetirementPage(t, about, form)),
  }),

  get('/streams/:id/retirement', 'frameworks.edit', async (req, res, permission) => {
    const at = parts.clock.now()
    const about = await streamToRetire({ db: parts.db, actor: actorOf(res), permission, params: req.params, at })
    page(res, view, streamRetirementPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/streams/:id/retirement',
    permission: 'frameworks.edit',
    load: streamToRetire,
    form: ({ t }) => retirementForm(t),
    act: (work, { stream }, { data }) => retireStream(work, stream, data),
    done: (t, { stream }, { data }) => ({
      address: '/frameworks',
      notice: t(`frameworks.retirement.done.${data.then}`, { name: stream.name }),
    }),
    redraw: ({ t }, about, form) => show(view, streamRetirementPage(t, about, form)),
  }),
]

interface Asked {
  db: Db | Tx
  actor: Actor
  permission: 'frameworks.edit'
  params: { id: string }
  at: Instant
}

async function versionToRetire(asked: Asked): Promise<VersionToRetire> {
  const version = await publishedIn(asked)
  const found = await runLookups(asked.db, {
    next: newestOtherLookup(asked.db, { id: version.id, streamId: version.streamId }),
    counts: retirementCounts(asked.db, asked.actor, { framework_version_id: version.id }, asked.at),
  })
  return { version, ...found }
}

async function streamToRetire({ db, actor, permission, params, at }: Asked) {
  if (!can(actor, permission)) throw new NotFound()
  const stream = await findStream(db, params.id)
  return { stream, counts: await runLookup(db, retirementCounts(db, actor, { stream_id: stream.id }, at)) }
}
