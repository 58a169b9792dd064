import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { projectFolder } from '../../src/config.ts'

export interface SourceFile {
  /** Relative to the project’s folder, such as src/domain/time.ts. */
  path: string
  text: string
  lines: number
  /** The files of the project that this file imports, including types, relative to the project’s folder. */
  imports: string[]
}

/** The files with this ending in a folder of the project and its subfolders, in order of their paths. */
export function sourceFiles(folder: string, ending: string): SourceFile[] {
  return readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(ending))
    .sort()
    .map(name => sourceFile(join(folder, name)))
}

function sourceFile(path: string): SourceFile {
  const text = readFileSync(join(projectFolder, path), 'utf8')
  const imports = [...text.matchAll(/\bfrom '(\.[^']+)'|\bimport\(?\s*'(\.[^']+)'/g)].map(([, from, alone]) =>
    relative(projectFolder, resolve(projectFolder, dirname(path), from ?? alone!)),
  )
  return { path, text, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0), imports }
}
