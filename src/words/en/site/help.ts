export const help = {
  'help.title': 'Help',
  'help.lead': 'Answers to common questions.',
  'help.award': 'What is the award?',
  'help.award.1':
    'Library of Sanctuary recognises public libraries that welcome people seeking sanctuary. These libraries learn about sanctuary, make it part of how they work, and share what they learn.',
  'help.award.2': 'The criteria in this service are a working draft. City of Sanctuary has not issued them.',
  'help.evidence': 'What counts as evidence?',
  'help.evidence.1':
    'Evidence can be policies, numbers, programmes, training records, pictures of signs and rooms, and notes of events. One good item can be enough, and you can use it for several criteria.',
  'help.evidence.2':
    'You do not need to show people. A picture of a room or a sign works just as well. If you tell us that evidence shows people, no one outside your library can see it until you record everyone’s consent. If someone withdraws consent, we immediately hide the evidence from everyone outside your library.',
  'help.evidence.3':
    'You can upload {types}, up to {size} each and {files} at a time. We remove hidden data from pictures, video and audio, such as where they were made. We keep file names, and anyone who can open a file can see its name. Do not put people’s names or dates in file names.',
  'help.find': 'How do I search, or change several items of evidence together?',
  'help.find.1':
    'To find something, search at the top of any page. The search covers your evidence, the criteria, your partners and this help. To change several items together, select them in your list of evidence. You can add criteria to them, change their branches or owner, download them or remove them. You can check each change before you make it, and undo it for 30 days. Only leads can undo a removal or a change of owner.',
  'help.submit': 'What happens when I submit?',
  'help.submit.1':
    'Before you submit, you can read your whole application and see what is missing. After you submit, we will email your leads a receipt with a number and the time. It also has a checksum, which is a code that proves what you submitted.',
  'help.submit.2':
    'You cannot change a submission. If we return your application or ask for more evidence, you can submit again. We will keep both versions.',
  'help.submit.3':
    'You can submit a first application only while a round is open. While a round is open, your home page shows when it closes.',
  'help.write': 'How do I write my application?',
  'help.write.1':
    'For each criterion, say what your library does, attach evidence and rate how well you meet the criterion. Panel members see your own ratings only after giving all their findings.',
  'help.renew': 'How do I renew the award?',
  'help.renew.1':
    'We email your leads when you can renew, and your home page shows the dates. A lead starts the renewal from there.',
  'help.renew.2':
    'Most renewals are one page. Tell us what has changed, respond to recommendations and confirm the rest. Every few years, we ask for a full reappraisal instead, which a panel reads.',
  'help.renew.3':
    'If you submit in time, your award stays valid until we decide. If you are late, you can still renew for a while. After that, the award lapses, and you need a full reappraisal to get it back.',
  'help.word': 'Can I write my application in Word?',
  'help.word.1':
    'Yes. Open your application, choose “Write in Word” and download the draft. Your colleagues can change it, comment and track changes in Word or LibreOffice.',
  'help.word.2':
    'Then import the document on the same page. You will see every change, word by word, and choose what to save. If someone also changed an answer in this service, you will see both versions and one that combines them. Comments in the document become comments on your application.',
  'help.panel': 'Who reads my application?',
  'help.panel.1':
    'A panel reads each first application and full reappraisal. At least one member has lived experience of seeking sanctuary, and at least one is independent of your library. Each member reads the application alone, then the panel meets.',
  'help.panel.2':
    'Coordinators at City of Sanctuary read and check each application first. A panel member’s helper or interpreter may read it too.',
  'help.panel.3':
    'A trustee of City of Sanctuary makes the decision. They cannot be on the panel. Other trustees without a conflict of interest can also read the application. A trustee can decide a light renewal without a panel. We email your leads when the decision letter is ready.',
  'help.examples': 'Can I see how other libraries answered?',
  'help.examples.1':
    'Some libraries with an award share their answers. While you write an answer, choose “How other libraries answered”. You can filter the answers by criterion, size and part of the UK.',
  'help.examples.2':
    'If your application led to an award, open it and choose “Share this application as an example”. If you ticked the box to share your answers when you applied, we can already share them without your library’s name. A coordinator checks them first. You can stop sharing at any time.',
  'help.people': 'Who can join my library’s team?',
  'help.people.1':
    'A lead invites people. If City of Sanctuary invites someone instead, a lead must approve them before they can open anything. Every lead gets an email when someone is invited, joins, is approved or refused, or leaves the team.',
  'help.people.2':
    'If we cannot reach a lead, 2 people from City of Sanctuary must approve each new person. If your library has added nothing yet, 1 person is enough. New people at City of Sanctuary need a second person’s approval too.',
  'help.people.3':
    'We ask for your password again when you approve someone. Before you add evidence, you must confirm who can read it. Until a lead has confirmed the list, no one else can confirm it.',
  'help.time_out': 'Why was I signed out?',
  'help.time_out.1':
    'We sign you out after 30 minutes without activity, because many people use shared computers. We also sign you out after 12 hours. If you were writing, your text is still on the page. Sign in again in a new tab, then save your text.',
  'help.charity.title': 'Help for the charity team',
  'help.charity.lead': 'How to run the award and correct mistakes.',
  'help.charity.day': 'Where do I start?',
  'help.charity.day.1':
    '“Home” lists what is waiting for you, with the most urgent first. “Renewals” lists current awards, each with its next date and who needs to act.',
  'help.charity.day.2':
    'We send reminders once a day. “Emails” shows which emails were sent, which failed, and any reminders on hold.',
  'help.charity.awards': 'How do I record an award made before this service started?',
  'help.charity.awards.1':
    'Choose “Record an award”, find the organisation by any part of its name, and copy the dates from your records. We do not email the leads about anything that happened before today.',
  'help.charity.awards.2': 'To cover another branch, open the award and choose “Add branches to the award”.',
  'help.charity.wrong': 'I made a mistake when I recorded an award. What can I do?',
  'help.charity.wrong.1':
    'Open the award and choose “Correct this award”. Before you save, you see everything that will change. If the award lapsed because of a wrong date, correcting the date brings it back.',
  'help.charity.wrong.2':
    'If no one outside the charity has seen the award, you can correct it yourself. Otherwise a trustee must confirm the correction. The history keeps the earlier details.',
  'help.charity.wrong.3':
    'If the award never existed, remove it. Anyone who checks its code will then see “Recorded by mistake. Never valid.” You cannot undo this.',
  'help.charity.organisations': 'An organisation is registered twice or has closed. What can I do?',
  'help.charity.organisations.1':
    'Open the record that you do not want to keep and choose “Merge with another organisation”. You will see what will move. If the merge changes who can read a library’s evidence, a lead must agree. You cannot undo a merge.',
  'help.charity.organisations.2':
    'If an organisation has closed or no longer takes part, open its record and choose “Close this organisation”. You can reopen it later.',
  'help.charity.enquiries': 'A library service would like to apply. What do I do?',
  'help.charity.enquiries.1':
    'Open the enquiry from Home. Check that the sender works there, then choose “Register and invite”. We warn you if the library service may already be registered.',
  'help.charity.imports': 'How do I import a list of libraries, awards or people?',
  'help.charity.imports.1':
    'Choose “Imports” on Home. You see what will happen to each row before anything is saved. You can undo an import for 30 days.',
  'help.charity.imports.2':
    'An import sends no emails. To start reminders and emails about awards, choose “Switch on emails”. To invite people, choose “Invite people”.',
  'help.charity.decisions': 'How do I release or correct a decision?',
  'help.charity.decisions.1':
    'Open the application and choose “Decision and letter”. You can edit the decision letter, release it now, or set a time for its release. Choose “Decisions and minutes” on Home to release several.',
  'help.charity.decisions.2':
    'To correct a decision, choose “Ask to correct the decision”. A trustee must agree. A library has 28 days to ask for a review, which another trustee answers.',
  'help.charity.panels': 'How do I set up a panel, or give a library a deadline?',
  'help.charity.panels.1':
    'Mark the application as checked, then open its panel under “Next steps”. The panel page says which seats are missing.',
  'help.charity.panels.2':
    'If you return an application or ask for more evidence, we suggest a deadline 4 weeks ahead. It is never at a weekend or on a bank holiday. You can change it.',
  'help.charity.conflicts': 'What happens if someone has a conflict of interest?',
  'help.charity.conflicts.1':
    'Every page of an application has a link to declare a conflict. Anyone who declares a conflict can no longer open the application. If no coordinator is left, we email the trustees and ask one of them to take over.',
  'help.charity.conflicts.2':
    'If someone declared a conflict by mistake, another coordinator can remove the conflict on the panel page. That person’s seat stays empty until it is offered again.',
  'help.contact': 'Email City of Sanctuary',
  'accessibility.title': 'Accessibility',
  'accessibility.lead':
    'Everyone should be able to use this service on a phone, with a keyboard or with a screen reader.',
  'accessibility.how': 'How accessible is this service?',
  'accessibility.how.1':
    'We aim to meet level AA of the Web Content Accessibility Guidelines 2.2. Automated tests check the pages whenever the service changes.',
  'accessibility.how.2':
    'The service works without JavaScript, at 320 pixels wide and at 400% zoom. Documents that libraries upload may be less accessible.',
  'accessibility.contact': 'If you have a problem',
  'accessibility.contact.1':
    'If you cannot use part of this service, or need it in another format, tell the person who invited you, or email us.',
  'privacy.title': 'Privacy',
  'privacy.lead':
    'Some of what libraries record could put people at risk. We keep as little as possible, and we protect it.',
  'privacy.kept': 'What we keep',
  'privacy.kept.1':
    'We keep the names and email addresses of people with an account, and the evidence that libraries upload. We also keep applications, findings and decision letters. We keep a history of changes, and a record of who opened evidence. For partners and people asked for endorsements, we keep names and contact details.',
  'privacy.kept.appraisers':
    'For appraisers, and trustees who join panels, we also keep the kinds of seat that they can take, such as lived experience. We keep what they need to take part, and when they are free. If they tell us, we also keep what they know about, their council area, and where they have worked or volunteered. Only they and coordinators can see these details.',
  'privacy.kept.2':
    'Do not write anyone’s nationality, immigration status or case number. There are no fields for them.',
  'privacy.kept.3':
    'When a library removes evidence, we hide it immediately. We erase it after 30 days, or sooner if a lead asks. Older backups contain it until they are deleted. We keep records of consent.',
  'privacy.kept.4':
    'Libraries cannot remove evidence that they have submitted, and files in a submission stay in it. Instead, they can withdraw consent or add a redacted copy.',
  'privacy.kept.5':
    'We delete items left in an evidence inbox, with their senders’ names, after 180 days. We delete the record of each sign-in, including the name of the browser, 90 days after it ends. We delete unsaved text after 60 days.',
  'privacy.kept.6':
    'We delete the text of emails after 30 days. We keep their subjects and the addresses that we sent them to.',
  'privacy.kept.7':
    'If you tell us that you would like to apply, we keep your name, role, email address and message. If we decline, we delete them immediately. If we register your library, we delete them 12 months later.',
  'privacy.pictures': 'Pictures, recordings and documents',
  'privacy.pictures.1':
    'When you upload a picture, video or audio file, we remove data about where, when and how it was made. We do not keep the original. We keep its file name, which may contain a date. We cannot remove what people see or hear in it.',
  'privacy.pictures.2':
    'We remove this data from pictures inside documents too. We do not remove a document’s properties, which may contain the author’s name.',
  'privacy.documents': 'Personal details in documents',
  'privacy.documents.1':
    'Before a document becomes evidence, we check it for names, phone numbers, dates of birth, addresses and Home Office references. The check is automatic and happens on our own server. It covers pages, comments, tracked changes, headers, notes, hidden sheets and slides, and the names of authors.',
  'privacy.documents.2':
    'We do not store the details that we find. We store what kind they are, what you decided and why. If you make a redacted copy, we store where the blacked-out areas are. We keep a list of the document’s properties only until you decide what to do with the document.',
  'privacy.documents.3':
    'We cannot read handwriting or text in pictures, and we do not know every name. In a PDF, the text that we read can differ from what its pages show. If we could not read a document, we say so. Always check it yourself too.',
  'privacy.documents.4':
    'You can make a redacted copy of a PDF or a picture, with words or areas blacked out. City of Sanctuary, panels and observers in your library then see that copy. They can open the original only if they give a reason, which we record.',
  'privacy.who': 'Who can see what',
  'privacy.who.1':
    'Libraries see their own evidence and applications. If a library shares an application as an example, other libraries, appraisers and City of Sanctuary can read the answers that a coordinator has chosen and checked. The coordinator replaces people’s names, and we leave out all evidence.',
  'privacy.who.2':
    'People at City of Sanctuary and on panels read answers and evidence only after the library submits them. They must first declare that they have no conflict of interest. Before that, they can see the library’s name, place and branches, and the names of its leads and contributors. So can anyone who is offered a seat on a panel.',
  'privacy.who.restricted':
    'Libraries can restrict evidence to their leads and its owner. Once it is submitted, the panel can see it too. Trustees without a conflict of interest can see it once the application reaches them, but coordinators cannot. Helpers and interpreters see the same answers and evidence as their panel member, but not restricted evidence or originals.',
  'privacy.who.3':
    'Even without this declaration, coordinators, trustees and administrators can see a history of changes, with names but without content. Coordinators can see each library’s team, and coordinators and administrators can read emails that are not about an application. Coordinators and trustees can see how many criteria have no recent evidence.',
  'privacy.who.4':
    'A group that is asked for an endorsement can see the library’s pledge, branches, plan and targets. If the library agrees, appraisers practise on copies of its answers without names.',
  'privacy.who.5':
    'Anyone with a certificate code can see the library’s name and place, and when its award was or is valid. They can also see whether we are considering its renewal. Anyone with an upload link can see the names of the library and branch. No other information about libraries is public.',
  'privacy.rights': 'Your own data',
  'privacy.rights.1':
    'You can ask City of Sanctuary for a copy of the data that we keep about you. You can also ask us to correct or delete it. To do this, email us, or contact your library’s lead or the person who invited you. We will answer within a month.',
  'privacy.rights.consent':
    'If evidence from a library shows or quotes you, you can withdraw your consent at any time. Tell the library, or email us. You do not need an account.',
  'privacy.rights.2':
    'Your account page shows your own details. If you are not satisfied with our answer, you can complain to the Information Commissioner’s Office.',
  'privacy.cookies': 'Cookies',
  'privacy.cookies.1':
    'One cookie keeps you signed in until you sign out or close your browser. It also ends after 30 minutes without activity, or after 12 hours. Other cookies show a message or help you to follow a link. They are deleted after use, or when you close your browser. We do not track you, and we share nothing about your visit.',
  'privacy.cookies.2':
    'If your text cannot be sent, your browser keeps an encrypted copy. It is deleted when you sign out, or on your next visit after 24 hours.',
} as const
