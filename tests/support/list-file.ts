import { expect } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import type { Visitor } from './visitor.ts'

/**
 * Downloads a list as CSV from the page at this address.
 * @returns its rows, each with its values by column heading
 */
export async function listFile(visitor: Visitor, address: string): Promise<Record<string, string>[]> {
  await visitor.open(address)
  await visitor.press('Download', { type: 'csv' })
  expect([visitor.status, visitor.errors]).toEqual([200, []])
  return parse(visitor.content, { bom: true, columns: true })
}
