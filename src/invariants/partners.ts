import { brokenBy, type Check } from './broken.ts'

/** I11: a partner's evidence and applications belong to the same library as the partner. */
export const partnersBelongToOneLibrary: Check = async ({ database: { db } }) => {
  const evidenceItems = await db('partner_evidence')
    .join('partners', 'partners.id', 'partner_evidence.partner_id')
    .join('evidence', 'evidence.id', 'partner_evidence.evidence_id')
    .whereRaw('evidence.organisation_id <> partners.organisation_id')
    .orderBy('partners.id')
    .select<{ partner: string; evidence: string }[]>('partners.id as partner', 'evidence.id as evidence')
  const applications = await db('application_partners')
    .join('partners', 'partners.id', 'application_partners.partner_id')
    .join('applications', 'applications.id', 'application_partners.application_id')
    .whereRaw('applications.organisation_id <> partners.organisation_id')
    .orderBy('partners.id')
    .select<{ partner: string; application: string }[]>('partners.id as partner', 'applications.id as application')
  return brokenBy('I11', [
    ...evidenceItems.map(({ partner, evidence }) => ({
      entity: `partner ${partner}`,
      what: `evidence ${evidence} belongs to another library`,
    })),
    ...applications.map(({ partner, application }) => ({
      entity: `partner ${partner}`,
      what: `application ${application} of another library shows it`,
    })),
  ])
}

/** I3: a submitted partnership names only evidence that is in the same submission. */
export const frozenPartnershipsAreWhole: Check = async ({ database: { db } }) => {
  const parts = await db('submission_parts')
    .where('name', 'like', 'partners/%')
    .whereNotNull('content')
    .orderBy(['submission_id', 'position'])
    .select('submission_id', 'name', 'content')
  const shown = await db('submission_evidence')
    .whereIn('submission_id', [...new Set(parts.map(part => part.submission_id))])
    .select('submission_id', 'evidence_id')
  const known = new Set(shown.map(({ submission_id, evidence_id }) => `${submission_id} ${evidence_id}`))
  return brokenBy(
    'I3',
    parts.flatMap(({ submission_id, name, content }) =>
      (JSON.parse(content!) as { evidence: string[] }).evidence
        .filter(id => !known.has(`${submission_id} ${id}`))
        .map(id => ({
          entity: `submission ${submission_id}`,
          what: `${name} names evidence ${id}, which it does not hold`,
        })),
    ),
  )
}
