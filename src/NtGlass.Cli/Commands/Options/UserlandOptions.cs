using System.CommandLine;
using NtGlass.Profiles;

namespace NtGlass.Cli.Commands.Options;

/// <summary>The options about the DLLs that a program runs on.</summary>
sealed class UserlandOptions
{
    readonly Option<string?> userland = new("--userland") { Description = "The DLLs it runs on; without it builtin ones if they have all that the program imports, else Wine's", HelpName = "builtin|wine|FOLDER" };
    readonly Option<bool> undressed = new("--no-dressing") { Description = "Leave the stubs of Wine's DLLs as they are on disk, and not as XP's" };

    readonly Option<string?> version = new("--version") { Description = "The Windows that the program is told of; without it 5.1 on builtin DLLs, 10.0 on Wine's", HelpName = "5.1|6.1|10.0|..." };

    public IEnumerable<Option> All => [userland, undressed, version];

    /// <exception cref="UserError">There is no such version.</exception>
    public GuestVersion? ReadVersion(ParseResult result)
    {
        try
        {
            return result.GetValue(version) is string text ? GuestVersion.Parse(text) : null;
        }
        catch (FormatException error)
        {
            throw new UserError(ExitCode.Usage, $"--version: {error.Message}");
        }
    }

    public (string? Userland, bool IsDressed) Read(ParseResult result) => (result.GetValue(userland), !result.GetValue(undressed));
}
