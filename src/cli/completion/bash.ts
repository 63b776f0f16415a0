import type { CompletedOption, CompletedProgram } from './program.ts'
import type { CompletedValue } from './value.ts'

/** The script for bash, from 3.2 on, which is what macOS has. */
export function bashCompletion({ options, commands }: CompletedProgram): string {
  const names = commands.map(({ names: [name = ''] }) => name).join(' ')
  const flags = commands.map(
    ({ names, options: own }) => `    ${names.join(' | ')}) options='${flagsOf(own).join(' ')}' ;;`,
  )
  const takes = [
    ...commands.flatMap(({ names, options: own }) => own.flatMap((option) => takesLines(names, option))),
    ...options.flatMap((option) => takesLines(['*'], option)),
    ...commands.flatMap(({ names, arguments: all }) =>
      all.map(({ value, variadic }, at) => {
        const place = variadic ? '[0-9]*' : String(at)
        return `    ${names.map((name) => `${name}\\ ${place}`).join(' | ')}) takes=${quoted(value)} ;;`
      }),
    ),
  ]
  return `# Completes the command lines of tsmig in bash: source <(tsmig completion bash)

_tsmig_options() {
  case $1 in
${flags.join('\n')}
    *) options= ;;
  esac
  options="$options ${flagsOf(options).join(' ')}"
}

# What an option or an argument takes: sources of words, and words behind a +.
_tsmig_takes() {
  case $1 in
${takes.join('\n')}
    *) takes= ;;
  esac
}

_tsmig_commands='${names}'
${functions}`
}

function flagsOf(options: readonly CompletedOption[]): readonly string[] {
  return options.flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined))
}

function takesLines(commands: readonly string[], { short, long, value }: CompletedOption): readonly string[] {
  if (value === undefined) return []
  const flags = [short, long].filter((flag) => flag !== undefined)
  const patterns = commands.flatMap((command) => flags.map((flag) => `${command}\\ ${flag}`))
  return [`    ${patterns.join(' | ')}) takes=${quoted(value)} ;;`]
}

/** Where nothing is known of a value, it is still one. */
function quoted({ sources, words }: CompletedValue): string {
  const all = [...sources, ...words.map((word) => `+${word}`)]
  return `'${all.length === 0 ? 'nothing' : all.join(' ')}'`
}

const functions = `
# A word of the line without its quotes; nothing in it is run.
_tsmig_plain() {
  plain=$1
  case $plain in
    \\'*) plain=$(printf %s "$plain" | tr -d \\') ;;
    *) plain=$(printf %s "$plain" | sed -e 's/\\\\\\(.\\)/\\1/g' -e "s/[\\"']//g") ;;
  esac
  case $plain in
    '~/'*) plain=$HOME/$(printf %s "$plain" | cut -c3-) ;;
  esac
}

_tsmig_remember() {
  case $1 in
    -c | --config) _tsmig_plain "$2"; asked=(\${asked[@]+"\${asked[@]}"} --config "$plain") ;;
    -n | --name) _tsmig_plain "$2"; asked=(\${asked[@]+"\${asked[@]}"} --name "$plain") ;;
  esac
}

# Adds a word that goes on from what is typed; readline replaces what stands behind the last break alone.
_tsmig_add() {
  local word=$1
  [[ $word == "$piece"* ]] || return 0
  word=$before$word
  word=\${word#"$kept"}
  [[ -n $quote ]] || printf -v word %q "$word"
  COMPREPLY[\${#COMPREPLY[@]}]=$word
}

_tsmig_add_files() {
  local file
  type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
  while IFS= read -r file; do
    file=$before$file
    COMPREPLY[\${#COMPREPLY[@]}]=\${file#"$kept"}
  done < <(compgen "$1" -- "$piece")
}

_tsmig_ask() {
  local word _
  while IFS=$'\\t' read -r word _; do
    _tsmig_add "$word"
  done < <("$program" \${asked[@]+"\${asked[@]}"} complete "$1" </dev/null 2>/dev/null)
}

_tsmig() {
  local line=\${COMP_LINE:0:COMP_POINT} rest word current command= option= options= takes= plain program
  local piece before= kept= quote= index length=0 count=0 only=
  local -a words asked
  words=() asked=() COMPREPLY=()

  # bash breaks words at ":", "=" and "@", too: what has no blank between is one.
  for ((index = 0; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    rest=\${line#"\${line%%[![:space:]]*}"}
    [[ $rest == "$word"* && $index -lt $COMP_CWORD ]] || word=$rest
    if ((length > 0)) && [[ -n $line && $rest == "$line" || -z $line ]]; then
      words[length - 1]=\${words[length - 1]}$word
    else
      words[length]=$word
      length=$((length + 1))
    fi
    line=\${rest#"$word"}
  done
  ((length > 1)) || return 0
  _tsmig_plain "\${words[0]}"
  program=$plain

  for ((index = 1; index < length - 1; index++)); do
    word=\${words[index]}
    if [[ -n $takes && $word != -* ]]; then
      _tsmig_remember "$option" "$word"
      takes=
      continue
    fi
    takes=
    if [[ -z $only && $word == -- ]]; then
      only=arguments
    elif [[ -z $only && $word == --*=* ]]; then
      _tsmig_remember "\${word%%=*}" "\${word#*=}"
    elif [[ -z $only && $word == -* ]]; then
      option=$word
      _tsmig_takes "$command $option"
    elif [[ -z $command ]]; then
      command=$word
    else
      count=$((count + 1))
    fi
  done

  current=\${words[length - 1]}
  piece=$current
  if [[ -z $takes && -z $only && $current == --*=* ]]; then
    _tsmig_takes "$command \${current%%=*}"
    before=\${current%%=*}=
    piece=\${current#*=}
  elif [[ -z $only && $current == -* ]]; then
    _tsmig_options "$command"
    takes=
    for word in $options; do _tsmig_add "$word"; done
  elif [[ -z $takes && -z $command ]]; then
    takes=commands
  elif [[ -z $takes ]]; then
    _tsmig_takes "$command $count"
  fi
  [[ -n $takes ]] || return 0

  case $piece in
    [\\"\\']*) quote=\${piece:0:1} piece=\${piece:1} ;;
    *) case $piece in *\\\\*) _tsmig_plain "$piece"; piece=$plain ;; esac ;;
  esac
  if [[ " $takes " == *' revisions '* && $piece == *:* && $takes != *files* ]]; then
    before=$before\${piece%:*}:
    piece=\${piece##*:}
  fi
  if [[ -z $quote ]]; then
    word=$before$piece
    rest=$word
    # The "@" itself is replaced with what stands behind it.
    while [[ $rest == *[:=@]* ]]; do
      line=\${rest##*[:=@]}
      line=\${rest%"$line"}
      if [[ $COMP_WORDBREAKS == *"\${line: -1}"* ]]; then kept=\${line%@}; break; fi
      rest=\${line%?}
    done
  fi
  for word in $takes; do
    case $word in
      nothing) ;;
      files) _tsmig_add_files -f ;;
      folders) _tsmig_add_files -d ;;
      commands) for word in $_tsmig_commands; do _tsmig_add "$word"; done ;;
      +*) _tsmig_add "\${word#+}" ;;
      *) _tsmig_ask "$word" ;;
    esac
  done
}

complete -o nosort -F _tsmig tsmig 2>/dev/null || complete -F _tsmig tsmig
`
