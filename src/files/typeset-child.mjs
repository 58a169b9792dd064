// Runs in a separate process, so that a slow document delays nothing else.
// Plain JavaScript, because it always runs from src/, without a build.
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { answer } from './child-loop.mjs'
import { lettersIn } from './typeset/letters.mjs'

const packages = join(import.meta.dirname, '../../node_modules/@expo-google-fonts')
const fontPaths = ['noto-sans', 'noto-sans-ethiopic', 'amiri'].flatMap(family =>
  ['400Regular', '700Bold'].map(weight => join(packages, family, weight)),
)

const compilers = new Map()
let letters = null

function compilerOf(workspace) {
  if (!compilers.has(workspace)) compilers.set(workspace, NodeCompiler.create({ workspace, fontArgs: [{ fontPaths }] }))
  return compilers.get(workspace)
}

function readFonts() {
  letters ??= new Set(
    fontPaths.flatMap(folder =>
      readdirSync(folder)
        .filter(name => name.endsWith('.ttf'))
        .flatMap(name => [...lettersIn(readFileSync(join(folder, name)))]),
    ),
  )
}

/** Replaces each character that is in no font. PDF/UA-1 does not allow a missing glyph. */
function readable(value) {
  if (typeof value === 'string') return [...value].map(letter => (isKnown(letter) ? letter : '\ufffd')).join('')
  if (Array.isArray(value)) return value.map(readable)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readable(each)]))
}

const isKnown = letter => letter === '\n' || letter === '\t' || letters.has(letter.codePointAt(0))

/**
 * Tries PDF/UA-1 first. If that fails, for example because no single font has a combination of letters, makes a tagged
 * PDF that does not claim conformance.
 */
function compile(compiler, mainFilePath, data, creationTimestamp) {
  const document = { mainFilePath, inputs: { data: JSON.stringify(readable(data)) } }
  try {
    return { pdf: compiler.pdf(document, { pdfStandard: 'ua-1', creationTimestamp }), isAccessible: true }
  } catch {
    return { pdf: compiler.pdf(document, { creationTimestamp }), isAccessible: false }
  }
}

const tasks = {
  /** Typesets a template with data. Text from people is passed as data, never as source. */
  typeset: async ({ workspace, template, data, seconds }) => {
    readFonts()
    const compiler = compilerOf(workspace)
    const { pdf, isAccessible } = compile(compiler, join(workspace, template), data, seconds)
    compiler.evictCache(0)
    return { refused: null, pdf: pdf.toString('base64'), isAccessible }
  },
}

// the compiler's errors may have no message
answer(tasks, problem => ({ refused: problem?.message || 'the template could not be compiled' }))
