using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using NtGlass.Cli.Commands;

namespace NtGlass.Cli;

/// <summary>The help, with the command's examples behind it.</summary>
sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    public override bool Terminating => true;

    public override int Invoke(ParseResult parseResult)
    {
        int result = inner.Invoke(parseResult);
        IReadOnlyList<string> examples = (parseResult.CommandResult.Command as IHasExamples ?? (parseResult.CommandResult.Parent as CommandResult)?.Command as IHasExamples) switch
        {
            IHasExamples command => command.Examples,
            _ => ["ntglass run program.exe", "ntglass trace samples/createfile.exe", "ntglass debug program.exe -c \"uf ntdll!ZwCreateFile\"", "ntglass syscalls NtCreateFile"],
        };
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in examples) output.WriteLine($"  {example}");
        return result;
    }
}
