import type { CompletedOption, CompletedProgram } from './program.ts'
import type { CompletedValue } from './value.ts'

/** The script for fish. */
export function fishCompletion({ options, commands }: CompletedProgram): string {
  const valued = [
    ...options.flatMap((option) => valuedFlags('', option)),
    ...commands.flatMap(({ names, options: own }) =>
      names.flatMap((name) => own.flatMap((option) => valuedFlags(name, option))),
    ),
  ]
  const lines = [
    ...commands.map(
      ({ names: [name = ''], description }) => `-n '__tsmig_at ""' -a ${name} -d ${quote(description)}`,
    ),
    ...options.map(optionLine),
    ...commands.flatMap(({ names, options: own, arguments: all }) => [
      ...own.map((option) => `-n ${quote(`__tsmig_at ${names.join(',')}`)} ${optionLine(option)}`),
      ...all.flatMap(({ value, variadic }, at) => {
        const words = valueWords(value)
        const place = `__tsmig_at ${names.join(',')} ${variadic ? 'all' : at}`
        return words === '' ? [] : [`-n ${quote(place)} ${words}`]
      }),
    ]),
  ]
  return `# Completes the command lines of tsmig in fish: tsmig completion fish > ~/.config/fish/completions/tsmig.fish

# Options that take a value, behind the name of their command.
set -g __tsmig_valued ${valued.map(quote).join(' ')}
set -g __tsmig_commands ${commands.map(({ names: [name] }) => name).join(' ')}
${functions}
complete -c tsmig -e
complete -c tsmig -f
${lines.map((line) => `complete -c tsmig ${line}\n`).join('')}`
}

function valuedFlags(command: string, { short, long, value }: CompletedOption): readonly string[] {
  if (value === undefined) return []
  return [short, long].flatMap((flag) => (flag === undefined ? [] : [`${command} ${flag}`]))
}

function optionLine({ short, long, description, value }: CompletedOption): string {
  const flags = [short && `-s ${short.slice(1)}`, long && `-l ${long.slice(2)}`].filter(Boolean).join(' ')
  const takes = value === undefined ? '' : value.sources.includes('files') ? ' -r' : ' -x'
  const words = value === undefined ? '' : valueWords(value)
  return `${flags}${takes}${words === '' ? '' : ` ${words}`} -d ${quote(description)}`
}

function valueWords({ sources, words }: CompletedValue): string {
  const calls = sources.flatMap((source) => {
    switch (source) {
      case 'files':
        return []
      case 'folders':
        return ['(__fish_complete_directories)']
      case 'commands':
        return ['$__tsmig_commands']
      default:
        return [`(__tsmig_words ${source})`]
    }
  })
  const all = [...calls, ...words]
  const files = sources.includes('files') ? ['-F'] : []
  return [...files, ...(all.length === 0 ? [] : [`-k -a ${quote(all.join(' '))}`])].join(' ')
}

function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`
}

const functions = `
# Whether the command of the line is one of these, and, where a second is given, so many arguments stand behind it.
function __tsmig_at
    set -l tokens (commandline -opc)
    set -l command ''
    set -l count 0
    set -l skip no
    for token in $tokens[2..]
        if test $skip = yes
            set skip no
            string match -q -- '-*' $token; or continue
        end
        switch $token
            case '--*=*'
            case '-*'
                contains -- " $token" $__tsmig_valued; or contains -- "$command $token" $__tsmig_valued
                and set skip yes
            case '*'
                if test -z "$command"
                    set command $token
                else
                    set count (math $count + 1)
                end
        end
    end
    contains -- "$command" (string split , -- $argv[1]); or return 1
    test (count $argv) -lt 2; or test $argv[2] = all; or test $argv[2] = $count
end

# Words that tsmig itself knows of; those of a range go on behind its colon.
function __tsmig_words
    set -l tokens (commandline -opc)
    set -l asked
    for at in (seq 2 (count $tokens))
        switch $tokens[$at]
            case -c --config -n --name
                test $at -lt (count $tokens); and set -a asked $tokens[$at] $tokens[(math $at + 1)]
            case '--config=*' '--name=*'
                set -a asked $tokens[$at]
        end
    end
    set -l before ''
    if test $argv[1] = revisions
        set before (commandline -ct | string replace -r '^--[^=]*=' '' | string match -r '^.*:'; or echo '')
    end
    set -l program (string replace -r '^~/' "$HOME/" -- $tokens[1])
    for line in ($program $asked complete $argv[1] </dev/null 2>/dev/null)
        echo $before$line
    end
end
`
