import { theService, type Actor } from '../../../domain/actor.ts'
import type { Request, Response } from 'express'
import { fileLimits } from '../../../config.ts'
import { TooMany } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { countOne, type Limit } from '../../../web/limits.ts'
import { receiveFiles, type Received } from '../../../web/uploads.ts'
import { withHeld, type ReceivedAndHeld } from '../personal-data/personal-data.actions.ts'

/** With a script each file is a request of its own; whoever chooses them one by one all day is within it. */
const uploadsPerOrganisation: Limit = { name: 'uploads', most: 200, seconds: 3_600 }

/**
 * A form with evidence, read: its files, and those that wait since it was asked about. Beyond the limit of an hour its
 * files are refused like any that are not taken: what was typed stays, and so does what waits.
 */
export async function receiveEvidence(
  parts: Parts,
  actor: Actor,
  organisation: { id: string },
  req: Request,
  res: Response,
  most: number = fileLimits.perItem,
): Promise<ReceivedAndHeld> {
  const received = await receiveFiles(req, res, parts, { field: 'files', most })
  return withHeld(
    parts.db,
    actor,
    organisation,
    (await isTooOften(parts, organisation, received)) ? tooOften(received) : received,
  )
}

async function isTooOften(
  { write, clock }: Parts,
  organisation: { id: string },
  { files }: Received,
): Promise<boolean> {
  if (files.length === 0) return false
  try {
    await write(theService, ({ trx }) => countOne(trx, uploadsPerOrganisation, organisation.id, clock.now()))
    return false
  } catch (problem) {
    if (!(problem instanceof TooMany)) throw problem
    return true
  }
}

const tooOften = (received: Received): Received => ({
  ...received,
  files: [],
  problems: [{ field: 'files', name: '', reason: 'too often', most: uploadsPerOrganisation.most }],
})
