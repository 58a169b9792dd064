import { fileTypes, type FileType } from '../domain/evidence.ts'

const ours = new Map<string, FileType>(
  Object.entries(fileTypes).flatMap(([type, { endings }]) =>
    endings.map(ending => [ending, type as FileType] as const),
  ),
)
const alsoText = ['text', 'tsv', 'tab', 'log', 'md']
const pictures = ['jpe', 'jfif', 'gif', 'bmp', 'tif', 'tiff', 'heic', 'heif', 'avif']
const movieTypes: readonly FileType[] = ['video/mp4', 'video/quicktime', 'audio/mp4']
const movies = ['mp4', 'm4v', 'mov', 'qt', 'm4a', 'm4b', '3gp', '3g2']

/**
 * Extensions that belong to types of file other than ours. Anything else after a dot may be part of the name, as in
 * "Minutes 12.03".
 */
const others = new Set(
  `
  exe com scr pif bat cmd ps1 vbs vbe js jse mjs wsf wsh msi msp dll cpl hta jar apk app
  sh bash py pl rb php lnk reg inf url desktop
  html htm xhtml mht mhtml svg svgz xml zip rar 7z gz tgz tar bz2 xz iso cab dmg epub
  doc docm dot dotm xls xlsm xlsb xltm ppt pptm pps ppsx odp odg rtf pages numbers key
  gif bmp tif tiff heic heif avif ico psd wav m4b m4v qt 3gp 3g2 avi mkv webm wmv flac ogg json eml msg ics vcf sqlite
`
    .trim()
    .split(/\s+/),
)

/** The text after the last dot, in lower case; null when it cannot be a file extension. */
export function endingOf(name: string): string | null {
  return /[^.]\.([a-z0-9]{1,8})$/i.exec(name.trim())?.[1]?.toLowerCase() ?? null
}

/**
 * Whether the extension of a file's name fits the type of its content.
 * @param ending null for a name without an extension, which fits every type
 */
export function nameAgrees(type: FileType, ending: string | null): boolean {
  if (ending === null) return true
  const ownType = ours.get(ending)
  if (fileTypes[type].picture)
    return pictures.includes(ending) || (ownType ? fileTypes[ownType].picture : !others.has(ending))
  if (type === 'text/plain' && alsoText.includes(ending)) return true
  if (movieTypes.includes(type) && movies.includes(ending)) return true
  return ownType ? ownType === type : !others.has(ending)
}

/** The name for a download: the given name, with the extension of the file's real type. */
export function nameFor(name: string, type: string): string {
  const endings: readonly string[] = type in fileTypes ? fileTypes[type as FileType].endings : []
  const ending = endingOf(name)
  if (endings.length === 0 || (ending !== null && endings.includes(ending))) return name
  const isAnotherOfOurs = ending !== null && (ours.has(ending) || pictures.includes(ending) || movies.includes(ending))
  return `${isAnotherOfOurs ? name.slice(0, -ending.length - 1) : name}.${endings[0]}`
}

const longestInZip = 80
/** The characters that Windows does not allow in a file name. */
const forbidden = /[<>:"/\\|?*]/g

/**
 * A file's name for an entry of a ZIP, with the extension of its type. Kept short, because Windows limits a whole path
 * to 260 characters.
 */
export function nameInZip(name: string, type: FileType): string {
  const whole = nameFor(name, type).replace(forbidden, '-')
  const ending = whole.slice(whole.lastIndexOf('.'))
  const letters = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(whole.slice(0, -ending.length))]
  const short = letters.slice(0, longestInZip).map(({ segment }) => segment)
  return `${short.join('').slice(0, longestInZip).toWellFormed().trimEnd()}${ending}`
}
