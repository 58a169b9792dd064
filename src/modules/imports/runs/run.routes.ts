import type { Response } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { Stale } from '../../../domain/refusals.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import { csv } from '../../../files/csv.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { nameParameters } from '../../../web/downloads.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { decideRows } from '../checks/check.actions.ts'
import { choicesForm, rowsAnswered } from '../checks/check.forms.ts'
import { checkPage, withChangedQuestions, type CheckShown } from '../checks/check.pages.ts'
import {
  duplicatesIn,
  fewWith,
  matchesOf,
  organisationsReminded,
  similarBranchRows,
  similarRows,
  undecidedRows,
} from '../checks/check.store.ts'
import { reasonsText } from '../checks/row.pages.ts'
import { rowResults, rowsLookup, rowsOf, type ImportRow, type RowResult } from '../imports/import-row.store.ts'
import { findImport, type Import } from '../imports/import.store.ts'
import { countsLookup, countsOf } from '../imports/row-counts.store.ts'
import { cancelImport, runImport, savedImmediately, startImport, stopImport, undoImport } from './run.actions.ts'
import { undoForm } from './run.forms.ts'
import { progressPage, resultPage, statesToSee, type ResultShown } from './run.pages.ts'

const rowsOnAPage = 50
const questionsOnAPage = 20
const namesShown = 10
type Query = FormRequest['query']

export const runRoutes = (parts: Parts): Route[] => [
  get('/imports/:id', 'imports.manage', async (req, res, permission) => {
    const it = await importFor(parts.db, actorOf(res), permission, req.params.id)
    await showImport(parts, res, it, req.query)
  }),

  get('/imports/:id/problems', 'imports.manage', async (req, res, permission) => {
    const it = await importFor(parts.db, actorOf(res), permission, req.params.id)
    const rows = await rowsOf(parts.db, { importId: it.id, results: ['problem'], limit: 10_001 })
    res.set({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; ${nameParameters('problems.csv')}`,
    })
    // an organisation and its branch come from one row of the file, so that row is listed only once
    const ofFile = rows.filter(({ kind }) => kind !== 'organisation')
    res.send(csv(problemRows(res.locals.t, it, ofFile)))
  }),

  submitForm(parts, {
    path: '/imports/:id/choices',
    permission: 'imports.manage',
    load: ({ db, actor, permission, params }) => importFor(db, actor, permission, params.id),
    form: ({ t }) => choicesForm(t),
    act: (work, it, { data }) => decideRows(work, it, data),
    done: (t, it, { result: count }) => ({
      address: `/imports/${it.id}`,
      notice: t('imports.duplicates.saved', { count }),
    }),
    redraw: async ({ t, query }, it, form) =>
      show('imports/checks/check', checkPage(t, await checkShown(parts.db, it, query), form)),
    redrawStale: async ({ t, query }, it, form) => {
      const questions = await duplicatesIn(parts.db, it.id, rowsAnswered(form.values))
      if (it.status !== 'checked' || questions.length === 0) throw new Stale()
      const matches = await matchesOf(parts.db, questions)
      const shown = { ...(await checkShown(parts.db, it, query)), questions, matches }
      return show('imports/checks/check', checkPage(t, shown, withChangedQuestions(t, questions, form)))
    },
  }),

  submitForm(parts, {
    path: '/imports/:id/run',
    permission: 'imports.manage',
    load: ({ db, actor, permission, params }) => importFor(db, actor, permission, params.id),
    act: async (work, it) => {
      await startImport(work, it)
      return (await countsOf(work.trx, it.id)).states.waiting
    },
    // A small import is saved within the request. The job saves large imports, and continues interrupted ones.
    after: (waiting, { params }) => (waiting <= savedImmediately ? runImport(parts, params.id) : Promise.resolve()),
    done: (t, it, { result: waiting }) => ({
      address: `/imports/${it.id}`,
      notice: waiting <= savedImmediately ? null : t('imports.run.started'),
    }),
    redraw: async ({ t }, it, form) =>
      show('imports/checks/check', checkPage(t, await checkShown(parts.db, it, {}), form)),
  }),

  submitForm(parts, {
    path: '/imports/:id/stopping',
    permission: 'imports.manage',
    load: ({ db, actor, permission, params }) => importFor(db, actor, permission, params.id),
    act: stopImport,
    done: (t, it) => ({ address: `/imports/${it.id}`, notice: t('imports.stop.done') }),
  }),

  submitForm(parts, {
    path: '/imports/:id/cancellation',
    permission: 'imports.manage',
    load: ({ db, actor, permission, params }) => importFor(db, actor, permission, params.id),
    act: cancelImport,
    done: t => ({ address: '/imports', notice: t('imports.cancelled') }),
  }),

  submitForm(parts, {
    path: '/imports/:id/undo',
    permission: 'imports.manage',
    load: ({ db, actor, permission, params }) => importFor(db, actor, permission, params.id),
    form: ({ t }) => undoForm(t),
    act: async (work, it) => {
      await undoImport(work, it)
      return (await countsOf(work.trx, it.id)).states.done
    },
    after: (done, { params }) => (done <= savedImmediately ? runImport(parts, params.id) : Promise.resolve()),
    done: (t, it, { result: done }) => ({
      address: `/imports/${it.id}`,
      notice: done <= savedImmediately ? null : t('imports.undo.done'),
    }),
    redraw: async ({ t, at }, it, form) => {
      const shown = await resultShown(parts.db, it, {})
      const view = resultPage(t, { ...shown, now: at }, form)
      if (view.undo === null) throw new Stale()
      return show('imports/runs/result', view)
    },
  }),
]

/** @throws NotFound without the permission, and when there is no such import */
function importFor(db: Db | Tx, actor: Actor, permission: 'imports.manage', id: string): Promise<Import> {
  allow(actor, permission)
  return findImport(db, id)
}

async function showImport({ db, clock }: Parts, res: Response, it: Import, query: Query): Promise<void> {
  const { t } = res.locals
  const now = clock.now()
  if (it.status === 'checked') page(res, 'imports/checks/check', checkPage(t, await checkShown(db, it, query)))
  else if (it.status === 'running' || it.status === 'undoing')
    page(res, 'imports/runs/progress', progressPage(t, it, await countsOf(db, it.id), now))
  else page(res, 'imports/runs/result', resultPage(t, { ...(await resultShown(db, it, query)), now }))
}

async function checkShown(db: Db | Tx, it: Import, query: Query): Promise<CheckShown> {
  const wanted = queryText({ query }, 'show')
  const shown = rowResults.find(each => each === wanted) ?? null
  const find = queryText({ query }, 'find', 100)
  const isFiltered = shown !== null || find !== ''
  const few = (result: RowResult) => (isFiltered ? null : fewWith(db, it.id, result))
  const isOfOrganisations = it.kind === 'organisations'
  const { counts, filtered, undecided, similar, similarBranches, reminded, ...firstOf } = await runLookups(db, {
    counts: countsLookup(db, it.id),
    filtered: isFiltered ? filteredRows(db, it, query, { shown, find }) : null,
    problem: few('problem'),
    duplicate: few('duplicate'),
    changed: few('changed'),
    new: few('new'),
    same: few('same'),
    undecided: shown === 'duplicate' ? null : undecidedRows(db, it.id, questionsOnAPage),
    similar: isOfOrganisations ? similarRows(db, it.id, namesShown + 1) : null,
    similarBranches: isOfOrganisations ? similarBranchRows(db, it.id, namesShown + 1) : null,
    reminded: organisationsReminded(db, it.id, namesShown),
  })
  const { lines: rows, next } = filtered
    ? pageOf(filtered, rowsOnAPage, addressWith(`/imports/${it.id}`, { shown, find }), placeOf)
    : { lines: rowResults.flatMap(result => firstOf[result] ?? []), next: null }
  const questions = undecided ?? rows
  const matches = await matchesOf(db, questions)
  const inFile = { similar: similar ?? [], similarBranches: similarBranches ?? [] }
  const answers = addressWith(`/imports/${it.id}/choices`, { shown, find, after: isFiltered ? afterIn(query) : null })
  return { it, counts, questions, matches, answers, ...inFile, reminded, rows, shown, find, next }
}

interface Filter {
  shown: RowResult | null
  find: string
  after?: Place | null
}
type Place = Pick<ImportRow, 'number' | 'part'>

const filteredRows = (db: Db | Tx, it: Import, query: Query, { shown, find }: Filter): Lookup<ImportRow[]> =>
  rowsLookup(db, {
    importId: it.id,
    ...(shown && { results: [shown] }),
    find: keyOfName(find),
    after: afterIn(query),
    limit: rowsOnAPage + 1,
  })

function addressWith(address: string, { shown, find, after }: Filter): string {
  const given = { ...(shown && { show: shown }), ...(find && { find }), ...(after && placeOf(after)) }
  const query = new URLSearchParams(given).toString()
  return query === '' ? address : `${address}?${query}`
}

async function resultShown(db: Db, it: Import, query: Query): Promise<Omit<ResultShown, 'now'>> {
  const wanted = queryText({ query }, 'state')
  const shown = statesToSee.find(each => each === wanted) ?? null
  const { counts, found } = await runLookups(db, {
    counts: countsLookup(db, it.id),
    found: rowsLookup(db, {
      importId: it.id,
      states: shown ? [shown] : ['failed', 'kept'],
      after: afterIn(query),
      limit: rowsOnAPage + 1,
    }),
  })
  const address = `/imports/${it.id}${shown ? `?state=${encodeURIComponent(shown)}` : ''}`
  const { lines: rows, next } = pageOf(found, rowsOnAPage, address, placeOf)
  return { it, counts, rows, shown, next }
}

const placeOf = ({ number, part }: Place) => ({ number: String(number), part: String(part) })

function afterIn(query: Query): Place | null {
  const after = placeAfter({ query }, 'number', 'part')
  if (!after || !/^\d{1,8}$/.test(after.number) || !/^[01]$/.test(after.part)) return null
  return { number: Number(after.number), part: Number(after.part) }
}

/**
 * The rows with problems, as they are in the file and below its headings. Each is followed by its row number and its
 * problems.
 */
const problemRows = (t: T, { headings }: Import, rows: readonly ImportRow[]): string[][] => [
  [...headings, t('imports.problems.row'), t('imports.problems.why')],
  ...rows.map(row => [
    ...headings.map((_heading, index) => row.cells[index] ?? ''),
    String(row.number),
    reasonsText(t, row),
  ]),
]
