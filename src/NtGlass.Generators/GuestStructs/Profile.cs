using Microsoft.CodeAnalysis;
using NtGlass.Profiles;

namespace NtGlass.Generators.GuestStructs;

/// <summary>The types of one profile, or why its listing cannot be read.</summary>
sealed record Profile(string Name, TypeStore? Types, string? Error)
{
    public static Profile Read(AdditionalText file, CancellationToken cancel)
    {
        string name = Path.GetFileName(Path.GetDirectoryName(file.Path) ?? "");
        string text = file.GetText(cancel)?.ToString() ?? "";
        try
        {
            return new(name, TypeStore.Read(text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && line[0] != '#')), null);
        }
        catch (FormatException error)
        {
            return new(name, null, error.Message);
        }
    }
}
