export const files = {
  'files.refused.empty': '{name} is empty. Check that it was saved, and choose it again',
  'files.refused.too large': '{name} is larger than {megabytes} MB. Choose a smaller file',
  'files.refused.too many': 'Choose {files} files or fewer. You can add more afterwards',
  'files.refused.too often':
    'Your organisation has sent files {most} times within an hour. Wait a while, then choose these again',
  'files.refused.more_than_one': 'Choose one file',
  'files.refused.name': 'A file has a name we cannot read. Give it a plain name and choose it again',
  'files.refused.svg': '{name} is an SVG drawing, which can carry scripts. Save it as a PNG or a PDF and choose that',
  'files.refused.html': '{name} is a web page. Add its address as a link, or print it to a PDF and choose that',
  'files.refused.archive': '{name} is a ZIP or another archive. Unpack it and choose the files inside',
  'files.refused.executable': '{name} is a program. Choose a document, a picture or a recording',
  'files.refused.macro': '{name} contains macros. Save a copy without macros, as DOCX, XLSX or PPTX, and choose that',
  'files.refused.encrypted': '{name} is protected with a password. Save a copy without the password and choose that',
  'files.refused.script': '{name} is a PDF that runs scripts or opens programs. Print it to a new PDF and choose that',
  'files.refused.heic':
    '{name} is a HEIC picture, which many people cannot open. Save it as a JPEG and choose that. On an iPhone: Settings, Camera, Formats, Most Compatible',
  'files.refused.other picture':
    '{name} is a kind of picture we cannot take. Save it as a JPEG or a PNG and choose that',
  'files.refused.old office': '{name} is in an older Office format. Save it as DOCX, XLSX, PPTX or PDF and choose that',
  'files.refused.damaged': '{name} is damaged or incomplete. Open it, save it again and choose the new copy',
  'files.refused.pixel flood':
    '{name} is too large a picture. Make it smaller, at most {megapixels} megapixels, and choose it again',
  'files.refused.bomb': '{name} unpacks to far more than its size. Save it as a PDF and choose that',
  'files.refused.disagrees': '{name} is not what its name says. Open it, save it again as what it is and choose that',
  'files.refused.embedded':
    '{name} has another file or a program packed inside it. Take that out, or print it to a PDF, and choose the new copy',
  'files.refused.attachment':
    '{name} is a PDF that carries other files or films. Print it to a new PDF and choose that',
  'files.refused.elsewhere':
    '{name} fetches parts of itself from the internet when it is opened. Save it as a PDF and choose that',
  'files.refused.opaque':
    '{name} has parts packed in a way that we cannot check. Print it to a new PDF and choose that',
  'files.refused.too slow':
    '{name} took too long to check. Print it to a new PDF, or save only the pages that matter, and choose that',
  'files.refused.unknown': '{name} is not a type we can take. Save it as one of these and choose that: {types}',
  'files.state.scanning': 'Being checked for viruses',
  'files.state.ready': 'Checked for viruses',
  'files.state.refused': 'Refused: a virus was found in it',
  'files.state.removed': 'Removed',
  'files.not_scanned': 'Not scanned for viruses',
} as const
