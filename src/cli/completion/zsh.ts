import type { CompletedArgument, CompletedOption, CompletedProgram } from './program.ts'
import type { CompletedValue } from './value.ts'

/** The script for zsh: a file of its `fpath`, or to be sourced. */
export function zshCompletion({ options, commands }: CompletedProgram): string {
  const list = commands.map(({ names: [name = ''], description }) => `    ${quote(`${name}:${description}`)}`)
  const cases = commands.map(({ names, options: own, arguments: all }) => {
    const specs = [...own.flatMap(optionSpecs), ...all.map(argumentSpec)]
    const lines = ['_arguments $globals', ...specs.map((spec) => `      ${spec}`)].join(' \\\n')
    return `    ${names.join('|')})\n      ${lines} ;;`
  })
  return `#compdef tsmig
# Completes the command lines of tsmig in zsh: tsmig completion zsh > "\${fpath[1]}/_tsmig"

_tsmig_commands() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  _describe -t commands command commands
}

# Words that tsmig itself knows of: a kind, then further words.
_tsmig_words() {
  local kind=$1 word text
  local -a found
  shift
  [[ $kind == revisions ]] && compset -P '*:'
  found=("$@")
  while IFS=$'\\t' read -r word text; do
    found+=("\${word//:/\\\\:}\${text:+:}$text")
  done < <("$asked[@]" complete $kind </dev/null 2>/dev/null)
  _describe -V -t $kind $kind found
}

# Revisions, further words, or files.
_tsmig_words_or_files() {
  local ret=1
  _tsmig_words "$@" && ret=0
  _files && ret=0
  return ret
}

_tsmig() {
  local curcontext=$curcontext state state_descr line ret=1 at
  local -A opt_args
  local -a asked globals
  # The project that the line is about, wherever in it that stands.
  asked=("\${(Q)words[1]/#\\~\\//$HOME/}")
  for ((at = 2; at <= $#words; at++)); do
    ((at == CURRENT)) && continue
    case $words[at] in
      -c|--config|-n|--name) ((at + 1 == CURRENT || at == $#words)) || asked+=($words[at] "\${(Q)words[at + 1]/#\\~\\//$HOME/}") ;;
      --config=*|--name=*) asked+=("\${(Q)words[at]}") ;;
    esac
  done
  globals=(
${options
  .flatMap(optionSpecs)
  .map((spec) => `    ${spec}`)
  .join('\n')}
  )
  _arguments -C $globals ': :_tsmig_commands' '*:: :->arguments' && ret=0
  [[ $state == arguments ]] || return ret
  curcontext=\${curcontext%:*:*}:tsmig-$words[1]:
  case $words[1] in
${cases.join('\n')}
  esac
}

if [[ $funcstack[1] == _tsmig ]]; then
  _tsmig "$@"
else
  compdef _tsmig tsmig
fi
`
}

function optionSpecs({ short, long, description, repeated, value }: CompletedOption): readonly string[] {
  const flags = [short, long].filter((flag) => flag !== undefined)
  const others = repeated ? '*' : flags.length > 1 ? `(${flags.join(' ')})` : ''
  const text = `[${description.replaceAll(/[[\]\\]/g, '\\$&')}]`
  return flags.map((flag) => {
    const assign = value === undefined ? '' : flag.startsWith('--') ? '=' : ''
    return quote(`${others}${flag}${assign}${text}${value === undefined ? '' : action(value)}`)
  })
}

function argumentSpec({ value, variadic }: CompletedArgument): string {
  return quote(`${variadic ? '*' : ''}${action(value)}`)
}

/** `:revision:_tsmig_words revisions current`. */
function action({ name, sources, words }: CompletedValue): string {
  const message = `:${name.replaceAll(':', '\\:')}:`
  const [source] = sources
  switch (source) {
    case undefined:
      return words.length === 0 ? `${message} ` : `${message}(${words.join(' ')})`
    case 'files':
      return `${message}_files`
    case 'folders':
      return `${message}_files -/`
    case 'commands':
      return `${message}_tsmig_commands`
    default: {
      const ask = sources.includes('files') ? '_tsmig_words_or_files' : '_tsmig_words'
      // A blank in front: without it, options of zsh's own would stand before these arguments.
      return `${message} ${[ask, source, ...words].join(' ')}`
    }
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
