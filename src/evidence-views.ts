import type { ConsentViews } from './modules/evidence/consents/consent.pages.ts'
import type { PartnerViews } from './modules/evidence/partners/partner.pages.ts'
import type * as evidenceForm from './modules/evidence/editing/editing.pages.ts'
import type { Link } from './web/components.ts'
import type * as tray from './modules/evidence/inbox/inbox.pages.ts'
import type { CaptureViews } from './modules/evidence/upload-links/upload-link.pages.ts'
import type * as blackout from './modules/evidence/blackout/blackout.pages.ts'
import type * as findings from './modules/appraisal/findings/finding.pages.ts'
import type * as item from './modules/evidence/items/evidence-item.pages.ts'
import type * as revision from './modules/evidence/versions/version.pages.ts'
import type * as redaction from './modules/evidence/redaction/redaction.pages.ts'
import type * as keeping from './modules/evidence/ownership/ownership.pages.ts'
import type * as picking from './modules/applications/choosing-evidence/choosing-evidence.pages.ts'
import type { RecurringViews } from './modules/evidence/recurring/recurring.pages.ts'
import type * as uses from './modules/evidence/uses/use.pages.ts'
import type * as preview from './modules/evidence/previews/preview.pages.ts'

/** Parts of pages about evidence, and pages that show pictures: a part of `Views`, which would grow too long. */
export interface EvidenceViews extends ConsentViews, PartnerViews, CaptureViews, RecurringViews {
  'applications/choosing-evidence/candidates': picking.Candidates
  'evidence/editing/about-fields': evidenceForm.AboutFields
  'evidence/editing/period-fields': evidenceForm.AboutFields
  'evidence/files/upload-list': { link: Link | null; done: string }
  'evidence/editing/item-fields': Pick<evidenceForm.AboutFields, 'items' | 'itemsError'>
  'evidence/inbox/list': ReturnType<typeof tray.trayPage>
  'evidence/inbox/row': Pick<ReturnType<typeof tray.sortPage>['capture'], 'facts' | 'files'>
  'evidence/inbox/sort': ReturnType<typeof tray.sortPage>
  'evidence/inbox/join': ReturnType<typeof tray.joinPage>
  'evidence/inbox/bulk': ReturnType<typeof tray.bulkPage>
  'evidence/inbox/removal': ReturnType<typeof tray.throwAwayPage>
  'evidence/editing/tag-fields': evidenceForm.AboutFields
  'evidence/editing/shows-fields': evidenceForm.ShowsFields
  'evidence/blackout/blackout': ReturnType<typeof blackout.blackoutPage>
  'evidence/blackout/area-row': blackout.AreaRow
  'evidence/uses/uses': ReturnType<typeof uses.usesSection>
  'evidence/redaction/new': ReturnType<typeof redaction.redactionPage>
  'appraisal/findings/evidence-content': ReturnType<typeof findings.findingPage>['pieces'][number]
  'evidence/items/content': Pick<ReturnType<typeof item.evidencePage>, 'summary' | 'files' | 'links' | 'notes'>
  'evidence/versions/new': ReturnType<typeof revision.revisionPage>
  'evidence/redaction/unredacted': ReturnType<typeof redaction.unredactedPage>
  'evidence/ownership/edit': ReturnType<typeof keeping.keepingPage>
  'evidence/previews/preview': ReturnType<typeof preview.previewPage>
  'evidence/previews/picture-words': ReturnType<typeof preview.pictureWords>
}
