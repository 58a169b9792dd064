export const files = {
  'files.refused.empty': '{name} is empty. Save it again, then upload the new copy',
  'files.refused.too large': '{name} is larger than {megabytes} MB. Choose a smaller file',
  'files.refused.too many': 'Choose {files} files or fewer. You can add more later',
  'files.refused.too often': 'Your library has reached the limit of {most} files an hour. Try again later',
  'files.refused.more_than_one': 'Choose one file',
  'files.refused.name': 'We cannot read one of your file names. Rename the file, then upload it again',
  'files.refused.svg':
    '{name} is an SVG file, which can contain scripts. Save it as a PNG or PDF and upload that instead',
  'files.refused.html': '{name} is a web page. Add its web address, or save it as a PDF and upload that instead',
  'files.refused.archive': '{name} is a ZIP or other archive. Unzip it and upload the files inside',
  'files.refused.iwork':
    '{name} is a Pages, Numbers or Keynote file. In that program, choose File, Export To, then PDF, Word, Excel or PowerPoint. Upload the exported file',
  'files.refused.executable': '{name} is a program. Choose a document, a picture or a recording',
  'files.refused.macro':
    '{name} contains macros, or fields that can run programs. Remove them or save the document as a PDF, then upload the new copy',
  'files.refused.encrypted': '{name} is password-protected. Save a copy without a password and upload that instead',
  'files.refused.script':
    '{name} is a PDF that runs scripts, or opens programs, other files or web pages. Print it to a new PDF and upload that instead',
  'files.refused.heic':
    '{name} is a HEIC picture, which many people cannot open. On an iPhone, share it to Files with Options set to Most Compatible, then upload that copy. On another device, save it as a JPEG',
  'files.refused.other picture':
    '{name} is a type of picture we do not accept. Save it as a JPEG or PNG and upload that instead',
  'files.refused.old office':
    '{name} is in an older Office format. Save it as DOCX, XLSX, PPTX or PDF and upload that instead',
  'files.refused.damaged': '{name} is damaged or incomplete. Open it, save it again and upload the new copy',
  'files.refused.pixel flood':
    '{name} is too large. Make the picture {megapixels} megapixels or smaller, then upload the new copy',
  'files.refused.bomb': '{name} contains too much data for us to check. Print it to a new PDF and upload that instead',
  'files.refused.disagrees':
    '{name} has the wrong file extension. Open the file, save it again and upload the new copy',
  'files.refused.embedded':
    '{name} contains another file or program. Remove that or save the document as a PDF, then upload the new copy',
  'files.refused.attachment':
    '{name} is a PDF with videos or other files inside it. Print it to a new PDF and upload that instead',
  'files.refused.elsewhere':
    '{name} uses other files or the internet when it is opened, or links to a file on a computer. Print it to a PDF and upload that instead, or remove those links and upload the new copy. In Office, choose File, Info, Edit Links to Files. For a template in Word, choose Developer, Document Template. In LibreOffice, choose Edit, External Links',
  'files.refused.opaque': '{name} contains parts that we cannot check. Print it to a new PDF and upload that instead',
  'files.refused.uncleanable':
    '{name} contains a type of picture or recording that we cannot remove personal details from. Replace that picture or recording, or save the document as a PDF, then upload the new copy',
  'files.refused.too slow':
    '{name} took too long to check. Print it to a new PDF, or save only the pages you need, and upload that instead',
  'files.refused.cut off': '{name} is incomplete. Copy it from the phone or camera again, then upload the new copy',
  'files.refused.recording':
    '{name} is in a recording format that we cannot remove personal details from. Export it as a new MP4 or MP3 and upload that instead',
  'files.refused.edited':
    '{name} still contains parts that were cut from it. Export it as a new MP4 or MP3 and upload that instead',
  'files.refused.protected': '{name} is copy-protected. Choose a recording without copy protection',
  'files.refused.too long': '{name} took too long to check. Split it into shorter recordings and upload those',
  'files.refused.only.macro':
    '{name} contains macros, or fields that can run programs. Remove them, then upload the new copy',
  'files.refused.only.bomb':
    '{name} contains too much data for us to check. Remove pictures and anything else that you do not need, then upload the new copy',
  'files.refused.only.embedded': '{name} contains another file or program. Remove that, then upload the new copy',
  'files.refused.only.elsewhere':
    '{name} uses other files or the internet when it is opened, or links to a file on a computer. Remove those links, then upload the new copy. In Office, choose File, Info, Edit Links to Files. For a template in Word, choose Developer, Document Template. In LibreOffice, choose Edit, External Links',
  'files.refused.only.uncleanable':
    '{name} contains a type of picture or recording that we cannot remove personal details from. Remove that picture or recording, then upload the new copy',
  'files.refused.only.too slow':
    '{name} took too long to check. Remove anything that you do not need, then upload the new copy',
  'files.refused.only.type':
    '{name} is a different type of file. Save it as a type that we accept here ({types}), or choose another file',
  'files.refused.unknown':
    '{name} is a type of file we do not accept. Save it as one of these types and upload it again: {types}',
  'files.attachments_left_out': {
    one: '{name} had a file attached. We left out the attachment.',
    other: '{name} had {count} files attached. We left out the attachments.',
  },
  'files.animation_left_out': '{name} is animated. We kept only the first frame.',
  'files.not_scanned': 'Not checked for viruses',
} as const
