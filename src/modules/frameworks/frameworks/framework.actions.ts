import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { projectFolder } from '../../../config.ts'
import { theClock } from '../../../domain/actor.ts'
import { recordEvent } from '../../../history/record.ts'
import { readFrameworkDocument } from './framework.forms.ts'
import type { FrameworkDocument } from '../../../domain/framework.ts'
import { insertPublishedVersion, type StreamGiven } from './framework.store.ts'

/** The working draft. Each process parses it only once, because parsing takes longer than saving. */
let workingDraft: FrameworkDocument | undefined

/**
 * Publishes the working draft of the criteria, which City of Sanctuary has not issued. Does nothing if it is already
 * published.
 */
export async function publishDraft(work: UnitOfWork): Promise<void> {
  workingDraft ??= readFrameworkDocument(
    parse(readFileSync(join(projectFolder, 'data/library-of-sanctuary-draft.yaml'), 'utf8')),
  )
  const document = workingDraft
  await publishFirst(work, document, { id: document.stream, name: 'Library of Sanctuary', isDemo: false })
}

/** Publishes the first version of a framework in a stream, unless that version exists already. */
export async function publishFirst(work: UnitOfWork, document: FrameworkDocument, stream: StreamGiven): Promise<void> {
  const id = await insertPublishedVersion(work.trx, document, { stream, at: work.at })
  if (id)
    await recordEvent(
      as(theClock, work),
      'framework.published',
      { kind: 'framework', id },
      {
        version: document.version,
        issued: document.issued,
      },
    )
}
