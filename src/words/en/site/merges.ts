/** Merging two organisations. */
export const merges = {
  'merges.link': 'Merge with another organisation',
  'merges.choose.title': 'Merge {name} with another organisation',
  'merges.choose.lead': 'Choose the organisation to keep. We will merge {name} and all its records into it.',
  'merges.choose.search': 'Name of the organisation to keep',
  'merges.choose.missing': 'Enter any part of the organisation’s name',
  'merges.choose.none': 'No other open organisation matches your search. Check the spelling, or enter fewer letters.',
  'merges.title': 'Merge {from} into {into}',
  'merges.moves': 'What will move to {into}',
  'merges.moves.what': 'Records',
  'merges.moves.count': 'Number',
  'merges.table.branches': 'Branches',
  'merges.table.evidence': 'Items of evidence',
  'merges.table.applications': 'Applications',
  'merges.table.awards': 'Awards',
  'merges.table.partners': 'Partners',
  'merges.table.recommendations': 'Recommendations',
  'merges.table.recurring_evidence': 'Regular evidence',
  'merges.table.inbox_items': 'Items in the evidence inbox',
  'merges.table.upload_links': 'Upload links',
  'merges.table.organisation_notes': 'Charity team notes',
  'merges.table.invitations': 'Invitations',
  'merges.table.other': 'Other records',
  'merges.effects': 'What will happen',
  'merges.effect.name':
    '{into} will keep its name, place and details. After the merge, certificates will show that name.',
  'merges.effect.codes': 'Certificate codes, submissions and their receipts will not change.',
  'merges.effect.members': {
    one: '{count} person on {from}’s team will lose access immediately. They can join {into}’s team once they are approved.',
    other:
      '{count} people on {from}’s team will lose access immediately. They can join {into}’s team once they are approved.',
  },
  'merges.effect.readers':
    'People on {into}’s team will be able to read {from}’s evidence. A lead must confirm again who can read it.',
  'merges.effect.no_readers':
    'Nobody on {into}’s team can read {from}’s evidence yet, because the team has no members. New members need approval first.',
  'merges.effect.history': 'We will keep the history of both organisations. Links to {from} will open {into}.',
  'merges.effect.emails': 'We will email the leads of both organisations.',
  'merges.effect.reminders':
    'We will switch on emails for {into}, because {from} already gets them. Reminders will start the next morning.',
  'merges.effect.sign_off':
    'After the merge, an observer must sign off {into}’s applications, because {from} requires a sign-off. A lead at {into} can switch this off.',
  'merges.effect.undo': 'You cannot undo a merge.',
  'merges.agreement.none':
    'No lead needs to agree, because the merge does not let anyone read evidence, applications or targets that they could not read before.',
  'merges.agreement.from': 'This merge needs the agreement of a lead at {from}.',
  'merges.agreement.from_loses':
    'This merge needs the agreement of a lead at {from}, because its team will lose access to its evidence, applications and targets.',
  'merges.agreement.no_lead': 'No lead needs to agree. {from} has no lead who can be reached, and {into} has no team.',
  'merges.agreement.into': 'This merge needs the agreement of a lead at {into}.',
  'merges.agreement.both':
    'This merge needs the agreement of a lead at {from} and a lead at {into}, because both organisations have evidence, applications or targets.',
  'merges.reason': 'Reason',
  'merges.reason.hint': 'The leads of both organisations can read the reason.',
  'merges.reason.missing': 'Enter the reason',
  'merges.sure': 'I have checked that these are the right organisations',
  'merges.sure.missing': 'Tick the box to confirm that these are the right organisations',
  'merges.button': 'Merge the organisations now',
  'merges.ask': 'Ask the leads to agree to the merge',
  'merges.done': '{from} has been merged into {into}.',
  'merges.asked': 'We will email the leads. Nothing will move until they agree and you finish the merge.',
  'merges.obstacle.title': 'You cannot merge these organisations',
  'merges.obstacle.same organisation': 'Choose 2 different organisations',
  'merges.obstacle.merged already':
    'One of these organisations has already been merged into another. Choose a different organisation',
  'merges.obstacle.survivor is closed': 'The organisation that you want to keep is closed. Reopen it first',
  'merges.obstacle.both have applications under way':
    'Both organisations have an application under way. Wait until one is withdrawn or closed, or its decision letter is released',
  'merges.obstacle.conflict of interest':
    'Someone on one organisation’s team is reading or deciding on the other’s application. Wait until the decision letter is released',
  'merges.obstacle.another merge is open':
    'One of these organisations is already part of another merge. Finish or withdraw that merge first',
  'merges.obstacle.other': 'Open the other merge',
  'merges.obstacle.no lead to agree':
    'A lead must agree, and one of these organisations has no lead. Invite a lead first',
  'merges.state.proposed': 'Waiting for agreement',
  'merges.state.merged': 'Merged',
  'merges.state.refused': 'Refused by a lead',
  'merges.state.withdrawn': 'Withdrawn',
  'merges.proposed': '{name} at City of Sanctuary asked for this merge on {day}.',
  'merges.why': 'Reason: {reason}',
  'merges.agreed': '{name} agreed to the merge on behalf of {organisation} on {day}.',
  'merges.refused': '{name} refused the merge on behalf of {organisation} on {day}.',
  'merges.missing': 'No lead at {organisation} has answered yet.',
  'merges.answer': 'Do you agree to this merge?',
  'merges.answer.agree': 'Yes, I agree on behalf of my organisation',
  'merges.answer.refuse': 'No, keep the organisations separate',
  'merges.answer.missing': 'Choose whether you agree to the merge',
  'merges.answer.button': 'Save your answer',
  'merges.answer.done': 'Your answer has been saved.',
  'merges.finish': 'Finish the merge',
  'merges.withdraw': 'Withdraw this merge',
  'merges.withdraw.done': 'The merge has been withdrawn. Nothing has moved.',
  'emails.merge_proposed.subject': 'Do you agree to the merge of {from} into {into}?',
  'emails.merge_proposed.body':
    'City of Sanctuary wants to merge {from} into {into} in the Library of Sanctuary service. This would change who can read your evidence, applications and targets, so a lead must agree.',
  'emails.merge_proposed.next':
    'Nothing will move until a lead at each organisation we asked has agreed. You can also refuse.',
  'emails.merge_proposed.action': 'Review the proposed merge',
  'emails.merge_refused.subject': '{organisation} refused a merge',
  'emails.merge_refused.body':
    'A lead at {organisation} has refused the merge of {from} into {into}. The organisations stay separate.',
  'emails.merge_refused.next': 'Talk to the lead who refused before you ask for the merge again.',
  'emails.merge_refused.action': 'Open the merge',
  'emails.organisations_merged.subject': '{from} has been merged into {into}',
  'emails.organisations_merged.body':
    'City of Sanctuary has merged {from} into {into} in the Library of Sanctuary service. Everything that belonged to {from} now belongs to {into}.',
  'emails.organisations_merged.next':
    'People who were on {from}’s team can join {into}’s team once they have been approved.',
  'emails.organisations_merged.action': 'Go to your home page',
  'event.organisation.merge_proposed': 'A merge with another organisation was proposed',
  'event.organisation.merge_agreed': 'A lead agreed to a merge',
  'event.organisation.merge_refused': 'A lead refused a merge',
  'event.organisation.merge_withdrawn': 'A proposed merge was withdrawn',
  'event.organisation.merged_away': 'The organisation was merged into another one',
  'event.organisation.merged_in': 'Another organisation was merged into this one',
} as const
