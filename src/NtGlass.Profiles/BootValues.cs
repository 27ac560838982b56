using System.Globalization;

namespace NtGlass.Profiles;

/// <summary>What the kernel's variables and the shared user page hold after boot, by NT's names.</summary>
public sealed class BootValues
{
    const string SharedPrefix = "SharedUserData.";

    readonly Dictionary<string, BootValue> values;

    BootValues(Dictionary<string, BootValue> values)
    {
        this.values = values;
        SharedUserData = [.. values.Values.Where(value => value.Name.StartsWith(SharedPrefix, StringComparison.Ordinal))
            .Select(value => value with { Name = value.Name[SharedPrefix.Length..] })];
    }

    /// <summary>A number by the name of the kernel variable, such as <c>KeMaximumIncrement</c>.</summary>
    public uint this[string name] => values[name].Number;

    public int MajorVersion => (int)this["NtMajorVersion"];

    public int MinorVersion => (int)this["NtMinorVersion"];

    /// <summary>The build number without the flag of a free build.</summary>
    public int BuildNumber => (int)(this["NtBuildNumber"] & 0xFFFF);

    /// <summary>The service pack as text, as in <c>Service Pack 3</c>.</summary>
    public string CsdVersion => Text("CmCSDVersionString");

    /// <summary>The service pack as the PEB and the registry hold it: 0300 is the third.</summary>
    public int CsdNumber => (int)this["CmNtCSDVersion"];

    public string SystemRoot => Text("NtSystemRoot");

    /// <summary>The clock interrupt's period in units of 100 ns.</summary>
    public uint MaximumIncrement => this["KeMaximumIncrement"];

    public uint HighestUserAddress => this["MmHighestUserAddress"];

    public uint UserProbeAddress => this["MmUserProbeAddress"];

    public uint SystemRangeStart => this["MmSystemRangeStart"];

    /// <summary>Members of <c>_KUSER_SHARED_DATA</c> that boot fills, by path; the others stay 0 or run.</summary>
    public IReadOnlyList<BootValue> SharedUserData { get; }

    public string Text(string name) => values[name].Text ?? throw new FormatException($"{name} is a number.");

    internal static BootValues Read(string path) => new(DataFile.Facts(path).Select(Value).ToDictionary(value => value.Name, StringComparer.Ordinal));

    static BootValue Value(string line)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        string name = line[..space], value = line[(space + 1)..];
        return value.StartsWith('"')
            ? new(name, 0, value.Trim('"'))
            : new(name, uint.Parse(value, NumberStyles.HexNumber, CultureInfo.InvariantCulture), null);
    }
}

/// <summary>A named number, or a text where <paramref name="Text"/> is set.</summary>
public sealed record BootValue(string Name, uint Number, string? Text);
