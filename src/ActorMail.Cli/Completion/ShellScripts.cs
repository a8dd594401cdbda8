namespace ActorMail.Cli.Completion;

/// <summary>One script for each shell; each asks the command itself, so that none of them knows a verb.</summary>
internal static class ShellScripts
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["bash"] = """
            # Completes actormail in bash; files where the command has nothing to offer.
            _actormail() {
              local found
              mapfile -t found < <(actormail '[suggest]' "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
              COMPREPLY=("${found[@]}")
            }
            complete -o default -o bashdefault -F _actormail actormail
            """,
        ["zsh"] = """
            #compdef actormail
            # Completes actormail in zsh; files where the command has nothing to offer.
            _actormail() {
              local -a found
              found=("${(@f)$(actormail '[suggest]' "${LBUFFER}" 2>/dev/null)}")
              [[ -n "${found[1]}" ]] && compadd -a found || _files
            }
            compdef _actormail actormail
            """,
        ["fish"] = """
            # Completes actormail in fish, beside files.
            complete --command actormail --arguments "(actormail '[suggest]' (commandline --cut-at-cursor | string collect) 2>/dev/null)"
            """,
        ["pwsh"] = """
            # Completes actormail in PowerShell.
            Register-ArgumentCompleter -Native -CommandName actormail -ScriptBlock {
                param($word, $line, $cursor)
                $text = $line.ToString().PadRight($cursor).Substring(0, $cursor)
                actormail '[suggest]' $text 2>$null | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };
}
