import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../src/config.ts'

/** A script of `package.json` that runs Node. */
export interface NodeScript {
  /** the command, such as `node` */
  node: string
  /** the options for Node */
  options: string[]
  /** the path of the file that Node runs */
  file: string
  /** the environment variables that the script sets */
  environment: Record<string, string>
}

const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

/** A script in its parts. Variables with a default, such as `${MAX_HEAP_MB:-768}`, have the default. */
export function nodeScript(name: string): NodeScript {
  const [, set, command] = /^(?:exec )?(?:env (\S+) )?(.*)$/.exec(scripts[name]!.replaceAll(/\$\{\w+:-(\d+)\}/g, '$1'))!
  const [node = '', ...options] = command!.split(' ')
  const file = join(projectFolder, options.pop()!)
  return { node, options, file, environment: set ? Object.fromEntries([set.split('=')]) : {} }
}
