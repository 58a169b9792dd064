import { accessWords } from './access/index.ts'
import { applicationsWords } from './applications/index.ts'
import { appraisalWords } from './appraisal/index.ts'
import { awardsWords } from './awards/index.ts'
import { evidenceWords } from './evidence/index.ts'
import { frameworksWords } from './frameworks/index.ts'
import { importsWords } from './imports/index.ts'
import { notificationsWords } from './notifications/index.ts'
import { organisationsWords } from './organisations/index.ts'
import { overviewWords } from './overview/index.ts'
import { siteWords } from './site/index.ts'
import { common } from './common.ts'
import { kinds } from './kinds.ts'
import { layout } from './layout.ts'

/** Every sentence that people read. Each module has a folder, with a file for each of its sub-folders. */
export const en = {
  ...accessWords,
  ...applicationsWords,
  ...appraisalWords,
  ...awardsWords,
  ...evidenceWords,
  ...frameworksWords,
  ...importsWords,
  ...notificationsWords,
  ...organisationsWords,
  ...overviewWords,
  ...siteWords,
  ...common,
  ...kinds,
  ...layout,
} as const
