import type { Request, Response } from 'express'
import { TooMany } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import type { SheetType } from '../../../files/sheet.ts'
import type { Parts } from '../../../parts.ts'
import { sendSheet } from '../../../web/downloads.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { parseForm, refusalOf, valuesIn, withError } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Asks, type ParamsOf, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { page } from '../../../web/view-engine.ts'
import { confirmPassword } from '../reauthentication/reauthentication.actions.ts'
import {
  listsPerPerson,
  loggedFilters,
  recordListDownload,
  rowsOf,
  type Column,
  type LoggedList,
} from './list-download.actions.ts'
import { listDownloadForm } from './list-download.forms.ts'
import { downloadAddress, listDownloadPage, type DescribedList } from './list-download.pages.ts'

/** A list to download: its filters, its columns, and how its lines are read. */
export interface ListToDownload<Line> extends DescribedList {
  /** the organisation that the list is about, for the access log */
  organisationId?: string
  columns: readonly Column<Line>[]
  /**
   * Reads the lines after the given line, or the first lines for null, as the list's page would show them to the
   * person.
   */
  read(after: Line | null, limit: number): Promise<readonly Line[]>
}

/** The details from which `listDownload` creates its two routes: the page with the form, and the file. */
export interface ListDownload<Path extends string, Asked extends Asks, Line> {
  path: Path
  permission: Asked
  /** the name of the list in the access log */
  name: string
  /**
   * Loads the list with the filters in the address, if the person can see it.
   * @throws NotFound or Forbidden when the person cannot see the list
   */
  load(req: Request<ParamsOf<Path>>, res: Response, permission: Asked): Promise<ListToDownload<Line>>
}

/**
 * Creates the two routes for downloading a list. The POST route changes nothing and responds with a file, so it does
 * not use `submitForm`.
 */
export function listDownload<const Path extends string, const Asked extends Asks, Line>(
  parts: Parts,
  { path, permission, name, load }: ListDownload<Path, Asked, Line>,
): Route[] {
  const draw = (res: Response, list: ListToDownload<Line>, form: Form) => {
    const action = downloadAddress(res.req.path, list.back.href)
    const isKnown = isConfirmed(res.locals.signIn, parts.clock.now())
    page(
      res,
      'access/list-downloads/download',
      listDownloadPage(res.locals.t, list, { action, form, isConfirmed: isKnown }),
    )
  }
  return [
    get(path, permission, async (req, res, asked) => draw(res, await load(req, res, asked), formOf({ type: 'xlsx' }))),

    post(path, permission, async (req, res, asked) => {
      const list = await load(req, res, asked)
      const { data, form } = parseForm(listDownloadForm(res.locals.t), req.body)
      if (form) return draw(res.status(422), list, form)
      const logged = { name, organisationId: list.organisationId ?? null, filters: loggedFilters(list.back.href) }
      const refused = await whyRefused(parts, req as Request, res, logged)
      if (refused) return draw(res, list, refused)
      await sendList(parts, res, list, data.type)
    }),
  ]
}

/**
 * Checks the password and counts the download. Sets the status: 422 for a wrong password, 429 above the limit.
 * @returns null, or the form with the error
 */
async function whyRefused(parts: Parts, req: Request, res: Response, logged: LoggedList): Promise<Form | null> {
  const [actor, { t, signIn }] = [actorOf(res), res.locals]
  if (!isConfirmed(signIn, parts.clock.now())) {
    // Reads the password before the fields are cleaned, because cleaning would change it.
    const typed = String((req.body as { password?: unknown }).password ?? '')
    const refused = await refusalOf(t, req.body, () => confirmPassword(parts)({ actor, req, res }, typed))
    if (refused) {
      res.status(422)
      return refused
    }
  }
  try {
    await parts.write(actor, work => recordListDownload(work, logged))
    return null
  } catch (problem) {
    if (!(problem instanceof TooMany)) throw problem
    res.status(429).set('Retry-After', String(problem.seconds))
    const message = t('list_download.too_many', { max: listsPerPerson.most })
    return withError(valuesIn(req.body), { field: 'type', message })
  }
}

async function sendList<Line>(
  parts: Parts,
  res: Response,
  { title, columns, read }: ListToDownload<Line>,
  type: SheetType,
): Promise<void> {
  const first = await read(null, 1) // read now: no error page can be shown once the file is being sent
  const batches = first.length === 0 ? none() : rowsOf(columns, read)
  const name = res.locals.t('list_download.file', { list: title, day: dayOf(parts.clock.now()) })
  await sendSheet(parts, res, { type, name, sheet: { name: title, heads: columns.map(({ head }) => head), batches } })
}

async function* none(): AsyncGenerator<never> {}
