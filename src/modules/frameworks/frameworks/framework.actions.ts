import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { projectFolder } from '../../../config.ts'
import type { Tx } from '../../../db/connection.ts'
import { theClock } from '../../../domain/actor.ts'
import type { Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { readFrameworkDocument } from './framework.forms.ts'
import { insertPublishedVersion } from './framework.store.ts'

/** Publishes our own copy of the working draft, once. It says of itself that City of Sanctuary has not issued it. */
export async function publishDraft(trx: Tx, at: Instant): Promise<void> {
  const document = readFrameworkDocument(
    parse(readFileSync(join(projectFolder, 'data/library-of-sanctuary-draft.yaml'), 'utf8')),
  )
  const id = await insertPublishedVersion(trx, document.framework, document.stream, document, document, at)
  if (id)
    await recordEvent(trx, theClock, 'framework.published', { kind: 'framework', id }, at, {
      version: document.version,
      issued: document.issued,
    })
}
