import type { Request } from 'express'
import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { libraryStream } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { streamsInUse } from '../../frameworks/frameworks.public.ts'
import {
  branchesOf,
  branchesTaken,
  findOrganisation,
  openOn,
  organisationLines,
} from '../../organisations/organisations.public.ts'
import { recordAward } from './recording.actions.ts'
import { recordForm } from './recording.forms.ts'
import { chooseOrganisationPage, recordPage, type AboutRecord } from './recording.pages.ts'

const linesOnAPage = 50

/** The pages on which awards that were made before this service are recorded. */
export const recordingRoutes = (parts: Parts): Route[] => [
  get('/awards/new', 'award.record', async (req, res) => {
    const { t, today } = res.locals
    if (queryText(req, 'organisation') === '') {
      allow(actorOf(res), 'organisation.register')
      const search = queryText(req, 'name')
      const { lines, next } = await organisationsFound(parts.db, req, { search, today })
      page(res, 'awards/recording/choose', chooseOrganisationPage(t, search, lines, next))
    } else {
      const about = await loadRecord(parts.db, { actor: actorOf(res), query: req.query, today })
      page(res, 'awards/recording/new', recordPage(t, about))
    }
  }),

  submitForm(parts, {
    path: '/awards/new',
    permission: 'award.record',
    load: asking => loadRecord(asking.db, asking),
    form: ({ t, today }, { branches }) => {
      const ids = branches.map(({ id }) => id)
      return recordForm(t, today, ids)
    },
    act: (work, { organisation, streamId }, { data }) => recordAward(work, organisation, { ...data, streamId }),
    done: (t, { organisation }, { result: id }) => ({
      address: `/awards/${id}`,
      notice: t('awards.record.done', { organisation: organisation.name }),
    }),
    redraw: async (asking, _about, form) =>
      show('awards/recording/new', recordPage(asking.t, await loadRecord(asking.db, asking), form)),
  }),
]

async function organisationsFound(db: Db, req: Request, { search, today }: { search: string; today: Day }) {
  const found = await organisationLines(db, {
    search,
    after: placeAfter(req, 'nameKey', 'id'),
    limit: linesOnAPage + 1,
    today,
    openOnly: true,
  })
  const address = `/awards/new?name=${encodeURIComponent(search)}`
  return pageOf(found, linesOnAPage, address, ({ nameKey, id }) => ({ nameKey, id }))
}

/**
 * @throws NotFound for an unknown stream; NotFound or Forbidden for an organisation whose awards the person is not
 * allowed to record
 */
async function loadRecord(
  db: Db,
  { actor, query, today }: { actor: Actor; query: Request['query']; today: Day },
): Promise<AboutRecord> {
  const organisation = await findOrganisation(db, actor, 'award.record', queryText({ query }, 'organisation'))
  const streams = await streamsInUse(db)
  const chosen = queryText({ query }, 'stream')
  if (chosen !== '' && !streams.some(({ id }) => id === chosen)) throw new NotFound()
  const streamId = chosen || libraryStream
  return {
    organisation,
    streams,
    streamId,
    branches: openOn(await branchesOf(db, organisation), today),
    taken: await branchesTaken(db, organisation, streamId),
  }
}
