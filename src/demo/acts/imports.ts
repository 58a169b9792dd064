import { readRow } from '../../domain/import-rows.ts'
import { layoutOf } from '../../domain/import-columns.ts'
import { isAddress } from '../../email/addresses.ts'
import { holdsLink } from '../../email/plain-name.ts'
import { newId } from '../../db/ids.ts'
import { dayOf } from '../../domain/time.ts'
import { checkOrganisations } from '../../modules/imports/organisation-rows/organisation-check.actions.ts'
import { saveOrganisations } from '../../modules/imports/organisation-rows/organisation-save.actions.ts'
import { rowsOf } from '../../modules/imports/imports/import-row.store.ts'
import { findImport } from '../../modules/imports/imports/import.store.ts'
import { startImport, stopImport } from '../../modules/imports/runs/run.actions.ts'
import { keepCheckedFile } from '../../modules/imports/uploads/upload.actions.ts'
import { personWithEmail, workOf, type Act } from '../world.ts'

const headings = ['Organisation', 'Town or area', 'Branch', 'Postcode', 'Closed', 'Branch email']
const table: readonly (readonly string[])[] = [
  ['Brackenfold Libraries', 'Brackenfold', 'Brackenfold Central', 'ZZ1 1AA', '', 'central@brackenfold.example'],
  ['Brackenfold Libraries', 'Brackenfold', 'Upper Bracken', 'ZZ1 1AB', '', ''],
  ['Brackenfold Libraries', 'Brackenfold', 'Mobile 2', '', '', ''],
  ['Brackenfold Libraries', 'Brackenfold', 'Old Mill', 'ZZ1 1AC', '20222', ''],
  ['Cwm Aelwyd Libraries', 'Cwm Aelwyd', 'Llyfrgell Cwm Tŷ-wennol', 'ZZ2 1AA', '', ''],
  ['Cwm Aelwyd Libraries', 'Cwm Aelwyd', 'Llyfrgell y Bont', 'ZZ2 1AB', '2019', ''],
  ['Eilean Dubh Libraries', 'Eilean Dubh', 'Leabharlann an Òbain Bhig', 'ZZ3 1AA', '', ''],
  ['Eilean Dubh Libraries', 'Eilean Dubh', '', 'ZZ3 1AB', '', ''],
]
const savedRows = 4

/** A coordinator imports invented libraries, and stops halfway. */
export const stopsAnImport =
  (email: string): Act =>
  async (world, at) => {
    const work = workOf(world, await personWithEmail(world, email), at)
    const found = layoutOf('organisations', headings)
    if ('missing' in found) throw new Error(`no column ${found.missing.join(', ')}`)
    const reading = {
      kind: 'organisations' as const,
      layout: found.layout,
      columns: headings.length,
      isCsv: true,
      today: dayOf(at),
      isAddress,
      holdsLink,
    }
    const read = table.map((cells, index) => ({
      number: index + 2,
      cells,
      ...readRow(reading, { cells, wrong: [] }),
    }))
    const id = newId()
    const rows = await checkOrganisations(work.trx, work.actor, id, read)
    await keepCheckedFile(work, 'organisations', { id, fileName: 'north-region.csv', headings, rows })
    await startImport(work, await findImport(work.trx, id))
    await saveOrganisations(work, await rowsOf(work.trx, { importId: id, states: ['waiting'], limit: savedRows }))
    await stopImport(work, await findImport(work.trx, id))
  }
