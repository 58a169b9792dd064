import type { Db } from '../../../db/connection.ts'
import { regions, sizeNames } from '../../../domain/example.ts'
import { criteriaAskedBy, libraryStream } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import {
  frameworkVersion,
  frameworkVersions,
  latestFrameworkVersionId,
  streamNamed,
  streamsInUse,
} from '../../frameworks/frameworks.public.ts'
import { exampleShown, examplesAddress, examplesPage, queuePage, type ExampleFilters } from './reading.pages.ts'
import { examplesWaiting } from './queue.store.ts'
import { answersShown, exampleLines, findExample, itemsAnswering } from './reading.store.ts'

const examplesOnAPage = 10
const linesOnAPage = 30

/**
 * The published examples, for people at every library and the charity, and the coordinators' queue of examples to
 * publish.
 */
export const readingRoutes = ({ db }: Parts): Route[] => [
  get('/examples', 'examples.read', async (req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const streams = await streamsInUse(db)
    const streamId = streamNamed(streams, queryText(req, 'stream')) || libraryStream
    const versionId = await latestFrameworkVersionId(db, streamId)
    const framework = await frameworkVersion(db, versionId)
    const filters: ExampleFilters = {
      streamId,
      criterion: criteriaAskedBy(framework, 'first').find(({ id }) => id === queryText(req, 'criterion'))?.id ?? '',
      region: regions.find(each => each === queryText(req, 'region')) ?? null,
      size: sizeNames.find(each => each === queryText(req, 'size')) ?? null,
    }
    const found = await examplesFound(db, { filters, versionId, after: placeAfter(req, 'published', 'id') })
    const mayManage = can(actor, 'examples.check')
    page(
      res,
      'appraisal/examples/list',
      examplesPage(res.locals.t, { ...found, filters, streams, framework, mayManage }),
    )
  }),

  get('/examples/waiting', 'examples.check', async (req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const found = await examplesWaiting(db, actor, {
      after: placeAfter(req, 'released', 'id'),
      limit: linesOnAPage + 1,
    })
    const { lines, next } = pageOf(found, linesOnAPage, '/examples/waiting', ({ releasedAt, id }) => ({
      released: releasedAt,
      id,
    }))
    page(res, 'appraisal/examples/waiting', queuePage(res.locals.t, lines, next))
  }),

  get('/examples/:id', 'examples.read', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const line = await findExample(db, req.params.id)
    const framework = await frameworkVersion(db, line.frameworkVersionId)
    const answers = await answersShown(db, [line.id], null)
    page(res, 'appraisal/examples/show', exampleShown(res.locals.t, { line, framework, answers }))
  }),
]

async function examplesFound(
  db: Db,
  {
    filters,
    versionId,
    after,
  }: { filters: ExampleFilters; versionId: string; after: { published: string; id: string } | null },
) {
  const { streamId, criterion, region, size } = filters
  const answering = criterion ? await itemsAnswering(db, { streamId, versionId, itemId: criterion }) : null
  const wanted = { streamId, answering, region, size, after, limit: examplesOnAPage + 1 }
  const { lines, next } = pageOf(
    await exampleLines(db, wanted),
    examplesOnAPage,
    examplesAddress(filters),
    ({ publishedAt, id }) => ({ published: publishedAt, id }),
  )
  const ids = lines.map(({ id }) => id)
  return {
    lines,
    next,
    answering,
    answers: await answersShown(db, ids, answering),
    frameworks: await frameworkVersions(db, [...new Set(lines.map(each => each.frameworkVersionId))]),
  }
}
