namespace NtGlass.Profiles;

/// <summary>Reads lines such as <c>NTSTATUS NtClose(in HANDLE Handle)</c>.</summary>
static class PrototypeFile
{
    public static Dictionary<string, ServicePrototype> Read(string path)
    {
        var prototypes = new Dictionary<string, ServicePrototype>(StringComparer.Ordinal);
        foreach (string line in DataFile.Facts(path))
        {
            int open = line.IndexOf('(', StringComparison.Ordinal);
            int name = line.LastIndexOf(' ', open) + 1;
            string list = line[(open + 1)..^1];
            prototypes.Add(line[name..open], new(line[..(name - 1)], list.Length == 0 ? [] : Array.ConvertAll(list.Split(", "), Parameter)));
        }
        return prototypes;
    }

    static ServiceParameter Parameter(string text)
    {
        int bracket = text.IndexOf('[', StringComparison.Ordinal);
        string declaration = bracket < 0 ? text : text[..bracket];
        string? size = bracket < 0 ? null : text[(bracket + 1)..^1];
        int type = declaration.IndexOf(' ', StringComparison.Ordinal) + 1;
        int name = Math.Max(declaration.LastIndexOf(' '), declaration.LastIndexOf('*')) + 1;
        string direction = declaration[..(type - 1)];
        return new(declaration[name..], declaration[type..name].TrimEnd(), Direction(direction.TrimEnd('?')), direction.EndsWith('?'), size);
    }

    static ParameterDirection Direction(string word) => word switch
    {
        "in" => ParameterDirection.In,
        "out" => ParameterDirection.Out,
        "inout" => ParameterDirection.InOut,
        "any" => ParameterDirection.Any,
        _ => throw new FormatException($"'{word}' is no direction of a parameter."),
    };
}
