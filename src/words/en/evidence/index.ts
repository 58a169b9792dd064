import { blackout } from './blackout.ts'
import { bulkChanges } from './bulk-changes.ts'
import { consents } from './consents.ts'
import { contentWarnings } from './content-warnings.ts'
import { coverage } from './coverage.ts'
import { documentDetails } from './document-details.ts'
import { exportIndex } from './export-index.ts'
import { evidenceExport } from './export.ts'
import { files } from './files.ts'
import { freshness } from './freshness.ts'
import { inboxBulk } from './inbox-bulk.ts'
import { inboxSorting } from './inbox-sorting.ts'
import { inbox } from './inbox.ts'
import { evidence } from './items.ts'
import { evidenceList } from './list.ts'
import { occurrences } from './occurrences.ts'
import { ownership } from './ownership.ts'
import { partnerActivities } from './partner-activities.ts'
import { partnerEvidence } from './partner-evidence.ts'
import { partners } from './partners.ts'
import { personalData } from './personal-data.ts'
import { previews } from './previews.ts'
import { quickUpload } from './quick-upload.ts'
import { recurring } from './recurring.ts'
import { redactedCopy } from './redacted-copy.ts'
import { redaction } from './redaction.ts'
import { removal } from './removal.ts'
import { search } from './search.ts'
import { uploadLinks } from './upload-links.ts'
import { uploads } from './uploads.ts'
import { fileVersions } from './versions.ts'

export const evidenceWords = {
  ...blackout,
  ...bulkChanges,
  ...consents,
  ...contentWarnings,
  ...coverage,
  ...documentDetails,
  ...exportIndex,
  ...evidenceExport,
  ...files,
  ...freshness,
  ...inboxBulk,
  ...inboxSorting,
  ...inbox,
  ...evidence,
  ...evidenceList,
  ...occurrences,
  ...ownership,
  ...partnerActivities,
  ...partnerEvidence,
  ...partners,
  ...personalData,
  ...previews,
  ...quickUpload,
  ...recurring,
  ...redactedCopy,
  ...redaction,
  ...removal,
  ...search,
  ...uploadLinks,
  ...uploads,
  ...fileVersions,
} as const
