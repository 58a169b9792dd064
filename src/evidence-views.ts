import type { ConsentViews } from './features/consents/consent.pages.ts'
import type { PartnerViews } from './features/partners/partner.pages.ts'
import type * as evidenceForm from './features/evidence/evidence-form.pages.ts'
import type * as redaction from './features/evidence/redaction.pages.ts'
import type * as preview from './features/evidence/preview.pages.ts'

/** Parts of pages about evidence, and pages that show pictures: a part of `Views`, which would grow too long. */
export interface EvidenceViews extends ConsentViews, PartnerViews {
  'evidence/about-fields': evidenceForm.AboutFields
  'evidence/period-fields': evidenceForm.AboutFields
  'evidence/tag-fields': evidenceForm.AboutFields
  'evidence/shows-fields': evidenceForm.ShowsFields
  'evidence/redaction': ReturnType<typeof redaction.redactionPage>
  'evidence/unredacted': ReturnType<typeof redaction.unredactedPage>
  'evidence/preview': ReturnType<typeof preview.previewPage>
  'evidence/picture-words': ReturnType<typeof preview.pictureWords>
}
