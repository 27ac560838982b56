using System.CommandLine;

namespace NtGlass.Cli.Commands.Options;

/// <summary>The options about the DLLs that a program runs on.</summary>
sealed class UserlandOptions
{
    readonly Option<string?> userland = new("--userland") { Description = "The DLLs it runs on; without it builtin ones if they have all that the program imports, else Wine's", HelpName = "builtin|wine|FOLDER" };
    readonly Option<bool> undressed = new("--no-dressing") { Description = "Leave the stubs of Wine's DLLs as they are on disk, and not as XP's" };

    public IEnumerable<Option> All => [userland, undressed];

    public (string? Userland, bool IsDressed) Read(ParseResult result) => (result.GetValue(userland), !result.GetValue(undressed));
}
