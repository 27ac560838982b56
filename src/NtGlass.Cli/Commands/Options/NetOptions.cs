using System.CommandLine;
using System.Net;
using NtGlass.Host;

namespace NtGlass.Cli.Commands.Options;

/// <summary>The options about the guest's network.</summary>
sealed class NetOptions
{
    readonly Option<string> mode = new("--net") { Description = "What lies behind the guest's network adapter", HelpName = "none|simulated|host" };
    readonly Option<string[]> names = new("--dns") { Description = "The address that the guest finds for a name; can be given several times", HelpName = "NAME=ADDRESS" };

    public NetOptions()
    {
        mode.DefaultValueFactory = _ => "simulated";
        mode.AcceptOnlyFromAmong("none", "simulated", "host");
    }

    public IEnumerable<Option> All => [mode, names];

    public NetworkOptions Read(ParseResult result) => new()
    {
        Mode = Enum.Parse<NetworkMode>(result.GetValue(mode)!, ignoreCase: true),
        Names = (result.GetValue(names) ?? []).Select(Parse).DistinctBy(pair => pair.Name).ToDictionary(pair => pair.Name, pair => pair.Address),
    };

    static (string Name, IPAddress Address) Parse(string text)
    {
        int equals = text.IndexOf('=');
        if (equals <= 0 || !IPAddress.TryParse(text[(equals + 1)..], out IPAddress? address))
            throw new UserError(ExitCode.Usage, $"--dns {text}: it has the form NAME=ADDRESS, as in --dns example.com=10.0.0.2");
        return (text[..equals].TrimEnd('.').ToLowerInvariant(), address);
    }
}
