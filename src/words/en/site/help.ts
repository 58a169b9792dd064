export const help = {
  'help.title': 'Help',
  'help.lead': 'Answers to common questions.',
  'help.award': 'What is the award?',
  'help.award.1':
    'Library of Sanctuary recognises public libraries that welcome people seeking sanctuary. These libraries learn what sanctuary means, make welcome part of how they work, and share what they learn.',
  'help.award.2': 'The criteria in this service are a working draft. City of Sanctuary has not issued them.',
  'help.evidence': 'What counts as evidence?',
  'help.evidence.1':
    'Evidence can be policies, numbers, programmes, training records, pictures of signs and rooms, and notes of events. One good item can be enough, and you can use it for several criteria.',
  'help.evidence.2':
    'You do not need to show people. A picture of a room or a sign works just as well. No one outside your library sees evidence that shows people until everyone’s consent is recorded. If someone withdraws consent, we hide it immediately.',
  'help.evidence.3':
    'You can upload {types}, up to {size} each and {files} at a time. We remove hidden data from pictures, video and audio, such as the place where they were made.',
  'help.find': 'How do I find something, or change a lot of evidence?',
  'help.find.1':
    'To find something, search at the top of any page. The search covers your evidence, the criteria, your partners and this help. To change a lot of evidence, select several items in your list of evidence. You can add criteria to them, change their branches or owner, download them or remove them. You can check each change before you make it, and undo it for 30 days.',
  'help.submit': 'What happens when I submit?',
  'help.submit.1':
    'Before you submit, you can read your whole application and see what is missing. Afterwards, we email you a receipt with a number and the time. It also has a checksum, which is a code that proves what you submitted.',
  'help.submit.2':
    'You cannot change a submission. If we return it or ask for more evidence, you submit again and we keep both versions.',
  'help.word': 'Can we write the application in Word?',
  'help.word.1':
    'Yes. Open your application, choose “Write in Word” and download the draft. Your colleagues can change it, comment and track changes in Word or LibreOffice.',
  'help.word.2':
    'Then import the document on the same page. You will see every change, word by word, and choose what to save. If someone also changed an answer in this service, you will see both versions and one that combines them. Comments in the document become comments on your application.',
  'help.panel': 'Who reads my application?',
  'help.panel.1':
    'A panel reads each first application and full reappraisal. At least one member has lived experience of seeking sanctuary, and at least one is independent of your library. Each member reads it alone, then the panel meets.',
  'help.panel.2':
    'A trustee of City of Sanctuary makes the decision. They cannot be on the panel. We email you when your decision letter is ready.',
  'help.examples': 'How did other libraries answer?',
  'help.examples.1':
    'Some libraries with an award share their answers. While you write an answer, follow “How other libraries answered”. You can search by criterion, size and place.',
  'help.examples.2':
    'To share yours, open your decided application and follow “Share this application as an example”. A coordinator checks it first. You can stop at any time.',
  'help.people': 'Who can join my library’s team?',
  'help.people.1':
    'A lead invites people. If City of Sanctuary invites someone instead, a lead must approve them before they can open anything. Every lead gets an email about each invitation and each change.',
  'help.people.2':
    'If we cannot reach a lead, 2 people from City of Sanctuary must approve each new person. New people at City of Sanctuary need a second person’s approval too.',
  'help.people.3':
    'We ask for your password again when you approve someone. Before you add evidence, you must confirm who can read it. A lead must do this first.',
  'help.time_out': 'Why was I signed out?',
  'help.time_out.1':
    'We sign you out after 30 minutes without activity, because many people use shared computers. If you were writing, your text is still on the page.',
  'help.charity.title': 'Help for the charity team',
  'help.charity.lead': 'How to run the award, and how to put mistakes right.',
  'help.charity.day': 'Where do I start?',
  'help.charity.day.1':
    '“Home” lists what is waiting for you, with the most urgent first. “Renewals” lists every award with its next date, and who needs to act.',
  'help.charity.day.2':
    'We send reminders at 7am. “Emails” shows which emails were sent, which failed, and any reminders on hold.',
  'help.charity.awards': 'How do I record an award made before this service started?',
  'help.charity.awards.1':
    'Choose “Record an award”, find the organisation by any part of its name, and copy the dates from your records. We do not email the leads about anything that happened before today.',
  'help.charity.awards.2': 'To cover another branch, open the award and choose “Add branches to the award”.',
  'help.charity.wrong': 'I made a mistake when I recorded an award. What can I do?',
  'help.charity.wrong.1':
    'Open the award and choose “Correct a recorded award”. Before you save, you see everything that will change. If the award lapsed because of a wrong date, this brings it back.',
  'help.charity.wrong.2':
    'If no one outside the charity has seen the award, you can correct it yourself. Otherwise a trustee must confirm the correction. The history keeps the earlier details.',
  'help.charity.wrong.3':
    'If the award never existed, remove it. Anyone who checks its code will then see “Recorded by mistake. Never valid.” You cannot undo this.',
  'help.charity.organisations': 'An organisation is registered twice. What can I do?',
  'help.charity.organisations.1':
    'Open the one you do not want to keep and choose “Merge with another organisation”. You see what will move. If the merge lets new people read evidence, a lead must agree. You cannot undo a merge.',
  'help.charity.organisations.2':
    'If an organisation no longer exists, close it. You can open it again. Libraries never see charity team notes.',
  'help.charity.enquiries': 'A library service would like to apply. What do I do?',
  'help.charity.enquiries.1':
    'Open the enquiry from Home. Check that the sender works there, then choose “Register and invite”. We warn you if it may already be registered.',
  'help.charity.imports': 'How do I add many libraries, awards or people?',
  'help.charity.imports.1':
    'Choose “Imports” on Home. You see what will happen to each row before anything is saved. You can undo an import for 30 days.',
  'help.charity.imports.2':
    'An import sends no emails. Reminders start when you choose “Switch on emails”, and people join when you choose “Invite people”.',
  'help.charity.decisions': 'How do I hold, release or correct a decision?',
  'help.charity.decisions.1':
    'Open the application and choose “Decision and letter”. You can edit the decision letter, release it now, or set a time. Choose “Decisions and minutes” on Home to release several.',
  'help.charity.decisions.2':
    'To correct a decision, choose “Ask to correct the decision”. A trustee must agree. A library has 28 days to ask for a review, which another trustee answers.',
  'help.charity.panels': 'How do I set up a panel?',
  'help.charity.panels.1':
    'Mark the application as checked, then open its panel from the next steps. The panel page says which seats are missing.',
  'help.charity.panels.2':
    'If you return an application or ask for more evidence, we suggest a deadline 4 weeks ahead. It is never at a weekend or on a bank holiday. You can change it.',
  'help.charity.conflicts': 'Someone has a conflict of interest. What happens?',
  'help.charity.conflicts.1':
    'Every page of an application has a link to declare a conflict. The person can then no longer open the application. If no coordinator is left, we email the trustees so that one can take their place.',
  'help.charity.conflicts.2':
    'If someone declared a conflict by mistake, another coordinator can remove it from the panel page. Their seat stays empty until it is offered again.',
  'accessibility.title': 'Accessibility',
  'accessibility.lead':
    'Everyone should be able to use this service on a phone, with a keyboard or with a screen reader.',
  'accessibility.how': 'How accessible is it?',
  'accessibility.how.1':
    'We aim to meet level AA of the Web Content Accessibility Guidelines 2.2. Automated tests check the pages whenever the service changes.',
  'accessibility.how.2':
    'The service works without JavaScript, at 320 pixels wide and at 400% zoom. Documents that libraries upload may be less accessible.',
  'accessibility.contact': 'If you have a problem',
  'accessibility.contact.1':
    'If you cannot use part of this service, or need it in another format, tell the person who invited you.',
  'privacy.title': 'Privacy',
  'privacy.lead':
    'Some of what libraries record could put people at risk. We keep as little as possible, and we protect it.',
  'privacy.kept': 'What we keep',
  'privacy.kept.1':
    'We keep the names and email addresses of people with an account, and the evidence that libraries upload. We also keep applications, findings, decision letters, and a history of changes and of who opened evidence.',
  'privacy.kept.2':
    'Do not write anyone’s nationality, immigration status or case number. There are no fields for them.',
  'privacy.kept.3':
    'When a library removes evidence, we hide it immediately. We erase it after 30 days, or sooner if a lead asks. We keep records of consent.',
  'privacy.kept.4':
    'If you tell us that you would like to apply, we keep your name, role, email address and message. We delete them immediately if we decline. Otherwise we delete them 12 months after we reply.',
  'privacy.pictures': 'Pictures, recordings and documents',
  'privacy.pictures.1':
    'When you upload a picture, video or audio file, we remove data about where, when and how it was made. We do not keep the original. We cannot remove what people see or hear in it.',
  'privacy.pictures.2':
    'We remove this data from pictures inside documents too. We keep the properties of a document, which may contain the author’s name.',
  'privacy.documents': 'Personal details in documents',
  'privacy.documents.1':
    'Before a document becomes evidence, we check it for names, telephone numbers, dates of birth, addresses and Home Office references. We read its pages, comments, tracked changes, headers, notes, hidden sheets and slides, and the names of its authors. This happens on our own server, and we do not store what we find.',
  'privacy.documents.2':
    'We cannot read handwriting or text in pictures, and we do not know every name. In a PDF, the text that we read can differ from what its pages show. If we could not read a document, we say so. Always check it yourself too.',
  'privacy.documents.3':
    'You can make a redacted copy of a PDF or a picture, with words or areas blacked out. City of Sanctuary, panels and observers in your library then see that copy. They can open the original only if they give a reason, which we record.',
  'privacy.who': 'Who can see what',
  'privacy.who.1':
    'Libraries see their own evidence and applications, and examples that other libraries share. People at City of Sanctuary and on panels must first declare that they have no conflict of interest. They see only what the library submitted.',
  'privacy.who.2':
    'Anyone with a certificate code can see which library it is for, and whether the award is valid. No other information about libraries is public.',
  'privacy.cookies': 'Cookies',
  'privacy.cookies.1':
    'One cookie keeps you signed in until you sign out or close your browser. Others last for a moment, to show a message or follow a link. We do not track you, and we share nothing about your visit.',
} as const
