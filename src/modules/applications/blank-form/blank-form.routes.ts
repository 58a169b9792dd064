import type { Request } from 'express'
import type { Db } from '../../../db/connection.ts'
import { applicationKinds } from '../../../domain/application.ts'
import { libraryStream } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { typeset } from '../../../files/typeset.ts'
import type { Parts } from '../../../parts.ts'
import { downloadHeaders } from '../../../web/downloads.ts'
import { queryText } from '../../../web/lists.ts'
import { paperDocument } from '../../../web/paper.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import {
  allStreams,
  frameworkVersion,
  latestVersionIds,
  streamsInUse,
  versionPublishedAt,
} from '../../frameworks/frameworks.public.ts'
import { blankFormPage, blankFormPaper, versionLine, type BlankForm } from './blank-form.pages.ts'

/** Shows a stream's criteria as a page, and as a PDF form to print. Anyone can read them, without signing in. */
export const blankFormRoutes = (parts: Parts): Route[] => {
  const paperOf = keptPapers(parts)
  return [
    get('/criteria', 'nothing', async (req, res) => {
      page(res, 'applications/blank-form/show', blankFormPage(res.locals.t, await blankFormIn(parts.db, req)))
    }),

    get('/criteria/form.pdf', 'nothing', async (req, res) => {
      const { t } = res.locals
      const form = await blankFormIn(parts.db, req)
      const pdf = await paperOf(t, form)
      const name = t('blank_form.file', { kind: t(`application.kind.${form.kind}`), version: form.framework.version })
      res.set(downloadHeaders('application/pdf', name)).send(pdf)
    }),
  ]
}

/**
 * The criteria of the stream and kind that the address names. A retired stream's criteria are also shown, because its
 * awards are still renewed.
 * @throws NotFound for an unknown stream, and for a stream without published criteria
 */
async function blankFormIn(db: Db, req: Pick<Request, 'query'>): Promise<BlankForm> {
  const kind = applicationKinds.find(each => each === queryText(req, 'kind')) ?? 'first'
  const streams = await streamsInUse(db)
  const chosen = queryText(req, 'stream') || libraryStream
  const stream = (await allStreams(db)).find(({ id }) => id === chosen)
  const versionId = (await latestVersionIds(db)).get(chosen)
  if (!stream || !versionId) throw new NotFound()
  const framework = await frameworkVersion(db, versionId)
  const publishedAt = await versionPublishedAt(db, versionId)
  if (!publishedAt) throw new NotFound()
  return { framework, publishedAt, kind, stream, streams }
}

/**
 * The maximum number of PDFs kept in memory. Each stream has three in each language, one for each kind of application.
 */
const mostKept = 24

/** Returns a function that makes a PDF. Keeps the most recently used PDFs in memory, because anyone can ask for one. */
function keptPapers(parts: Pick<Parts, 'log'>): (t: T, form: BlankForm) => Promise<Buffer> {
  const kept = new Map<string, Promise<Buffer>>()
  return (t, form) => {
    const { stream, framework, publishedAt, kind } = form
    const key = JSON.stringify([stream.id, framework.slug, framework.version, publishedAt, kind, t.language])
    const made = kept.get(key) ?? typesetForm(parts, t, form)
    kept.delete(key)
    kept.set(key, made)
    made.catch(() => kept.delete(key))
    for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest)
    return made
  }
}

const typesetForm = (parts: Pick<Parts, 'log'>, t: T, form: BlankForm): Promise<Buffer> =>
  typeset(parts, {
    template: 'components/paper',
    data: paperDocument(t, blankFormPaper(t, form), `${form.framework.label}. ${versionLine(t, form)}`),
    at: form.publishedAt,
  })
